"""A cycle as a face shows it: plain frozen values, and the stage it has come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sendtui.rules.citation import Finding
from sendtui.rules.counting import counted
from sendtui.rules.cycle import Stage, StageName
from sendtui.services.doses import Figures
from sendtui.services.pupil_views import VoiceView as VoiceView

Bases = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """Assess: one thing that was found. `sort`: baseline, observation, advice or teaching."""

    id: str
    sort: str
    on: date
    by: str
    what: str
    measure: str
    score: str


@dataclass(frozen=True, slots=True)
class RatingView:
    """How an outcome went: codes of the scale beside the school's words for them."""

    id: str
    rated_on: date
    effort: str
    effort_label: str
    delivered: str
    delivered_label: str
    effect: str
    effect_label: str
    met: bool
    score: str
    note: str


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """One promise with its figures up to today. `says` is the dose in words."""

    id: str
    outcome: str
    need: str
    what: str
    who: str
    times: int
    per: str
    minutes: int
    group_size: int
    weeks: int
    layer: str
    starts: date | None
    ends: date | None
    cost_pence: int
    intervention: str
    says: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One outcome with the provision that serves it and its latest rating, None where unrated.

    `carried_from` is the earlier outcome's id and `carried_from_says` where it came from.
    """

    id: str
    number: int
    need: str
    what: str
    measure: str
    baseline: str
    target: str
    by: date | None
    carried_from: str
    carried_from_says: str
    provision: tuple[ProvisionView, ...]
    rating: RatingView | None


@dataclass(frozen=True, slots=True)
class StrategyView:
    """A way of teaching, and where it is used."""

    id: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The review that was held: who was there, what was decided and why.

    `with_parents` is None where nobody has said whether the parents were there.
    """

    id: str
    held_on: date
    present: str
    with_parents: bool | None
    summary: str
    decision: str
    reason: str
    next_review: date | None


@dataclass(frozen=True, slots=True)
class CycleView:
    """Everything about one cycle.

    `unlinked` is provision that serves no outcome of this plan. `heads` maps the id of a record
    (the cycle's own, an outcome's …) to the versions a form opened now hands back when it saves.
    `stages` say for each stage whether it is complete and what it lacks; `findings` are all of
    those up to the stage the cycle has come to. They are advice and block nothing.
    """

    id: str
    pupil: str
    number: int
    version: int
    stage: StageName
    started_on: date
    focus: str
    lead: str
    review_due: date | None
    signed_on: date | None
    signed_by: str
    ended_on: date | None
    end: str
    evidence: tuple[EvidenceView, ...]
    outcomes: tuple[OutcomeView, ...]
    unlinked: tuple[ProvisionView, ...]
    strategies: tuple[StrategyView, ...]
    delivery: Figures
    voices: tuple[VoiceView, ...]
    reviews: tuple[ReviewView, ...]
    findings: tuple[Finding, ...]
    stages: tuple[Stage, ...]
    heads: Mapping[str, Bases]

    @property
    def frozen(self) -> bool:
        """Whether the plan may not be edited: it is signed, or the cycle has ended."""
        return self.signed_on is not None or self.ended_on is not None

    @property
    def provision(self) -> tuple[ProvisionView, ...]:
        """Every line of provision: by outcome, then what serves none."""
        served = tuple(line for outcome in self.outcomes for line in outcome.provision)
        return served + self.unlinked

    @property
    def pupil_views(self) -> tuple[VoiceView, ...]:
        """The pupil's own words."""
        return tuple(v for v in self.voices if v.whose == "pupil")

    @property
    def parent_views(self) -> tuple[VoiceView, ...]:
        """The parents' words."""
        return tuple(v for v in self.voices if v.whose == "parent")


@dataclass(frozen=True, slots=True)
class CycleLine:
    """One cycle in a pupil's list of cycles."""

    id: str
    number: int
    focus: str
    lead: str
    stage: StageName
    started_on: date
    review_due: date | None
    signed_on: date | None
    ended_on: date | None
    end: str
    outcomes: int
    met: int


def stage(
    *,
    outcomes: int,
    signed: bool,
    sessions: int,
    reviewed: bool,
    review_due: date | None,
    today: date,
) -> StageName:
    """Where a cycle stands, by what is there and not by what somebody ticked.

    It is being reviewed from the day the review is due, even where the plan was never signed.
    """
    if reviewed or (outcomes and review_due is not None and review_due <= today):
        return "review"
    if signed or sessions:
        return "do"
    return "plan" if outcomes else "assess"


def dose_says(times: int, per: str, minutes: int, group_size: int, weeks: int) -> str:
    """A dose in words: “3 times a week, 20 minutes, one to one, for 10 weeks”."""
    often = {1: "once", 2: "twice"}.get(times, f"{times} times")
    parts = [f"{often} a {per}"]
    if minutes:
        parts.append(counted(minutes, "minute"))
    parts.append("one to one" if group_size == 1 else f"in a group of {group_size}")
    if weeks:
        parts.append(f"for {counted(weeks, 'week')}")
    return ", ".join(parts)
