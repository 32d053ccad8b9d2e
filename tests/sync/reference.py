"""What a copy of the record must say, worked out from the page on the sealed file alone.

An independent model: plain sets, no database, none of the program's own merge. A copy holds
changes; those whose causes are all here count, the others wait. What a field says is every change
to it that no other names among its bases.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

BIRTH, DELETED = "*", "_deleted"
DAY_MS = 86_400_000

Name = tuple[str, str, int]
"""A change: its stream, the device that made it and that device's counter there."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, as a sealed file would carry it."""

    stream: str
    device: str
    n: int
    stamp: int
    record: str
    field: str
    value: object
    bases: frozenset[tuple[str, int]] = frozenset()

    @property
    def name(self) -> Name:
        """What every copy calls it."""
        return self.stream, self.device, self.n

    @property
    def version(self) -> tuple[str, int]:
        """What it is called within its stream."""
        return self.device, self.n

    def said(self, name: str) -> object:
        """What it says of a field."""
        if self.field != BIRTH:
            return self.value
        assert isinstance(self.value, dict)
        return False if name == DELETED else self.value.get(name, "")


@dataclass
class Copy:
    """One copy of the record: what counts in it, what waits, and its clock."""

    device: str
    clock: int = 0
    last: int = 0
    here: dict[Name, Change] = field(default_factory=dict)
    waiting: dict[Name, Change] = field(default_factory=dict)

    def as_restored(self, device: str) -> "Copy":
        """This copy as a backup of it comes back: the same record under a name of its own."""
        return Copy(device, self.clock, self.last, dict(self.here), dict(self.waiting))

    # ── Writing ───────────────────────────────────────────────────────────────────────────

    def tick(self) -> int:
        """The stamp of the next act."""
        self.last = max(self.clock << 16, self.last + 1)
        return self.last

    def write(
        self, stamp: int, stream: str, record: str, name: str, value: object,
        bases: Iterable[Change] = (),
    ) -> Change:  # fmt: skip
        """A change made here."""
        n = self._reached(stream, self.device) + 1
        versions = frozenset(each.version for each in bases)
        made = Change(stream, self.device, n, stamp, record, name, value, versions)
        self.here[made.name] = made
        return made

    # ── Receiving ─────────────────────────────────────────────────────────────────────────

    def receive(self, given: Iterable[Change], now_ms: int) -> None:
        """Changes that arrived, in any order, known ones among them."""
        self.waiting |= {each.name: each for each in given if each.name not in self.here}
        while ready := [each for each in self.waiting.values() if self._counts(each)]:
            for each in ready:
                if not self._counts(each):
                    continue
                self.here[each.name] = self.waiting.pop(each.name)
                if each.stamp >> 16 <= now_ms + DAY_MS:
                    self.last = max(self.last, each.stamp)

    def _counts(self, change: Change) -> bool:
        return (
            change.n == self._reached(change.stream, change.device) + 1
            and all((change.stream, *version) in self.here for version in change.bases)
            and (change.field == BIRTH or self._born(change.record) is not None)
        )

    def _reached(self, stream: str, device: str) -> int:
        mine = [n for s, d, n in self.here if (s, d) == (stream, device)]
        return max(mine, default=0)

    def _born(self, record: str) -> Change | None:
        found = (each for each in self.here.values() if each.record == record)
        return next((each for each in found if each.field == BIRTH), None)

    # ── Saying ────────────────────────────────────────────────────────────────────────────

    def heads(self, record: str, name: str) -> list[Change]:
        """What a field says now, what is shown first foremost."""
        about = [c for c in self.here.values() if c.record == record and c.field in (BIRTH, name)]
        replaced = {base for c in about if c.field == name for base in c.bases}
        found = [each for each in about if each.version not in replaced]
        return sorted(found, key=lambda c: (c.stamp, c.device, c.n), reverse=True)

    def shown(self, record: str, name: str) -> object:
        """The value that is shown."""
        return self.heads(record, name)[0].said(name)

    def clashes(self, record: str, names: Iterable[str]) -> set[str]:
        """The fields that two people changed apart from each other, and nobody has decided.

        What was removed by somebody who had not seen an edit of it is one, too.
        """
        found = {
            name for name in names if len({str(c.said(name)) for c in self.heads(record, name)}) > 1
        }
        if DELETED in names and self.shown(record, DELETED):
            removals = [c for c in self.heads(record, DELETED) if c.value is True]
            seen = {base for removal in removals for base in removal.bases}
            if any(edit.version not in seen for edit in self.edits(record)):
                found.add(DELETED)
        return found

    def edits(self, record: str) -> list[Change]:
        """The heads of every field of a record that was edited."""
        names = {c.field for c in self.here.values() if c.record == record} - {BIRTH, DELETED}
        heads = [each for name in names for each in self.heads(record, name)]
        return [each for each in heads if each.field != BIRTH]

    def records(self) -> list[tuple[str, str]]:
        """Every record that was born, with its stream."""
        return [(each.record, each.stream) for each in self.here.values() if each.field == BIRTH]
