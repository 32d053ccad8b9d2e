"""The sealed files of this case file: written, carried, received and acknowledged, or refused."""

from dataclasses import dataclass
from datetime import datetime

from sendtui.services import writes
from sendtui.services.peers import peers
from sendtui.store import peers as ledger
from sendtui.store import refusals
from sendtui.store.store import Store

QUARANTINED, REFUSED = "quarantined", "refused"
"""The states of a file that came and was not taken in."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A sealed file: which way it went ("in" or "out"), with whom, and what became of it.

    `state` of one that went out: "written", then "carried" once somebody says that it was handed
    over, then "acknowledged" once the other side's own file says it holds all of it. Of one that
    came in: "merged", or with the `reason` "quarantined", or "refused" where it could not be read
    at all. `at` is when it was written or read here (UTC), `number` which one of its device to its
    reader it is, `path` the name of a refused file.
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
    path: str = ""


def files(store: Store, limit: int = 100) -> tuple[Filed, ...]:
    """The latest files, the newest first; a peer who was forgotten has no name here."""
    names = {peer.fingerprint: peer.name for peer in peers(store)}
    with store.read() as session:
        connection = session.connection()
        found = ledger.files(connection, limit)
        carried = ledger.carried(connection)
    return tuple(
        Filed(
            id=each.id,
            direction=each.direction,
            peer=names.get(each.peer, ""),
            fingerprint=each.peer,
            state="carried" if each.state == "written" and each.id in carried else each.state,
            at=datetime.fromisoformat(each.at),
            changes=each.changes,
            number=each.number,
            pupils=each.pupils,
            reason=each.reason,
        )
        for each in found
    )


def quarantine(store: Store) -> tuple[Filed, ...]:
    """The files that came and were not taken in, each with its reason, the newest first."""
    held = [each for each in files(store, _MANY) if each.state == QUARANTINED]
    with store.read() as session:
        refused = refusals.refused(session.connection())
    held += [_refused(digest, facts) for digest, facts in refused.items()]
    return tuple(sorted(held, key=lambda each: each.at, reverse=True))


@writes
def carry(store: Store, file: str) -> None:
    """Note that a file was handed over; it stays owed until the other side confirms it."""
    with store.write("Hand a sealed file over") as tx:
        ledger.carry(tx.connection, file)


@writes
def seen_to(store: Store, file: str) -> None:
    """Take a refused file off the list: somebody has asked for it again, or thrown it away."""
    with store.write("See to a refused file") as tx:
        refusals.drop_refused(tx.connection, file)


_MANY = 100_000


def _refused(digest: str, facts: dict[str, str]) -> Filed:
    return Filed(
        id=digest,
        direction="in",
        peer="",
        fingerprint="",
        state=REFUSED,
        at=datetime.fromisoformat(facts["at"]),
        changes=0,
        number=0,
        pupils=0,
        reason=facts["reason"],
        path=facts["path"],
    )
