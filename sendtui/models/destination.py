"""Where a leaver goes and whether they stay: offered, begun, and still there later."""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import Field, String

from sendtui.models.twin import Twin, Words

DestinationStage = Literal["planned", "begun", "kept"]
DestinationSort = Literal[
    "another school",
    "school sixth form",
    "sixth form college",
    "further education",
    "specialist college",
    "higher education",
    "supported internship",
    "apprenticeship",
    "training",
    "employment",
    "social care or health",
    "not in education or work",
    "moved away",
    "not known",
]


class DestinationIn(Twin):
    """Where a leaver is, as known on a day: `planned`, `begun`, or `kept` after half a year.

    The pupil's own fields say when they left and to where in words; this says what sort of place
    it is, and whether it held.
    """

    KIND: ClassVar[str] = "destination"
    SEARCHED: ClassVar[tuple[str, ...]] = ("where", "course", "note")

    pupil: str = Field(index=True, title="Pupil")
    stage: DestinationStage = Field(sa_type=String, title="Stage")
    sort: DestinationSort = Field(sa_type=String, title="Destination")
    on: date = Field(title="Known on")
    where: Words = Field(default="", title="Where")
    urn: Words = Field(default="", title="URN")
    course: Words = Field(default="", title="Course or work")
    note: Words = Field(default="", title="Note")
    by: Words = Field(default="", title="Said by")


class Destination(DestinationIn, table=True):
    """A stored destination."""

    __tablename__ = "destination"
    id: str = Field(primary_key=True)
