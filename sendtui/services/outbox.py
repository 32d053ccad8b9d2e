"""The sealed files of this case file: written, arrived at the other side, read, quarantined."""

from dataclasses import dataclass
from datetime import datetime

from sendtui.services.peers import peers
from sendtui.store import peers as ledger
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Filed:
    """A sealed file: which way it went ("in" or "out"), with whom, and what became of it.

    `state` of one that went out: "written", then "acknowledged" once the other side's own file says
    it holds all of it; of one that came in: "merged" or "quarantined", with the `reason`. `at` is
    when it was written or read here (UTC), `number` which one of its device to its reader it is.
    """

    id: str
    direction: str
    peer: str
    fingerprint: str
    state: str
    at: datetime
    changes: int
    number: int
    pupils: int
    reason: str


def files(store: Store, limit: int = 100) -> tuple[Filed, ...]:
    """The latest files, the newest first; a peer who was forgotten has no name here."""
    names = {peer.fingerprint: peer.name for peer in peers(store)}
    with store.read() as session:
        found = ledger.files(session.connection(), limit)
    return tuple(
        Filed(
            id=each.id,
            direction=each.direction,
            peer=names.get(each.peer, ""),
            fingerprint=each.peer,
            state=each.state,
            at=datetime.fromisoformat(each.at),
            changes=each.changes,
            number=each.number,
            pupils=each.pupils,
            reason=each.reason,
        )
        for each in found
    )
