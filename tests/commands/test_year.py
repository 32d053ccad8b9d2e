"""Moving on to a new school year, typed at a prompt on 22 November 2026."""

import json

import pytest

from tests.commands.conftest import Run

UPNS = ("H801200001001", "T801200001002", "W801200001003")


@pytest.fixture(autouse=True)
def _school(run: Run) -> None:
    """A Year 6 pupil and two of Year 3, one in a class without a year in its name."""
    pupils = [
        {"surname": "Quillfeather", "upn": UPNS[0], "born": "1/10/15", "class_name": "6A"},
        {"surname": "Bramblewick", "upn": UPNS[1], "born": "1/10/18", "class_name": "3B"},
        {"surname": "Mossop", "upn": UPNS[2], "born": "1/11/18", "class_name": "Oak"},
    ]
    assert run("edit", "add", "--from", "-", stdin=json.dumps(pupils)).code == 0


def classes(run: Run) -> dict[str, str]:
    found = run("pupils", "--all", "--json").json["pupils"]
    return {one["surname"]: one["class_name"] for one in found}


def test_a_dry_run_guesses_and_changes_nothing(run: Run) -> None:
    said = run("year", "--dry-run", "--json")

    assert said.code == 0, said.err
    assert (said.json["title"], said.json["applied"]) == ("New school year 2027/28", False)
    assert (said.json["moves"], said.json["leavers"]) == (1, 1)
    assert len(classes(run)) == 3


def test_the_school_moves_on_once_and_undo_takes_it_back(run: Run) -> None:
    said = run("year", "--to", "2027", "--class", "Oak=Willow", "--left-to", "Puddleby High")
    assert said.code == 0, said.err
    assert classes(run) == {"Bramblewick": "4B", "Mossop": "Willow"}

    assert run("year", "--to", "2027").code == 1
    run("undo")
    assert classes(run)["Quillfeather"] == "6A"


def test_who_and_what_stays_is_said(run: Run) -> None:
    assert run("year", "--stays", UPNS[0], "--class", "3B=").code == 1
    assert run("year", "--leavers", "none").code == 0
    assert classes(run) == {"Quillfeather": "7A", "Bramblewick": "4B", "Mossop": "Oak"}


@pytest.mark.parametrize(
    "words",
    [["--class", "9Z=10Z"], ["--class", "3B"], ["--leavers", "six"], ["--to", "2031"]],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_refused(run: Run, words: list[str]) -> None:
    assert run("year", *words).code == 2
