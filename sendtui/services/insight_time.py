"""Answers about time: reviews held by the day they were due, plans issued within 20 weeks."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from sendtui.rules.calendar import weeks_after
from sendtui.rules.case_facts import Book
from sendtui.rules.counting import counted
from sendtui.services import as_at, veil
from sendtui.services.case_known import facts_of
from sendtui.services.confidential import Marked
from sendtui.services.insight_readings import Readings
from sendtui.services.insight_views import Answer, Row
from sendtui.services.ledger import Period
from sendtui.services.tables import table

WEEKS = 20
TWENTY = (
    "SEND Regulations 2014 reg 13(2); the exceptions of reg 13(3) and reg 10(4) are not taken off"
)


class _Done(NamedTuple):
    """One thing done, or still to be done (`on` is None), and the day it was due."""

    record: str
    pupil: str
    name: str
    due: date
    on: date | None


def timely(known: Readings) -> Answer:
    """Reviews and assessments of this school year: in time, late, and overdue today."""
    year = Period.school_year(known.today)
    with known.store.read() as session:
        hidden = veil.hidden(known.store, session, known.today)
        held = _shown(_reviews(session, year, known.today), hidden)
        plans = _shown(_assessments(session, year, known.today), hidden)
    rows = (
        _row("Reviews of cycles", held, known.today),
        _row(f"EHC plans within {WEEKS} weeks", plans, known.today),
    )
    return Answer(
        "",
        f"{_in_time(held)} of {counted(_done(held), 'review')} of this school year were held by "
        f"their day; {_in_time(plans)} of {counted(_done(plans), 'plan')} came within {WEEKS} "
        "weeks.",
        ("What", "In time", "Late", "Overdue now", "In time, %"),
        rows,
        "% in time",
        note=TWENTY,
        counts=(1, 2, 3),
    )


def _row(name: str, found: Sequence[_Done], today: date) -> Row:
    in_time, done = _in_time(found), _done(found)
    overdue = sum(each.on is None and each.due < today for each in found)
    share = 100 * in_time / done if done else None
    behind = Answer(
        name,
        f"{counted(len(found), 'line')} in this total, the latest first.",
        ("Pupil", "Due", "Done", "Days late"),
        tuple(
            Row((each.name, each.due, each.on, late if (late := _late(each, today)) > 0 else None),
                float(max(0, late)), each.pupil, id=each.record)
            for each in sorted(found, key=lambda e: (-_late(e, today), e.name, e.record))
        ),
        "days late",
    )  # fmt: skip
    return Row((name, in_time, done - in_time, overdue, share), share, behind=behind)


def _late(one: _Done, today: date) -> int:
    return ((one.on or today) - one.due).days


def _done(found: Sequence[_Done]) -> int:
    return sum(each.on is not None for each in found)


def _in_time(found: Sequence[_Done]) -> int:
    return sum(each.on is not None and each.on <= each.due for each in found)


def _shown(found: list[_Done], hidden: Marked) -> list[_Done]:
    return [each for each in found if not hidden.covers(each.pupil, each.record)]


def _reviews(session: Session, year: Period, today: date) -> list[_Done]:
    """Reviews of cycles held in the year, and those overdue today of pupils who are here."""
    review, cycle, pupil = table("review"), table("cycle"), table("pupil")
    called = (as_at.FORENAME + " " + as_at.SURNAME).label("name")
    held = (
        select(review.c.id, pupil.c.id, called, cycle.c.review_due, review.c.held_on)
        .select_from(review.join(cycle, cycle.c.id == review.c.cycle)
                     .join(pupil, pupil.c.id == review.c.pupil))
        .where(review.c.held_on >= year.first, review.c.held_on <= today,
               cycle.c.review_due.is_not(None))
    )  # fmt: skip
    waiting = (
        select(cycle.c.id, pupil.c.id, called, cycle.c.review_due)
        .select_from(cycle.join(pupil, pupil.c.id == cycle.c.pupil))
        .where(cycle.c.ended_on.is_(None), cycle.c.review_due < today, as_at.on_roll(today))
    )
    run = session.connection().execute
    return [
        *(_Done(*each) for each in run(held)),
        *(_Done(id_, who, name, due, None) for id_, who, name, due in run(waiting)),
    ]


def _assessments(session: Session, year: Period, today: date) -> list[_Done]:
    """Assessments whose plan came in the year, and open ones whose 20 weeks are over."""
    case, pupil = table("case"), table("pupil")
    name = (as_at.FORENAME + " " + as_at.SURNAME).label("name")
    asked = (
        select(case.c.id, pupil.c.id, name, case.c.closed_on)
        .select_from(case.join(pupil, pupil.c.id == case.c.pupil))
        .where(case.c.process == "assessment")
    )
    whose = {id_: (who, name, closed) for id_, who, name, closed in
             session.connection().execute(asked)}  # fmt: skip
    facts = facts_of(session, [*whose]) if whose else {}
    found: list[_Done] = []
    for id_, (who, called, closed) in whose.items():
        book = Book(facts[id_]) if id_ in facts else None
        came = book.last("request") if book else None
        if book is None or came is None:
            continue
        final, due = book.last("final"), weeks_after(came.on, WEEKS)
        if final is not None and year.first <= final.on <= today:
            found.append(_Done(id_, who, called, due, final.on))
        elif final is None and closed is None and due < today and not _over(book):
            found.append(_Done(id_, who, called, due, None))
    return found


def _over(book: Book) -> bool:
    """Whether there will be no plan: refused, none needed, withdrawn, or moved away."""
    return book.holds("decision:refuse", "plan-decision:none", "withdrawn", "moved-out")
