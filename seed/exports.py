"""The roll as a school's own system would save it, with the habits each product has.

Composed from headings and habits seen in public parsers and help pages; nobody publishes a layout.

- sims: Windows-1252, two blanks in `Year  7`, a line for each need, DD/MM/YYYY.
- arbor: a title and a blank line above the headings, BOM, several needs in one cell, statuses and
  needs in words.
- bromcom: headings in CamelCase, codes, at most two needs, in columns of their own.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import BinaryIO, Literal

from seed.roll import Line
from sendtui.rules.codes import NEED_TYPES

Product = Literal["sims", "arbor", "bromcom"]
Shape = Literal["csv", "xlsx"]
Cell = str | date

PRODUCTS: tuple[Product, ...] = ("sims", "arbor", "bromcom")
SHAPES: tuple[Shape, ...] = ("csv", "xlsx")

_SIMS = (
    "Adno,Legal Surname,Legal Forename,Preferred Surname,Preferred Forename,Gender,DOB,Year,Reg,"
    "UPN,SEN Status,SEN Need Type,SEN Need Rank,SEN Start Date"
)
_ARBOR = (
    "Name,Legal Surname,Legal Forename,UPN,Date of birth,Sex,Year group,Registration form,"
    "SEN Status,SEN Needs,EAL,Free School Meals,Pupil Premium Recipient"
)
_BROMCOM = (
    "AdmissionNo,LastName,FirstName,UPN,DateOfBirth,YearGroup,Form,SENStatus,SENNeed1,SENNeed2"
)
_ARBOR_STATUS = {
    "N": "No Special Educational Need",
    "K": "SEN Support",
    "E": "Education, Health and Care Plan",
}
_ENCODINGS: dict[Product, str] = {"sims": "cp1252", "arbor": "utf-8-sig", "bromcom": "utf-8"}
_MADE = datetime(2026, 1, 1, 8, 0)  # noqa: DTZ001  (a workbook's stamp has no zone)


def write(lines: Iterable[Line], product: Product, shape: Shape, file: BinaryIO) -> None:
    """Write these pupils as this product would save them, onto an open binary file.

    Raises KeyError for a product that is not known. A preferred name that Windows-1252 cannot
    hold becomes question marks, as it does in the schools.
    """
    cells = _PRODUCTS[product](lines)
    if shape == "csv":
        _write_csv(cells, _ENCODINGS[product], file)
    else:
        _write_xlsx(cells, file)


def _sims(lines: Iterable[Line]) -> Iterator[tuple[Cell, ...]]:
    yield tuple(_SIMS.split(","))
    for line in lines:
        who = (line.adno, line.surname, line.forename, line.preferred_surname)
        year = f"Year  {line.year}"
        where = (line.preferred_forename, line.sex, line.born, year, line.class_name, line.upn)
        since = line.plan_since or line.since
        needs = line.needs if line.status != "N" else ()
        for code, rank, _ in needs or (("", 0, None),):
            label = f"{code} - {NEED_TYPES.label(code)}" if code else ""
            start: Cell = since if since and code else ""
            yield (*who, *where, line.status, label, str(rank or ""), start)


def _arbor(lines: Iterable[Line]) -> Iterator[tuple[Cell, ...]]:
    yield ("Custom report: SEN register",)
    yield ("",)
    yield tuple(_ARBOR.split(","))
    for line in lines:
        needs = line.needs if line.status != "N" else ()
        yield (
            f"{line.surname}, {line.forename}",
            line.surname,
            line.forename,
            line.upn,
            line.born,
            {"F": "Female", "M": "Male"}[line.sex],
            "Reception" if line.year == "R" else f"Year {line.year}",
            line.class_name,
            _ARBOR_STATUS[line.status],
            ", ".join(NEED_TYPES.label(code) for code, _, _ in needs),
            "Yes" if "EAL" in line.flags else "No",
            "Yes" if "FSM" in line.flags else "No",
            "Yes" if "PP" in line.flags else "No",
        )


def _bromcom(lines: Iterable[Line]) -> Iterator[tuple[Cell, ...]]:
    yield tuple(_BROMCOM.split(","))
    for line in lines:
        codes = [code for code, _, _ in line.needs if line.status != "N"]
        yield (
            line.adno,
            line.surname,
            line.forename,
            line.upn,
            line.born,
            line.year,
            line.class_name,
            line.status,
            *[*codes, "", ""][:2],
        )


_PRODUCTS: dict[Product, Callable[[Iterable[Line]], Iterator[tuple[Cell, ...]]]] = {
    "sims": _sims,
    "arbor": _arbor,
    "bromcom": _bromcom,
}


def _write_csv(cells: Iterable[tuple[Cell, ...]], encoding: str, file: BinaryIO) -> None:
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    writer = csv.writer(text)
    for line in cells:
        writer.writerow([f"{c:%d/%m/%Y}" if isinstance(c, date) else c for c in line])
    text.flush()
    text.detach()


def _write_xlsx(cells: Iterable[tuple[Cell, ...]], file: BinaryIO) -> None:
    """In memory throughout: nothing of it touches the disk's temporary folder."""
    from xlsxwriter import Workbook

    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _MADE})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Report")
    for number, line in enumerate(cells):
        for column, cell in enumerate(line):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif cell:
                sheet.write_string(number, column, cell)
    book.close()
