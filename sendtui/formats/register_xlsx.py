"""The SEN register as a workbook: dates as dates, all else as text, nothing calculated.

The workbook is put together in memory, because XlsxWriter's other ways use the temp folder.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

from sendtui.formats.register_columns import Column, columns
from sendtui.formats.wording import NO_DATE, shown
from sendtui.models.pages import RegisterLine

LONGEST_CELL = 32_767
"""The characters Excel holds in one cell."""

_FIRST_DATE = date(1900, 3, 1)
"""Before this day Excel's count of days is off by one, or there is none."""


def write(file: BinaryIO, lines: Iterable[RegisterLine], own: Sequence[str] = ()) -> int:
    """Write the register and return how many pupils it has; the file is left open.

    `own` names the school's own fields, a column each.
    """
    from xlsxwriter import Workbook

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = Workbook(file, options)
    book.set_properties({"title": "SEN register", "author": "", "created": NO_DATE})
    sheet = book.add_worksheet("SEN register")
    formats = _Formats(book)
    asked = columns(own)
    for number, column in enumerate(asked):
        sheet.set_column(number, number, column.width, formats.text)
        sheet.write_string(0, number, shown(column.heading), formats.heading)
    count = 0
    for count, line in enumerate(lines, start=1):
        _write_line(sheet, count, asked, line, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, count, len(asked) - 1)
    _set_for_paper(sheet)
    book.close()
    return count


class _Formats:
    def __init__(self, book: Any) -> None:
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.date = book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"})
        self.heading = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0F5257", "valign": "vcenter"}
        )


def _write_line(
    sheet: Any, row: int, asked: Sequence[Column], line: RegisterLine, formats: _Formats
) -> None:
    for number, column in enumerate(asked):
        cell = column.value(line)
        if isinstance(cell, date) and cell >= _FIRST_DATE:
            sheet.write_datetime(row, number, cell, formats.date)
        elif cell:
            text = shown(cell) if isinstance(cell, str) else cell.isoformat()
            sheet.write_string(row, number, text[:LONGEST_CELL], formats.text)


def _set_for_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&CPage &P of &N")
