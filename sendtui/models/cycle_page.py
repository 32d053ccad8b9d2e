"""A cycle as it is printed, for staff or for the family: plain values, the school's own words.

Services build it and formats write it; nothing here is stored, and nothing here imports more than
the standard library.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FoundPart:
    """One thing that was found; `sort` is baseline, observation, advice or teaching."""

    sort: str
    on: date
    what: str
    by: str = ""
    measure: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class SaidPart:
    """What the pupil or a parent said: `whose` is pupil or parent."""

    whose: str
    on: date
    words: str
    gathered: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionPart:
    """One promise: `dose` in words, what was promised by now and what happened, what it costs.

    `cost_pence` is for each session, 0 where nobody has said; `missed_because` are reasons with
    how often.
    """

    what: str
    who: str = ""
    dose: str = ""
    starts: date | None = None
    ends: date | None = None
    promised: int = 0
    happened: int = 0
    missed: int = 0
    missed_because: tuple[tuple[str, int], ...] = ()
    cost_pence: int = 0


@dataclass(frozen=True, slots=True)
class RatingPart:
    """How an outcome went, in the words of the school's own scale."""

    effect: str
    delivered: str = ""
    effort: str = ""
    score: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """One outcome with the provision that serves it and how it went, None where unrated."""

    number: int
    what: str
    need: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    by: date | None = None
    carried_from: str = ""
    provision: tuple[ProvisionPart, ...] = ()
    rating: RatingPart | None = None


@dataclass(frozen=True, slots=True)
class StrategyPart:
    """A way of teaching, and where it is used."""

    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """The review that was held; `with_parents` is None where nobody said whether they were."""

    held_on: date
    decision: str
    reason: str = ""
    summary: str = ""
    present: str = ""
    with_parents: bool | None = None
    next_review: date | None = None


@dataclass(frozen=True, slots=True)
class CyclePage:
    """One cycle of one pupil. `senco` and `sendiass` are "" where a line is left to fill in.

    `spoken` are the languages at home, besides English, in which it is offered to be told.

    A page for the family has no costs, no notes of the staff's and nobody else's child: whoever
    builds it leaves them out, and the format asks the family whether they agree.
    """

    name: str
    number: int
    started_on: date
    class_name: str = ""
    nc_year: str = ""
    setting: str = ""
    focus: str = ""
    lead: str = ""
    version: int = 1
    review_due: date | None = None
    signed_on: date | None = None
    signed_by: str = ""
    ended_on: date | None = None
    left: bool = False
    found: tuple[FoundPart, ...] = ()
    said: tuple[SaidPart, ...] = ()
    outcomes: tuple[OutcomePart, ...] = ()
    provision: tuple[ProvisionPart, ...] = ()
    strategies: tuple[StrategyPart, ...] = ()
    reviews: tuple[ReviewPart, ...] = ()
    senco: str = ""
    sendiass: str = ""
    spoken: tuple[str, ...] = ()
    family: bool = False
    made_on: date | None = None
