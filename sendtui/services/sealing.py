"""What every sealed file of ours begins with, and the receipt that holds nothing else.

A file says what its sender holds of what the reader may hold, chain by chain and by content; which
of the reader's files were read; and what is lacking of what they told of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.formats import sealed
from sendtui.formats.identity import Identity
from sendtui.formats.sealed_header import WITH_PARCELS, Header, Scope, Sender
from sendtui.services import revoking, writes
from sendtui.services.outfile import new_file
from sendtui.services.peers import (
    CARD_IN_HEADER,
    THEY,
    WE,
    Peer,
    Reach,
    find,
    identity,
    peers,
    reach,
)
from sendtui.store import attachments, migrations, outgoing, replay, wanting
from sendtui.store import peers as ledger
from sendtui.store.ids import new_id
from sendtui.store.store import Store

NAMED = 200
"""How many of a reader's files the next one names as read."""


@dataclass(frozen=True, slots=True)
class From:
    """Who seals: the device, its keys, and everybody it exchanges with."""

    device: str
    before: tuple[str, ...]
    keys: Identity
    everyone: tuple[Peer, ...]
    author: str

    @classmethod
    def store(cls, store: Store) -> "From":
        """Who seals for this case file."""
        return cls(
            store.device, tuple(store.devices_before), identity(store), peers(store), store.author
        )

    @property
    def name(self) -> str:
        """Our name as our cards have it, which is the one the other side knows."""
        names = (peer.card.subject.name for peer in self.everyone if peer.way == THEY)
        return next(names, self.author)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that was written: which file of ours to this peer it is."""

    file: str
    path: Path
    peer: Peer
    number: int
    bytes: int


def header(
    connection: Connection,
    sender: From,
    peer: Peer,
    far: Reach,
    streams: Sequence[str],
    *,
    pupils: Sequence[str] = (),
    parcels: bool = False,
    receipt: bool = False,
    along: Mapping[str, object] = MappingProxyType({}),
) -> tuple[Header, outgoing.Held]:
    """The first line of a file to a peer, and what it says that we hold of the streams that go."""
    held = outgoing.held(connection, streams)
    links = outgoing.links(connection, streams)
    told = {s: dict(devices) for s, devices in held.items()}
    _add_shared(connection, told, links, ledger.acknowledged(connection, peer.fingerprint))
    made = Header(
        file=new_id(),
        n_sent=ledger.next_number(connection, peer.fingerprint, sender.device),
        schema=migrations.LATEST,
        sender=Sender(sender.device, sender.keys.sign, sender.name, sender.before),
        to=(peer.seal,),
        scope=Scope(tuple(sorted(far.settings)), tuple(pupils), peer.purpose),
        created=ledger.stamp(),
        have={s: {d: [[1, n]] for d, n in devices.items()} for s, devices in told.items()},
        heads=links,
        cards=tuple(each.card.fields for each in sender.everyone if each.way == THEY),
        read=tuple(ledger.read_from(connection, peer.fingerprint, NAMED)),
        wants=wanting.lacking(connection, told),
        receipt=receipt,
        min_reader=WITH_PARCELS if parcels else 1,
        more=along,
    )
    return made, held


def along(store: Store, peer: Peer, far: Reach) -> dict[str, object]:
    """What rides in the header besides: who was cut off, and the card that we gave the reader."""
    riding: dict[str, object] = {}
    if ended := revoking.to_pass_on(store, far.settings):
        riding[revoking.IN_HEADER] = ended
    if peer.way == WE:
        riding[CARD_IN_HEADER] = peer.card.fields
    return riding


def _add_shared(
    connection: Connection,
    told: dict[str, dict[str, int]],
    links: dict[str, dict[str, str]],
    theirs: outgoing.Held,
) -> None:
    """Of streams that do not go from here, say what we hold of that which they hold themselves.

    Else they would send it for ever; and of more than they hold nothing is told.
    """
    shared = [stream for stream in theirs if stream not in told]
    ours, ends = outgoing.held(connection, shared), outgoing.links(connection, shared)
    for stream in shared:
        for device, counter in ours[stream].items():
            both = min(counter, theirs[stream].get(device, 0))
            if both:
                told.setdefault(stream, {})[device] = both
                link = ends[stream][device]
                if both < counter:
                    link = replay.link_at(connection, stream, device, both).hex()
                links.setdefault(stream, {})[device] = link


def documents(
    connection: Connection, names: Iterable[str], limit: int
) -> tuple[tuple[str, ...], int]:
    """The documents that go within so many bytes, and how many are left for another file."""
    wanted = list(dict.fromkeys(names))
    sizes: Mapping[str, int] = attachments.sizes(connection, wanted)
    going: list[str] = []
    total = 0
    for name in wanted:
        if name in sizes and total + sizes[name] <= limit:
            going.append(name)
            total += sizes[name]
    return tuple(going), len(sizes) - len(going)


@writes
def receipt(store: Store, to: str, path: Path, today: date) -> Receipt:
    """Write a small sealed file that says what is held here, and holds nobody's data.

    Raises SendtuiError for a peer who is not known, CardError where the card ran out.
    """
    if path.absolute() == store.path.absolute():
        raise SendtuiError("That is the case file itself. Choose another name.")
    peer, sender = find(store, to), From.store(store)
    far = reach(peer, sender.everyone, today)
    riding = along(store, peer, far)
    with store.write("Send a receipt") as tx:
        connection = tx.connection
        streams = _shared(connection, peer)
        first, held = header(connection, sender, peer, far, streams, receipt=True, along=riding)
        with new_file(path) as file:
            made = sealed.write(file, first, (), sender.keys.signing_key)
            filed = ledger.Filed(first.file, "out", peer.fingerprint, "written", first.created,
                                 0, made.sha256, sender.device, first.n_sent)  # fmt: skip
            ledger.keep_file(connection, filed, held)
    store.note_carried()
    return Receipt(first.file, path, peer, first.n_sent, made.bytes)


def _shared(connection: Connection, peer: Peer) -> list[str]:
    """The streams that the peer has sent us, or says they hold, as far as they are here."""
    theirs = ledger.acknowledged(connection, peer.fingerprint)
    return [stream for stream in theirs if any(outgoing.held(connection, [stream]).values())]
