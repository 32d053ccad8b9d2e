"""The outer layers of a sealed file, streamed both ways: blocks of lines ⇄ gzip ⇄ age.

Nothing is held whole and nothing goes to disk: a file of any length costs the same memory.
What these layers prove is that the file is complete and unaltered since it was sealed; who sealed
it is for the signature inside (`formats.sealed`).
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Thread
from typing import Protocol

import pyrage

from sendtui.errors import DamagedError, SendtuiError

STEP = 4096
"""Sealed files grow in steps of this many bytes, so that their size tells little."""

_FIRST_LINE = b"age-encryption.org/v1\n"
_PIECE = 1 << 16
_GZIP = 31  # zlib's code for "with a gzip head and tail"


class NotSealedError(DamagedError):
    """The file is not a sealed file of sendtui."""


class NotForUsError(SendtuiError):
    """The file is sealed to keys that are not ours."""


class NewerFormatError(SendtuiError):
    """The file was made by a later sendtui than this one."""


class AlteredError(DamagedError):
    """The file was altered after it was sealed."""


class CutOffError(DamagedError):
    """The file ends before its end, or its last 64 KiB are not those that were sealed."""


class TrailingError(DamagedError):
    """Something was added after the end of the file."""


class TooLargeError(DamagedError):
    """The file unpacks to more than a sealed file may hold."""


class BadLineError(DamagedError):
    """A line is not of the shape it should be; `line` is its number, from 1."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"Line {line} of the file {why}. Nothing was taken in: tell the sender.")
        self.line = line


class Readable(Protocol):
    """What gives bytes: any file opened for reading in binary."""

    def read(self, size: int, /) -> bytes:
        """At most this many bytes; none at the end."""


class Writable(Protocol):
    """What takes bytes: any file opened for writing in binary."""

    def write(self, data: bytes, /) -> int:
        """How many of the bytes were written."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may unpack to before it is refused; all sizes in bytes."""

    total: int = 4 << 30
    header: int = 64 << 20
    line: int = 8 << 20
    depth: int = 32


LIMITS = Limits()


# ── Sealing ───────────────────────────────────────────────────────────────────────────────────


def seal(file: Writable, recipients: Sequence[str], blocks: Iterable[bytes]) -> int:
    """Write blocks of whole lines to the file, packed and sealed; gives the bytes written.

    Raises ValueError for a recipient that is not an age X25519 key (`age1…`).
    """
    keys = [recipient_of(text) for text in recipients]
    source, sink = _Pulled(_packed(blocks)), _Counted(file)
    try:
        pyrage.encrypt_io(source, sink, keys)
    except pyrage.EncryptError:
        if not (source.failure or sink.failure):
            raise
    # The library turns what went wrong on either side into words of its own, and says nothing at
    # all when the last block it holds back cannot be written.
    if failure := source.failure or sink.failure:
        raise failure from None
    return sink.count


def recipient_of(text: str) -> "pyrage.x25519.Recipient":
    """The age key that files are sealed to, from its text `age1…`.

    Raises ValueError for anything else.
    """
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise ValueError("This is not a key that files can be sealed to (age1…).") from error


def identity_of(text: str) -> "pyrage.x25519.Identity":
    """The age key that opens files, from its text `AGE-SECRET-KEY-1…`.

    Raises ValueError for anything else.
    """
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise ValueError("This is not a key that opens sealed files.") from error


def _packed(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks as gzip, then zero bytes up to the next step (gzip readers ignore those)."""
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    size = 0
    for block in blocks:
        piece = packer.compress(block)
        size += len(piece)
        yield piece
    piece = packer.flush()
    yield piece
    yield bytes(-(size + len(piece)) % STEP)


class _Pulled:
    """Pieces of bytes, as the file to read from that age asks for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            try:
                piece = next(self._pieces, None)
            except BaseException as error:
                self.failure = error
                raise
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        size = len(self._rest) if size < 0 else size
        given, self._rest = self._rest[:size], self._rest[size:]
        return bytes(given)


class _Counted:
    """The file that is written to, and how much was."""

    def __init__(self, file: Writable) -> None:
        self._file = file
        self.count = 0
        self.failure: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            written = self._file.write(data)
        except BaseException as error:
            self.failure = error
            raise
        self.count += written
        return written

    def flush(self) -> None:
        """Nothing: when the file reaches the disk is for the one who opened it."""


# ── Opening ───────────────────────────────────────────────────────────────────────────────────


class Opened:
    """The lines of a sealed file, one after another, without their line ends.

    age gives out text before it knows the file to be complete. So nothing read here may be acted
    on until the iteration has ended without an error. Close it, or use it in a `with`.
    """

    def __init__(self, file: Readable, identities: Sequence[str], limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._plain = _Plain(_Watched(file), [identity_of(text) for text in identities])
        self._lines = self._split()

    def __iter__(self) -> Iterator[bytes]:
        return self._lines

    def close(self) -> None:
        """Stop reading; the file itself stays open."""
        self._plain.close()

    def _split(self) -> Iterator[bytes]:
        rest = bytearray()
        limit = self._limits.header
        for piece in self._unpacked():
            first, *more = piece.split(b"\n")
            rest += first
            if len(rest) > limit:
                raise TooLargeError("A line of the file is too long to be one of ours.")
            if more:
                yield bytes(rest)
                limit = self._limits.line
                rest = bytearray(more.pop())
                yield from more
        if rest:
            raise CutOffError("The file ends in the middle of a line. Ask for it again.")

    def _unpacked(self) -> Iterator[bytes]:
        unpacker = zlib.decompressobj(_GZIP)
        total, after = 0, b""
        for sealed in self._plain:
            piece, full = sealed, False
            while (piece or full) and not unpacker.eof:
                try:
                    text = unpacker.decompress(piece, _PIECE)
                except zlib.error as error:
                    raise NotSealedError(
                        "The file opens, but what is in it is not a sync file of sendtui."
                    ) from error
                total += len(text)
                if total > self._limits.total:
                    raise TooLargeError("The file unpacks to more than a sync file may hold.")
                yield text
                # A full piece of text may leave more behind, though all that was sealed is used.
                piece, full = unpacker.unconsumed_tail, len(text) == _PIECE
                if unpacker.eof:
                    # zlib may name the same bytes as unconsumed too: they are not to be read twice.
                    piece = unpacker.unused_data
            if unpacker.eof:
                after += piece
            if len(after) >= STEP or after.strip(b"\0"):
                raise TrailingError("Something follows the end of the file. Ask for it again.")
        if not unpacker.eof:
            raise CutOffError("The file was sealed before it was complete. Ask for it again.")


class _Watched:
    """The file read from: its first line checked, whether its end was met and what went wrong."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self.ended = False
        self.failure: BaseException | None = None
        self._start = self._first_line()

    def _first_line(self) -> bytes:
        start = b""
        while len(start) < len(_FIRST_LINE):
            more = self._file.read(len(_FIRST_LINE) - len(start))
            if not more:
                break
            start += more
        if not start:
            raise NotSealedError("The file is empty. Ask for it again.")
        if start == _FIRST_LINE:
            return start
        if _FIRST_LINE.startswith(start):
            raise CutOffError("The file ends almost at once. Ask for it again.")
        if start.startswith(_FIRST_LINE[:-2]):
            raise NewerFormatError("The file has a newer kind of seal: update sendtui.")
        raise NotSealedError("This is not a sealed file of sendtui (*.sendx).")

    def read(self, size: int = -1) -> bytes:
        if self._start:
            given, self._start = self._start[:size], self._start[size:]
            return given
        try:
            data = self._file.read(size)
        except BaseException as error:
            self.failure = error
            raise
        self.ended = self.ended or not data
        return data


class _AbandonedError(Exception):
    """Nobody reads on."""


class _Plain:
    """The bytes under the seal, to be asked for: age only hands them over, so it has a thread."""

    def __init__(self, file: _Watched, identities: Sequence["pyrage.x25519.Identity"]) -> None:
        self._file = file
        self._identities = identities
        self._pieces: Queue[bytes | None] = Queue(32)
        self._error: BaseException | None = None
        self._stopped = False
        self._thread = Thread(target=self._open, name="unseal", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[bytes]:
        while (piece := self._pieces.get()) is not None:
            yield piece
        self._thread.join()
        if self._error is not None:
            raise self._error

    def write(self, data: bytes) -> int:
        if self._stopped:
            raise _AbandonedError
        self._pieces.put(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing: every piece is handed on at once."""

    def close(self) -> None:
        self._stopped = True
        while self._thread.is_alive():
            with suppress(Empty):
                self._pieces.get(timeout=0.01)
        self._thread.join()
        # Whoever reads on after the close is told, rather than left waiting.
        self._error = ValueError("The sealed file was closed.")
        while not self._pieces.empty():
            self._pieces.get()
        self._pieces.put(None)

    def _open(self) -> None:
        try:
            pyrage.decrypt_io(self._file, self, self._identities)
        except BaseException as error:
            # Also a panic of the library, which is no Exception: here it means a damaged file.
            self._error = self._file.failure or _explained(error, self._file.ended)
        finally:
            while not self._stopped:
                try:
                    self._pieces.put(None, timeout=0.1)
                    break
                except Full:  # the reader is slow, or about to close
                    continue


def _explained(error: BaseException, ended: bool) -> BaseException:
    """What the words of the age library mean to the person who was sent the file."""
    words = str(error)
    if "No matching keys" in words:
        return NotForUsError(
            "The file is not sealed to this case file's key. Ask the sender to seal it to your "
            "key; if they did, it was altered on the way."
        )
    if "last chunk has been processed" in words:
        return TrailingError("Something was added after the end of the file. Ask for it again.")
    if ended:
        return CutOffError(
            "The file was altered or cut off, or something was added to it. Ask for it again."
        )
    return AlteredError("The file was altered after it was sealed. Ask for it again.")
