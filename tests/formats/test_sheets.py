"""Files as lines of cells: encodings, delimiters, workbooks, and what is no list at all."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendtui.errors import SendtuiError
from sendtui.formats import headings, sheets
from sendtui.formats.register_in import read
from sendtui.formats.sheets import read_sheet
from tests.formats.sheets_made import HEADINGS, ZEPHYR, cells_of, csv_bytes, workbook

WHOLE = workbook([HEADINGS, ZEPHYR, ["K801200026003", "Ó Gríofa", "Ünal"]]).getvalue()
LINES = [["Surname", "Forename", "Class"], ["Ó Gríofa", "Ünal", "4B, left"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_accents_survive_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    raw = csv_bytes(LINES, encoding, delimiter)

    found = cells_of(raw)

    assert found == [(1, LINES[0]), (2, LINES[1])]


def test_excels_line_that_names_the_separator_is_obeyed() -> None:
    raw = b"sep=;\r\nSurname;Forename;Class\r\nQuillfeather;Zephyr;4B\r\n"

    assert cells_of(raw) == [
        (2, ["Surname", "Forename", "Class"]),
        (3, ["Quillfeather", "Zephyr", "4B"]),
    ]


def test_what_is_between_quotation_marks_says_nothing_of_the_delimiter() -> None:
    raw = b'Name,Needs\n"Finch, Zeph","SLCN; ASD; MLD; SEMH"\n"Finch, Max","ASD; HI; VI; MSI"\n'

    assert cells_of(raw)[1] == (2, ["Finch, Zeph", "SLCN; ASD; MLD; SEMH"])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_every_line_end_is_a_line_end(ending: str) -> None:
    raw = ending.join(["a,b", "c,d", ""]).encode()

    assert cells_of(raw) == [(1, ["a", "b"]), (2, ["c", "d"])]


def test_a_cell_of_two_lines_has_the_number_of_its_first() -> None:
    raw = b'a,b\n"one\ntwo",c\nd,e\n'

    assert [number for number, _ in cells_of(raw)] == [1, 2, 4]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        pytest.param("O\u0092Hara", "O’Hara", id="cp1252 read as Latin-1"),
        pytest.param("Zoe\u0308", "Zoë", id="an accent of its own"),
        pytest.param("Van\u00a0Dyke", "Van Dyke", id="a no-break space"),
        pytest.param("Zeph\u0007yr", "Zephyr", id="a bell"),
        pytest.param("\u200bZephyr", "Zephyr", id="a blank of no width"),
        pytest.param("أحمد", "أحمد", id="right to left"),
    ],
)
def test_odd_characters_are_put_right(written: str, read_as: str) -> None:
    assert cells_of(f"Name,Class\n{written},4B\n".encode())[1][1] == [read_as, "4B"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf", "no lines but blank", id="only the byte order mark"),
        pytest.param(b"\r\n , \r\n\r\n", "no lines but blank", id="only blanks"),
        pytest.param(b"%PDF-1.7 ...", "is a PDF", id="a PDF"),
        pytest.param(b"<?xml version='1.0'?><feed/>", "is an XML file", id="XML"),
        pytest.param(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0", "not text", id="a program"),
        pytest.param(b"UPN,Name\nA,B\0C\n" + b"D,E\n" * 99, "NUL bytes in line 2", id="NUL"),
        pytest.param(
            "Name,Class\nÜnal,4B\n".encode() + "Zoë,4B\n".encode("cp1252"),
            "line 2 is UTF-8 and line 3 is not",
            id="two encodings",
        ),
        pytest.param(b"Name,Class\nZo\x81,4B\n", "Line 2 of list.csv holds bytes", id="no letters"),
        pytest.param(
            "\ufeffName,Class\nZoë,4B\n".encode() + b"\xff\n",
            "begins as UTF-8 but line 3 is not",
            id="mark and then no UTF-8",
        ),
        pytest.param(csv_bytes(LINES, "utf-16")[:-1], "begins as UTF-16", id="half a character"),
        pytest.param(b'Name,Class\n"Quill,4B\nZ,1\n', "at line 2", id="a quotation mark left open"),
        pytest.param(b'Name,Class\n"Qui"ll,4B\n', "at line 2", id="a quotation mark inside"),
        pytest.param(b"a" * 40_000 + b",b\n", "32,767 characters in line 1", id="a huge cell"),
        pytest.param(
            b"a,b\n" + b"c" * 200_000 + b",b\n", "in line 2", id="a cell beyond csv's own"
        ),
        pytest.param(b"," * 10_000 + b"\n", "no lines but blank", id="10,000 blank columns"),
        pytest.param(b"a," * 10_000 + b"\n", "more than 1,000 columns", id="10,000 columns"),
        pytest.param(b"PK\x03\x04 and then nothing", "damaged or cut off", id="a broken zip"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(raw: bytes, says: str) -> None:
    with pytest.raises(SendtuiError, match=says):
        cells_of(raw)


@pytest.mark.parametrize("name", ["list.xlsx", "LIST.XLS", "list.ods"])
@pytest.mark.parametrize(
    "raw", [bytes(400), WHOLE[4:], WHOLE[: len(WHOLE) // 2]], ids=["zeros", "no head", "half of it"]
)
def test_a_spoilt_workbook_is_called_one_and_what_to_do_is_said(name: str, raw: bytes) -> None:
    with pytest.raises(SendtuiError, match=f"{name} is damaged .* save it again, or export"):
        read(io.BytesIO(raw), name)


def test_a_file_over_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_BYTES", 100)

    with pytest.raises(SendtuiError, match="split it"):
        cells_of(b"a,b\n" * 100)


def refusal(raw: bytes) -> str:
    """What is said of bytes that are no list, or "" where they are read."""
    try:
        list(read(io.BytesIO(raw), "list.csv"))
    except SendtuiError as error:
        return str(error)
    return ""


class Pipe(io.BytesIO):
    """Bytes that cannot be gone back in, as standard input's cannot."""

    def seekable(self) -> bool:
        return False


def test_a_pipe_is_read_like_a_file() -> None:
    sheet = read_sheet(Pipe(csv_bytes(LINES)), "standard input")

    assert [cells for _, cells in sheet.lines()] == LINES


def test_the_file_is_left_open_and_can_be_walked_again(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes(LINES))

    with path.open("rb") as file:
        sheet = read_sheet(file, "list.csv")
        first, second = list(sheet.lines()), list(sheet.lines())
        assert not file.closed

    assert first == second


def test_cells_of_a_workbook_come_as_they_would_be_typed() -> None:
    file = workbook([["UPN", "LAESTAB"], ["G801200026001", 9993001], [date(2017, 9, 30), 1.5]])

    found = [cells for _, cells in read_sheet(file, "list.xlsx").lines()]

    assert found[1:] == [["G801200026001", "9993001"], ["2017-09-30", "1.5"]]


def test_lines_of_a_workbook_are_numbered_as_excel_does() -> None:
    file = workbook([[], [], ["UPN", "Surname", "Forename"], [], list(ZEPHYR[:3])])

    reading = read(file, "list.xlsx")

    assert reading.matched.line == 3
    assert [pupil.lines for pupil in reading] == [(5,)]  # type: ignore[union-attr]


def test_the_sheet_with_headings_is_taken_and_the_other_lists_are_named() -> None:
    notes = [["Please read me"], ["and me"]]
    file = workbook(notes, [HEADINGS, ZEPHYR], [HEADINGS[:4], ZEPHYR[:4]])

    sheet = read_sheet(file, "list.xlsx", headings.score)

    assert sheet.detail == "sheet “Sheet2”"
    assert sheet.others == ("Sheet3",)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        pytest.param({(0, 16_383): "x"}, "more than 1,000 columns", id="the last column"),
        pytest.param({(1_048_575, 900): "x"}, "as far as line 1,048,576", id="the far corner"),
        pytest.param({}, "no filled cells", id="nothing"),
    ],
)
def test_a_workbook_that_would_fill_the_memory_is_refused(
    cells: dict[tuple[int, int], str], says: str
) -> None:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for (row, column), text in cells.items():
        sheet.write_string(0, 0, "Surname")
        sheet.write_string(row, column, text)
    book.close()

    with pytest.raises(SendtuiError, match=says):
        list(read_sheet(file, "list.xlsx").lines())


def test_a_zip_bomb_is_refused_even_where_it_lies_about_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sendtui.formats.workbook_bounds.MAX_UNPACKED", 1_000_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    true_size, lie = (5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    lying = io.BytesIO(file.getvalue().replace(true_size, lie))

    with pytest.raises(SendtuiError, match="unpacks to more than"):
        read_sheet(lying, "list.xlsx")


def remade(parts: dict[str, bytes]) -> io.BytesIO:
    """A good workbook with some parts put in place of its own."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as good, zipfile.ZipFile(file, "w") as packed:
        for name in {**dict.fromkeys(good.namelist()), **parts}:
            packed.writestr(name, parts.get(name) or good.read(name))
    return file


SHEET = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
%s</sheetData></worksheet>"""
FAR = b'<row r="1"><c r="%s"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        pytest.param(
            {"xl/sharedStrings.xml": b'<sst uniqueCount="9999999999"><si><t>A</t></si></sst>'},
            "damaged",
            id="a claim of ten thousand million texts",
        ),
        pytest.param(
            {"xl/worksheets/sheet1.xml": SHEET % (FAR % b"A1" + FAR % b"C999999999999")},
            "as far as line",
            id="a line no sheet has",
        ),
        pytest.param(
            {"xl/worksheets/sheet1.xml": SHEET % (FAR % b"A1" + FAR % b"zzz9")},
            "more than 1,000 columns",
            id="a column in small letters",
        ),
        pytest.param(
            {"xl/worksheets/sheet1.xml": SHEET % b'<row r="99999999"><c><v>1</v></c></row>'},
            "as far as line",
            id="a cell placed by its row alone",
        ),
        pytest.param(
            {
                "xl/media/cat.png": SHEET % (FAR % b"A1" + FAR % b"ZZZ999999"),
                "xl/_rels/workbook.xml.rels": b"<Relationships/>",
            },
            "more than 1,000 columns",
            id="a sheet under another name",
        ),
        pytest.param(
            {
                "xl/sharedStrings.xml": b"<sst><si><t>" + b"A" * 30_000 + b"</t></si></sst>",
                "xl/worksheets/sheet1.xml": SHEET % (b'<c t="s"><v>0</v></c>' * 200_000),
            },
            "more text than can be read",
            id="one long text in every cell",
        ),
    ],
)
def test_a_workbook_made_to_harm_is_refused_before_it_is_read(
    parts: dict[str, bytes], says: str
) -> None:
    with pytest.raises(SendtuiError, match=says):
        read_sheet(remade(parts), "list.xlsx")


def test_photographs_in_a_workbook_do_no_harm() -> None:
    photographs = {f"xl/media/{n}.jpeg": b"\xff\xd8" + bytes(3_000_000) for n in range(2)}
    cells = b'<c t="s"><v>1</v></c>' * 2_000

    sheet = read_sheet(remade({**photographs, "xl/worksheets/sheet1.xml": SHEET % cells}), "a.xlsx")

    assert sheet.sort == "xlsx"


def test_a_hidden_sheet_is_not_read() -> None:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("Shown").write_row(0, 0, ["Pupil", "Class"])
    hidden = book.add_worksheet("Leavers")
    hidden.write_row(0, 0, HEADINGS)
    hidden.hide()
    book.close()

    sheet = read_sheet(file, "list.xlsx", headings.score)

    assert (sheet.detail, sheet.others) == ("sheet “Shown”", ())


def test_a_zip_file_of_something_else_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")

    with pytest.raises(SendtuiError, match="save the list as XLSX or CSV"):
        read_sheet(file, "letter.docx")


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        pytest.param("EncryptedPackage".encode("utf-16-le"), "has a password", id="locked"),
        pytest.param(b"Workbook", "Excel 97-2003", id="old"),
    ],
)
def test_a_locked_or_old_workbook_says_what_to_do(mark: bytes, says: str) -> None:
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + mark

    with pytest.raises(SendtuiError, match=says):
        cells_of(raw)


@given(st.binary(max_size=3_000))
def test_any_bytes_give_lines_or_an_error_that_can_be_read(raw: bytes) -> None:
    said = refusal(raw)

    assert not said or said.startswith(("list.csv", "Line "))


with zipfile.ZipFile(io.BytesIO(WHOLE)) as _whole:
    PARTS = {name: _whole.read(name) for name in _whole.namelist() if name.startswith("xl/")}


@settings(max_examples=60)
@given(st.sampled_from(sorted(PARTS)), st.integers(0, 9_999), st.binary(min_size=1, max_size=4))
def test_a_damaged_workbook_is_read_or_refused(part: str, at: int, put: bytes) -> None:
    at %= len(PARTS[part])
    changed = PARTS[part][:at] + put + PARTS[part][at + len(put) :]

    said = refusal(remade({part: changed}).getvalue())

    assert not said or "list.csv" in said


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_that_is_cut_off_is_refused(part: float) -> None:
    raw = WHOLE[: int(len(WHOLE) * part)]

    with pytest.raises(SendtuiError, match="cut off"):
        read_sheet(io.BytesIO(raw), "list.xlsx")
