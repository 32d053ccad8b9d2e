"""A pupil's needs in their order; rank 1 is the primary need, and ranks have no gaps.

The order is that of the needs without an end; one that has ended keeps the rank it had.
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from sendtui.models.need import Need
from sendtui.rules.codes import NEED_TYPES
from sendtui.services import writes
from sendtui.services.records import in_time, invalid, require, require_pupil
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction


@writes
def add(
    store: Store,
    pupil: str,
    code: str,
    *,
    rank: int | None = None,
    since: date | None = None,
    source: str = "",
    note: str = "",
) -> str:
    """Add a need at a rank, or last, and return its id; those below it move down.

    Raises InvalidError for one the pupil has already or a code that is not in use.
    """
    with store.write("Add a need", true_on=since) as tx:
        require_pupil(tx.session, pupil)
        now = ranked(tx.session, pupil)
        if any(need.code == code for need in now):
            invalid("code", code, "is among the pupil's needs already")
        if since and code in NEED_TYPES and not NEED_TYPES.valid(code, since):
            invalid("code", code, "is not a need type that was in use on that day")
        place = len(now) + 1 if rank is None else max(1, min(rank, len(now) + 1))
        order = [need.id for need in now]
        values = {"pupil": pupil, "code": code, "rank": place, "since": since}
        made = tx.add("need", {**values, "source": source, "note": note})
        order.insert(place - 1, made)
        _number(tx, order)
        return made


@writes
def put_in_order(store: Store, pupil: str, needs: Sequence[str]) -> None:
    """Rank a pupil's needs anew in one act; `needs` are their ids, the primary need first.

    Raises InvalidError unless each of the needs that have not ended is named once.
    """
    with store.write("Rank the needs") as tx:
        now = [need.id for need in ranked(tx.session, pupil)]
        if sorted(now) != sorted(needs):
            invalid(
                "rank", "", "must order all of the pupil's needs: they have changed, look again"
            )
        _number(tx, needs)


@writes
def end(store: Store, need: str, until: date) -> None:
    """Say on which day a need last held; those below it move up.

    Raises InvalidError for one that has ended or a day before it began.
    """
    with store.write("End a need", true_on=until) as tx:
        found = require(tx.session, Need, need)
        if found.until is not None:
            invalid("until", until, "cannot be: the need has ended already")
        in_time("until", until, found.since, "the need began")
        tx.put("need", need, {"until": until})
        _number(tx, [n.id for n in ranked(tx.session, found.pupil)])


@writes
def remove(store: Store, need: str) -> None:
    """Remove a need that was put down by mistake; those below it move up."""
    with store.write("Remove a need") as tx:
        found = require(tx.session, Need, need)
        tx.remove("need", need)
        _number(tx, [n.id for n in ranked(tx.session, found.pupil)])


def ranked(session: Session, pupil: str) -> list[Need]:
    """The needs that have not ended, the primary need first."""
    session.expire_all()
    found = session.exec(
        select(Need)
        .where(Need.pupil == pupil, col(Need.until).is_(None))
        .order_by(col(Need.rank), col(Need.id))
    )
    return list(found)


def _number(tx: Transaction, order: Sequence[str]) -> None:
    for rank, need in enumerate(order, 1):
        tx.put("need", need, {"rank": rank})
