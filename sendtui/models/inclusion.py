"""The school's inclusion strategy: what stands in the way, what is done about it, what should come.

A condition of the Inclusive Mainstream Fund from 2026; the Department's form was not read by us,
only a public copy of its headings.
"""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import JSON, Field, String

from sendtui.models.twin import Twin, Words

StrategyPart = Literal["barrier", "activity", "outcome"]
Reach = Literal["", "universal", "targeted"]


class InclusionStrategyIn(Twin):
    """One strategy, for one academic year or for several with a yearly review."""

    KIND: ClassVar[str] = "inclusion_strategy"
    STREAM: ClassVar[str] = "setting"
    SEARCHED: ClassVar[tuple[str, ...]] = ("intent", "families", "review", "further")

    setting: str = Field(index=True, title="Setting")
    year: int = Field(ge=2025, le=2050, title="Academic year", description="by its September")
    years: int = Field(default=1, ge=1, le=5, title="For how many years")
    intent: Words = Field(default="", title="Statement of intent")
    families: Words = Field(default="", title="How families were involved")
    review: Words = Field(default="", title="Review of the year before")
    further: Words = Field(default="", title="Further information")
    authorised_by: Words = Field(default="", title="Authorised by")
    published_on: date | None = Field(default=None, title="Published on")
    review_on: date | None = Field(default=None, title="Reviewed on")


class InclusionStrategy(InclusionStrategyIn, table=True):
    """A stored strategy."""

    __tablename__ = "inclusion_strategy"
    id: str = Field(primary_key=True)


class StrategyLineIn(Twin):
    """A barrier, an activity against barriers, or an intended outcome; numbered in its part."""

    KIND: ClassVar[str] = "strategy_line"
    STREAM: ClassVar[str] = "setting"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "success")

    setting: str = Field(index=True, title="Setting")
    inclusion_strategy: str = Field(index=True, title="Strategy")
    part: StrategyPart = Field(sa_type=String, title="Part")
    number: int = Field(default=1, ge=1, le=99, title="Number")
    what: Words = Field(min_length=1, title="What")
    trend: Words = Field(default="", title="Trend")
    barriers: list[int] = Field(default_factory=list, sa_type=JSON, title="Barriers addressed")
    reach: Reach = Field(default="", sa_type=String, title="Universal or targeted")
    cost_pence: int = Field(default=0, ge=0, title="Budgeted cost, in pence")
    principles: list[str] = Field(default_factory=list, sa_type=JSON, title="Principles")
    success: Words = Field(default="", title="How success is known")


class StrategyLine(StrategyLineIn, table=True):
    """A stored line of a strategy."""

    __tablename__ = "strategy_line"
    id: str = Field(primary_key=True)
