"""Changes that arrive in a sealed file: staged, checked, and merged in one transaction.

A change is taken in once everything it builds on is here; one that came too early waits, and is
counted aloud. Nothing is overwritten: two heads of a field are a clash, and both are kept.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection

from sendtui.errors import DamagedError
from sendtui.models import KINDS, wire
from sendtui.store.applying import materialise, rewrite_heads
from sendtui.store.standing import BIRTH, standing

MANY = 2_000

_FORK = (
    "This file and this record disagree about what one device wrote: a copy of a case file was "
    "used under its name. Nothing was taken in; ask for help."
)

Line = dict[str, Any]


class ForkError(DamagedError):
    """Two different changes carry one name: a file was copied or put back without our knowing."""


@dataclass(slots=True)
class Merged:
    """What taking in a file did, or would do: counts of changes, and the records they touch."""

    arrived: int = 0
    known: int = 0
    new: int = 0
    waiting: int = 0
    born: dict[str, list[str]] | None = None
    """Kind → records that are new here."""
    edited: dict[str, list[str]] | None = None
    """Kind → records that were here and have changed."""
    clashes: tuple[tuple[str, str], ...] = ()
    """Record and field of each clash that this file brought."""
    streams: tuple[str, ...] = ()


def stage(connection: Connection, lines: Iterable[Mapping[str, Any]]) -> int:
    """Put a file's changes aside inside the encrypted store; returns how many came.

    Runs the lines to their end, which is where a sealed file shows whether it is whole and signed.
    """
    connection.exec_driver_sql("DELETE FROM arriving")
    staged: list[tuple[str, str, int, str]] = []
    arrived = 0
    insert = "INSERT INTO arriving (stream, device, counter, line) VALUES (?, ?, ?, ?)"
    for line in lines:
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        staged.append((line["stream"], line["dev"], line["n"], text))
        arrived += 1
        if len(staged) >= MANY:
            connection.exec_driver_sql(insert, staged)
            staged.clear()
    if staged:
        connection.exec_driver_sql(insert, staged)
    return arrived


@dataclass(frozen=True, slots=True)
class Arriving:
    """One stream that a file brings: the settings it is or was at, and its kinds of record."""

    stream: str
    kind: str
    settings: frozenset[str]
    kinds: frozenset[str]


def streams_arriving(connection: Connection) -> Iterator[Arriving]:
    """What a staged file would touch, stream by stream.

    The settings are both those the file names and those known here, so that a file cannot move a
    pupil into its sender's reach.
    """
    found: dict[str, tuple[str, set[str], set[str]]] = {}
    for (text,) in connection.exec_driver_sql("SELECT line FROM arriving"):
        line = json.loads(text)
        _, settings, kinds = found.setdefault(line["stream"], (line["stream_kind"], set(), set()))
        kinds.add(line["kind"])
        if line["kind"] == "pupil" and line["field"] in {BIRTH, "setting"}:
            value = line["value"]
            named = value.get("setting") if isinstance(value, dict) else value
            settings.add(str(named or ""))
    for stream, (kind, settings, kinds) in found.items():
        here = connection.exec_driver_sql(
            "SELECT setting FROM pupil WHERE id = ?", (stream,)
        ).scalar()
        if kind == "setting":
            settings.add(stream)
        elif here is not None:
            settings.add(str(here))
        yield Arriving(stream, kind, frozenset(settings), frozenset(kinds))


def merge(connection: Connection, file: str, now_ms: int) -> Merged:
    """Take in what has been staged, inside the caller's transaction.

    Raises ForkError where a change here has the name of another one there.
    """
    merging = _Merging(connection, file, now_ms)
    result = merging.run()
    connection.exec_driver_sql("DELETE FROM arriving")
    return result


def spelled(value: object) -> str:
    """A value in the one spelling the log keeps."""
    return wire.canonical(value).decode("utf-8", "surrogatepass")


class _Merging:
    """One file's merge: what it has numbered so far, and the chains as they grow."""

    def __init__(self, connection: Connection, file: str, now_ms: int) -> None:
        self._connection = connection
        self._file = file
        self._now_ms = now_ms
        self._received = datetime.now(UTC).isoformat(timespec="seconds")
        self._numbers = count(self._next("change"))
        self._batches: dict[str, int] = {}
        self._devices: dict[str, int] = {}
        self._streams: dict[str, int] = {}
        self._tips: dict[tuple[int, int], tuple[int, bytes]] = {}
        self._births: list[str] = []
        self._edits: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._clashes: set[tuple[str, str]] = set()
        self._stamp = wire.FIRST_STAMP

    def run(self) -> Merged:
        """Merge every staged change, and what had been waiting for one of them."""
        run = self._connection.exec_driver_sql
        self._refuse_forks()
        arrived = run("SELECT count(*) FROM arriving").scalar_one()
        run(_DROP_KNOWN)
        left = run("SELECT count(*) FROM arriving").scalar_one()
        new = 0
        early: list[Line] = []
        for (text,) in run("SELECT line FROM arriving ORDER BY n").all():
            line = json.loads(text)
            if self._take(line):
                new += 1
            else:
                early.append(line)
        new += self._take_waiting(early)
        self._write_tips()
        for record in (*self._births, *self._edits):
            materialise(self._connection, record)
        self._advance_clock()
        return self._merged(arrived, arrived - left, new)

    def _merged(self, arrived: int, known: int, new: int) -> Merged:
        born: dict[str, list[str]] = defaultdict(list)
        edited: dict[str, list[str]] = defaultdict(list)
        for record in self._births:
            born[self._kinds[record]].append(record)
        for record in self._edits.keys() - set(self._births):
            edited[self._kinds[record]].append(record)
        waiting = self._connection.exec_driver_sql("SELECT count(*) FROM waiting").scalar_one()
        return Merged(
            arrived=arrived,
            known=known,
            new=new,
            waiting=waiting,
            born=dict(born),
            edited=dict(edited),
            clashes=tuple(sorted(self._clashes)),
            streams=tuple(self._streams),
        )

    def _take_waiting(self, early: list[Line]) -> int:
        """Take in what can be by now, again and again, and let the rest wait."""
        run = self._connection.exec_driver_sql
        waiting = [
            json.loads(t) for (t,) in run("SELECT line FROM waiting ORDER BY counter")
        ] + early
        taken = 0
        while waiting:
            left = [line for line in waiting if not self._take(line)]
            taken += len(waiting) - len(left)
            if len(left) == len(waiting):
                break
            waiting = left
        else:
            left = []
        run("DELETE FROM waiting")
        if left:
            run(
                "INSERT OR IGNORE INTO waiting (stream, device, counter, line, file) "
                "VALUES (?, ?, ?, ?, ?)",
                [
                    (e["stream"], e["dev"], e["n"], json.dumps(e, ensure_ascii=False), self._file)
                    for e in left
                ],
            )
        return taken

    def _take(self, line: Line) -> bool:
        """Add one change to the log if everything it builds on is here."""
        stream, device = self._stream(line), self._device(line["dev"])
        counter, link = self._tip(stream, device)
        if line["n"] <= counter:
            return True
        bases = self._bases(line, stream)
        born = self._is_born(line["record"])
        if line["field"] == BIRTH and born:
            raise ForkError(_FORK)
        if line["n"] != counter + 1 or bases is None or not (born or line["field"] == BIRTH):
            return False
        link = wire.link_of(link, line)
        n = next(self._numbers)
        self._insert(n, line, stream, device, bases)
        self._tips[stream, device] = (line["n"], link)
        self._note(line, n, bases)
        return True

    def _note(self, line: Line, n: int, bases: list[int]) -> None:
        record = line["record"]
        if line["kind"] not in KINDS:
            return
        self._kinds[record] = line["kind"]
        if line["field"] == BIRTH:
            self._births.append(record)
            return
        now = standing(self._connection, record)
        assert now is not None
        heads = (set(now.versions(line["field"])) - set(bases)) | {n}
        rewrite_heads(self._connection, record, line["field"], heads)
        self._edits[record] = line["field"]
        after = standing(self._connection, record)
        if after is not None and line["field"] in after.clashes:
            self._clashes.add((record, line["field"]))
        else:
            self._clashes.discard((record, line["field"]))

    def _insert(self, n: int, line: Line, stream: int, device: int, bases: list[int]) -> None:
        erased = line["salt"] is None
        value = None if erased else spelled(line["value"])
        more = {k: v for k, v in line.items() if k not in _KNOWN}
        self._connection.exec_driver_sql(
            "INSERT INTO change (n, stream, device, counter, batch, kind, record, field, value, "
            "bases, salt, commitment, more) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (n, stream, device, line["n"], self._batch(line, device), line["kind"], line["record"],
             line["field"], value, json.dumps(sorted(bases)) if line["field"] != BIRTH else "",
             None if erased else bytes.fromhex(line["salt"]),
             bytes.fromhex(line["erased"]) if erased else None,
             json.dumps(more, ensure_ascii=False) if more else None),
        )  # fmt: skip
        self._stamp = wire.receive(self._stamp, line["hlc"], self._now_ms)

    def _bases(self, line: Line, stream: int) -> list[int] | None:
        """The numbers of what a change replaces, or None while one of them has not come."""
        found = []
        for device, counter in line["bases"]:
            n = self._connection.exec_driver_sql(
                "SELECT n FROM change WHERE stream = ? AND device = ? AND counter = ?",
                (stream, self._device(device), counter),
            ).scalar()
            if n is None:
                return None
            found.append(int(n))
        return found

    def _is_born(self, record: str) -> bool:
        found = self._connection.exec_driver_sql(
            "SELECT 1 FROM change WHERE record = ? AND field = '*'", (record,)
        ).scalar()
        return found is not None

    def _batch(self, line: Line, device: int) -> int:
        known = self._batches.get(line["batch"])
        if known is None:
            run = self._connection.exec_driver_sql
            known = run("SELECT n FROM batch WHERE id = ?", (line["batch"],)).scalar()
            if known is None:
                known = self._next("batch")
                run(
                    "INSERT INTO batch "
                    "(n, id, device, hlc, who, label, written, true_on, received) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (known, line["batch"], device, line["hlc"], line["who"], line["label"],
                     line["written"], line["true_on"], self._received),
                )  # fmt: skip
            self._batches[line["batch"]] = known
        return known

    def _device(self, id_: str) -> int:
        return self._interned(
            self._devices, "device", id_, "INSERT INTO device (id) VALUES (?)", (id_,)
        )

    def _stream(self, line: Line) -> int:
        id_, kind = line["stream"], line["stream_kind"]
        insert = "INSERT INTO stream (id, kind) VALUES (?, ?)"
        return self._interned(self._streams, "stream", id_, insert, (id_, kind))

    def _interned(
        self, cache: dict[str, int], table: str, id_: str, insert: str, values: tuple[str, ...]
    ) -> int:
        known = cache.get(id_)
        if known is None:
            run = self._connection.exec_driver_sql
            known = run(f"SELECT n FROM {table} WHERE id = ?", (id_,)).scalar()
            if known is None:
                run(insert, values)
                known = run(f"SELECT n FROM {table} WHERE id = ?", (id_,)).scalar_one()
            cache[id_] = known
        return known

    def _tip(self, stream: int, device: int) -> tuple[int, bytes]:
        known = self._tips.get((stream, device))
        if known is None:
            found = self._connection.exec_driver_sql(
                "SELECT counter, link FROM tip WHERE stream = ? AND device = ?", (stream, device)
            ).fetchone()
            known = (found[0], found[1]) if found else (0, wire.FIRST_LINK)
            self._tips[stream, device] = known
        return known

    def _write_tips(self) -> None:
        moved = [(s, d, c, link) for (s, d), (c, link) in self._tips.items() if c]
        if moved:
            self._connection.exec_driver_sql(
                "INSERT INTO tip (stream, device, counter, link) VALUES (?, ?, ?, ?) ON CONFLICT "
                "(stream, device) DO UPDATE SET counter = excluded.counter, link = excluded.link",
                moved,
            )

    def _advance_clock(self) -> None:
        run = self._connection.exec_driver_sql
        own = run("SELECT value FROM meta WHERE key = 'hlc'").scalar() or wire.FIRST_STAMP
        run("INSERT OR REPLACE INTO meta (key, value) VALUES ('hlc', ?)", (max(own, self._stamp),))

    def _refuse_forks(self) -> None:
        known = self._connection.exec_driver_sql(_KNOWN_HERE)
        for text, record, name, batch in known:
            line = json.loads(text)
            if (line["record"], line["field"], line["batch"]) != (record, name, batch):
                raise ForkError(_FORK)

    def _next(self, table: str) -> int:
        found = self._connection.exec_driver_sql(f"SELECT coalesce(max(n), 0) + 1 FROM {table}")
        return int(found.scalar_one())


_AT = "SELECT setting FROM pupil WHERE id = ?"

_KNOWN = {*wire.CHAINED, "value", "salt", "erased"}

_KNOWN_HERE = """
    SELECT arriving.line, change.record, change.field, batch.id FROM arriving
    CROSS JOIN stream ON stream.id = arriving.stream
    CROSS JOIN device ON device.id = arriving.device
    CROSS JOIN change ON change.stream = stream.n AND change.device = device.n
        AND change.counter = arriving.counter
    CROSS JOIN batch ON batch.n = change.batch
"""

_DROP_KNOWN = """
    DELETE FROM arriving WHERE n IN (
        SELECT arriving.n FROM arriving CROSS JOIN stream ON stream.id = arriving.stream
        CROSS JOIN device ON device.id = arriving.device
        CROSS JOIN tip ON tip.stream = stream.n AND tip.device = device.n
        WHERE arriving.counter <= tip.counter)
"""
