"""Erasure: what was said goes, and that something was said stays.

A value and its salt are deleted and the commitment is kept, so that every chain still holds and no
old file brings the value back. What is erased is a record of a pupil, or the whole pupil; the note
of it is an event of the pupil's stream, travels like any change, and is obeyed wherever it comes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from sendtui.models import KINDS, wire
from sendtui.store import attachments
from sendtui.store.applying import materialise
from sendtui.store.parts import in_parts

KIND = "erasure"
AT_ONCE = 1_000

LOG = "disclosure"
"""The noun of the log of what left. It stands in a setting's stream: the note that a line of it was
erased stands in the stream of a pupil whom the line names, and its record is that line."""

EVERYTHING = ""
"""Stands in the place of a record where all of a pupil is erased."""


def erased(connection: Connection, streams: Iterable[str] | None = None) -> dict[str, set[str]]:
    """What was erased of these streams, or of all; under LOG what was erased of the log."""
    among, wanted = "", tuple[str, ...]()
    if streams is not None:
        among = " WHERE pupil IN (SELECT value FROM json_each(?))"
        wanted = (json.dumps(list(streams)),)
    found: dict[str, set[str]] = {}
    for stream, record, kind in connection.exec_driver_sql(
        f"SELECT pupil, record, kind FROM erasure{among}", wanted
    ):
        found.setdefault(LOG if kind == LOG else str(stream), set()).add(str(record))
    return found


def covers(gone: Mapping[str, set[str]], stream: str, record: str, kind: str) -> bool:
    """Whether a record's changes are to be held without what they say."""
    if kind == LOG:
        return record in gone.get(LOG, ())
    records = gone.get(stream)
    return records is not None and kind != KIND and (EVERYTHING in records or record in records)


def without_value(line: dict[str, Any]) -> None:
    """Take away what a change that has just come says, whoever wrote it and whenever."""
    if line["salt"] is not None:
        salt = bytes.fromhex(line["salt"])
        line["erased"] = wire.commitment(salt, line["value"]).hex()
    kept = {*wire.CHAINED, "value", "salt", "erased"}
    for name in [name for name in line if name not in kept]:
        del line[name]
    line["value"] = line["salt"] = None


def erase(connection: Connection, stream: str, record: str = EVERYTHING) -> int:
    """Erase what a record of a pupil says, or all of the pupil; returns how many changes said it.

    To be run in the transaction that writes the note of it, or takes it in.
    """
    run, records, count = connection.exec_driver_sql, dict[str, str](), 0
    for part in in_parts(_lines(connection, stream, record), AT_ONCE):
        made = []
        for n, id_, kind, value, salt, commitment in part:
            records[id_] = kind
            if value is not None:
                count += 1
                spelled = str(value).encode("utf-8", "surrogatepass")
                commitment = wire.commit(bytes(salt), spelled)
            made.append((commitment, n))
        run(_ERASE, made)
    _forget_waiting(connection, stream, record)
    _forget_drafts(connection, stream, record)
    materialise(connection, [id_ for id_, kind in records.items() if kind in KINDS])
    if "document" in records.values():
        attachments.drop_unnamed(connection)
    return count


def setting_of(connection: Connection, stream: str) -> str:
    """The setting that an erased pupil was at, as the note of it says; "" where it says none."""
    found = connection.exec_driver_sql(
        "SELECT setting FROM erasure WHERE pupil = ? AND setting <> '' ORDER BY id DESC LIMIT 1",
        (stream,),
    )
    return str(found.scalar() or "")


_ERASE = "UPDATE change SET value = NULL, salt = NULL, commitment = ?, more = NULL WHERE n = ?"
_LINES = """
    SELECT change.n, change.record, change.kind, change.value, change.salt, change.commitment
    FROM stream JOIN change ON change.stream = stream.n
    WHERE stream.id = ? AND change.kind <> 'erasure'
    AND (change.value IS NOT NULL OR change.more IS NOT NULL)
"""


_OF_LOG = """
    SELECT change.n, change.record, change.kind, change.value, change.salt, change.commitment
    FROM change WHERE change.record = ? AND change.kind = 'disclosure'
    AND change.value IS NOT NULL ORDER BY change.n
"""


def _lines(connection: Connection, stream: str, record: str) -> Iterator[Any]:
    if record == EVERYTHING:
        yield from connection.exec_driver_sql(f"{_LINES} ORDER BY change.n", (stream,)).all()
    else:
        yield from connection.exec_driver_sql(
            f"{_LINES} AND change.record = ? ORDER BY change.n", (stream, record)
        ).all()
        # Only a line that names this pupil is erased with them.
        of_log = connection.exec_driver_sql(_OF_LOG, (record,)).all()
        if any(stream in (json.loads(line.value) or {}).get("pupils", ()) for line in of_log[:1]):
            yield from of_log


def _forget_waiting(connection: Connection, stream: str, record: str) -> None:
    run, among = connection.exec_driver_sql, "stream = ?"
    wanted = (stream,)
    if record != EVERYTHING:
        among, wanted = "line LIKE ?", (f"%{record}%",)
    gone = {stream: {record}, LOG: {record}}
    for of, device, counter, text in run(
        f"SELECT stream, device, counter, line FROM waiting WHERE {among}", wanted
    ).all():
        line = json.loads(text)
        if covers(gone, of, line["record"], line["kind"]):
            without_value(line)
            run(
                "UPDATE waiting SET line = ? WHERE stream = ? AND device = ? AND counter = ?",
                (json.dumps(line, ensure_ascii=False), of, device, counter),
            )


def _forget_drafts(connection: Connection, stream: str, record: str) -> None:
    """What was typed about it and not saved; a draft names the pupil and record it is about."""
    named = f"%{record or stream}%"
    connection.exec_driver_sql("DELETE FROM draft WHERE key LIKE ?", (named,))
