"""Where leavers went: planned, begun, and whether they were still there after half a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from sendtui.models.destination import Destination
from sendtui.models.pupil import Pupil
from sendtui.models.status import Status
from sendtui.services import veil, writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import (
    as_day,
    called,
    days_cleared,
    has_happened,
    known_fields,
    require_pupil,
)
from sendtui.store.store import Store

Bases = Mapping[str, tuple[int, ...]]

FIELDS = ("stage", "sort", "on", "where", "urn", "course", "note", "by")
STAGES = ("planned", "begun", "kept")
"""The stages in their order; what is known of a later one counts before an earlier one."""


@dataclass(frozen=True, slots=True)
class DestinationView:
    """What is known of where one leaver is."""

    id: str
    pupil: str
    name: str
    stage: str
    sort: str
    on: date
    where: str
    urn: str
    course: str
    note: str
    by: str
    heads: Bases


@dataclass(frozen=True, slots=True)
class Leaver:
    """One who left in a period, and the latest that is known; None where nothing is.

    `to` is what the record says in words of where they went, `status` the SEN status on leaving.
    """

    pupil: str
    name: str
    left_on: date
    status: str
    to: str
    latest: DestinationView | None


@writes
def add(store: Store, pupil: str, values: Mapping[str, object], *, today: date) -> str:
    """Write down where a leaver goes, went, or still is, and return its id.

    Raises InvalidError for what does not hold.
    """
    given = {"on": today, **days_cleared(values, ("on",))}
    _check(given, today)
    with store.write("Add a destination", true_on=as_day(given["on"])) as tx:
        require_pupil(tx.session, pupil)
        return tx.add("destination", {**given, "pupil": pupil})


def of_pupil(store: Store, pupil: str, today: date) -> tuple[DestinationView, ...]:
    """What is known of one leaver, the newest first."""
    with store.read() as session:
        who = require_pupil(session, pupil)
        hidden = veil.hidden(store, session, today)
        found = tuple(
            _view(store, session, each, who)
            for each in sorted(of(session, Destination, pupil), key=_place, reverse=True)
        )
    return veil.veil(found, pupil, hidden)


def leavers(store: Store, first: date, last: date, today: date) -> tuple[Leaver, ...]:
    """Those who left within these days, by name; both days count.

    What is confidential just now is not told of them.
    """
    with store.read() as session:
        hidden = veil.hidden(store, session, today)
        latest: dict[str, Destination] = {}
        for each in sorted(session.exec(select(Destination)), key=_place):
            if not hidden.covers(each.pupil, each.id):
                latest[each.pupil] = each
        status: dict[str, str] = {}
        for step in session.exec(select(Status).order_by(col(Status.since), col(Status.id))):
            status[step.pupil] = step.status
        asked = select(Pupil).where(col(Pupil.left_on).between(first, last))
        found = [
            Leaver(
                pupil.id,
                called(pupil),
                pupil.left_on or last,
                status.get(pupil.id, ""),
                "" if hidden.covers(pupil.id, pupil.id) else pupil.left_to,
                _view(store, session, latest[pupil.id], pupil) if pupil.id in latest else None,
            )
            for pupil in session.exec(asked)
        ]
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.pupil)))


def _place(one: Destination) -> tuple[date, int, str]:
    return one.on, STAGES.index(one.stage), one.id


def _view(store: Store, session: Session, one: Destination, pupil: Pupil) -> DestinationView:
    return DestinationView(
        id=one.id,
        pupil=pupil.id,
        name=called(pupil),
        heads=store.heads(session, one.id),
        **{name: getattr(one, name) for name in FIELDS},
    )


def _check(values: Mapping[str, object], today: date) -> None:
    known_fields(values, FIELDS)
    has_happened("on", as_day(values.get("on")), today)
