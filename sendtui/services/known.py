"""Pupils as the record has them on a day, fetched some hundreds at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from sendtui.services import as_at
from sendtui.services.tables import in_parts, table

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
    known and not past. `review` is the open action that keeps a file's date of the next review,
    and `reviews_due` the dates that such actions have had, done or not.
    """

    values: dict[str, Any]
    steps: list[Step] = field(default_factory=list)
    needs: list[Ranked] = field(default_factory=list)
    ending: set[str] = field(default_factory=set)
    flags: dict[str, Flagged] = field(default_factory=dict)
    next_review: date | None = None
    review: tuple[str, date | None] | None = None
    reviews_due: set[date] = field(default_factory=set)


def known(session: Session, pupils: Sequence[str], day: date) -> dict[str, Known]:
    """These pupils as the record has them on a day."""
    found: dict[str, Known] = {}
    pupil = table("pupil")
    for part in in_parts(pupils):
        wanted = select(pupil, as_at.next_review().label("next_review")).where(pupil.c.id.in_(part))
        for line in session.connection().execute(wanted).mappings():
            values = dict(line)
            found[values["id"]] = Known(values, next_review=values.pop("next_review"))
        for add in (_steps, _needs, _flags, _reviews):
            add(session, part, day, found)
    return found


def _steps(session: Session, part: Sequence[str], _: date, found: dict[str, Known]) -> None:
    of = table("status").c
    wanted = select(of.pupil, of.id, of.status, of.since, of.parents_told_on)
    wanted = wanted.where(of.pupil.in_(part)).order_by(of.since, of.id)
    for owner, *step in session.connection().execute(wanted):
        found[owner].steps.append(Step(*step))


def _needs(session: Session, part: Sequence[str], day: date, found: dict[str, Known]) -> None:
    of = table("need").c
    wanted = select(of.pupil, of.id, of.code, of.rank, of.until)
    wanted = wanted.where(of.pupil.in_(part), or_(of.until.is_(None), of.until >= day))
    for owner, id_, code, rank, until in session.connection().execute(
        wanted.order_by(of.rank, of.id)
    ):
        if until is None:
            found[owner].needs.append(Ranked(id_, code, rank))
        else:
            found[owner].ending.add(code)
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
        if due:
            found[owner].reviews_due.add(due)
        if done_on is None:
            found[owner].review = (id_, due)
