"""`sendtui schools`: a public list loaded, and names found by number."""

from pathlib import Path

import pytest

from sendtui.services import schools
from tests.commands.conftest import Run
from tests.services.taking_in import MAX, ZEPHYR, written

HEADINGS = ("URN", "LA (code)", "EstablishmentNumber", "EstablishmentName",
            "EstablishmentStatus (name)", "Town")  # fmt: skip
LINES = (
    ("100001", "801", "2001", "Mistlethwaite Old School", "Closed", "Fen"),
    ("100002", "801", "2001", "Mistlethwaite [/x] School", "Open", "Fen"),
    ("100003", "801", "2002", "Bramble Infants, Fen", "Open", "Upper Fen"),
)


@pytest.fixture
def loaded(run: Run, tmp_path: Path) -> Path:
    path = written(tmp_path / "edubasealldata.csv", LINES, HEADINGS)
    said = run("schools", "load", str(path))
    assert (said.code, said.out) == (0, "Schools in the list: 3, 1 of them closed.\n")
    return path


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["100001"], ["100001"]),
        (["8012001"], ["100002"]),
        (["801/2002"], ["100003"]),
        (["mistle"], ["100002", "100001"]),
        (["FEN", "infants"], ["100003"]),
        (["999999"], []),
        (["[/x]"], ["100002"]),
    ],
    ids=str,
)
def test_a_school_is_found(run: Run, loaded: Path, words: list[str], found: list[str]) -> None:
    assert loaded
    said = run("schools", "find", *words, "--json")

    assert [each["urn"] for each in said.json] == found
    assert said.code == (0 if found else 1)


def test_without_a_list_what_to_do_is_said(run: Run) -> None:
    said = run("schools", "find", "100001")

    assert (said.code, said.out) == (1, "")
    assert "sendtui schools load FILE" in said.err


def test_a_file_of_something_else_leaves_the_list_that_was_there(run: Run, loaded: Path) -> None:
    said = run("schools", "load", str(written(loaded.with_name("pupils.csv"), [ZEPHYR])))

    assert said.code == 1
    assert "not the list of schools" in said.err
    assert run("schools", "find", "100003").code == 0
    assert run("schools", "load", str(loaded), "--read-only").code == 2


def test_a_leaver_goes_to_the_school_of_a_number(run: Run, loaded: Path) -> None:
    file = written(loaded.with_name("list.csv"), [ZEPHYR, MAX])
    run("import", str(file))
    written(file, [ZEPHYR])

    said = run("import", str(file), "--absent", "left", "--left-to", "100003", "--json")

    assert [gone["to"] for gone in said.json["leaving"]] == ["Bramble Infants, Fen"]


def test_a_number_in_a_line_gets_its_name(loaded: Path) -> None:
    assert loaded
    assert schools.with_names("from LAESTAB 8012002, LAESTAB 9999999") == (
        "from Bramble Infants, Fen (8012002), LAESTAB 9999999"
    )
    assert schools.name_of(" Home ") == "Home"


def test_what_a_return_is_held_against_is_kept_of_a_school(run: Run, tmp_path: Path) -> None:
    headings = (*HEADINGS, "TypeOfEstablishment (name)", "TypeOfResourcedProvision (name)")
    lines = [(*LINES[1], "Community school", "SEN unit"), (*LINES[2], "", "")]
    assert run("schools", "load", str(written(tmp_path / "list.csv", lines, headings))).code == 0

    assert schools.listed() == {"100002": ("Community school", "SEN unit")}
