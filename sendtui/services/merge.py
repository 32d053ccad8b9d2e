"""Sealed files read and merged: each one whole, or not at all, and never twice.

A file is staged inside the encrypted case file while it is read. Only when its signature has been
checked, its sender is one we exchange with, and every stream it touches is within their card, is it
merged; all in one transaction. A sound file that reaches beyond its card is quarantined: nothing
of it is taken in, and the ledger remembers why.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import time_ns
from typing import Any, Literal

from sqlalchemy import Connection

from sendtui.errors import DamagedError, SendtuiError
from sendtui.formats import sealed
from sendtui.formats.identity import Identity
from sendtui.rules.counting import counted
from sendtui.services import erasing, refusing, renewing, revoking, writes
from sendtui.services.clashes import Clash
from sendtui.services.peers import (
    CARD_IN_HEADER,
    Peer,
    Reach,
    admit,
    held_of,
    identity,
    peers,
    revocations,
)
from sendtui.services.purposes import ALONG
from sendtui.services.tables import in_parts
from sendtui.services.touched import Meeting, Touched
from sendtui.store import confirming, incoming, parcels, wanting
from sendtui.store import peers as ledger
from sendtui.store.outgoing import Held
from sendtui.store.store import Store

State = Literal["merged", "would merge", "already read", "quarantined", "refused"]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two pupils with the same UPN: perhaps one child. A proposal, decided by a person."""

    pupil: str
    other: str


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file.

    Counts are of changes: `arrived` in the file, `new`, already `known`, `waiting` here for a file
    that has not come, `released` whose value had been withheld, `erased` by a note of it in the
    file. `documents` came with their bytes; `lacking` is what the next file back asks for. A
    `receipt` only says what its sender holds. `missing` are the numbers of earlier files from the
    same device that never came, where changes wait: a file holds all that is not acknowledged, so
    that one that was lost, or written over before it was sent, leaves no gap. `reason` says why it
    was refused or quarantined.
    `cut_off` are those whose cards the file says are revoked, and who were not cut off before.
    """

    path: Path
    state: State
    sender: str = ""
    fingerprint: str = ""
    file: str = ""
    number: int = 0
    arrived: int = 0
    new: int = 0
    known: int = 0
    waiting: int = 0
    released: int = 0
    erased: int = 0
    documents: int = 0
    lacking: int = 0
    receipt: bool = False
    pupils_new: tuple[str, ...] = ()
    pupils_changed: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    missing: tuple[int, ...] = ()
    reason: str = ""
    exit_code: int = 0
    cut_off: tuple[str, ...] = ()
    touched: tuple[Touched, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the file's changes are here, or would be."""
        return self.exit_code == 0


class _RehearsedError(Exception):
    """Ends a dry run, so that nothing of it is kept."""


@writes
def merge(
    store: Store,
    paths: Sequence[Path],
    today: date,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Received, ...]:
    """Merge sealed files; one result for each, in the order given. One bad file stops no other.

    They are read in the order in which they were sent, whatever the order given. A dry run merges
    each by itself and keeps nothing. `progress` is told how many files are done, of how many.
    """
    keys = identity(store)
    results: dict[int, Received] = {}
    order = sorted(range(len(paths)), key=lambda n: _sent(paths[n], keys))
    for done, n in enumerate(order):
        if progress:
            progress(done, len(paths))
        results[n] = _one(store, keys, paths[n], today, dry_run=dry_run)
    if progress:
        progress(len(paths), len(paths))
    if not dry_run:
        refusing.remember(store, results.values())
    return tuple(results[n] for n in range(len(paths)))


def in_order(store: Store, paths: Iterable[Path]) -> tuple[Path, ...]:
    """Files in the order in which they were sent; those that cannot be read come first."""
    keys = identity(store)
    return tuple(sorted(paths, key=lambda path: _sent(path, keys)))


def worst(results: Iterable[Received]) -> int:
    """The exit code for several files: the worst of them."""
    return max((each.exit_code for each in results), default=0)


def _sent(path: Path, keys: Identity) -> tuple[str, int]:
    """A file's place in the order of sending; a file that cannot be read comes first."""
    try:
        with path.open("rb") as file, sealed.read(file, [keys.secret]) as reading:
            return reading.header.sender.device, reading.header.n_sent
    except (OSError, SendtuiError):
        return "", 0


def _one(store: Store, keys: Identity, path: Path, today: date, *, dry_run: bool) -> Received:
    try:
        with path.open("rb") as file, sealed.read(file, [keys.secret]) as reading:
            header, ended = reading.header, revocations(store)
            peer, far = admit(keys, peers(store), header, today, ended)
            issuers, gone = revoking.issuers(store), erasing.erased_whole(store)
            result = _Taking(store, path, reading, peer, far, issuers).take(dry_run=dry_run)
        if result.state == "merged":
            renewing.take_renewal(store, header.more.get(CARD_IN_HEADER), header.sender.sign)
        if result.state == "merged" and result.erased:
            erasing.unname(store, gone, today)
    except SendtuiError as problem:
        return Received(path, "refused", reason=str(problem), exit_code=problem.exit_code)
    except UnicodeEncodeError:
        reason = "The file holds text that is no Unicode. Nothing was taken in: tell the sender."
        return Received(path, "refused", reason=reason, exit_code=DamagedError.exit_code)
    except OSError as problem:
        reason = f"The file could not be read: {problem.strerror or 'unknown reason'}."
        return Received(path, "refused", reason=reason, exit_code=SendtuiError.exit_code)
    return result


@dataclass(slots=True)
class _Taking:
    """One file on its way in, from a sender we know."""

    store: Store
    path: Path
    reading: sealed.SealedReading
    peer: Peer
    far: Reach
    issuers: frozenset[str]
    cut_off: tuple[str, ...] = ()

    def take(self, *, dry_run: bool) -> Received:
        """Stage, check, merge and note the file, in one transaction."""
        device, result = self.store.device, self._result("refused")
        with suppress(_RehearsedError), self.store.write("Merge a sealed file") as tx:
            result = self._take(tx.connection, device)
            if dry_run:
                raise _RehearsedError
            if self.cut_off:
                revoking.note_beside(self.store, tx.connection)
        if dry_run and result.state == "merged":
            return replace(result, state="would merge")
        return result

    def _take(self, connection: Connection, device: str) -> Received:
        header = self.reading.header
        earlier = ledger.file(connection, header.file)
        brought, judge = parcels.Parcels(connection), _Judge(connection, self.far)
        incoming.stage(connection, brought.changes(self.reading), judge.notice)
        # The file is whole and signed from here on, and so is what rides in its header.
        self.cut_off = revoking.honour(
            connection, header.more.get(revoking.IN_HEADER), self.issuers
        )
        if earlier and earlier.state != "quarantined":
            incoming.drop(connection)
            brought.drop()
            if earlier.sha256 != self.reading.sha256:
                raise DamagedError(
                    "Another file of the same name was read before. Nothing was taken in: tell "
                    "the sender."
                )
            return self._result("already read", arrived=self.reading.count, known=earlier.changes)
        missing = ledger.missing(
            connection, self.peer.fingerprint, header.sender.device, header.n_sent
        )
        if reason := judge.reason():
            incoming.drop(connection)
            brought.drop()
            self._note(connection, "quarantined", 0, reason)
            return self._result("quarantined", arrived=self.reading.count, missing=missing,
                                reason=reason, exit_code=SendtuiError.exit_code)  # fmt: skip
        met = Meeting.before(connection, held_of(header.have))
        merged = incoming.merge(connection, header.file, time_ns() // 1_000_000, device)
        held = confirming.confirmed(connection, held_of(header.have), header.heads)
        documents = brought.keep_named()
        clashes = tuple(_clash(connection, *clash) for clash in merged.clashes)
        met.look(connection, merged, clashes)
        self._note(connection, "merged", met.pupils, held=held or ledger.NOTHING)
        ledger.acknowledge(
            connection,
            self.peer.fingerprint,
            header.sender.device,
            held,
            read=header.read,
            before=header.sender.before,
        )
        if ledger.is_latest(connection, header.file):
            wanting.keep(connection, self.peer.fingerprint, header.wants)
        return self._result(
            "merged",
            arrived=merged.arrived,
            new=merged.new,
            known=merged.known,
            waiting=merged.waiting,
            released=merged.released,
            erased=merged.erased,
            documents=documents,
            lacking=len(met.lacking),
            pupils_new=tuple(met.fresh),
            pupils_changed=tuple(met.changed),
            clashes=clashes,
            touched=tuple(met.touched),
            duplicates=_duplicates_of(connection, [*met.fresh, *met.changed]),
            missing=missing if merged.waiting else (),
        )

    def _result(self, state: State, **facts: Any) -> Received:
        header = self.reading.header
        return Received(self.path, state, self.peer.name, self.peer.fingerprint, header.file,
                        header.n_sent, receipt=header.receipt, cut_off=self.cut_off,
                        **facts)  # fmt: skip

    def _note(
        self,
        connection: Connection,
        state: str,
        pupils: int,
        reason: str = "",
        held: Held | None = None,
    ) -> None:
        header = self.reading.header
        ledger.keep_file(
            connection,
            ledger.Filed(header.file, "in", self.peer.fingerprint, state, ledger.stamp(),
                         self.reading.count, self.reading.sha256, header.sender.device,
                         header.n_sent, pupils, reason),
            held or {},
        )  # fmt: skip


class _Judge:
    """Whether a file stays within its sender's card, stream by stream as it is read."""

    def __init__(self, connection: Connection, far: Reach) -> None:
        """Nothing has been read yet."""
        self._connection, self._far = connection, far
        self._reason = ""
        self._unknown: set[str] = set()
        """Streams that are not known here, and whose beginning has not been read yet."""

    def notice(self, arriving: Iterable[incoming.Arriving]) -> None:
        """Look at these streams, as some of the file's lines have them."""
        some = list(arriving)
        here = incoming.settings_here(self._connection, [each.stream for each in some])
        for each in some:
            at = {here[each.stream]} if each.stream in here else set[str]()
            if each.kind == "setting":
                at.add(each.stream)
            elif each.kind != "pupil":
                self._say("It holds changes of the organisation, which no card covers.")
            if not (at | each.settings) <= self._far.settings:
                self._say("It holds changes of a setting that is not on the sender's card.")
            if self._far.kinds is not None and not each.kinds - ALONG <= self._far.kinds:
                self._say("It holds kinds of record that are not on the sender's card.")
            if each.stream not in here and not each.born:
                self._unknown.add(each.stream)

    def reason(self) -> str:
        """Why the file reaches beyond its sender's card, or nothing; to be asked at its end."""
        unknown = sum(
            not incoming.has_beginning(self._connection, stream) for stream in self._unknown
        )
        if unknown:
            goes_on = counted(unknown, "pupil or setting", "pupils or settings")
            self._say(
                f"It goes on with {goes_on} whose beginning never came. Read the earlier files "
                "first, then this one again."
            )
        return self._reason

    def _say(self, reason: str) -> None:
        self._reason = self._reason or reason


def _clash(connection: Connection, record: str, name: str) -> Clash:
    found = connection.exec_driver_sql(
        "SELECT stream.id, change.kind FROM change JOIN stream ON stream.n = change.stream "
        "WHERE change.record = ? AND change.field = '*'",
        (record,),
    ).one()
    return Clash(str(found[0]), str(found[1]), record, name)


def _duplicates_of(connection: Connection, pupils: Sequence[str]) -> tuple[Duplicate, ...]:
    found: dict[Duplicate, None] = {}
    for part in in_parts(pupils):
        found.update(dict.fromkeys(_duplicates(connection, part)))
    return tuple(sorted(found, key=lambda each: (each.pupil, each.other)))


def _duplicates(connection: Connection, pupils: Sequence[str] | None) -> tuple[Duplicate, ...]:
    pairs = (
        "SELECT DISTINCT CASE WHEN one.id < two.id THEN one.id ELSE two.id END, "
        "CASE WHEN one.id < two.id THEN two.id ELSE one.id END FROM pupil one "
        "JOIN pupil two ON two.upn = one.upn AND two.id <> one.id WHERE one.upn <> ''"
    )
    among = "" if pupils is None else " AND one.id IN (SELECT value FROM json_each(?))"
    wanted = () if pupils is None else (json.dumps(list(pupils)),)
    found = connection.exec_driver_sql(f"{pairs}{among} ORDER BY 1, 2", wanted)
    return tuple(Duplicate(one, two) for one, two in found)
