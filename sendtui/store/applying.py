"""The heads of the log, and the tables and the search as those heads have them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from sendtui.models import wire
from sendtui.store import words
from sendtui.store.parts import in_parts
from sendtui.store.shapes import shape
from sendtui.store.standing import standings

Key = tuple[str, str]
"""A record and one of its fields."""


def name_versions(connection: Connection, numbers: Iterable[int]) -> list[wire.Version]:
    """Lines of the log as every copy names them: their device and counter."""
    named = []
    for n in sorted(numbers):
        found = connection.exec_driver_sql(
            "SELECT device.id, change.counter FROM change JOIN device ON device.n = change.device "
            "WHERE change.n = ?",
            (n,),
        ).one()
        named.append((str(found[0]), int(found[1])))
    return sorted(named)


def rewrite_heads(
    connection: Connection,
    heads: Mapping[Key, set[int]],
    stood: Collection[Key] | None = None,
) -> None:
    """Say which lines are the heads of these fields; of none but `stood` it was said before."""
    gone = list(heads) if stood is None else [key for key in heads if key in stood]
    _many(connection, "DELETE FROM head WHERE record = ? AND field = ?", gone)
    _many(
        connection,
        "INSERT INTO head (record, field, change) VALUES (?, ?, ?)",
        [(*key, n) for key, numbers in heads.items() for n in sorted(numbers)],
    )


def materialise(connection: Connection, records: Iterable[str]) -> None:
    """Make these records' lines in their tables, and their words, what the log says now."""
    for part in in_parts(dict.fromkeys(records)):
        _materialise(connection, part)


def _materialise(connection: Connection, records: Sequence[str]) -> None:
    gone: defaultdict[str, list[tuple[str]]] = defaultdict(list)
    lines: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    births: list[int] = []
    said = words.Words()
    known = standings(connection, records)
    for record in records:
        now = known[record]
        found = shape(now.kind)
        gone[now.kind].append((record,))
        births.append(now.birth)
        # A birth without values was erased: the log remembers there was something, and no more.
        if now.deleted or not now.born:
            continue
        values = found.storable(now.values)
        lines[now.kind].append(found.record(record, values))
        said.add(now.birth, found, values)
    for kind, ids in gone.items():
        _many(connection, shape(kind).delete, ids)
    words.drop(connection, births)
    for kind, made in lines.items():
        _many(connection, shape(kind).insert, made)
    said.write(connection)


def _many(connection: Connection, statement: str, lines: list[Any]) -> None:
    if lines:
        connection.exec_driver_sql(statement, lines)
