"""Enrolment: how two case files come to know each other's keys, and what about.

The one who wants to exchange *requests*: a small file with their name, setting and public keys. The
school or the local authority *issues* a card for it: which settings, what for and until when. The
requester *accepts* the card. Either step asks for a fingerprint, read out by the other end on the
phone: a file in the post could have been changed on the way, a known voice could not.

- The issuer compares the requester's fingerprint and then trusts those keys with the settings that
  the card names, and with nothing else.
- The requester compares the issuer's fingerprint and then sends to those keys, and takes from
  them, those same settings.
- Two people with cards of one issuer need no call between them: each accepts the other's card, and
  the issuer's signature, which both have compared, stands for it. They exchange what both cards
  cover.
- A card that ran out or was revoked stops both ways. A later card replaces an earlier one, never
  the reverse; a renewal for keys that were compared before needs no call (`renewing`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from sendtui.errors import DamagedError, SendtuiError
from sendtui.formats import cards
from sendtui.formats.cards import Card, CardError, Place, Request
from sendtui.formats.identity import Identity, same_fingerprint
from sendtui.models import KINDS
from sendtui.models.setting import Setting
from sendtui.services import writes
from sendtui.services.casefile import ROLES
from sendtui.services.peers import (
    THEY,
    VOUCHED,
    WHOLE_ROLL,
    Peer,
    identity,
    kept_identity,
    peer_of,
    peers,
    revocations,
)
from sendtui.services.peers import forget as forget
from sendtui.store import peers as ledger
from sendtui.store.store import Store

PURPOSE = "SEN support"


@dataclass(frozen=True, slots=True)
class Me:
    """Who this case file is to others; the fingerprint is read out when they ring."""

    name: str
    role: str
    setting: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is shown before a card is issued; `known` is an earlier peer's name."""

    name: str
    role: str
    setting: str
    urn: str
    fingerprint: str
    created: str
    known: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A card as it is shown before it is accepted; `fingerprint` is what to compare by phone.

    `is_renewal`: the keys were compared before, so that nobody has to ring.
    """

    issuer: str
    fingerprint: str
    subject: str
    role: str
    settings: tuple[str, ...]
    kinds: tuple[str, ...] | None
    purpose: str
    until: date
    for_me: bool
    known: str
    is_renewal: bool = False


@writes
def me(store: Store) -> Me:
    """Who this case file is; its keys are made if it has none yet."""
    keys, place = identity(store), _own_place(store)
    role = ROLES.get(store.note("role"), "")
    return Me(_name(store, place), role, place.name, keys.fingerprint)


@writes
def request(store: Store) -> str:
    """The text of a request for a card, to be sent to the school or local authority."""
    keys, place = identity(store), _own_place(store)
    role = ROLES.get(store.note("role"), "")
    made = cards.request(
        keys, name=_name(store, place), role=role, setting=place, created=ledger.stamp()
    )
    return made.text()


def look_at_request(store: Store, text: str) -> Asked:
    """Who asks for a card; raises DamagedError for a request that was altered."""
    asked = cards.read_request(text)
    _require_honest(store, asked)
    return Asked(
        name=asked.subject.name,
        role=asked.role,
        setting=asked.setting.name,
        urn=asked.setting.urn,
        fingerprint=asked.subject.fingerprint,
        created=asked.created,
        known=_known_as(store, asked.subject.fingerprint),
    )


@writes
def issue(
    store: Store,
    request_text: str,
    *,
    fingerprint: str,
    until: date,
    today: date,
    purpose: str = PURPOSE,
    whole_roll: bool = False,
    settings: Sequence[str | Place] = (),
    kinds: Sequence[str] | None = None,
) -> str:
    """A card for the one who asked, who becomes a peer; returns the card's text.

    `fingerprint` is what the requester read out. `settings` are ids, URNs or names; without any it
    is the school's own setting where a school issues, else the requester's. `kinds` limits what is
    exchanged to streams that hold no other kind of record.
    Raises SendtuiError where the fingerprint is another one, or the card would not hold today.
    """
    asked = cards.read_request(request_text)
    _require_honest(store, asked)
    _require_same(fingerprint, asked.subject.fingerprint)
    require_ahead(until, today)
    if unknown := set(kinds or ()) - KINDS.keys():
        raise SendtuiError(f"There is no kind of record called {sorted(unknown)[0]}.")
    keys, created = identity(store), ledger.stamp()
    ended = [each.created for each in revocations(store) if each.subject.sign == asked.subject.sign]
    if asked.subject.sign == keys.sign:
        raise SendtuiError("This is this case file's own request. Send it to somebody else.")
    card = cards.issue(
        keys,
        asked,
        name=_name(store, _own_place(store)),
        settings=_places(store, asked, settings),
        purpose=f"{purpose}; {WHOLE_ROLL}" if whole_roll else purpose,
        created=after(*ended, "") if ended else created,
        until=until,
        kinds=kinds,
    )
    keep(store, keys, card)
    return card.text()


def look_at_card(store: Store, text: str) -> Offered:
    """What a card says and whom to ring about it; raises DamagedError for one that was altered."""
    card, keys = cards.read_card(text), kept_identity(store)
    for_me = keys is not None and card.subject.sign == keys.sign
    other = card.issuer if for_me else card.subject
    return Offered(
        issuer=card.issuer.name,
        fingerprint=other.fingerprint,
        subject=card.subject.name,
        role=card.role,
        settings=tuple(place.name or place.id for place in card.settings),
        kinds=card.kinds,
        purpose=card.purpose,
        until=card.until,
        for_me=for_me,
        known=_known_as(store, other.fingerprint),
        is_renewal=keys is not None and _is_known(store, peer_of(keys, card)),
    )


@writes
def accept(store: Store, card_text: str, *, fingerprint: str = "", today: date) -> Peer:
    """Take a card's other side as a peer: its issuer, or a colleague whom our issuer vouches for.

    `fingerprint` is what that side read out; a renewal, from keys that were compared before, needs
    none. Raises SendtuiError where it is another one, and CardError for a card that ran out, was
    revoked or comes from somebody unknown.
    """
    card, keys = cards.read_card(card_text), identity(store)
    peer = peer_of(keys, card, revocations(store))
    if peer.revoked:
        raise CardError("The card was revoked after it was made. Ask its issuer for a new one.")
    issuers = {keys.sign, *(known.sign for known in peers(store) if known.way == THEY)}
    trusted = {card.issuer.sign} if peer.way == THEY else issuers
    cards.check(card, today=today, issuers=trusted)
    if peer.way == VOUCHED and card.issuer.sign not in issuers:
        raise CardError("The card is for somebody else. Ask for one that answers your request.")
    if fingerprint or not _is_known(store, peer):
        _require_same(fingerprint, peer.fingerprint)
    keep(store, keys, card)
    return peer


def _is_known(store: Store, peer: Peer) -> bool:
    """Whether a card of the same issuer for the same keys is here, so that they were compared."""
    return any(
        known.sign == peer.sign and known.issuer == peer.issuer and known.way == peer.way
        for known in peers(store)
    )


def after(*earlier: str) -> str:
    """This moment, or just after these where the clock has not moved on since."""
    last = max(earlier)
    now = ledger.stamp()
    if now > last:
        return now
    return (datetime.fromisoformat(last) + timedelta(seconds=1)).isoformat(timespec="seconds")


def require_ahead(until: date, today: date) -> None:
    """Refuse a card that would have run out already; raises SendtuiError."""
    if until < today:
        raise SendtuiError("The card would have run out already: give a later day.")


def keep(store: Store, keys: Identity, card: Card) -> None:
    """Keep a card in the place of an earlier one; raises CardError where a later one is here."""
    peer = peer_of(keys, card)
    with store.write("Enrol a peer") as tx:
        for kept in ledger.peers(tx.connection):
            if kept.fingerprint == peer.fingerprint:
                earlier = cards.read_card(kept.card)
                if earlier.created > card.created:
                    raise CardError("A later card of theirs is here already. Nothing was changed.")
        kept = ledger.Kept(peer.fingerprint, peer.name, card.text(), ledger.stamp())
        ledger.keep_peer(tx.connection, kept)


def _require_same(typed: str, expected: str) -> None:
    if not same_fingerprint(typed, expected):
        raise SendtuiError(
            "The fingerprint is not the one in this file. Ring again and compare all 16 "
            "characters; if they differ, the file is not theirs."
        )


def _require_honest(store: Store, asked: Request) -> None:
    """Refuse a request that names a setting of ours as another school."""
    with store.read() as session:
        known = session.get(Setting, asked.setting.id)
        if known and known.urn and asked.setting.urn and known.urn != asked.setting.urn:
            raise DamagedError(
                "The request names a setting that is another school in this record. Issue "
                "nothing, and ring them."
            )


def _places(store: Store, asked: Request, named: Sequence[str | Place]) -> list[Place]:
    with store.read() as session:
        known = {found.id: _place(found) for found in session.exec(select(Setting))}
        own_is_school = _is_school(session, store)
    if not named:
        theirs = known.get(asked.setting.id, asked.setting)
        return [known[store.setting]] if own_is_school else [theirs]
    offered = {asked.setting.id: asked.setting} | known
    return [name if isinstance(name, Place) else _named(offered.values(), name) for name in named]


def _named(places: Iterable[Place], name: str) -> Place:
    wanted = name.strip().casefold()
    found = [p for p in places if wanted in (p.id, p.urn.casefold(), p.name.casefold())]
    if len(found) != 1:
        several = "Several settings have" if found else "No setting has"
        raise SendtuiError(f"{several} this name, URN or id.")
    return found[0]


def is_school(store: Store) -> bool:
    """Whether this case file is a school's, and not a local authority's."""
    with store.read() as session:
        return _is_school(session, store)


def _is_school(session: Session, store: Store) -> bool:
    own = session.get(Setting, store.setting)
    return own is not None and own.sort != "la" and store.note("role") in ("", "senco")


def _own_place(store: Store) -> Place:
    with store.read() as session:
        found = session.get(Setting, store.setting)
        if found is None:
            raise SendtuiError("This case file is not set up yet: it belongs to no setting.")
        return _place(found)


def _place(found: Setting) -> Place:
    return Place(found.id, found.urn, found.name)


def _name(store: Store, place: Place) -> str:
    return ", ".join(part for part in (store.author, place.name) if part)


def _known_as(store: Store, fingerprint: str) -> str:
    return next((p.name for p in peers(store) if p.fingerprint == fingerprint), "")
