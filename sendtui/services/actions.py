"""Actions: what somebody has undertaken to do about a pupil, by when, and that it was done."""

from datetime import date

from sendtui.models.action import Action
from sendtui.services import writes
from sendtui.services.records import has_happened, invalid, require, require_pupil
from sendtui.store.store import Store


@writes
def add(
    store: Store,
    pupil: str,
    *,
    what: str,
    owner: str = "",
    due: date | None = None,
    note: str = "",
) -> str:
    """Write down an action and return its id.

    Raises InvalidError where it does not say what is to be done.
    """
    with store.write("Add an action") as tx:
        require_pupil(tx.session, pupil)
        values = {"pupil": pupil, "what": what, "owner": owner, "due": due, "note": note}
        return tx.add("action", values)


@writes
def done(store: Store, action: str, on: date, today: date | None = None) -> None:
    """Say on which day an action was done.

    Raises InvalidError for one that is done already, or a day after `today`.
    """
    has_happened("done_on", on, today)
    with store.write("Do an action", true_on=on) as tx:
        if require(tx.session, Action, action).done_on is not None:
            invalid("done_on", on, "cannot be: the action is done already")
        tx.put("action", action, {"done_on": on})


@writes
def reopen(store: Store, action: str) -> None:
    """Say that an action is not done after all."""
    with store.write("Reopen an action") as tx:
        require(tx.session, Action, action)
        tx.put("action", action, {"done_on": None})
