"""Tables as a workbook, a sheet each: dates as dates, whole numbers as numbers, all else as text.

Nothing is calculated, and no text is taken for a formula.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from sendtui.formats.wording import shown

Cell = str | date | int | None

LONGEST_CELL = 32_767
_FIRST_DATE = date(1900, 3, 1)
_NO_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - a constant, so that equal tables are equal files
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, its headings and its lines; `note` stands below them."""

    name: str
    headings: Sequence[str]
    lines: Iterable[Sequence[Cell]]
    note: str = ""


def write(file: BinaryIO, tables: Sequence[Table], title: str) -> int:
    """Write the workbook and give how many lines it has in all; the file is left open."""
    from xlsxwriter import Workbook

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = Workbook(file, options)
    book.set_properties({"title": title, "author": "", "created": _NO_DATE})
    head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#0F5257"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    count = sum(_sheet(book.add_worksheet(each.name[:31]), each, head, day) for each in tables)
    book.close()
    return count


def _sheet(sheet: Any, table: Table, head: Any, day: Any) -> int:
    widths = [len(heading) + 2 for heading in table.headings]
    for place, heading in enumerate(table.headings):
        sheet.write_string(0, place, shown(heading), head)
    row = 0
    for row, line in enumerate(table.lines, 1):
        for place, cell in enumerate(line):
            _cell(sheet, row, place, cell, day)
            widths[place] = max(widths[place], min(_WIDEST, len(str(cell or "")) + 1))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, _WIDEST))
    if table.note:
        sheet.write_string(row + 2, 0, shown(table.note))
    sheet.freeze_panes(1, 0)
    if table.headings:
        sheet.autofilter(0, 0, row, len(table.headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return row


def _cell(sheet: Any, row: int, place: int, cell: Cell, day: Any) -> None:
    if isinstance(cell, date):
        if cell >= _FIRST_DATE:
            sheet.write_datetime(row, place, cell, day)
        else:
            sheet.write_string(row, place, cell.isoformat())
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell)
    elif cell:
        sheet.write_string(row, place, shown(cell)[:LONGEST_CELL])
