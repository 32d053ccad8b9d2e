"""The pupil's views and the parents' views: apart, dated, and in their own words."""

from datetime import date

from sendtui.services import writes
from sendtui.services.records import require_pupil
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
    cycle: str = "",
) -> str:
    """Write down what the pupil or a parent said and return its id; it is never edited.

    Raises InvalidError for views that are neither `pupil` nor `parent`, or that are empty.
    """
    values = {"whose": whose, "words": words, "said_on": said_on, "gathered": gathered}
    with store.write("Write down views", true_on=said_on) as tx:
        require_pupil(tx.session, pupil)
        return tx.add("voice", {"pupil": pupil, "cycle": cycle, **values})
