"""Changes on their way out, as a sealed file carries them."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from sendtui.models import wire
from sendtui.store import erasing
from sendtui.store.applying import name_versions
from sendtui.store.standing import standing

Held = Mapping[str, Mapping[str, int]]
"""Stream → device → how many of that device's changes are held; there are no gaps in them."""

CHANGES = """
    SELECT stream.id, stream.kind, device.id, change.counter, batch.hlc, change.kind, change.record,
           change.field, change.value, change.salt, change.commitment, change.bases, batch.who,
           batch.true_on, batch.written, batch.label, batch.id, change.more
    FROM change JOIN stream ON stream.n = change.stream JOIN device ON device.n = change.device
    JOIN batch ON batch.n = change.batch
"""
_OF_STREAM = f"{CHANGES} WHERE change.stream = ? ORDER BY change.n"

_RECORD = """
    SELECT change.record FROM change JOIN stream ON stream.n = change.stream
    JOIN device ON device.n = change.device
    WHERE stream.id = ? AND device.id = ? AND change.counter = ? AND change.value IS NOT NULL
"""
_DOCUMENTS = """
    SELECT change.record, change.field, change.value, device.id, change.counter
    FROM stream JOIN change ON change.stream = stream.n JOIN device ON device.n = change.device
    WHERE stream.id = ? AND change.kind = 'document' AND change.field IN ('*', 'sha256')
    AND change.value IS NOT NULL ORDER BY change.n
"""

_REACHED = """
    SELECT stream.id, device.id, tip.counter FROM tip
    JOIN device ON device.n = tip.device JOIN stream ON stream.n = tip.stream
    WHERE stream.id IN (SELECT value FROM json_each(?))
"""


def changes(
    connection: Connection,
    streams: Iterable[str],
    held: Held | None = None,
    *,
    veiled: Collection[str] = (),
    bare: Mapping[str, Collection[wire.Version]] = MappingProxyType({}),
) -> Iterator[dict[str, Any]]:
    """Every change of these streams that the other side does not hold, causes before effects.

    Changes of the `veiled` records go without their value, so that there is no gap and nothing of
    them is told; `bare` are those that the other side holds in that way, and gets again if they are
    not veiled any more.
    """
    for stream in streams:
        n = connection.exec_driver_sql("SELECT n FROM stream WHERE id = ?", (stream,)).scalar()
        known, again = (held or {}).get(stream, {}), bare.get(stream, ())
        for found in connection.exec_driver_sql(_OF_STREAM, (n,)):
            hidden = found[6] in veiled
            if found[3] > known.get(found[2], 0):
                line = line_of(connection, found)
                yield _without_value(line) if hidden else line
            elif not hidden and (found[2], found[3]) in again and found[8] is not None:
                yield line_of(connection, found)


def _without_value(line: dict[str, Any]) -> dict[str, Any]:
    if line["salt"] is None:
        return line
    commitment = wire.commitment(bytes.fromhex(line["salt"]), line["value"])
    return {**line, "value": None, "salt": None, "erased": commitment.hex(), "withheld": True}


def released(
    connection: Connection,
    bare: Mapping[str, Collection[wire.Version]],
    streams: Collection[str],
    veiled: Collection[str],
) -> dict[str, set[wire.Version]]:
    """Those of the changes that the other side has without a value which may have it now."""
    found: dict[str, set[wire.Version]] = {}
    for stream in bare.keys() & set(streams):
        for device, counter in bare[stream]:
            record = connection.exec_driver_sql(_RECORD, (stream, device, counter)).scalar()
            if record and record not in veiled:
                found.setdefault(stream, set()).add((device, counter))
    return found


def records_within(
    connection: Connection, streams: Iterable[str], held: Held | None, records: Collection[str]
) -> set[str]:
    """Those of these records that the changes for the other side are about."""
    if not records:
        return set()
    found = connection.exec_driver_sql(
        """SELECT DISTINCT change.record, stream.id, device.id, change.counter FROM change
           JOIN stream ON stream.n = change.stream JOIN device ON device.n = change.device
           WHERE change.record IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(records)),),
    )
    going, known = set(streams), held or {}
    return {
        str(record)
        for record, stream, device, counter in found
        if stream in going and counter > known.get(stream, {}).get(device, 0)
    }


def documents(
    connection: Connection,
    streams: Iterable[str],
    held: Held | None = None,
    *,
    veiled: Collection[str] = (),
) -> list[str]:
    """The hashes of the documents that the changes for the other side name, each once."""
    found: dict[str, None] = {}
    for stream in streams:
        known = (held or {}).get(stream, {})
        lines = connection.exec_driver_sql(_DOCUMENTS, (stream,))
        for record, field, value, device, counter in lines:
            if counter > known.get(device, 0) and record not in veiled:
                said = json.loads(value)
                name = said.get("sha256", "") if field == "*" else said
                if name:
                    found[str(name)] = None
    return list(found)


def named_here(
    connection: Connection,
    names: Iterable[str],
    streams: Iterable[str],
    veiled: Collection[str] = (),
) -> list[str]:
    """Those of these hashes that a document of these streams names that is not veiled."""
    found = connection.exec_driver_sql(
        "SELECT id, sha256 FROM document WHERE sha256 IN (SELECT value FROM json_each(?)) "
        "AND pupil IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(names)), json.dumps(list(streams))),
    )
    return list({str(name): None for record, name in found if record not in veiled})


def held(connection: Connection, streams: Iterable[str]) -> dict[str, dict[str, int]]:
    """How far each device's changes go in these streams here."""
    wanted = list(streams)
    found: dict[str, dict[str, int]] = {stream: {} for stream in wanted}
    for stream, device, counter in connection.exec_driver_sql(_REACHED, (json.dumps(wanted),)):
        found[stream][device] = int(counter)
    return found


def links(connection: Connection, streams: Iterable[str]) -> dict[str, dict[str, str]]:
    """The hash that each device's chain has come to in these streams here, in hex."""
    return {
        stream: {d: link.hex() for d, _, link in _tips(connection, stream)} for stream in streams
    }


def news(
    connection: Connection, streams: Iterable[str], held: Held | None = None
) -> dict[str, int]:
    """How many changes of each of these streams the other side does not hold, where there are any.

    One question, however many streams.
    """
    names, found = list(streams), dict[str, int]()
    for stream, device, counter in connection.exec_driver_sql(_REACHED, (json.dumps(names),)):
        fresh = counter - (held or {}).get(stream, {}).get(device, 0)
        if fresh > 0:
            found[stream] = found.get(stream, 0) + fresh
    return {stream: found[stream] for stream in names if stream in found}


def streams_of(connection: Connection, settings: Iterable[str]) -> list[str]:
    """The streams of these settings and of every pupil that is at one of them.

    Pupils who were removed are among them, so that the removal travels.
    """
    wanted = list(dict.fromkeys(settings))
    removed = _removed(connection)
    found = []
    for setting in wanted:
        known = connection.exec_driver_sql("SELECT 1 FROM stream WHERE id = ?", (setting,)).scalar()
        pupils = connection.exec_driver_sql(
            "SELECT id FROM pupil WHERE setting = ? ORDER BY id", (setting,)
        )
        found += [setting] if known else []
        found += [str(pupil) for (pupil,) in pupils]
        found += [stream for stream, at in removed if at == setting]
    return found


def kinds_of(connection: Connection, streams: Iterable[str]) -> dict[str, set[str]]:
    """The kinds of record in each of these streams."""
    found: dict[str, set[str]] = {}
    for stream, kind in connection.exec_driver_sql(
        "SELECT DISTINCT stream.id, change.kind FROM change "
        "JOIN stream ON stream.n = change.stream "
        "WHERE stream.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(streams)),),
    ):
        found.setdefault(stream, set()).add(kind)
    return found


def _removed(connection: Connection) -> list[tuple[str, str]]:
    """The pupils who are in the log and in no list, each with the setting they were last at."""
    gone = connection.exec_driver_sql(
        "SELECT stream.id FROM stream LEFT JOIN pupil ON pupil.id = stream.id "
        "WHERE stream.kind = 'pupil' AND pupil.id IS NULL ORDER BY stream.id"
    ).all()
    states = ((str(stream), standing(connection, stream)) for (stream,) in gone)
    return [
        (stream, str(now.values.get("setting") or erasing.setting_of(connection, stream)))
        for stream, now in states
        if now
    ]


def _tips(connection: Connection, stream: str) -> list[tuple[str, int, bytes]]:
    found = connection.exec_driver_sql(
        "SELECT device.id, tip.counter, tip.link FROM tip JOIN device ON device.n = tip.device "
        "JOIN stream ON stream.n = tip.stream WHERE stream.id = ?",
        (stream,),
    )
    return [(str(d), int(c), bytes(link)) for d, c, link in found]


def line_of(connection: Connection, found: Sequence[Any]) -> dict[str, Any]:
    """A change as it is sent, from what `CHANGES` found of it."""
    (stream, stream_kind, device, counter, hlc, kind, record, name, value, salt, commitment, bases,
     who, true_on, written, label, batch, more) = found  # fmt: skip
    line = {
        "stream": stream,
        "stream_kind": stream_kind,
        "dev": device,
        "n": counter,
        "hlc": hlc,
        "kind": kind,
        "record": record,
        "field": name,
        "value": None if value is None else json.loads(value),
        "salt": None if value is None else salt.hex(),
        "bases": [list(v) for v in name_versions(connection, json.loads(bases))] if bases else [],
        "who": who,
        "true_on": true_on,
        "written": written,
        "label": label,
        "batch": batch,
        **(json.loads(more) if more else {}),
    }
    if value is None:
        line["erased"] = commitment.hex()
    return line
