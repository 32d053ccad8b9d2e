"""What goes back to the settings: decisions, plans and officers, to each only what it may hold.

A card says which settings' pupils somebody exchanges about. Of those go the ones who are at such a
setting now, about whom the reader may be told, and for whom no purpose of the reader has ended;
what is confidential goes as a commitment without its words. A reader who has everything gets a
receipt, where changes of theirs were read since they were last written to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from sendtui.errors import BusyError, SendtuiError
from sendtui.rules.file_names import file_stem
from sendtui.services import owed, sealing, send, writes
from sendtui.services.owed import Owed
from sendtui.services.peers import Peer, peers
from sendtui.store import peers as ledger
from sendtui.store.store import Store

PARTS = {
    "decisions": ("case_event", "consultation", "representation", "advice"),
    "plans": ("plan", "plan_line", "arrangement"),
    "officers and cases": ("case",),
}
"""What an authority sends back, and the kinds of record it is made of."""

OTHER = "other records"


@dataclass(frozen=True, slots=True)
class Return:
    """What waits for one reader: how many records of which part; `receipt`: only that all came."""

    owed: Owed
    parts: tuple[tuple[str, int], ...] = ()
    receipt: bool = False

    @property
    def waits(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.owed.changes or self.receipt) and not self.owed.problem

    def says(self) -> str:
        """What waits, in words."""
        if self.owed.problem:
            return self.owed.problem
        if self.receipt and not self.owed.changes:
            return "a receipt: all of theirs is here"
        return ", ".join(f"{part} {number:,}" for part, number in self.parts) or "nothing"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written to a reader, or why none was; `path` is None then."""

    peer: Peer
    path: Path | None
    pupils: int = 0
    changes: int = 0
    receipt: bool = False
    reason: str = ""


def waiting(
    store: Store, today: date, *, progress: Callable[[int, int], None] | None = None
) -> tuple[Return, ...]:
    """What waits for each reader, by name."""
    everyone = peers(store)
    found = []
    for done, peer in enumerate(everyone):
        if progress:
            progress(done, len(everyone))
        found.append(_return(store, peer, today))
    return tuple(found)


@writes
def write_all(
    store: Store,
    folder: Path,
    today: date,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Written, ...]:
    """Write a sealed file for every reader for whom anything waits; one that fails stops no other.

    Raises SendtuiError where there is no such folder.
    """
    if not folder.is_dir():
        raise SendtuiError("There is no such folder to write the files to. Make it first.")
    everyone = peers(store)
    written = []
    for done, peer in enumerate(everyone):
        if progress:
            progress(done, len(everyone))
        if (one := _write(store, folder, peer, today)) is not None:
            written.append(one)
    return tuple(written)


def exit_code(written: tuple[Written, ...]) -> int:
    """0 where every file was written, 5 where some were not."""
    return 5 if any(each.path is None for each in written) else 0


def _return(store: Store, peer: Peer, today: date) -> Return:
    found = owed.to(store, peer, today)
    if found.problem:
        return Return(found)
    with store.read() as session:
        connection = session.connection()
        streams = [*sorted(peer.setting_ids), *(child.id for child in found.pupils)]
        parts = _parts(connection, peer.fingerprint, streams) if found.changes else ()
        receipt = not found.changes and _has_read_since(connection, peer.fingerprint)
    return Return(found, parts, receipt)


def _write(store: Store, folder: Path, peer: Peer, today: date) -> Written | None:
    try:
        found = _return(store, peer, today)
        if found.owed.problem:
            return Written(peer, None, reason=found.owed.problem)
        if not found.waits:
            return None
        path = _vacant(folder, peer, today)
        if found.receipt:
            sealing.receipt(store, peer.fingerprint, path, today)
            return Written(peer, path, receipt=True)
        sent = send.write(store, peer.fingerprint, path, today)
    except BusyError:
        raise
    except SendtuiError as problem:
        return Written(peer, None, reason=str(problem))
    return Written(peer, path, len(sent.pupils), sent.changes)


def _vacant(folder: Path, peer: Peer, today: date) -> Path:
    """A name nobody has yet, that says whose it is and of which day."""
    stem = f"{file_stem(peer.name)}-{peer.fingerprint[:4].lower()}-{today.isoformat()}"
    number, found = 1, folder / f"{stem}{send.SUFFIX}"
    while found.exists():
        number += 1
        found = folder / f"{stem}-{number}{send.SUFFIX}"
    return found


def _has_read_since(connection: Connection, peer: str) -> bool:
    """Whether a file of theirs was taken in since we last wrote to them."""
    last = ledger.last_written(connection, peer)
    return ledger.last_read(connection, peer) > last


def _parts(connection: Connection, peer: str, streams: list[str]) -> tuple[tuple[str, int], ...]:
    """How many records of each part have changes that the reader has not confirmed."""
    known = ledger.acknowledged(connection, peer)
    part_of = {kind: part for part, kinds in PARTS.items() for kind in kinds}
    found: dict[str, set[str]] = {part: set() for part in (*PARTS, OTHER)}
    for stream in streams:
        theirs = known.get(stream, {})
        for device, counter, kind, record in connection.exec_driver_sql(
            "SELECT device.id, change.counter, change.kind, change.record FROM change "
            "JOIN stream ON stream.n = change.stream JOIN device ON device.n = change.device "
            "WHERE stream.id = ?",
            (stream,),
        ):
            if counter > theirs.get(device, 0):
                found[part_of.get(kind, OTHER)].add(record)
    return tuple((part, len(records)) for part, records in found.items() if records)
