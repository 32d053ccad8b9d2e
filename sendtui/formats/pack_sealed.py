"""A hand-over pack sealed to another sendtui: signed by the sender, opened by nobody else.

JSON Lines → gzip → age, as every sealed file: a header that names sender and reader, the bytes of
the pack in parts, and the hash of both with the sender's Ed25519 signature.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sendtui.errors import DamagedError
from sendtui.formats.envelope import (
    Limits,
    NewerFormatError,
    NotForUsError,
    Opened,
    Readable,
    TooLargeError,
    Writable,
    identity_of,
    seal,
)
from sendtui.formats.identity import Identity, is_signed, signed
from sendtui.formats.pack import MOST_BYTES

ENDING = ".sendpack"
FORMAT, VERSION = "sendtui-pack", 1
_SIGNED = f"{FORMAT} {VERSION}"
PART = 3 << 15
"""The bytes of the pack in a line."""

_LIMITS = Limits(total=2 * MOST_BYTES, header=1 << 16, line=1 << 18)


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A pack out of its seal, and the signing key (64 hex) of whoever sealed it."""

    raw: bytes
    sign: str


def write(file: Writable, raw: bytes, to: Sequence[str], sender: Identity) -> int:
    """Seal the bytes of a pack to these keys (age1…); gives the bytes written.

    Raises ValueError for a key that is none.
    """
    return seal(file, to, _lines(raw, to, sender))


def _lines(raw: bytes, to: Sequence[str], sender: Identity) -> Iterator[bytes]:
    head = _line({"fmt": FORMAT, "v": VERSION, "from": sender.sign, "to": list(to)})
    yield head
    for start in range(0, len(raw), PART):
        yield base64.b64encode(raw[start : start + PART]) + b"\n"
    digest = sha256(head + raw).digest()
    yield _line({"sha256": digest.hex(), "sig": signed(sender.signing_key, _SIGNED, digest)})


def _line(fields: dict[str, object]) -> bytes:
    return json.dumps(fields).encode("ascii") + b"\n"


def read(file: Readable, identity: Identity) -> Unsealed:
    """The pack in a sealed file, whole and signed by the sender it names.

    Raises NotForUsError, NewerFormatError and kinds of DamagedError.
    """
    opened = Opened(file, [identity.secret], _LIMITS)
    try:
        lines = iter(opened)
        head = next(lines, b"")
        said = _fields(head, "the header")
        if said.get("fmt") != FORMAT:
            raise DamagedError("The file opens, but what is in it is no hand-over pack.")
        if said.get("v") != VERSION:
            raise NewerFormatError("The pack was made by a later version of sendtui: update it.")
        to = said.get("to")
        ours = str(identity_of(identity.secret).to_public())
        if not isinstance(to, list) or ours not in to:
            raise NotForUsError(
                "The pack can be opened here, but it was sealed to somebody else: it was passed on "
                "by a third party. Nothing was taken in."
            )
        raw, end = _parts(lines)
    finally:
        opened.close()
    last = _fields(end, "the end")
    digest, sign = sha256(head + b"\n" + raw).digest(), str(said.get("from"))
    if last.get("sha256") != digest.hex():
        raise DamagedError("The pack is not the one that was signed. Ask for it again.")
    if not is_signed(sign, _SIGNED, digest, str(last.get("sig"))):
        raise DamagedError("The pack is not signed by the sender it names. Tell the sender.")
    return Unsealed(raw, sign)


def _parts(lines: Iterator[bytes]) -> tuple[bytes, bytes]:
    """The bytes of the pack, and the last line."""
    raw, last = bytearray(), next(lines, None)
    if last is None:
        raise DamagedError("The pack ends before its signature. Ask for it again.")
    for line in lines:
        try:
            raw += base64.b64decode(last, validate=True)
        except binascii.Error:
            raise DamagedError("The pack has a line that is none of its own.") from None
        if len(raw) > MOST_BYTES:
            raise TooLargeError("The file unpacks to more than a pack may hold.")
        last = line
    return bytes(raw), last


def _fields(line: bytes, what: str) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise DamagedError(f"The sealed file has no pack in it: {what} cannot be read.")
    return found
