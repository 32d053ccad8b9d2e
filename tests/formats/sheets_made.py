"""Files made in memory for the tests of what is read."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from sendtui.formats.register_in import Reading, read
from sendtui.formats.sheets import read_sheet
from sendtui.models.incoming import IncomingPupil, Rejected

HEADINGS = ("UPN", "Surname", "Forename", "DOB", "SEN Status", "SEN Needs")
ZEPHYR = ("G801200026001", "Quillfeather", "Zephyr", "30/09/2017", "K", "SLCN; SEMH")


def csv_bytes(
    lines: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ","
) -> bytes:
    """The lines as a CSV file in this encoding."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue().encode(encoding)


def workbook(*sheets: Sequence[Sequence[object]]) -> io.BytesIO:
    """A workbook with these sheets; dates and numbers keep their type, text stays text."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    dated = book.add_format({"num_format": "dd/mm/yyyy"})
    for lines in sheets:
        sheet = book.add_worksheet()
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, (int, float)):
                    sheet.write_number(row, column, cell)
                else:
                    sheet.write_datetime(row, column, cell, dated)
    book.close()
    file.seek(0)
    return file


def reading(content: bytes | Sequence[Sequence[str]], **how: object) -> Reading:
    """A reading of these bytes, or of these lines as a CSV file."""
    raw = content if isinstance(content, bytes) else csv_bytes(content)
    return read(io.BytesIO(raw), "list.csv", **how)  # type: ignore[arg-type]


def pupils(content: bytes | Sequence[Sequence[str]], **how: object) -> list[IncomingPupil]:
    """The pupils of a list in which nothing is rejected."""
    outcomes = list(reading(content, **how))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    assert not refused
    return [outcome for outcome in outcomes if isinstance(outcome, IncomingPupil)]


def rejected(content: bytes | Sequence[Sequence[str]], **how: object) -> list[Rejected]:
    """What is rejected of a list."""
    return [outcome for outcome in reading(content, **how) if isinstance(outcome, Rejected)]


def cells_of(raw: bytes) -> list[tuple[int, list[str]]]:
    """Every line of a file with its number."""
    return list(read_sheet(io.BytesIO(raw), "list.csv").lines())
