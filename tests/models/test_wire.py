"""A change as bytes: one spelling, a commitment, a chain and a clock that never refuses."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.models import wire

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
SALT = bytes(range(16))
CHANGE = {
    "stream": "aa" * 16,
    "stream_kind": "pupil",
    "dev": "bb" * 16,
    "n": 1,
    "hlc": wire.pack(1_767_225_600_000),
    "kind": "need",
    "record": "cc" * 16,
    "field": "code",
    "value": "SLCN",
    "salt": SALT.hex(),
    "bases": [["bb" * 16, 1]],
    "who": "Zephyr Quillfeather",
    "true_on": "2026-01-01",
    "written": "2026-01-01T09:00:00+00:00",
    "label": "Change a need",
    "batch": "dd" * 16,
}


@given(JSON_VALUES)
def test_a_value_keeps_its_spelling_through_a_file(value):
    through_a_file = json.loads(json.dumps(value))

    assert wire.canonical(through_a_file) == wire.canonical(value)


def test_the_spelling_sorts_keys_and_keeps_letters():
    assert wire.canonical({"b": "é", "a": [1, None]}) == '{"a":[1,null],"b":"é"}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_refused(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        wire.canonical(value)


def test_a_commitment_needs_the_salt_and_the_value():
    made = wire.commitment(SALT, "K")

    assert made.hex() == "887e23a89132e19e3618c3b88239fd17"
    assert wire.commitment(SALT, "E") != made
    assert wire.commitment(bytes(16), "K") != made


@pytest.mark.parametrize("field", wire.CHAINED)
def test_a_link_covers_every_field(field):
    before = wire.link_of(wire.FIRST_LINK, CHANGE)

    after = wire.link_of(wire.FIRST_LINK, CHANGE | {field: "altered"})

    assert after != before


@pytest.mark.parametrize("altered", [{"value": "SEMH"}, {"salt": "00" * 16}])
def test_a_link_covers_value_and_salt(altered):
    before = wire.link_of(wire.FIRST_LINK, CHANGE)

    assert wire.link_of(wire.FIRST_LINK, CHANGE | altered) != before


def test_a_link_covers_what_stood_before():
    first = wire.link_of(wire.FIRST_LINK, CHANGE)

    assert wire.link_of(first, CHANGE) != first


def test_an_erased_change_keeps_its_link():
    erased = CHANGE | {
        "value": None,
        "salt": None,
        "erased": wire.commitment(SALT, CHANGE["value"]).hex(),
    }

    assert wire.link_of(wire.FIRST_LINK, erased) == wire.link_of(wire.FIRST_LINK, CHANGE)


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**16 - 1))
def test_a_stamp_unpacks_to_what_was_packed(ms, counter):
    assert wire.unpack(wire.pack(ms, counter)) == (ms, counter)


@given(st.lists(st.tuples(st.integers(-(2**50), 2**50), st.none() | st.integers(0, 2**48 - 1))))
def test_own_stamps_only_grow_whatever_the_clocks_do(steps):
    last, made = wire.FIRST_STAMP, []

    for now, heard in steps:
        if heard is not None:
            last = wire.receive(last, wire.pack(heard), now)
        if last < "f" * 15:
            last = wire.tick(last, now)
            made.append(last)

    assert made == sorted(set(made))
    assert all(len(stamp) == 16 for stamp in made)


def test_the_last_stamp_of_all_still_saves():
    assert wire.tick("f" * 16, 0) == "f" * 16


def test_a_stamp_far_ahead_leaves_our_own_clock_alone():
    now = 1_767_225_600_000
    ours, near, far = (wire.pack(now + ms) for ms in (0, wire.DAY_MS, wire.DAY_MS + 1))

    assert wire.receive(ours, near, now) == near
    assert wire.receive(ours, far, now) == ours
    assert wire.far_ahead(far, now)


@pytest.mark.parametrize("text", ["", "0" * 15, "0" * 17, "G" * 16, "A" * 16, "+" + "0" * 15])
def test_a_stamp_of_another_shape_is_refused(text):
    with pytest.raises(ValueError, match="16 hex digits"):
        wire.unpack(text)
