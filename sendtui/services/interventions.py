"""Interventions: one entry that serves many pupils, who join it and are measured in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from sendtui.errors import SendtuiError
from sendtui.models.intervention import Intervention
from sendtui.models.provision import Provision
from sendtui.models.workforce import Staff
from sendtui.rules import named_steps
from sendtui.rules.codes import BROAD_AREAS, LAYERS, CodeSet
from sendtui.services import writes
from sendtui.services.cycles import open_cycle
from sendtui.services.plans import require_plan
from sendtui.services.records import (
    alike,
    as_day,
    days_cleared,
    has_happened,
    holds,
    in_time,
    invalid,
    known_fields,
    require,
    require_pupil,
)
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

Bases = Mapping[str, tuple[int, ...]]

FIELDS = ("name", "area", "layer", "purpose", "evidence", "measure", "times", "per", "minutes",
          "group_size", "weeks", "staff", "room", "materials_pence", "starts", "ends")  # fmt: skip
DAYS = ("starts", "ends")
_DOSE = ("times", "per", "minutes", "group_size", "weeks", "layer")


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of letting pupils join: the lines that were made, and who could not and why."""

    lines: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


@writes
def add(store: Store, values: Mapping[str, object]) -> str:
    """Write down an intervention and return its id.

    Raises InvalidError for a name there is already, or a code there is not.
    """
    setting = store.setting
    with store.write("Add an intervention") as tx:
        return added(tx, setting, values)


def added(tx: Transaction, setting: str, values: Mapping[str, object]) -> str:
    """The same inside an act that does more."""
    _check(tx, values, "")
    return tx.add("intervention", {**days_cleared(values, DAYS), "setting": setting})


@writes
def change(
    store: Store, intervention: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change an intervention and return the fields that changed; "" clears a day.

    The lines of pupils stay as they were promised.
    """
    with store.write("Change an intervention") as tx:
        now = require(tx.session, Intervention, intervention)
        _check(tx, {"starts": now.starts, "ends": now.ends, **values}, intervention)
        return tx.put("intervention", intervention, days_cleared(values, DAYS), bases)


@writes
def remove(store: Store, intervention: str) -> None:
    """Remove an intervention that no pupil has had.

    Raises SendtuiError where one has: what was promised to them stays.
    """
    with store.write("Remove an intervention") as tx:
        require(tx.session, Intervention, intervention)
        asked = select(Provision.id).where(Provision.intervention == intervention)
        if tx.session.exec(asked).first():
            raise SendtuiError("Pupils have had this intervention. Give it a last day instead.")
        tx.remove("intervention", intervention)


@writes
def join(
    store: Store, intervention: str, pupils: Sequence[str], starts: date, *, today: date
) -> Joined:
    """Give each of these pupils a line of the intervention in the plan of their open cycle.

    A pupil who has it already, whose plan is signed or who has no open cycle is left out, and why
    is returned. Raises SendtuiError where nobody can join.
    """
    with store.write("Join an intervention", true_on=starts) as tx:
        values = taken_over(tx.session, intervention)
        lines, refused = [], []
        for pupil in pupils:
            require_pupil(tx.session, pupil)
            why, cycle = _cannot_join(tx.session, intervention, pupil, today)
            if why:
                refused.append((pupil, why))
                continue
            own = {"pupil": pupil, "cycle": cycle}
            lines.append(tx.add("provision", {**values, **own, "starts": starts}))
        if not lines:
            why = "; ".join(sorted({reason for _, reason in refused})) or "no pupils were named"
            raise SendtuiError(f"Nobody could join: {why}.")
        return Joined(tuple(lines), tuple(refused))


def taken_over(session: Session, intervention: str) -> Mapping[str, object]:
    """What a pupil's line of provision takes over from an intervention.

    Raises SendtuiError where there is no such intervention.
    """
    found = require(session, Intervention, intervention)
    leads = session.get(Staff, found.staff) if found.staff else None
    return {**line_of(found, leads.name if leads else ""), "intervention": intervention}


def barred(
    store: Store, intervention: str, pupils: Sequence[str], today: date
) -> tuple[tuple[str, str], ...]:
    """Those of the pupils who could not join now, each with the reason."""
    with store.read() as session:
        found = ((each, _cannot_join(session, intervention, each, today)[0]) for each in pupils)
        return tuple((pupil, why) for pupil, why in found if why)


@writes
def measure(
    store: Store,
    provision: str,
    at: str,
    said: str | float,
    on: date,
    *,
    note: str = "",
    today: date | None = None,
) -> str:
    """Write down what was measured at the entry, the exit or on the way; returns its id.

    `said` is a number, or the name of a step where the intervention's measure names steps. Raises
    SendtuiError where there is no such line, InvalidError for what is neither, and for a day after
    `today`.
    """
    has_happened("on", on, today)
    with store.write("Write down a measurement", true_on=on) as tx:
        line = require(tx.session, Provision, provision)
        run = tx.session.get(Intervention, line.intervention) if line.intervention else None
        what = run.measure if run else ""
        value = named_steps.value_of(what, str(said))
        if value is None:
            names = ", ".join(named_steps.steps(what))
            invalid(
                "value", str(said), f"is none of: {names}" if names else "is not a number, as 23.5"
            )
        values = {"pupil": line.pupil, "provision": provision, "at": at, "value": value, "on": on}
        return tx.add("measure", {**values, "what": what, "note": note})


def line_of(one: Intervention, led_by: str) -> dict[str, object]:
    """What a line of provision takes over from its intervention."""
    return {**{name: getattr(one, name) for name in _DOSE}, "what": one.name, "who": led_by}


def _cannot_join(session: Session, intervention: str, pupil: str, today: date) -> tuple[str, str]:
    """Why a pupil cannot join, or nothing and the cycle whose plan the line goes into."""
    cycle = open_cycle(session, pupil)
    if cycle is None:
        return "there is no open cycle: start one first", ""
    try:
        require_plan(session, cycle.id)
    except SendtuiError:
        return "the plan is signed: change it first", ""
    asked = select(Provision).where(
        Provision.pupil == pupil, Provision.intervention == intervention
    )
    if any(holds(None, line.ends, today) for line in session.exec(asked)):
        return "has it already", ""
    return "", cycle.id


def _check(tx: Transaction, values: Mapping[str, object], own: str) -> None:
    known_fields(values, FIELDS)
    _in(BROAD_AREAS, "area", values)
    _in(LAYERS, "layer", values)
    in_time("ends", as_day(values.get("ends")), as_day(values.get("starts")), "the first day")
    if staff := values.get("staff"):
        require(tx.session, Staff, str(staff))
    if (name := values.get("name")) is not None:
        for other in tx.session.exec(select(Intervention)):
            if other.id != own and alike(other.name) == alike(str(name)):
                invalid("name", name, "is the name of another intervention here")


def _in(known: CodeSet, field: str, values: Mapping[str, object]) -> None:
    value = str(values.get(field) or "")
    if value and value not in known:
        invalid(field, value, f"is not one of {', '.join(code.code for code in known)}")
