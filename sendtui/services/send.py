"""A sealed file for a peer: whose records go, and the file itself.

Pupils go who are or were on the SEN register, or have a concern, a need, a cycle or a profile; all
others stay home unless the card is for the whole roll. A pupil's stream goes whole or not at all:
with some kinds left out the other side could not tell a gap from a loss. So a card that limits the
kinds lets those streams go that hold no other.

A file holds what the peer has not acknowledged. Until they send a file back they have acknowledged
nothing, and every file holds it all: a lost one does no harm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select, union

from sendtui.errors import SendtuiError
from sendtui.formats import sealed
from sendtui.formats.cards import CardError
from sendtui.formats.sealed_header import Header, Scope, Sender
from sendtui.services import as_at, writes
from sendtui.services.outfile import new_file
from sendtui.services.peers import THEY, Peer, Reach, find, identity, peers, reach
from sendtui.services.tables import table
from sendtui.store import migrations, outgoing
from sendtui.store import peers as ledger
from sendtui.store.ids import new_id
from sendtui.store.standing import standing
from sendtui.store.store import Store

SUFFIX = ".sendx"


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil whose data is in a file: the id, and the name they go by ("Surname, Forename")."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Going:
    """What a file to a peer would hold.

    `pupils`: whose changes are in it, by name; `home`: how many of the settings' pupils stay home;
    `unchanged`: how many the peer holds already, as they stand here; `changes`: how many in all.
    """

    peer: Peer
    pupils: tuple[Child, ...]
    home: int
    unchanged: int
    changes: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was written: `number` is which one to this peer; `sha256` names its content."""

    file: str
    path: Path
    peer: Peer
    pupils: tuple[Child, ...]
    home: int
    changes: int
    number: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The streams that go, those of them with news, and how many pupils stay home."""

    streams: list[str]
    news: dict[str, int]
    home: int
    settings: frozenset[str]

    @property
    def pupils(self) -> list[str]:
        return [stream for stream in self.news if stream not in self.settings]


def preview(store: Store, to: str, today: date, *, all_pupils: bool = False) -> Going:
    """Whose data a file to this peer (name or fingerprint) would hold.

    Raises SendtuiError for a peer who is not known, CardError where the card ran out.
    """
    peer, far = _reached(store, to, today, all_pupils)
    with store.read() as session:
        connection = session.connection()
        chosen = _chosen(connection, peer, far, all_pupils)
        named = _children(connection, chosen.pupils)
    there = len(set(chosen.streams) - chosen.settings) - len(named)
    return Going(peer, named, chosen.home, there, sum(chosen.news.values()))


@writes
def write(store: Store, to: str, path: Path, today: date, *, all_pupils: bool = False) -> Sent:
    """Write a sealed file for a peer, log the disclosure and note the file in the ledger.

    The file appears whole or not at all. Raises what `preview` does, and SendtuiError where the
    file cannot be written.
    """
    if path.absolute() == store.path.absolute():
        raise SendtuiError("That is the case file itself. Choose another name.")
    peer, far = _reached(store, to, today, all_pupils)
    keys, everyone, setting, device = identity(store), peers(store), store.setting, store.device
    name = _sender(everyone, store.author)
    with store.write("Send a sealed file") as tx:
        whose = _chosen(tx.connection, peer, far, all_pupils).pupils
        # First, so that the school's own log of what left travels with the file.
        tx.add("disclosure", _disclosure(setting, today, peer, whose))
        connection = tx.connection
        chosen = _chosen(connection, peer, far, all_pupils)
        number = ledger.next_number(connection, peer.fingerprint, device)
        held = outgoing.held(connection, chosen.streams)
        header = Header(
            file=new_id(),
            n_sent=number,
            schema=migrations.LATEST,
            sender=Sender(device, keys.sign, name),
            to=(peer.seal,),
            scope=Scope(tuple(sorted(far.settings)), tuple(chosen.pupils), peer.purpose),
            created=ledger.stamp(),
            have={s: {d: [[1, n]] for d, n in devices.items()} for s, devices in held.items()},
            heads=outgoing.links(connection, chosen.streams),
            cards=tuple(each.card.fields for each in everyone if each.way == THEY),
        )
        known = ledger.acknowledged(connection, peer.fingerprint)
        with new_file(path) as file:
            lines = outgoing.changes(connection, chosen.news, known)
            made = sealed.write(file, header, lines, keys.signing_key)
            ledger.keep_file(
                connection,
                ledger.Filed(header.file, "out", peer.fingerprint, "written", header.created,
                             made.count, made.sha256, device, number, len(whose)),
                held,
            )  # fmt: skip
        named = _children(connection, whose)
    return Sent(header.file, path, peer, named, chosen.home, made.count, number, made.bytes,
                made.sha256)  # fmt: skip


def _reached(store: Store, to: str, today: date, all_pupils: bool) -> tuple[Peer, Reach]:
    peer = find(store, to)
    far = reach(peer, peers(store), today)
    if all_pupils and not peer.whole_roll:
        raise CardError(
            "The card is not for the whole school roll, so pupils without SEN stay home. Ask its "
            "issuer for one that is, and say why you need it."
        )
    return peer, far


def _sender(everyone: Iterable[Peer], author: str) -> str:
    """Our name as our cards have it, which is the one the other side knows."""
    return next((peer.card.subject.name for peer in everyone if peer.way == THEY), author)


def _disclosure(setting: str, today: date, peer: Peer, pupils: list[str]) -> dict[str, object]:
    return {
        "setting": setting,
        "on": today,
        "what": "Sealed file",
        "recipient": peer.name,
        "basis": peer.purpose,
        "protection": "sealed",
        "pupils": pupils,
    }


def _chosen(connection: Connection, peer: Peer, far: Reach, all_pupils: bool) -> _Chosen:
    known = ledger.acknowledged(connection, peer.fingerprint)
    streams = outgoing.streams_of(connection, sorted(far.settings))
    going = streams
    if not all_pupils:
        # Whoever went once goes on: the peer must learn that a status was a mistake.
        wanted = _with_sen(connection) | far.settings | known.keys()
        going = [stream for stream in streams if stream in wanted]
    if far.kinds is not None:
        kinds = outgoing.kinds_of(connection, going)
        going = [stream for stream in going if kinds.get(stream, set()) <= far.kinds]
    home = len(set(streams) - set(going) - far.settings)
    return _Chosen(going, outgoing.news(connection, going, known), home, far.settings)


def _with_sen(connection: Connection) -> set[str]:
    """The pupils with anything of SEN in their record, now or before."""
    status = table("status")
    on_it = select(status.c.pupil).where(status.c.status.in_(as_at.ON_THE_REGISTER))
    others = (select(table(kind).c.pupil) for kind in ("concern", "need", "cycle", "profile"))
    return set(connection.execute(union(on_it, *others)).scalars())


def _children(connection: Connection, pupils: Iterable[str]) -> tuple[Child, ...]:
    """Pupils by the name they go by, in its order; those who were removed are among them."""
    found = []
    for pupil in pupils:
        now = standing(connection, pupil)
        values = now.values if now else {}
        parts = [
            str(values.get(f"preferred_{part}") or values.get(part) or "")
            for part in ("surname", "forename")
        ]
        found.append(Child(pupil, ", ".join(part for part in parts if part)))
    return tuple(sorted(found, key=lambda child: (child.name.casefold(), child.id)))
