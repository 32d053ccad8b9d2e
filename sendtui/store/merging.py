"""The merge: staged changes become lines of the log, and the record follows.

A change is taken in once everything it builds on is here; one that came too early waits, and is
counted aloud. Nothing is overwritten: two heads of a field are a clash, and both are kept.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic_core import from_json
from sqlalchemy import Connection

from sendtui.errors import DamagedError
from sendtui.models import KINDS, wire
from sendtui.store import erasing, words
from sendtui.store.applying import materialise
from sendtui.store.arrived import check_place, require_whole
from sendtui.store.behind import behind
from sendtui.store.crash import crash_point
from sendtui.store.gathered import NO_CHAIN, Gathered, Key, fork
from sendtui.store.ready import Line, Ready, ready
from sendtui.store.shapes import shape
from sendtui.store.standing import BIRTH, DELETED, removed_of, standing
from sendtui.store.transaction import KEEP_CLOCK
from sendtui.store.wanting import WITHHELD

PART = 2_000
"""How many changes are looked up, taken and written together."""


@dataclass(slots=True)
class Merged:
    """What taking in a file did, or would do: counts of changes, and where to look for the rest."""

    arrived: int = 0
    known: int = 0
    new: int = 0
    released: int = 0
    """How many changes were known without their value and have it now."""
    erased: int = 0
    """How many changes that were here lost what they said: the file tells of their erasure."""
    waiting: int = 0
    """How many changes wait here now, also of files before this one."""
    clashes: tuple[Key, ...] = ()
    """Record and field of each clash that this file brought."""
    first: int = 0
    """The number of the first change that is new here; those after it are new, too."""
    streams: tuple[Sequence[int], ...] = ()
    """The numbers of the streams with anything new; of those made for this file, some have not."""


class Merging:
    """One file's merge, part by part: what is remembered does not grow with the file.

    Of each stream that was here before a number is kept, and of each clash its name.
    """

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
        self._doubled: set[Key] = set()
        self._removed: set[str] = set()
        self._touched: set[int] = set()

    def run(self) -> Merged:
        """Merge every staged change, and what had been waiting for one of them."""
        low, high = self._run("SELECT min(n), max(n) FROM arriving").one()
        windows = range(low, high + 1, PART) if low is not None else range(0)
        arrived = self._run("SELECT count(*) FROM arriving").scalar_one()
        for start in windows:
            self._refuse_forks(start)
        self._gone = erasing.erased(self._connection)
        for start in windows:
            self._release(start)
            self._run(_DROP_KNOWN, (start, start + PART))
        left = self._run("SELECT count(*) FROM arriving").scalar_one()
        self._take_staged()
        self._take_waiting()
        self._part.finish()
        for stream, record in self._to_erase:
            self._erased += erasing.erase(self._connection, stream, record)
        if self._to_erase:
            words.forget(self._connection)
        crash_point("merge.taken")
        self._advance_clock()
        crash_point("merge.done")
        return self._merged(arrived, arrived - left)

    def _merged(self, arrived: int, known: int) -> Merged:
        fresh = range(self._part.first_stream, self._part.next_stream)
        return Merged(
            arrived=arrived,
            known=known,
            new=self._new,
            released=self._released,
            erased=self._erased,
            waiting=self._run("SELECT count(*) FROM waiting").scalar_one(),
            clashes=tuple(sorted(self._clashes())),
            first=self._part.first,
            streams=(sorted(self._touched), fresh),
        )

    def _clashes(self) -> Iterator[Key]:
        """The fields whose heads say different things, and the removals of what is edited."""
        removed = [(record, DELETED) for record in self._removed]
        for record, name in dict.fromkeys([*self._doubled, *removed]):
            now = standing(self._connection, record)
            if now is not None and name in now.clashes:
                yield record, name

    # ── Part by part ──────────────────────────────────────────────────────────────────────

    def _staged(self, last: int) -> list[tuple[int, str]]:
        asked = f"SELECT n, line FROM arriving WHERE n > ? ORDER BY n LIMIT {PART}"
        return [(n, text) for n, text in self._run(asked, (last,))]

    def _take_staged(self) -> None:
        """Take in what can be; what came too early is put with what waits."""
        found = self._staged(0)
        part = [ready(text) for _, text in found]
        while part:
            early = self._take_part(part)
            found = self._staged(found[-1][0])
            with behind(self._connection):
                self._part.write()
                self._wait(early)
                part = [ready(text) for _, text in found]
            self._settle()

    def _take_part(self, part: list[Ready]) -> list[Ready]:
        """Take in what can be, and give back what came too early."""
        self._part.look_up(part)
        crash_point("merge.part")
        return [one for one in part if not self._take(one)]

    def _wait(self, early: list[Ready]) -> None:
        if early:
            self._run(
                "INSERT INTO waiting (stream, device, counter, line, file) "
                "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(*_name(one.line), one.text, self._file) for one in early],
            )

    def _settle(self) -> None:
        """Make the tables what the log says of those records that this part has edited."""
        if edited := self._part.edited():
            materialise(self._connection, edited)
            self._removed.update(removed_of(self._connection, edited))

    def _take_waiting(self) -> None:
        """Take in what can be by now, again and again; the rest waits."""
        before = self._new - 1
        while self._new != before:
            before, last = self._new, ("", "", 0)
            while found := self._run(_WAITING, (*last, PART)).all():
                last = _name(from_json(found[-1][0]))
                part = [ready(text) for (text,) in found]
                early = {_name(one.line) for one in self._take_part(part)}
                taken = [name for one in part if (name := _name(one.line)) not in early]
                self._part.write()
                if taken:
                    self._run(_WAITS_NO_MORE, taken)
                self._settle()

    # ── One change ────────────────────────────────────────────────────────────────────────

    def _take(self, one: Ready) -> bool:
        """Add one change to the log if everything it builds on is here."""
        line, known = one.line, self._part.records
        stream, device = self._part.stream(line), self._part.device(line["dev"])
        counter, link = self._part.tips.get((stream, device), NO_CHAIN)
        if line["n"] <= counter:
            return True
        if line["dev"] == self._own:
            raise fork()
        born, is_birth = known.get(line["record"]), line["field"] == BIRTH
        if born and born[1] != stream:
            raise DamagedError(
                "The file changes a record under another pupil's name. Nothing was taken in: "
                "tell the sender."
            )
        check_place(line, born[2] if born else "")
        if is_birth and born:
            raise fork()
        if erasing.covers(self._gone, line["stream"], line["record"], line["kind"]):
            _empty(one)
        bases = self._part.bases(line, stream)
        if line["n"] != counter + 1 or bases is None or not (born or is_birth):
            return False
        n = next(self._part.numbers)
        self._insert(n, one, stream, device, bases)
        link = wire.join(link, one.fields, one.commitment)
        self._part.tips[stream, device] = (line["n"], link)
        self._part.moved.add((stream, device))
        self._part.numbered[stream, device, line["n"]] = n
        if stream < self._part.first_stream:
            self._touched.add(stream)
        self._new += 1
        if is_birth:
            self._bear(one, n, stream)
        elif born:
            self._edit(line, n, born[0], bases)
        return True

    def _bear(self, one: Ready, n: int, stream: int) -> None:
        line = one.line
        record, kind, values = line["record"], line["kind"], line["value"]
        self._part.records[record] = (n, stream, kind)
        if kind not in KINDS or values is None or one.kept is None:
            return
        if kind == erasing.KIND:
            gone = str(values.get("record", erasing.EVERYTHING))
            self._gone.setdefault(line["stream"], set()).add(gone)
            self._to_erase.append((line["stream"], gone))
        require_whole(kind, one.kept)
        self._part.bear(record, kind, n, one.kept)

    def _edit(self, line: Line, n: int, birth: int, bases: list[int]) -> None:
        record, name = line["record"], line["field"]
        if line["kind"] not in KINDS:
            return
        heads = self._part.heads_of(record, name, birth)
        heads = heads.difference(bases) | {n}
        self._part.heads[record, name] = heads
        self._part.edit(record, line["kind"], name, heads, line["value"])
        (self._doubled.add if len(heads) > 1 else self._doubled.discard)((record, name))

    def _insert(self, n: int, one: Ready, stream: int, device: int, bases: list[int]) -> None:
        """Put a change among those to be written."""
        line = one.line
        erased, birth = line["salt"] is None, line["field"] == BIRTH
        batch = self._part.batch(line, device)
        more = {k: v for k, v in line.items() if k not in _KNOWN} if len(line) > _USUAL else {}
        self._part.changes.append(
            (n, stream, device, line["n"], batch, line["kind"], line["record"],
             line["field"], None if erased else one.spelled.decode("utf-8", "surrogatepass"),
             "" if birth else json.dumps(sorted(bases)),
             None if erased else bytes.fromhex(line["salt"]),
             one.commitment if erased else None,
             json.dumps(more, ensure_ascii=False) if more else None)
        )  # fmt: skip

    def _advance_clock(self) -> None:
        own = self._run("SELECT value FROM meta WHERE key = 'hlc'").scalar() or wire.FIRST_STAMP
        later = max(own, self._part.stamp)
        self._run(KEEP_CLOCK, (later,))

    # ── What is known already ─────────────────────────────────────────────────────────────

    def _refuse_forks(self, start: int) -> None:
        for text, record, name, batch in self._run(_KNOWN_HERE, (start, start + PART)).all():
            line = from_json(text)
            if (line["record"], line["field"], line["batch"]) != (record, name, batch):
                raise fork()

    def _release(self, start: int) -> None:
        """Give the changes that came without their value the one that has come now.

        The commitment shows that it is that one. What was erased stays erased.
        """
        edited: dict[str, None] = {}
        found = self._run(_BARE_HERE, (start, start + PART)).all()
        for n, stream, kind, text, commitment, more in found:
            line, rest = from_json(text), json.loads(more or "{}")
            if line["salt"] is None or not rest.pop(WITHHELD, False):
                continue
            if erasing.covers(self._gone, line["stream"], line["record"], kind):
                continue
            salt, spelled = bytes.fromhex(line["salt"]), wire.canonical(line["value"])
            if wire.commit(salt, spelled) != commitment:
                raise fork()
            check_place(line, kind)
            if kind in KINDS and line["field"] == BIRTH:
                require_whole(kind, shape(kind).storable(line["value"]))
            self._run(
                "UPDATE change SET value = ?, salt = ?, commitment = NULL, more = ? WHERE n = ?",
                (spelled.decode("utf-8", "surrogatepass"), salt, json.dumps(rest) if rest else None,
                 n),
            )  # fmt: skip
            self._touched.add(stream)
            self._released += 1
            if kind in KINDS:
                edited[line["record"]] = None
        if edited:
            materialise(self._connection, edited)
            self._removed.update(removed_of(self._connection, edited))


def _empty(one: Ready) -> None:
    """Take away what a change says that tells of what was erased, whoever wrote it and whenever."""
    erasing.without_value(one.line)
    one.text = json.dumps(one.line, ensure_ascii=False)
    one.kept = None


def _name(line: Line) -> tuple[str, str, int]:
    return line["stream"], line["dev"], line["n"]


_KNOWN = {*wire.CHAINED, "value", "salt", "erased"}
_USUAL = len(wire.CHAINED) + 2

_HERE = """
    FROM arriving CROSS JOIN stream ON stream.id = arriving.stream
    CROSS JOIN device ON device.id = arriving.device
"""
_ITSELF = f"""
    {_HERE} CROSS JOIN change ON change.stream = stream.n AND change.device = device.n
        AND change.counter = arriving.counter
"""
_WINDOW = "arriving.n >= ? AND arriving.n < ?"

_KNOWN_HERE = f"""
    SELECT arriving.line, change.record, change.field, batch.id {_ITSELF}
    CROSS JOIN batch ON batch.n = change.batch WHERE {_WINDOW}
"""

_BARE_HERE = f"""
    SELECT change.n, change.stream, change.kind, arriving.line, change.commitment, change.more
    {_ITSELF} WHERE {_WINDOW} AND change.value IS NULL
"""

_DROP_KNOWN = f"""
    DELETE FROM arriving WHERE n IN (
        SELECT arriving.n {_HERE} CROSS JOIN tip ON tip.stream = stream.n AND tip.device = device.n
        WHERE {_WINDOW} AND arriving.counter <= tip.counter)
"""

_WAITING = """
    SELECT line FROM waiting WHERE (stream, device, counter) > (?, ?, ?)
    ORDER BY stream, device, counter LIMIT ?
"""
_WAITS_NO_MORE = "DELETE FROM waiting WHERE stream = ? AND device = ? AND counter = ?"
