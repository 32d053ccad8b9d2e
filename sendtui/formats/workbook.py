"""The list in a workbook (.xlsx, .xlsm, .ods), its cells as text.

Whole numbers come without a point and dates as ISO, so that what follows reads one kind of cell.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

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
    damaged,
    too_wide,
)
from sendtui.formats.workbook_bounds import check_parts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_SHEETS = 100
"""The most sheets that are looked at; a list is not behind a hundred others."""

_TITLE_LINES = 20

Value = str | float | int | bool | date | datetime | time | timedelta | None


def open_workbook(file: BinaryIO, name: str, score: Score | None) -> Sheet:
    """The sheet of a workbook whose first lines score best, else its first.

    Raises SendtuiError for a workbook that is locked, damaged, of another kind or made to harm.
    """
    check_parts(file, name)
    chosen, best, lists = None, -1, []
    for sheet in _listed(file, name):
        points = _best(sheet, score)
        if points:
            lists.append(sheet.name)
        if points > best:
            chosen, best = sheet, points
    if chosen is None:
        raise SendtuiError(f"{name} has no work sheet: save the list as XLSX or CSV.")
    if chosen.height == 0:
        raise SendtuiError(f"{name} has no filled cells: check that it was saved with its lines.")
    others = tuple(title for title in lists if title != chosen.name)

    def lines() -> Lines:
        return _lines(chosen, name)

    return Sheet(name, lines, "xlsx", f"sheet “{chosen.name}”", others)


def _listed(file: BinaryIO, name: str) -> Iterator["CalamineSheet"]:
    """The visible work sheets (or all of them where none is visible), read one after another."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(file)
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        shown = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
        for sheet in (shown or sheets)[:MAX_SHEETS]:
            yield book.get_sheet_by_name(sheet.name)
    except PasswordError:
        raise SendtuiError(f"{name} has a password: save a copy without one.") from None
    except (CalamineError, OSError, ValueError):
        raise damaged(name) from None
    except BaseException as fault:
        # A panic in the reader's Rust comes as a BaseException of no importable class.
        if type(fault).__name__ != "PanicException":
            raise
        raise damaged(name) from None


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
        if not (joined.isascii() and joined.isprintable()):
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
