"""What a record says now, read from the log: its birth, and the heads of what was edited since."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

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
    clashes: tuple[str, ...] = field(default=())

    @property
    def deleted(self) -> bool:
        """Whether the record has been removed."""
        return bool(self.values.get(DELETED))

    def versions(self, name: str) -> tuple[int, ...]:
        """The heads of a field: more than one is a clash."""
        return self.heads.get(name, (self.birth,))


def _born(born: dict[str, Any], kind: str, name: str) -> Any:
    return False if name == DELETED else born.get(name, shape(kind).defaults.get(name))


_BIRTH = "SELECT n, stream, kind, value FROM change WHERE record = ? AND field = '*'"
_HEADS = """
    SELECT head.field, change.n, change.value, change.field = '*'
    FROM head JOIN change ON change.n = head.change
    JOIN batch ON batch.n = change.batch JOIN device ON device.n = change.device
    WHERE head.record = ? ORDER BY batch.hlc DESC, device.id DESC, change.counter DESC
"""


def standing(connection: Connection, record: str) -> Standing | None:
    """What the log says of a record now, or None where it knows none of that name."""
    birth = connection.exec_driver_sql(_BIRTH, (record,)).fetchone()
    if birth is None:
        return None
    n, stream, kind, text = birth
    born: dict[str, Any] = json.loads(text) if text else {}
    values, heads = dict(born), dict[str, list[int]]()
    said: dict[str, set[str]] = {}
    for name, change, value, is_birth in connection.exec_driver_sql(_HEADS, (record,)):
        spoken = _born(born, kind, name) if is_birth else json.loads(value) if value else None
        if name not in heads:
            values[name] = spoken
        heads.setdefault(name, []).append(change)
        said.setdefault(name, set()).add(json.dumps(spoken, sort_keys=True))
    return Standing(
        record=record,
        kind=kind,
        stream=stream,
        birth=n,
        born=born,
        values=values,
        heads={name: tuple(sorted(changes)) for name, changes in heads.items()},
        clashes=tuple(name for name, texts in said.items() if len(texts) > 1),
    )
