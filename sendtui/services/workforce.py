"""The adults who work with pupils: who they are, what an hour costs, what they were trained in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from sendtui.errors import SendtuiError
from sendtui.models.workforce import Organisation, Staff, StaffRate, Training
from sendtui.rules.calendar import months_after
from sendtui.services import writes
from sendtui.services.records import alike, as_day, days_cleared, holds, in_time, invalid, require
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

Bases = Mapping[str, tuple[int, ...]]

DAYS = ("since", "until", "senco_since", "qualified_on", "expires")
QUALIFIED_WITHIN_YEARS = 3
QUALIFICATION = (
    "SEND Regulations 2014, reg 49, as amended by SI 2024/535: a SENCO gains the qualification "
    "within three years of taking up the post"
)


@dataclass(frozen=True, slots=True)
class Adult:
    """One adult; `qualify_by` is for a SENCO who has not gained the qualification yet."""

    id: str
    name: str
    role: str
    weekly_minutes: int
    since: date | None
    until: date | None
    senco_since: date | None
    qualified_on: date | None
    qualify_by: date | None
    heads: Bases


@dataclass(frozen=True, slots=True)
class RateView:
    """What an hour costs from a day on; `whose` is an adult's name or a role."""

    id: str
    whose: str
    since: date
    hour_pence: int


@dataclass(frozen=True, slots=True)
class TrainingView:
    """One training of an adult; `expired` as of the day it was asked for."""

    id: str
    staff: str
    name: str
    topic: str
    on: date
    expires: date | None
    provider: str
    minutes: int
    expired: bool
    heads: Bases


@writes
def add(store: Store, values: Mapping[str, object]) -> str:
    """Write down an adult and return their id.

    Raises InvalidError for what does not hold, such as a name there is already.
    """
    setting = store.setting
    with store.write("Add an adult") as tx:
        _refuse_taken(tx, str(values.get("name", "")), "")
        _refuse_backwards(values)
        return tx.add("staff", {**days_cleared(values, DAYS), "setting": setting})


@writes
def change(
    store: Store, staff: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change an adult's fields and return the names of those that changed; "" clears a day."""
    with store.write("Change an adult") as tx:
        now = require(tx.session, Staff, staff)
        if "name" in values:
            _refuse_taken(tx, str(values["name"]), staff)
        _refuse_backwards({"since": now.since, "until": now.until, **values})
        return tx.put("staff", staff, days_cleared(values, DAYS), bases)


@writes
def remove(store: Store, staff: str) -> None:
    """Remove an adult who was put down by mistake; one who left is given a last day instead."""
    with store.write("Remove an adult") as tx:
        require(tx.session, Staff, staff)
        tx.remove("staff", staff)


def all_of(store: Store, today: date, *, left: bool = False) -> tuple[Adult, ...]:
    """The adults by name; with `left` also those who are there no longer."""
    with store.read() as session:
        found = session.exec(select(Staff).order_by(col(Staff.name), col(Staff.id)))
        return tuple(
            _adult(each, store.heads(session, each.id))
            for each in found
            if left or holds(None, each.until, today)
        )


def named(store: Store, name: str, today: date) -> Adult:
    """The adult of this name or id.

    Raises SendtuiError where there is none.
    """
    wanted, found = alike(name), all_of(store, today, left=True)
    for one in found:
        if wanted in (alike(one.name), one.id):
            return one
    known = ", ".join(one.name for one in found) or "nobody yet"
    raise SendtuiError(f"There is no adult of this name. There are: {known}.")


@writes
def set_rate(store: Store, hour_pence: int, since: date, *, staff: str = "", role: str = "") -> str:
    """Say what an hour costs from a day on, of one adult or of a role; returns the rate's id.

    A rate of the same day is put right; earlier ones stay as they were.
    """
    if bool(staff) == bool(role):
        raise SendtuiError("A rate is either one adult’s or that of a role. Say which.")
    with store.write("Set a rate", true_on=since) as tx:
        if staff:
            require(tx.session, Staff, staff)
        for known in tx.session.exec(select(StaffRate).where(StaffRate.since == since)):
            if (known.staff, alike(known.role)) == (staff, alike(role)):
                tx.put("staff_rate", known.id, {"hour_pence": hour_pence})
                return known.id
        values = {"staff": staff, "role": role, "since": since, "hour_pence": hour_pence}
        return tx.add("staff_rate", {**values, "organisation": _organisation(tx)})


@writes
def remove_rate(store: Store, rate: str) -> None:
    """Remove a rate that was put down by mistake."""
    with store.write("Remove a rate") as tx:
        require(tx.session, StaffRate, rate)
        tx.remove("staff_rate", rate)


def rates(store: Store) -> tuple[RateView, ...]:
    """Every rate, by whose it is, the newest first."""
    with store.read() as session:
        names = {each.id: each.name for each in session.exec(select(Staff))}
        found = [
            RateView(each.id, names.get(each.staff, each.role), each.since, each.hour_pence)
            for each in session.exec(select(StaffRate))
        ]
    return tuple(sorted(found, key=lambda r: (alike(r.whose), -r.since.toordinal(), r.id)))


@writes
def train(store: Store, staff: str, values: Mapping[str, object]) -> str:
    """Write down a training of an adult and return its id."""
    setting = store.setting
    with store.write("Add a training", true_on=as_day(values.get("on"))) as tx:
        require(tx.session, Staff, staff)
        in_time("expires", as_day(values.get("expires")), as_day(values.get("on")), "the training")
        return tx.add(
            "training", {**days_cleared(values, DAYS), "setting": setting, "staff": staff}
        )


def trainings(store: Store, today: date) -> tuple[TrainingView, ...]:
    """Every training by its topic, the newest first."""
    with store.read() as session:
        names = {each.id: each.name for each in session.exec(select(Staff))}
        found = [
            TrainingView(
                id=each.id,
                staff=each.staff,
                name=names.get(each.staff, ""),
                topic=each.topic,
                on=each.on,
                expires=each.expires,
                provider=each.provider,
                minutes=each.minutes,
                expired=each.expires is not None and each.expires < today,
                heads=store.heads(session, each.id),
            )
            for each in session.exec(select(Training))
        ]
    return tuple(sorted(found, key=lambda t: (alike(t.topic), -t.on.toordinal(), t.id)))


def _organisation(tx: Transaction) -> str:
    """Whose rates these are: one for the whole file, made when it is first needed."""
    known = tx.session.exec(select(Organisation).order_by(col(Organisation.id))).first()
    return known.id if known else tx.add("organisation", {"name": "This organisation"})


def _adult(one: Staff, heads: Bases) -> Adult:
    by = None
    if one.senco_since is not None and one.qualified_on is None:
        by = months_after(one.senco_since, 12 * QUALIFIED_WITHIN_YEARS)
    return Adult(
        id=one.id,
        name=one.name,
        role=one.role,
        weekly_minutes=one.weekly_minutes,
        since=one.since,
        until=one.until,
        senco_since=one.senco_since,
        qualified_on=one.qualified_on,
        qualify_by=by,
        heads=heads,
    )


def _refuse_taken(tx: Transaction, name: str, own: str) -> None:
    for one in tx.session.exec(select(Staff)):
        if one.id != own and alike(one.name) == alike(name):
            invalid("name", name, "is the name of another adult here: add an initial or a room")


def _refuse_backwards(values: Mapping[str, object]) -> None:
    in_time("until", as_day(values.get("until")), as_day(values.get("since")), "the first day")
