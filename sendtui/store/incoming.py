"""Changes that arrive in a sealed file: staged, checked, and merged in one transaction.

Staging is what a file is read for: only at its end does it show whether it is whole and signed.
Until then nothing of it counts. The merge itself is in `store.merging`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy import Connection

from sendtui.errors import DamagedError
from sendtui.store import erasing
from sendtui.store.gathered import ForkError as ForkError
from sendtui.store.merging import Merged as Merged
from sendtui.store.merging import Merging
from sendtui.store.standing import BIRTH, standing

MANY = 2_000
"""How many changes are put aside at once."""


@dataclass(slots=True)
class Arriving:
    """One stream that a file brings, as the file has it.

    `settings` are those that a pupil's own lines name; `born`: the file has the stream's beginning.
    """

    stream: str
    kind: str
    settings: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    born: bool = False


def stage(connection: Connection, lines: Iterable[Mapping[str, Any]]) -> dict[str, Arriving]:
    """Put a file's changes aside inside the encrypted store; returns the streams they belong to.

    Runs the lines to their end, which is where a sealed file shows whether it is whole and signed.
    """
    connection.exec_driver_sql("DELETE FROM arriving")
    staged: list[tuple[str, str, int, str]] = []
    found: dict[str, Arriving] = {}
    insert = "INSERT INTO arriving (stream, device, counter, line) VALUES (?, ?, ?, ?)"
    for line in lines:
        _notice(found, line)
        staged.append((line["stream"], line["dev"], line["n"], _spelled(line)))
        if len(staged) >= MANY:
            connection.exec_driver_sql(insert, staged)
            staged.clear()
    if staged:
        connection.exec_driver_sql(insert, staged)
    return found


def drop(connection: Connection) -> None:
    """Throw away what has been put aside."""
    connection.exec_driver_sql("DELETE FROM arriving")


def settings_here(connection: Connection, streams: Iterable[str]) -> dict[str, str]:
    """Stream → the setting it is at in this record; streams that are not known here are left out.

    A pupil who was removed is still at the setting they were last at.
    """
    known = connection.exec_driver_sql(
        "SELECT stream.id, stream.kind, pupil.setting FROM stream "
        "LEFT JOIN pupil ON pupil.id = stream.id "
        "WHERE stream.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(streams)),),
    ).all()
    found = {}
    for stream, kind, setting in known:
        if kind == "setting":
            found[stream] = stream
        elif setting is None:
            now = standing(connection, stream)
            at = str(now.values.get("setting") or "") if now else ""
            found[stream] = at or erasing.setting_of(connection, stream)
        else:
            found[stream] = setting
    return found


def merge(connection: Connection, file: str, now_ms: int, device: str = "") -> Merged:
    """Take in what has been staged, inside the caller's transaction.

    `device` is this copy's own name: what comes under it and is not here was not written here.
    Raises ForkError where a change here has the name of another one there, and DamagedError for a
    change that reaches into another stream than its own.
    """
    result = Merging(connection, file, now_ms, device).run()
    drop(connection)
    return result


def _spelled(line: Mapping[str, Any]) -> str:
    try:
        return to_json(line).decode()
    except PydanticSerializationError:
        raise DamagedError(
            "The file holds text that is no Unicode. Nothing was taken in: tell the sender."
        ) from None


def _notice(found: dict[str, Arriving], line: Mapping[str, Any]) -> None:
    stream, kind = line["stream"], line["kind"]
    one = found.get(stream)
    if one is None:
        one = found[stream] = Arriving(stream, line["stream_kind"])
    one.kinds.add(kind)
    said = line["value"]
    if kind == erasing.KIND and line["field"] == BIRTH and said and said.get("setting"):
        one.settings.add(str(said["setting"]))
    if line["record"] != stream:
        return
    if line["field"] == BIRTH:
        one.born = True
        # What was erased says nothing any more; the note of it says where the pupil was.
        if kind == "pupil" and said is not None:
            one.settings.add(str(said.get("setting", "")))
    elif line["field"] == "setting" and kind == "pupil" and line["salt"] is not None:
        one.settings.add(str(said))
