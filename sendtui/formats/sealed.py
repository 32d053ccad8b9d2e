"""The sealed file `*.sendx`: changes to records, signed by their sender and sealed to recipients.

JSON Lines → gzip → age. The first line is a header, then a line per change, then the bytes of
documents in parts, then the count, then the SHA-256 of every line before it with the sender's
Ed25519 signature over format, version and that hash. The recipients are in the signed header, since
age itself does not say who sealed a file, nor for whom. `help/sync-format.md` describes it for
those who write their own reader.

Changes are plain mappings with the keys of `wire.CHAINED` and `value`, `salt` and, where erased,
`erased`. Keys that this version does not know are kept and handed on, in header and changes.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from nacl.signing import SigningKey

from sendtui.errors import DamagedError
from sendtui.formats.envelope import (
    LIMITS,
    BadLineError,
    CutOffError,
    Limits,
    NotForUsError,
    NotSealedError,
    Opened,
    Readable,
    TrailingError,
    Writable,
    identity_of,
    seal,
)
from sendtui.formats.identity import is_signed, signed
from sendtui.formats.sealed_header import (
    FORMAT,
    VERSION,
    Header,
    Scope,
    Sender,
    header_fields,
    header_of,
)
from sendtui.formats.sealed_lines import check_change, check_parcel, parsed

_BLOCK = 256
_SIGNED = f"{FORMAT} {VERSION}"
_encode = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode

__all__ = ["ForgedError", "Header", "Scope", "SealedReading", "Sender", "Written", "read", "write"]


class ForgedError(DamagedError):
    """The file is not signed by the sender it names, or not by one that was expected."""


# ── Writing ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a file: changes, the hash of its lines (64 hex) and its size in bytes."""

    count: int
    sha256: str
    bytes: int


def write(
    file: Writable,
    header: Header,
    changes: Iterable[Mapping[str, object]],
    sign: SigningKey,
    parcels: Iterable[Mapping[str, object]] = (),
) -> Written:
    """Write a sealed file to the header's recipients; changes may be endless, memory is not.

    `parcels` are the parts of documents' bytes, which follow the changes.

    Raises ValueError where the header names another signing key than `sign`, or no recipient.
    """
    if bytes(sign.verify_key).hex() != header.sender.sign:
        raise ValueError("The header names another signing key than the one given.")
    if not header.to:
        raise ValueError("A sealed file needs a recipient.")
    lines = _Lines(header, changes, sign, parcels)
    size = seal(file, header.to, lines)
    return Written(lines.count, lines.sha256, size)


class _Lines:
    """The lines of a file in blocks, and what is known once all were given."""

    def __init__(
        self,
        header: Header,
        changes: Iterable[Mapping[str, object]],
        sign: SigningKey,
        parcels: Iterable[Mapping[str, object]],
    ) -> None:
        self._header = header
        self._parcels = parcels
        self._changes = changes
        self._sign = sign
        self.count = 0
        self.sha256 = ""

    def __iter__(self) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for block in self._covered():
            digest.update(block)
            yield block
        self.sha256 = digest.hexdigest()
        signature = signed(self._sign, _SIGNED, digest.digest())
        yield _line({"sha256": self.sha256, "sig": signature})

    def _covered(self) -> Iterator[bytes]:
        """The lines that the signature covers: all but its own."""
        yield _line(header_fields(self._header))
        encode, changes = _encode, iter(self._changes)
        while block := [encode(change) for change in islice(changes, _BLOCK)]:
            self.count += len(block)
            block.append("")
            yield "\n".join(block).encode("ascii")
        number = 0
        for number, parcel in enumerate(self._parcels, 1):  # noqa: B007 - told at the end
            yield _line(parcel)
        yield _line({"end": self.count, "parcels": number} if number else {"end": self.count})


def _line(fields: Mapping[str, object]) -> bytes:
    return _encode(fields).encode("ascii") + b"\n"


# ── Reading ───────────────────────────────────────────────────────────────────────────────────


def read(
    file: Readable,
    identities: Sequence[str],
    *,
    signers: Collection[str] | None = None,
    limits: Limits = LIMITS,
) -> "SealedReading":
    """A sealed file opened with our secret age keys, its header read, its changes yet to come.

    `signers` are the signing keys a file is taken from; with None the caller looks at
    `header.sender.sign` itself. Raises NotForUsError, NotSealedError, NewerFormatError,
    ForgedError and other kinds of DamagedError, here and while the changes are read.
    """
    opened = Opened(file, identities, limits)
    try:
        return SealedReading(opened, identities, signers, limits)
    except BaseException:
        opened.close()
        raise


class SealedReading:
    """The changes of a sealed file, to be staged as they come and kept once `verified`.

    Until the iteration has ended nothing is known: the last line may still show that the file
    was cut off, altered or signed by somebody else, and the iteration then raises. Use it in a
    `with`, or close it. It can be read once.
    """

    def __init__(
        self,
        opened: Opened,
        identities: Sequence[str],
        signers: Collection[str] | None,
        limits: Limits,
    ) -> None:
        self._opened = opened
        self._lines = iter(opened)
        self._digest = hashlib.sha256()
        self._depth = limits.depth
        self.count = 0
        """How many changes were read so far."""
        self._parcels = 0
        self.sha256 = ""
        """The hash of the lines, 64 hex digits, once verified: names the content of the file."""
        self.verified = False
        self.header = self._read_header()
        self._check_header(identities, signers)

    def __enter__(self) -> "SealedReading":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading; the file itself stays open."""
        self._opened.close()

    def __iter__(self) -> Iterator[dict[str, object]]:
        digest, number = self._digest, 1
        for number, line in enumerate(self._lines, 2):
            change = parsed(line, number, self._depth)
            if "stream" in change:
                check_change(change, number)
                if self._parcels:
                    raise BadLineError(number, "is a change behind the documents")
                self.count += 1
            elif "attachment" in change:
                check_parcel(change, number)
                self._parcels += 1
            else:
                self._finish(line, change, number)
                return
            digest.update(line + b"\n")
            yield change
        raise _no_end(number)

    def _read_header(self) -> Header:
        line = next(self._lines, None)
        if line is None:
            raise CutOffError("The file was sealed empty. Ask for it again.")
        if not line.startswith(b"{"):
            raise NotSealedError("The file opens, but what is in it is not a sync file of sendtui.")
        fields = parsed(line, 1, self._depth)
        try:
            header = header_of(fields)
        except (KeyError, TypeError, ValueError) as error:
            raise BadLineError(1, "is not a header of this format") from error
        self._digest.update(line + b"\n")
        return header

    def _check_header(self, identities: Sequence[str], signers: Collection[str] | None) -> None:
        header = self.header
        ours = {str(identity_of(text).to_public()) for text in identities}
        if ours.isdisjoint(header.to):
            raise NotForUsError(
                "The file can be opened here, but its sender sealed it to somebody else: it was "
                "passed on by a third party. Nothing was taken in."
            )
        if signers is not None and header.sender.sign not in signers:
            raise ForgedError(
                "The file is from a sender whose key this case file does not know. Nothing was "
                "taken in: ask the sender for their card."
            )

    def _finish(self, line: bytes, end: dict[str, object], number: int) -> None:
        """Check the last two lines and that nothing follows, then call the file verified."""
        if "end" not in end:
            raise BadLineError(number, "is neither a change nor the end")
        if end["end"] != self.count or isinstance(end["end"], bool):
            raise BadLineError(number, "counts other changes than there are")
        if end.get("parcels", 0) != self._parcels:
            raise BadLineError(number, "counts other parts of documents than there are")
        self._digest.update(line + b"\n")
        last = next(self._lines, None)
        if last is None:
            raise _no_end(number)
        seal_line = parsed(last, number + 1, self._depth)
        for _ in self._lines:
            raise TrailingError("Something follows the signature. Ask for the file again.")
        if seal_line.get("sha256") != self._digest.hexdigest():
            raise DamagedError("The lines of the file are not those that were signed.")
        sign = self.header.sender.sign
        if not is_signed(sign, _SIGNED, self._digest.digest(), str(seal_line.get("sig"))):
            raise ForgedError(
                "The file is not signed by the sender it names. Nothing was taken in: "
                "tell the sender, and your data protection officer."
            )
        self.sha256 = self._digest.hexdigest()
        self.verified = True


def _no_end(number: int) -> CutOffError:
    return CutOffError(f"The file ends after line {number} without its signature.")
