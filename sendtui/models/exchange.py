"""What has left and how files are read: disclosures and named import profiles."""

from datetime import date
from typing import ClassVar

from sqlmodel import JSON, Column, Field

from sendtui.models.twin import Twin, Words


class DisclosureIn(Twin):
    """A file that left: what, whose, to whom and on what basis. Added, never edited."""

    KIND: ClassVar[str] = "disclosure"
    STREAM: ClassVar[str] = "setting"
    EVENT: ClassVar[bool] = True

    setting: str = Field(index=True, title="Setting")
    on: date = Field(title="On")
    what: Words = Field(min_length=1, title="What left")
    recipient: Words = Field(default="", title="To whom")
    basis: Words = Field(default="", title="On what basis")
    protection: Words = Field(default="", title="Protection", description="sealed, plain, print")
    pupils: list[str] = Field(default_factory=list, sa_column=Column(JSON), title="Whose data")


class Disclosure(DisclosureIn, table=True):
    """A stored disclosure."""

    __tablename__ = "disclosure"
    id: str = Field(primary_key=True)


class ImportProfileIn(Twin):
    """A named answer to “which column is what”, so that the question is asked once."""

    KIND: ClassVar[str] = "import_profile"
    STREAM: ClassVar[str] = "setting"

    setting: str = Field(index=True, title="Setting")
    name: Words = Field(min_length=1, title="Name")
    sort: Words = Field(default="", title="List of", description="cases, or else pupils")
    headings: dict[str, str] = Field(
        default_factory=dict,
        sa_column=Column(JSON),
        title="Headings",
        description="heading as written → field, or empty to leave the column out",
    )
    values: dict[str, str] = Field(
        default_factory=dict,
        sa_column=Column(JSON),
        title="Values",
        description="field:value as written → code",
    )
    owners: dict[str, str] = Field(
        default_factory=dict,
        sa_column=Column(JSON),
        title="Whose fields",
        description="field → school (the file's word counts) or senco (what is here counts)",
    )


class ImportProfile(ImportProfileIn, table=True):
    """A stored import profile."""

    __tablename__ = "import_profile"
    id: str = Field(primary_key=True)
