"""Three case files that began as one, what is done at them, and the independent model beside them.

After every act the case file must say what the model says.
"""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from sendtui.errors import DamagedError, SendtuiError
from sendtui.models import KINDS, kind, wire
from sendtui.store import history, incoming, merging, outgoing, replay
from sendtui.store import store as store_room
from sendtui.store.incoming import Merged
from sendtui.store.standing import standing
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.copies import new_store
from tests.sync.reference import BIRTH, DELETED, Change, Copy, Name

FIELDS = {"pupil": ("surname", "class_name", DELETED), "need": ("note", "source", DELETED)}
VALUES = ("Moss", "Quillfeather", "[/x]", "\u202etac")
START = 1_790_000_000_000
YEAR = 365 * 86_400_000
SKEWS = (0, 0, 60_000, -YEAR, 7 * YEAR)
"""How wrong the clocks are, in milliseconds."""

OpenStore = Callable[[Path, bytes], Store]


class CutError(Exception):
    """The file ends, or the computer does."""


class Clock:
    """The time module as the store sees it, with the clock of the desk it is used at."""

    def __init__(self) -> None:
        self.ms = START

    def time_ns(self) -> int:
        """Nanoseconds since 1970, by that desk's clock."""
        return self.ms * 1_000_000

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


@dataclass
class File:
    """Lines on their way, as the log gave them, and what the model says that they are."""

    lines: list[dict[str, Any]]
    changes: list[Change]


@dataclass
class Desks:
    """Case files, their models, and the files that pass between them."""

    folder: Path
    key: bytes
    clock: Clock
    stack: ExitStack
    stores: list[Store] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    skews: list[int] = field(default_factory=list)
    kept: dict[int, Copy] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    known: dict[Name, Change] = field(default_factory=dict)
    posted: list[File] = field(default_factory=list)
    forms: dict[int, tuple[str, str, Any, list[Change]]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    register: int | None = None
    """The desk that works on a register instead of a file, if one does."""

    def begin(self, first: Store) -> None:
        """Three copies of a case file, each under a name of its own."""
        for line in lines(first):
            change = as_change(line)
            self.known[change.name] = change
            self.kinds[change.record] = line["kind"]
        for n in range(3):
            path = self.folder / f"{n}.sendtui"
            if n == self.register:
                self.stores.append(self._register(path, first))
            else:
                shutil.copy(first.path, path)
                self.stores.append(Store.open(path, self.key))
            self.copies.append(Copy(self.stores[n].device, here=dict(self.known)))
            self.copies[n].last = max(change.stamp for change in self.known.values())
            self.skews.append(0)
        assert len({store.device for store in self.stores}) == 3

    def _register(self, path: Path, first: Store) -> Store:
        from tests.registers import as_a_file

        store = as_a_file(path)
        take(store, lines(first), self.clock.ms)
        return store

    def close(self) -> None:
        for store in self.stores:
            store.close()

    # ── Acts ──────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def at(self, n: int) -> Iterator[tuple[Store, Copy]]:
        """A desk, by its own clock."""
        self.clock.ms += 1_000
        self.copies[n].clock = self.clock.ms + self.skews[n]
        self.clock.ms, usual = self.copies[n].clock, self.clock.ms
        try:
            yield self.stores[n], self.copies[n]
        finally:
            self.clock.ms = usual

    def records(self, n: int) -> list[str]:
        return sorted(record for record, _ in self.copies[n].records() if record in self.kinds)

    def stream(self, n: int, record: str) -> str:
        return dict(self.copies[n].records())[record]

    def wrong_clock(self, n: int, skew: int) -> None:
        self.skews[n] = skew

    def add(self, n: int, value: str) -> None:
        """A new pupil with a need."""
        with self.at(n) as (store, copy):
            with store.write("Add") as tx:
                pupil = tx.add("pupil", {"surname": value, "class_name": "3B"})
                need = tx.add("need", {"pupil": pupil, "code": "SLCN", "rank": 1})
            self.kinds |= {pupil: "pupil", need: "need"}
            stamp = copy.tick()
            said = {"surname": value, "class_name": "3B"}
            self._note(copy.write(stamp, pupil, pupil, BIRTH, said))
            said_of_it = {"pupil": pupil, "code": "SLCN", "rank": 1}
            self._note(copy.write(stamp, pupil, need, BIRTH, said_of_it))
        self.check(n)

    def edit(self, n: int, record: str, name: str, value: str, form: Any = None) -> None:
        """A field changed, as it was found or as a form was opened with it."""
        with self.at(n) as (store, copy):
            bases, over = form or (None, copy.heads(record, name))
            gone = bool(copy.shown(record, DELETED))
            changes = name in copy.clashes(record, (name,)) or value != copy.shown(record, name)
            try:
                with store.write("Edit") as tx:
                    changed = tx.put(self.kinds[record], record, {name: value}, bases)
            except SendtuiError:
                assert gone
                return
            assert not gone
            assert changed == ((name,) if changes else ())
            if changes:
                self._write(n, copy, record, name, value, over)
        self.check(n)

    def open_form(self, n: int, record: str, name: str) -> None:
        """A form opened and left open."""
        with self.stores[n].read() as session:
            bases = self.stores[n].heads(session, record)
        self.forms[n] = (record, name, bases, self.copies[n].heads(record, name))

    def save_form(self, n: int, value: str) -> None:
        """The form that was left open is saved, whatever has come since."""
        if n in self.forms:
            record, name, bases, over = self.forms.pop(n)
            self.edit(n, record, name, value, (bases, over))

    def remove(self, n: int, record: str) -> None:
        with self.at(n) as (store, copy):
            if copy.shown(record, DELETED):
                return
            with store.write("Remove") as tx:
                tx.remove(self.kinds[record], record)
            over = [*copy.heads(record, DELETED), *copy.edits(record)]
            self._write(n, copy, record, DELETED, True, over)
            self.seen["removed"] += 1
        self.check(n)

    def think_again(self, n: int, record: str, name: str, value: str) -> None:
        """A field changed, and at once the last act undone."""
        with self.at(n) as (store, copy):
            heads, shown = copy.heads(record, name), copy.shown(record, name)
            if copy.shown(record, DELETED) or len(heads) > 1 or value == shown:
                return
            with store.write("Edit") as tx:
                tx.put(self.kinds[record], record, {name: value})
            made = self._write(n, copy, record, name, value, heads)
            undo(store)
            self._write(n, copy, record, name, shown, [made])
            self.seen["undone"] += 1
        self.check(n)

    def decide(self, n: int, which: int, latest: bool) -> None:
        """A clash decided by a person: one of its values holds."""
        with self.at(n) as (store, copy):
            open_ = [
                (record, name)
                for record in self.records(n)
                for name in sorted(copy.clashes(record, FIELDS[self.kinds[record]]))
            ]
            if not open_:
                return
            record, name = open_[which % len(open_)]
            heads = copy.heads(record, name)
            value = heads[0 if latest else -1].said(name)
            if name == DELETED:
                value = latest
                heads = [*heads, *copy.edits(record)] if latest else heads
            with store.write("Decide") as tx:
                now = tx.standing(record)
                tx.restate(now, name, value, now.versions(name))
            self._write(n, copy, record, name, value, heads)
            self.seen["decided"] += 1
        self.check(n)

    def _write(
        self, n: int, copy: Copy, record: str, name: str, value: object, over: list[Change]
    ) -> Change:
        made = copy.write(copy.tick(), self.stream(n, record), record, name, value, over)
        self._note(made)
        return made

    def _note(self, change: Change) -> None:
        self.known[change.name] = change

    # ── Files ─────────────────────────────────────────────────────────────────────────────

    def post(self, n: int, since: int | None = None) -> File:
        """A file of all that is here, or of what an earlier file did not hold."""
        before = {each.name for each in self.posted[since].changes} if since is not None else set()
        found = [line for line in lines(self.stores[n]) if as_name(line) not in before]
        assert [as_change(line) for line in found] == [self.known[as_name(e)] for e in found]
        assert {as_name(line) for line in found} == self.copies[n].here.keys() - before
        self.stores[n].note_carried()
        self.posted.append(File(found, [as_change(line) for line in found]))
        return self.posted[-1]

    def deliver(self, to: int, file: File, way: str, chance: Random) -> None:
        """A file read: whole, shuffled, with lines lost or doubled; or cut off, or the power is."""
        given = list(file.lines)
        if way in ("shuffled", "some", "doubled"):
            chance.shuffle(given)
        if way == "some":
            given = given[: len(given) * chance.randrange(2, 9) // 10]
        if way == "doubled":
            given += given[: len(given) // 2]
        if way in ("cut", "killed"):
            self._break(to, given, way, chance)
            return
        with self.at(to) as (store, copy):
            before, arrived = len(copy.here), [self.known[as_name(line)] for line in given]
            fresh = {each.name for each in arrived} - copy.here.keys()
            merged = take(store, given, copy.clock)
            copy.receive(arrived, copy.clock)
            self._compare(merged, copy, before)
            self.seen["waited"] += bool(copy.waiting)
            self.seen["gap"] += any(self._is_gap(copy, each) for each in copy.waiting.values())
            self.seen["clash"] += bool(merged.clashes)
            self.seen["known"] += len(fresh) < len(arrived)
        self.check(to)

    def _compare(self, merged: Merged, copy: Copy, before: int) -> None:
        assert merged.new == len(copy.here) - before
        assert merged.waiting == len(copy.waiting)
        fresh = list(copy.here.values())[before:]
        touched = {(each.record, each.field) for each in fresh if each.field != BIRTH}
        touched |= {(record, DELETED) for record, _ in touched}
        assert set(merged.clashes) == {
            (record, name) for record, name in touched if copy.clashes(record, (name,))
        }

    def _is_gap(self, copy: Copy, change: Change) -> bool:
        """Whether its device's changes before it are not all here, rather than what it replaces."""
        return any(
            (change.stream, change.device, n) not in {**copy.here, **copy.waiting}
            for n in range(1, change.n)
        )

    def _break(self, to: int, given: list[dict[str, Any]], way: str, chance: Random) -> None:
        """A reading that does not come to its end changes nothing."""
        with self.at(to) as (store, _), pytest.MonkeyPatch.context() as patch:
            if way == "killed":
                left = iter(range(chance.randrange(2)))

                def crash(_: str) -> None:
                    if next(left, None) is None:
                        raise CutError

                patch.setattr(merging, "crash_point", crash)
                given_ = iter(given)
            else:
                given_ = cut_off(given, chance.randrange(len(given) + 1))
            with pytest.raises((CutError, DamagedError)):
                take(store, given_, 0)
            self.seen[way] += 1
        self.check(to)

    def give_all(self) -> None:
        """Every file that was ever posted, then everything to everybody until nobody learns."""
        news = True
        for file in self.posted:
            if any(each.name not in self.copies[0].here for each in file.changes):
                self.deliver(0, file, "whole", Random(0))
        while news:
            news = False
            for giver in range(3):
                for taker in {0, 1, 2} - {giver}:
                    before = len(self.copies[taker].here)
                    self.deliver(taker, self.post(giver), "whole", Random(0))
                    news |= len(self.copies[taker].here) > before

    # ── Copies put back ───────────────────────────────────────────────────────────────────

    def back_up(self, n: int) -> None:
        """The case file copied somewhere else; a register is its operator's to copy."""
        if n == self.register:
            return
        self.stores[n].close()
        path = self.stores[n].path
        shutil.copy(path, path.with_suffix(".kept"))
        self.stores[n] = Store.open(path, self.key)
        self.kept[n] = self.copies[n].as_restored(self.copies[n].device)

    def put_back(self, n: int) -> None:
        """That copy put over the case file by hand, as a person would who lost a day."""
        if n not in self.kept:
            return
        path, was = self.stores[n].path, self.stores[n].device
        self.stores[n].close()
        shutil.copy(path.with_suffix(".kept"), path)
        self.stores[n] = Store.open(path, self.key)
        carried = {e.name for file in self.posted for e in file.changes if e.device == was}
        lost = self.copies[n].here.keys() - self.kept[n].here.keys()
        # A name under which changes have left must not be used for others.
        assert (self.stores[n].device != was) or not (lost & carried)
        self.copies[n] = self.kept[n].as_restored(self.stores[n].device)
        self.forms.pop(n, None)
        self.seen["put back"] += 1
        self.seen["fork"] += bool(lost & carried)
        self.check(n)

    # ── What must hold ────────────────────────────────────────────────────────────────────

    def check(self, n: int) -> None:
        """The case file says what its model says: values, heads, clashes, and what waits."""
        copy = self.copies[n]
        with self.stores[n].read() as session:
            connection = session.connection()
            waiting = connection.exec_driver_sql("SELECT count(*) FROM waiting").scalar_one()
            assert waiting == len(copy.waiting)
            for record in self.records(n):
                now, names = standing(connection, record), FIELDS[self.kinds[record]]
                assert now is not None
                for name in names:
                    shown = now.values.get(name, False if name == DELETED else "")
                    assert shown == copy.shown(record, name)
                    assert {now.named[head] for head in now.versions(name)} == {
                        each.version for each in copy.heads(record, name)
                    }
                assert set(now.clashes) == copy.clashes(record, names)

    def check_all(self) -> None:
        """All say the same; chains, tables and search hold; every written value is readable."""
        one, *others = (said(store) for store in self.stores)
        assert others == [one, one]
        for n, store in enumerate(self.stores):
            with store.read() as session:
                connection = session.connection()
                assert list(replay.differences(connection)) == []
                assert list(replay.broken_chains(connection)) == []
                there = {
                    (line.record, line.field, wire.canonical(line.after))
                    for pupil in {each.stream for each in self.copies[n].here.values()}
                    for line in history.of_stream(connection, pupil)
                }
            written = self.copies[n].here.values()
            wanted = {(e.record, e.field, wire.canonical(e.value)) for e in written}
            assert wanted <= there
        assert not any(copy.waiting for copy in self.copies)
        here = [copy.here.keys() for copy in self.copies]
        assert here[0] == here[1] == here[2]


def as_name(line: dict[str, Any]) -> Name:
    return line["stream"], line["dev"], line["n"]


def as_change(line: dict[str, Any]) -> Change:
    bases = frozenset((device, n) for device, n in line["bases"])
    stamp = int(line["hlc"], 16)
    return Change(*as_name(line), stamp, line["record"], line["field"], line["value"], bases)


def cut_off(given: list[dict[str, Any]], after: int) -> Iterator[dict[str, Any]]:
    yield from given[:after]
    raise CutError


def lines(store: Store) -> list[dict[str, Any]]:
    """Everything a case file has, as a sealed file would carry it."""
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT id FROM stream ORDER BY n").all()
        return list(outgoing.changes(session.connection(), [str(s) for (s,) in found]))


def take(store: Store, given: Iterable[dict[str, Any]], now_ms: int) -> Merged:
    """Merge lines as a sealed file's are merged."""
    device = store.device
    with store.write("Merge") as tx:
        incoming.stage(tx.connection, given)
        return incoming.merge(tx.connection, "file", now_ms, device)


def said(store: Store) -> dict[str, set[tuple[object, ...]]]:
    """What a case file says: its tables, its heads by name, and what its search finds."""
    with store.read() as session:
        run = session.connection().exec_driver_sql
        tables = {
            name: set(map(tuple, run(f'SELECT * FROM "{kind(name).table.__tablename__}"')))
            for name in KINDS
        }
        heads = run(
            "SELECT head.record, head.field, device.id, change.counter FROM head "
            "JOIN change ON change.n = head.change JOIN device ON device.n = change.device"
        )
        found = {
            f"found {word}": set(map(tuple, run(
                "SELECT change.record FROM (SELECT rowid AS n FROM search WHERE search MATCH ?) "
                "AS hit JOIN change ON change.n = hit.n", (f'"{word}"',))))
            for word in ("Moss", "Quillfeather", "tac", "x")
        }  # fmt: skip
        return {**tables, "heads": set(map(tuple, heads)), **found}


@contextmanager
def desks(register: int | None = None) -> Iterator[Desks]:
    """Three case files with two pupils, each of whom has a need; one may be a register."""
    clock = Clock()
    with TemporaryDirectory() as name, ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_room, "time", clock)
        folder = Path(name)
        with new_store(folder / "first.sendtui") as store:
            with store.write("Set up") as tx:
                for value in VALUES[:2]:
                    pupil = tx.add("pupil", {"surname": value})
                    tx.add("need", {"pupil": pupil, "code": "SLCN", "rank": 1})
            made = Desks(folder, store.key, clock, stack, register=register)
            key = store.key
        with Store.open(folder / "first.sendtui", key) as store:
            made.begin(store)
        stack.callback(made.close)
        yield made
