"""Tables as a workbook, a sheet each: numbers as numbers, dates as dates, nothing calculated.

No text is taken for a formula. Put together in memory, because XlsxWriter's other ways use the temp
folder.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

from sendtui.formats.wording import NO_DATE, shown
from sendtui.models.report_page import Cell, ReportPage, ReportTable

LONGEST_CELL = 32_767
LONGEST_NAME = 31
"""The characters Excel holds in a cell, and in the name of a sheet."""

_FIRST_DATE = date(1900, 3, 1)
"""Days before it Excel counts wrongly: they stand as text."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60


def write(file: BinaryIO, page: ReportPage) -> int:
    """Write a report's tables and return how many lines they have; the file is left open."""
    return write_tables(file, tuple(page.tables()), page.title)


def write_tables(file: BinaryIO, tables: Sequence[ReportTable], title: str) -> int:
    """Write tables and return how many lines they have; the file is left open."""
    from xlsxwriter import Workbook

    book = Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"title": shown(title), "author": "", "created": NO_DATE})
    heading = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#0F5257"})
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"})
    names: set[str] = set()
    for table in tables:
        sheet = book.add_worksheet(_name(table.title or title, names))
        for column, each in enumerate(table.headings):
            sheet.write_string(0, column, shown(each), heading)
            sheet.set_column(column, column, _width(each, (line[column] for line in table.lines)))
        for row, line in enumerate(table.lines, 1):
            for column, value in enumerate(line):
                _write(sheet, row, column, value, text, day)
        if table.note:
            sheet.write_string(len(table.lines) + 2, 0, shown(table.note))
        sheet.freeze_panes(1, 0)
        _set_for_paper(sheet, table)
    book.close()
    return sum(len(table.lines) for table in tables)


def _write(sheet: Any, row: int, column: int, value: Cell, text: Any, day: Any) -> None:
    if isinstance(value, date):
        if value >= _FIRST_DATE:
            sheet.write_datetime(row, column, value, day)
        else:
            sheet.write_string(row, column, value.isoformat(), text)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, shown(value)[:LONGEST_CELL], text)


def _name(title: str, taken: set[str]) -> str:
    """A sheet's name as Excel allows it, and no other sheet's."""
    plain = _FORBIDDEN.sub(" ", shown(title)).strip()[:LONGEST_NAME] or "Sheet"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: LONGEST_NAME - 1 - len(str(number))]} {number}"
    taken.add(name.casefold())
    return name


def _width(heading: str, values: Iterable[Cell]) -> int:
    return min(_WIDEST, max(len(heading), *(len(str(v or "")) for v in values), 8) + 2)


def _set_for_paper(sheet: Any, table: ReportTable) -> None:
    if table.headings:
        sheet.autofilter(0, 0, len(table.lines), len(table.headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
