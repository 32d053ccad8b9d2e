"""How soon families hear: days from the day they came to us to the answer, and who still waits.

The clock starts when the contact came in, not at the day somebody promised.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from statistics import median
from typing import Literal, NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session

from sendtui.rules.counting import counted
from sendtui.services import as_at, veil
from sendtui.services.cohorts_of_pupils import NOBODY, held_by
from sendtui.services.insight_readings import Readings
from sendtui.services.insight_views import Answer, Row
from sendtui.services.ledger import Period
from sendtui.services.tables import table

LONG = 14
"""From how many days on without an answer a contact is counted by itself; no law names a number."""

NOTE = (
    "Counted are contacts that another contact answers, and those that were promised a reply and "
    "have none. Whoever asked and was promised nothing is not known to wait."
)
By = Literal["author", "caseworker"]
BYS: dict[By, str] = {"author": "Logged by", "caseworker": "Caseworker"}


class _Asked(NamedTuple):
    """A contact, and the day of its answer, None while there is none."""

    record: str
    pupil: str
    name: str
    by: str
    on: date
    reply_by: date | None
    answered: date | None

    def days(self, today: date) -> int:
        """Days to the answer, or until now."""
        return ((self.answered or today) - self.on).days


def replies(by: By) -> Callable[[Readings], Answer]:
    """What tells how soon contacts of this school year were answered, and how many wait now."""
    return lambda known: _replies(known, by)


def _replies(known: Readings, by: By) -> Answer:
    today = known.today
    with known.store.read() as session:
        hidden = veil.hidden(known.store, session, today)
        found = [
            each for each in _asked(session, today) if not hidden.covers(each.pupil, each.record)
        ]
        held = held_by(session.connection()) if by == "caseworker" else {}
    those: defaultdict[str, list[_Asked]] = defaultdict(list)
    for each in found:
        case, whose = held.get(each.pupil, NOBODY)
        whose = each.by if by == "author" else "" if hidden.covers(each.pupil, case) else whose
        those[whose].append(each)
    rows = [_row("Everybody", found, today)] if found else []
    rows += [
        _row(whose or "Not known", those[whose], today) for whose in sorted(those, key=str.casefold)
    ]
    days, waiting = _days(found, today), [each for each in found if each.answered is None]
    middle = f", half of them within {median(days):g} days" if days else ""
    return Answer(
        "",
        f"{counted(len(days), 'contact')} of this school year answered{middle}; "
        f"{len(waiting)} waiting now, {_long(found, today)} of them for over {LONG} days.",
        (
            BYS[by], "Answered", "Median days", "Longest, days", "Waiting now",
            f"Over {LONG} days",
        ),
        tuple(rows),
        "days to the answer, median",
        note=NOTE,
        counts=(1, 4, 5),
    )  # fmt: skip


def _row(name: str, found: Sequence[_Asked], today: date) -> Row:
    days = _days(found, today)
    middle = float(median(days)) if days else None
    waiting = sum(each.answered is None for each in found)
    behind = Answer(
        name,
        f"{counted(len(found), 'contact')}, those who wait first, the longest first.",
        ("Pupil", "Came in", "Answered", "Days", "Promised by"),
        tuple(
            Row((each.name, each.on, each.answered, each.days(today), each.reply_by),
                float(each.days(today)), each.pupil, id=each.record)
            for each in sorted(
                found,
                key=lambda e: (e.answered is not None, -e.days(today), e.name, e.record),
            )
        ),
        "days",
    )  # fmt: skip
    cells = (name, len(days), middle, max(days, default=None), waiting, _long(found, today))
    return Row(cells, middle, behind=behind)


def _days(found: Sequence[_Asked], today: date) -> list[int]:
    return [each.days(today) for each in found if each.answered is not None]


def _long(found: Sequence[_Asked], today: date) -> int:
    return sum(each.answered is None and each.days(today) > LONG for each in found)


def _asked(session: Session, today: date) -> list[_Asked]:
    """Contacts of the year that were answered, and all that wait for pupils who are here."""
    contact, pupil, reply = table("contact"), table("pupil"), table("contact").alias()
    first = (
        select(reply.c.answers, func.min(reply.c.on).label("answered"))
        .where(reply.c.answers != "", reply.c.on <= today)
        .group_by(reply.c.answers)
        .subquery()
    )
    called = (as_at.FORENAME + " " + as_at.SURNAME).label("name")
    waits = or_(contact.c.promised != "", contact.c.reply_by.is_not(None))
    wanted = (
        select(contact.c.id, pupil.c.id, called, contact.c.by, contact.c.on, contact.c.reply_by,
               first.c.answered)
        .select_from(contact.join(pupil, pupil.c.id == contact.c.pupil)
                     .outerjoin(first, first.c.answers == contact.c.id))
        .where(
            contact.c.on <= today,
            or_(
                first.c.answered.is_not(None)
                & (contact.c.on >= Period.school_year(today).first),
                first.c.answered.is_(None) & waits & as_at.on_roll(today),
            ),
        )
    )  # fmt: skip
    return [_Asked(*each) for each in session.connection().execute(wanted)]
