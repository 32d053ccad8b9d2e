"""Lists from LibreOffice (.ods) and with macros (.xlsm), and such files made to harm."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.errors import SendtuiError
from sendtui.formats.sheets import read_sheet
from tests.formats.ods_made import BELOW, EMPTY, cell, listed, ods, row, table
from tests.formats.sheets_made import HEADINGS, ZEPHYR, cells_of, pupils, workbook

LINE = ("G801200026001", "Quillfeather", "Zéphyr [/x]", date(2017, 9, 30), "K", "SLCN")


def test_a_list_from_libreoffice_is_read_with_its_dates_and_numbers() -> None:
    lines = [("A report",), (), (*HEADINGS, "Year"), (*LINE, 4)]

    (found,) = pupils(listed(lines), as_at=date(2026, 11, 22))

    assert (found.upn, found.forename, found.born) == (LINE[0], "Zéphyr [/x]", LINE[3])
    assert (found.needs, found.nc_year, found.line) == ((("SLCN", 1),), "4", 4)


def test_repeated_cells_and_rows_stand_as_often_as_they_say() -> None:
    rows = row(cell("a", 3)) + row(EMPTY, 2) + row(cell("b"), 2) + BELOW

    filled = [(n, [c for c in cells if c]) for n, cells in cells_of(ods(table(rows))) if any(cells)]

    assert filled == [(1, ["a", "a", "a"]), (4, ["b"]), (5, ["b"])]


def test_a_workbook_with_macros_is_read_and_its_macros_are_not() -> None:
    made = workbook([HEADINGS, ZEPHYR])
    with zipfile.ZipFile(made, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not run")

    assert [found.upn for found in pupils(made.getvalue())] == [ZEPHYR[0]]


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><office:document-content>'


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (ods(table(row(cell("x", 100), 10**9))), "delete what stands far below"),
        (ods(table(row(EMPTY, 10**8) + row(cell("x", 2)))), "delete what stands far below"),
        (ods(table(row(cell("x", 10**9)))), "more than 1,000 columns"),
        (ods(table(row(EMPTY, 10**9))), "no filled cells"),
        (ods(table(row(cell("x"))), head=DOCTYPE), "damaged"),
        (ods("<a>" * 5_000), "damaged"),
        (ods(table(row(cell("x"))), manifest="<manifest:encryption-data/>"), "password"),
        (ods(table(""), mime="application/vnd.oasis.opendocument.text"), "is not an .xlsx"),
    ],
    ids=["a bomb", "far below", "wide", "nothing", "a DTD", "nested", "locked", "a letter"],
)
def test_a_spreadsheet_made_to_harm_is_refused_before_it_is_read(raw: bytes, says: str) -> None:
    with pytest.raises(SendtuiError, match=says):
        cells_of(raw)


@given(st.integers(0, 800), st.binary(min_size=1, max_size=8))
def test_a_damaged_spreadsheet_is_read_or_refused(at: int, put: bytes) -> None:
    raw = listed([HEADINGS, LINE])
    raw = raw[:at] + put + raw[at + len(put) :]

    said = ""
    try:
        list(read_sheet(io.BytesIO(raw), "list.ods").lines())
    except SendtuiError as refused:
        said = str(refused)

    assert not said or "list.ods" in said
