"""The list in an Excel workbook (.xlsx, .xlsm), its cells as text.

The parts are unpacked once under a bound before the reader sees them: a workbook comes by mail,
and a few kilobytes can be made to unpack to more than any machine holds.
"""

import re
import zipfile
import zlib
from copy import copy
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, TYPE_CHECKING, BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats.delimited import tidy
from sendtui.formats.sheets import (
    MAX_CELL,
    MAX_COLUMNS,
    Cells,
    Lines,
    Score,
    Sheet,
    cell_too_long,
    too_wide,
)

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_UNPACKED = 1_000_000_000
MAX_PARTS = 10_000
MAX_CELLS = 20_000_000
"""Columns times lines of one sheet: every cell of that oblong takes memory, filled or not."""

_CHUNK = 1 << 20
_TITLE_LINES = 20
_PARTS = re.compile(r"xl/(worksheets/[^/]+|sharedStrings|styles|workbook|metadata)\.xml", re.I)
_REACH = re.compile(rb"""r=["']([A-Z]{1,7}(?:\d{5})?)\d""")
_FILLED = re.compile(rb"""r=["']([A-Z]{1,7})(\d{1,9})["'][^>]*(?<!/)>""")

Value = str | float | int | bool | date | datetime | time | timedelta | None


def open_workbook(file: BinaryIO, name: str, score: Score | None) -> Sheet:
    """The sheet of a workbook whose first lines score best, else its first.

    Raises SendtuiError for a workbook that is locked, damaged, of another kind or made to harm.
    """
    _check_parts(file, name)
    found = _listed(file, name)
    scored = [(_best(sheet, score), sheet) for sheet in found]
    best, chosen = max(scored, key=lambda pair: pair[0])
    others = tuple(sheet.name for points, sheet in scored if points and sheet is not chosen)
    if chosen.height == 0:
        raise SendtuiError(f"{name} has no filled cells: check that it was saved with its lines.")

    def lines() -> Lines:
        return _lines(chosen, name)

    return Sheet(name, lines, "xlsx", f"sheet “{chosen.name}”", others if best else ())


def _damaged(name: str) -> SendtuiError:
    return SendtuiError(
        f"{name} cannot be read as an Excel workbook: it is damaged or cut off. Save it again, or "
        "save the list as CSV."
    )


def _check_parts(file: BinaryIO, name: str) -> None:
    """Raise for a zip file that is no workbook, or one that unpacks to more than the bounds."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise SendtuiError(
                    f"{name} is not an .xlsx workbook: open it and save the list as XLSX or CSV."
                )
            if len(parts) > MAX_PARTS or len(names) < len(parts):
                raise _damaged(name)
            left = MAX_UNPACKED
            for part in parts:
                if _PARTS.fullmatch(part.filename):
                    left -= _unpack(packed, part, name, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise _damaged(name) from None
    except (ValueError, KeyError, OverflowError, IndexError):
        raise _damaged(name) from None
    file.seek(0)


def _unpack(packed: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, left: int) -> int:
    """How many bytes a part unpacks to; a sheet's extent is checked on the way."""
    # The size a zip file declares is whatever its maker wrote: read to the real end instead.
    honest = copy(part)
    honest.file_size = 1 << 40
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damaged(name)
    size, kept = 0, b""
    is_sheet = "/worksheets/" in part.filename.lower()
    reach: set[bytes] = set()
    with packed.open(honest) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise SendtuiError(
                    f"{name} unpacks to more than {MAX_UNPACKED // 1_000_000:,} MB, which no list "
                    "of pupils does. Save the list alone as CSV and import that."
                )
            if is_sheet and not _doubtful(reach):
                reach.update(_REACH.findall(kept + chunk))
                kept = chunk[-24:]
    if _doubtful(reach):
        with packed.open(honest) as stream:
            _check_extent(stream, name)
    return size


def _doubtful(reach: set[bytes]) -> bool:
    """Whether cells reach far enough (100,000 lines, 200 columns) for a closer look.

    `reach` holds the column letters of cells, followed by digits for those in line 100,000 on.
    """
    return any(len(cell) > 2 or _column(cell) > 200 for cell in reach)


def _check_extent(stream: IO[bytes], name: str) -> None:
    """Raise where the filled cells of a sheet span more than can be held in memory."""
    kept, widest, last = b"", 1, 1
    while chunk := stream.read(_CHUNK):
        for letters, digits in _FILLED.findall(kept + chunk):
            widest = max(widest, _column(letters))
            last = max(last, int(digits))
        kept = chunk[-256:]
    if widest > MAX_COLUMNS:
        raise too_wide(name, last)
    if widest * last > MAX_CELLS:
        raise SendtuiError(
            f"{name} has cells as far as line {last:,} in {widest:,} columns: delete what stands "
            "far below or beside the list, or save the list alone as CSV."
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _listed(file: BinaryIO, name: str) -> list["CalamineSheet"]:
    """The visible work sheets (or all of them where none is visible), read into memory."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(file)
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        shown = [sheet for sheet in sheets if "Visible" in repr(sheet.visible)] or sheets
        found = [book.get_sheet_by_name(sheet.name) for sheet in shown]
    except PasswordError:
        raise SendtuiError(f"{name} has a password: save a copy without one.") from None
    except (CalamineError, OSError, ValueError):
        raise _damaged(name) from None
    except BaseException as fault:
        # A panic in the reader's Rust comes as a BaseException of no importable class.
        if type(fault).__name__ != "PanicException":
            raise
        raise _damaged(name) from None
    if not found:
        raise SendtuiError(f"{name} has no work sheet: save the list as XLSX or CSV.")
    return found


def _best(sheet: "CalamineSheet", score: Score | None) -> int:
    if score is None:
        return 0
    rows = islice(sheet.iter_rows(), _TITLE_LINES)
    return max((score([_text(value) for value in row]) for row in rows), default=0)


def _lines(sheet: "CalamineSheet", name: str) -> Lines:
    if sheet.width > MAX_COLUMNS:
        raise too_wide(name, 1)
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells: Cells = [value if type(value) is str else _text(value) for value in row]
        joined = "".join(cells)
        if len(joined) > MAX_CELL and max(map(len, cells)) > MAX_CELL:
            raise cell_too_long(name, number)
        if not joined.isascii():
            cells = [tidy(text) for text in cells]
        yield number, cells


def _text(value: Value) -> str:
    """A cell as it would be typed: whole numbers without a point, dates as ISO."""
    if type(value) is str:
        return value
    if type(value) is float:
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return "" if value is None else str(value)
