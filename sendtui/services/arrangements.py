"""Arrangements: a placement, transport, a budget and the rest, each from one day to another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlmodel import Session

from sendtui.models.arrangement import Arrangement
from sendtui.rules import arranged
from sendtui.rules.citation import Citation
from sendtui.rules.costs import pounds
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

    `outcomes` is what came of it under each heading of its sort, `lacks` what it lacks, in words,
    `law` what the law says of it while it runs. `looks_on` is the day on which it is looked at: the
    rule's, where no earlier one was set.
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
    law: tuple[str, ...]
    looks_on: date | None
    current: bool
    heads: Bases

    @property
    def pence(self) -> int:
        """What it costs a year, all payers together."""
        return self.education_pence + self.health_pence + self.care_pence

    @property
    def paid(self) -> str:
        """What it costs a year, and who pays what of it where more than one does."""
        payers = (("education", self.education_pence), ("health", self.health_pence),
                  ("social care", self.care_pence))  # fmt: skip
        split = [f"{payer} {pounds(pence)}" for payer, pence in payers if pence]
        total = pounds(self.pence) if self.pence else ""
        return f"{total} ({', '.join(split)})" if len(split) > 1 else total


class LookedAt(NamedTuple):
    """What runs and is looked at again: whose, which, on what day, in words, by what rule.

    Without a day it is owed at once.
    """

    pupil: str
    id: str
    day: date | None
    words: str
    citation: Citation | None


def looked_at(session: Session, today: date) -> Iterator[LookedAt]:
    """What runs today and is looked at again, on the day that was set or on that of its rule."""
    one, child = table("arrangement").c, table("pupil").c
    names = ("pupil", "id", "review_on", "sort", "what", "where", "since", "asked_on",
             "decided_on", "outcomes")  # fmt: skip
    wanted = (
        select(*(one[name] for name in names), child.born)
        .join(table("pupil"), child.id == one.pupil)
        .where(or_(one.review_on.is_not(None), one.sort.in_(arranged.DUTIES)))
        .where(one.until.is_(None) | (one.until >= today))
    )
    for line in session.connection().execute(wanted).mappings():
        owed = arranged.duty(line["sort"], dict(line), line["outcomes"] or {}, line["born"])
        day, ruled = arranged.looked_at(line["review_on"], owed)
        if day is None and ruled is None:
            continue
        name, about = (
            arranged.called(line["sort"]),
            " ".join(filter(None, (line["what"], line["where"]))),
        )
        words = f"{name}: {about}" if about else f"{name}: look at it again."
        if ruled is not None:
            words = f"{name}: {'. '.join(filter(None, (about, arranged.owes(ruled))))}"
        yield LookedAt(line["pupil"], line["id"], day, words, ruled.citation if ruled else None)


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
        born = require_pupil(session, pupil).born
        found = [
            _view(each, born, today, store.heads(session, each.id))
            for each in of(session, Arrangement, pupil)
        ]
        hidden = confidential.veiled(store, session, (pupil,), today)
    found.sort(key=lambda a: (not a.current, -(a.since or date.min).toordinal(), a.id))
    return veil(tuple(found), pupil, hidden)


def _view(one: Arrangement, born: date | None, today: date, heads: Bases) -> ArrangementView:
    given = {name: getattr(one, name) for name in DAYS}
    runs = one.until is None or one.until >= today
    owed = arranged.duty(one.sort, given, one.outcomes or {}, born) if runs else None
    return ArrangementView(
        id=one.id,
        lacks=_lacks(one, today),
        law=tuple(arranged.law(one.sort, owed)) if runs else (),
        looks_on=arranged.looked_at(one.review_on, owed)[0] if runs else None,
        current=holds(one.since, one.until, today),
        heads=heads,
        **{name: getattr(one, name) for name in FIELDS},
    )


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
