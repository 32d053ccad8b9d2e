"""CSV as schools have it: comma, semicolon or tab; UTF-8, UTF-16 or cp1252, whole and consistent.

The file is surveyed once for its encoding before any line is given out, so that a fault in the
last line is found before the first is used.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Generator
from contextlib import suppress
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO
from unicodedata import normalize

from sendtui.errors import SendtuiError
from sendtui.formats.sheets import (
    MAX_CELL,
    MAX_COLUMNS,
    WORKBOOKS,
    Lines,
    Sheet,
    cell_too_long,
    damaged,
    too_wide,
)

_CHUNK = 1 << 20
_MAX_LINE = 4_000_000
_HEAD = 40
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BLANK = re.compile(rb"[\s\x00\xfe\xff\xef\xbb\xbf,;]*")
_QUOTED = re.compile(r'"[^"]*"')
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)

_REPAIR: dict[int, str | None] = {
    **{n: bytes([n]).decode("cp1252", "ignore") or None for n in range(0x80, 0xA0)},
    **{n: None for n in range(0x20) if chr(n) not in "\t\n\r"},
    0x7F: None,
    0xA0: " ",
    0x202F: " ",
    0x200B: None,
    0xFEFF: None,
}
"""Wrongly decoded cp1252 put right, odd blanks made plain, control characters dropped."""


def tidy(text: str) -> str:
    """Text with accents composed, wrongly decoded cp1252 repaired, no-break spaces made plain."""
    return normalize("NFC", text.translate(_REPAIR))


def open_delimited(file: BinaryIO, name: str) -> Sheet:
    """The sheet in a text file.

    Raises SendtuiError for what is no text, holds nothing, or mixes encodings.
    """
    encoding, dirty = _survey(file, name)
    delimiter, first = _delimiter(file, name, encoding)

    def lines() -> Lines:
        return _lines(file, name, encoding, delimiter, first, dirty)

    return Sheet(name, lines, "csv", f"{_DELIMITERS[delimiter]}, {encoding}")


def _survey(file: BinaryIO, name: str) -> tuple[str, bool]:
    """The encoding of the whole file, and whether it has control characters to be dropped."""
    file.seek(0)
    head = file.read(4096)
    encoding = _marked(head)
    utf16 = encoding.startswith("utf-16")
    if not utf16:
        _refuse_binary(head, name)
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    blank, dirty, ended, line = True, False, False, 1
    while not ended:
        chunk = file.read(_CHUNK)
        ended = not chunk
        blank = blank and _BLANK.fullmatch(chunk) is not None
        dirty = dirty or (not utf16 and _CONTROLS.search(chunk) is not None)
        try:
            text = decoder.decode(chunk, ended)
        except UnicodeDecodeError as error:
            if encoding == "utf-8":
                _refuse_mixture(file, name)
                encoding = "cp1252"
                decoder = codecs.getincrementaldecoder("cp1252")()
                continue
            line += error.object[: error.start].count(b"\n")
            raise _undecodable(name, line, encoding) from None
        if "\0" in text:
            raise _has_nul(name, line + text[: text.index("\0")].count("\n"))
        line += text.count("\n")
    if blank:
        raise SendtuiError(f"{name} has no lines but blank ones: export it again.")
    return encoding, dirty or utf16


def _marked(head: bytes) -> str:
    """The encoding a byte order mark names, or the pattern of UTF-16 without one, else UTF-8."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2], head[1::2]
    if len(head) >= 4 and odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if len(head) >= 4 and even.count(0) > 0.6 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return "utf-8"


def _refuse_binary(head: bytes, name: str) -> None:
    if len(_CONTROLS.findall(head)) > 0.05 * len(head):
        if name.lower().endswith(WORKBOOKS):
            raise damaged(name)
        raise SendtuiError(f"{name} is not text: export the list as CSV or XLSX.")


def _undecodable(name: str, line: int, encoding: str) -> SendtuiError:
    return SendtuiError(
        f"{name} begins as {encoding.upper().removesuffix('-SIG')} but line {line} is not: it is "
        "cut off or was put together from two files. Export it again."
    )


def _has_nul(name: str, line: int) -> SendtuiError:
    return SendtuiError(
        f"{name} holds NUL bytes in line {line}: it is damaged, or no text. Export it again."
    )


def _refuse_mixture(file: BinaryIO, name: str) -> None:
    """Raise unless every line that is not ASCII is cp1252 and none is UTF-8.

    A line of a real list that happens to be valid UTF-8 *is* UTF-8: as cp1252 it would read as
    capital A with a tilde and a sign, in every accented name.
    """
    file.seek(0)
    as_utf8 = as_cp1252 = 0
    for number, raw in enumerate(iter(lambda: file.readline(_MAX_LINE), b""), 1):
        if raw.isascii():
            continue
        if _decodes(raw, "utf-8"):
            as_utf8 = as_utf8 or number
        elif _decodes(raw, "cp1252"):
            as_cp1252 = as_cp1252 or number
        else:
            raise SendtuiError(
                f"Line {number} of {name} holds bytes that are no letters in UTF-8 or in Windows' "
                "own encoding (cp1252). Save the file again as “CSV UTF-8”."
            )
        if as_utf8 and as_cp1252:
            raise SendtuiError(
                f"{name} mixes two encodings: line {as_utf8} is UTF-8 and line {as_cp1252} is "
                "not. Export it again in one piece, as “CSV UTF-8”."
            )
    file.seek(0)


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _texts(file: BinaryIO, name: str, encoding: str, dirty: bool) -> Generator[str, None, None]:
    """The physical lines of the file, decoded and tidied, their line ends kept."""
    file.seek(0)
    wrapper = TextIOWrapper(file, encoding=encoding, newline="")
    try:
        for number, text in enumerate(wrapper, 1):
            if len(text) > _MAX_LINE:
                raise cell_too_long(name, number)
            yield tidy(text) if dirty or not text.isascii() else text
    finally:
        # Without this the wrapper would close a file that is not ours.
        with suppress(ValueError):
            wrapper.detach()


def _delimiter(file: BinaryIO, name: str, encoding: str) -> tuple[str, int]:
    """What stands between the cells, and the first line that counts (after Excel's `sep=;`)."""
    texts = _texts(file, name, encoding, True)
    head = list(islice(texts, _HEAD))
    texts.close()
    if head and (told := _SEPARATOR_LINE.fullmatch(head[0])):
        return told[1], 2
    # What stands between quotation marks says nothing of the delimiter.
    bare = _QUOTED.sub("", "".join(head)).splitlines()
    return max(_DELIMITERS, key=lambda mark: _evenness(bare, mark)), 1


def _evenness(head: list[str], delimiter: str) -> int:
    """How well a delimiter cuts the first lines into the same number of cells."""
    cuts = Counter(line.count(delimiter) for line in head)
    return max((count * lines for count, lines in cuts.items()), default=0)


def _lines(
    file: BinaryIO, name: str, encoding: str, delimiter: str, first: int, dirty: bool
) -> Lines:
    """The lines as cells; a cell with line breaks in it has the number of the line it begins on."""
    texts = _texts(file, name, encoding, dirty)
    for _ in range(first - 1):
        next(texts)
    # Strict: without it an open quotation mark swallows the rest of the file without a word.
    reader = csv.reader(texts, delimiter=delimiter, strict=True)
    number = first
    try:
        for cells in reader:
            after = reader.line_num + first
            if len(cells) > MAX_COLUMNS:
                raise too_wide(name, number)
            if sum(map(len, cells)) > MAX_CELL and max(map(len, cells)) > MAX_CELL:
                raise cell_too_long(name, number)
            yield number, cells
            number = after
    except csv.Error as error:
        raise _broken(name, number, error) from None


def _broken(name: str, line: int, error: csv.Error) -> SendtuiError:
    if "limit" in str(error):
        return cell_too_long(name, line)
    return SendtuiError(
        f'{name} has a quotation mark (") out of place at line {line}: it is opened and not '
        "closed, or stands inside a cell. Mend that line, or save the file again from a "
        "spreadsheet."
    )
