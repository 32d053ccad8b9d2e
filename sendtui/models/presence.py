"""Whether a pupil was there: attendance figures, suspensions, part-time timetables."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import model_validator
from sqlmodel import Field, String

from sendtui.models.twin import Twin, Words

SuspensionSort = Literal["suspension", "lunchtime suspension", "permanent exclusion"]


class AttendanceIn(Twin):
    """Sessions (half days) of a period as the school's own system counted them."""

    KIND: ClassVar[str] = "attendance"

    pupil: str = Field(index=True, title="Pupil")
    starts: date = Field(title="From")
    ends: date = Field(title="To")
    possible: int = Field(ge=0, le=1_000, title="Possible sessions")
    attended: int = Field(ge=0, le=1_000, title="Sessions attended")
    unauthorised: int = Field(default=0, ge=0, le=1_000, title="Unauthorised absence")
    source: Words = Field(default="", title="Source")

    @model_validator(mode="after")
    def _no_more_than_there_were(self) -> "AttendanceIn":
        if self.attended > self.possible:
            raise ValueError("more sessions were attended than there were")
        if self.ends < self.starts:
            raise ValueError("the period ends before it begins")
        return self


class Attendance(AttendanceIn, table=True):
    """Stored attendance figures."""

    __tablename__ = "attendance"
    id: str = Field(primary_key=True)


class SuspensionIn(Twin):
    """A suspension or exclusion: when, for how many sessions and why."""

    KIND: ClassVar[str] = "suspension"
    SEARCHED: ClassVar[tuple[str, ...]] = ("reason",)

    pupil: str = Field(index=True, title="Pupil")
    sort: SuspensionSort = Field(default="suspension", sa_type=String, title="Sort")
    starts: date = Field(title="From")
    sessions: int = Field(default=0, ge=0, le=200, title="Sessions")
    reason: Words = Field(default="", title="Reason")
    source: Words = Field(default="", title="Source")


class Suspension(SuspensionIn, table=True):
    """A stored suspension."""

    __tablename__ = "suspension"
    id: str = Field(primary_key=True)


class TimetableIn(Twin):
    """A part-time timetable: why, how many hours, and the day it ends, which it must have."""

    KIND: ClassVar[str] = "timetable"
    SEARCHED: ClassVar[tuple[str, ...]] = ("why",)

    pupil: str = Field(index=True, title="Pupil")
    starts: date = Field(title="From")
    ends: date = Field(title="To")
    hours: Words = Field(default="", title="Hours a week")
    why: Words = Field(min_length=1, title="Why")
    review_on: date | None = Field(default=None, title="Looked at again on")
    agreed_by: Words = Field(default="", title="Agreed by", description="parents, school, LA")
    back_full_time_on: date | None = Field(default=None, title="Back full time on")


class Timetable(TimetableIn, table=True):
    """A stored part-time timetable."""

    __tablename__ = "timetable"
    id: str = Field(primary_key=True)
