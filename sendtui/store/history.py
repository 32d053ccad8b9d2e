"""The log read as a history: who changed what, when it was true, when it was written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from sendtui.store.shapes import shape
from sendtui.store.standing import BIRTH, DELETED


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


def of_batch(connection: Connection, batch: int, limit: int = 1_000) -> Iterator[Line]:
    """The changes of one act."""
    return _lines(connection, "change.batch = ?", batch, limit)


def latest(connection: Connection, limit: int = 100) -> Iterator[Line]:
    """The latest changes of all."""
    return _lines(connection, "1 = ?", 1, limit)


def disclosures(connection: Connection, pupil: str = "", limit: int = 1_000) -> Iterator[Line]:
    """The files that left, of all or those that hold this pupil's data, the newest first."""
    whose = "EXISTS (SELECT 1 FROM json_each(disclosure.pupils) WHERE value = ?)"
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


def _before(connection: Connection, kind: str, name: str, bases: str) -> Any:
    replaced = json.loads(bases) if bases else []
    return value_at(connection, kind, name, replaced[-1]) if replaced else None


def value_at(connection: Connection, kind: str, name: str, n: int) -> Any:
    """What a field said once line `n` had been written: by itself, or as the record's birth."""
    field, text = connection.exec_driver_sql(
        "SELECT field, value FROM change WHERE n = ?", (n,)
    ).one()
    value = json.loads(text) if text else None
    if field != BIRTH:
        return value
    if name == DELETED:
        return False
    return (value or {}).get(name, shape(kind).defaults.get(name))
