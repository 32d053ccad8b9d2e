"""The caseload: every open case with what follows from its facts, kept from question to question.

Ten thousand cases are read and reckoned once. After that a case is read again only where the log
has spoken of its pupil since, so that the next question, and whatever is drawn again after a
change, costs what has changed.
"""

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlmodel import Session

from sendtui.rules.case_facts import CaseFacts
from sendtui.rules.case_standing import Reckoned, reckoned
from sendtui.rules.clocks.review import Anchor
from sendtui.services.case_known import (
    Known,
    anchor_in,
    facts_for_lists,
    known_plans,
)
from sendtui.services.confidential import NOTHING, Marked
from sendtui.services.pauses import without_pauses
from sendtui.services.planned import NAME, SCHOOL
from sendtui.services.veil import veil_facts
from sendtui.store import history
from sendtui.store.store import Store

_MANY = 500
"""From how many cases on all are read: one question is then quicker than so many names."""


class Case(NamedTuple):
    """A case as lists have it: whose it is, who holds it, and what follows from its facts.

    `class_name` and the name of the `setting` are the pupil's; `review_due_there` and `left_on` are
    days as ISO text or None.
    """

    id: str
    pupil: str
    caseworker: str
    reference: str
    review_due_there: str | None
    name: str
    class_name: str
    left_on: str | None
    setting_id: str
    setting: str
    reckoned: Reckoned

    @property
    def facts(self) -> CaseFacts:
        """What is known of it."""
        return self.reckoned.book.facts


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was reckoned of each open case and of whose, up to a line of the log."""

    upto: int
    anchor: Anchor
    cases: dict[str, tuple[str, Reckoned]]


_NAME, _PLANS = "caseload", "known plans"
"""Under which the open case file keeps them; they are gone when it is locked."""


def open_cases(store: Store, session: Session, hidden: Marked = NOTHING) -> list[Case]:
    """Every open case of a process there is, in no order, without who was asked where it is hidden.

    That a case itself is hidden is for whoever shows it.
    """
    run = session.connection()
    upto, anchor = history.last_line(run), anchor_in(run)
    lines = run.exec_driver_sql(_LINES + "c.closed_on IS NULL").fetchall()
    before: _Kept | None = store.kept.get(_NAME)
    # Into a file without cases another's whole log may have been taken (store/whole.py).
    if before is None or not before.cases or before.anchor != anchor:
        before = _Kept(0, anchor, {})
    held = before.cases
    moved = history.streams(run, before.upto) if held and upto != before.upto else frozenset()
    cases: dict[str, tuple[str, Reckoned]] = {}
    stale: dict[str, str] = {}
    for id_, pupil, *_ in lines:
        known = held.get(id_)
        if known is None or known[0] != pupil or pupil in moved:
            stale[id_] = pupil
        else:
            cases[id_] = known
    if stale:
        is_many = len(stale) >= _MANY
        with without_pauses():
            found = facts_for_lists(session, None if is_many else tuple(stale))
            cases |= {
                id_: (pupil, reckoned(found[id_])) for id_, pupil in stale.items() if id_ in found
            }
            if is_many:
                # They stay, and no cycle is among them: they are not searched again and again.
                gc.freeze()
    store.kept[_NAME] = _Kept(upto, anchor, cases)
    return _cases(lines, {id_: each for id_, (_, each) in cases.items()}, hidden)


def plans(store: Store, session: Session) -> Mapping[str, Known]:
    """What is known of each pupil's plan, read again once anything has been written."""
    run = session.connection()
    upto = history.last_line(run)
    kept: tuple[int, dict[str, Known]] | None = store.kept.get(_PLANS)
    if kept is None or kept[0] != upto or not kept[1]:
        kept = store.kept[_PLANS] = (upto, known_plans(run))
    return kept[1]


def closed_cases(session: Session, hidden: Marked = NOTHING) -> list[Case]:
    """Every closed case of a process there is, in no order; there are more with every year."""
    lines = session.connection().exec_driver_sql(_LINES + "c.closed_on IS NOT NULL").fetchall()
    found = facts_for_lists(session, closed=True)
    return _cases(lines, {id_: reckoned(each) for id_, each in found.items()}, hidden)


def cases_of(session: Session, pupil: str, hidden: Marked = NOTHING) -> list[Case]:
    """The cases of a pupil, open and closed, in no order."""
    lines = session.connection().exec_driver_sql(_LINES + "c.pupil = ?", (pupil,)).fetchall()
    found = facts_for_lists(session, tuple(line[0] for line in lines)) if lines else {}
    return _cases(lines, {id_: reckoned(each) for id_, each in found.items()}, hidden)


def _cases(lines: Iterable[Any], found: Mapping[str, Reckoned], hidden: Marked) -> list[Case]:
    cases = [Case._make((*line, found[line[0]])) for line in lines if line[0] in found]
    if not hidden:
        return cases
    return [
        each
        if (shown := veil_facts(each.facts, each.pupil, hidden)) is each.facts
        else each._replace(reckoned=reckoned(shown))
        for each in cases
    ]


_LINES = f"""
    SELECT c.id, c.pupil, c.caseworker, c.reference, c.review_due_there, {NAME},
    p.class_name, p.left_on, s.id, {SCHOOL} FROM "case" c JOIN pupil p ON p.id = c.pupil
    LEFT JOIN setting s ON s.id = p.setting WHERE """
