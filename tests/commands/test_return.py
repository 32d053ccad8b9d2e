"""The returns by flags."""

import json
from pathlib import Path

import pytest

from sendtui.errors import SOME_REJECTED
from tests.commands.conftest import Run

UPN = "A950000178301"


@pytest.fixture
def register(run: Run, tmp_path: Path) -> None:
    """One child with a case, and the authority’s code."""
    listed = tmp_path / "list.csv"
    listed.write_text(
        f"UPN,Surname,Forename,DOB,Sex\n{UPN},Quillfeather,Zephyr,01/05/2015,F\n", encoding="utf-8"
    )
    assert run("import", str(listed)).code == 0
    assert run("case", "open", UPN, "assessment", "--on", "3/2/25").code == 0
    asked = ("--on", "3/2/25", "--fact", "from=school", "--fact", "youth_custody=no")
    assert run("case", "event", UPN, "request", *asked).code == 0


@pytest.mark.usefixtures("register")
def test_the_return_is_shown_checked_mended_and_written(run: Run, tmp_path: Path) -> None:
    first = run("return", "sen2", "--year", "2026", "--la", "201", "--check", "--json")

    assert first.code == SOME_REJECTED
    assert first.json["by_class"] == {"requested": 1}
    assert {f["rule"] for f in first.json["findings"]} == {"P01", "H02"}

    run("return", "sen2", "--dmo", "Y", "--dco", "Y", "--dsco", "Y")
    run("return", "particulars", UPN, "--ethnicity", "wbri", "--postcode", "zz99 9zz")
    second = run("return", "sen2", "--year", "2026", "--la", "201", "--check")
    assert (second.code, second.out) == (0, "")

    target = tmp_path / "sen2.xml"
    words = ("return", "sen2", "--year", "2026", "--la", "201", "--xml", str(target))
    assert run(*words).code == 2
    made = run(*words, "--plain-file", "--json")
    assert made.json["persons"] == 1
    assert "<PostCode>ZZ99 9ZZ</PostCode>" in target.read_text(encoding="utf-8")
    assert run(*words, "--plain-file").code == 1


@pytest.mark.usefixtures("register")
def test_a_return_with_errors_left_is_written_and_says_how_many(run: Run, tmp_path: Path) -> None:
    words = ("return", "sen2", "--year", "2026", "--la", "201")
    checked = run(*words, "--json").json

    made = run(*words, "--xml", str(tmp_path / "sen2.xml"), "--plain-file")

    assert made.code == 0
    assert (tmp_path / "sen2.xml").exists()
    assert checked["errors"] > 1
    assert f"{checked['errors']} errors and {checked['queries']} queries left" in made.err


@pytest.mark.usefixtures("register")
def test_without_an_authority_it_says_how_to_give_one(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "sen2.xml"

    made = run("return", "sen2", "--year", "2026", "--xml", str(target), "--plain-file")

    assert made.code != 0
    assert "--la 201" in made.err
    assert not target.exists()


@pytest.mark.usefixtures("register")
def test_the_summary_says_who_goes_in_and_what_to_mend(run: Run) -> None:
    said = run("return", "sen2", "--year", "2027", "--la", "201")

    assert "That of 2026" not in said.out
    assert "that of 2026 is used" in said.err
    assert "In the return: 1 person" in said.out
    assert "one for each request or plan" in said.out
    assert "P01" in said.out


@pytest.mark.usefixtures("register")
def test_findings_leave_as_a_protected_workbook(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "findings.xlsx"

    made = run("return", "sen2", "--year", "2026", "--xlsx", str(target), "--json")

    assert made.json["pupils"] == 1
    assert made.json["password"]
    assert target.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"


def test_a_shape_and_a_schema_are_written_and_a_shape_taken_back(run: Run, tmp_path: Path) -> None:
    shape, xsd = tmp_path / "shape.json", tmp_path / "sen2.xsd"

    run("return", "sen2", "--year", "2027", "--shape", str(shape))
    run("return", "sen2", "--year", "2027", "--xsd", str(xsd))

    assert json.loads(shape.read_text(encoding="utf-8"))["census_day"] == "2027-01-21"
    assert "<xs:schema" in xsd.read_text(encoding="utf-8")
    table = json.loads(shape.read_text(encoding="utf-8"))
    shape.write_text(json.dumps({**table, "census_day": "2027-01-28"}), encoding="utf-8")
    assert run("return", "sen2", "--load-shape", str(shape)).code == 0
    put_right = run("return", "sen2", "--year", "2027", "--json")
    known = run("return", "sen2", "--year", "2027", "--known-shape", "--json")
    assert [said.json["census_day"] for said in (put_right, known)] == ["2027-01-28", "2027-01-21"]
    shape.write_text(json.dumps({**table, "census_day": "soon"}), encoding="utf-8")
    assert "census_day is “soon”" in run("return", "sen2", "--load-shape", str(shape)).err
    shape.write_text("[]", encoding="utf-8")
    assert run("return", "sen2", "--load-shape", str(shape)).code == 1


def test_the_departments_numbers_are_taken_from_a_list(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "numbers.csv"
    listed.write_text("Check,Number\nP01,999\n", encoding="utf-8")

    said = run("return", "sen2", "--official", str(listed))

    assert (said.code, "1 check" in said.err) == (0, True)


def test_places_expected_are_taken_from_a_list(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "places.csv"
    listed.write_text("URN,Provision,Places\n100000,SEN unit,12\n", encoding="utf-8")

    said = run("return", "sen2", "--places", str(listed))
    short = run("return", "sen2", "--year", "2026", "--rule", "n19", "--json").json["findings"]

    assert (said.code, "1 provision" in said.err) == (0, True)
    assert [each["detail"] for each in short] == [
        "SEN unit: 0 placed on the census day, at least 9 expected"
    ]
    listed.write_text("URN,Provision,Places\n100000,SEN units,12\n", encoding="utf-8")
    wrong = run("return", "sen2", "--places", str(listed))
    assert (wrong.code, "places.csv, line 2: the provision is “SEN units”" in wrong.err) == (
        1,
        True,
    )


def test_a_return_that_came_is_checked_loaded_and_compared(run: Run) -> None:
    came = str(Path(__file__).parents[1] / "formats" / "golden" / "sen2_2026.xml")

    assert run("return", "file", came, "--json").json["persons"] == 2
    assert "2 new" in run("return", "load", came, "--dry-run").out
    assert run("return", "load", came, "--json").json["applied"] is True
    compared = run("return", "compare", came, "--year", "2026", "--json")
    assert (compared.code, compared.json) == (0, [])
    assert run("undo").code == 0
    assert len(run("return", "compare", came, "--year", "2026", "--json").json) == 2


@pytest.mark.usefixtures("register")
def test_the_census_lists_what_the_office_has_to_correct(run: Run, tmp_path: Path) -> None:
    run("place", UPN, "K", "--since", "2/11/26")
    export = tmp_path / "mis.csv"
    export.write_text(f"UPN,Surname,Forename,SEN Status\n{UPN},Quillfeather,Zephyr,N\n",
                      encoding="utf-8")  # fmt: skip

    words = ("return", "census", "--date", "21/1/27", "--mis", str(export))
    said, plain = run(*words), run(*words, "--json")

    assert plain.json["corrections"][0]["sent"] == "N"
    assert plain.json["roll"] == {"K": 1}
    assert plain.code == 0
    assert "For the school office" in said.out


@pytest.mark.parametrize(
    "words", [("census",), ("sen2",), ("particulars",), ("plan", UPN)], ids=" ".join
)
def test_words_that_are_missing_are_asked_for(run: Run, words: tuple[str, ...]) -> None:
    assert run("return", *words).code in (1, 2)
