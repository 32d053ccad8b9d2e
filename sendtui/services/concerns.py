"""Concerns: what is noticed before the SEN register, and what came of it."""

from datetime import date

from sendtui.models.status import Concern
from sendtui.services import writes
from sendtui.services.records import has_happened, in_time, invalid, require, require_pupil
from sendtui.services.statuses import placed
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

JOINED = "joined the SEN register"


@writes
def raise_(
    store: Store,
    pupil: str,
    *,
    what: str,
    raised_on: date,
    raised_by: str = "",
    need: str = "",
    tried: str = "",
    review_on: date | None = None,
    today: date | None = None,
) -> str:
    """Write down a concern about a pupil and return its id.

    Raises InvalidError for what does not hold, and for a day after `today`.
    """
    has_happened("raised_on", raised_on, today)
    in_time("review_on", review_on, raised_on, "the concern was raised")
    values = {"what": what, "raised_on": raised_on, "raised_by": raised_by, "need": need}
    with store.write("Raise a concern", true_on=raised_on) as tx:
        require_pupil(tx.session, pupil)
        return tx.add("concern", {"pupil": pupil, **values, "tried": tried, "review_on": review_on})


@writes
def close(store: Store, concern: str, on: date, outcome: str, today: date | None = None) -> None:
    """Close a concern and say what came of it.

    Raises InvalidError for one that is closed, or a day before it was raised or after `today`.
    """
    has_happened("closed_on", on, today)
    with store.write("Close a concern", true_on=on) as tx:
        _closed(tx, concern, on, outcome)


@writes
def join_register(
    store: Store,
    concern: str,
    since: date,
    *,
    reason: str = "",
    parents_told_on: date | None = None,
    parents_told_how: str = "",
    today: date | None = None,
) -> str:
    """Close a concern and place its pupil on SEN Support in one act; the id of the status.

    Raises InvalidError as `close` and `statuses.place` do.
    """
    has_happened("since", since, today)
    has_happened("parents_told_on", parents_told_on, today)
    with store.write("Place on SEN Support after a concern", true_on=since) as tx:
        pupil = _closed(tx, concern, since, JOINED).pupil
        return placed(
            tx,
            pupil,
            "K",
            since,
            reason=reason,
            parents_told_on=parents_told_on,
            parents_told_how=parents_told_how,
        )


def _closed(tx: Transaction, concern: str, on: date, outcome: str) -> Concern:
    found = require(tx.session, Concern, concern)
    if found.closed_on is not None:
        invalid("closed_on", on, "cannot be: the concern is closed already")
    in_time("closed_on", on, found.raised_on, "the concern was raised")
    if not outcome.strip():
        invalid("outcome", "", "is missing: say what came of it")
    tx.put("concern", concern, {"closed_on": on, "outcome": outcome})
    return found
