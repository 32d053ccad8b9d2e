"""What a change is once it is bytes: its canonical form, commitment, link in the chain and stamp.

The store makes these for every line of its log and the sealed files carry the same ones, so both
floors above share this one reading of them. Standard library only, pure, no clock, no disk.

A salt, a commitment and a link are 16 bytes each; in a file they are written as 32 hex digits.
"""

import hmac
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from json import JSONEncoder, encoder
from operator import itemgetter
from typing import Any

Version = tuple[str, int]
"""A change within its stream: the device that made it and that device's counter there (from 1)."""

SALT_BYTES = 16
FIRST_LINK = bytes(16)
"""What stands before the first change of a device in a stream."""

CHAINED = (
    "stream",
    "stream_kind",
    "dev",
    "n",
    "hlc",
    "kind",
    "record",
    "field",
    "bases",
    "who",
    "true_on",
    "written",
    "label",
    "batch",
)
"""The fields of a change that its link covers, in this order; value and salt by the commitment."""

chained = itemgetter(*CHAINED)
"""The covered fields of a change given as a mapping, in the order `link` takes them."""

_encoder = JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


def _spelling() -> Callable[[object], str]:
    """How JSON is spelled: by the encoder's own quick part, made once and not for each value."""
    made: Any = getattr(encoder, "c_make_encoder", None)
    if made is None:
        return _encoder.encode
    parts = made(
        None, _encoder.default, encoder.encode_basestring, None, ":", ",", True, False, False
    )
    return lambda value: "".join(parts(value, 0))


_encode = _spelling()


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value: keys sorted, no spaces, UTF-8.

    Raises TypeError for what JSON cannot hold and ValueError for a number that is not finite.
    """
    # A lone surrogate cannot be UTF-8; it can be in a JSON file, and must not stop an import.
    return _encode(value).encode("utf-8", "surrogatepass")


def commitment(salt: bytes, value: object) -> bytes:
    """16 bytes that stand for the value after it is erased, and tell nothing without the salt."""
    return commit(salt, canonical(value))


def commit(salt: bytes, spelled: bytes) -> bytes:
    """The commitment to a value whose canonical spelling is already at hand."""
    return hmac.digest(salt, spelled, "sha256")[:16]


def link(previous: bytes, fields: Sequence[object], commitment: bytes) -> bytes:
    """16 bytes that tie a change to all before it in its stream from the same device.

    `previous` is that device's last link there, or FIRST_LINK; `fields` are those of CHAINED.
    """
    return join(previous, canonical(fields), commitment)


def join(previous: bytes, spelled: bytes, commitment: bytes) -> bytes:
    """The link of a change whose covered fields are at hand in their canonical spelling."""
    return sha256(b"%b%b%b" % (previous, spelled, commitment)).digest()[:16]


def link_of(previous: bytes, change: Mapping[str, object]) -> bytes:
    """The link of a change as a sealed file carries it; an erased one brings its commitment along.

    Raises KeyError or ValueError where the change is not of that shape.
    """
    salt = change["salt"]
    if salt is None:
        return link(previous, chained(change), bytes.fromhex(str(change["erased"])))
    return link(previous, chained(change), commitment(bytes.fromhex(str(salt)), change["value"]))


# ── The hybrid logical clock: 48 bits of milliseconds since 1970, 16 bits of counter ──────────

FIRST_STAMP = "0" * 16
DAY_MS = 24 * 60 * 60 * 1000
_LAST_MS = (1 << 48) - 1
_LAST_STAMP = (1 << 64) - 1


def pack(ms: int, counter: int = 0) -> str:
    """A stamp as it is stored and sent: 16 hex digits, which sort as the time does."""
    return f"{min(max(ms, 0), _LAST_MS) << 16 | counter & 0xFFFF:016x}"


def unpack(stamp: str) -> tuple[int, int]:
    """The milliseconds since 1970 and the counter of a stamp.

    Raises ValueError for anything but 16 lower-case hex digits.
    """
    if len(stamp) != 16 or not set(stamp) <= set("0123456789abcdef"):
        raise ValueError("A stamp is 16 hex digits.")
    number = int(stamp, 16)
    return number >> 16, number & 0xFFFF


def tick(last: str, now_ms: int) -> str:
    """The stamp of the next change: now, or just after the last one if the clock went back.

    Never refuses: a save matters more than a clock.
    """
    now = min(max(now_ms, 0), _LAST_MS) << 16
    return f"{min(max(now, int(last, 16) + 1), _LAST_STAMP):016x}"


def far_ahead(stamp: str, now_ms: int) -> bool:
    """Whether a stamp is more than a day ahead, so that somebody's laptop has a wrong clock."""
    return unpack(stamp)[0] > now_ms + DAY_MS


def receive(last: str, seen: str, now_ms: int) -> str:
    """Our own last stamp after reading another's: the later, unless that one is far ahead."""
    return last if far_ahead(seen, now_ms) else max(last, seen)
