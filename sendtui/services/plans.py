"""The plan of a cycle: its outcomes, provision and strategies, until it is signed.

Signing freezes them. A change after that is a named act, `revise`, which opens the next version;
`plan_versions` still reads the one that was signed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from sqlmodel import Session, col, func, select

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.cycle import Cycle, Outcome, Strategy
from sendtui.models.intervention import Intervention
from sendtui.models.provision import Delivery, Provision
from sendtui.rules.typed_dates import say
from sendtui.services import writes
from sendtui.services.cycles import Bases, require_open
from sendtui.services.records import has_happened
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

Part = Literal["outcome", "provision", "strategy"]
"""What a plan is made of; also the noun of the record."""

PARTS: tuple[Part, ...] = ("outcome", "provision", "strategy")

_TABLES: dict[Part, type[Any]] = {
    "outcome": Outcome,
    "provision": Provision,
    "strategy": Strategy,
}
_DOSE = frozenset(("times", "per", "minutes"))
_FIXED = frozenset(("pupil", "cycle", "number", "carried_from"))


@writes
def add(store: Store, cycle: str, part: Part, values: Mapping[str, object]) -> str:
    """Add an outcome, a line of provision or a strategy to a plan and return its id.

    Raises SendtuiError where the plan is signed or the cycle has ended, InvalidError for values
    that do not hold.
    """
    return add_all(store, cycle, part, [values])[0]


@writes
def add_all(
    store: Store, cycle: str, part: Part, many: Sequence[Mapping[str, object]]
) -> tuple[str, ...]:
    """Add several parts of one sort to a plan as one act and return their ids."""
    with store.write(f"Add {_a(part)}") as tx:
        now = require_plan(tx.session, cycle)
        own: dict[str, object] = {"pupil": now.pupil, "cycle": cycle}
        added = []
        for number, values in enumerate(many, len(_ids(tx.session, part, cycle)) + 1):
            if part == "outcome":
                own["number"] = number
            if part == "provision":
                _require_outcome(tx.session, cycle, values)
                _require_intervention(tx.session, values)
            added.append(tx.add(part, {**values, **own}))
        return tuple(added)


@writes
def amend(
    store: Store, part: Part, record: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change a part of a plan and return the fields that changed.

    `bases` are the heads the form was opened with. Once sessions of a line of provision have been
    logged its dose stands: end the line and add another.
    Raises SendtuiError where the plan is signed or the cycle has ended, InvalidError for values
    that do not hold.
    """
    with store.write(f"Edit {_a(part)}") as tx:
        cycle = _require_part(tx.session, part, record)
        _refuse_fixed(values)
        if part == "provision":
            _require_outcome(tx.session, cycle, values)
            _require_intervention(tx.session, values)
            _keep_the_dose(tx.session, record, values)
        return tx.put(part, record, values, bases)


@writes
def remove(store: Store, part: Part, record: str) -> None:
    """Take a part out of a plan; provision that served an outcome then serves none.

    Raises SendtuiError where the plan is signed, or where sessions of the line have been logged.
    """
    with store.write(f"Remove {_a(part)}") as tx:
        cycle = _require_part(tx.session, part, record)
        if part == "provision" and _first_session(tx.session, record):
            raise SendtuiError(
                "Sessions of this provision have been logged, so it stays. "
                "Give it a last day instead."
            )
        tx.remove(part, record)
        if part == "outcome":
            _close_ranks(tx, cycle, record)


@writes
def reorder(store: Store, cycle: str, outcomes: Sequence[str]) -> None:
    """Number the outcomes of a plan in this order.

    Raises SendtuiError where the plan is signed, InvalidError where the list is not all of them.
    """
    with store.write("Reorder outcomes") as tx:
        require_plan(tx.session, cycle)
        if sorted(_ids(tx.session, "outcome", cycle)) != sorted(outcomes):
            raise InvalidError(
                (Problem("outcomes", "", "must name each outcome of the plan once"),)
            )
        for number, outcome in enumerate(outcomes, 1):
            tx.put("outcome", outcome, {"number": number})


@writes
def sign(
    store: Store,
    cycle: str,
    *,
    on: date,
    by: str,
    bases: Bases | None = None,
    today: date | None = None,
) -> None:
    """Sign a plan: its outcomes, provision and strategies are frozen as they are.

    Raises SendtuiError where it is signed already, has ended or has nothing in it, InvalidError
    where nobody signs, or on a day after `today`.
    """
    has_happened("signed_on", on, today)
    with store.write("Sign a plan", true_on=on) as tx:
        require_plan(tx.session, cycle)
        if not any(_ids(tx.session, part, cycle) for part in PARTS):
            raise SendtuiError("There is nothing in this plan to sign. Add an outcome first.")
        if not by.strip():
            raise InvalidError((Problem("signed_by", "", "say who signs"),))
        tx.put("cycle", cycle, {"signed_on": on, "signed_by": by}, bases)


@writes
def revise(store: Store, cycle: str, *, on: date, today: date | None = None) -> int:
    """Change a signed plan: open its next version for editing and return that version's number.

    What was signed stays readable (`plan_versions.signed`).
    Raises SendtuiError where the plan is not signed, or the cycle has ended, InvalidError for a
    day after `today`.
    """
    has_happened("on", on, today)
    with store.write("Change the plan", true_on=on) as tx:
        now = require_open(tx.session, cycle)
        if now.signed_on is None:
            raise SendtuiError("This plan is not signed, so it can be edited as it is.")
        version = now.version + 1
        tx.put("cycle", cycle, {"version": version, "signed_on": None, "signed_by": ""})
        return version


def require_plan(session: Session, cycle: str) -> Cycle:
    """The cycle of this id, if its plan may be edited.

    Raises SendtuiError where the plan is signed or the cycle has ended.
    """
    found = require_open(session, cycle)
    if found.signed_on is not None:
        raise SendtuiError(
            f"This plan was signed on {say(found.signed_on)} and is frozen. "
            "“Change the plan” (sendtui cycle revise) makes its next version."
        )
    return found


def _require_part(session: Session, part: Part, record: str) -> str:
    """The cycle a part of a plan belongs to, if that may be edited."""
    found = session.get(_TABLES[part], record)
    if found is None:
        raise SendtuiError(f"There is no such {part} here. It may have been removed: look again.")
    require_plan(session, found.cycle)
    return str(found.cycle)


def _require_outcome(session: Session, cycle: str, values: Mapping[str, object]) -> None:
    served = values.get("outcome")
    if not served:
        return
    found = session.get(Outcome, served)
    if found is None or found.cycle != cycle:
        raise InvalidError((Problem("outcome", "", "is not an outcome of this plan"),))


def _require_intervention(session: Session, values: Mapping[str, object]) -> None:
    run = str(values.get("intervention") or "")
    if run and session.get(Intervention, run) is None:
        raise InvalidError((Problem("intervention", "", "is none there is"),))


def _first_session(session: Session, provision: str) -> date | None:
    logged = select(func.min(Delivery.on)).where(Delivery.provision == provision)
    return session.exec(logged).one()


def _keep_the_dose(session: Session, provision: str, values: Mapping[str, object]) -> None:
    now = session.get(Provision, provision)
    first = _first_session(session, provision)
    if first is None:
        return
    if any(str(values[f]) != str(getattr(now, f)) for f in _DOSE & values.keys()):
        raise SendtuiError(
            "Sessions of this provision have been logged against what was promised. Give it a last "
            "day, and add a line with the new dose."
        )
    starts = values.get("starts")
    if starts and str(starts) > first.isoformat():
        reason = f"a session was logged on {first:%d/%m/%Y} already"
        raise InvalidError((Problem("starts", str(starts), reason),))


def _close_ranks(tx: Transaction, cycle: str, gone: str) -> None:
    session = tx.session
    served = session.exec(select(Provision.id).where(Provision.outcome == gone)).all()
    left = [outcome for outcome in _ids(session, "outcome", cycle) if outcome != gone]
    for provision in served:
        tx.put("provision", provision, {"outcome": ""})
    for number, outcome in enumerate(left, 1):
        tx.put("outcome", outcome, {"number": number})


def _ids(session: Session, part: Part, cycle: str) -> list[str]:
    """The ids of a plan's outcomes by their number, or of its lines or strategies by age."""
    if part == "outcome":
        asked = select(Outcome.id).where(Outcome.cycle == cycle)
        return list(session.exec(asked.order_by(col(Outcome.number), col(Outcome.id))))
    if part == "provision":
        return list(session.exec(select(Provision.id).where(Provision.cycle == cycle)))
    return list(session.exec(select(Strategy.id).where(Strategy.cycle == cycle)))


def _refuse_fixed(values: Mapping[str, object]) -> None:
    fixed = sorted(values.keys() & _FIXED)
    if fixed:
        raise InvalidError(tuple(Problem(name, "", "is not changed by editing") for name in fixed))


def _a(part: str) -> str:
    return {"outcome": "an outcome", "provision": "provision", "strategy": "a strategy"}[part]
