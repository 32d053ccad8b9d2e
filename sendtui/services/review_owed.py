"""What a decided review leaves to be done: the notice, the final plan, or the case of ceasing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from sendtui.rules.case_standing import Reckoned
from sendtui.rules.citation import Citation
from sendtui.rules.clocks import amending, ceasing, phase, review
from sendtui.rules.deadline import Deadline

_AMENDING = frozenset(
    rule.id
    for rule in (
        review.PROPOSE, amending.AMEND, review.CAP, phase.SCHOOL, phase.POST_16, phase.ANOTHER,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be done next, and by when.

    `days_left` is None for what is owed at once, from the day `by`; `again` whether all is done and
    it is the next review.
    """

    what: str
    by: date
    days_left: int | None
    rule: str
    citation: Citation
    again: bool = False


def owed_after(case: Reckoned, today: date, leaving: date | None = None) -> Owed | None:
    """What the decision of a review leaves to be done first, or None.

    `leaving` is the last day of the pupil's case of ceasing, as `ceasing_of` has it.
    """
    book = case.book
    decided = book.last("decision")
    if decided is not None and book.holds("decision:cease"):
        if leaving is not None and leaving >= decided.on:
            return None
        rule = ceasing.NOTIFY
        what = "Open a case of ceasing: until the time to appeal ends the plan stays in force"
        return Owed(what, decided.on, None, rule.id, rule.cited)
    if not book.holds("decision:amend", "amendment-notice"):
        return None
    left = [
        each.deadline
        for each in case.limits
        if each.deadline.rule in _AMENDING and each.met is None and not each.off
    ]
    first = min(left, key=lambda each: each.due, default=None)
    if first is None:
        return None
    return Owed(first.what, first.due, (first.due - today).days, first.rule, first.citation)


def reviewed_again(case: Reckoned, limit: Deadline | None, today: date) -> Owed | None:
    """The next review, by its 12 months, of a plan whose decision was carried out; or None."""
    if limit is None or not case.next.stage.over or case.book.holds("decision:cease"):
        return None
    what = "Close this case, and review the plan again"
    return Owed(what, limit.due, (limit.due - today).days, limit.rule, limit.citation, again=True)


def ceasing_of(run: Connection) -> dict[str, date]:
    """Pupil → the last day of their case of ceasing, far ahead while it is open."""
    found = run.exec_driver_sql(_CEASING).fetchall()
    return {pupil: date.fromisoformat(last) for pupil, last in found}


_CEASING = """
    SELECT pupil, max(coalesce(closed_on, '9999-12-31')) FROM "case" WHERE process = 'ceasing'
    GROUP BY pupil
"""
