"""Who files are exchanged with, and the ledger of the files themselves.

All of it belongs to this copy alone: it is inside the encrypted file, never in the log and never
sent. The functions take the connection of the caller's transaction.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

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
        "INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)", (IDENTITY, text)
    )
    return identity(connection)


# ── Peers ─────────────────────────────────────────────────────────────────────────────────────


def peers(connection: Connection) -> list[Kept]:
    """Every peer, by name."""
    found = connection.exec_driver_sql(
        "SELECT fingerprint, name, card, accepted FROM peer ORDER BY name COLLATE NOCASE"
    )
    return [Kept(*line) for line in found]


def keep_peer(connection: Connection, peer: Kept) -> None:
    """Keep a peer, in the place of an earlier card for the same keys."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO peer (fingerprint, name, card, accepted) VALUES (?, ?, ?, ?)",
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
    found = connection.exec_driver_sql(f"{_FILED} ORDER BY at DESC, rowid DESC LIMIT ?", (limit,))
    return [Filed(*line) for line in found]


def file(connection: Connection, id: str) -> Filed | None:  # noqa: A002
    """What became of the file with this id, if it was ever here."""
    found = connection.exec_driver_sql(f"{_FILED} WHERE id = ?", (id,)).fetchone()
    return Filed(*found) if found else None


def keep_file(connection: Connection, filed: Filed, ranges: Held) -> None:
    """Write a file into the ledger, in the place of what was said of the same file before."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO file (id, direction, peer, state, at, changes, sha256, ranges, "
        "device, number, pupils, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
    """What the peer's latest file says that it holds."""
    found = connection.exec_driver_sql(
        "SELECT ranges FROM file WHERE direction = 'in' AND peer = ? AND state = 'merged' "
        "ORDER BY ranges = '{}', at DESC, number DESC LIMIT 1",
        (peer,),
    ).scalar()
    return dict(json.loads(found)) if found else {}


def acknowledge(connection: Connection, peer: str, device: str, held: Held) -> None:
    """Take note of what a peer's file says it holds: files of ours that it covers have arrived.

    Of one device's files the one it wrote last counts, in whatever order they are read.
    """
    run = connection.exec_driver_sql
    of_it = "direction = 'in' AND state = 'merged' AND peer = ? AND device = ?"
    run(
        f"UPDATE file SET ranges = '{{}}' WHERE {of_it} "
        f"AND number < (SELECT max(number) FROM file WHERE {of_it})",
        (peer, device, peer, device),
    )
    written = run(
        "SELECT id, ranges FROM file WHERE direction = 'out' AND peer = ? AND state = 'written'",
        (peer,),
    ).all()
    for id_, text in written:
        if _covers(held, json.loads(text)):
            run("UPDATE file SET state = 'acknowledged', ranges = '{}' WHERE id = ?", (id_,))


def _covers(held: Held, ranges: Mapping[str, Mapping[str, int]]) -> bool:
    return all(
        held.get(stream, {}).get(device, 0) >= counter
        for stream, devices in ranges.items()
        for device, counter in devices.items()
    )
