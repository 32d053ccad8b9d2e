"""What was erased, noted beside the backups: a backup that is put back is erased again.

The file holds random ids, the reason and the day, and nothing of what was erased.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.store import backup, disk, erasing, words

if TYPE_CHECKING:
    from sendtui.store.store import Store

NAME = "erased.json"


def note(case: Path, marks: list[Mapping[str, object]]) -> None:
    """Note erasures beside a case file's backups, after those that are noted already."""
    place = _place(case)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    known = noted(case)
    text = json.dumps([*known, *(dict(mark) for mark in marks if mark not in known)], indent=1)
    disk.replace_text(place, text)


def noted(case: Path) -> list[dict[str, object]]:
    """The erasures noted beside a case file's backups."""
    with suppress(OSError, ValueError):
        found = json.loads(_place(case).read_text(encoding="utf-8"))
        if isinstance(found, list):
            return [dict(mark) for mark in found if isinstance(mark, dict)]
    return []


def erase_again(store: "Store") -> int:
    """Erase in a case file that was put back what had been erased; returns how many erasures."""
    marks = noted(store.path) if store.key else []
    if not marks:
        return 0
    done = 0
    with store.write("Erase again what was erased") as tx:
        gone = erasing.erased(tx.connection)
        for mark in marks:
            stream, record = str(mark.get("pupil", "")), str(mark.get("record", ""))
            known = tx.connection.exec_driver_sql("SELECT 1 FROM stream WHERE id = ?", (stream,))
            if record in gone.get(stream, set()) or not known.first():
                continue
            tx.add(erasing.KIND, mark)
            erasing.erase(tx.connection, stream, record)
            done += 1
        if done:
            words.forget(tx.connection)
    return done


def _place(case: Path) -> Path:
    return backup.folder(case) / NAME
