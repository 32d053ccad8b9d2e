"""A dated flag on a pupil: looked after, child in need, English as an additional language…"""

from datetime import date
from typing import ClassVar

from pydantic import field_validator
from sqlmodel import Field

from sendtui.models.twin import Twin, Words
from sendtui.rules.codes import FLAGS


class FlagIn(Twin):
    """Something that is true of a pupil from one day to another."""

    KIND: ClassVar[str] = "flag"
    SEARCHED: ClassVar[tuple[str, ...]] = ("note",)

    pupil: str = Field(index=True, title="Pupil")
    code: str = Field(title="Flag")
    since: date | None = Field(default=None, title="Since")
    until: date | None = Field(default=None, title="Until")
    note: Words = Field(default="", title="Note")

    @field_validator("code")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in FLAGS:
            raise ValueError(f"no flag has the code {value!r}")
        return value


class Flag(FlagIn, table=True):
    """A stored flag."""

    __tablename__ = "flag"
    id: str = Field(primary_key=True)
