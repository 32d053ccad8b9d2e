"""The pupil's views and the parents' views: apart, dated, and in their own words."""

from datetime import date

from sendtui.services import writes
from sendtui.services.cycles import open_cycle
from sendtui.services.records import has_happened, require_pupil
from sendtui.store.store import Store


@writes
def hear(
    store: Store,
    pupil: str,
    *,
    whose: str,
    words: str,
    said_on: date,
    gathered: str = "",
    cycle: str | None = None,
    today: date | None = None,
) -> str:
    """Write down what the pupil or a parent said and return its id; it is never edited.

    Without a cycle it belongs to the open one, if that had begun by then; "" keeps it apart.
    Raises InvalidError for views that are neither `pupil` nor `parent`, that are empty, or that
    were said after `today`.
    """
    has_happened("said_on", said_on, today)
    values = {"whose": whose, "words": words, "said_on": said_on, "gathered": gathered}
    with store.write("Write down views", true_on=said_on) as tx:
        require_pupil(tx.session, pupil)
        if cycle is None:
            now = open_cycle(tx.session, pupil)
            cycle = now.id if now is not None and now.started_on <= said_on else ""
        return tx.add("voice", {"pupil": pupil, "cycle": cycle, **values})
