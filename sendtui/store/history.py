"""The log read as a history: who changed what, when it was true, when it was written."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from sendtui.store.shapes import shape
from sendtui.store.standing import BIRTH, DELETED

At = tuple[str, str, int]
"""A kind, one of its fields, and the line of the log whose word about it is asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change as a person reads it: before and after are JSON values; a birth has no before."""

    n: int
    batch: int
    stream: str
    kind: str
    record: str
    field: str
    before: Any
    after: Any
    who: str
    label: str
    written: str
    true_on: str
    device: str
    erased: bool

    @property
    def is_birth(self) -> bool:
        """Whether this line brought the record into being."""
        return self.field == BIRTH


_LINES = """
    SELECT change.n, change.batch, stream.id, change.kind, change.record, change.field,
           change.value, change.bases, batch.who, batch.label, batch.written,
           batch.true_on, device.id
    FROM change JOIN stream ON stream.n = change.stream JOIN batch ON batch.n = change.batch
    JOIN device ON device.n = change.device
    WHERE {where} ORDER BY batch.hlc DESC, change.n DESC LIMIT ?
"""


def of_stream(connection: Connection, stream: str, limit: int = 1_000) -> Iterator[Line]:
    """The changes of one pupil or setting, the newest first."""
    return _lines(connection, "stream.id = ?", stream, limit)


def of_streams(
    connection: Connection, streams: Sequence[str], limit: int = 1_000
) -> Iterator[Line]:
    """The changes of several records of one child, the newest first."""
    if len(streams) == 1:
        return of_stream(connection, streams[0], limit)
    where = "stream.id IN (SELECT value FROM json_each(?))"
    return _lines(connection, where, json.dumps(list(streams)), limit)


def latest(connection: Connection, limit: int = 100) -> Iterator[Line]:
    """The latest changes of all."""
    return _lines(connection, "1 = ?", 1, limit)


def of_act(connection: Connection, batch: int, most: int) -> tuple[Line, ...]:
    """The changes of one act in their order; none where there are more than `most`."""
    # An import has a million lines, which are not sorted only to find that they are too many.
    count = connection.exec_driver_sql(
        "SELECT count(*) FROM (SELECT 1 FROM change WHERE batch = ? LIMIT ?) AS found",
        (batch, most + 1),
    ).scalar()
    if not count or count > most:
        return ()
    return tuple(_lines(connection, "change.batch = ?", batch, most))[::-1]


def last_line(connection: Connection) -> int:
    """The number of the newest line of the log; 0 for an empty one."""
    return int(connection.exec_driver_sql("SELECT max(n) FROM change").scalar() or 0)


def touched(
    connection: Connection, kinds: Sequence[str], after: int = 0, written: str = ""
) -> dict[str, str]:
    """The records of these kinds that the log speaks of after a line, each with its kind.

    `written` is the day, as ISO text, on or after which the line was written.
    """
    marks = ", ".join("?" for _ in kinds)
    found = connection.exec_driver_sql(
        "SELECT DISTINCT change.record, change.kind FROM change "
        "JOIN batch ON batch.n = change.batch "
        f"WHERE change.n > ? AND batch.written >= ? AND change.kind IN ({marks})",
        (after, written, *kinds),
    )
    return {str(line.record): str(line.kind) for line in found.all()}


def streams(connection: Connection, after: int) -> frozenset[str]:
    """The pupils and settings of which the log speaks after a line."""
    found = connection.exec_driver_sql(
        "SELECT DISTINCT stream.id FROM change JOIN stream ON stream.n = change.stream "
        "WHERE change.n > ?",
        (after,),
    )
    return frozenset(str(id_) for (id_,) in found)


def disclosures(connection: Connection, pupil: str = "", limit: int = 1_000) -> Iterator[Line]:
    """The files that left, of all or those that hold this pupil's data, the newest first."""
    whose = "EXISTS (SELECT 1 FROM json_each(CAST(disclosure.pupils AS TEXT)) WHERE value = ?)"
    asked = whose if pupil else "? = ''"
    left = f"SELECT disclosure.id FROM disclosure WHERE {asked}"
    return _lines(
        connection, f"change.field = '{BIRTH}' AND change.record IN ({left})", pupil, limit
    )


def _lines(connection: Connection, where: str, value: object, limit: int) -> Iterator[Line]:
    for found in connection.exec_driver_sql(_LINES.format(where=where), (value, limit)).all():
        n, batch, stream, kind, record, name, text, bases, who, label, written, true_on, device = (
            found
        )
        yield Line(
            n=n,
            batch=batch,
            stream=stream,
            kind=kind,
            record=record,
            field=name,
            before=_before(connection, kind, name, bases),
            after=json.loads(text) if text else None,
            who=who,
            label=label,
            written=written,
            true_on=true_on or "",
            device=device,
            erased=text is None,
        )


def author(connection: Connection, n: int) -> tuple[str, str]:
    """Who wrote what a line says, and when (UTC): of one that undo put back, who wrote it first."""
    who, written, *_ = connection.exec_driver_sql(_AUTHOR, (origin(connection, n),)).one()
    return str(who), str(written)


def births(connection: Connection, records: Collection[str]) -> dict[str, str]:
    """When each of these records was first written (UTC, ISO text), whatever day it is about."""
    found = connection.exec_driver_sql(
        """SELECT change.record, batch.written FROM change JOIN batch ON batch.n = change.batch
           WHERE change.field = '*' AND change.record IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(records)),),
    )
    return {str(record): str(written) for record, written in found}


def begun_on(
    connection: Connection, records: Collection[str], devices: Collection[str]
) -> frozenset[str]:
    """Those of these records that were begun on one of these devices."""
    found = connection.exec_driver_sql(
        """SELECT change.record FROM change JOIN device ON device.n = change.device
           WHERE change.field = '*' AND change.record IN (SELECT value FROM json_each(?))
           AND device.id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(records)), json.dumps(list(devices))),
    )
    return frozenset(str(record) for (record,) in found)


def origin(connection: Connection, n: int) -> int:
    """The line that first said what a line says, where undo has put it back; else that line."""
    _, _, label, value, bases = connection.exec_driver_sql(_AUTHOR, (n,)).one()
    if not str(label).startswith(("Undo: ", "Redo: ")) or not bases:
        return n
    # What undo put back was replaced by what it reversed.
    for reversed_ in json.loads(bases):
        said = connection.exec_driver_sql(_AUTHOR, (reversed_,)).one()
        for earlier in json.loads(said[4] or "[]"):
            if connection.exec_driver_sql(_AUTHOR, (earlier,)).one()[3] == value:
                return origin(connection, earlier)
    return n


_AUTHOR = """
    SELECT batch.who, batch.written, batch.label, change.value, change.bases
    FROM change JOIN batch ON batch.n = change.batch WHERE change.n = ?
"""


def _before(connection: Connection, kind: str, name: str, bases: str) -> Any:
    replaced = json.loads(bases) if bases else []
    if name == DELETED:
        replaced = of_field(connection, replaced, name)
    return value_at(connection, kind, name, replaced[-1]) if replaced else None


def of_field(connection: Connection, numbers: Sequence[int], name: str) -> tuple[int, ...]:
    """Those of the lines a line replaces that are about its own field; a removal names others."""
    if len(numbers) < 2:
        return tuple(numbers)
    found = connection.exec_driver_sql(
        "SELECT n FROM change WHERE n IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) "
        "AND field IN (?, '*') ORDER BY n",
        (json.dumps(list(numbers)), name),
    )
    return tuple(int(n) for (n,) in found)


def value_at(connection: Connection, kind: str, name: str, n: int) -> Any:
    """What a field said once line `n` had been written: by itself, or as the record's birth."""
    return values_at(connection, [(kind, name, n)])[kind, name, n]


def values_at(connection: Connection, asked: Sequence[At]) -> dict[At, Any]:
    """What fields said once a line had been written: kind, field and line → the value."""
    lines = connection.exec_driver_sql(
        "SELECT n, field, value FROM change "
        "WHERE n IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
        (json.dumps(list({n for _, _, n in asked})),),
    )
    found = {n: (field, text) for n, field, text in lines}
    return {at: _said(at[0], at[1], *found[at[2]]) for at in asked}


def _said(kind: str, name: str, field: str, text: str | None) -> Any:
    value = json.loads(text) if text else None
    if field != BIRTH:
        return value
    if name == DELETED:
        return False
    return (value or {}).get(name, shape(kind).defaults.get(name))
