"""What a document that came by mail is, by its bytes and not by its name, and the words in it.

Nothing of it is ever run, rendered or trusted: what cannot be read gives no words, and is kept.
"""

import io
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from sendtui.formats.xml_safely import Parser, UnsafeXmlError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JPEG, PNG, TEXT = "image/jpeg", "image/png", "text/plain"

TITLES = {PDF: "PDF", DOCX: "Word", JPEG: "JPEG picture", PNG: "PNG picture", TEXT: "text"}
"""The types that are taken in, each as a person calls it."""

ENDINGS = {PDF: ".pdf", DOCX: ".docx", JPEG: ".jpg", PNG: ".png", TEXT: ".txt"}

MAX_WORDS = 200_000
"""Characters of a document's words that are kept for the search."""

MAX_PARTS = 10_000
MAX_UNPACKED = 50_000_000
SECONDS = 20
"""How long another process may look for the words of a PDF."""

_BODY = "word/document.xml"
_BREAKS = frozenset(("p", "br", "cr", "tab", "tr", "tc"))
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


class UnknownPaperError(ValueError):
    """A file of a type that is not taken in; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a document, and why there are none or not all of them ("" where all are)."""

    text: str
    missing: str = ""


def media(raw: bytes) -> str:
    """The type of a document by how it begins.

    Raises UnknownPaperError for a type that is not taken in.
    """
    if b"%PDF-" in raw[:1024]:
        return PDF
    if raw.startswith(b"\xff\xd8\xff"):
        return JPEG
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if raw.startswith(b"PK\x03\x04"):
        _require_word(raw)
        return DOCX
    for begins, what in _REFUSED:
        if raw.startswith(begins):
            raise UnknownPaperError(f"It is {what}.")
    if not raw.strip():
        raise UnknownPaperError("It is empty.")
    if _text(raw) is None:
        raise UnknownPaperError("What it is could not be told from how it begins.")
    return TEXT


def words(raw: bytes, media: str) -> Words:
    """The words in a document of this type, at most MAX_WORDS characters; none in a picture."""
    if media == TEXT:
        return _bounded(_text(raw) or "")
    if media == DOCX:
        return _docx(raw)
    if media == PDF:
        return _pdf(raw)
    return Words("", "a picture has no words that could be searched")


_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file: save it as .docx or PDF"),
    (b"{\\rtf", "rich text (.rtf): save it as .docx or PDF"),
    (b"MZ", "a program, which no report is"),
    (b"\x7fELF", "a program, which no report is"),
    (b"Rar!", "an archive: unpack it, and add the files in it one by one"),
    (b"7z\xbc\xaf", "an archive: unpack it, and add the files in it one by one"),
    (b"GIF8", "a GIF picture: save it as PNG or JPEG"),
    (b"age-encryption.org/", "a sealed file: “sendtui sync import” reads those"),
)


def _text(raw: bytes) -> str | None:
    """The text these bytes spell, or None where they spell none."""
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None


def _encodings(raw: bytes) -> tuple[str, ...]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def _bounded(text: str) -> Words:
    kept = "\n".join(line for raw in text.splitlines() if (line := " ".join(raw.split())))
    if len(kept) <= MAX_WORDS:
        return Words(kept)
    return Words(kept[:MAX_WORDS], f"only the first {MAX_WORDS:,} characters are searched")


_DAMAGED = Words("", "its words could not be read: it is damaged, or made to be unreadable")
_ZIP_PROBLEMS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    OverflowError,
    IndexError,
)


def _require_word(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = [part.filename for part in packed.infolist()]
    except _ZIP_PROBLEMS:
        raise UnknownPaperError("It is a damaged zip file.") from None
    if len(parts) > MAX_PARTS or _BODY not in parts:
        raise UnknownPaperError(
            "It is a zip file or another Office file, and no Word document: save it as .docx or "
            "PDF, or unpack it."
        )
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise UnknownPaperError("It holds macros, which no report needs: save it as .docx or PDF.")


def _docx(raw: bytes) -> Words:
    found: list[str] = []
    length = inside = 0

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal inside
        inside += name == "t"
        if name in _BREAKS:
            found.append("\t" if name in ("tab", "tc") else "\n")

    def end(name: str) -> None:
        nonlocal inside
        inside -= name == "t"

    def text(said: str) -> None:
        nonlocal length
        if inside and length <= MAX_WORDS:
            found.append(said)
            length += len(said)

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed, packed.open(_BODY) as body:
            parser, size = Parser(start, end, text), 0
            while chunk := body.read(1 << 16):
                size += len(chunk)
                if size > MAX_UNPACKED or len(found) > 4 * MAX_WORDS:
                    return _DAMAGED
                parser.feed(chunk)
            parser.feed(b"", is_last=True)
    except (*_ZIP_PROBLEMS, UnsafeXmlError):
        return _DAMAGED
    return _bounded("".join(found))


def _pdf(raw: bytes) -> Words:
    """By another process, which may be stopped: a PDF can be made so that it is never read."""
    reader = [sys.executable, "-P", "-m", "sendtui.formats.pdf_words"]
    try:
        ended = subprocess.run(reader, input=raw, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Words("", "its words could not be read in time: it is very large, or made to be so")
    except OSError:
        return _DAMAGED
    if ended.returncode == 0:
        text = _bounded(ended.stdout.decode("utf-8", "replace"))
        return text if text.text else Words("", "it has no words in it: it may be a scan")
    return Words("", "it has a password") if ended.returncode == 3 else _DAMAGED
