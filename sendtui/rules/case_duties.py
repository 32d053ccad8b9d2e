"""What meets each limit of a case, and the clocks of all cases, kept by the day they are asked.

A clock is asked with one day wherever it can be, so that its answer is kept for every other case
with that day.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from sendtui.rules.case_facts import ADVICE_ASKED, ADVICE_IN
from sendtui.rules.clocks import (
    amending,
    appeals,
    assessment,
    ceasing,
    custody,
    early_years,
    moves,
    phase,
    plan,
)
from sendtui.rules.clocks import review as reviews
from sendtui.rules.deadline import Deadline
from sendtui.rules.school_days import ENGLAND, SchoolCalendar

Deadlines = tuple[Deadline, ...]


class Running(NamedTuple):
    """A limit of a case: the day it was met, whether it is owed no more, and whose it is.

    `record` is the advice or consultation it belongs to, `about` its name. `passed` is whether a
    step was taken that it should have come before.
    """

    deadline: Deadline
    met: date | None
    off: bool
    record: str = ""
    about: str = ""
    passed: bool = False


class Met(NamedTuple):
    """The tokens that meet a limit, and those after which it is owed no more.

    `later` are those among the second that it should have come before.
    """

    by: tuple[str, ...]
    off: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


Duties = Mapping[str, Met]
Flow = Literal["school", "la", "la arranges"]
"""Whose annual review it is, and whether the authority arranges its meeting."""

Pair = tuple[Running, Met | None]
Pairs = tuple[Pair, ...]
"""Limits as they run until they are met, and what meets each; None for the family's own times.

All cases of a day share them: ten thousand would make as many of each.
"""

NO_PLAN = ("plan-decision:none", "decision:refuse", "withdrawn", "moved-out")
_DRAFTED = ("draft", "final")
_ASSESSED = ("plan-decision", *_DRAFTED)


def _before(by: tuple[str, ...], later: tuple[str, ...], off: tuple[str, ...] = ()) -> Met:
    """What should have come before the `later` steps: passed over by them where it did not."""
    return Met(by, (*later, *off), later)


ASSESSMENT: Duties = {
    "NA-02": _before(("consulted",), ("decision", *_ASSESSED), ("withdrawn", "moved-out")),
    "NA-03": _before(("decision",), _ASSESSED, ("withdrawn", "moved-out")),
    "NA-05": _before((ADVICE_ASKED,), _DRAFTED, NO_PLAN),
    "NA-07": Met(("plan-decision",), (*_DRAFTED, *NO_PLAN[1:])),
    "NA-09": Met(("final",), NO_PLAN),
    "NA-FLOW week 12": _before((ADVICE_IN,), _DRAFTED, NO_PLAN),
    "NA-FLOW week 16": _before(("draft",), ("final",), NO_PLAN),
}
CUSTODY: Duties = {
    "SP-01-decide": ASSESSMENT["NA-03"],
    "SP-01-plan": ASSESSMENT["NA-09"],
}
REASSESSMENT: Duties = {
    "RA-02": _before(("decision",), _DRAFTED, ("withdrawn",)),
    "RA-03": _before((ADVICE_ASKED,), _DRAFTED, ("decision:refuse", "withdrawn")),
    "RA-04": Met(("final",), ("decision:refuse", "withdrawn")),
}
_UNAMENDED = ("decision:maintain", "decision:cease")
_ENDED = ("final", "not-amended")
_NOTICED = ("amendment-notice", *_ENDED)
_REPORTED = ("report", "decision", *_NOTICED)
REVIEW: Duties = {
    "AR-01": _before(("decision",), _NOTICED),
    "AR-02": _before(("decision",), _NOTICED),
    "AR-04": _before(("invited",), ("meeting", *_REPORTED)),
    "AR-05": _before(("papers",), ("meeting", *_REPORTED)),
    "AR-07": _before(("report",), ("decision", *_NOTICED)),
    "AR-08": _before(("decision",), _NOTICED),
    "AR-09": _before(("amendment-notice",), _ENDED, _UNAMENDED),
    "AR-11": Met(_ENDED),
    "AR-12": Met(_ENDED, _UNAMENDED),
    "AR-16": _before(("meeting",), _REPORTED),
    "PT-01": Met(("final",), ("decision:cease",)),
    "PT-02": Met(("final",), ("decision:cease",)),
    "PT-03": Met(("final",), ("decision:cease",)),
    "PT-05": _before(("meeting",), _REPORTED),
}
_SCHOOLS = frozenset(("AR-04", "AR-05", "AR-07"))
_SCHOOL_SEES = _SCHOOLS | {"AR-01", "AR-02", "PT-05"}
MOVE: Duties = {
    "MV-01": _before(("transferred",), ("family-told", "reviewed")),
    "MV-02": _before(("transferred",), ("family-told", "reviewed")),
    "MV-04": _before(("family-told",), ("reviewed",)),
    "MV-03": Met(("reviewed",)),
    "MV-05": Met(("reviewed",)),
    "MV-06": Met(("reviewed",)),
    "MV-07": _before(("decision",), ("reviewed",)),
}
OF_THE_OLD = frozenset(("MV-01", "MV-02"))
CEASING: Duties = {
    "CE-01": Met(("decision",), ("ceased",)),
    "CE-02": Met(("decision",), ("ceased",)),
    "CE-03": _before(("consulted",), ("decision", "ceased")),
    "CE-06": Met(("decision",), ("ceased",)),
}
"""What is to be weighed before ceasing is settled by the decision, whatever it was."""

CEASED: Duties = {"CE-05": Met(("ceased",), ("appealed",))}
LETTER: Duties = {
    "MT-01": Met(("mediation-asked", "certificate", "appeal")),
    "MT-10": Met(("appeal",)),
    "MT-11": Met(("appeal",)),
}
_BOUND = ("agreement", "conceded", "order", "final")
_NO_MORE = ("conceded", "withdrawn")
_DECIDED = ("order", "final")
APPEAL: Duties = {
    "MT-02": _before(("certificate",), ("appeal", *_BOUND), ("withdrawn",)),
    "MT-03": _before(("mediation", "certificate"), _BOUND, ("cannot-arrange", "withdrawn")),
    "MT-04": _before(("health-told",), ("mediation", *_BOUND), ("withdrawn",)),
    "MT-05": _before(("mediation", "certificate"), _BOUND, ("withdrawn",)),
    "MT-06": _before(("certificate",), ("appeal", *_BOUND), ("withdrawn",)),
    "MT-08": Met(("final",)),
    "MT-09": Met(("agreement-told",), ("final",), ("final",)),
    "MT-12": _before(("response", "conceded"), _DECIDED, ("withdrawn",)),
    "MT-13": Met(("claim",)),
    "MT-14": _before(("order",), ("final",), _NO_MORE),
    "MT-15": Met(("recommendation-answered",)),
    "TD-response": _before(("response", "conceded"), _DECIDED, ("withdrawn",)),
    "TD-attendance": _before(("attendance-sent",), _DECIDED, _NO_MORE),
    "TD-evidence": _before(("evidence-sent",), _DECIDED, _NO_MORE),
    "TD-final-evidence": _before(("final-evidence-sent",), _DECIDED, _NO_MORE),
    "TD-bundle": _before(("bundle-sent",), _DECIDED, _NO_MORE),
}
ORDERED: Duties = {
    "notify": _before(("decision",), _ASSESSED),
    "no-plan": Met(("plan-decision",), _DRAFTED),
    "plan": Met(("final",), ("plan-decision",)),
    "draft": _before(("draft",), ("final",), ("plan-decision",)),
    "maintain": Met(()),
    "cease": Met(()),
}
"""The last word of an order's rule → what meets it."""


def not_before(day: date | None, earliest: date) -> date | None:
    """The day, unless it is before that on which what it answers began."""
    return day if day is not None and day >= earliest else None


def paired(deadlines: Iterable[Deadline], duties: Duties) -> Pairs:
    """The deadlines that are duties here, each with what meets it; None for the family's times."""
    found: list[Pair] = []
    for each in deadlines:
        met = duties.get(each.rule)
        if met is None and each.reading:
            met = duties.get(f"{each.rule} {each.reading}")
        if met is not None or (each.who == "family" and each.sense == "by"):
            found.append((Running(each, None, False), met))
    return tuple(found)


def of_flow(found: Iterable[Deadline], flow: Flow) -> Pairs:
    """The school's flow ends at the report; the authority's begins at the decision.

    The report itself stands on both sides: one writes it, the other waits for it.
    """
    if flow == "school":
        found = (each for each in found if each.rule in _SCHOOL_SEES)
    elif flow == "la":
        found = (each for each in found if each.rule == "AR-07" or each.rule not in _SCHOOLS)
    return paired(found, REVIEW)


_kept = lru_cache(maxsize=4096)


@_kept
def request(
    on: date,
    closed: date | None = None,
    reopens: date | None = None,
    asked: date | None = None,
    calendar: SchoolCalendar = ENGLAND,
) -> Pairs:
    """What follows from a request; the closure and `asked` say whether that exception is open."""
    found = assessment.request(
        on, closed_from=closed, reopens=reopens, advice_asked=asked, calendar=calendar
    )
    return paired(found, ASSESSMENT)


@_kept
def custody_request(on: date) -> Pairs:
    """What follows from a request for somebody detained, in the place of `request`."""
    return paired(custody.custody_request(on), CUSTODY)


@_kept
def sought(on: date) -> Pairs:
    """That advice is to be sought once it was decided to assess."""
    return paired(assessment.seeking(on), ASSESSMENT)


@_kept
def letter(on: date) -> Pairs:
    """The family's times after a decision that may be appealed."""
    return paired(appeals.decision_letter(on), {})


@_kept
def again(on: date) -> Deadlines:
    """What follows from a request for a re-assessment."""
    return ceasing.reassessment_request(on)


@_kept
def transfer(on: date, to: str, flow: Flow) -> Pairs:
    """What comes before a phase transfer; to a school where it does not say."""
    known: phase.To = next((each for each in phase.TO if each == to), "school")
    return of_flow(phase.phase_transfer(on, to=known), flow)


@_kept
def meeting(on: date, flow: Flow, *, amends: bool, calendar: SchoolCalendar = ENGLAND) -> Pairs:
    """What comes before and after a review meeting; the cap only where the plan `amends`."""
    found = reviews.meeting(on, calendar=calendar)
    return of_flow((each for each in found if each.rule != "AR-12" or amends), flow)


@_kept
def notice(on: date, flow: Flow, calendar: SchoolCalendar = ENGLAND) -> Pairs:
    """What follows from the amendment notice."""
    found = amending.amendment_notice(on, calendar=calendar)
    return of_flow((each for each in found if each.rule != "AR-12"), flow)


@_kept
def review_by(
    made: date | None, reviewed: date | None, held: date | None, anchor: reviews.Anchor
) -> Pairs:
    """The 12 months in which a plan is to be reviewed, as `twelve_months_from` has them."""
    return paired(twelve_months_from(made, reviewed, held, anchor), REVIEW)


def twelve_months_from(
    made: date | None, reviewed: date | None, held: date | None, anchor: reviews.Anchor
) -> Deadlines:
    """The 12 months from the plan or from its last review, whichever is later; empty for neither.

    `reviewed` is the day of its decision, `held` that of its meeting, which the anchor may ask for.
    """
    start = max((day for day in (made, reviewed) if day is not None), default=None)
    if start is None:
        return ()
    return next_twelve(start, held, anchor) if start == reviewed else twelve_months(start)


@_kept
def under_five(on: date, born: date) -> Pairs:
    """By when to consider a lighter review of a child under 5, from the plan or the last review."""
    found = early_years.under_five(on, born=born)
    return paired((each for each in found if each.sense == "by"), REVIEW)


@_kept
def next_twelve(on: date, held: date | None, anchor: reviews.Anchor) -> Deadlines:
    """The next 12 months after a review, from its decision or its meeting."""
    known: reviews.Anchor = anchor if held else "decision"
    return (reviews.next_review(meeting=held, decision=on, anchor=known),)


decided_again = _kept(ceasing.reassessment_decision)
advised = _kept(assessment.advice)
draft = _kept(plan.draft)
appeal = _kept(appeals.appeal)
custody_draft = _kept(custody.custody_draft)
consulted = _kept(plan.consultation)
twelve_months = _kept(reviews.first_review)


@_kept
def moved(
    on: date,
    aware: date | None,
    transferred: date | None,
    made: date | None,
    last: date | None,
) -> Deadlines:
    """What follows from a move between two authorities."""
    return moves.move(on, aware=aware, transferred=transferred, made=made, last_review=last)
