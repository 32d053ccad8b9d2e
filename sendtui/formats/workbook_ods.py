"""How far the cells of an OpenDocument spreadsheet reach, before anything reads it.

A few bytes may say that a cell repeats a thousand million times, and the reader would make room
for all of them.
"""

from collections.abc import Mapping
from typing import IO

from sendtui.formats.sheets import MAX_COLUMNS, too_wide
from sendtui.formats.xml_safely import Parser, UnsafeXmlError

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENT = "content.xml"

MAX_CELLS = 20_000_000
_MOST = 1 << 40


class ReachesTooFarError(Exception):
    """Cells beyond what can be held in memory; the message says where."""


def check_reach(stream: IO[bytes], name: str) -> None:
    """Nothing where each sheet's filled cells span an oblong that can be held.

    Raises SendtuiError for a sheet too wide, ReachesTooFarError, and UnsafeXmlError for what is no
    XML that may be read.
    """
    reach = _Reach(name)
    Parser(reach.start, reach.end, reach.text).read(stream)


class _Reach:
    """Rows and columns up to the last cell with something in it, sheet by sheet."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = self._widest = self._last = 0
        self._column = self._filled_to = 0
        self._row_times = self._cell_times = 1
        self._in_cell = self._is_filled = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in the beginning of a table, a row or a cell."""
        if name == "table":
            self._rows = self._widest = self._last = 0
        elif name == "table-row":
            self._row_times = _times(attributes.get("number-rows-repeated"))
            self._column = self._filled_to = 0
        elif name in ("table-cell", "covered-table-cell"):
            self._cell_times = _times(attributes.get("number-columns-repeated"))
            self._in_cell, self._is_filled = True, "value-type" in attributes

    def text(self, text: str) -> None:
        """A cell with text in it is filled."""
        if self._in_cell and text.strip():
            self._is_filled = True

    def end(self, name: str) -> None:
        """Count what a cell, a row or a table reached."""
        if name in ("table-cell", "covered-table-cell"):
            self._column += self._cell_times
            self._in_cell = False
            if self._is_filled:
                self._filled_to = self._column
        elif name == "table-row":
            self._rows += self._row_times
            if self._filled_to:
                self._last, self._widest = self._rows, max(self._widest, self._filled_to)
            self._check()

    def _check(self) -> None:
        if self._widest > MAX_COLUMNS:
            raise too_wide(self._name, self._last)
        if self._widest * self._last > MAX_CELLS:
            raise ReachesTooFarError(f"line {self._last:,}, {self._widest:,} columns")


def _times(said: str | None) -> int:
    """How often a cell or row stands there."""
    try:
        return min(max(int(said or 1), 1), _MOST)
    except ValueError:
        raise UnsafeXmlError("a count that is no number") from None
