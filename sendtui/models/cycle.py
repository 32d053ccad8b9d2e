"""The graduated approach: a cycle of assess, plan, do and review, and what it is made of."""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import Field, String

from sendtui.models.twin import Twin, Words

Decision = Literal[
    "continue", "step up", "step down", "leave the SEN register", "request assessment"
]
End = Literal["", "reviewed", "left"]
Sort = Literal["baseline", "observation", "advice", "teaching"]


class CycleIn(Twin):
    """One turn of assess-plan-do-review; it ends with a review or because the pupil left."""

    KIND: ClassVar[str] = "cycle"
    SEARCHED: ClassVar[tuple[str, ...]] = ("focus",)

    pupil: str = Field(index=True, title="Pupil")
    number: int = Field(ge=1, title="Cycle")
    started_on: date = Field(title="Started on")
    focus: Words = Field(default="", title="Focus", description="what this cycle is about")
    lead: Words = Field(default="", title="Led by", description="the teacher accountable")
    review_due: date | None = Field(default=None, title="Review due")
    signed_on: date | None = Field(default=None, title="Plan signed on")
    signed_by: Words = Field(default="", title="Plan signed by")
    version: int = Field(default=1, ge=1, title="Plan version")
    ended_on: date | None = Field(default=None, title="Ended on")
    end: End = Field(default="", sa_type=String, title="Ended because")


class Cycle(CycleIn, table=True):
    """A stored cycle."""

    __tablename__ = "cycle"
    id: str = Field(primary_key=True)


class EvidenceIn(Twin):
    """Assess: a baseline measure, an observation, advice, or good teaching that was tried."""

    KIND: ClassVar[str] = "evidence"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "by")

    pupil: str = Field(index=True, title="Pupil")
    cycle: str = Field(index=True, title="Cycle")
    sort: Sort = Field(sa_type=String, title="Sort")
    on: date = Field(title="On")
    by: Words = Field(default="", title="By")
    what: Words = Field(min_length=1, title="What was found")
    measure: Words = Field(default="", title="Measure", description="the test or scale")
    score: Words = Field(default="", title="Score")


class Evidence(EvidenceIn, table=True):
    """A stored piece of evidence."""

    __tablename__ = "evidence"
    id: str = Field(primary_key=True)


class OutcomeIn(Twin):
    """Plan: what the pupil will be able to do, how it is measured, from where to where, by when."""

    KIND: ClassVar[str] = "outcome"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "measure")

    pupil: str = Field(index=True, title="Pupil")
    cycle: str = Field(index=True, title="Cycle")
    number: int = Field(default=1, ge=1, title="Number")
    need: str = Field(default="", title="Need served", description="a need type code")
    what: Words = Field(min_length=1, title="Outcome", description="… will be able to …")
    measure: Words = Field(default="", title="Measure")
    baseline: Words = Field(default="", title="Baseline")
    target: Words = Field(default="", title="Target")
    by: date | None = Field(default=None, title="By when")
    carried_from: str = Field(default="", title="Carried from", description="an earlier outcome")


class Outcome(OutcomeIn, table=True):
    """A stored outcome."""

    __tablename__ = "outcome"
    id: str = Field(primary_key=True)


class StrategyIn(Twin):
    """Plan: a way of teaching everybody who teaches the pupil uses; apart from provision."""

    KIND: ClassVar[str] = "strategy"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what",)

    pupil: str = Field(index=True, title="Pupil")
    cycle: str = Field(index=True, title="Cycle")
    what: Words = Field(min_length=1, title="Strategy")
    where: Words = Field(default="", title="Where", description="lessons, playground, all day")


class Strategy(StrategyIn, table=True):
    """A stored strategy."""

    __tablename__ = "strategy"
    id: str = Field(primary_key=True)
