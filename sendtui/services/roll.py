"""The roll as figures need it: every pupil on a day with status, reviews, meetings and presence.

Read with a handful of questions, however large the school is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session

from sendtui.rules.national import PERSISTENT_ABSENCE_SHARE
from sendtui.services import as_at, provision_map, veil
from sendtui.services.ledger import Period
from sendtui.services.tables import table
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Child:
    """One pupil on roll. `status` is K, E or ""; sessions are half days of this school year.

    `met` counts the days of this school year on which the parents were met; `review_due` is the
    day the open cycle, or the last review, names.
    """

    id: str
    name: str
    class_name: str
    year: str
    sex: str
    disadvantaged: bool
    status: str
    since: date | None
    need: str
    reviewed_on: date | None
    review_due: date | None
    met: int
    possible: int
    attended: int
    unauthorised: int
    suspensions: int
    excluded: bool

    @property
    def initials(self) -> str:
        """The first letters of each name."""
        return "".join(part[0] for part in self.name.replace("-", " ").split())

    @property
    def absent_much(self) -> bool:
        """Whether a tenth of the possible sessions or more was missed."""
        missed = self.possible - self.attended
        return self.possible > 0 and missed >= PERSISTENT_ABSENCE_SHARE * self.possible


@dataclass(frozen=True, slots=True)
class Roll:
    """Those on roll by year, class and name, and how many are left out as confidential."""

    day: date
    children: tuple[Child, ...]
    hidden: int

    @property
    def register(self) -> tuple[Child, ...]:
        """Those on SEN Support or with a plan."""
        return tuple(child for child in self.children if child.status)

    def of(self, status: str) -> tuple[Child, ...]:
        """Those of one status; "" is those who are not on the SEN register."""
        return tuple(child for child in self.children if child.status == status)


@dataclass(frozen=True, slots=True)
class _Presence:
    possible: int = 0
    attended: int = 0
    unauthorised: int = 0


def read(store: Store, today: date) -> Roll:
    """Everybody on roll on a day; a pupil who is confidential as a whole is only counted."""
    year = Period.school_year(today)
    with store.read() as session:
        hidden = veil.hidden(store, session, today).pupils
        names = provision_map.pupils(session, today)
        reviewed = _reviewed(session, today)
        met = _met(session, year, today)
        presence = _presence(session, year)
        suspended = _suspended(session, year)
        found = []
        for id_, sex, status, since, need, due in _rows(session, today):
            who, there = names[id_], presence.get(id_, _Presence())
            count, excluded = suspended.get(id_, (0, False))
            found.append(
                Child(
                    id=id_,
                    name=who.name,
                    class_name=who.class_name,
                    year=who.year,
                    sex=sex,
                    disadvantaged=who.disadvantaged,
                    status=status if status in as_at.ON_THE_REGISTER else "",
                    since=since,
                    need=need or "",
                    reviewed_on=reviewed.get(id_),
                    review_due=due,
                    met=len(met.get(id_, ())),
                    possible=there.possible,
                    attended=there.attended,
                    unauthorised=there.unauthorised,
                    suspensions=count,
                    excluded=excluded,
                )
            )
    seen = [child for child in found if child.id not in hidden]
    seen.sort(key=lambda c: (c.class_name.casefold(), c.name.casefold(), c.id))
    return Roll(today, tuple(seen), len(found) - len(seen))


def _rows(session: Session, today: date) -> Iterable[tuple[str, str, str, date, str, date]]:
    pupil = table("pupil")
    asked = select(
        pupil.c.id,
        pupil.c.sex,
        as_at.status(today),
        as_at.status(today, "since"),
        as_at.primary_need(today),
        as_at.next_review(),
    ).where(as_at.on_roll(today))
    return ((*found,) for found in session.connection().execute(asked))


def _reviewed(session: Session, today: date) -> dict[str, date]:
    one = table("review").c
    asked = select(one.pupil, func.max(one.held_on)).where(one.held_on <= today)
    found = session.connection().execute(asked.group_by(one.pupil))
    return {str(pupil): held for pupil, held in found}


def _met(session: Session, year: Period, today: date) -> dict[str, set[date]]:
    """Pupil → the days of the year, up to today, on which their parents were met."""
    found: dict[str, set[date]] = defaultdict(set)
    for name, on in (("review", "held_on"), ("contact", "on")):
        one = table(name).c
        day = one[on]
        asked = select(one.pupil, day).where(
            one.with_parents.is_(True), day >= year.first, day <= today
        )
        for pupil, when in session.connection().execute(asked):
            found[pupil].add(when)
    return found


def _presence(session: Session, year: Period) -> dict[str, _Presence]:
    """Pupil → the sessions of the year; of figures that overlap, those that go furthest count."""
    one = table("attendance").c
    asked = (
        select(one.pupil, one.starts, one.ends, one.possible, one.attended, one.unauthorised)
        .where(one.ends >= year.first, one.starts <= year.last)
        .order_by(one.pupil, one.ends.desc(), one.starts, one.id.desc())
    )
    found: dict[str, _Presence] = {}
    taken: dict[str, date] = {}
    for pupil, starts, ends, possible, attended, unauthorised in session.connection().execute(
        asked
    ):
        if pupil in taken and ends >= taken[pupil]:
            continue
        taken[pupil] = starts
        so_far = found.get(pupil, _Presence())
        found[pupil] = _Presence(
            so_far.possible + possible,
            so_far.attended + attended,
            so_far.unauthorised + unauthorised,
        )
    return found


def _suspended(session: Session, year: Period) -> dict[str, tuple[int, bool]]:
    """Pupil → how often suspended in the year, and whether excluded for good."""
    one = table("suspension").c
    asked = select(one.pupil, one.sort).where(one.starts >= year.first, one.starts <= year.last)
    found: dict[str, tuple[int, bool]] = {}
    for pupil, sort in session.connection().execute(asked):
        count, excluded = found.get(pupil, (0, False))
        gone = sort == "permanent exclusion"
        found[pupil] = (count if gone else count + 1, excluded or gone)
    return found
