"""Who files are exchanged with, and the ledger of the files themselves.

All of it belongs to this copy alone: it is inside the encrypted file, never in the log and never
sent. The functions take the connection of the caller's transaction.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from sendtui.store import outgoing
from sendtui.store.outgoing import Held

IDENTITY = "identity"
"""The note that holds this copy's secret keys."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A peer as it is kept: the fingerprint of its keys, its name, its card and since when."""

    fingerprint: str
    name: str
    card: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A line of the ledger: a sealed file, which way it went, and what became of it.

    `peer` is a fingerprint; `at` when it was written or read here (UTC); `ranges` what its sender
    held; `device` and `number` who wrote it, and how many to this reader that made.
    """

    id: str
    direction: str
    peer: str
    state: str
    at: str
    changes: int
    sha256: str
    device: str
    number: int
    pupils: int = 0
    reason: str = ""


def stamp() -> str:
    """This moment (UTC), as cards, files and the ledger write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def identity(connection: Connection) -> str:
    """This copy's secret keys as text, or nothing where none were made yet."""
    found = connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (IDENTITY,))
    return str(found.scalar() or "")


def keep_identity(connection: Connection, text: str) -> str:
    """Keep these secret keys unless there are some already; returns those that are kept."""
    connection.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (IDENTITY, text)
    )
    return identity(connection)


# ── Peers ─────────────────────────────────────────────────────────────────────────────────────


def peers(connection: Connection) -> list[Kept]:
    """Every peer, by name."""
    found = connection.exec_driver_sql(
        "SELECT fingerprint, name, card, accepted FROM peer ORDER BY lower(name)"
    )
    return [Kept(*line) for line in found]


def keep_peer(connection: Connection, peer: Kept) -> None:
    """Keep a peer, in the place of an earlier card for the same keys."""
    connection.exec_driver_sql(
        "INSERT INTO peer (fingerprint, name, card, accepted) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (fingerprint) DO UPDATE SET name = excluded.name, card = excluded.card, "
        "accepted = excluded.accepted",
        (peer.fingerprint, peer.name, peer.card, peer.accepted),
    )


def drop_peer(connection: Connection, fingerprint: str) -> bool:
    """Forget a peer; what was exchanged stays in the ledger."""
    found = connection.exec_driver_sql("DELETE FROM peer WHERE fingerprint = ?", (fingerprint,))
    return bool(found.rowcount)


# ── The ledger ────────────────────────────────────────────────────────────────────────────────

_FILED = (
    "SELECT id, direction, peer, state, at, changes, sha256, device, number, pupils, reason "
    "FROM file"
)


def files(connection: Connection, limit: int) -> list[Filed]:
    """The latest files, the newest first."""
    found = connection.exec_driver_sql(f"{_FILED} ORDER BY at DESC, id DESC LIMIT ?", (limit,))
    return [Filed(*line) for line in found]


def file(connection: Connection, id: str) -> Filed | None:
    """What became of the file with this id, if it was ever here."""
    found = connection.exec_driver_sql(f"{_FILED} WHERE id = ?", (id,)).fetchone()
    return Filed(*found) if found else None


def keep_file(connection: Connection, filed: Filed, ranges: Held) -> None:
    """Write a file into the ledger, in the place of what was said of the same file before."""
    connection.exec_driver_sql(
        "INSERT INTO file (id, direction, peer, state, at, changes, sha256, ranges, "
        "device, number, pupils, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET direction = excluded.direction, peer = excluded.peer, "
        "state = excluded.state, at = excluded.at, changes = excluded.changes, "
        "sha256 = excluded.sha256, ranges = excluded.ranges, device = excluded.device, "
        "number = excluded.number, pupils = excluded.pupils, reason = excluded.reason",
        (filed.id, filed.direction, filed.peer, filed.state, filed.at, filed.changes, filed.sha256,
         json.dumps(ranges), filed.device, filed.number, filed.pupils, filed.reason),
    )  # fmt: skip


def next_number(connection: Connection, peer: str, device: str) -> int:
    """Which file to this peer the next one from this device is."""
    found = connection.exec_driver_sql(
        "SELECT coalesce(max(number), 0) + 1 FROM file "
        "WHERE direction = 'out' AND peer = ? AND device = ?",
        (peer, device),
    )
    return int(found.scalar_one())


def missing(connection: Connection, peer: str, device: str, number: int) -> tuple[int, ...]:
    """The files before this one that the same device made for us and that never came."""
    found = connection.exec_driver_sql(
        "SELECT number FROM file WHERE direction = 'in' AND peer = ? AND device = ?",
        (peer, device),
    )
    came = {n for (n,) in found}
    return tuple(n for n in range(1, number) if n not in came)


def acknowledged(connection: Connection, peer: str) -> Held:
    """What the peer holds, as their latest file says.

    Where they have written from several devices, a copy or one put back from a backup among them,
    it is what all of those hold: no change is left out because one of them once had it.
    """
    found = connection.exec_driver_sql(
        "SELECT ranges FROM file WHERE direction = 'in' AND peer = ? AND state = 'merged' "
        "AND ranges <> '{}'",
        (peer,),
    )
    every = [json.loads(text) for (text,) in found]
    return _by_all(every) if every else {}


def _by_all(every: Sequence[Held]) -> Held:
    first, *others = every
    return {
        stream: {
            device: min([counter, *(each[stream][device] for each in others)])
            for device, counter in devices.items()
            if all(device in each[stream] for each in others)
        }
        for stream, devices in first.items()
        if all(stream in each for each in others)
    }


def acknowledge(
    connection: Connection,
    peer: str,
    device: str,
    held: Held,
    *,
    read: Collection[str] = (),
    before: Collection[str] = (),
) -> None:
    """Take note of what a peer's file says it holds: files of ours that it covers have arrived.

    Of one device's files the one it wrote last counts, in whatever order they are read. `before`
    are the names the device had: what it held under those counts no more once it has caught up, nor
    what one held that has been silent while this one wrote several. It counts again if it speaks.
    `read` are the files of ours that they have read.
    """
    run = connection.exec_driver_sql
    of_it = "direction = 'in' AND state = 'merged' AND peer = ? AND device = ?"
    run(
        f"UPDATE file SET ranges = '{{}}' WHERE {of_it} "
        f"AND number < (SELECT max(number) FROM file WHERE {of_it})",
        (peer, device, peer, device),
    )
    others = run(
        "SELECT id, device, at, ranges FROM file WHERE direction = 'in' AND state = 'merged' "
        "AND peer = ? AND device <> ? AND ranges <> '{}'",
        (peer, device),
    ).all()
    for id_, other, at, text in others:
        since = run(f"SELECT count(*) FROM file WHERE {of_it} AND at >= ?", (peer, device, at))
        is_past = other in before or since.scalar_one() >= SILENT
        if is_past and _covers(held, _of_ours(connection, json.loads(text))):
            run("UPDATE file SET ranges = '{}' WHERE id = ?", (id_,))
    written = run(
        "SELECT id, ranges FROM file WHERE direction = 'out' AND peer = ? "
        "AND state IN ('written', 'received')",
        (peer,),
    ).all()
    for id_, text in written:
        if _covers(held, json.loads(text)):
            run("UPDATE file SET state = 'acknowledged', ranges = '{}' WHERE id = ?", (id_,))
        elif id_ in read:
            run("UPDATE file SET state = 'received' WHERE id = ?", (id_,))


def is_latest(connection: Connection, file: str) -> bool:
    """Whether no later file of the device that wrote this one has been read."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM file JOIN file later ON later.peer = file.peer "
        "AND later.device = file.device AND later.direction = file.direction "
        "AND later.number > file.number AND later.state = 'merged' WHERE file.id = ?",
        (file,),
    )
    return found.first() is None


def read_from(connection: Connection, peer: str, limit: int) -> list[str]:
    """The latest files of this peer that were taken in here, for our next file to name."""
    found = connection.exec_driver_sql(
        "SELECT id FROM file WHERE direction = 'in' AND peer = ? AND state = 'merged' "
        "ORDER BY at DESC, number DESC LIMIT ?",
        (peer, limit),
    )
    return [str(id_) for (id_,) in found]


def devices_of(connection: Connection, peers: Iterable[str]) -> frozenset[str]:
    """The devices from which these peers have sent what was taken in here."""
    found = connection.exec_driver_sql(
        "SELECT DISTINCT device FROM file WHERE direction = 'in' AND state = 'merged' "
        "AND peer IN (SELECT value FROM json_each(?))",
        (json.dumps(list(peers)),),
    )
    return frozenset(str(device) for (device,) in found) - {""}


SILENT = 3
"""How many files of one device are read until another of the same peer is taken for past."""

NOTHING: Held = {"": {}}
"""What a file is noted with whose sender says that they hold nothing."""


def _of_ours(connection: Connection, ranges: Held) -> Held:
    """So much of what another holds as is here: what was lost with them is nobody's to confirm."""
    ours = outgoing.held(connection, ranges)
    return {
        stream: {device: min(n, ours[stream].get(device, 0)) for device, n in devices.items()}
        for stream, devices in ranges.items()
    }


def _covers(held: Held, ranges: Mapping[str, Mapping[str, int]]) -> bool:
    return all(
        held.get(stream, {}).get(device, 0) >= counter
        for stream, devices in ranges.items()
        for device, counter in devices.items()
    )


# ── On the way ────────────────────────────────────────────────────────────────────────────────

CARRIED = "carried:"
"""What the note begins with that a file was handed over; then the file's id."""


def written_to(connection: Connection, peer: str) -> list[Held]:
    """What the files to this peer hold that they have not confirmed yet."""
    found = connection.exec_driver_sql(
        "SELECT ranges FROM file WHERE direction = 'out' AND peer = ? AND ranges <> '{}'", (peer,)
    )
    return [dict(json.loads(text)) for (text,) in found]


def reached(connection: Connection, peer: str) -> dict[str, dict[str, int]]:
    """How far each chain goes that a peer may hold: by what they say, and by every file to them."""
    return _widest(acknowledged(connection, peer), *written_to(connection, peer))


def at_most(connection: Connection, peer: str) -> dict[str, dict[str, int]]:
    """How far each chain goes at most on any of a peer's devices, and in every file to them."""
    said = connection.exec_driver_sql(
        "SELECT ranges FROM file WHERE direction = 'in' AND peer = ? AND ranges <> '{}'", (peer,)
    )
    return _widest(*(json.loads(text) for (text,) in said), *written_to(connection, peer))


def _widest(*several: Held) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for held in several:
        for stream, devices in held.items():
            known = found.setdefault(stream, {})
            for device, counter in devices.items():
                known[device] = max(known.get(device, 0), counter)
    return found


def last_written(connection: Connection, peer: str) -> str:
    """When the latest file to this peer was written (UTC), or ""."""
    found = connection.exec_driver_sql(
        "SELECT max(at) FROM file WHERE direction = 'out' AND peer = ?", (peer,)
    )
    return str(found.scalar() or "")


def last_read(connection: Connection, peer: str) -> str:
    """When the latest changes of this peer were taken in (UTC), or ""; receipts have none."""
    found = connection.exec_driver_sql(
        "SELECT max(at) FROM file WHERE direction = 'in' AND peer = ? AND state = 'merged' "
        "AND changes > 0",
        (peer,),
    )
    return str(found.scalar() or "")


def carry(connection: Connection, file: str) -> None:
    """Note that a file has been handed over: sent by e-mail, or carried on a stick."""
    connection.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
        (f"{CARRIED}{file}", stamp()),
    )


def carried(connection: Connection) -> dict[str, str]:
    """The files that were handed over, and when (UTC)."""
    found = connection.exec_driver_sql(
        "SELECT key, value FROM meta WHERE key LIKE ?", (f"{CARRIED}%",)
    )
    return {str(key).removeprefix(CARRIED): str(at) for key, at in found}
