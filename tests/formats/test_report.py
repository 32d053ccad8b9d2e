"""A report in each of its formats: every word of it there, none of it read as markup or formula."""

import io
import json
from datetime import date

import docx
import openpyxl
import pypdf
import pytest

from sendtui.errors import SendtuiError
from sendtui.formats import (
    report_csv,
    report_docx,
    report_json,
    report_pdf,
    report_png,
    report_text,
    report_xlsx,
)
from sendtui.models.report_page import Bars, ReportPage, ReportTable, Section

ODD = "[/x] =1+1 *#_ Ünïçødé | \x07"

PAGE = ReportPage(
    title="Provision and impact",
    setting="Puddleby Common Primary School",
    dated=date(2026, 11, 22),
    lead=("As it stands today.",),
    sections=(
        Section(
            "Who is on the SEN register",
            text=("Twelve pupils in all.", ODD),
            points=("One point", "Another"),
            tables=(
                ReportTable(
                    "By year",
                    ("Year", "Pupils", "Share", "Since"),
                    (("Year 3", 1_200, 12.5, date(2026, 9, 1)), (ODD, 0, None, None)),
                    note="Small numbers are left out.",
                ),
            ),
        ),
        Section("By year", tables=(ReportTable("By year", ("Year",), ()),)),
    ),
    foot="Made with sendtui",
)


def test_as_text_it_reads_from_top_to_bottom() -> None:
    found = report_text.text(PAGE)

    assert found.startswith("# Provision and impact\n\nPuddleby Common Primary School\n22 November")
    assert "| Year 3 | 1,200 | 12.5 | 1 September 2026 |" in found
    assert "| [/x] =1+1 *#_ Ünïçødé / | 0 |  |  |" in found


def test_as_json_it_is_read_back_cell_by_cell() -> None:
    out = io.BytesIO()

    assert report_json.write(out, PAGE) == 2
    table = json.loads(out.getvalue())["sections"][0]["tables"][0]
    assert table["headings"] == ["Year", "Pupils", "Share", "Since"]
    assert table["lines"] == [["Year 3", 1_200, 12.5, "2026-09-01"], [ODD, 0, None, None]]


def test_as_a_pdf_it_is_tagged_and_says_all_of_it() -> None:
    found = pypdf.PdfReader(io.BytesIO(report_pdf.pdf(PAGE, machine_fonts=False)))

    said = "\n".join(page.extract_text() for page in found.pages)
    for words in ("Provision and impact", "Twelve pupils", "=1+1 *#_ Ünïçødé", "1,200", "Page 1"):
        assert words in said
    assert "/StructTreeRoot" in found.trailer["/Root"]


def test_for_word_it_has_headings_and_a_table_with_a_heading_line() -> None:
    made = docx.Document(io.BytesIO(report_docx.docx(PAGE)))

    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"] == [
        "Who is on the SEN register",
        "By year",
    ]
    assert made.tables[0].rows[1].cells[1].text == "1,200"
    assert "tblHeader" in made.tables[0].rows[0]._tr.xml


def test_as_a_workbook_each_table_is_a_sheet_and_nothing_is_a_formula() -> None:
    file = io.BytesIO()

    assert report_xlsx.write(file, PAGE) == 2

    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["By year", "By year 2"]
    first = book["By year"]
    assert [cell.value for cell in first[2]][:3] == ["Year 3", 1_200, 12.5]
    assert {cell.data_type for line in first for cell in line} <= {"s", "n", "d"}


@pytest.mark.parametrize("make", [report_docx.docx, report_pdf.pdf], ids=["Word", "PDF"])
def test_equal_reports_are_equal_files(make: object) -> None:
    assert callable(make)
    assert make(PAGE) == make(PAGE)


PLOTTED = ReportPage(
    "Needs", (Section("What", plot=Bars("pupils", (("[/x] Talk", 12.0), ("Calm", 0.0)))),)
)


def test_a_plot_stands_in_the_pdf_and_alone_as_a_picture() -> None:
    file = io.BytesIO()

    assert report_png.write(file, PLOTTED) == 1

    assert file.getvalue().startswith(b"\x89PNG")
    said = pypdf.PdfReader(io.BytesIO(report_pdf.pdf(PLOTTED))).pages[0].extract_text()
    assert "[/x] Talk" in said


def test_a_report_without_a_plot_makes_no_picture() -> None:
    with pytest.raises(SendtuiError, match="nothing to draw"):
        report_png.write(io.BytesIO(), PAGE)


def test_as_csv_no_cell_is_a_formula() -> None:
    file = io.BytesIO()
    lines = (("=1+1", 1_200, None, date(2026, 9, 1)),)
    table = ReportTable("", ("@Name", "Pupils", "Share", "Since"), lines)

    assert report_csv.write(file, ReportPage("x", (Section("y", tables=(table,)),))) == 1

    assert file.getvalue().decode("utf-8-sig").splitlines() == [
        "'@Name,Pupils,Share,Since",
        "'=1+1,1200,,2026-09-01",
    ]


def test_tables_stand_in_a_workbook_with_their_notes_and_with_days_excel_cannot_count() -> None:
    file = io.BytesIO()
    days = (date(1899, 12, 31), date(2026, 11, 22), None)
    tables = [
        ReportTable("List_1", ("Day", "=1+1"), [(day, "@SUM(A1)") for day in days], "A note"),
        ReportTable("a/b: [c]", (), ()),
        ReportTable("A b  c", ("Nothing",), []),
    ]

    assert report_xlsx.write_tables(file, tables, "Lists") == 3

    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["List_1", "a b   c", "A b  c"]
    first = book["List_1"]
    assert [first.cell(row, 1).value for row in (2, 4)] == ["1899-12-31", None]
    assert first.cell(3, 1).value.date() == date(2026, 11, 22)
    assert first.cell(6, 1).value == "A note"
    assert {cell.data_type for line in first for cell in line} <= {"s", "n", "d"}
