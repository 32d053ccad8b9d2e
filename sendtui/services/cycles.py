"""A pupil's cycles: starting one, saying what it is about, ending it; and what was found before it.

Reading a cycle is `cycle_reading`, its plan `plans`, its sessions `deliveries`, its end `reviews`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.cycle import Cycle, Evidence
from sendtui.models.pupil import Pupil
from sendtui.rules.support import suggested_review
from sendtui.rules.typed_dates import say
from sendtui.services import cycle_carry, writes
from sendtui.services.records import as_day, has_happened, in_time
from sendtui.store.store import Store

Bases = Mapping[str, tuple[int, ...]]

_OWN = frozenset(("focus", "lead", "review_due", "started_on"))


def require(session: Session, cycle: str) -> Cycle:
    """The cycle of this id.

    Raises SendtuiError where there is none.
    """
    found = session.get(Cycle, cycle)
    if found is None:
        raise SendtuiError("There is no such cycle here. It may have been removed: look again.")
    return found


def require_open(session: Session, cycle: str) -> Cycle:
    """The cycle of this id, if it has not ended.

    Raises SendtuiError where it has, or where there is none.
    """
    found = require(session, cycle)
    if found.ended_on is not None:
        raise SendtuiError(
            f"Cycle {found.number} ended on {say(found.ended_on)}. Start the next one, "
            "or undo the review that ended it."
        )
    return found


def open_cycle(session: Session, pupil: str) -> Cycle | None:
    """The pupil's cycle that has not ended, the newest where there are several."""
    found = session.exec(
        select(Cycle)
        .where(Cycle.pupil == pupil, col(Cycle.ended_on).is_(None))
        .order_by(col(Cycle.number).desc(), col(Cycle.id).desc())
    )
    return found.first()


@writes
def start(
    store: Store,
    pupil: str,
    *,
    started_on: date,
    focus: str = "",
    lead: str = "",
    review_due: date | None = None,
    another: bool = False,
    carry: Mapping[str, date | None] | None = None,
    provided: Collection[str] = (),
) -> str:
    """Start a pupil's next cycle and return its id; the review falls due about a term on.

    `carry` names outcomes of an earlier cycle to go on with, each with its new by-when, or None
    for the day of the review; those `provided` take their provision along.
    Raises SendtuiError where a cycle is still open, unless `another` is asked for, InvalidError
    for a day that does not hold.
    """
    with store.write("Start a cycle", true_on=started_on) as tx:
        if tx.session.get(Pupil, pupil) is None:
            raise SendtuiError(
                "There is no such pupil here. They may have been removed: look again."
            )
        still = open_cycle(tx.session, pupil)
        if still is not None and not another:
            raise SendtuiError(
                f"Cycle {still.number} is still open. Review it first, or say that you want "
                "another beside it."
            )
        due = _after(started_on, review_due)
        values = {
            "pupil": pupil,
            "number": next_number(tx.session, pupil),
            "started_on": started_on,
            "focus": focus,
            "lead": lead,
            "review_due": due,
        }
        made = tx.add("cycle", values)
        chosen = {outcome: by or due for outcome, by in (carry or {}).items()}
        for outcome, by in chosen.items():
            in_time(f"by_{outcome}", by, started_on, "the cycle is started")
        cycle_carry.carry(tx, pupil, made, chosen, provided=provided, starts=started_on)
        return made


@writes
def amend(
    store: Store, cycle: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change what a cycle is about, who leads it or when it is reviewed; the fields that changed.

    Raises SendtuiError for a cycle that has ended, InvalidError for another field or a value that
    does not hold.
    """
    with store.write("Edit a cycle") as tx:
        now = require_open(tx.session, cycle)
        _refuse_others(values)
        starts, due = (
            values.get("started_on", now.started_on),
            values.get("review_due", now.review_due),
        )
        if isinstance(starts, date) and isinstance(due, date):
            _after(starts, due)
        return tx.put("cycle", cycle, values, bases)


@writes
def end_because_left(store: Store, cycle: str, on: date, *, today: date | None = None) -> None:
    """End a cycle because the pupil left; what was planned and done stays as it is.

    Raises SendtuiError for one that has ended, InvalidError for a day after `today`.
    """
    has_happened("on", on, today)
    with store.write("End a cycle: the pupil left", true_on=on) as tx:
        now = require_open(tx.session, cycle)
        if on < now.started_on:
            raise InvalidError((Problem("on", on.isoformat(), "is before the cycle was started"),))
        tx.put("cycle", cycle, {"ended_on": on, "end": "left"})


@writes
def add_evidence(
    store: Store, cycle: str, values: Mapping[str, object], *, today: date | None = None
) -> str:
    """Add what was found: `sort` baseline, observation, advice or teaching, `on`, `what` …; its id.

    Evidence may be added for as long as the cycle is open, whether the plan is signed or not.
    Raises SendtuiError for a cycle that has ended, InvalidError for what does not hold, such as a
    day after `today`.
    """
    return add_all_evidence(store, cycle, [values], today=today)[0]


@writes
def add_all_evidence(
    store: Store,
    cycle: str,
    many: Sequence[Mapping[str, object]],
    *,
    today: date | None = None,
) -> tuple[str, ...]:
    """Add several pieces of evidence as one act and return their ids."""
    for values in many:
        has_happened("on", as_day(values.get("on")), today)
    with store.write("Add evidence") as tx:
        now = require_open(tx.session, cycle)
        own = {"pupil": now.pupil, "cycle": cycle}
        return tuple(tx.add("evidence", {**values, **own}) for values in many)


@writes
def amend_evidence(
    store: Store,
    evidence: str,
    values: Mapping[str, object],
    bases: Bases | None = None,
    *,
    today: date | None = None,
) -> tuple[str, ...]:
    """Change a piece of evidence and return the fields that changed."""
    has_happened("on", as_day(values.get("on")), today)
    with store.write("Edit evidence") as tx:
        _evidence(tx.session, evidence)
        return tx.put("evidence", evidence, values, bases)


@writes
def remove_evidence(store: Store, evidence: str) -> None:
    """Remove a piece of evidence; undo brings it back."""
    with store.write("Remove evidence") as tx:
        _evidence(tx.session, evidence)
        tx.remove("evidence", evidence)


def next_number(session: Session, pupil: str) -> int:
    """The number a pupil's next cycle takes."""
    return max(session.exec(select(Cycle.number).where(Cycle.pupil == pupil)), default=0) + 1


def _evidence(session: Session, evidence: str) -> None:
    found = session.get(Evidence, evidence)
    if found is None:
        raise SendtuiError("There is no such evidence here. It may have been removed: look again.")
    require_open(session, found.cycle)


def _after(started_on: date, review_due: date | None) -> date:
    due = review_due or suggested_review(started_on)
    if due < started_on:
        reason = "is before the cycle is started"
        raise InvalidError((Problem("review_due", due.isoformat(), reason),))
    return due


def _refuse_others(values: Mapping[str, object]) -> None:
    others = sorted(values.keys() - _OWN)
    if others:
        why = "is not changed by editing: sign, revise or review the cycle instead"
        raise InvalidError(tuple(Problem(name, "", why) for name in others))
