"""Complying with the Tribunal's orders, with appeals conceded, and with agreements like orders.

The weeks count from the date of the order (reg 44), or of the LA's notice to the Tribunal that it
concedes (reg 45).
"""

from dataclasses import dataclass
from datetime import date

from sendtui.rules import reckoning
from sendtui.rules.deadline import Deadline, FactError, Rule, Sure, in_order

LA = "local authority"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do within so many weeks; none means at once."""

    name: str
    what: str
    weeks: int
    sure: Sure


_ASSESS = (
    Step("notify", "Tell the family that there will be a (re-)assessment", 2, "secondary"),
    Step("no-plan", "If no plan is needed: tell the family so", 10, "secondary"),
    Step("plan", "Send the final plan", 14, "secondary"),
)
_DRAFT = "Send the draft plan"
_FINAL = "Send the final plan"
_ORDERED: dict[str, tuple[Step, ...]] = {
    "assess": _ASSESS,
    "make": (Step("draft", _DRAFT, 5, "secondary"), Step("plan", _FINAL, 11, "secondary")),
    "reconsider": (
        Step("draft", f"{_DRAFT}, if one is to be made", 5, "unverified"),
        Step("plan", f"{_FINAL}, if one is to be made", 11, "unverified"),
    ),
    "amend": (Step("plan", "Send the amended plan", 5, "seen"),),
    "setting": (Step("plan", "Send the plan with the setting changed", 2, "seen"),),
    "continue": (Step("maintain", "Go on maintaining the plan", 0, "seen"),),
    "continue-amend": (
        Step("maintain", "Go on maintaining the plan", 0, "seen"),
        Step("plan", "Send the amended plan", 5, "seen"),
    ),
    "dismiss": (
        Step("cease", "The plan ceases: the appeal against it is dismissed", 0, "secondary"),
    ),
}
_CONCEDED: dict[str, tuple[Step, ...]] = {
    "assess": _ASSESS,
    "make": (Step("draft", _DRAFT, 5, "secondary"), Step("plan", _FINAL, 11, "secondary")),
    "contents": (Step("plan", "Send the amended plan", 5, "seen"),),
    "setting": (Step("plan", "Send the plan with the setting changed", 2, "secondary"),),
    "setting-contents": (Step("plan", "Send the amended plan", 5, "secondary"),),
    "ceasing": (
        Step("maintain", "Go on maintaining the plan", 0, "secondary"),
        Step("plan", "If amending was agreed: send the amended plan", 5, "secondary"),
    ),
}
ABOUT, CONCEDED = tuple(_ORDERED), tuple(_CONCEDED)
"""What may be ordered, and what may be conceded."""

_EXCEPTIONS = dict.fromkeys(("PERSONAL", "TRIB_ABSENT_2W", "TRIB_MORE_REPS"), "reg 44(3)")


@dataclass(frozen=True, slots=True)
class Source:
    """What makes the steps binding: the prefix of the rules' names, and the citation."""

    prefix: str
    citation: str
    started_by: str
    with_exceptions: bool


ORDERED = Source("8a", "SEND Regulations 2014 reg 44(2)", "the Tribunal's order", True)
AGREED = Source(
    "MT-07",
    "SEND Regulations 2014 reg 42(2) with 44(2)",
    "the mediation agreement, kept to like an order",
    True,
)
CONCEDING = Source(
    "8b", "SEND Regulations 2014 reg 45", "the LA's notice that it concedes, before it responds",
    False,
)  # fmt: skip


def order(on: date, about: str) -> tuple[Deadline, ...]:
    """What follows from an order of the Tribunal dated `on`, `about` one of `ABOUT`."""
    return as_ordered(about, on, "of the order", ORDERED)


def as_ordered(about: str, on: date, event: str, source: Source) -> tuple[Deadline, ...]:
    """The limits of an order from a day, bound by another source."""
    return _limits(_ORDERED, about, on, event, source)


def concession(on: date, about: str) -> tuple[Deadline, ...]:
    """What follows from conceding an appeal before responding to it; one of `CONCEDED`."""
    return _limits(_CONCEDED, about, on, "of the notice to the Tribunal", CONCEDING)


def _limits(
    steps: dict[str, tuple[Step, ...]], about: str, on: date, event: str, source: Source
) -> tuple[Deadline, ...]:
    if about not in steps:
        raise FactError(f"{about} is none of: {', '.join(steps)}.")
    return in_order(_limit(about, step, on, event, source) for step in steps[about])


def _limit(about: str, step: Step, on: date, event: str, source: Source) -> Deadline:
    rule = Rule(
        f"{source.prefix}-{about}-{step.name}",
        step.what,
        LA,
        source.citation,
        step.sure,
        source.started_by,
        exceptions=_EXCEPTIONS if source.with_exceptions and step.weeks else {},
    )
    if not step.weeks:
        return rule.falls(reckoning.on_the_day(event, on), sense="at once")
    return rule.falls(reckoning.weeks(event, on, step.weeks))
