"""What a record says now, read from the log: its birth, and the heads of what was edited since."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from sendtui.models import wire
from sendtui.store.shapes import shape

BIRTH = "*"
"""The field of a record's first line, whose value is all its fields."""

DELETED = "_deleted"
"""The field that says a record was removed; itself a register, so that removal can clash."""

Bases = dict[str, tuple[int, ...]]
"""Field → the versions that a form was opened with."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as its log has it: the shown values, and the heads of each edited field."""

    record: str
    kind: str
    stream: int
    birth: int
    born: dict[str, Any]
    values: dict[str, Any]
    heads: Bases
    named: dict[int, wire.Version]
    """The birth and the heads by number, as every copy names them."""
    clashes: tuple[str, ...] = field(default=())
    unseen: tuple[int, ...] = field(default=())
    """The edits that whoever removed it had not seen: a clash of its removal."""

    @property
    def deleted(self) -> bool:
        """Whether the record has been removed."""
        return bool(self.values.get(DELETED))

    def differs_from_birth(self, but: Collection[str] = ()) -> bool:
        """Whether a field says other than at birth; removal, and the fields of `but`, apart."""
        return any(
            self.values.get(name) != _born(self.born, self.kind, name)
            for name in self.heads
            if name != DELETED and name not in but
        )

    @property
    def edits(self) -> tuple[int, ...]:
        """The heads of all fields that were edited; of the removal, none."""
        return tuple(
            n
            for name, heads in self.heads.items()
            if name != DELETED
            for n in heads
            if n != self.birth
        )

    def versions(self, name: str) -> tuple[int, ...]:
        """The heads of a field: more than one is a clash."""
        return self.heads.get(name, (self.birth,))


def _born(born: dict[str, Any], kind: str, name: str) -> Any:
    return False if name == DELETED else born.get(name, shape(kind).defaults.get(name))


_BIRTHS = """
    SELECT change.record, change.n, stream, kind, value, device.id, counter
    FROM change JOIN device ON device.n = change.device
    WHERE change.field = '*' AND change.record IN (SELECT value FROM json_each(?))
"""
_HEADS = """
    SELECT head.record, head.field, change.n, change.value, change.field = '*',
           change.bases, device.id, change.counter
    FROM head JOIN change ON change.n = head.change
    JOIN batch ON batch.n = change.batch JOIN device ON device.n = change.device
    WHERE head.record IN (SELECT value FROM json_each(?))
    ORDER BY batch.hlc DESC, device.id DESC, change.counter DESC
"""


def standing(connection: Connection, record: str) -> Standing | None:
    """What the log says of a record now, or None where it knows none of that name."""
    return standings(connection, (record,)).get(record)


def standings(connection: Connection, records: Iterable[str]) -> dict[str, Standing]:
    """What the log says now of each of these records that it knows; some hundreds at once."""
    wanted = (json.dumps(list(records)),)
    heads: dict[str, list[Sequence[Any]]] = {}
    for record, *head in connection.exec_driver_sql(_HEADS, wanted):
        heads.setdefault(record, []).append(head)
    births = connection.exec_driver_sql(_BIRTHS, wanted)
    return {birth[0]: _standing(birth, heads.get(birth[0], ())) for birth in births}


def removed_of(connection: Connection, records: Iterable[str]) -> list[str]:
    """Those of these records that were ever removed."""
    found = connection.exec_driver_sql(
        "SELECT DISTINCT record FROM head WHERE field = '_deleted' "
        "AND record IN (SELECT value FROM json_each(?))",
        (json.dumps(list(records)),),
    )
    return [str(record) for (record,) in found]


def _standing(birth: Sequence[Any], found: Sequence[Sequence[Any]]) -> Standing:
    record, n, stream, kind, text, device, counter = birth
    born: dict[str, Any] = json.loads(text) if text else {}
    values, heads = dict(born), dict[str, list[int]]()
    said: dict[str, set[str]] = {}
    named: dict[int, wire.Version] = {n: (device, counter)}
    removals: list[tuple[int, str]] = []
    for name, change, value, is_birth, bases, *version in found:
        named[change] = (version[0], version[1])
        if name == DELETED and value == "true":
            removals.append((change, bases))
        spoken = _born(born, kind, name) if is_birth else json.loads(value) if value else None
        if name not in heads:
            values[name] = spoken
        heads.setdefault(name, []).append(change)
        said.setdefault(name, set()).add(json.dumps(spoken, sort_keys=True))
    clashes = [name for name, texts in said.items() if len(texts) > 1]
    unseen = _unseen(values, heads, n, removals, named)
    if unseen and DELETED not in clashes:
        clashes.append(DELETED)
    return Standing(
        record=record,
        kind=kind,
        stream=stream,
        birth=n,
        born=born,
        values=values,
        heads={name: tuple(sorted(changes)) for name, changes in heads.items()},
        named=named,
        clashes=tuple(clashes),
        unseen=unseen,
    )


def _unseen(
    values: dict[str, Any],
    heads: dict[str, list[int]],
    birth: int,
    removals: list[tuple[int, str]],
    named: dict[int, wire.Version],
) -> tuple[int, ...]:
    """The edits that no removal names among what it replaces, where the record is removed.

    What the same device wrote before it removed the record has been seen, too.
    """
    if not values.get(DELETED):
        return ()
    edits = [n for name, many in heads.items() if name != DELETED for n in many if n != birth]
    if not edits:
        return ()
    seen = {base for _, bases in removals for base in json.loads(bases or "[]")}
    at = dict(named[n] for n, _ in removals)
    return tuple(n for n in edits if n not in seen and not named[n][1] < at.get(named[n][0], 0))
