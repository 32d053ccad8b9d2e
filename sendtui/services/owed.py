"""What each reader of ours has not got yet: in no file, or in a file that nobody has confirmed.

Written is not received. A change is owed to a reader until a file of theirs says that they hold it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sendtui.errors import SendtuiError
from sendtui.services import send
from sendtui.services.peers import Peer, peers
from sendtui.services.send import USUAL, Child, Choice
from sendtui.store import outgoing
from sendtui.store import peers as ledger
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Owed:
    """What one reader has not confirmed.

    `pupils` are those with anything they have not confirmed; `changes` how many that are, and
    `unsent` how many of them no file has carried yet. `last` is when the latest file to them was
    written (UTC). `problem` is why nothing can be written to them, or "". `counted`: it was looked
    at what they have not confirmed.
    """

    peer: Peer
    pupils: tuple[Child, ...] = ()
    changes: int = 0
    unsent: int = 0
    home: int = 0
    last: datetime | None = None
    problem: str = ""
    counted: bool = True


MANY = 40
"""Readers of whom no more than who they are is read at once: a register has hundreds."""


def owed(store: Store, today: date, choice: Choice = USUAL) -> tuple[Owed, ...]:
    """What every reader has not confirmed, by name."""
    return tuple(to(store, peer, today, choice) for peer in peers(store))


def at_once(store: Store, today: date) -> tuple[Owed, ...]:
    """What every reader has not confirmed; of very many, only who they are and when written to."""
    everyone = peers(store)
    if len(everyone) <= MANY:
        return owed(store, today)
    return tuple(
        Owed(peer, last=_last(store, peer.fingerprint), counted=False) for peer in everyone
    )


def to(store: Store, peer: Peer, today: date, choice: Choice = USUAL) -> Owed:
    """What this reader has not confirmed."""
    last = _last(store, peer.fingerprint)
    try:
        going = send.preview(store, peer.fingerprint, today, choice)
    except SendtuiError as problem:
        return Owed(peer, last=last, problem=str(problem))
    streams = [*sorted(peer.setting_ids), *(child.id for child in going.pupils)]
    with store.read() as session:
        connection = session.connection()
        covered = ledger.reached(connection, peer.fingerprint)
        fresh = sum(outgoing.news(connection, streams, covered).values())
    unsent = min(fresh, going.changes)
    return Owed(peer, going.pupils, going.changes, unsent, going.home, last)


def _last(store: Store, peer: str) -> datetime | None:
    with store.read() as session:
        at = ledger.last_written(session.connection(), peer)
    return datetime.fromisoformat(at) if at else None
