"""The merge: staged changes become lines of the log, and the record follows.

A change is taken in once everything it builds on is here; one that came too early waits, and is
counted aloud. Nothing is overwritten: two heads of a field are a clash, and both are kept.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic_core import from_json
from sqlalchemy import Connection

from sendtui.errors import DamagedError
from sendtui.models import KINDS, wire
from sendtui.store import erasing, words
from sendtui.store.applying import materialise
from sendtui.store.arrived import check_place, fitting
from sendtui.store.crash import crash_point
from sendtui.store.gathered import NO_CHAIN, Gathered, Key, Line, fork
from sendtui.store.shapes import shape
from sendtui.store.standing import BIRTH, DELETED, removed_of, standing
from sendtui.store.transaction import KEEP_CLOCK
from sendtui.store.wanting import WITHHELD

PART = 2_000
"""How many changes are looked up, taken and written together."""


@dataclass(slots=True)
class Merged:
    """What taking in a file did, or would do: counts of changes, and the records they touch."""

    arrived: int = 0
    known: int = 0
    new: int = 0
    released: int = 0
    """How many changes were known without their value and have it now."""
    erased: int = 0
    """How many changes that were here lost what they said: the file tells of their erasure."""
    waiting: int = 0
    """How many changes wait here now, also of files before this one."""
    born: dict[str, list[str]] = field(default_factory=dict)
    """Kind → records that are new here."""
    edited: dict[str, list[str]] = field(default_factory=dict)
    """Kind → records that were here and have changed."""
    clashes: tuple[Key, ...] = ()
    """Record and field of each clash that this file brought."""
    streams: tuple[str, ...] = ()
    """The streams with anything new."""


class Merging:
    """One file's merge: what it has numbered so far, and the chains as they grow."""

    def __init__(self, connection: Connection, file: str, now_ms: int, device: str) -> None:
        """Begin a merge in the caller's transaction."""
        self._connection = connection
        self._run = connection.exec_driver_sql
        self._file = file
        self._own = device
        self._part = Gathered(connection, now_ms)
        self._new = self._released = self._erased = 0
        self._gone: dict[str, set[str]] = {}
        self._to_erase: list[tuple[str, str]] = []
        self._born: dict[str, str] = {}
        self._edited: dict[str, str] = {}
        self._doubled: set[Key] = set()
        self._touched: dict[str, None] = {}

    def run(self) -> Merged:
        """Merge every staged change, and what had been waiting for one of them."""
        self._refuse_forks()
        arrived = self._run("SELECT count(*) FROM arriving").scalar_one()
        self._gone = erasing.erased(self._connection)
        self._release()
        self._run(_DROP_KNOWN)
        left = self._run("SELECT count(*) FROM arriving").scalar_one()
        early: list[Line] = []
        for part in self._staged():
            early += self._take_part(part)
        self._take_waiting(early)
        for stream, record in self._to_erase:
            self._erased += erasing.erase(self._connection, stream, record)
        if self._to_erase:
            words.forget(self._connection)
        crash_point("merge.taken")
        materialise(self._connection, self._edited)
        self._advance_clock()
        crash_point("merge.done")
        return self._merged(arrived, arrived - left)

    def _merged(self, arrived: int, known: int) -> Merged:
        born: dict[str, list[str]] = defaultdict(list)
        edited: dict[str, list[str]] = defaultdict(list)
        for record, kind in self._born.items():
            born[kind].append(record)
        for record, kind in self._edited.items():
            if record not in self._born:
                edited[kind].append(record)
        return Merged(
            arrived=arrived,
            known=known,
            new=self._new,
            released=self._released,
            erased=self._erased,
            waiting=self._run("SELECT count(*) FROM waiting").scalar_one(),
            born=dict(born),
            edited=dict(edited),
            clashes=tuple(sorted(self._clashes())),
            streams=tuple(self._touched),
        )

    def _clashes(self) -> Iterator[Key]:
        """The fields whose heads say different things, and the removals of what is edited."""
        removed = [(record, DELETED) for record in removed_of(self._connection, self._edited)]
        for record, name in dict.fromkeys([*self._doubled, *removed]):
            now = standing(self._connection, record)
            if now is not None and name in now.clashes:
                yield record, name

    # ── Part by part ──────────────────────────────────────────────────────────────────────

    def _staged(self) -> Iterator[list[Line]]:
        last = 0
        while found := self._run(
            f"SELECT n, line FROM arriving WHERE n > ? ORDER BY n LIMIT {PART}", (last,)
        ).all():
            last = found[-1][0]
            yield [from_json(text) for _, text in found]

    def _take_part(self, part: list[Line]) -> list[Line]:
        """Take in what can be, and give back what came too early."""
        self._part.look_up(part)
        crash_point("merge.part")
        early = [line for line in part if not self._take(line)]
        self._part.write()
        return early

    def _take_waiting(self, early: list[Line]) -> None:
        """Take in what can be by now, again and again, and let the rest wait."""
        waited = self._run("SELECT line FROM waiting ORDER BY counter").all()
        left = [*(json.loads(text) for (text,) in waited), *early]
        before = -1
        while left and len(left) != before:
            before = len(left)
            left = [
                line
                for at in range(0, before, PART)
                for line in self._take_part(left[at : at + PART])
            ]
        self._run("DELETE FROM waiting")
        if left:
            self._run(
                "INSERT INTO waiting (stream, device, counter, line, file) "
                "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [
                    (e["stream"], e["dev"], e["n"], json.dumps(e, ensure_ascii=False), self._file)
                    for e in left
                ],
            )

    # ── One change ────────────────────────────────────────────────────────────────────────

    def _take(self, line: Line) -> bool:
        """Add one change to the log if everything it builds on is here."""
        stream, device = self._part.stream(line), self._part.device(line["dev"])
        counter, link = self._part.tips.get((stream, device), NO_CHAIN)
        if line["n"] <= counter:
            return True
        if line["dev"] == self._own:
            raise fork()
        check_place(line, self._kind_of(line, stream))
        born, is_birth = self._part.records.get(line["record"]), line["field"] == BIRTH
        if is_birth and born:
            raise fork()
        if erasing.covers(self._gone, line["stream"], line["record"], line["kind"]):
            erasing.without_value(line)
        bases = self._part.bases(line, stream)
        if line["n"] != counter + 1 or bases is None or not (born or is_birth):
            return False
        n = next(self._part.numbers)
        spelled = self._insert(n, line, stream, device, bases)
        self._part.tips[stream, device] = (line["n"], _link(link, line, spelled))
        self._part.moved.add((stream, device))
        self._part.numbered[stream, device, line["n"]] = n
        self._touched[line["stream"]] = None
        self._new += 1
        if is_birth:
            self._bear(line, n, stream)
        elif born:
            self._edit(line, n, born[0], bases)
        return True

    def _kind_of(self, line: Line, stream: int) -> str:
        """The kind of the record a change is about; "" where it is not known yet.

        Raises DamagedError for a record of another stream.
        """
        born = self._part.records.get(line["record"])
        if born is None:
            return ""
        if born[1] != stream:
            raise DamagedError(
                "The file changes a record under another pupil's name. Nothing was taken in: "
                "tell the sender."
            )
        return born[2]

    def _bear(self, line: Line, n: int, stream: int) -> None:
        record, kind, values = line["record"], line["kind"], line["value"]
        self._part.records[record] = (n, stream, kind)
        if kind not in KINDS or values is None:
            return
        if kind == erasing.KIND:
            gone = str(values.get("record", erasing.EVERYTHING))
            self._gone.setdefault(line["stream"], set()).add(gone)
            self._to_erase.append((line["stream"], gone))
        self._born[record] = kind
        found = shape(kind)
        kept = fitting(kind, values)
        self._part.births[kind].append(found.record(record, kept))
        self._part.words.add(n, found, kept)

    def _edit(self, line: Line, n: int, birth: int, bases: list[int]) -> None:
        record, name = line["record"], line["field"]
        if line["kind"] not in KINDS:
            return
        heads = self._part.heads_of(record, name, birth)
        heads = heads.difference(bases) | {n}
        self._part.heads[record, name] = heads
        self._edited[record] = line["kind"]
        (self._doubled.add if len(heads) > 1 else self._doubled.discard)((record, name))

    def _insert(self, n: int, line: Line, stream: int, device: int, bases: list[int]) -> bytes:
        """Put a change among those to be written; returns the spelling of its value."""
        erased, birth = line["salt"] is None, line["field"] == BIRTH
        batch = self._part.batch(line, device)
        spelled = b"" if erased else wire.canonical(line["value"])
        more = {k: v for k, v in line.items() if k not in _KNOWN} if len(line) > _USUAL else {}
        self._part.changes.append(
            (n, stream, device, line["n"], batch, line["kind"], line["record"],
             line["field"], None if erased else spelled.decode("utf-8", "surrogatepass"),
             "" if birth else json.dumps(sorted(bases)),
             None if erased else bytes.fromhex(line["salt"]),
             bytes.fromhex(line["erased"]) if erased else None,
             json.dumps(more, ensure_ascii=False) if more else None)
        )  # fmt: skip
        return spelled

    def _advance_clock(self) -> None:
        own = self._run("SELECT value FROM meta WHERE key = 'hlc'").scalar() or wire.FIRST_STAMP
        later = max(own, self._part.stamp)
        self._run(KEEP_CLOCK, (later,))

    def _release(self) -> None:
        """Give the changes that came without their value the one that has come now.

        The commitment shows that it is that one. What was erased stays erased.
        """
        for n, kind, text, commitment, more in self._run(_BARE_HERE).all():
            line, rest = json.loads(text), json.loads(more or "{}")
            if line["salt"] is None or not rest.pop(WITHHELD, False):
                continue
            if erasing.covers(self._gone, line["stream"], line["record"], kind):
                continue
            salt, spelled = bytes.fromhex(line["salt"]), wire.canonical(line["value"])
            if wire.commit(salt, spelled) != commitment:
                raise fork()
            check_place(line, kind)
            if kind in KINDS and line["field"] == BIRTH:
                fitting(kind, line["value"])
            self._run(
                "UPDATE change SET value = ?, salt = ?, commitment = NULL, more = ? WHERE n = ?",
                (spelled.decode("utf-8", "surrogatepass"), salt, json.dumps(rest) if rest else None,
                 n),
            )  # fmt: skip
            self._touched[line["stream"]] = None
            self._released += 1
            if kind in KINDS:
                self._edited[line["record"]] = kind

    def _refuse_forks(self) -> None:
        known = self._run(_KNOWN_HERE)
        for text, record, name, batch in known:
            line = json.loads(text)
            if (line["record"], line["field"], line["batch"]) != (record, name, batch):
                raise fork()


def _link(previous: bytes, line: Line, spelled: bytes) -> bytes:
    if line["salt"] is None:
        commitment = bytes.fromhex(line["erased"])
    else:
        commitment = wire.commit(bytes.fromhex(line["salt"]), spelled)
    return wire.link(previous, wire.chained(line), commitment)


_KNOWN = {*wire.CHAINED, "value", "salt", "erased"}
_USUAL = len(wire.CHAINED) + 2

_KNOWN_HERE = """
    SELECT arriving.line, change.record, change.field, batch.id FROM arriving
    CROSS JOIN stream ON stream.id = arriving.stream
    CROSS JOIN device ON device.id = arriving.device
    CROSS JOIN change ON change.stream = stream.n AND change.device = device.n
        AND change.counter = arriving.counter
    CROSS JOIN batch ON batch.n = change.batch
"""

_BARE_HERE = """
    SELECT change.n, change.kind, arriving.line, change.commitment, change.more FROM arriving
    CROSS JOIN stream ON stream.id = arriving.stream
    CROSS JOIN device ON device.id = arriving.device
    CROSS JOIN change ON change.stream = stream.n AND change.device = device.n
        AND change.counter = arriving.counter
    WHERE change.value IS NULL
"""

_DROP_KNOWN = """
    DELETE FROM arriving WHERE n IN (
        SELECT arriving.n FROM arriving CROSS JOIN stream ON stream.id = arriving.stream
        CROSS JOIN device ON device.id = arriving.device
        CROSS JOIN tip ON tip.stream = stream.n AND tip.device = device.n
        WHERE arriving.counter <= tip.counter)
"""
