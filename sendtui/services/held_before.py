"""What a list says otherwise than the record, and was held back at an earlier import as well.

It is told in full once and counted after that, until the list or the record says something else. A
digest of each is noted on this copy alone: no name, and no word of the record.
"""

import json
from collections.abc import Iterable
from hashlib import sha256

from sendtui.services import writes
from sendtui.services.receive_views import HeldBack
from sendtui.store.store import Store

_NOTE = "held_before"
_MOST = 20_000
"""Digests that are kept; the oldest are the first to go, and are told in full once more."""


def before(store: Store, held: Iterable[HeldBack]) -> tuple[HeldBack, ...]:
    """Those that were held back before, just as they are now."""
    known = frozenset(_noted(store))
    return tuple(each for each in held if _digest(each) in known)


@writes
def remember(store: Store, held: Iterable[HeldBack]) -> None:
    """Note that these have been told; of a file that is open to look only nothing is noted."""
    found, known = dict.fromkeys(_digest(each) for each in held), _noted(store)
    if store.read_only or found.keys() <= frozenset(known):
        return
    kept = [*(each for each in known if each not in found), *found]
    store.keep_note(_NOTE, json.dumps(kept[-_MOST:]))


def _noted(store: Store) -> list[str]:
    return list(json.loads(store.note(_NOTE) or "[]"))


def _digest(each: HeldBack) -> str:
    said = [(d.kind, d.field, d.before, d.after) for d in each.differences]
    text = repr((each.pupil, each.field, said))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
