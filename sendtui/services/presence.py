"""Attendance, suspensions and part-time timetables: typed one by one, and shown on the pupil."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sendtui.models.presence import Attendance, Suspension, Timetable
from sendtui.rules.presence import MOST_DAYS, Rate, days_suspended, in_days, looked_at_on
from sendtui.services import confidential, writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import (
    as_day,
    has_happened,
    in_time,
    invalid,
    require,
    require_pupil,
)
from sendtui.services.veil import veil
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """The figures of one period, `rate` with what they come to."""

    id: str
    starts: date
    ends: date
    possible: int
    attended: int
    unauthorised: int
    source: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class SuspensionView:
    """One suspension or exclusion."""

    id: str
    sort: str
    starts: date
    sessions: int
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class TimetableView:
    """One part-time timetable; `look_on` is when it is looked at next, None once it is over."""

    id: str
    starts: date
    ends: date
    hours: str
    why: str
    review_on: date | None
    agreed_by: str
    back_full_time_on: date | None
    look_on: date | None


@dataclass(frozen=True, slots=True)
class Presence:
    """What is known of one pupil, the newest first; `suspended` sums up the school year."""

    attendance: tuple[AttendanceView, ...]
    suspensions: tuple[SuspensionView, ...]
    timetables: tuple[TimetableView, ...]
    suspended: str


@writes
def record_attendance(
    store: Store, pupil: str, values: Mapping[str, object], today: date | None = None
) -> str:
    """Write down the figures of a period and return their id; the same period is put right.

    Raises InvalidError for more attended than possible, or a period that has not ended.
    """
    has_happened("ends", as_day(values.get("ends")), today)
    with store.write("Record attendance") as tx:
        require_pupil(tx.session, pupil)
        period = (as_day(values.get("starts")), as_day(values.get("ends")))
        for known in of(tx.session, Attendance, pupil):
            if (known.starts, known.ends) == period:
                tx.put("attendance", known.id, values)
                return known.id
        return tx.add("attendance", {**values, "pupil": pupil})


@writes
def suspend(
    store: Store, pupil: str, values: Mapping[str, object], today: date | None = None
) -> str:
    """Write down a suspension or exclusion and return its id.

    Raises InvalidError for one that is there already, or that has not begun.
    """
    starts = as_day(values.get("starts"))
    has_happened("starts", starts, today)
    with store.write("Record a suspension", true_on=starts) as tx:
        require_pupil(tx.session, pupil)
        sort = values.get("sort") or "suspension"
        for known in of(tx.session, Suspension, pupil):
            if (known.sort, known.starts) == (sort, starts):
                invalid("starts", starts, f"has a {sort} already: change that one")
        return tx.add("suspension", {**values, "pupil": pupil})


@writes
def go_part_time(store: Store, pupil: str, values: Mapping[str, object]) -> str:
    """Write down a part-time timetable, which must have an end, and return its id.

    Raises InvalidError for one without an end, or that ends before it begins.
    """
    starts, ends = as_day(values.get("starts")), as_day(values.get("ends"))
    if ends is None:
        invalid("ends", "", "is missing: a part-time timetable has a day on which it ends")
    in_time("ends", ends, starts, "the beginning")
    in_time("review_on", as_day(values.get("review_on")), starts, "the beginning")
    with store.write("Begin a part-time timetable", true_on=starts) as tx:
        require_pupil(tx.session, pupil)
        return tx.add("timetable", {**values, "pupil": pupil})


@writes
def back_full_time(store: Store, timetable: str, on: date, today: date | None = None) -> None:
    """Say from which day the pupil is back full time.

    Raises InvalidError for a day before the timetable began, or still to come.
    """
    has_happened("back_full_time_on", on, today)
    with store.write("Back full time", true_on=on) as tx:
        found = require(tx.session, Timetable, timetable)
        in_time("back_full_time_on", on, found.starts, "the timetable began")
        tx.put("timetable", timetable, {"back_full_time_on": on})


def of_pupil(store: Store, pupil: str, today: date) -> Presence:
    """What is known of a pupil’s presence, with what is confidential veiled.

    Raises SendtuiError where there is no such pupil.
    """
    with store.read() as session:
        require_pupil(session, pupil)
        figures = of(session, Attendance, pupil)
        suspensions = of(session, Suspension, pupil)
        timetables = of(session, Timetable, pupil)
        hidden = confidential.veiled(store, session, (pupil,), today)
    newest = sorted(figures, key=lambda a: (a.ends, a.starts, a.id), reverse=True)
    begun = sorted(suspensions, key=lambda s: (s.starts, s.id), reverse=True)
    spans = sorted(timetables, key=lambda t: (t.starts, t.id), reverse=True)
    found = Presence(
        tuple(
            AttendanceView(**a.model_dump(exclude={"pupil"}), rate=Rate(a.possible, a.attended))
            for a in newest
        ),
        tuple(SuspensionView(**s.model_dump(exclude={"pupil"})) for s in begun),
        tuple(TimetableView(**t.model_dump(exclude={"pupil"}), look_on=look_on(t)) for t in spans),
        _suspended(begun, today),
    )
    return veil(found, pupil, hidden)


def look_on(one: Timetable) -> date | None:
    """When a part-time timetable is looked at next; None once the pupil is back full time."""
    if one.back_full_time_on is not None:
        return None
    return looked_at_on(one.starts, one.ends, one.review_on)


def _suspended(found: Sequence[Suspension], today: date) -> str:
    days = days_suspended(((s.sort, s.starts, s.sessions) for s in found), today)
    return f"{in_days(days)} of {MOST_DAYS} this school year" if days else ""
