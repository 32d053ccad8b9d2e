"""Changes on their way out, as a sealed file carries them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from sendtui.store.applying import name_versions
from sendtui.store.standing import standing

Held = Mapping[str, Mapping[str, int]]
"""Stream → device → how many of that device's changes are held; there are no gaps in them."""

_CHANGES = """
    SELECT stream.id, stream.kind, device.id, change.counter, batch.hlc, change.kind, change.record,
           change.field, change.value, change.salt, change.commitment, change.bases, batch.who,
           batch.true_on, batch.written, batch.label, batch.id, change.more
    FROM change JOIN stream ON stream.n = change.stream JOIN device ON device.n = change.device
    JOIN batch ON batch.n = change.batch WHERE change.stream = ? ORDER BY change.n
"""


def changes(
    connection: Connection, streams: Iterable[str], held: Held | None = None
) -> Iterator[dict[str, Any]]:
    """Every change of these streams that the other side does not hold, causes before effects."""
    for stream in streams:
        n = connection.exec_driver_sql("SELECT n FROM stream WHERE id = ?", (stream,)).scalar()
        known = (held or {}).get(stream, {})
        for found in connection.exec_driver_sql(_CHANGES, (n,)):
            if found[3] > known.get(found[2], 0):
                yield _line(connection, found)


def held(connection: Connection, streams: Iterable[str]) -> dict[str, dict[str, int]]:
    """How far each device's changes go in these streams here."""
    return {stream: {d: c for d, c, _ in _tips(connection, stream)} for stream in streams}


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
    for stream, device, counter in connection.exec_driver_sql(
        "SELECT stream.id, device.id, tip.counter FROM tip "
        "JOIN device ON device.n = tip.device JOIN stream ON stream.n = tip.stream "
        "WHERE stream.id IN (SELECT value FROM json_each(?))",
        (json.dumps(names),),
    ):
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
    return [(stream, str(now.values.get("setting", ""))) for stream, now in states if now]


def _tips(connection: Connection, stream: str) -> list[tuple[str, int, bytes]]:
    found = connection.exec_driver_sql(
        "SELECT device.id, tip.counter, tip.link FROM tip JOIN device ON device.n = tip.device "
        "JOIN stream ON stream.n = tip.stream WHERE stream.id = ?",
        (stream,),
    )
    return [(str(d), int(c), bytes(link)) for d, c, link in found]


def _line(connection: Connection, found: Any) -> dict[str, Any]:
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
