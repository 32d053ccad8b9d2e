"""A school's own fields: what they are called and hold, and what each pupil's say."""

from typing import ClassVar, Literal

from sqlmodel import JSON, Column, Field, String

from sendtui.models.twin import Twin, Words

FieldSort = Literal["text", "number", "date", "yes or no", "choice"]


class CustomFieldIn(Twin):
    """A field the school keeps besides ours, such as a column of its own export."""

    KIND: ClassVar[str] = "custom_field"
    STREAM: ClassVar[str] = "setting"

    setting: str = Field(index=True, title="Setting")
    name: Words = Field(min_length=1, title="Name", description="as the column is headed")
    sort: FieldSort = Field(default="text", sa_type=String, title="What it holds")
    choices: list[str] = Field(default_factory=list, sa_column=Column(JSON), title="Choices")
    retired: bool = Field(default=False, title="Retired")


class CustomField(CustomFieldIn, table=True):
    """A stored field of the school's own."""

    __tablename__ = "custom_field"
    id: str = Field(primary_key=True)


class CustomValueIn(Twin):
    """What one of the school's own fields says of a pupil; its name goes with it."""

    KIND: ClassVar[str] = "custom_value"
    SEARCHED: ClassVar[tuple[str, ...]] = ("value",)

    pupil: str = Field(index=True, title="Pupil")
    field: str = Field(index=True, title="Field")
    name: Words = Field(min_length=1, title="Name")
    value: Words = Field(default="", title="Value")


class CustomValue(CustomValueIn, table=True):
    """A stored value of the school's own."""

    __tablename__ = "custom_value"
    id: str = Field(primary_key=True)
