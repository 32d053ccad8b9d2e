"""A report's tables as CSV that Excel opens: UTF-8 with its mark, no cell a formula."""

import csv
import io
from datetime import date
from typing import BinaryIO

from sendtui.formats.register_csv import safe
from sendtui.models.report_page import Cell, ReportPage


def write(file: BinaryIO, page: ReportPage) -> int:
    """Write the tables, one under the other, and return how many lines they have."""
    text, count = io.StringIO(newline=""), 0
    writer = csv.writer(text)
    tables = list(page.tables())
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        if len(tables) > 1 and table.title:
            writer.writerow([safe(table.title)])
        writer.writerow([safe(each) for each in table.headings])
        for line in table.lines:
            writer.writerow([_cell(value) for value in line])
            count += 1
    file.write(text.getvalue().encode("utf-8-sig"))
    return count


def _cell(value: Cell) -> str:
    if value is None or isinstance(value, (str, date)):
        return safe(value)
    return str(value)
