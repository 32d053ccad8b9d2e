"""What a workbook may hold before anything reads it: sizes, extents and counts.

A workbook comes by mail, and a few kilobytes can be made to unpack to more than any machine
holds. The reader trusts what a file claims, and its process ends where memory does; so every part
is unpacked once, in pieces, under a bound.
"""

import re
import zipfile
import zlib
from copy import copy
from typing import IO, BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats import workbook_ods
from sendtui.formats.sheets import MAX_COLUMNS, damaged, too_wide

MAX_UNPACKED = 1_000_000_000
MAX_PARTS = 10_000
MAX_CELLS = 20_000_000
"""Columns times lines of one sheet: every cell of that oblong takes memory, filled or not."""

MAX_TEXT = 4_000_000_000
"""Cells times the longest text: what they take if every cell holds that text."""

_CHUNK = 1 << 20
_COLUMNS = re.compile(rb"""r\s*=\s*["']([A-Za-z]+)\d""")
_SIX_DIGITS = re.compile(rb"""r\s*=\s*["'][A-Za-z]*\d{6}""")
_SEVEN_DIGITS = re.compile(rb"""r\s*=\s*["'][A-Za-z]*\d{7}""")
_FILLED = re.compile(
    rb"""r\s*=\s*["']([A-Za-z]*)(\d+)["']"""
    rb"""(?!(?:\s{1,9}[\w:]{1,40}="[^"<>]{0,99}"){0,9}\s{0,9}/>)"""
)
_UNPLACED = re.compile(rb"""<(?:\w+:)?c(?=[\s>])(?![^<>]*\sr\s*=)""")
_CLAIM = re.compile(rb"""count\s*=\s*["']\s*\+?\d{8}""", re.IGNORECASE)
_OVERLAP = 512
"""The bytes looked at again with the next piece, so that nothing is cut in two."""


def check_parts(file: BinaryIO, name: str) -> None:
    """Raise for a zip file that is no workbook, or one that unpacks to more than the bounds."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            is_open = _is_open_document(packed, names)
            if "xl/workbook.xml" not in names and not is_open:
                raise SendtuiError(
                    f"{name} is not an .xlsx workbook: open it and save the list as XLSX or CSV."
                )
            if len(parts) > MAX_PARTS or len(names) < len(parts):
                raise damaged(name)
            texts = _Texts()
            left = MAX_UNPACKED
            for part in parts:
                left -= _check_part(packed, part, name, left, texts)
            if texts.longest * texts.cells > MAX_TEXT:
                raise SendtuiError(
                    f"{name} holds more text than can be read at once: leave out the columns of "
                    "long notes, or save the list alone as CSV."
                )
            if is_open:
                _check_open_document(packed, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise damaged(name) from None
    except (ValueError, KeyError, OverflowError, IndexError):
        raise damaged(name) from None
    file.seek(0)


def _is_open_document(packed: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether this is an OpenDocument spreadsheet (.ods), as its first part says."""
    if not {"mimetype", workbook_ods.CONTENT} <= names:
        return False
    with packed.open("mimetype") as stream:
        return stream.read(200).strip() == workbook_ods.MIME


def _check_open_document(packed: zipfile.ZipFile, name: str) -> None:
    with packed.open("META-INF/manifest.xml") as stream:
        if b"encryption-data" in stream.read(_CHUNK):
            raise SendtuiError(f"{name} has a password: save a copy without one.")
    try:
        with packed.open(workbook_ods.CONTENT) as stream:
            workbook_ods.check_reach(stream, name)
    except workbook_ods.ReachesTooFarError as where:
        raise SendtuiError(
            f"{name} has cells as far as {where}: delete what stands far below or beside the list, "
            "or save the list alone as CSV."
        ) from None


def _check_part(
    packed: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, left: int, texts: "_Texts"
) -> int:
    """How many bytes a part unpacks to, at most `left`; what it would make the reader hold.

    Every part is looked at: a workbook may keep a sheet under any name.
    """
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged(name)
    # The size a zip file declares is whatever its maker wrote: read to the real end instead.
    honest = copy(part)
    honest.file_size = 1 << 40
    size, kept, reach = 0, b"", _Reach()
    with packed.open(honest) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise SendtuiError(
                    f"{name} unpacks to more than {MAX_UNPACKED // 1_000_000:,} MB, which no list "
                    "of pupils does. Save the list alone as CSV and import that."
                )
            text = kept + chunk
            # The reader makes room for as many strings as a part claims to have.
            if _CLAIM.search(text):
                raise damaged(name)
            reach.look(text)
            texts.look(chunk, size == len(chunk))
            kept = chunk[-_OVERLAP:]
    if reach.doubtful:
        with packed.open(honest) as stream:
            _check_extent(stream, name)
    return size


class _Texts:
    """How long the longest shared text is and how many cells may each hold a copy of it."""

    __slots__ = ("_open", "_xml", "cells", "longest")

    def __init__(self) -> None:
        self.longest = self.cells = self._open = 0
        self._xml = False

    def look(self, chunk: bytes, first: bool) -> None:
        """Take in the next piece of a part; a text ends where an element does."""
        if first:
            # A photograph is no text, however long.
            self._xml, self._open = chunk[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"), 0
        if not self._xml:
            return
        self.cells += chunk.count(b'="s"') + chunk.count(b"='s'")
        pieces = chunk.split(b"</")
        self.longest = max(self.longest, self._open + len(pieces[0]), *map(len, pieces[1:]))
        self._open = len(pieces[-1]) + (self._open if len(pieces) == 1 else 0)


class _Reach:
    """A quick look at how far the cells of a sheet reach, to see which needs a close one."""

    __slots__ = ("_columns", "_six", "doubtful")

    def __init__(self) -> None:
        self._columns: set[bytes] = set()
        self._six = False
        self.doubtful = False

    def look(self, text: bytes) -> None:
        """Take in a piece of the sheet; once there is doubt the rest does not matter."""
        if self.doubtful:
            return
        self._columns.update(_COLUMNS.findall(text))
        self._six = self._six or _SIX_DIGITS.search(text) is not None
        widest = max(map(_column, self._columns), default=0)
        lines = 1_000_000 if self._six else 100_000
        self.doubtful = widest * lines > MAX_CELLS or _SEVEN_DIGITS.search(text) is not None


def _check_extent(stream: IO[bytes], name: str) -> None:
    """Raise where the filled cells of a sheet span more than can be held in memory.

    A cell that only has a style is not kept by the reader and does not count; a row's own number
    counts where its cells have none.
    """
    kept, widest, last, last_row, unplaced = b"", 1, 1, 1, False
    while True:
        chunk = stream.read(_CHUNK)
        text = kept + chunk
        # What is cut off at the end of this piece is looked at with the next.
        end = len(text) - _OVERLAP if chunk else len(text)
        unplaced = unplaced or _UNPLACED.search(text) is not None
        for found in _FILLED.finditer(text):
            if found.end() > end:
                break
            if found[1]:
                widest = max(widest, _column(found[1]))
                last = max(last, int(found[2][:10]))
            else:
                last_row = max(last_row, int(found[2][:10]))
        if not chunk:
            break
        kept = text[max(end, 0) :]
    last = max(last, last_row) if unplaced else last
    if widest > MAX_COLUMNS:
        raise too_wide(name, last)
    if widest * last > MAX_CELLS:
        raise SendtuiError(
            f"{name} has cells as far as line {last:,} in {widest:,} columns: delete what stands "
            "far below or beside the list, or save the list alone as CSV."
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number
