"""Arrangements: a placement, transport, a budget and the rest, each from one day to another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from sendtui.models.arrangement import Arrangement
from sendtui.rules import arranged
from sendtui.services import confidential, writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import as_day, holds, in_time, invalid, require, require_pupil
from sendtui.services.tables import table
from sendtui.services.veil import veil
from sendtui.store.store import Store

Bases = Mapping[str, tuple[int, ...]]

FIELDS = ("sort", "what", "where", "urn", "who", "since", "until", "review_on", "per_week", "band",
          "education_pence", "health_pence", "care_pence", "why", "outcome", "rank",
          "ukprn", "sen_setting", "sen_unit", "resourced", "residential", "work_based",
          "payment", "asked_on", "decided_on", "back_on", "outcomes")  # fmt: skip
DAYS = ("since", "until", "review_on", "asked_on", "decided_on", "back_on")


@dataclass(frozen=True, slots=True)
class ArrangementView:
    """One arrangement; `current` is whether it holds today, `heads` its versions for a change.

    `outcomes` is what came of it under each heading of its sort, `lacks` what it lacks, in words.
    """

    id: str
    sort: str
    what: str
    where: str
    urn: str
    who: str
    since: date | None
    until: date | None
    review_on: date | None
    per_week: str
    band: str
    education_pence: int
    health_pence: int
    care_pence: int
    why: str
    outcome: str
    rank: int
    ukprn: str
    sen_setting: str
    sen_unit: bool
    resourced: bool
    residential: str
    work_based: str
    payment: str
    asked_on: date | None
    decided_on: date | None
    back_on: date | None
    outcomes: Mapping[str, str]
    lacks: tuple[str, ...]
    current: bool
    heads: Bases

    @property
    def pence(self) -> int:
        """What it costs a year, all payers together."""
        return self.education_pence + self.health_pence + self.care_pence


def looked_at(session: Session, today: date) -> Iterator[tuple[str, str, date, str]]:
    """What runs today and has a day on which it is looked at again: pupil, id, day and words."""
    one = table("arrangement").c
    wanted = select(one.pupil, one.id, one.review_on, one.sort, one.what, one.where).where(
        one.review_on.is_not(None), one.until.is_(None) | (one.until >= today)
    )
    for pupil, id_, day, sort, what, where in session.connection().execute(wanted):
        about = " ".join(filter(None, (what, where)))
        name = arranged.called(sort)
        yield pupil, id_, day, f"{name}: {about}" if about else f"{name}: look at it again."


@writes
def add(store: Store, pupil: str, values: Mapping[str, object]) -> str:
    """Write down an arrangement and return its id.

    Raises InvalidError for what does not hold, such as an end before its beginning.
    """
    _refuse_backwards(values)
    _refuse_headings(str(values.get("sort", "")), values)
    since = as_day(values.get("since"))
    with store.write("Add an arrangement", true_on=since) as tx:
        require_pupil(tx.session, pupil)
        given = {name: None if name in DAYS and v == "" else v for name, v in values.items()}
        return tx.add("arrangement", {**given, "pupil": pupil})


@writes
def change(
    store: Store, arrangement: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change an arrangement and return the fields that changed; "" clears a day."""
    with store.write("Change an arrangement") as tx:
        found = require(tx.session, Arrangement, arrangement)
        for name in values:
            if name not in FIELDS:
                invalid(name, values[name], f"is not edited. What is: {', '.join(FIELDS)}")
        now = {name: getattr(found, name) for name in DAYS}
        _refuse_backwards({**now, **values})
        _refuse_headings(str(values.get("sort", found.sort)), values)
        given = {name: None if name in DAYS and v == "" else v for name, v in values.items()}
        return tx.put("arrangement", arrangement, given, bases)


@writes
def end(store: Store, arrangement: str, until: date, outcome: str = "") -> None:
    """Say on which day an arrangement last held, and what came of it.

    Raises InvalidError for one that has ended, or a day before it began.
    """
    with store.write("End an arrangement", true_on=until) as tx:
        found = require(tx.session, Arrangement, arrangement)
        if found.until is not None:
            invalid("until", until, "cannot be: it has ended already")
        in_time("until", until, found.since, "it began")
        tx.put(
            "arrangement",
            arrangement,
            {"until": until, **({"outcome": outcome} if outcome else {})},
        )


@writes
def remove(store: Store, arrangement: str) -> None:
    """Remove an arrangement that was put down by mistake."""
    with store.write("Remove an arrangement") as tx:
        require(tx.session, Arrangement, arrangement)
        tx.remove("arrangement", arrangement)


def of_pupil(store: Store, pupil: str, today: date) -> tuple[ArrangementView, ...]:
    """A pupil's arrangements: those that hold, the newest first, then those that have ended."""
    with store.read() as session:
        require_pupil(session, pupil)
        found = [
            ArrangementView(
                id=each.id,
                lacks=_lacks(each, today),
                current=holds(each.since, each.until, today),
                heads=store.heads(session, each.id),
                **{name: getattr(each, name) for name in FIELDS},
            )
            for each in of(session, Arrangement, pupil)
        ]
        hidden = confidential.veiled(store, session, (pupil,), today)
    found.sort(key=lambda a: (not a.current, -(a.since or date.min).toordinal(), a.id))
    return veil(tuple(found), pupil, hidden)


def _lacks(one: Arrangement, today: date) -> tuple[str, ...]:
    given = {name: getattr(one, name) for name in DAYS}
    return tuple(arranged.lacking(one.sort, given, one.outcomes or {}, today))


def _refuse_headings(sort: str, values: Mapping[str, object]) -> None:
    outcomes = values.get("outcomes")
    known = dict(arranged.headings(sort))
    for name in outcomes if isinstance(outcomes, Mapping) else ():
        if name not in known:
            there = ", ".join(known) or "none"
            invalid("outcomes", name, f"is no heading of this sort. There are: {there}")


def _refuse_backwards(values: Mapping[str, object]) -> None:
    in_time("until", as_day(values.get("until")), as_day(values.get("since")), "the beginning")
    asked = as_day(values.get("asked_on"))
    in_time("decided_on", as_day(values.get("decided_on")), asked, "it was asked for")
