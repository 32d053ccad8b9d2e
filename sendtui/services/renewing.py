"""Cards that go on: renewed before they run out, and handed to whoever takes over."""

from collections.abc import Mapping
from datetime import date

from sendtui.errors import SendtuiError
from sendtui.formats import cards
from sendtui.formats.cards import Request
from sendtui.services import revoking, writes
from sendtui.services.enrol import after, issue, keep, require_ahead
from sendtui.services.peers import THEY, WE, find, identity, peers
from sendtui.store.store import Store


@writes
def renew(store: Store, named: str, *, until: date, today: date) -> str:
    """A new card for a peer whose card we issued, for the same and until later; gives its text.

    The keys are the ones that were compared before, so nobody has to ring. It rides in the next
    sealed file to them too. Raises SendtuiError for a peer whose card somebody else issued.
    """
    peer, keys = find(store, named), identity(store)
    if peer.way != WE:
        raise SendtuiError(
            "Their card was issued by somebody else: ask the issuer for a new one. For our own "
            "card, write a request, or ring them: they renew it."
        )
    require_ahead(until, today)
    card = cards.issue(
        keys,
        Request(peer.card.subject, peer.card.role, peer.card.settings[0], "", {}),
        name=peer.card.issuer.name,
        settings=peer.card.settings,
        purpose=peer.card.purpose,
        created=after(peer.card.created, peer.revoked),
        until=until,
        kinds=peer.card.kinds,
    )
    keep(store, keys, card)
    return card.text()


@writes
def hand_over(
    store: Store, named: str, request_text: str, *, fingerprint: str, until: date, today: date
) -> str:
    """Give a peer's card to whoever takes over from them, and revoke theirs; gives the new card.

    The new one is for the same settings, kinds and purpose. `fingerprint` is what the one who
    takes over read out. Raises what `issue` and `revoking.revoke` do.
    """
    old = find(store, named)
    if old.way != WE:
        raise SendtuiError("Only whoever issued a card can hand it over: ask the issuer.")
    if cards.read_request(request_text).subject.sign == old.sign:
        raise SendtuiError("The request is of the same keys: renew the card instead.")
    text = issue(
        store,
        request_text,
        fingerprint=fingerprint,
        until=until,
        today=today,
        purpose=old.purpose,
        settings=old.card.settings,
        kinds=old.kinds,
    )
    if not old.revoked:
        revoking.revoke(store, old.fingerprint)
    return text


def take_renewal(store: Store, fields: object, sender: str) -> bool:
    """Take a later card that its issuer sent along in a file; whether there was one.

    `sender` is the key that signed the file. Only a card of that issuer for our own keys counts,
    and only where one of theirs is here already.
    """
    if not isinstance(fields, Mapping):
        return False
    keys = identity(store)
    known = {peer.sign: peer.card for peer in peers(store) if peer.way == THEY}
    try:
        card = cards.card_of(fields)
    except SendtuiError:
        return False
    before = known.get(sender)
    is_ours = card.subject.sign == keys.sign and card.issuer.sign == sender
    if before is None or not is_ours or card.created <= before.created:
        return False
    keep(store, keys, card)
    return True
