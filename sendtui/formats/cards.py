"""The two small files of enrolment: a request for a card, and the card that answers it.

Both are JSON text that a person can read. A request is signed by the one who asks, so that its
keys belong together; a card is signed by the school or the local authority that issues it, and
names what its subject may hold and send, why and until when. Neither proves who a person is: for
that the fingerprint is compared by phone.

The signature of either covers its name, a space, its version, a line end and the canonical JSON
of all its other fields, also of those that this version does not know. Those are kept and handed
on: `fields` is the file as it was signed.
"""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sendtui.errors import DamagedError, SendtuiError
from sendtui.formats.envelope import NewerFormatError
from sendtui.formats.identity import Identity, check_keys, fingerprint, is_signed, signed
from sendtui.models.wire import canonical

REQUEST = "sendtui-request"
CARD = "sendtui-card"
REVOCATION = "sendtui-revocation"
VERSION = 1
LONGEST = 1 << 20
"""A card or request longer than this many characters is not read."""


class CardError(SendtuiError):
    """The card is sound but does not hold: expired, or from another issuer."""


@dataclass(frozen=True, slots=True)
class Place:
    """A setting as a card names it: the id it has in the record, its URN if any, its name."""

    id: str
    urn: str
    name: str


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with keys: who signs with `sign` (64 hex) and opens what goes to `seal` (age1…)."""

    name: str
    sign: str
    seal: str

    @property
    def fingerprint(self) -> str:
        """What to compare by phone before trusting these keys."""
        return fingerprint(self.sign, self.seal)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody who wants a card sends: who they are, where, and their public keys."""

    subject: Party
    role: str
    setting: Place
    created: str
    fields: Mapping[str, object]

    def text(self) -> str:
        """The request file."""
        return _text(self.fields)


@dataclass(frozen=True, slots=True)
class Card:
    """What a subject may hold and send, why and until when, by the word of its issuer."""

    id: str
    subject: Party
    role: str
    settings: tuple[Place, ...]
    kinds: tuple[str, ...] | None
    """The kinds of record it covers; None for all."""
    purpose: str
    created: str
    until: date
    """The last day on which it holds."""
    issuer: Party
    fields: Mapping[str, object]

    def text(self) -> str:
        """The card file."""
        return _text(self.fields)

    def covers(self, setting: str, kind: str) -> bool:
        """Whether a record of this kind in the setting of this id may be held and sent."""
        return any(place.id == setting for place in self.settings) and (
            self.kinds is None or kind in self.kinds
        )


@dataclass(frozen=True, slots=True)
class Revocation:
    """The word of an issuer that no card it gave a subject up to a moment holds any more."""

    id: str
    subject: Party
    settings: tuple[str, ...]
    """The ids of the settings that the subject's card was about."""
    created: str
    issuer: Party
    fields: Mapping[str, object]

    def text(self) -> str:
        """The revocation as it is kept."""
        return _text(self.fields)

    def ends(self, card: Card) -> bool:
        """Whether this card holds no more: the same issuer gave it to the same keys before."""
        return (
            card.issuer.sign == self.issuer.sign
            and card.subject.sign == self.subject.sign
            and card.created <= self.created
        )


# ── Making ────────────────────────────────────────────────────────────────────────────────────


def request(me: Identity, *, name: str, role: str, setting: Place, created: str) -> Request:
    """A request for a card, signed with the keys it names; `created` is an ISO date and time."""
    fields: dict[str, object] = {
        "fmt": REQUEST,
        "v": VERSION,
        "name": name,
        "role": role,
        "setting": _place_fields(setting),
        "sign": me.sign,
        "seal": me.seal,
        "created": created,
    }
    return _request(_sealed_with(me, REQUEST, fields))


def issue(
    me: Identity,
    asked: Request,
    *,
    name: str,
    settings: Sequence[Place],
    purpose: str,
    created: str,
    until: date,
    kinds: Sequence[str] | None = None,
) -> Card:
    """A card for the one who asked, from `me`, who is called `name`; kinds None covers all."""
    fields: dict[str, object] = {
        "fmt": CARD,
        "v": VERSION,
        "id": secrets.token_hex(16),
        "subject": _party_fields(asked.subject) | {"role": asked.role},
        "scopes": {
            "settings": [_place_fields(place) for place in settings],
            "kinds": "all" if kinds is None else list(kinds),
            "purpose": purpose,
        },
        "created": created,
        "until": until.isoformat(),
        "issuer": _party_fields(Party(name, me.sign, me.seal)),
    }
    return _card(_sealed_with(me, CARD, fields))


def revoke(me: Identity, card: Card, *, created: str) -> Revocation:
    """The end of every card that `me` has given this card's subject."""
    fields: dict[str, object] = {
        "fmt": REVOCATION,
        "v": VERSION,
        "id": secrets.token_hex(16),
        "subject": _party_fields(card.subject),
        "settings": [place.id for place in card.settings],
        "created": created,
        "issuer": _party_fields(card.issuer),
    }
    return revocation_of(_sealed_with(me, REVOCATION, fields))


# ── Reading ───────────────────────────────────────────────────────────────────────────────────


def read_request(text: str) -> Request:
    """The request in a file, its signature checked.

    Raises DamagedError for one that was altered and NewerFormatError for a later version.
    """
    return _request(_parsed(text, REQUEST))


def read_card(text: str) -> Card:
    """The card in a file, its signature checked against the issuer it names itself.

    Whether that issuer is to be believed and the card still runs is for `check`. Raises
    DamagedError for a card that was altered and NewerFormatError for a later version.
    """
    return _card(_parsed(text, CARD))


def card_of(fields: Mapping[str, object]) -> Card:
    """The card that a sealed file carries in its header; raises as `read_card` does."""
    return _card(_of_version(fields, CARD))


def read_revocation(text: str) -> Revocation:
    """The revocation in a text, its signature checked; raises as `read_card` does."""
    return revocation_of(_parsed(text, REVOCATION))


def revocation_of(fields: Mapping[str, object]) -> Revocation:
    """The revocation that a sealed file carries in its header; raises as `read_card` does."""
    fields = _of_version(fields, REVOCATION)
    try:
        made = Revocation(
            id=_word(fields, "id"),
            subject=_party(_object(fields["subject"])),
            settings=tuple(map(str, _list(fields["settings"]))),
            created=_word(fields, "created"),
            issuer=_party(_object(fields["issuer"])),
            fields=dict(fields),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise _not_one(REVOCATION) from error
    _check_signature(made.issuer.sign, REVOCATION, fields)
    return made


def check(card: Card, *, today: date, issuers: Collection[str], subject: str | None = None) -> None:
    """Nothing if the card holds today, is signed by one of `issuers` and is the subject's own.

    `issuers` and `subject` are signing keys. Raises CardError otherwise.
    """
    if card.issuer.sign not in issuers:
        raise CardError(
            "The card was signed by somebody this case file does not know. Compare the issuer's "
            f"fingerprint by phone: {card.issuer.fingerprint}"
        )
    if subject is not None and card.subject.sign != subject:
        raise CardError("The card was made for another key. Ask for one that answers your request.")
    if today > card.until:
        raise CardError(f"The card ran out on {card.until:%d/%m/%Y}. Ask its issuer for a new one.")


# ── Shapes ────────────────────────────────────────────────────────────────────────────────────


def _text(fields: Mapping[str, object]) -> str:
    return json.dumps(fields, indent=2, ensure_ascii=False) + "\n"


def _sealed_with(me: Identity, fmt: str, fields: dict[str, object]) -> dict[str, object]:
    return fields | {"sig": signed(me.signing_key, f"{fmt} {VERSION}", canonical(fields))}


def _parsed(text: str, fmt: str) -> Mapping[str, object]:
    if len(text) > LONGEST:
        raise _not_one(fmt)
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not_one(fmt) from error
    return _of_version(fields, fmt)


def _of_version(fields: object, fmt: str) -> Mapping[str, object]:
    if not isinstance(fields, Mapping) or fields.get("fmt") != fmt:
        raise _not_one(fmt)
    if fields.get("v") != VERSION:
        raise NewerFormatError("The card or request was made by a later version: update sendtui.")
    return fields


def _request(fields: Mapping[str, object]) -> Request:
    try:
        made = Request(
            subject=_party(fields),
            role=_word(fields, "role"),
            setting=_place(fields["setting"]),
            created=_word(fields, "created"),
            fields=dict(fields),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise _not_one(REQUEST) from error
    _check_signature(made.subject.sign, REQUEST, fields)
    return made


def _card(fields: Mapping[str, object]) -> Card:
    try:
        subject, scopes = _object(fields["subject"]), _object(fields["scopes"])
        kinds = scopes["kinds"]
        made = Card(
            id=_word(fields, "id"),
            subject=_party(subject),
            role=_word(subject, "role"),
            settings=tuple(_place(place) for place in _list(scopes["settings"])),
            kinds=None if kinds == "all" else tuple(map(str, _list(kinds))),
            purpose=_word(scopes, "purpose"),
            created=_word(fields, "created"),
            until=date.fromisoformat(_word(fields, "until")),
            issuer=_party(_object(fields["issuer"])),
            fields=dict(fields),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise _not_one(CARD) from error
    _check_signature(made.issuer.sign, CARD, fields)
    return made


def _check_signature(sign: str, fmt: str, fields: Mapping[str, object]) -> None:
    body = {key: value for key, value in fields.items() if key != "sig"}
    try:
        spelled = canonical(body)
    except (ValueError, RecursionError) as error:
        raise _not_one(fmt) from error
    if not is_signed(sign, f"{fmt} {VERSION}", spelled, str(fields.get("sig"))):
        raise DamagedError(
            "The card or request was altered, or not signed by the one it names. Ask for it again."
        )


def _party(fields: Mapping[str, object]) -> Party:
    party = Party(_word(fields, "name"), _word(fields, "sign"), _word(fields, "seal"))
    check_keys(party.sign, party.seal)
    return party


def _party_fields(party: Party) -> dict[str, object]:
    return {"name": party.name, "sign": party.sign, "seal": party.seal}


def _place(value: object) -> Place:
    fields = _object(value)
    return Place(_word(fields, "id"), _word(fields, "urn"), _word(fields, "name"))


def _place_fields(place: Place) -> dict[str, object]:
    return {"id": place.id, "urn": place.urn, "name": place.name}


def _word(fields: Mapping[str, object], key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError("not an object")
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _not_one(fmt: str) -> DamagedError:
    what = {REQUEST: "request for a card", REVOCATION: "revocation"}.get(fmt, "card")
    return DamagedError(f"This is not a {what} of sendtui, or it is damaged. Ask for it again.")
