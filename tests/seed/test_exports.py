"""The exports: every pupil on roll is in each, with the habits of each product."""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

import seed
from seed.__main__ import main
from seed.exports import PRODUCTS, SHAPES, Product, Shape

TODAY = date(2026, 11, 20)
ENCODINGS = {"sims": "cp1252", "arbor": "utf-8-sig", "bromcom": "utf-8"}
FIRST_LINE = {"sims": 1, "arbor": 3, "bromcom": 1}
"""How many lines stand above the first pupil."""


def written(product: Product, shape: Shape, pupils: int = 420) -> bytes:
    file = io.BytesIO()
    seed.exports.write(seed.school(pupils, TODAY).lines, product, shape, file)
    return file.getvalue()


def cells(product: Product, shape: Shape) -> list[list[str]]:
    data = written(product, shape)
    if shape == "csv":
        return list(csv.reader(io.StringIO(data.decode(ENCODINGS[product]), newline="")))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [[str(cell) for cell in line] for line in sheet.to_python(skip_empty_area=False)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("product", PRODUCTS)
def test_every_pupil_on_roll_is_in_the_export(product: Product, shape: Shape) -> None:
    found = cells(product, shape)
    headings = found[FIRST_LINE[product] - 1]
    upn = headings.index("UPN")

    assert {line[upn] for line in found[FIRST_LINE[product] :]} == {
        line.upn for line in seed.school(420, TODAY).lines
    }


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_workbook_says_what_the_csv_says(product: Product) -> None:
    def first(shape: Shape) -> list[str]:
        return [line[1] for line in cells(product, shape)[FIRST_LINE[product] :]]

    assert first("xlsx") == first("csv")


def test_sims_has_a_line_for_each_need_and_two_blanks_in_the_year() -> None:
    upns = [line[9] for line in cells("sims", "csv")[1:]]

    assert len(upns) > len(set(upns))
    assert cells("sims", "csv")[-1][7] == "Year  6"


def test_arbor_has_a_title_a_bom_and_several_needs_in_a_cell() -> None:
    assert written("arbor", "csv").startswith("\ufeffCustom report".encode())
    assert any(
        "Speech, language and communication needs, Autistic" in line[9]
        for line in cells("arbor", "csv")[3:]
    )


def test_dates_are_british_in_csv_and_real_in_a_workbook() -> None:
    assert cells("bromcom", "csv")[1][4].count("/") == 2
    assert date.fromisoformat(cells("bromcom", "xlsx")[1][4][:10])


def test_the_same_school_makes_the_same_bytes() -> None:
    assert written("sims", "xlsx", 60) == written("sims", "xlsx", 60)


def test_a_name_that_windows_cannot_hold_becomes_question_marks() -> None:
    text = written("sims", "csv", 1_000).decode("cp1252")

    assert "????" in text


def test_the_command_writes_the_file_it_is_asked_for(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "list.csv"

    assert main(["--pupils", "60", "--format", "arbor", "--today", "2026-11-20", str(target)]) == 0

    expected = io.BytesIO()
    seed.exports.write(seed.school(60, TODAY).lines, "arbor", "csv", expected)
    assert target.read_bytes() == expected.getvalue()
    assert "pupils, as arbor saves them" in capsys.readouterr().out


def test_a_file_of_another_sort_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SystemExit) as refused:
        main([str(tmp_path / "list.docx")])

    assert refused.value.code == 2
