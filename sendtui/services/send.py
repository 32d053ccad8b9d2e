"""A sealed file for a peer: what it would hold, and the file itself; `going` says who goes.

A file holds what the peer has not acknowledged. Until they send a file back they have acknowledged
nothing, and every file holds it all: a lost one does no harm.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.formats import sealed
from sendtui.formats.cards import CardError
from sendtui.services import recipients, revoking, sealing, writes
from sendtui.services.enrol import is_school
from sendtui.services.going import USUAL as USUAL
from sendtui.services.going import Choice as Choice
from sendtui.services.going import Chosen, chosen_for
from sendtui.services.going import Home as Home
from sendtui.services.outfile import new_file
from sendtui.services.peers import Peer, Reach, find, peers, reach
from sendtui.store import outgoing, parcels, wanting
from sendtui.store import peers as ledger
from sendtui.store.standing import standing
from sendtui.store.store import Store

SUFFIX = ".sendx"

NOBODY = "There is nobody to send about, and no file of theirs to confirm: nothing was written."


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil whose data is in a file: the id, and the name they go by ("Surname, Forename")."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Going:
    """What a file to a peer would hold.

    `pupils`: whose changes are in it, by name; `home`: how many of the settings' pupils stay home;
    `unchanged`: how many the peer holds already, as they stand here; `changes`: how many in all;
    `why_home`: why those stay home who would else have gone; `withheld`: how many confidential
    records go without what they say; `is_idle`: nobody is in it or was before, and it would confirm
    no file of theirs and pass on nothing.
    """

    peer: Peer
    pupils: tuple[Child, ...]
    home: int
    unchanged: int
    changes: int
    why_home: Home
    withheld: int = 0
    is_idle: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was written: `number` is which one to this peer; `sha256` names its content.

    `documents` is how many went with their bytes, `documents_left` how many for which there was no
    room: the reader asks for those.
    """

    file: str
    path: Path
    peer: Peer
    pupils: tuple[Child, ...]
    home: int
    changes: int
    number: int
    bytes: int
    sha256: str
    documents: int = 0
    documents_left: int = 0
    withheld: int = 0


def preview(store: Store, to: str, today: date, choice: Choice = USUAL) -> Going:
    """Whose data a file to this peer (name or fingerprint) would hold.

    Raises SendtuiError for a peer who is not known, CardError where the card ran out.
    """
    peer, far = _reached(store, to, today, choice.all_pupils)
    choice = _settled(store, choice)
    with store.read() as session:
        connection = session.connection()
        chosen = chosen_for(session, peer, far, choice, today)
        named = _children(connection, chosen.pupils)
        confirms = bool(ledger.read_from(connection, peer.fingerprint, 1))
    there = len(set(chosen.streams) - chosen.settings) - len(named)
    passes_on = confirms or bool(revoking.to_pass_on(store, far.settings))
    return Going(peer, named, chosen.home, there, sum(chosen.news.values()), chosen.why,
                 chosen.withheld, is_idle=not (named or there or passes_on))  # fmt: skip


@writes
def write(store: Store, to: str, path: Path, today: date, choice: Choice = USUAL) -> Sent:
    """Write a sealed file for a peer, log the disclosure and note the file in the ledger.

    The file appears whole or not at all. Raises what `preview` does, and SendtuiError where the
    file cannot be written.
    """
    if path.absolute() == store.path.absolute():
        raise SendtuiError("That is the case file itself. Choose another name.")
    peer, far = _reached(store, to, today, choice.all_pupils)
    choice = _settled(store, choice)
    sender, setting = sealing.From.store(store), store.setting
    along = sealing.along(store, peer, far)
    with store.write("Send a sealed file") as tx:
        first = chosen_for(tx.session, peer, far, choice, today)
        whose = first.pupils
        # First, so that the school's own log of what left travels with the file.
        tx.add("disclosure", _disclosure(setting, today, peer, first))
        connection = tx.connection
        chosen = chosen_for(tx.session, peer, far, choice, today)
        documents, left = _documents(connection, peer, chosen, choice.documents)
        header, held = sealing.header(connection, sender, peer, far, chosen.streams,
                                      pupils=chosen.pupils, parcels=bool(documents),
                                      along=along)  # fmt: skip
        known = ledger.acknowledged(connection, peer.fingerprint)
        with new_file(path) as file:
            lines = outgoing.changes(
                connection, chosen.news, known, veiled=chosen.veiled, bare=chosen.bare
            )
            parts = parcels.parts(connection, documents)
            made = sealed.write(file, header, lines, sender.keys.signing_key, parts)
            ledger.keep_file(
                connection,
                ledger.Filed(header.file, "out", peer.fingerprint, "written", header.created,
                             made.count, made.sha256, sender.device, header.n_sent, len(whose)),
                held,
            )  # fmt: skip
        named = _children(connection, whose)
    store.note_carried()
    return Sent(header.file, path, peer, named, chosen.home, made.count, header.n_sent, made.bytes,
                made.sha256, len(documents), left, chosen.withheld)  # fmt: skip


def _documents(
    connection: Connection, peer: Peer, chosen: Chosen, limit: int
) -> tuple[tuple[str, ...], int]:
    """The documents that go with their bytes: what the peer asks for, then what is new."""
    known = ledger.acknowledged(connection, peer.fingerprint)
    asked, _ = wanting.asked(connection, peer.fingerprint)
    names = outgoing.named_here(connection, asked, chosen.streams, chosen.veiled)
    names += outgoing.documents(connection, chosen.news, known, veiled=chosen.veiled)
    return sealing.documents(connection, names, limit)


def _reached(store: Store, to: str, today: date, all_pupils: bool) -> tuple[Peer, Reach]:
    peer = find(store, to)
    far = reach(peer, peers(store), today)
    if all_pupils and not peer.whole_roll:
        raise CardError(
            "The card is not for the whole school roll, so pupils without SEN stay home. Ask its "
            "issuer for one that is, and say why you need it."
        )
    return peer, far


def _settled(store: Store, choice: Choice) -> Choice:
    """A purpose is asked for where a school sends, and not where it is for the whole roll."""
    if choice.all_pupils or not is_school(store):
        return replace(choice, all_permitted=True, only_running=not is_school(store))
    return choice


def _disclosure(setting: str, today: date, peer: Peer, chosen: Chosen) -> dict[str, object]:
    return {
        "setting": setting,
        "on": today,
        "what": "Sealed file",
        "recipient": peer.name,
        "basis": recipients.logged(peer.purpose, chosen.reason),
        "protection": "sealed",
        "pupils": chosen.pupils,
    }


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
