"""The SEN register as CSV, as a workbook and as JSON."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from sendtui.formats import register_csv, register_json, register_xlsx
from sendtui.formats.register_columns import COLUMNS
from sendtui.models.pages import RegisterLine
from tests.formats.made_up import GOLDEN, REGISTER

HEADINGS = [column.heading for column in COLUMNS]
WRITERS = pytest.mark.parametrize(
    "module", [register_csv, register_xlsx, register_json], ids=["csv", "xlsx", "json"]
)


def _written(module: ModuleType, lines: tuple[RegisterLine, ...] = REGISTER) -> bytes:
    file = io.BytesIO()
    assert module.write(file, lines) == len(lines)
    return file.getvalue()


@pytest.mark.parametrize(
    ("module", "golden"), [(register_csv, "register.csv"), (register_json, "register.json")]
)
def test_the_file_is_the_one_kept_beside_the_tests(module: ModuleType, golden: str) -> None:
    assert _written(module) == (GOLDEN / golden).read_bytes()


@WRITERS
def test_the_same_register_makes_the_same_bytes(module: ModuleType) -> None:
    assert _written(module) == _written(module)


@WRITERS
def test_a_register_of_nobody_is_still_a_file_with_its_headings(module: ModuleType) -> None:
    assert _written(module, ())


@WRITERS
def test_pupils_are_taken_one_at_a_time_and_the_file_stays_open(module: ModuleType) -> None:
    def pupils() -> Iterator[RegisterLine]:
        yield from REGISTER

    file = io.BytesIO()
    count = module.write(file, pupils())

    assert count == 2
    assert not file.closed


@WRITERS
def test_nothing_is_left_in_the_temp_folder(
    module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("tempfile.mkstemp", _refused)
    monkeypatch.setattr("tempfile.TemporaryFile", _refused)

    _written(module, REGISTER * 50)

    assert list(tmp_path.iterdir()) == []


def _refused(*_: object, **__: object) -> None:
    raise AssertionError("a temporary file was asked for")


def test_excel_is_told_that_the_csv_is_utf_8() -> None:
    assert _written(register_csv).startswith(b"\xef\xbb\xbfUPN,")


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_is_a_formula_in_csv(surname: str, forename: str) -> None:
    line = RegisterLine(upn="", surname=surname, forename=forename)

    text = _written(register_csv, (line,)).decode("utf-8-sig")
    _, cells = csv.reader(io.StringIO(text, newline=""))

    for cell in cells:
        assert cell.strip()[:1] not in (*"=+-@＝＋－＠\t\r\n",) or not cell.strip()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", " =", "\t=", "\r="])
def test_a_formula_is_kept_behind_an_apostrophe(start: str) -> None:
    line = RegisterLine(upn="", surname=f"{start}1+1")

    text = _written(register_csv, (line,)).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text)))[1][1].replace(" ", "") == f"'{start.strip()}1+1"


def test_the_workbook_holds_text_as_text_and_dates_as_dates() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(_written(register_xlsx)))
    rows = book.get_sheet_by_name("SEN register").to_python()

    assert rows[0] == HEADINGS
    first = dict(zip(HEADINGS, rows[1], strict=True))
    second = dict(zip(HEADINGS, rows[2], strict=True))
    assert first["Date of birth"] == date(2017, 9, 30)
    assert first["SEN needs"] == "SLCN; SEMH"
    assert second["UPN"] == "001234567890A"
    assert second["Legal surname"] == '=HYPERLINK("x")'
    assert second["Legal forename"] == "[/x] Ünal, O'Gríofa"


def test_the_workbook_calculates_nothing_and_names_no_author() -> None:
    with zipfile.ZipFile(io.BytesIO(_written(register_xlsx))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        core = book.read("docProps/core.xml").decode()

    assert "<f>" not in sheet
    assert 'state="frozen"' in sheet
    assert "<dc:creator></dc:creator>" in core


@given(st.text(max_size=60))
def test_any_text_makes_a_workbook_that_opens(surname: str) -> None:
    book = _written(register_xlsx, (RegisterLine(upn="", surname=surname),))

    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names == ["SEN register"]


def test_a_birth_before_excel_can_count_is_written_as_text() -> None:
    line = replace(REGISTER[0], born=date(1066, 10, 14))

    book = CalamineWorkbook.from_filelike(io.BytesIO(_written(register_xlsx, (line,))))

    assert book.get_sheet_by_index(0).to_python()[1][5] == "1066-10-14"


@given(st.text(max_size=40))
def test_json_gives_back_every_field(surname: str) -> None:
    line = replace(REGISTER[0], surname=surname)

    whole = json.loads(_written(register_json, (line,)))

    assert (whole["format"], whole["version"]) == ("sendtui-register", 1)
    (pupil,) = whole["pupils"]
    assert pupil.keys() == {field.name for field in fields(RegisterLine)}
    assert pupil["needs"] == ["SLCN", "SEMH"]
    assert pupil["born"] == "2017-09-30"
    assert pupil["surname"] == asdict(line)["surname"]


@pytest.mark.parametrize("line", REGISTER)
def test_every_field_of_a_line_is_in_the_columns(line: RegisterLine) -> None:
    whole = " ".join(str(column.value(line)) for column in COLUMNS)

    for value in asdict(line).values():
        parts = value if isinstance(value, tuple | dict) else (value,)
        assert all(str(part) in whole for part in parts)


@pytest.mark.parametrize("module", [register_csv, register_xlsx], ids=["csv", "xlsx"])
def test_fields_of_the_schools_own_are_columns_after_ours(module: ModuleType) -> None:
    line = replace(REGISTER[0], own={"House": "Red", "=Taxi": "yes"})
    out = io.BytesIO()

    module.write(out, [line], ["House", "=Taxi"])
    out.seek(0)

    if module is register_csv:
        heads, cells = csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig")))
        assert heads[-2:] == ["House", "'=Taxi"]
    else:
        heads, cells = CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python()
        assert heads[-2:] == ["House", "=Taxi"]
    assert cells[-2:] == ["Red", "yes"]
