"""A folder of sealed files taken in, one by one: each wholly or not at all, and none twice.

One bad file never stops the rest: it is put into `quarantine` beside them, with the reason in a
file of its own. Those that were taken in go to `read`. A file stands for itself: stopped at any
point, by whatever means, the next run goes on where this one stopped, and two runs at once take in
every file once.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from sendtui.errors import BusyError, SendtuiError
from sendtui.services import merge, writes
from sendtui.services.merge import Received
from sendtui.services.send import SUFFIX
from sendtui.store.crash import crash_point
from sendtui.store.store import Store

READ, QUARANTINE = "read", "quarantine"
"""The folders beside the files of a folder, for those that have been seen to."""

REASON = ".reason.txt"
"""What the reason’s file is called after the file that it is about."""

ROUNDS = 3
"""How often a file is tried while somebody else is writing; each time waits ten seconds."""

End = Literal["merged", "already read", "quarantined", "refused", "busy", "elsewhere"]
"""What became of a file; “elsewhere”: another run took it in meanwhile."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file, and where it lies now."""

    path: Path
    state: End
    now: Path
    received: Received | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of every file, in the order in which they were read."""

    taken: tuple[Taken, ...] = ()

    def of(self, *states: str) -> tuple[Taken, ...]:
        """Those of which this became."""
        return tuple(each for each in self.taken if each.state in states)

    @property
    def changes(self) -> int:
        """How many changes came in."""
        return sum(each.received.new for each in self.taken if each.received)

    @property
    def pupils(self) -> frozenset[str]:
        """Whose records came or changed."""
        found = (each.received for each in self.taken if each.received)
        return frozenset(p for one in found for p in (*one.pupils_new, *one.pupils_changed))

    @property
    def clashes(self) -> int:
        """How many fields were changed on both sides."""
        return sum(len(each.received.clashes) for each in self.taken if each.received)

    @property
    def exit_code(self) -> int:
        """0 where every file was taken in, 5 where some were not, 6 where some wait for a turn."""
        if self.of("busy"):
            return BusyError.exit_code
        return 5 if self.of("quarantined", "refused") else 0


@dataclass(slots=True)
class _Run:
    """One run over some files; those of `folders` are put where they belong afterwards."""

    store: Store
    today: date
    folders: frozenset[Path]
    taken: list[Taken] = field(default_factory=list)

    def take(self, path: Path) -> Taken:
        """Take one file in, and put it where it belongs."""
        (result,) = merge.merge(self.store, [path], self.today)
        crash_point("ingest.merged")
        if result.state == "refused" and result.exit_code == BusyError.exit_code:
            return Taken(path, "busy", path, reason=result.reason)
        if result.state == "refused" and not path.exists():
            return Taken(path, "elsewhere", path)
        state: End = "merged" if result.state == "would merge" else result.state
        now = _put_away(path, state, result.reason) if path.parent in self.folders else path
        crash_point("ingest.moved")
        return Taken(path, state, now, result, result.reason)


@writes
def ingest(
    store: Store,
    places: Sequence[Path],
    today: date,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """Take in every sealed file in these folders, and these files; the folders' are put away.

    Raises SendtuiError for a place that is not there, before anything is read.
    """
    folders = frozenset(place for place in places if place.is_dir())
    run = _Run(store, today, folders)
    left = list(merge.in_order(store, _files(places)))
    total = len(left)
    for _ in range(ROUNDS):
        busy: list[Path] = []
        for path in left:
            if progress:
                progress(len(run.taken), total)
            if not path.exists():
                run.taken.append(Taken(path, "elsewhere", path))
                continue
            found = run.take(path)
            if found.state == "busy":
                busy.append(path)
            else:
                run.taken.append(found)
        left = busy
        if not left:
            break
    waits = "Somebody else was writing all the while. Run it again."
    run.taken += [Taken(path, "busy", path, reason=waits) for path in left]
    if progress:
        progress(total, total)
    return Batch(tuple(run.taken))


def _files(places: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            found += sorted(each for each in place.glob(f"*{SUFFIX}") if each.is_file())
        elif place.exists():
            found.append(place)
        else:
            raise SendtuiError(f"There is no file and no folder at {place}. Nothing was read.")
    return list(dict.fromkeys(found))


def _put_away(path: Path, state: End, reason: str) -> Path:
    """Put a file that was seen to beside the others of its sort; gives where it lies now.

    It stays where it is where the folder cannot be written: the next run knows it again.
    """
    folder = path.parent / (READ if state in ("merged", "already read") else QUARANTINE)
    target = folder / path.name
    try:
        folder.mkdir(exist_ok=True)
        target = _vacant(target)
        if reason:
            _reason_of(target).write_text(f"{reason}\n", encoding="utf-8")
            crash_point("ingest.reason")
        path.replace(target)
    except OSError:
        with suppress(OSError):
            if reason and not target.exists():
                # Another run has put the file away meanwhile, under its own name.
                _reason_of(target).unlink(missing_ok=True)
        return path
    return target


def _reason_of(target: Path) -> Path:
    return target.with_name(f"{target.name}{REASON}")


def _vacant(target: Path) -> Path:
    """The path, or with a number in its name where another file has it."""
    number, found = 1, target
    while found.exists():
        number += 1
        found = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return found
