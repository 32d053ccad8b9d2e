"""The week: which adult is with whom, when and in which room, and where that cannot be.

A slot belongs to an intervention, whose pupils are all there, or to one pupil's own line.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from sqlmodel import Session, col, select

from sendtui.models.intervention import Intervention, Slot
from sendtui.models.provision import Provision
from sendtui.models.pupil import Pupil
from sendtui.models.workforce import Staff
from sendtui.services import veil, writes
from sendtui.services.records import (
    alike,
    as_day,
    called,
    days_cleared,
    holds,
    in_time,
    invalid,
    known_fields,
    require,
)
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

Bases = Mapping[str, tuple[int, ...]]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
FIELDS = ("intervention", "provision", "staff", "room", "weekday", "at", "minutes", "since",
          "until")  # fmt: skip
DAYS = ("since", "until")


@dataclass(frozen=True, slots=True)
class SlotView:
    """One time in the week; `pupils` are those who are there, `names` in the same order."""

    id: str
    intervention: str
    provision: str
    what: str
    staff: str
    who: str
    room: str
    weekday: int
    at: str
    minutes: int
    since: date | None
    until: date | None
    pupils: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def begins(self) -> int:
        """Minutes after midnight at which it begins."""
        hours, minutes = self.at.split(":")
        return int(hours) * 60 + int(minutes)

    @property
    def ends_at(self) -> str:
        """The time at which it ends."""
        return "{:02}:{:02}".format(*divmod(self.begins + self.minutes, 60))

    def meets(self, other: "SlotView") -> bool:
        """Whether two slots are at the same time on the same day."""
        return (
            self.weekday == other.weekday
            and self.begins < other.begins + other.minutes
            and other.begins < self.begins + self.minutes
        )


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two slots at one time with the same adult, pupil or room; `who` is the one who cannot."""

    sort: str
    who: str
    first: SlotView
    second: SlotView


@writes
def add(store: Store, values: Mapping[str, object]) -> str:
    """Write down a time in the week and return its id.

    A clash is kept and shown, never refused. Raises InvalidError for what does not hold.
    """
    setting = store.setting
    with store.write("Add a time in the week") as tx:
        _check(tx, values)
        return tx.add("slot", {**days_cleared(values, DAYS), "setting": setting})


@writes
def change(
    store: Store, slot: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change a time in the week and return the fields that changed; "" clears a day."""
    with store.write("Change a time in the week") as tx:
        now = require(tx.session, Slot, slot)
        _check(tx, {**{name: getattr(now, name) for name in FIELDS}, **values})
        return tx.put("slot", slot, days_cleared(values, DAYS), bases)


@writes
def remove(store: Store, slot: str) -> None:
    """Remove a time in the week."""
    with store.write("Remove a time in the week") as tx:
        require(tx.session, Slot, slot)
        tx.remove("slot", slot)


def of_week(store: Store, today: date) -> tuple[SlotView, ...]:
    """Every time in the week that holds today, by day and time."""
    with store.read() as session:
        names = {each.id: each.name for each in session.exec(select(Staff))}
        runs = {each.id: each for each in session.exec(select(Intervention))}
        there = _there(store, session, today)
        found = []
        for each in session.exec(select(Slot)):
            if not holds(each.since, each.until, today):
                continue
            run = runs.get(each.intervention)
            pupils = there.get(each.intervention or each.provision, [])
            staff = each.staff or (run.staff if run else "")
            found.append(
                SlotView(
                    id=each.id,
                    intervention=each.intervention,
                    provision=each.provision,
                    what=run.name if run else (pupils[0][2] if pupils else ""),
                    staff=staff,
                    who=names.get(staff, ""),
                    room=each.room or (run.room if run else ""),
                    weekday=each.weekday,
                    at=each.at,
                    minutes=each.minutes,
                    since=each.since,
                    until=each.until,
                    pupils=tuple(pupil for pupil, _, _ in pupils),
                    names=tuple(name for _, name, _ in pupils),
                )
            )
    return tuple(sorted(found, key=lambda s: (s.weekday, s.begins, s.what, s.id)))


def overlaps(slots: Iterable[SlotView]) -> tuple[Overlap, ...]:
    """Where an adult or a pupil would be in two places, or a room is taken twice."""
    found = []
    for sort, taken in (("adult", _adults), ("room", _rooms), ("pupil", _pupils)):
        by_who: dict[str, list[tuple[str, SlotView]]] = defaultdict(list)
        for slot in slots if isinstance(slots, tuple) else tuple(slots):
            for key, name in taken(slot):
                by_who[key].append((name, slot))
        for these in by_who.values():
            for (name, first), (_, second) in combinations(these, 2):
                if first.meets(second):
                    found.append(Overlap(sort, name, first, second))
    return tuple(found)


def _adults(slot: SlotView) -> Iterator[tuple[str, str]]:
    if slot.staff:
        yield slot.staff, slot.who


def _rooms(slot: SlotView) -> Iterator[tuple[str, str]]:
    if slot.room:
        yield alike(slot.room), slot.room


def _pupils(slot: SlotView) -> Iterator[tuple[str, str]]:
    yield from zip(slot.pupils, slot.names, strict=True)


def _there(store: Store, session: Session, today: date) -> dict[str, list[tuple[str, str, str]]]:
    """Intervention, and line → pupil, name and what it is, of the lines that run today."""
    hidden = veil.hidden(store, session, today)
    asked = (
        select(Provision, Pupil)
        .join(Pupil, col(Pupil.id) == col(Provision.pupil))
        .order_by(col(Pupil.surname), col(Pupil.forename), col(Pupil.id))
    )
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for line, pupil in session.exec(asked):
        if not holds(line.starts, line.ends, today) or not holds(None, pupil.left_on, today):
            continue
        if hidden.covers(pupil.id, line.id):
            continue
        one = (pupil.id, called(pupil), line.what)
        for key in (line.intervention, line.id):
            if key and one[0] not in {known for known, _, _ in found[key]}:
                found[key].append(one)
    return found


def _check(tx: Transaction, values: Mapping[str, object]) -> None:
    known_fields(values, FIELDS)
    run, line = str(values.get("intervention") or ""), str(values.get("provision") or "")
    if bool(run) == bool(line):
        invalid("intervention", run, "or a line of provision: say one of the two")
    if run:
        require(tx.session, Intervention, run)
    if line:
        require(tx.session, Provision, line)
    if staff := str(values.get("staff") or ""):
        require(tx.session, Staff, staff)
    in_time("until", as_day(values.get("until")), as_day(values.get("since")), "the first day")
