"""Review: how each outcome went, on a scale the school may edit, and what follows."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field, String

from sendtui.models.cycle import Decision
from sendtui.models.twin import Twin, Words


class ReviewIn(Twin):
    """The review that ends a cycle: who was there, what was decided, why. Added, never edited."""

    KIND: ClassVar[str] = "review"
    SEARCHED: ClassVar[tuple[str, ...]] = ("summary", "reason")
    EVENT: ClassVar[bool] = True

    pupil: str = Field(index=True, title="Pupil")
    cycle: str = Field(index=True, title="Cycle")
    held_on: date = Field(title="Held on")
    present: Words = Field(default="", title="Who was there")
    with_parents: bool | None = Field(
        default=None, title="Parents were there", description="Code 6.65: three a year"
    )
    summary: Words = Field(default="", title="What was said")
    decision: Decision = Field(sa_type=String, title="Decision")
    reason: Words = Field(default="", title="Why")
    next_review: date | None = Field(default=None, title="Next review")


class Review(ReviewIn, table=True):
    """A stored review."""

    __tablename__ = "review"
    id: str = Field(primary_key=True)


class RatingIn(Twin):
    """How one outcome went: effort, delivery and effect apart, so that none hides another."""

    KIND: ClassVar[str] = "rating"
    SEARCHED: ClassVar[tuple[str, ...]] = ("note",)
    EVENT: ClassVar[bool] = True

    pupil: str = Field(index=True, title="Pupil")
    cycle: str = Field(index=True, title="Cycle")
    outcome: str = Field(index=True, title="Outcome")
    rated_on: date = Field(title="Rated on")
    effort: str = Field(default="", title="The pupil's effort", description="a point of the scale")
    delivered: str = Field(default="", title="Was it delivered", description="a point of the scale")
    effect: str = Field(title="Did it work", description="a point of the scale")
    score: Words = Field(default="", title="Measure now")
    note: Words = Field(default="", title="Note")


class Rating(RatingIn, table=True):
    """A stored rating."""

    __tablename__ = "rating"
    id: str = Field(primary_key=True)


class ScalePointIn(Twin):
    """One point of the school's own rating scale."""

    KIND: ClassVar[str] = "scale_point"
    STREAM: ClassVar[str] = "setting"

    setting: str = Field(index=True, title="Setting")
    axis: str = Field(title="Of what", description="effort, delivered or effect")
    code: Words = Field(min_length=1, title="Code")
    label: Words = Field(min_length=1, title="Label")
    position: int = Field(default=0, title="Position")
    met: bool = Field(default=False, title="Counts as met", description="for effect")
    retired: bool = Field(default=False, title="Retired")


class ScalePoint(ScalePointIn, table=True):
    """A stored point of a scale."""

    __tablename__ = "scale_point"
    id: str = Field(primary_key=True)
