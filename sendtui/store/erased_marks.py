"""What was erased, noted beside the backups: a backup that is put back is erased again.

The file holds random ids, the reason and the day, and nothing of what was erased.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from sendtui.store import backup, disk, erasing, words
from sendtui.store.shapes import shape

if TYPE_CHECKING:
    from sendtui.store.store import Store

NAME = "erased.json"

STAYS = "stays"
"""Where a mark is of a line of the log: the line that stands in its place, which names nobody."""


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


def of_log(connection: Connection) -> list[Mapping[str, object]]:
    """Every erasure that the log tells of, as it is noted."""
    fields = shape(erasing.KIND).kind.twin.model_fields
    found = connection.exec_driver_sql(f"SELECT {_columns(fields)} FROM erasure ORDER BY id").all()
    return [dict(zip(fields, map(_said, line), strict=True)) for line in found]


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
            stays = mark.pop(STAYS, None)
            known = tx.connection.exec_driver_sql("SELECT 1 FROM stream WHERE id = ?", (stream,))
            kept = gone.get(erasing.LOG if mark.get("kind") == erasing.LOG else stream, set())
            if record in kept or not known.first():
                continue
            tx.add(erasing.KIND, mark)
            if isinstance(stays, dict):
                tx.add(erasing.LOG, stays)
            erasing.erase(tx.connection, stream, record)
            done += 1
        if done:
            words.forget(tx.connection)
    return done


def _columns(fields: Iterable[str]) -> str:
    return ", ".join(f'"{field}"' for field in fields)


def _said(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _place(case: Path) -> Path:
    return backup.folder(case) / NAME
