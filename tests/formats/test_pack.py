"""Hand-over packs as files: read back as written, and refused where they are not."""

import io
import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from importlib.resources import files
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import VerifyKey

from sendtui.errors import SendtuiError
from sendtui.formats import pack, pack_receipt, pack_sealed
from sendtui.formats.envelope import NotForUsError, TooLargeError
from sendtui.formats.identity import Identity
from sendtui.formats.pack import PackHead, PackSchool

PUPIL, NEED = "0" * 31 + "a", "0" * 31 + "b"
HEAD = PackHead(
    "f" * 32, date(2026, 11, 22), 3, PUPIL, PackSchool("Nettle [/x]", "900001", "8012000"),
    PackSchool("Fern"), 2,
)  # fmt: skip
RECORDS = {
    "pupil": [{"id": PUPIL, "surname": "Quillfeather", "born": date(2015, 9, 30)}],
    "need": [{"id": NEED, "pupil": PUPIL, "code": "SLCN"}],
}
DOCUMENT = b"%PDF-1.4 made up"


def made(password: str = "") -> bytes:
    papers = [("READ-FIRST.md", b"# Read"), ("record.md", b"# Zephyr")]
    return pack.packed(HEAD, RECORDS, papers, [("documents/001.pdf", DOCUMENT)], password)[0]


@pytest.mark.parametrize("password", ["", "correct horse battery"])
def test_a_pack_is_read_back_as_it_was_written(password: str) -> None:
    raw, digest = pack.packed(HEAD, RECORDS, [], [("documents/001.pdf", DOCUMENT)], password)

    found = pack.read(raw, "a.zip", password)

    assert (found.head, found.sha256, found.count) == (HEAD, digest, 1)
    assert found.records["pupil"][0]["born"] == "2015-09-30"
    assert found.documents == {sha256(DOCUMENT).hexdigest(): DOCUMENT}
    assert pack.is_locked(raw) == bool(password)


@pytest.mark.parametrize("password", ["", "another one"])
def test_the_wrong_password_is_told_and_shows_nothing(password: str) -> None:
    with pytest.raises(SendtuiError, match="does not open with this password"):
        pack.read(made("correct horse battery"), "a.zip", password)


Files = dict[str, bytes]


def changed(change: Callable[[Files], None], *, told: bool = True) -> bytes:
    """A pack with its files changed, and its manifest agreeing with them where it is `told`."""
    with ZipFile(io.BytesIO(made())) as found:
        inside = {name: found.read(name) for name in found.namelist()}
    change(inside)
    if told and pack.MANIFEST in inside:
        about = json.loads(inside[pack.MANIFEST])
        about["files"] = [
            {"path": name, "sha256": sha256(raw).hexdigest()}
            for name, raw in inside.items()
            if name != pack.MANIFEST
        ]
        inside[pack.MANIFEST] = json.dumps(about).encode()
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name, raw in inside.items():
            new.writestr(name, raw)
    return out.getvalue()


def said(**fields: object) -> Callable[[Files], None]:
    """Another word in the manifest."""

    def change(inside: Files) -> None:
        about = json.loads(inside[pack.MANIFEST]) | fields
        inside[pack.MANIFEST] = json.dumps(about).encode()

    return change


def put(name: str, raw: bytes) -> Callable[[Files], None]:
    """Another file, or another content."""
    return lambda inside: inside.update({name: raw})


def gone(name: str) -> Callable[[Files], None]:
    """A file that is missing."""
    return lambda inside: inside.pop(name) and None


DEEP = b'{"id": "' + NEED.encode() + b'", "a": ' + b"[" * 40 + b"]" * 40 + b"}\n"
VERY_DEEP = b"[" * 100_000 + b"]" * 100_000


BAD = {
    "empty": (b"", "no hand-over pack"),
    "no zip": (b"PK\x03\x04 not really", "no hand-over pack"),
    "cut off": (made()[:-40], "no hand-over pack"),
    "no manifest": (changed(gone(pack.MANIFEST)), "no pack.json"),
    "manifest a list": (changed(put(pack.MANIFEST, b"[]"), told=False), "is no record"),
    "manifest too deep": (changed(put(pack.MANIFEST, VERY_DEEP), told=False), "not JSON|no record"),
    "another format": (changed(said(format="sendtui everything")), "says something else"),
    "another version": (changed(said(version=2)), "newer sendtui"),
    "no day": (changed(said(made_on="never")), "lacks what a pack says"),
    "no school": (changed(said(source=3)), "lacks what a pack says"),
    "no id": (changed(said(pupil="../../etc/passwd")), "an id that is none"),
    "files no list": (changed(said(files="all"), told=False), "does not name"),
    "hash differs": (changed(put("record.md", b"other"), told=False), "not as it was written"),
    "extra file": (changed(put("extra.txt", b"x"), told=False), "does not name"),
    "path up": (changed(put("../up.md", b"x")), "not one of a pack"),
    "path from the root": (changed(put("/etc/passwd", b"x")), "not one of a pack"),
    "path through": (changed(put("documents/../../x.pdf", b"x")), "not one of a pack"),
    "records broken": (changed(put("records/need.jsonl", b"{]\n")), "is not JSON"),
    "record a list": (changed(put("records/need.jsonl", b"[1]\n")), "is no record"),
    "record without id": (changed(put("records/need.jsonl", b'{"id": "1"}\n')), "has no id"),
    "record nested": (changed(put("records/need.jsonl", DEEP)), "is no record"),
    "record too deep": (changed(put("records/need.jsonl", VERY_DEEP)), "not JSON|no record"),
    "record too long": (
        changed(put("records/need.jsonl", b" " * (pack.LONGEST + 1))),
        "longer than any record",
    ),
}


@pytest.mark.parametrize("what", list(BAD))
def test_what_is_no_pack_is_refused_with_its_reason(what: str) -> None:
    raw, says = BAD[what]

    with pytest.raises(SendtuiError, match=says):
        pack.read(raw, "a.zip")


def test_a_pack_that_declares_or_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = changed(put("record.md", bytes(1 << 20)))
    monkeypatch.setattr(pack, "MOST_BYTES", 1 << 16)

    assert len(bomb) < 1 << 14
    with pytest.raises(SendtuiError, match="more than any pack does"):
        pack.read(bomb, "a.zip")


def test_a_zip_that_lies_about_its_sizes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = bytearray(changed(put("record.md", bytes(1 << 20))))
    size = (1 << 20).to_bytes(4, "little")
    while (at := bomb.find(size)) >= 0:
        bomb[at : at + 4] = (9).to_bytes(4, "little")
    monkeypatch.setattr(pack, "MOST_BYTES", 1 << 16)

    with pytest.raises(SendtuiError):
        pack.read(bytes(bomb), "a.zip")


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, len(made()) - 1), bit=st.integers(0, 7))
def test_no_flip_of_a_bit_is_a_traceback_or_another_record(at: int, bit: int) -> None:
    raw = bytearray(made())
    raw[at] ^= 1 << bit

    try:
        found = pack.read(bytes(raw), "a.zip")
    except SendtuiError:
        return
    assert found.records == pack.read(made(), "a.zip").records


# ── Sealed ────────────────────────────────────────────────────────────────────────────────────


NETTLE, FERN = Identity.generate(), Identity.generate()


def sealed(raw: bytes, to: Identity = FERN) -> bytes:
    file = io.BytesIO()
    pack_sealed.write(file, raw, [to.seal], NETTLE)
    return file.getvalue()


def test_a_sealed_pack_opens_for_its_reader_alone_and_names_its_sender() -> None:
    raw = sealed(made() * 20)

    found = pack_sealed.read(io.BytesIO(raw), FERN)

    assert (found.raw, found.sign) == (made() * 20, NETTLE.sign)
    assert made()[:30] not in raw
    with pytest.raises(NotForUsError):
        pack_sealed.read(io.BytesIO(raw), NETTLE)


@pytest.mark.parametrize("at", [0, 30, 200, 1_000, -1])
def test_a_sealed_pack_that_was_changed_or_cut_off_is_refused(at: int) -> None:
    raw = sealed(made())
    flipped = bytearray(raw)
    flipped[at] ^= 1

    for bad in (bytes(flipped), raw[:at], b""):
        with pytest.raises(SendtuiError):
            pack_sealed.read(io.BytesIO(bad), FERN)


def test_a_sealed_pack_that_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = sealed(bytes(1 << 20))
    monkeypatch.setattr(pack_sealed, "MOST_BYTES", 1 << 18)

    assert len(raw) < 1 << 14
    with pytest.raises(TooLargeError):
        pack_sealed.read(io.BytesIO(raw), FERN)


def test_a_receipt_is_signed_and_says_nothing_of_the_pupil() -> None:
    wanted = pack_receipt.PackReceipt("a" * 64, date(2026, 11, 22), "Fern", "900002", 3, 1)

    found = pack_receipt.read(pack_receipt.written(wanted, FERN), "a.json")

    assert (found.pack, found.name, found.sign) == ("a" * 64, "Fern", FERN.sign)
    for bad in (b"", b"{", b"[" * 99_999, b"x" * (pack_receipt.BIGGEST + 1), b"{}"):
        with pytest.raises(SendtuiError, match="no receipt"):
            pack_receipt.read(bad, "a.json")


def test_the_page_for_strangers_says_what_a_pack_and_a_receipt_hold() -> None:
    page = files("sendtui").joinpath("help/pack-format.md").read_text(encoding="utf-8")
    with ZipFile(io.BytesIO(made())) as found:
        about = json.loads(found.read(pack.MANIFEST))
    wanted = pack_receipt.PackReceipt("a" * 64, date(2026, 11, 22), "Fern")
    receipt = json.loads(pack_receipt.written(wanted, FERN))

    assert {key for key in (*about, *receipt) if f"`{key}`" not in page} == set()
    assert f"{pack_sealed.PART:,} bytes a line" in page
    assert f"{pack.MOST_FILES:,} files" in page


def test_a_strangers_reader_checks_a_receipt_as_the_page_says() -> None:
    wanted = pack_receipt.PackReceipt("a" * 64, date(2026, 11, 22), "F\u00ebrn")
    receipt = json.loads(pack_receipt.written(wanted, FERN))
    sig = bytes.fromhex(receipt.pop("sig"))
    body = json.dumps(receipt, sort_keys=True, separators=(",", ":")).encode("ascii")

    VerifyKey(bytes.fromhex(receipt["sign"])).verify(b"sendtui receipt 1\n" + body, sig)
