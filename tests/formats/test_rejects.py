"""Rejected lines written out, mended, and read in again."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.formats import rejects
from sendtui.models.incoming import Rejected
from tests.formats.sheets_made import HEADINGS, ZEPHYR, pupils, reading, rejected


def written(headings: list[str], found: list[Rejected]) -> bytes:
    file = io.BytesIO()
    rejects.write(file, headings, found)
    return file.getvalue()


def lines_of(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_the_lines_come_back_with_their_reasons_in_the_last_column() -> None:
    bad = ["K801200026003", *ZEPHYR[1:3], "30/09/17", "Wave 2", "SLCN"]
    found = reading([HEADINGS, ZEPHYR, bad])

    raw = written(list(found.headings), [one for one in found if isinstance(one, Rejected)])

    head, line = lines_of(raw)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert head == [*HEADINGS, "Reason"]
    assert line[:6] == bad
    assert line[6].startswith("DOB: the year has two digits")
    assert "; SEN Status: not a SEN status" in line[6]


def test_a_mended_file_reads_in_again() -> None:
    found = rejected([HEADINGS, [*ZEPHYR[:3], "30/09/17", *ZEPHYR[4:]]])

    mended = written(list(HEADINGS), found).replace(b"30/09/17", b"30/09/2017")

    assert pupils(mended) == pupils([HEADINGS, ZEPHYR])


def test_a_file_mended_badly_has_one_column_of_reasons_still() -> None:
    first = written(list(HEADINGS), rejected([HEADINGS, [*ZEPHYR[:3], "x", *ZEPHYR[4:]]]))

    again = reading(first)
    second = written(list(again.headings), [one for one in again if isinstance(one, Rejected)])

    assert lines_of(second) == lines_of(first)


def test_a_narrow_file_is_still_known_by_its_headings() -> None:
    lines = [["Pupil", "Class", "Shoes", "Hat"], ["Quillfeather, Zephyr", "x" * 300, "1", "2"]]
    found = reading(lines)

    raw = written(list(found.headings), [one for one in found if isinstance(one, Rejected)])

    assert len(rejected(raw)) == 1


def test_one_line_with_two_faults_is_written_once() -> None:
    found = rejected([HEADINGS, ["x", *ZEPHYR[1:3], "y", "K", ""]])

    assert len(found) == 2
    assert rejects.write(io.BytesIO(), HEADINGS, found) == 1


def test_the_cell_without_a_heading_is_kept() -> None:
    found = rejected([HEADINGS, [*ZEPHYR, "left over"]])

    assert lines_of(written(list(HEADINGS), found))[1][:7] == [*ZEPHYR, "left over"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_no_cell_is_a_formula_to_a_spreadsheet(start: str) -> None:
    cells = (f"{start}cmd|' /C calc'!A0", *ZEPHYR[1:])

    raw = written(list(HEADINGS), [Rejected(2, "upn", "", "reason", "UPN", cells)])

    assert lines_of(raw)[1][0] == "'" + cells[0]


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), min_size=1, max_size=5))
def test_whatever_the_cells_the_file_is_a_table_without_formulas(cells: list[list[str]]) -> None:
    found = [Rejected(n, "", "", "=reason", "", tuple(two)) for n, two in enumerate(cells, 2)]

    table = lines_of(written(["A", "B"], found))

    assert [len(line) for line in table] == [3] * (len(cells) + 1)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for line in table for cell in line)
