"""Who files are exchanged with: the peers of this case file, and how far each may reach.

A card is an agreement between its issuer and its subject about some settings. It holds both ways:
either may send the other the streams of those settings, and takes none but those. A third person
with a card of the same issuer may be dealt with too, as far as both cards go.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.formats.cards import (
    Card,
    CardError,
    Revocation,
    card_of,
    read_card,
    read_revocation,
)
from sendtui.formats.identity import Identity, same_fingerprint
from sendtui.formats.sealed import ForgedError
from sendtui.formats.sealed_header import Header
from sendtui.services import writes
from sendtui.store import peers as ledger
from sendtui.store import refusals
from sendtui.store.store import Store

WE, THEY, VOUCHED = "we issued", "they issued", "vouched for"
RUNS_OUT = 30
"""Days before a card's last day from which it is pointed out."""

CARD_IN_HEADER = "card"
"""The key of a file's header that the reader's own card stands under, where its issuer sends."""

WHOLE_ROLL = "whole school roll"
"""The words in a card's purpose that let pupils without SEN go, too."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be exchanged with a peer: settings by id, and kinds of record (None: all)."""

    settings: frozenset[str]
    kinds: frozenset[str] | None

    def both(self, other: "Reach") -> "Reach":
        """As far as two cards go."""
        kinds = [each.kinds for each in (self, other) if each.kinds is not None]
        return Reach(
            self.settings & other.settings, frozenset.intersection(*kinds) if kinds else None
        )


@dataclass(frozen=True, slots=True)
class Peer:
    """Another case file that this one exchanges with, as their card has it.

    `way`: "we issued" the card, "they issued" it, or they are "vouched for" by an issuer of ours.
    """

    name: str
    fingerprint: str
    role: str
    settings: tuple[str, ...]
    setting_ids: tuple[str, ...]
    kinds: tuple[str, ...] | None
    purpose: str
    until: date
    way: str
    sign: str
    seal: str
    issuer: str
    """The signing key of the card's issuer."""
    card: Card
    revoked: str = ""
    """When the card was revoked (UTC), or ""."""

    def expired(self, today: date) -> bool:
        """Whether the card no longer holds: it ran out, or was revoked."""
        return today > self.until or bool(self.revoked)

    @property
    def whole_roll(self) -> bool:
        """Whether the card's purpose takes in pupils without SEN."""
        return WHOLE_ROLL in self.purpose.casefold()


@writes
def identity(store: Store) -> Identity:
    """The keys of this case file, made at first need; they never leave it."""
    kept = kept_identity(store)
    if kept is None:
        with store.write("Make keys") as tx:
            made = ledger.keep_identity(tx.connection, Identity.generate().to_json())
        kept = Identity.from_json(made)
    return kept


def peers(store: Store) -> tuple[Peer, ...]:
    """Every peer, by name."""
    me = kept_identity(store)
    if me is None:
        return ()
    with store.read() as session:
        kept = ledger.peers(session.connection())
        ended = refusals.revoked(session.connection())
    return _all(me.sign, tuple(each.card for each in kept), tuple(ended.values()))


# A register has hundreds of peers, asked for several times with each file.
@lru_cache(maxsize=8)
def _all(sign: str, cards: tuple[str, ...], ended: tuple[str, ...]) -> tuple[Peer, ...]:
    over = tuple(_revocation(text) for text in ended)
    return tuple(_peer_of(sign, _card(text), over) for text in cards)


def of_role(connection: Connection, role: str) -> list[str]:
    """The fingerprints of those whose card says this role, also without the keys of this file."""
    return [each.fingerprint for each in ledger.peers(connection) if _card(each.card).role == role]


def revocations(store: Store) -> tuple[Revocation, ...]:
    """Every card holder who was cut off, by us or by an issuer of ours."""
    with store.read() as session:
        kept = refusals.revoked(session.connection())
    return tuple(_revocation(text) for text in kept.values())


def find(store: Store, named: str) -> Peer:
    """The peer of this fingerprint or name; part of the name is enough where it is only theirs.

    Raises SendtuiError where there is none, or there are several.
    """
    everyone, wanted = peers(store), named.strip().casefold()
    ways = (
        [p for p in everyone if same_fingerprint(named, p.fingerprint)],
        [p for p in everyone if p.name.casefold() == wanted],
        [p for p in everyone if wanted and wanted in p.name.casefold()],
    )
    found = next((each for each in ways if each), [])
    if len(found) == 1:
        return found[0]
    if found:
        raise SendtuiError("Several peers have this in their name: give the fingerprint.")
    raise SendtuiError(
        "Nobody of this name is enrolled here. “sendtui sync peers” lists who is."
        if everyone
        else "Nobody is enrolled here yet. Begin with “sendtui sync request FILE”."
    )


@writes
def forget(store: Store, fingerprint: str) -> None:
    """Exchange no more with a peer; what was exchanged stays in the ledger.

    Raises SendtuiError where there is none of this fingerprint.
    """
    peer = find(store, fingerprint)
    with store.write("Forget a peer") as tx:
        ledger.drop_peer(tx.connection, peer.fingerprint)


# Signatures are checked once.
_card = lru_cache(maxsize=4096)(read_card)
_revocation = lru_cache(maxsize=4096)(read_revocation)


def peer_of(me: Identity, card: Card, ended: Iterable[Revocation] = ()) -> Peer:
    """The other side of a card, and whether one of these revocations ended it."""
    return _peer_of(me.sign, card, ended)


def _peer_of(sign: str, card: Card, ended: Iterable[Revocation]) -> Peer:
    mine = card.subject.sign == sign
    other = card.issuer if mine else card.subject
    return Peer(
        name=other.name,
        fingerprint=other.fingerprint,
        role="" if mine else card.role,
        settings=tuple(place.name or place.id for place in card.settings),
        setting_ids=tuple(place.id for place in card.settings),
        kinds=card.kinds,
        purpose=card.purpose,
        until=card.until,
        way=THEY if mine else WE if card.issuer.sign == sign else VOUCHED,
        sign=other.sign,
        seal=other.seal,
        issuer=card.issuer.sign,
        card=card,
        revoked=min((each.created for each in ended if each.ends(card)), default=""),
    )


def reach(peer: Peer, everyone: Iterable[Peer], today: date) -> Reach:
    """How far a peer reaches today.

    Raises CardError where a card ran out, or where nobody we trust stands for the peer.
    """
    _require_running(peer, today)
    own = _reach_of(peer.card)
    if peer.way != VOUCHED:
        return own
    issuer = next((p for p in everyone if p.way == THEY and p.sign == peer.issuer), None)
    if issuer is None:
        raise CardError("The issuer of this card is not enrolled here any more.")
    _require_running(issuer, today)
    return own.both(_reach_of(issuer.card))


def admit(
    me: Identity,
    everyone: tuple[Peer, ...],
    header: Header,
    today: date,
    ended: Iterable[Revocation] = (),
) -> tuple[Peer, Reach]:
    """Who sent a file and how far they reach: by a card kept here, or by one the file presents.

    Raises CardError for a card that ran out or was revoked, ForgedError for a sender nobody stands
    for.
    """
    known = [peer for peer in everyone if peer.sign == header.sender.sign]
    problem: SendtuiError = ForgedError(
        "The file is from a sender who is not enrolled here. Nothing was taken in: ask the sender "
        "for their card, and compare its fingerprint by phone."
    )
    for peer in (*known, *_presented(me, header, everyone, tuple(ended))):
        try:
            return peer, reach(peer, everyone, today)
        except CardError as ran_out:
            problem = ran_out
    raise problem


def _presented(
    me: Identity, header: Header, everyone: tuple[Peer, ...], ended: tuple[Revocation, ...]
) -> list[Peer]:
    """The senders that the file's own cards name, where an issuer we know signed them."""
    issuers = {me.sign, *(peer.sign for peer in everyone if peer.way == THEY)}
    found = []
    for fields in header.cards:
        try:
            card = card_of(fields)
        except SendtuiError:
            continue
        if card.subject.sign == header.sender.sign and card.issuer.sign in issuers:
            found.append(peer_of(me, card, ended))
    return found


def _reach_of(card: Card) -> Reach:
    kinds = None if card.kinds is None else frozenset(card.kinds)
    return Reach(frozenset(place.id for place in card.settings), kinds)


def _require_running(peer: Peer, today: date) -> None:
    if peer.revoked:
        on = datetime.fromisoformat(peer.revoked)
        raise CardError(
            f"The card was revoked on {on:%d/%m/%Y}: nothing is exchanged on it. If the device was "
            "found again, its issuer gives it a new card."
        )
    if peer.expired(today):
        raise CardError(
            f"The card ran out on {peer.until:%d/%m/%Y}. Nothing is exchanged on it: "
            "ask its issuer for a new one."
        )


def kept_identity(store: Store) -> Identity | None:
    """The keys of this case file, if it has any yet."""
    with store.read() as session:
        text = ledger.identity(session.connection())
    return Identity.from_json(text) if text else None


def held_of(have: Mapping[str, object]) -> dict[str, dict[str, int]]:
    """How far each chain goes at the sender, by the header of a file; what is odd is left out."""
    found: dict[str, dict[str, int]] = {}
    for stream, devices in have.items():
        for device, ranges in devices.items() if isinstance(devices, Mapping) else ():
            first = ranges[0] if isinstance(ranges, list) and ranges else None
            if isinstance(first, list) and len(first) == 2 and first[0] == 1:
                reached = first[1]
                if type(reached) is int and 0 < reached < 1 << 53:
                    found.setdefault(stream, {})[str(device)] = reached
    return found
