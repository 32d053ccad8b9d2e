"""Do: the sessions of a line of provision, ticked as they happen or are missed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session as Reading
from sqlmodel import col, select

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.provision import Delivery, Provision
from sendtui.rules.counting import counted
from sendtui.rules.school_days import ENGLAND, SchoolCalendar
from sendtui.services import school_year, writes
from sendtui.services.cycles import require, require_open
from sendtui.services.doses import Dose, Figures, Session, doubled, figures
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Ticked:
    """A session as it was logged; `double` where the promise has fewer sessions in that day."""

    id: str
    double: bool
    says: str


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One logged session of a line of provision."""

    id: str
    provision: str
    on: date
    happened: bool
    missed_because: str
    minutes: int
    by: str
    note: str


@writes
def tick(
    store: Store,
    provision: str,
    on: date,
    happened: bool = True,
    missed_because: str = "",
    minutes: int | None = None,
    by: str = "",
    note: str = "",
    *,
    today: date | None = None,
) -> Ticked:
    """Log one session: it happened, or it was missed and why; without minutes, those promised.

    A second session on a day that promises one is kept, and the answer says so.
    Raises SendtuiError where the cycle has ended, InvalidError for a session of a day to come, or
    of a day before the line starts or after it ends.
    """
    with store.write("Log a session" if happened else "Log a missed session", true_on=on) as tx:
        return ticked(tx, provision, on, happened, missed_because, minutes, by, note, today)


@writes
def tick_many(
    store: Store,
    provisions: Sequence[str],
    on: date,
    by: str = "",
    *,
    missed: Mapping[str, str] | None = None,
    today: date | None = None,
) -> tuple[Ticked, ...]:
    """Log a session for each of several lines, a group's say, as one act.

    It happened for all but those in `missed`, lines with the reason why.
    Raises what `tick` raises, and then nothing is logged.
    """
    missed = missed or {}
    count = len(provisions)
    with store.write(f"Log {counted(count, 'session')}", true_on=on) as tx:
        return tuple(
            ticked(tx, p, on, p not in missed, missed.get(p, ""), None, by, "", today)
            for p in provisions
        )


@writes
def take_back(store: Store, delivery: str) -> None:
    """Take back a session that was logged by mistake some while ago; undo brings it back."""
    with store.write("Take back a session") as tx:
        if tx.session.get(Delivery, delivery) is None:
            raise SendtuiError(
                "There is no such session here. It may have been taken back already."
            )
        tx.remove("delivery", delivery)


def sessions(store: Store, provision: str) -> tuple[DeliveryView, ...]:
    """The logged sessions of a line of provision, the latest first."""
    with store.read() as session:
        found = session.exec(
            select(Delivery)
            .where(Delivery.provision == provision)
            .order_by(col(Delivery.on).desc(), col(Delivery.id).desc())
        )
        return tuple(_view(delivery) for delivery in found)


def figures_of(
    session: Reading,
    lines: Iterable[Provision],
    started_on: date,
    ended_on: date | None,
    today: date,
) -> dict[str, Figures]:
    """The figures of lines of provision up to today, or to the end of their cycle, by id."""
    lines = list(lines)
    logged: dict[str, list[Session]] = {line.id: [] for line in lines}
    for d in session.exec(select(Delivery).where(col(Delivery.provision).in_(logged))):
        logged[d.provision].append(Session(d.on, d.happened, d.minutes, d.missed_because))
    calendar = school_year.own_in(session)
    return {
        line.id: figures(dose_of(line, started_on, ended_on, calendar), logged[line.id], today)
        for line in lines
    }


def dose_of(
    line: Provision, started_on: date, ended_on: date | None, calendar: SchoolCalendar = ENGLAND
) -> Dose:
    """The promise a line of provision makes, within the days of its cycle."""
    ends = [day for day in (line.ends, ended_on) if day is not None]
    return Dose(
        times=line.times,
        per=line.per,
        minutes=line.minutes,
        starts=line.starts or started_on,
        ends=min(ends, default=None),
        weeks=line.weeks,
        calendar=calendar,
    )


def ticked(
    tx: Transaction,
    provision: str,
    on: date,
    happened: bool,
    missed_because: str,
    minutes: int | None,
    by: str,
    note: str,
    today: date | None,
) -> Ticked:
    """The same as `tick` inside an act that does more."""
    line = tx.session.get(Provision, provision)
    if line is None:
        raise SendtuiError("There is no such provision here. It may have been removed: look again.")
    if today is not None and on > today:
        raise InvalidError((Problem("on", on.isoformat(), "is still to come"),))
    values = {
        "pupil": line.pupil,
        "provision": provision,
        "on": on,
        "happened": happened,
        "missed_because": "" if happened else missed_because,
        "minutes": (line.minutes if happened else 0) if minutes is None else minutes,
        "by": by,
        "note": note,
    }
    started_on = _require_within(tx, line, on)
    dose = dose_of(line, started_on, None, school_year.own_in(tx.session))
    _require_promised(dose, on)
    double = happened and _is_double(tx, dose, provision, on)
    id_ = tx.add("delivery", values)
    says = "There is more than one session on this day now." if double else ""
    return Ticked(id_, double, says)


def _require_within(tx: Transaction, line: Provision, on: date) -> date:
    """The day the line's cycle began; a session before a review may still be logged after it."""
    if not line.cycle:
        return on
    cycle = require(tx.session, line.cycle)
    if cycle.ended_on is not None and on > cycle.ended_on:
        require_open(tx.session, line.cycle)
    return cycle.started_on


def _require_promised(dose: Dose, on: date) -> None:
    """Refuse a day the line does not cover: it would count towards what was promised."""
    if on < dose.starts:
        outside = f"is before this provision starts ({dose.starts:%d/%m/%Y})"
    elif dose.ends is not None and on > dose.ends:
        outside = f"is after this provision ended ({dose.ends:%d/%m/%Y})"
    else:
        return
    reason = f"{outside}: change the provision’s dates in the plan first"
    raise InvalidError((Problem("on", on.isoformat(), reason),))


def _is_double(tx: Transaction, dose: Dose, provision: str, on: date) -> bool:
    that_day = tx.session.exec(
        select(Delivery.happened).where(Delivery.provision == provision, Delivery.on == on)
    )
    counted = [Session(on, happened) for happened in that_day] + [Session(on, True)]
    return bool(doubled(dose, counted))


def _view(d: Delivery) -> DeliveryView:
    return DeliveryView(
        id=d.id,
        provision=d.provision,
        on=d.on,
        happened=d.happened,
        missed_because=d.missed_because,
        minutes=d.minutes,
        by=d.by,
        note=d.note,
    )
