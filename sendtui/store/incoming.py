"""Changes that arrive in a sealed file: staged, checked, and merged in one transaction.

Staging is what a file is read for: only at its end does it show whether it is whole and signed.
Until then nothing of it counts. The merge itself is in `store.merging`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json
from sqlalchemy import Connection

from sendtui.errors import DamagedError
from sendtui.store import erasing
from sendtui.store.gathered import ForkError as ForkError
from sendtui.store.merging import Merged as Merged
from sendtui.store.merging import Merging
from sendtui.store.parts import in_parts
from sendtui.store.standing import BIRTH, standing

MANY = 2_000
"""How many changes are put aside at once."""

AT_ONCE = 500
"""How many streams are looked at together."""


@dataclass(slots=True)
class Arriving:
    """One stream as some lines of a file have it.

    `settings` are those that a pupil's own lines name; `born`: the stream's beginning is in them.
    """

    stream: str
    kind: str
    settings: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    born: bool = False


Notice = Callable[[Iterable[Arriving]], None]
"""Who is told of each stream, again and again as more of a file is read."""


def stage(
    connection: Connection, lines: Iterable[Mapping[str, Any]], notice: Notice | None = None
) -> None:
    """Put a file's changes aside inside the encrypted store.

    Runs the lines to their end, which is where a sealed file shows whether it is whole and signed.
    """
    drop(connection)
    insert = "INSERT INTO arriving (stream, device, counter, line) VALUES (?, ?, ?, ?)"
    for part in in_parts(lines, MANY):
        if notice:
            notice(_noticed(part))
        made = [(line["stream"], line["dev"], line["n"], _spelled(line)) for line in part]
        connection.exec_driver_sql(insert, made)


def staged(connection: Connection) -> Iterator[list[str]]:
    """The streams that have been put aside, some hundreds at a time, each once."""
    last = ""
    while found := connection.exec_driver_sql(_STAGED, (last, AT_ONCE)).scalars().all():
        yield list(found)
        last = found[-1]


def has_beginning(connection: Connection, stream: str) -> bool:
    """Whether a stream's first line has been put aside, too."""
    found = connection.exec_driver_sql("SELECT line FROM arriving WHERE stream = ?", (stream,))
    told = (from_json(text) for (text,) in found)
    return any(line["record"] == stream and line["field"] == BIRTH for line in told)


@dataclass(frozen=True, slots=True)
class Touched:
    """A stream with anything new: its id and kind, and whether all of it is new here."""

    stream: str
    kind: str
    is_new: bool


def touched(connection: Connection, merged: Merged) -> Iterator[list[Touched]]:
    """The streams that a merge has brought anything new to, some hundreds at a time."""
    for numbers in merged.streams:
        for part in in_parts(numbers, AT_ONCE):
            found = connection.exec_driver_sql(_TOUCHED, (merged.first, json.dumps(part)))
            yield [Touched(str(id_), str(kind), bool(new)) for id_, kind, new in found]


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


def _noticed(lines: Iterable[Mapping[str, Any]]) -> Iterable[Arriving]:
    found: dict[str, Arriving] = {}
    for line in lines:
        _notice(found, line)
    return found.values()


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


_STAGED = "SELECT DISTINCT stream FROM arriving WHERE stream > ? ORDER BY stream LIMIT ?"

_TOUCHED = """
    SELECT stream.id, stream.kind, birth.n IS NOT NULL FROM stream
    LEFT JOIN change birth ON birth.record = stream.id AND birth.field = '*' AND birth.n >= ?
    WHERE stream.n IN (SELECT CAST(value AS BIGINT) FROM json_each(?))
    AND EXISTS (SELECT 1 FROM tip WHERE tip.stream = stream.n) ORDER BY stream.n
"""
