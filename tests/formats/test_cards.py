"""Cards name keys, scopes and an end, and cannot be altered, borrowed or outlive their date."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.errors import DamagedError, SendtuiError
from sendtui.formats import cards
from sendtui.formats.envelope import NewerFormatError
from sendtui.formats.identity import Identity, fingerprint, same_fingerprint, signed
from sendtui.models.wire import canonical
from tests.formats.keys import RECIPIENT, SENDER, STRANGER

SCHOOL = cards.Place("5e" * 16, "999001", "Moonbeam Primary")
CREATED = "2026-01-01T12:00:00+00:00"
LAST_DAY = date(2026, 8, 31)


def asked(name="Zephyr Quillfeather"):
    return cards.request(SENDER, name=name, role="SENCO", setting=SCHOOL, created=CREATED)


def issued(**different):
    fields = {
        "name": "Nowhere Council",
        "settings": [SCHOOL],
        "purpose": "SEN support and EHC plans",
        "created": CREATED,
        "until": LAST_DAY,
    }
    return cards.issue(RECIPIENT, asked(), **(fields | different))


def signed_again(text, by, fmt, **different):
    """The file with other fields, signed as its maker would."""
    fields = json.loads(text) | different
    del fields["sig"]
    return json.dumps(fields | {"sig": signed(by.signing_key, f"{fmt} 1", canonical(fields))})


# ── Identity and fingerprint ──────────────────────────────────────────────────────────────────


def test_an_identity_kept_as_text_comes_back():
    me = Identity.generate()

    assert Identity.from_json(me.to_json()) == me
    assert me.sign != Identity.generate().sign


def test_an_identity_printed_shows_no_secret():
    shown = repr(SENDER)

    assert SENDER.secret not in shown
    assert SENDER.seed.hex() not in shown


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"seed":"00","secret":"x"}', '{"seed":1,"secret":2}']
)
def test_damaged_keys_are_told(text):
    with pytest.raises(DamagedError, match="cannot be read"):
        Identity.from_json(text)


def test_the_fingerprint_of_a_pair_of_keys_stays_what_it_is():
    assert SENDER.fingerprint == "XM9N-7M57-GG4X-NM4V"


@given(st.binary(min_size=32, max_size=32))
def test_a_fingerprint_is_four_groups_of_letters_that_cannot_be_misheard(seed):
    text = Identity(seed, SENDER.secret).fingerprint

    assert [len(group) for group in text.split("-")] == [4, 4, 4, 4]
    assert not set(text) & set("ILOU")
    assert set(text) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


def test_a_fingerprint_is_of_both_keys():
    both = fingerprint(SENDER.sign, SENDER.seal)

    assert fingerprint(STRANGER.sign, SENDER.seal) != both
    assert fingerprint(SENDER.sign, STRANGER.seal) != both


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("0123-4567-89AB-CDEF", True),
        ("o123 4567 89ab cdef", True),
        ("OI23456789ABCDEF", True),
        ("0l23-4567-89ab-cdef", True),
        ("0123-4567-89AB-CDEG", False),
        ("0123-4567-89AB", False),
        ("", False),
    ],
)
def test_a_fingerprint_typed_back_is_read_kindly(typed, same):
    assert same_fingerprint(typed, "0123-4567-89AB-CDEF") is same


@pytest.mark.parametrize(
    ("sign", "seal"),
    [("00", SENDER.seal), (SENDER.sign.upper(), SENDER.seal), (SENDER.sign, "age1no")],
    ids=["short", "upper case", "no seal"],
)
def test_keys_that_are_none_have_no_fingerprint(sign, seal):
    with pytest.raises(ValueError, match="key"):
        fingerprint(sign, seal)


# ── Requests ──────────────────────────────────────────────────────────────────────────────────


def test_a_request_comes_back_from_its_file():
    request = asked()

    read = cards.read_request(request.text())

    assert read == request
    assert read.subject.fingerprint == SENDER.fingerprint
    assert read.setting == SCHOOL


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_request_holds_any_name(name):
    assert cards.read_request(asked(name).text()).subject.name == name


@pytest.mark.parametrize("key", ["name", "role", "setting", "sign", "seal", "created", "sig"])
def test_a_request_altered_anywhere_is_refused(key):
    fields = json.loads(asked().text())
    altered = {
        "setting": {"id": "00", "urn": "1", "name": "Elsewhere"},
        "sign": STRANGER.sign,
        "seal": STRANGER.seal,
    }.get(key, "altered")

    with pytest.raises(DamagedError):
        cards.read_request(json.dumps(fields | {key: altered}))


# ── Cards ─────────────────────────────────────────────────────────────────────────────────────


def test_a_card_comes_back_from_its_file_and_from_a_header():
    card = issued(kinds=["pupil", "need"])

    assert cards.read_card(card.text()) == card
    assert cards.card_of(card.fields) == card
    assert card.subject.sign == SENDER.sign
    assert card.issuer.seal == RECIPIENT.seal
    assert card.until == LAST_DAY


@pytest.mark.parametrize(
    ("kinds", "setting", "kind", "covered"),
    [
        (None, SCHOOL.id, "need", True),
        (None, "00" * 16, "need", False),
        (["need"], SCHOOL.id, "need", True),
        (["need"], SCHOOL.id, "contact", False),
        ([], SCHOOL.id, "need", False),
    ],
)
def test_a_card_covers_what_it_names(kinds, setting, kind, covered):
    assert issued(kinds=kinds).covers(setting, kind) is covered


def altered_somewhere(value):
    """Each way of changing one leaf of a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            for other in altered_somewhere(inner):
                yield value | {key: other}
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            for other in altered_somewhere(inner):
                yield [*value[:at], other, *value[at + 1 :]]
    else:
        yield "2030-01-01" if value != "2030-01-01" else "2031-01-01"
        yield None


def test_a_card_altered_anywhere_is_refused():
    fields = json.loads(issued(kinds=["need"]).text())

    ways = list(altered_somewhere(fields))

    assert len(ways) > 30
    for altered in ways:
        with pytest.raises(SendtuiError):
            cards.read_card(json.dumps(altered))


def test_a_card_with_a_field_taken_out_or_put_in_is_refused():
    fields = json.loads(issued().text())

    for key in fields:
        with pytest.raises(SendtuiError):
            cards.read_card(json.dumps({k: v for k, v in fields.items() if k != key}))
    with pytest.raises(DamagedError):
        cards.read_card(json.dumps(fields | {"also": "this"}))


def test_what_a_later_version_adds_to_a_card_is_kept_and_handed_on():
    text = signed_again(issued().text(), RECIPIENT, cards.CARD, revokes=["0a" * 16])

    card = cards.read_card(text)

    assert card.fields["revokes"] == ["0a" * 16]
    assert cards.read_card(card.text()) == card


@pytest.mark.parametrize("v", [2, 0, "1", None])
def test_another_version_asks_for_an_update(v):
    text = signed_again(issued().text(), RECIPIENT, cards.CARD, v=v)

    with pytest.raises(NewerFormatError, match="update sendtui"):
        cards.read_card(text)


@pytest.mark.parametrize(
    "text",
    ["", "UPN,Surname", "[]", "7", "{}", "[" * 100_000, '{"fmt":"sendtui-card"', "x" * 2_000_000],
    ids=["empty", "csv", "list", "number", "object", "deep", "cut", "long"],
)
def test_what_is_no_card_is_named(text):
    with pytest.raises(DamagedError, match="not a card"):
        cards.read_card(text)


def test_a_request_is_no_card():
    with pytest.raises(DamagedError, match="not a card"):
        cards.read_card(asked().text())


def test_a_number_that_is_not_finite_in_a_card_is_refused():
    fields = json.loads(issued().text())

    with pytest.raises(DamagedError):
        cards.read_card(json.dumps(fields | {"also": float("nan")}))


@pytest.mark.parametrize(
    ("today", "runs"),
    [(date(2026, 1, 1), True), (LAST_DAY, True), (date(2026, 9, 1), False)],
    ids=["early", "last day", "the day after"],
)
def test_a_card_holds_to_the_end_of_its_last_day(today, runs):
    if runs:
        cards.check(issued(), today=today, issuers={RECIPIENT.sign}, subject=SENDER.sign)
    else:
        with pytest.raises(cards.CardError, match="ran out on 31/08/2026"):
            cards.check(issued(), today=today, issuers={RECIPIENT.sign})


def test_a_card_from_another_issuer_gives_the_fingerprint_to_compare():
    with pytest.raises(cards.CardError, match=RECIPIENT.fingerprint):
        cards.check(issued(), today=LAST_DAY, issuers={STRANGER.sign})


def test_a_card_made_for_another_key_is_refused():
    with pytest.raises(cards.CardError, match="another key"):
        cards.check(issued(), today=LAST_DAY, issuers={RECIPIENT.sign}, subject=STRANGER.sign)


def test_a_card_signed_by_one_who_says_to_be_the_council_is_refused():
    text = signed_again(issued().text(), STRANGER, cards.CARD)

    with pytest.raises(DamagedError, match="not signed by the one it names"):
        cards.read_card(text)


def test_a_request_signature_does_not_make_a_card():
    fields = json.loads(issued().text())
    del fields["sig"]
    sig = signed(RECIPIENT.signing_key, f"{cards.REQUEST} 1", canonical(fields))

    with pytest.raises(DamagedError):
        cards.read_card(json.dumps(fields | {"sig": sig}))
