"""Pupils as the record has them on a day, fetched some hundreds at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from sendtui.services import as_at
from sendtui.services.tables import in_parts, table
from sendtui.store import schema
from sendtui.store.undo import REDO, UNDO

IMPORT = "Import the school's list"
"""What the act of taking a file in is called; all else that was written was written by hand."""

REVIEW = "Review, as the school's list has it"
"""The action that keeps a file's own date of the next review."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the SEN status."""

    record: str
    status: str
    since: date
    parents_told_on: date | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A need without an end."""

    record: str
    code: str
    rank: int


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flag that is up, or will be."""

    record: str
    since: date | None
    until: date | None


@dataclass(slots=True)
class Known:
    """A pupil as the record has them on a day.

    `steps` are all of the SEN status, the earliest first; `ending` the codes of needs whose end is
    known and not past, `ended` those of needs that are over. `review` is the open action that keeps
    a file's date of the next review, and `reviews_due` the dates that such actions have had, done
    or not. `by_hand` are the kinds of these records of which any was written by no import. Only
    where they are asked for: the names of `people`, the periods `attended`, the last days
    of `placements`, and the `particulars`.
    """

    values: dict[str, Any]
    steps: list[Step] = field(default_factory=list)
    needs: list[Ranked] = field(default_factory=list)
    ending: set[str] = field(default_factory=set)
    flags: dict[str, Flagged] = field(default_factory=dict)
    next_review: date | None = None
    review: tuple[str, date | None] | None = None
    reviews_due: set[date] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    by_hand: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    attended: set[tuple[date, date]] = field(default_factory=set)
    placements: set[tuple[str, date | None]] = field(default_factory=set)
    particulars: dict[str, str] = field(default_factory=dict)


def known(
    session: Session, pupils: Sequence[str], day: date, *, besides: bool = False
) -> dict[str, Known]:
    """These pupils as the record has them on a day; `besides` with people, attendance and so on."""
    found: dict[str, Known] = {}
    pupil = table("pupil")
    for part in in_parts(pupils):
        wanted = select(pupil, as_at.next_review().label("next_review")).where(pupil.c.id.in_(part))
        for line in session.connection().execute(wanted).mappings():
            values = dict(line)
            found[values["id"]] = Known(values, next_review=values.pop("next_review"))
        more = (_people, _attended, _placements, _particulars) if besides else ()
        for add in (_steps, _needs, _flags, _reviews, _by_hand, *more):
            add(session, part, day, found)
    return found


def _steps(session: Session, part: Sequence[str], _: date, found: dict[str, Known]) -> None:
    of = table("status").c
    wanted = select(of.pupil, of.id, of.status, of.since, of.parents_told_on)
    wanted = wanted.where(of.pupil.in_(part)).order_by(of.since, of.id)
    for owner, *step in session.connection().execute(wanted):
        found[owner].steps.append(Step(*step))
        found[owner].records.add(step[0])


def _needs(session: Session, part: Sequence[str], day: date, found: dict[str, Known]) -> None:
    of = table("need").c
    wanted = select(of.pupil, of.id, of.code, of.rank, of.until)
    wanted = wanted.where(of.pupil.in_(part)).order_by(of.rank, of.id)
    for owner, id_, code, rank, until in session.connection().execute(wanted):
        found[owner].records.add(id_)
        if until is None:
            found[owner].needs.append(Ranked(id_, code, rank))
        elif until >= day:
            found[owner].ending.add(code)
        else:
            found[owner].ended.add(code)
    for owner in part:
        found[owner].ending -= {need.code for need in found[owner].needs}


def _flags(session: Session, part: Sequence[str], day: date, found: dict[str, Known]) -> None:
    of = table("flag").c
    wanted = select(of.pupil, of.id, of.code, of.since, of.until)
    wanted = wanted.where(of.pupil.in_(part), or_(of.until.is_(None), of.until >= day))
    # The one that began first is the one that holds; it comes last and stays.
    for owner, id_, code, since, until in session.connection().execute(
        wanted.order_by(of.since.desc(), of.id.desc())
    ):
        found[owner].flags[code] = Flagged(id_, since, until)


def _reviews(session: Session, part: Sequence[str], _: date, found: dict[str, Known]) -> None:
    of = table("action").c
    wanted = select(of.pupil, of.id, of.due, of.done_on)
    wanted = wanted.where(of.pupil.in_(part), of.what == REVIEW).order_by(of.id)
    for owner, id_, due, done_on in session.connection().execute(wanted):
        found[owner].records.add(id_)
        if due:
            found[owner].reviews_due.add(due)
        if done_on is None:
            found[owner].review = (id_, due)


def _people(session: Session, part: Sequence[str], _: date, found: dict[str, Known]) -> None:
    of = table("person").c
    wanted = select(of.pupil, of.name).where(of.pupil.in_(part))
    for owner, name in session.connection().execute(wanted):
        found[owner].people.add(name.casefold())


def _attended(session: Session, part: Sequence[str], _: date, found: dict[str, Known]) -> None:
    of = table("attendance").c
    wanted = select(of.pupil, of.starts, of.ends).where(of.pupil.in_(part))
    for owner, starts, ends in session.connection().execute(wanted):
        found[owner].attended.add((starts, ends))


def _placements(session: Session, part: Sequence[str], _: date, found: dict[str, Known]) -> None:
    of = table("arrangement").c
    wanted = select(of.pupil, of.where, of.until)
    wanted = wanted.where(of.pupil.in_(part), of.sort == "placement")
    for owner, where, until in session.connection().execute(wanted):
        found[owner].placements.add((where.casefold(), until))


def _particulars(session: Session, part: Sequence[str], _: date, found: dict[str, Known]) -> None:
    of = table("particulars").c
    wanted = select(of.pupil, of.id, of.ethnicity, of.postcode).where(of.pupil.in_(part))
    for line in session.connection().execute(wanted).mappings():
        found[line["pupil"]].particulars = {str(k): str(v) for k, v in line.items()}


def _by_hand(session: Session, part: Sequence[str], _: date, found: dict[str, Known]) -> None:
    """Which kinds of record somebody has written to who was not taking a list in."""
    stream, change, batch = schema.stream.c, schema.change.c, schema.batch.c
    lines = schema.stream.join(schema.change).join(schema.batch, batch.n == change.batch)
    imported = [word + IMPORT for word in ("", UNDO, REDO)]
    wanted = select(stream.id, change.kind, change.record).distinct()
    wanted = wanted.select_from(lines).where(
        stream.id.in_(part),
        change.kind.in_(("status", "need", "action")),
        batch.label.not_in(imported),
    )
    for owner, kind, record in session.connection().execute(wanted):
        if record in found[owner].records:
            found[owner].by_hand.add(kind)
