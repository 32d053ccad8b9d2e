"""Who was cut off, noted beside the backups: a backup that is put back deals no more with them.

The file holds the revocations as their issuer signed them, as they travel in the header of files:
who is cut off and whose word it is, and nothing of a child.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.store import backup, disk, refusals

if TYPE_CHECKING:
    from sendtui.store.store import Store

NAME = "revoked.json"


def note(case: Path, revoked: Mapping[str, str]) -> None:
    """Note revocations (card → its text) beside a case file's backups, with those noted before."""
    place = _place(case)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    disk.replace_text(place, json.dumps(noted(case) | dict(revoked), indent=1))


def noted(case: Path) -> dict[str, str]:
    """The revocations noted beside a case file's backups; what is no such text is left out."""
    found: object = {}
    with suppress(OSError, ValueError):
        found = json.loads(_place(case).read_text(encoding="utf-8"))
    lines = found.items() if isinstance(found, dict) else ()
    return {name: text for name, text in lines if _names(text) == name}


def revoke_again(store: "Store") -> int:
    """Cut off in a case file that was put back who had been cut off; returns how many that is."""
    marks = noted(store.path) if store.key else {}
    if not marks:
        return 0
    with store.write("Revoke again what was revoked") as tx:
        return sum(refusals.keep_revoked(tx.connection, *mark) for mark in marks.items())


def _names(text: object) -> object:
    with suppress(ValueError, TypeError):
        found = json.loads(str(text))
        return found.get("id") if isinstance(found, dict) else None
    return None


def _place(case: Path) -> Path:
    return backup.folder(case) / NAME
