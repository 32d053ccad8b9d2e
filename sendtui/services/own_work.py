"""Whose work a list was narrowed to last, for this copy alone: it opens so the next time."""

import json

from sendtui.services import writes
from sendtui.services.due_narrowed import Only
from sendtui.store.store import Store

NOTE = "own_work"


def last(store: Store, place: str) -> Only:
    """The caseworker and the setting that a list was narrowed to; everything, if to none.

    `place` names the list. A kind or a time is not kept: who opens a list in the morning must see
    all of their work.
    """
    kept = json.loads(store.note(NOTE) or "{}").get(place, {})
    return Only(caseworker=kept.get("caseworker", ""), setting=kept.get("setting", ""))


@writes
def keep(store: Store, place: str, caseworker: str, setting: str) -> None:
    """Keep whose work a list shows."""
    kept = json.loads(store.note(NOTE) or "{}")
    said = {**kept, place: {"caseworker": caseworker, "setting": setting}}
    if said != kept:
        store.keep_note(NOTE, json.dumps(said, ensure_ascii=False))
