"""The one call that owns every write: it changes the record and appends to the log together.

What is written is gathered and goes out by `executemany`; nothing of it is visible until `flush`,
which every reading inside the transaction does first.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from secrets import token_bytes
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.models import wire
from sendtui.models.twin import Twin
from sendtui.store import erasing
from sendtui.store.applying import Key, materialise, name_versions, rewrite_heads
from sendtui.store.ids import new_id
from sendtui.store.reasons import validated
from sendtui.store.shapes import Shape, shape
from sendtui.store.standing import BIRTH, DELETED, Bases, Standing, standing, standings
from sendtui.store.words import Words

MANY = 2_000
"""How many lines are gathered before they are written."""


@dataclass(slots=True)
class Stream:
    """A stream as this transaction has it: its number, and how far our own chain goes in it."""

    n: int
    id: str
    kind: str
    counter: int
    link: bytes


class Transaction:
    """One act: everything in it is written together, under one label, or not at all."""

    def __init__(
        self, session: Session, device: str, who: str, label: str, written: str, now_ms: int
    ) -> None:
        """Begin an act; `written` is the real time in UTC, whatever day the rules are told."""
        self._session = session
        self._connection: Connection = session.connection()
        self._device_id = device
        self._who = who
        self.label = label
        self._written = written
        self._now_ms = now_ms
        self.true_on: date | None = None
        self.undoes: int | None = None
        self._batch = 0
        self._batch_id = ""
        self._hlc = ""
        self._streams: dict[str, Stream] = {}
        self._by_number: dict[int, Stream] = {}
        self._fresh: list[Stream] = []
        self._moved: dict[int, Stream] = {}
        self._changes: list[tuple[Any, ...]] = []
        self._births: dict[str, list[tuple[Any, ...]]] = {}
        self._words = Words()
        self._heads: dict[Key, set[int]] = {}
        self._touched: dict[str, None] = {}
        self._gathered: set[str] = set()
        self._ahead: dict[str, Standing] = {}

    # ── What services call ────────────────────────────────────────────────────────────────

    @property
    def session(self) -> Session:
        """Reads inside this transaction, which see what it has written so far."""
        self.flush()
        return self._session

    def add(self, kind: str, values: Mapping[str, object] | Twin, id: str | None = None) -> str:
        """Write a new record and return its id.

        Raises InvalidError with each field that does not hold.
        """
        record = id or new_id()
        self._bear(shape(kind), record, values, named=id is not None)
        return record

    def add_many(self, kind: str, many: Iterable[Mapping[str, object] | Twin]) -> list[str]:
        """Write many new records of one kind and return their ids in order."""
        found, added = shape(kind), []
        for values in many:
            record = new_id()
            self._bear(found, record, values)
            added.append(record)
        return added

    def put(
        self,
        kind: str,
        id: str,
        values: Mapping[str, object],
        bases: Mapping[str, tuple[int, ...]] | None = None,
    ) -> tuple[str, ...]:
        """Change fields of a record and return the names of those that changed.

        `bases` are the versions the form was opened with; without them, the ones found now. A
        field somebody else has changed in between keeps both values: that is a clash.
        Raises InvalidError with each field that does not hold, SendtuiError for what is gone.
        """
        found, now = shape(kind), self.standing(id)
        if found.kind.twin.EVENT:
            raise SendtuiError("What happened is not edited: add a new entry that puts it right.")
        if now.deleted:
            raise SendtuiError("This has been removed. Undo that first.")
        wanted = {f: v for f, v in now.values.items() if f in found.kind.twin.model_fields}
        fresh = validated(found, {**wanted, **values})
        changed = []
        for name in values:
            if self._changes_anything(now, name, fresh.get(name, found.defaults.get(name)), found):
                base = (bases or {}).get(name, now.versions(name))
                self._append(now, name, fresh.get(name, found.defaults.get(name)), base)
                changed.append(name)
        return tuple(changed)

    def remove(self, kind: str, id: str, bases: Bases | None = None) -> None:
        """Remove a record: it leaves every list, travels in sync, and undo brings it back."""
        now = self.standing(id)
        if kind == erasing.KIND:
            raise SendtuiError("What was erased stays erased, and the note of it stays.")
        if now.kind != kind or now.deleted:
            raise SendtuiError("This has been removed already.")
        self._append(now, DELETED, True, (bases or {}).get(DELETED, now.versions(DELETED)))

    def standing(self, record: str) -> Standing:
        """What the log says of a record at this point of the transaction.

        Raises SendtuiError where there is no such record.
        """
        if record in self._gathered:
            self.flush()
        found = self._ahead.get(record) or standing(self._connection, record)
        if found is None:
            raise SendtuiError("There is no such record here.")
        return found

    def look_ahead(self, records: Iterable[str]) -> dict[str, Standing]:
        """What the log says of some hundreds of records, asked at once before they are changed."""
        found = standings(self.connection, records)
        self._ahead = dict(found)
        streams = {now.stream for now in found.values()}
        for known in self._found_streams("n", list(streams - self._by_number.keys())):
            self._streams[known.id] = self._by_number[known.n] = known
        return found

    # ── What the store's own rooms call ───────────────────────────────────────────────────

    def restate(self, now: Standing, name: str, value: object, bases: tuple[int, ...]) -> None:
        """Append a line as undo does: a value that has been valid before."""
        self._append(now, name, value, bases)

    @property
    def connection(self) -> Connection:
        """The connection of this transaction, for the store's own statements."""
        self.flush()
        return self._connection

    def flush(self) -> None:
        """Write what has been gathered, in the order that references ask for."""
        run = self._connection.exec_driver_sql
        if self._fresh:
            run(
                "INSERT INTO stream (n, id, kind) VALUES (?, ?, ?)",
                [(s.n, s.id, s.kind) for s in self._fresh],
            )
            self._fresh.clear()
        if self._changes:
            run(_INSERT_CHANGE, self._changes)
            tips = [(s.n, self._device, s.counter, s.link) for s in self._moved.values()]
            run(_UPSERT_TIP, tips)
            self._changes.clear()
            self._moved.clear()
        for name, lines in self._births.items():
            run(shape(name).insert, lines)
        self._births.clear()
        self._words.write(self._connection)
        rewrite_heads(self._connection, self._heads)
        self._heads.clear()
        self._gathered.clear()
        materialise(self._connection, self._touched)
        self._touched.clear()
        if len(self._streams) > MANY:
            self._streams.clear()
            self._by_number.clear()

    # ── How a line is made ────────────────────────────────────────────────────────────────

    def _bear(
        self,
        found: Shape,
        record: str,
        values: Mapping[str, object] | Twin,
        *,
        named: bool = False,
    ) -> None:
        fields = validated(found, values)
        stream = self._stream(found, record, fields, named=named)
        n = self._line(stream, found.kind.name, record, BIRTH, fields)
        self._births.setdefault(found.kind.name, []).append(found.record(record, fields))
        self._words.add(n, found, fields)
        if len(self._changes) >= MANY:
            self.flush()

    def _append(self, now: Standing, name: str, value: object, bases: tuple[int, ...]) -> None:
        if not now.born:
            raise SendtuiError("This has been erased, and says nothing any more.")
        heads = set(now.versions(name))
        if name == DELETED and value is True:
            # Whoever removes it removes what they saw; an edit they did not see is a clash.
            bases = tuple(dict.fromkeys([*bases, *now.edits]))
        stream = self._known_stream(now.stream)
        versions = self._named(now, bases)
        spelled = json.dumps(sorted(bases))
        n = self._line(stream, now.kind, now.record, name, value, spelled, versions)
        self._heads[now.record, name] = (heads - set(bases)) | {n}
        self._touched[now.record] = None
        if len(self._changes) >= MANY:
            self.flush()

    def _line(
        self,
        stream: Stream,
        kind: str,
        record: str,
        name: str,
        value: object,
        bases: str = "",
        versions: Sequence[wire.Version] = (),
    ) -> int:
        self._begin_batch()
        self._gathered.add(record)
        self._ahead.pop(record, None)
        spelled = wire.canonical(value)
        salt = token_bytes(wire.SALT_BYTES)
        self._moved[stream.n] = stream
        stream.counter += 1
        stream.link = wire.link(
            stream.link,
            (
                stream.id,
                stream.kind,
                self._device_id,
                stream.counter,
                self._hlc,
                kind,
                record,
                name,
                versions,
                self._who,
                self.true_on.isoformat() if self.true_on else None,
                self._written,
                self.label,
                self._batch_id,
            ),
            wire.commit(salt, spelled),
        )
        n: int = next(self._numbers)
        self._changes.append(
            (n, stream.n, self._device, stream.counter, self._batch, kind, record, name,
             spelled.decode("utf-8", "surrogatepass"), bases, salt)
        )  # fmt: skip
        return n

    def _named(self, now: Standing, numbers: tuple[int, ...]) -> list[wire.Version]:
        """Versions as every copy names them: device and counter."""
        others = [n for n in numbers if n not in now.named]
        named = [now.named[n] for n in numbers if n in now.named]
        return sorted([*named, *name_versions(self._connection, others)])

    def _changes_anything(self, now: Standing, name: str, value: object, found: Shape) -> bool:
        if name in now.clashes:
            return True
        return value != now.values.get(name, found.defaults.get(name))

    def _begin_batch(self) -> None:
        if self._batch:
            return
        run = self._connection.exec_driver_sql
        run("INSERT INTO device (id) VALUES (?) ON CONFLICT DO NOTHING", (self._device_id,))
        self._device = run("SELECT n FROM device WHERE id = ?", (self._device_id,)).scalar_one()
        last = run("SELECT value FROM meta WHERE key = 'hlc'").scalar() or wire.FIRST_STAMP
        self._hlc = wire.tick(last, self._now_ms)
        run(KEEP_CLOCK, (self._hlc,))
        self._batch = run("SELECT coalesce(max(n), 0) + 1 FROM batch").scalar_one()
        self._batch_id = new_id()
        true_on = self.true_on.isoformat() if self.true_on else None
        run(
            "INSERT INTO batch (n, id, device, hlc, who, label, written, true_on, undoes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._batch, self._batch_id, self._device, self._hlc, self._who, self.label,
             self._written, true_on, self.undoes),
        )  # fmt: skip
        self._numbers = count(run("SELECT coalesce(max(n), 0) + 1 FROM change").scalar_one())
        self._stream_numbers = count(run("SELECT coalesce(max(n), 0) + 1 FROM stream").scalar_one())

    def _stream(
        self, found: Shape, record: str, fields: Mapping[str, Any], *, named: bool
    ) -> Stream:
        belongs = found.kind.twin.STREAM
        own = found.kind.name == belongs
        id_ = record if own else str(fields.get(belongs, ""))
        if not id_:
            raise SendtuiError(f"A {found.kind.name} must say which {belongs} it belongs to.")
        if erasing.covers(self._gone, id_, record, found.kind.name):
            raise SendtuiError("This pupil's record has been erased, and takes nothing new.")
        known = self._streams.get(id_)
        if known is None:
            # A record named just now cannot have a stream yet.
            known = None if own and not named else self._found_stream("id", id_)
            if known is None:
                if not own:
                    raise SendtuiError(f"There is no such {belongs} here.")
                self._begin_batch()
                n = next(self._stream_numbers)
                known = Stream(n, id_, belongs, 0, wire.FIRST_LINK)
                self._fresh.append(known)
            self._streams[id_] = self._by_number[known.n] = known
        return known

    def _known_stream(self, n: int) -> Stream:
        known = self._by_number.get(n)
        if known is None:
            known = self._found_stream("n", n)
            assert known is not None
            self._streams[known.id] = self._by_number[n] = known
        return known

    def _found_stream(self, column: str, value: object) -> Stream | None:
        return next(iter(self._found_streams(column, [value])), None)

    @cached_property
    def _gone(self) -> dict[str, set[str]]:
        """What had been erased when this act began."""
        return erasing.erased(self._connection)

    def _found_streams(self, column: str, values: list[Any]) -> list[Stream]:
        found = self._connection.exec_driver_sql(
            f"SELECT stream.n, stream.id, stream.kind, tip.counter, tip.link FROM stream "
            f"LEFT JOIN tip ON tip.stream = stream.n "
            f"AND tip.device = (SELECT n FROM device WHERE id = ?) "
            f"WHERE stream.{column} IN (SELECT {_AMONG[column]} FROM json_each(?))",
            (self._device_id, json.dumps(values)),
        )
        return [
            Stream(n, id_, kind, counter or 0, link or wire.FIRST_LINK)
            for n, id_, kind, counter, link in found
        ]


_AMONG = {"id": "value", "n": "CAST(value AS BIGINT)"}
KEEP_CLOCK = (
    "INSERT INTO meta (key, value) VALUES ('hlc', ?) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_INSERT_CHANGE = (
    "INSERT INTO change "
    "(n, stream, device, counter, batch, kind, record, field, value, bases, salt) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPSERT_TIP = (
    "INSERT INTO tip (stream, device, counter, link) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (stream, device) DO UPDATE SET counter = excluded.counter, link = excluded.link"
)
