"""A sealed file for a peer: whose records go, and the file itself.

From a school, pupils go for whom a purpose of the reader is recorded and runs. With all that the
card permits, those go who are or were on the SEN register, or have a concern, a need, a cycle or a
profile, and where the card is for the whole roll, everybody. A local authority sends what the card
permits: the school's own pupils.

A pupil's stream goes whole or not at all: with some kinds left out, the other side could not tell a
gap from a loss. So a card or a purpose that limits the kinds lets those streams go that hold no
other, and a pupil about whom the reader may not receive anything stays home, or one who is
confidential as a whole, unless it is said that they go. Of a confidential record the changes go
without what they say: there is no gap, and once the mark is lifted they follow.

A file holds what the peer has not acknowledged. Until they send a file back they have acknowledged
nothing, and every file holds it all: a lost one does no harm.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.formats import sealed
from sendtui.formats.cards import CardError
from sendtui.models import wire
from sendtui.rules.counting import counted
from sendtui.services import as_at, confidential, purposes, recipients, sealing, writes
from sendtui.services.enrol import is_school
from sendtui.services.outfile import new_file
from sendtui.services.peers import Peer, Reach, find, peers, reach
from sendtui.services.tables import in_parts, table
from sendtui.store import outgoing, parcels, wanting
from sendtui.store import peers as ledger
from sendtui.store.standing import standing
from sendtui.store.store import Store

SUFFIX = ".sendx"

FEW = 2_000
"""Pupils up to which they are asked for by name: a register has many more, of many settings."""


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil whose data is in a file: the id, and the name they go by ("Surname, Forename")."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What was said of who goes, beside what is the rule.

    `all_pupils`: those without SEN, too; `all_permitted`: without a recorded purpose, too;
    `with_confidential`: what is confidential, too; `although`: why the reader receives what they
    may not; `documents`: how many bytes of documents go along at most; `only_running`: nobody for
    whom a purpose of the reader has ended, as an authority sends.
    """

    all_pupils: bool = False
    all_permitted: bool = False
    with_confidential: bool = False
    although: str = ""
    documents: int = 20_000_000
    only_running: bool = False


USUAL = Choice()


@dataclass(frozen=True, slots=True)
class Home:
    """Why pupils stay home who would else have gone: how many for which reason.

    `confidential` is how many are confidential as a whole, `records` how many records those have.
    """

    no_purpose: int = 0
    confidential: int = 0
    records: int = 0
    barred: int = 0

    def says(self) -> tuple[str, ...]:
        """Each reason in words, with what takes them along."""
        told = []
        if self.no_purpose:
            told.append(
                f"{counted(self.no_purpose, 'pupil')} without a recorded purpose (“sendtui purpose "
                "add”; --all-permitted takes all that the card permits)"
            )
        if self.confidential:
            told.append(
                f"{counted(self.confidential, 'pupil')} with "
                f"{counted(self.records, 'confidential record')} (--with-confidential)"
            )
        if self.barred:
            told.append(
                f"{counted(self.barred, 'pupil')} about whom they may not receive anything "
                "(--although REASON)"
            )
        return tuple(told)


@dataclass(frozen=True, slots=True)
class Going:
    """What a file to a peer would hold.

    `pupils`: whose changes are in it, by name; `home`: how many of the settings' pupils stay home;
    `unchanged`: how many the peer holds already, as they stand here; `changes`: how many in all;
    `why_home`: why those stay home who would else have gone; `withheld`: how many confidential
    records go without what they say.
    """

    peer: Peer
    pupils: tuple[Child, ...]
    home: int
    unchanged: int
    changes: int
    why_home: Home = Home()
    withheld: int = 0


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


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The streams that go, those of them with news, and how many pupils stay home.

    `veiled` are the records that go without what they say, `withheld` how many of them are not mere
    marks; `bare` the changes that the peer holds in that way.
    """

    streams: list[str]
    news: dict[str, int]
    home: int
    settings: frozenset[str]
    why: Home
    reason: str
    veiled: frozenset[str]
    withheld: int
    bare: dict[str, set[wire.Version]]

    @property
    def pupils(self) -> list[str]:
        return [stream for stream in self.news if stream not in self.settings]


def preview(store: Store, to: str, today: date, choice: Choice = USUAL) -> Going:
    """Whose data a file to this peer (name or fingerprint) would hold.

    Raises SendtuiError for a peer who is not known, CardError where the card ran out.
    """
    peer, far = _reached(store, to, today, choice.all_pupils)
    choice = _settled(store, choice)
    with store.read() as session:
        connection = session.connection()
        chosen = _chosen(session, peer, far, choice, today)
        named = _children(connection, chosen.pupils)
    there = len(set(chosen.streams) - chosen.settings) - len(named)
    return Going(peer, named, chosen.home, there, sum(chosen.news.values()), chosen.why,
                 chosen.withheld)  # fmt: skip


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
        first = _chosen(tx.session, peer, far, choice, today)
        whose = first.pupils
        # First, so that the school's own log of what left travels with the file.
        tx.add("disclosure", _disclosure(setting, today, peer, first))
        connection = tx.connection
        chosen = _chosen(tx.session, peer, far, choice, today)
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
    connection: Connection, peer: Peer, chosen: _Chosen, limit: int
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


def _disclosure(setting: str, today: date, peer: Peer, chosen: _Chosen) -> dict[str, object]:
    return {
        "setting": setting,
        "on": today,
        "what": "Sealed file",
        "recipient": peer.name,
        "basis": recipients.logged(peer.purpose, chosen.reason),
        "protection": "sealed",
        "pupils": chosen.pupils,
    }


def _chosen(session: Session, peer: Peer, far: Reach, choice: Choice, today: date) -> _Chosen:
    connection = session.connection()
    known = ledger.acknowledged(connection, peer.fingerprint)
    streams = outgoing.streams_of(connection, sorted(far.settings))
    going = streams
    had = far.settings | ledger.reached(connection, peer.fingerprint).keys()
    if not choice.all_pupils:
        # Whoever went once goes on: the peer must learn that a status was a mistake.
        wanted = _with_sen(connection, streams) | far.settings | had
        going = [stream for stream in streams if stream in wanted]
    if far.kinds is not None:
        kinds = outgoing.kinds_of(connection, going)
        going = [s for s in going if kinds.get(s, set()) - purposes.ALONG <= far.kinds]
    here = _among(connection, table("pupil").c.id, streams)
    # That a pupil was removed travels to whoever has them, whatever was recorded of them.
    going = [s for s in going if s in here or s in had]
    bound = [s for s in going if s in here]
    without = set() if choice.all_permitted else _without_purpose(session, peer, bound, today)
    if choice.only_running:
        over = purposes.ended(session, (peer.name, peer.fingerprint), today)
        without |= over.intersection(bound)
    marked = _marked(session, going, choice, today)
    secret = _secret(session, bound, without, marked.pupils, today)
    bound = [s for s in bound if s not in without and s not in secret]
    barred, reason = _barred(session, peer, bound, choice.although, today)
    stay = without | secret.keys() | barred
    going = [stream for stream in going if stream not in stay]
    home = len(set(streams) - set(going) - far.settings)
    why = Home(len(without), len(secret), sum(secret.values()), len(barred))
    news = outgoing.news(connection, going, known)
    veiled = confidential.withheld(session, going, today) if marked.records else frozenset()
    records = outgoing.records_within(connection, news, known, marked.records)
    _, bare = wanting.asked(connection, peer.fingerprint)
    released = outgoing.released(connection, bare, going, veiled)
    for stream, versions in released.items():
        news[stream] = news.get(stream, 0) + len(versions)
    return _Chosen(going, news, home, far.settings, why, reason, veiled, len(records), released)


def _marked(
    session: Session, streams: Sequence[str], choice: Choice, today: date
) -> confidential.Marked:
    """What is confidential of those who go, unless it is said to go along."""
    if choice.with_confidential:
        return confidential.Marked(frozenset(), frozenset())
    return confidential.marked(session, streams, today)


def _without_purpose(session: Session, peer: Peer, pupils: Sequence[str], today: date) -> set[str]:
    """The pupils without a purpose of this peer that covers all that is in their record."""
    may = purposes.running(session, (peer.name, peer.fingerprint), today)
    limited = [pupil for pupil in pupils if may.get(pupil) is not None]
    kinds = outgoing.kinds_of(session.connection(), limited)
    return {
        pupil
        for pupil in pupils
        if pupil not in may
        or ((few := may[pupil]) is not None and not kinds.get(pupil, set()) - purposes.ALONG <= few)
    }


def _secret(
    session: Session,
    pupils: Sequence[str],
    but: Collection[str],
    whole: Collection[str],
    today: date,
) -> dict[str, int]:
    """The pupils who are confidential as a whole, and how many records each of them has."""
    suspects = [pupil for pupil in pupils if pupil in whole and pupil not in but]
    found = {pupil: confidential.count(session, pupil, today) for pupil in suspects}
    return {pupil: number for pupil, number in found.items() if number}


def _barred(
    session: Session, peer: Peer, pupils: Sequence[str], although: str, today: date
) -> tuple[set[str], str]:
    """The pupils about whom the peer may not receive anything, or why they go all the same."""
    asked = select(table("restriction").c.pupil).distinct()
    ever = set(session.connection().execute(asked).scalars())
    suspects = [pupil for pupil in pupils if pupil in ever]
    if although.strip():
        return set(), recipients.require(session, suspects, peer.name, although, today)
    return set(recipients.barred(session, suspects, peer.name, today)), ""


def _with_sen(connection: Connection, streams: Sequence[str]) -> set[str]:
    """Those of these pupils with anything of SEN in their record, now or before."""
    status = table("status")
    on_it = status.c.status.in_(as_at.ON_THE_REGISTER)
    found = _among(connection, status.c.pupil, streams, on_it)
    for kind in ("concern", "need", "cycle", "profile"):
        found |= _among(connection, table(kind).c.pupil, streams)
    return found


def _among(
    connection: Connection,
    column: ColumnElement[str],
    streams: Sequence[str],
    *which: ColumnElement[bool],
) -> set[str]:
    """Those of these pupils that a column names; a few are asked for, of many all are read."""
    asked = select(column).where(*which)
    if len(streams) > FEW:
        return set(connection.execute(asked.distinct()).scalars()).intersection(streams)
    found: set[str] = set()
    for part in in_parts(streams):
        found.update(connection.execute(asked.where(column.in_(part))).scalars())
    return found


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
