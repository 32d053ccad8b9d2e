"""A disk that remembers what it was told to keep, and can be rebuilt as a power cut would leave it.

An APSW file system that passes everything on to the real one and notes each write, truncation, sync
and removal. What was written and not yet synced may be lost, kept in part or kept out of order.
"""

import random
from dataclasses import dataclass
from pathlib import Path

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Event:
    """Something the disk was told: a write, truncate, sync or delete, or an acknowledgement."""

    what: str
    name: str = ""
    at: int = 0
    data: bytes = b""


class Recording(apsw.VFS):
    """The ordinary file system, with every event noted."""

    def __init__(self, events: list[Event]) -> None:
        """Note in `events`."""
        self.events = events
        super().__init__("recording", "")

    def xOpen(  # noqa: N802
        self, name: "str | apsw.URIFilename | None", flags: list[int]
    ) -> "RecordedFile":
        """A file whose events are noted."""
        return RecordedFile(self.events, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802
        """Remove a file."""
        super().xDelete(name, sync)
        self.events.append(Event("delete", Path(name).name))


class RecordedFile(apsw.VFSFile):
    """A file of that file system."""

    def __init__(
        self, events: list[Event], name: "str | apsw.URIFilename | None", flags: list[int]
    ) -> None:
        """Open it for real."""
        self.events = events
        self.name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "").name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        """Write, and note what and where."""
        super().xWrite(data, offset)
        self.events.append(Event("write", self.name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        """Cut off, and note where."""
        super().xTruncate(size)
        self.events.append(Event("truncate", self.name, size))

    def xSync(self, flags: int) -> None:  # noqa: N802
        """Sync, and note it."""
        super().xSync(flags)
        self.events.append(Event("sync", self.name))


def after_a_cut(events: list[Event], chance: random.Random) -> dict[str, bytes]:
    """The files as they may be found: what was synced, and some of what was not."""
    durable: dict[str, bytearray] = {}
    loose: dict[str, list[Event]] = {}
    for event in events:
        if event.what == "delete":
            durable.pop(event.name, None)
            loose.pop(event.name, None)
        elif event.what == "sync":
            for held in loose.pop(event.name, []):
                _apply(durable, held)
        elif event.what in ("write", "truncate"):
            loose.setdefault(event.name, []).append(event)
    way = chance.choice(("lost", "prefix", "shuffled"))
    for held in loose.values():
        if way == "prefix":
            kept = held[: chance.randrange(len(held) + 1)]
            if kept and kept[-1].what == "write":
                torn = kept[-1].data[: chance.randrange(len(kept[-1].data) // SECTOR + 1) * SECTOR]
                kept[-1] = Event("write", kept[-1].name, kept[-1].at, torn)
        elif way == "shuffled":
            kept = chance.sample(held, chance.randrange(len(held) + 1))
        else:
            kept = []
        for event in kept:
            _apply(durable, event)
    return {name: bytes(data) for name, data in durable.items()}


def _apply(files: dict[str, bytearray], event: Event) -> None:
    data = files.setdefault(event.name, bytearray())
    if event.what == "truncate":
        del data[event.at :]
        return
    if len(data) < event.at:
        data.extend(bytes(event.at - len(data)))
    data[event.at : event.at + len(event.data)] = event.data
