"""The pupils opened last, for this copy alone: kept in the case file, never sent, never logged."""

from collections.abc import Sequence
from datetime import date

from sendtui.services import writes
from sendtui.services.register_entries import Entry, entries
from sendtui.store.store import Store

MOST = 12
"""How many are remembered."""

NOTE = "recent_pupils"


def recent(store: Store, opened: Sequence[str], today: date) -> tuple[Entry, ...]:
    """The pupils opened since the app began and before it, the last one first.

    `opened` are those since it began, in the same order.
    """
    with store.read() as session:
        return entries(session, _together(store, opened), today)


@writes
def keep(store: Store, opened: Sequence[str]) -> None:
    """Remember them for the next time."""
    together = " ".join(_together(store, opened))
    if together != store.note(NOTE):
        store.keep_note(NOTE, together)


def _together(store: Store, opened: Sequence[str]) -> list[str]:
    return list(dict.fromkeys((*opened, *store.note(NOTE).split())))[:MOST]
