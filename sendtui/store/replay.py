"""The log read from its beginning: does it hold together, and are the tables what it says?"""

import json
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection

from sendtui.models import KINDS, wire
from sendtui.store import words
from sendtui.store.applying import materialise, name_versions
from sendtui.store.parts import in_parts
from sendtui.store.shapes import Shape, shape, table
from sendtui.store.standing import standing


def rebuild(connection: Connection) -> None:
    """Make every table and the search anew from the log; the caller's transaction commits it."""
    for name in KINDS:
        connection.exec_driver_sql(f'DELETE FROM "{shape(name).kind.table.__tablename__}"')
    words.empty(connection)
    materialise(connection, (record for record, _ in _births(connection)))


def remake(connection: Connection, kinds: Collection[str]) -> None:
    """Make the tables of these nouns anew, as this version has them, and fill them from the log.

    What a later version had sent of them is in the log already, and now has a place to stand.
    """
    for name in kinds:
        stored = table(name)
        stored.drop(connection, checkfirst=True)
        stored.create(connection)
    materialise(connection, (record for record, kind in _births(connection) if kind in kinds))


def differences(connection: Connection) -> Iterator[str]:
    """The ids of records whose line in their table is not what the log says, noun by noun."""
    edited = set(connection.exec_driver_sql("SELECT DISTINCT record FROM head").scalars())
    by_kind: dict[str, list[str]] = {}
    for record, kind in _births(connection):
        by_kind.setdefault(kind, []).append(record)
    for kind, records in by_kind.items():
        for part in in_parts(records):
            yield from _differing(connection, shape(kind), part, edited)


def _differing(
    connection: Connection, found: Shape, records: Sequence[str], edited: set[str]
) -> Iterator[str]:
    table, id_at = found.kind.table.__tablename__, found.columns.index("id")
    columns = ", ".join(f'line."{column}"' for column in found.columns)
    lines = connection.exec_driver_sql(
        f"""SELECT change.record, change.value, {columns}
            FROM change LEFT JOIN "{table}" line ON line.id = change.record
            WHERE change.field = '*' AND change.record IN (SELECT value FROM json_each(?))""",
        (json.dumps(records),),
    ).all()
    for record, text, *line in lines:
        if record in edited:
            now = standing(connection, record)
            assert now is not None
            values = {} if now.deleted or not now.born else now.values
        else:
            # Nobody has touched it since: it stands as it was born.
            values = json.loads(text) if text else {}
        expected = found.record(record, found.storable(values)) if values else None
        if (tuple(line) if line[id_at] is not None else None) != expected:
            yield record


def broken_chains(connection: Connection) -> Iterator[str]:
    """The streams in which a device's chain does not come to the hash that was noted."""
    chains = connection.exec_driver_sql(
        """SELECT tip.stream, tip.device, stream.id, device.id, stream.kind, tip.counter, tip.link
           FROM tip
           JOIN stream ON stream.n = tip.stream JOIN device ON device.n = tip.device"""
    ).all()
    for stream, device, stream_id, device_id, kind, counter, noted in chains:
        if _chain(connection, stream, device, stream_id, device_id, kind) != (counter, noted):
            yield str(stream_id)


def link_at(connection: Connection, stream: str, device: str, counter: int) -> bytes:
    """The hash that a device's chain had come to at a change that is here."""
    n, device_n, kind = connection.exec_driver_sql(
        """SELECT stream.n, device.n, stream.kind FROM stream, device
           WHERE stream.id = ? AND device.id = ?""",
        (stream, device),
    ).one()
    return _chain(connection, n, device_n, stream, device, kind, counter)[1]


def _chain(
    connection: Connection,
    stream: int,
    device: int,
    stream_id: str,
    device_id: str,
    stream_kind: str,
    last: int = (1 << 63) - 1,
) -> tuple[int, bytes]:
    reached, counter = wire.FIRST_LINK, 0
    lines = connection.exec_driver_sql(
        """SELECT counter, hlc, kind, record, field, bases, who, true_on, written, label, batch.id,
                  value, salt, commitment
           FROM change JOIN batch ON batch.n = change.batch
           WHERE change.stream = ? AND change.device = ? AND change.counter <= ?
           ORDER BY counter""",
        (stream, device, last),
    )
    for found in lines.all():
        (
            number,
            hlc,
            kind,
            record,
            name,
            bases,
            who,
            true_on,
            written,
            label,
            batch,
            value,
            salt,
            kept,
        ) = found
        if number != counter + 1:
            return counter, reached
        named = [list(v) for v in name_versions(connection, json.loads(bases))] if bases else []
        fields = (stream_id, stream_kind, device_id, number, hlc, kind, record, name, named, who,
                  true_on, written, label, batch)  # fmt: skip
        committed = (
            kept if value is None else wire.commit(salt, value.encode("utf-8", "surrogatepass"))
        )
        reached, counter = wire.link(reached, fields, committed), number
    return counter, reached


def _births(connection: Connection) -> list[tuple[str, str]]:
    """Every record of a noun this version knows, and its noun; those of later versions wait."""
    found = connection.exec_driver_sql(
        "SELECT record, kind FROM change WHERE field = '*' ORDER BY n"
    )
    return [(str(record), str(kind)) for record, kind in found if kind in KINDS]
