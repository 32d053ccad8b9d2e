"""Sealed files come back as they went, and nobody can alter, cut, forge or swell one unnoticed."""

import gzip
import hashlib
import io
import json
import random
import threading
import tracemalloc
from contextlib import closing

import pyrage
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sendtui.errors import DamagedError, SendtuiError
from sendtui.formats import envelope, sealed
from sendtui.formats.identity import signed
from sendtui.formats.sealed_header import header_fields
from tests.formats.keys import (
    DEVICE,
    GOLDEN,
    RECIPIENT,
    SENDER,
    STRANGER,
    TINY,
    change,
    file_of,
    header,
    taken_in,
)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    # Half of a pair of UTF-16 is no letter, but a pasted text can hold one.
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def lines_of(changes=TINY, *, end=None, extra=(), by=SENDER, **different):
    """The lines of a file made by hand, so that they can be made wrong."""
    lines = [header_fields(header()) | different, *changes]
    lines.append({"end": len(changes)} if end is None else end)
    text = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    digest = hashlib.sha256(text)
    signature = signed(by.signing_key, "sendtui-changes 1", digest.digest())
    tail = [{"sha256": digest.hexdigest(), "sig": signature}, *extra]
    return text + b"".join(json.dumps(line).encode() + b"\n" for line in tail)


def sealed_of(*blocks, to=RECIPIENT):
    file = io.BytesIO()
    envelope.seal(file, [to.seal], blocks)
    return file.getvalue()


# ── There and back ────────────────────────────────────────────────────────────────────────────


def test_the_golden_file_stays_readable():
    data = (GOLDEN / "tiny.sendx").read_bytes()

    with sealed.read(io.BytesIO(data), [RECIPIENT.secret], signers={SENDER.sign}) as reading:
        changes = list(reading)

    assert reading.header == header()
    assert changes == list(TINY)
    assert reading.verified
    assert reading.sha256 == "f81b115f64547f78c6cd626ed3e75e5551449579f2a452d90db5510f1e2cbc3d"


def test_the_lines_made_by_hand_are_those_that_are_written():
    assert taken_in(sealed_of(lines_of())) == taken_in(file_of(TINY)) == list(TINY)


@settings(deadline=None, max_examples=60)
@example([], "\ud800")
@given(st.lists(st.tuples(JSON_VALUES, JSON_VALUES), max_size=5), JSON_VALUES)
def test_what_is_written_is_read(values, unknown):
    changes = [change(n, value=value, later=more) for n, (value, more) in enumerate(values, 1)]

    data = file_of(changes, more={"later": unknown})

    with sealed.read(io.BytesIO(data), [RECIPIENT.secret]) as reading:
        assert list(reading) == changes
    assert reading.header.more == {"later": unknown}


def test_what_a_later_version_adds_to_the_header_is_handed_on():
    first = file_of(
        [],
        sender=sealed.Sender(DEVICE, SENDER.sign, "Moonbeam", more={"phone": "none"}),
        scope=sealed.Scope((), None, "SEN support", {"years": [3]}),
        more={"revoked": ["0a" * 16]},
    )
    with sealed.read(io.BytesIO(first), [RECIPIENT.secret]) as reading:
        assert list(reading) == []

    again = io.BytesIO()
    sealed.write(again, reading.header, [], SENDER.signing_key)

    with sealed.read(io.BytesIO(again.getvalue()), [RECIPIENT.secret]) as second:
        assert second.header == reading.header
        assert second.header.scope.more == {"years": [3]}


def test_written_tells_count_hash_and_size():
    file = io.BytesIO()

    written = sealed.write(file, header(), iter(TINY), SENDER.signing_key)

    assert written.count == len(TINY)
    assert written.bytes == len(file.getvalue())
    with sealed.read(io.BytesIO(file.getvalue()), [RECIPIENT.secret]) as reading:
        assert sum(1 for _ in reading) == written.count
    assert reading.sha256 == written.sha256


def test_every_recipient_can_read():
    data = file_of(TINY)

    assert taken_in(data, RECIPIENT) == taken_in(data, SENDER)


def test_nothing_is_verified_before_the_end():
    with sealed.read(io.BytesIO(file_of(TINY)), [RECIPIENT.secret]) as reading:
        staged = []
        for each in reading:
            staged.append(each)
            assert not reading.verified

    assert reading.verified
    assert reading.count == len(staged)


def test_what_is_sealed_grows_in_steps():
    # age adds filler of its own, so what is measured is the text it is given.
    sizes = {
        sum(map(len, envelope._packed(iter([lines_of([change(n) for n in range(count)])]))))
        for count in range(5)
    }

    assert sizes == {envelope.STEP}


def test_the_text_opens_with_gzip_alone():
    packed = b"".join(envelope._packed(iter([lines_of()])))

    assert gzip.decompress(packed) == lines_of()


def test_a_writing_that_fails_says_why():
    def broken():
        yield change(1)
        raise LookupError("the store went away")

    with pytest.raises(LookupError, match="went away"):
        file_of(broken())


@pytest.mark.parametrize("changes", [TINY, [change(n) for n in range(9000)]], ids=["few", "many"])
def test_a_full_disk_is_told_as_such(changes):
    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(28, "no space left")

    with pytest.raises(OSError, match="no space left") as caught:
        sealed.write(Full(), header(), changes, SENDER.signing_key)

    assert caught.value.errno == 28


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({"sender": sealed.Sender(DEVICE, STRANGER.sign, "Moonbeam")}, "another signing key"),
        ({"to": ()}, "needs a recipient"),
        ({"to": ("age1nonsense",)}, "not a key"),
    ],
    ids=["another signer", "nobody", "no key"],
)
def test_a_header_that_does_not_hold_is_not_written(different, words):
    with pytest.raises(ValueError, match=words):
        file_of(TINY, **different)


@pytest.mark.parametrize("seed", range(8))
def test_a_text_that_ends_just_past_a_full_piece_comes_to_its_end(seed):
    # Where the end of gzip falls among the pieces read decides what zlib calls left over.
    letters = random.Random(seed)
    texts = [f"{letters.randrange(10**6)} words " * letters.randrange(200, 900) for _ in range(300)]
    changes = [change(n, value=text) for n, text in enumerate(texts, 1)]

    assert taken_in(file_of(changes)) == changes


@pytest.mark.parametrize("beyond", range(-3, 4))
def test_a_text_of_just_about_whole_pieces_comes_to_its_end(beyond):
    text = b"x" * (2 * envelope._PIECE + beyond - 1) + b"\n"

    with closing(envelope.Opened(io.BytesIO(sealed_of(text)), [RECIPIENT.secret])) as opened:
        assert list(opened) == [text[:-1]]


# ── Who ───────────────────────────────────────────────────────────────────────────────────────


def test_another_key_does_not_open_it():
    with pytest.raises(envelope.NotForUsError, match="not sealed to this"):
        taken_in(file_of(TINY), STRANGER)


def test_a_file_passed_on_by_its_recipient_is_refused():
    for_recipient = lines_of(to=[RECIPIENT.seal])

    passed_on = sealed_of(for_recipient, to=STRANGER)

    with pytest.raises(envelope.NotForUsError, match="third party"):
        taken_in(passed_on, STRANGER)


def test_a_forged_sender_with_the_right_recipient_is_refused():
    with pytest.raises(sealed.ForgedError, match="not signed by the sender"):
        taken_in(sealed_of(lines_of(by=STRANGER)))


def test_a_sender_who_is_not_expected_is_refused_at_the_header():
    with pytest.raises(sealed.ForgedError, match="does not know"):
        sealed.read(io.BytesIO(file_of(TINY)), [RECIPIENT.secret], signers={STRANGER.sign})


def test_a_signature_of_another_format_does_not_count():
    text = lines_of()
    covered, last = text.rstrip(b"\n").rsplit(b"\n", 1)
    digest = hashlib.sha256(covered + b"\n").digest()
    fields = json.loads(last) | {"sig": signed(SENDER.signing_key, "sendtui-changes 2", digest)}

    with pytest.raises(sealed.ForgedError):
        taken_in(sealed_of(covered + b"\n" + json.dumps(fields).encode() + b"\n"))


def test_lines_swapped_under_a_good_seal_are_found():
    lines = lines_of().split(b"\n")
    lines[1], lines[2] = lines[2], lines[1]

    with pytest.raises(DamagedError, match="not those that were signed"):
        taken_in(sealed_of(b"\n".join(lines)))


# ── Damage ────────────────────────────────────────────────────────────────────────────────────


def flipped(data, bit):
    altered = bytearray(data)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


def every_flip_is_found(count, seed):
    data = file_of([change(n) for n in range(1, 40)])
    bits = random.Random(seed)

    for _ in range(count):
        bit = bits.randrange(len(data) * 8)
        with pytest.raises(SendtuiError):
            taken_in(flipped(data, bit))


def test_any_altered_bit_is_found():
    every_flip_is_found(200, seed=1)


@pytest.mark.slow
def test_any_of_ten_thousand_altered_bits_is_found():
    every_flip_is_found(10_000, seed=2)


def test_a_file_cut_anywhere_is_refused():
    data = file_of([change(n) for n in range(1, 40)])

    for part in range(50):
        with pytest.raises(DamagedError):
            taken_in(data[: len(data) * part // 50])


def long_text():
    """More than two of the 64 KiB pieces that age seals, whatever gzip makes of it."""
    letters = random.Random(3)
    return [change(n, value=letters.randbytes(500).hex()) for n in range(1, 500)]


def test_a_long_file_altered_early_cut_late_or_added_to_says_which():
    data = file_of(long_text())
    assert len(data) > 3 * 65_552

    with pytest.raises(envelope.AlteredError, match="altered"):
        taken_in(flipped(data, 8 * 70_000))
    with pytest.raises(envelope.CutOffError, match="cut off"):
        taken_in(data[:-100_000])
    with pytest.raises(envelope.CutOffError, match="added to"):
        taken_in(data + b"x")


def test_a_byte_after_a_last_piece_that_is_full_is_named():
    letters = random.Random(4)
    for more in range(1, 200):
        text = letters.randbytes(4096 * more).hex().encode() + b"\n"
        if sum(map(len, envelope._packed(iter([text])))) % 65_536 == 0:
            break

    with pytest.raises(envelope.TrailingError, match="added after the end"):
        list(envelope.Opened(io.BytesIO(sealed_of(text) + b"x"), [RECIPIENT.secret]))


def test_staged_lines_of_a_file_cut_late_are_never_verified():
    data = file_of(long_text())

    with sealed.read(io.BytesIO(data[:-10]), [RECIPIENT.secret]) as reading:
        staged = []
        with pytest.raises(envelope.CutOffError):
            staged.extend(reading)

    assert reading.count > 0
    assert not reading.verified


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", envelope.NotSealedError, "empty"),
        (b"age-encry", envelope.CutOffError, "almost at once"),
        (b"age-encryption.org/v9\n-> X", envelope.NewerFormatError, "update sendtui"),
        (b"UPN,Surname\nA123,Quillfeather\n", envelope.NotSealedError, "not a sealed file"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", envelope.NotSealedError, "not a sealed file"),
        (b"age-encryption.org/v1\nrubbish, and a lot of it", envelope.CutOffError, "altered"),
    ],
    ids=["empty", "cut in the first line", "newer age", "a CSV", "armoured", "no age head"],
)
def test_what_is_no_sealed_file_is_named(data, kind, words):
    with pytest.raises(kind, match=words):
        taken_in(data)


def test_sealed_but_something_else_is_named():
    key = pyrage.x25519.Recipient.from_str(RECIPIENT.seal)
    other = pyrage.encrypt(b"a spare key for the cupboard", [key])

    with pytest.raises(envelope.NotSealedError, match="not a sync file"):
        taken_in(other)


@pytest.mark.parametrize(
    ("extra", "kind"),
    [
        (b"", None),
        (bytes(envelope.STEP - 1), None),
        (bytes(envelope.STEP), envelope.TrailingError),
        (b"\0\0x", envelope.TrailingError),
    ],
    ids=["none", "padding", "too much padding", "something"],
)
def test_only_padding_may_follow_the_text(extra, kind):
    key = pyrage.x25519.Recipient.from_str(RECIPIENT.seal)
    data = pyrage.encrypt(gzip.compress(lines_of()) + extra, [key])

    if kind is None:
        assert taken_in(data) == list(TINY)
    else:
        with pytest.raises(kind, match="follows the end"):
            taken_in(data)


def test_a_disk_that_fails_is_not_called_damage():
    class Failing(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 1000:
                raise OSError(5, "the stick was pulled out")
            return super().read(min(size, 500))

    with pytest.raises(OSError, match="stick"):
        sealed.read(Failing(file_of(TINY)), [RECIPIENT.secret])


# ── Later versions ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("different", [{"v": 2}, {"min_reader": 3}], ids=["shape", "reader"])
def test_a_file_from_a_later_version_asks_for_an_update(different):
    with pytest.raises(envelope.NewerFormatError, match="update sendtui"):
        taken_in(sealed_of(lines_of(**different)))


def test_another_format_is_not_read_as_ours():
    with pytest.raises(envelope.NotSealedError):
        taken_in(sealed_of(lines_of(fmt="somebody-elses")))


# ── Lines ─────────────────────────────────────────────────────────────────────────────────────

BAD_CHANGES = {
    "no record": {key: value for key, value in change(2).items() if key != "record"},
    "counter as text": change(2) | {"n": "2"},
    "counter true": change(2) | {"n": True},
    "counter nought": change(2) | {"n": 0},
    "counter past 2^53": change(2) | {"n": 2**53},
    "short stamp": change(2, hlc="0"),
    "stamp not hex": change(2, hlc="g" * 16),
    "base of three": change(2, bases=[["d", 1, 2]]),
    "bases out of order": change(2, bases=[["d2", 1], ["d1", 1]]),
    "a base twice": change(2, bases=[["d1", 1], ["d1", 1]]),
    "bases no list": change(2, bases=None),
    "salt not hex": change(2, salt="z" * 32),
    "erased without commitment": change(2, salt=None, value=None),
    "erased with a value": change(2, salt=None, erased="e5" * 16),
    "birth of one value": change(2, field="*", value="SLCN"),
    "neither change nor end": {"hello": 1},
}


@pytest.mark.parametrize("bad", BAD_CHANGES.values(), ids=BAD_CHANGES)
def test_a_bad_change_is_refused_by_its_line(bad):
    with pytest.raises(envelope.BadLineError, match="Line 3 ") as caught:
        taken_in(sealed_of(lines_of([change(1), bad, change(3)])))

    assert caught.value.line == 3
    assert "Quillfeather" not in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"7",
        b"{",
        b'{"n": NaN}',
        b'{"n": Infinity}',
        b'{"n": ' + b"9" * 5000 + b"}",
        b'{"stream": "\xff"}',
        b'{"a":' + b"[" * 40 + b"]" * 40 + b"}",
        b"[" * 200_000,
        b'{"a":' * 5000,
    ],
    ids=[
        "empty",
        "list",
        "number",
        "cut",
        "nan",
        "inf",
        "digits",
        "utf",
        "deep",
        "deeper",
        "deepest",
    ],
)
def test_a_line_that_is_not_an_object_of_bounded_depth_is_refused(line):
    head = lines_of().split(b"\n", 1)[0]

    with pytest.raises(envelope.BadLineError, match="Line 2 "):
        taken_in(sealed_of(head + b"\n" + line + b"\n"))


def test_a_change_may_replace_several():
    several = change(3, bases=[["d1", 9], ["d1", 10], ["d2", 1]])

    assert taken_in(file_of([several])) == [several]


def test_brackets_inside_a_text_are_not_depth():
    told = change(1, value="[{" * 100 + '"' + "\\")

    assert taken_in(file_of([told])) == [told]


@pytest.mark.parametrize("missing", sorted(set(header_fields(header())) - {"fmt"}))
def test_a_header_that_lacks_a_field_is_refused(missing):
    fields = header_fields(header())
    del fields[missing]

    with pytest.raises(envelope.BadLineError, match="Line 1 "):
        taken_in(sealed_of(json.dumps(fields).encode() + b"\n"))


@pytest.mark.parametrize("end", [{"end": 2}, {"end": 4}, {"end": True}, {"end": None}])
def test_a_wrong_count_is_found(end):
    with pytest.raises(envelope.BadLineError, match="counts other changes"):
        taken_in(sealed_of(lines_of(end=end)))


@pytest.mark.parametrize("kept", range(5))
def test_a_file_sealed_without_its_last_lines_is_cut_off(kept):
    lines = lines_of().split(b"\n")[:kept]

    with pytest.raises(envelope.CutOffError):
        taken_in(sealed_of(b"".join(line + b"\n" for line in lines)))


def test_a_line_after_the_signature_is_refused():
    with pytest.raises(envelope.TrailingError, match="follows the signature"):
        taken_in(sealed_of(lines_of(extra=[change(4)])))


# ── Bombs ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("piece", [b"x" * 65_536, b'{"a":1}\n' * 8192], ids=["a line", "lines"])
def test_a_file_that_swells_is_stopped(piece):
    limits = envelope.Limits(total=4 << 20, header=1 << 20, line=1 << 20)
    head = lines_of().split(b"\n", 1)[0] + b"\n"
    data = sealed_of(head, *[piece] * 400)
    assert len(data) < 100_000

    with (
        pytest.raises(DamagedError),
        sealed.read(io.BytesIO(data), [RECIPIENT.secret], limits=limits) as reading,
    ):
        list(reading)


def test_a_total_over_the_limit_is_named():
    limits = envelope.Limits(total=10_000)
    data = file_of(change(n) for n in range(1, 200))

    with (
        pytest.raises(envelope.TooLargeError, match="more than a sync file"),
        sealed.read(io.BytesIO(data), [RECIPIENT.secret], limits=limits) as reading,
    ):
        list(reading)


# ── Memory and threads ────────────────────────────────────────────────────────────────────────


def test_a_reading_given_up_leaves_nothing_running():
    before = threading.active_count()

    with sealed.read(io.BytesIO(file_of(long_text())), [RECIPIENT.secret]) as reading:
        changes = iter(reading)
        next(changes)

    assert threading.active_count() == before
    assert not reading.verified
    with pytest.raises(ValueError, match="closed"):
        list(changes)


@pytest.mark.slow
def test_memory_stays_flat_however_many_changes(tmp_path):
    def peak(count):
        path = tmp_path / f"{count}.sendx"
        tracemalloc.start()
        with path.open("wb") as file:
            sealed.write(file, header(), map(change, range(1, count + 1)), SENDER.signing_key)
        with path.open("rb") as file, sealed.read(file, [RECIPIENT.secret]) as reading:
            assert sum(1 for _ in reading) == count
        assert reading.verified
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    small, large = peak(20_000), peak(300_000)

    assert large < small * 1.5
