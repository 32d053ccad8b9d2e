"""A visit to a family: what was said, what they think, and what was agreed by when."""

from datetime import date
from typing import ClassVar

from sqlmodel import JSON, Column, Field

from sendtui.models.twin import Twin, Words


class VisitIn(Twin):
    """One visit or meeting with a family.

    `said` are notes as they were typed while talking; they wait to be tidied until `filed_on`.
    `voices` and `actions` are the records of the views and of what was agreed.
    """

    KIND: ClassVar[str] = "visit"
    SEARCHED: ClassVar[tuple[str, ...]] = ("where", "present", "said")

    pupil: str = Field(index=True, title="Pupil")
    case: str = Field(default="", title="Case")
    on: date = Field(title="On")
    where: Words = Field(default="", title="Where")
    present: Words = Field(default="", title="Who was there", description="with any interpreter")
    said: Words = Field(default="", title="Notes")
    voices: list[str] = Field(default_factory=list, sa_column=Column(JSON), title="Views")
    actions: list[str] = Field(default_factory=list, sa_column=Column(JSON), title="Agreed")
    filed_on: date | None = Field(default=None, title="Notes tidied and filed on")
    contact: str = Field(default="", title="Filed as")
    by: Words = Field(default="", title="Written by")


class Visit(VisitIn, table=True):
    """A stored visit."""

    __tablename__ = "visit"
    id: str = Field(primary_key=True)
