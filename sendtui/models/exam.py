"""An exam access arrangement and the evidence that it is the pupil's normal way of working."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class AccessArrangementIn(Twin):
    """What is arranged for tests and exams, on whose finding, approved until when."""

    KIND: ClassVar[str] = "access_arrangement"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "evidence", "assessor")

    pupil: str = Field(index=True, title="Pupil")
    what: Words = Field(min_length=1, title="Arrangement", description="25% extra time, a reader")
    subjects: Words = Field(default="", title="Subjects", description="all, or which")
    basis: Words = Field(default="", title="Basis", description="Form 8, Form 9, file note")
    evidence: Words = Field(default="", title="Normal way of working", description="dated evidence")
    evidence_on: date | None = Field(default=None, title="Evidence dated")
    assessor: Words = Field(default="", title="Assessor")
    assessed_on: date | None = Field(default=None, title="Assessed on")
    told_on: date | None = Field(default=None, title="Candidate told on")
    applied_on: date | None = Field(default=None, title="Applied for on")
    approved_on: date | None = Field(default=None, title="Approved on")
    reference: Words = Field(default="", title="Reference")
    until: date | None = Field(default=None, title="Approved until")


class AccessArrangement(AccessArrangementIn, table=True):
    """A stored access arrangement."""

    __tablename__ = "access_arrangement"
    id: str = Field(primary_key=True)
