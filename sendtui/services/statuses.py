"""SEN status from a day on: on to the SEN register, up, down and off it; and telling parents."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from sendtui.models.status import Status
from sendtui.rules.codes import SEN_PROVISION
from sendtui.rules.typed_dates import say
from sendtui.services import writes
from sendtui.services.as_at import NONE
from sendtui.services.records import has_happened, in_time, invalid, require, require_pupil
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

PLAN = "E"
"""The SEN status of a pupil with an EHC plan."""

LABELS = {
    "K": "Place on SEN Support",
    "E": "Record an EHC plan",
    "N": "Take off the SEN register",
}


@writes
def place(
    store: Store,
    pupil: str,
    status: str,
    since: date,
    *,
    reason: str = "",
    parents_told_on: date | None = None,
    parents_told_how: str = "",
    today: date | None = None,
) -> str:
    """Give a pupil a SEN status from a day on, past or to come, and return the step's id.

    N takes them off the SEN register. Raises InvalidError for a status they have already, a day
    that has a status, a day before birth, a code that was not in use on that day, or parents told
    after `today`.
    """
    has_happened("parents_told_on", parents_told_on, today)
    label = LABELS.get(status, "Record a SEN status")
    with store.write(label, true_on=since) as tx:
        return placed(
            tx,
            pupil,
            status,
            since,
            reason=reason,
            parents_told_on=parents_told_on,
            parents_told_how=parents_told_how,
        )


@writes
def tell_parents(
    store: Store, status: str, on: date, how: str = "", today: date | None = None
) -> tuple[str, ...]:
    """Write down that the parents were told of a status; the fields that changed.

    Raises InvalidError for a day after `today`.
    """
    has_happened("parents_told_on", on, today)
    with store.write("Parents told", true_on=on) as tx:
        return _told(tx, status, on, how)


@writes
def tell_parents_of(
    store: Store, statuses: Sequence[str], on: date, how: str = "", today: date | None = None
) -> int:
    """Write down in one act that the parents of many were told; of how many that is news.

    Raises InvalidError for a day after `today`.
    """
    has_happened("parents_told_on", on, today)
    with store.write("Parents told", true_on=on) as tx:
        return sum(bool(_told(tx, each, on, how)) for each in statuses)


def _told(tx: Transaction, status: str, on: date, how: str) -> tuple[str, ...]:
    require(tx.session, Status, status)
    return tx.put("status", status, {"parents_told_on": on, "parents_told_how": how})


def placed(
    tx: Transaction,
    pupil: str,
    status: str,
    since: date,
    *,
    reason: str = "",
    parents_told_on: date | None = None,
    parents_told_how: str = "",
) -> str:
    """The same inside an act that does more."""
    in_time("since", since, require_pupil(tx.session, pupil).born, "the pupil was born")
    if status in SEN_PROVISION and not SEN_PROVISION.valid(status, since):
        invalid("status", status, f"is not a SEN status that was in use on {say(since)}")
    _refuse_repetition(tx.session, pupil, status, since)
    values = {"pupil": pupil, "status": status, "since": since, "reason": reason}
    told = {"parents_told_on": parents_told_on, "parents_told_how": parents_told_how}
    return tx.add("status", {**values, **told})


def with_plan(tx: Transaction, pupil: str, day: date) -> str:
    """Record an EHC plan from the day it was made, and say so; "" where the history forbids it.

    That is where it says E already, has a step on that day or after it, or the day cannot be.
    """
    steps = tx.session.exec(select(Status).where(Status.pupil == pupil)).all()
    now, born = on(tx.session, pupil, day), require_pupil(tx.session, pupil).born
    is_told = now is not None and now.status == PLAN
    if is_told or any(each.since >= day for each in steps) or (born and born > day):
        return ""
    if not SEN_PROVISION.valid(PLAN, day):
        return ""
    placed(tx, pupil, PLAN, day)
    return f"SEN status E (EHC plan) from {say(day)} is written down with it."


def still_with_plan(session: Session, pupil: str, day: date) -> str:
    """What to say of a pupil whose plan has ceased while their status says E; "" for no other."""
    now = on(session, pupil, day)
    if now is None or now.status != PLAN:
        return ""
    return "The SEN status still says E: record K or N, whichever holds now."


def on(session: Session, pupil: str, day: date) -> Status | None:
    """The step of a pupil's SEN status that holds on a day."""
    found = session.exec(
        select(Status)
        .where(Status.pupil == pupil, Status.since <= day)
        .order_by(col(Status.since).desc(), col(Status.id).desc())
    )
    return found.first()


def _refuse_repetition(session: Session, pupil: str, status: str, since: date) -> None:
    before = on(session, pupil, since)
    if before is not None and before.since == since:
        invalid("since", since, "has a SEN status already: edit that one, or choose another day")
    if before is None and status == NONE:
        invalid("status", status, "changes nothing: the pupil is not on the SEN register then")
    if before is not None and before.status == status:
        began = say(before.since)
        invalid("status", status, f"is what the pupil has already, since {began}")
