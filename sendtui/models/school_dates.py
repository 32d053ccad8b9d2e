"""A school's own year: its terms, half terms, other closures and training days."""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import Field, String

from sendtui.models.twin import Twin, Words

SpanSort = Literal["term", "half term", "closed", "training"]


class SchoolDatesIn(Twin):
    """Days on end of one sort in a setting's year, from the first to the last."""

    KIND: ClassVar[str] = "school_dates"
    STREAM: ClassVar[str] = "setting"

    setting: str = Field(index=True, title="Setting")
    sort: SpanSort = Field(sa_type=String, title="Sort")
    name: Words = Field(default="", title="Name", description="a term's: autumn, spring, summer")
    starts: date = Field(title="First day")
    ends: date = Field(title="Last day")


class SchoolDates(SchoolDatesIn, table=True):
    """Stored days of a setting's year."""

    __tablename__ = "school_dates"
    id: str = Field(primary_key=True)
