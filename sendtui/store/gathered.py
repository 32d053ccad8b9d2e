"""One part of a merge: what it refers to, asked for at once; what it adds, written at once.

So neither time nor memory grows with the record, and most of the work is `executemany`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection

from sendtui.errors import DamagedError
from sendtui.models import wire
from sendtui.store.applying import Key as Key
from sendtui.store.applying import rewrite_heads
from sendtui.store.ready import Line, Ready
from sendtui.store.shapes import shape
from sendtui.store.standing import DELETED
from sendtui.store.words import Words

ENOUGH = 200
"""How many lines of one noun are worth a statement of their own."""

NO_CHAIN = (0, wire.FIRST_LINK)


class ForkError(DamagedError):
    """Two different changes carry one name: a file was copied or put back without our knowing."""


def fork() -> ForkError:
    """The error for a device whose name two histories bear."""
    return ForkError(
        "This file and this record disagree about what one device wrote: a copy of a case file "
        "was used under its name. Nothing was taken in; ask for help."
    )


class Gathered:
    """What is known and what is new, a part at a time."""

    def __init__(self, connection: Connection, now_ms: int) -> None:
        """Begin to number what will be added, in the caller's transaction."""
        self._connection = connection
        self._run = connection.exec_driver_sql
        self._now_ms = now_ms
        self._received = datetime.now(UTC).isoformat(timespec="seconds")
        self.first = self._next("change")
        """The number of the first change that is added."""
        self.numbers = count(self.first)
        self._batch_numbers = count(self._next("batch"))
        self.first_stream = self.next_stream = self._next("stream")
        self._devices: dict[str, int] = {}
        self._streams: dict[str, tuple[int, str]] = {}
        self._batches: dict[str, tuple[int, tuple[Any, ...]]] = {}
        self.tips: dict[tuple[int, int], tuple[int, bytes]] = {}
        """Stream and device → how far the chain goes, and the hash it has come to."""
        self.records: dict[str, tuple[int, int, str]] = {}
        """Record → the number of its birth, its stream and its kind."""
        self.numbered: dict[tuple[int, int, int], int] = {}
        """Stream, device and counter → the number of a change that this part may build on."""
        self._stood: dict[Key, set[int]] = {}
        self.heads: dict[Key, set[int]] = {}
        """The heads of those fields that this part has changed."""
        self.moved: set[tuple[int, int]] = set()
        self.changes: list[tuple[Any, ...]] = []
        self._born: dict[str, tuple[str, int, dict[str, Any]]] = {}
        self._edited: dict[str, None] = {}
        self._lines: dict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
        self._words = Words()
        self._new_streams: list[tuple[int, str, str]] = []
        self._new_batches: list[tuple[Any, ...]] = []
        self.stamp = wire.FIRST_STAMP
        """The latest stamp of all parts that is not far ahead of our clock."""

    def look_up(self, part: Sequence[Ready]) -> None:
        """Ask for every stream, chain, act, record and head that a part refers to."""
        self._streams, self.tips, self._batches = {}, {}, {}
        self.records, self.numbered, self._stood, self.heads = {}, {}, {}, {}
        for id_, n, kind in self._among("SELECT id, n, kind FROM stream WHERE id", part, "stream"):
            self._streams[id_] = (n, kind)
        numbers = [n for n, _ in self._streams.values()]
        chains = self._run(
            "SELECT stream, device, counter, link FROM tip "
            "WHERE stream IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
            (json.dumps(numbers),),
        )
        self.tips = {(s, d): (counter, link) for s, d, counter, link in chains}
        acts = (
            "SELECT batch.id, batch.n, device.id, hlc, who, label, written, true_on FROM batch "
            "JOIN device ON device.n = batch.device WHERE batch.id"
        )
        for id_, n, *said in self._among(acts, part, "batch"):
            self._batches[id_] = (n, tuple(said))
        for record, n, stream, kind, device, counter in self._among(_BIRTHS, part, "record"):
            self.records[record] = (n, stream, kind)
            self.numbered[stream, device, counter] = n
        if self.records:
            for record, name, n, *version in self._among(_HEADS, part, "record"):
                self._stood.setdefault((record, name), set()).add(n)
                self.numbered[tuple(version)] = n

    def _among(self, select: str, part: Iterable[Ready], name: str) -> Any:
        wanted = json.dumps(list({one.line[name] for one in part}))
        return self._run(f"{select} IN (SELECT value FROM json_each(?))", (wanted,))

    def stream(self, line: Line) -> int:
        """The number of a change's stream; raises ForkError where it is of another kind here."""
        known = self._streams.get(line["stream"])
        if known is None:
            n, self.next_stream = self.next_stream, self.next_stream + 1
            self._new_streams.append((n, line["stream"], line["stream_kind"]))
            self._streams[line["stream"]] = (n, line["stream_kind"])
            return n
        if known[1] != line["stream_kind"]:
            raise fork()
        return known[0]

    def device(self, id_: str) -> int:
        """The number of a device."""
        known = self._devices.get(id_)
        if known is None:
            self._run("INSERT INTO device (id) VALUES (?) ON CONFLICT DO NOTHING", (id_,))
            found = self._run("SELECT n FROM device WHERE id = ?", (id_,))
            known = self._devices[id_] = int(found.scalar_one())
        return known

    def batch(self, line: Line, device: int) -> int:
        """The number of a change's act; raises ForkError where that act says otherwise here."""
        said = (line["dev"], line["hlc"], line["who"], line["label"], line["written"],
                line["true_on"])  # fmt: skip
        known = self._batches.get(line["batch"])
        if known is None:
            n = next(self._batch_numbers)
            self._new_batches.append((n, line["batch"], device, *said[1:], self._received))
            self._batches[line["batch"]] = (n, said)
            self.stamp = wire.receive(self.stamp, line["hlc"], self._now_ms)
            return n
        # The chain covers who and when, and they stand once for each act.
        if known[1] != said:
            raise fork()
        return known[0]

    def bases(self, line: Line, stream: int) -> list[int] | None:
        """The numbers of what a change replaces, or None while one of them has not come."""
        found = []
        for id_, counter in line["bases"]:
            device = self.device(id_)
            n = self.numbered.get((stream, device, counter))
            if n is None:
                n = self._run(
                    "SELECT n FROM change WHERE stream = ? AND device = ? AND counter = ?",
                    (stream, device, counter),
                ).scalar()
            if n is None:
                return None
            found.append(int(n))
        return found

    def heads_of(self, record: str, name: str, birth: int) -> set[int]:
        """The heads of a field before the change at hand."""
        key = (record, name)
        return self.heads.get(key) or self._stood.get(key) or {birth}

    # ── The record as the log will have it ────────────────────────────────────────────────

    def bear(self, record: str, kind: str, n: int, kept: dict[str, Any]) -> None:
        """A record that is new here, with what its table can hold of it."""
        self._born[record] = (kind, n, kept)

    def edit(self, record: str, kind: str, name: str, heads: set[int], value: Any) -> None:
        """A field of a record has these heads now; the last of them says this."""
        born = self._born.get(record)
        if born and len(heads) == 1 and name != DELETED:
            kept = born[2]
            kept.pop(name, None)
            kept.update(shape(kind).storable({name: value}))
            return
        # What is not so plain is read from the log once it is there.
        self._born.pop(record, None)
        self._lines[kind].pop(record, None)
        self._edited[record] = None

    def edited(self) -> tuple[str, ...]:
        """The records whose lines are to be made from the log, once the part is written."""
        found = tuple(self._edited)
        self._edited.clear()
        return found

    # ── Writing ───────────────────────────────────────────────────────────────────────────

    def write(self) -> None:
        """Write what a part added, in the order that references ask for."""
        self._many("INSERT INTO stream (n, id, kind) VALUES (?, ?, ?)", self._new_streams)
        self._many(_INSERT_BATCH, self._new_batches)
        self._many(_INSERT_CHANGE, self.changes)
        for record, (kind, n, kept) in self._born.items():
            found = shape(kind)
            self._lines[kind][record] = found.record(record, kept)
            self._words.add(n, found, kept)
        self._born.clear()
        self._write_lines(ENOUGH)
        self._words.write(self._connection)
        self._many(_UPSERT_TIP, [(*chain, *self.tips[chain]) for chain in sorted(self.moved)])
        rewrite_heads(self._connection, self.heads, self._stood)
        self.moved.clear()

    def finish(self) -> None:
        """Write what was left to be written with more of its kind."""
        self._write_lines(1)

    def _write_lines(self, least: int) -> None:
        for kind, lines in self._lines.items():
            if len(lines) >= least:
                self._many(shape(kind).insert, list(lines.values()))
                lines.clear()

    def _many(self, statement: str, lines: list[Any]) -> None:
        if lines:
            self._run(statement, lines)
            lines.clear()

    def _next(self, table: str) -> int:
        return int(self._run(f"SELECT coalesce(max(n), 0) + 1 FROM {table}").scalar_one())


_BIRTHS = "SELECT record, n, stream, kind, device, counter FROM change WHERE field = '*' AND record"
_HEADS = (
    "SELECT head.record, head.field, change.n, change.stream, change.device, change.counter "
    "FROM head JOIN change ON change.n = head.change WHERE head.record"
)
_INSERT_BATCH = (
    "INSERT INTO batch (n, id, device, hlc, who, label, written, true_on, received) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_CHANGE = (
    "INSERT INTO change (n, stream, device, counter, batch, kind, record, field, value, bases, "
    "salt, commitment, more) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPSERT_TIP = (
    "INSERT INTO tip (stream, device, counter, link) VALUES (?, ?, ?, ?) ON CONFLICT "
    "(stream, device) DO UPDATE SET counter = excluded.counter, link = excluded.link"
)
