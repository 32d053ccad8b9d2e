"""A special educational need: its type, its rank among the pupil's needs, and since when."""

from datetime import date
from typing import ClassVar

from pydantic import field_validator
from sqlmodel import Field

from sendtui.models.twin import Twin, Words
from sendtui.rules.codes import NEED_TYPES


class NeedIn(Twin):
    """One ranked need; rank 1 is the primary need. A need that has ended keeps its record."""

    KIND: ClassVar[str] = "need"
    SEARCHED: ClassVar[tuple[str, ...]] = ("note", "source")

    pupil: str = Field(index=True, title="Pupil")
    code: str = Field(title="Need type", description="a census code such as SLCN")
    rank: int = Field(ge=1, le=99, title="Rank", description="1 is the primary need")
    since: date | None = Field(default=None, title="Since")
    until: date | None = Field(default=None, title="Until")
    source: Words = Field(default="", title="Source", description="whose finding, which document")
    note: Words = Field(default="", title="How it affects learning")

    @field_validator("code")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in NEED_TYPES:
            raise ValueError(f"no need type has the code {value!r}")
        return value


class Need(NeedIn, table=True):
    """A stored need."""

    __tablename__ = "need"
    id: str = Field(primary_key=True)
