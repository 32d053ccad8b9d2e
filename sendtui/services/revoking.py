"""Cutting a device off: a card revoked, what the device might hold, and the word passed on.

A revocation is signed by the card's issuer. It rides in every file to those who exchange about the
same settings, and whoever reads it deals no more with those keys. What the device holds already
stays on it: that it is encrypted, and that a list of it is at hand, is all that can be done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.formats import cards
from sendtui.formats.cards import Revocation, revocation_of
from sendtui.models import KINDS
from sendtui.services import writes
from sendtui.services.labels import kind_title
from sendtui.services.peers import THEY, WE, Peer, find, identity, peers, revocations
from sendtui.services.records import require_pupil
from sendtui.services.stream_names import names_of
from sendtui.store import peers as ledger
from sendtui.store import refusals, revoked_marks
from sendtui.store.store import Store

IN_HEADER = "revokes"
"""The key of a file's header that the revocations stand under."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a device might hold of one pupil or setting: how many records of each kind.

    `name` is "" where nothing of that name is here any more.
    """

    stream: str
    name: str
    class_name: str
    kinds: tuple[tuple[str, int], ...]

    @property
    def records(self) -> int:
        """How many records in all."""
        return sum(number for _, number in self.kinds)

    def says(self) -> str:
        """The kinds in words, the most first."""
        return ", ".join(f"{kind_title(kind)} {number}" for kind, number in self.kinds)


@dataclass(frozen=True, slots=True)
class Reached:
    """What a peer might hold: of whom, and since when files went to them (UTC), if any did."""

    peer: Peer
    held: tuple[Held, ...]
    last: datetime | None


def might_hold(store: Store, named: str) -> Reached:
    """What a peer might hold by what they have confirmed and by every file written to them.

    What they wrote themselves and never sent is not known here.
    Raises SendtuiError where there is no such peer.
    """
    peer = find(store, named)
    with store.read() as session:
        connection = session.connection()
        far = ledger.at_most(connection, peer.fingerprint)
        last = ledger.last_written(connection, peer.fingerprint)
        names = names_of(connection, list(far))
        found = [
            Held(stream, *names.get(stream, ("", "")), _kinds(connection, stream, devices))
            for stream, devices in far.items()
        ]
    held = tuple(sorted((each for each in found if each.kinds), key=lambda h: h.name.casefold()))
    return Reached(peer, held, datetime.fromisoformat(last) if last else None)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose device might hold a pupil's record: how much of it, and since when (UTC)."""

    peer: Peer
    held: Held
    last: datetime | None


def holders(store: Store, pupil: str) -> tuple[Holder, ...]:
    """Everybody who might hold this pupil's record, by name; those cut off are among them.

    Raises SendtuiError where there is no such pupil.
    """
    found = []
    with store.read() as session:
        require_pupil(session, pupil)
        connection = session.connection()
        name, class_name = names_of(connection, [pupil]).get(pupil, ("", ""))
        for peer in peers(store):
            devices = ledger.at_most(connection, peer.fingerprint).get(pupil)
            kinds = _kinds(connection, pupil, devices) if devices else ()
            if kinds:
                last = ledger.last_written(connection, peer.fingerprint)
                when = datetime.fromisoformat(last) if last else None
                found.append(Holder(peer, Held(pupil, name, class_name, kinds), when))
    return tuple(found)


@writes
def revoke(store: Store, named: str) -> Revocation:
    """Cut a peer off whose card we issued: files pass neither way from now on.

    Raises SendtuiError for a peer whose card somebody else issued, or who is cut off already.
    """
    peer, keys = find(store, named), identity(store)
    if peer.way != WE:
        raise SendtuiError(
            "Only whoever issued a card can revoke it: tell them the device is lost. To exchange "
            "nothing more with this peer yourself, forget them."
        )
    if peer.revoked:
        raise SendtuiError("The card is revoked already.")
    made = cards.revoke(keys, peer.card, created=max(ledger.stamp(), peer.card.created))
    with store.write("Revoke a card") as tx:
        refusals.keep_revoked(tx.connection, made.id, made.text())
        # Before it counts: a backup put back after this must not deal with them again.
        note_beside(store, tx.connection)
    return made


def note_beside(store: Store, connection: Connection) -> None:
    """Note beside the backups of a case file who is cut off; a register's are its operator's."""
    if store.key:
        revoked_marks.note(store.path, refusals.revoked(connection))


def to_pass_on(store: Store, settings: Iterable[str]) -> list[Mapping[str, object]]:
    """The revocations that concern these settings, as a file's header carries them."""
    wanted = frozenset(settings)
    return [each.fields for each in revocations(store) if wanted & frozenset(each.settings)]


def honour(connection: Connection, found: object, issuers: Iterable[str]) -> tuple[str, ...]:
    """Keep the revocations in a file's header; gives the names of those who are cut off newly.

    Only those that one of these issuers (signing keys) has signed count; the rest is passed over.
    """
    trusted, newly = frozenset(issuers), []
    for fields in found if isinstance(found, list) else ():
        try:
            each = revocation_of(fields)
        except SendtuiError:
            continue
        is_new = each.issuer.sign in trusted and refusals.keep_revoked(
            connection, each.id, each.text()
        )
        if is_new:
            newly.append(each.subject.name)
    return tuple(newly)


def issuers(store: Store) -> frozenset[str]:
    """The signing keys whose word about a card counts here: ours, and those of our issuers."""
    return frozenset(
        {identity(store).sign, *(peer.sign for peer in peers(store) if peer.way == THEY)}
    )


def _kinds(
    connection: Connection, stream: str, devices: Mapping[str, int]
) -> tuple[tuple[str, int], ...]:
    born = connection.exec_driver_sql(
        "SELECT change.kind, device.id, change.counter FROM change "
        "JOIN stream ON stream.n = change.stream JOIN device ON device.n = change.device "
        "WHERE stream.id = ? AND change.field = '*'",
        (stream,),
    )
    found: dict[str, int] = {}
    for kind, device, counter in born:
        if counter <= devices.get(device, 0) and kind in KINDS:
            found[kind] = found.get(kind, 0) + 1
    return tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))
