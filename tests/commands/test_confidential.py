"""Confidential marks by flags, and what they keep back."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture(autouse=True)
def _contact(run: Run) -> None:
    pupil = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "2017-02-03"}
    run("edit", "add", "--from", "-", stdin=json.dumps(pupil))
    assert run("contact", "add", UPN, "--text-file", "-", stdin="the hidden attic").code == 0


def test_a_marked_record_is_shown_only_if_asked(run: Run) -> None:
    assert "attic" in run("pupil", UPN).out

    assert run("confidential", "add", UPN, "contact:1").code == 0

    for words in (("pupil", UPN), ("contact", "list", UPN), ("history", UPN), ("history",)):
        assert "attic" not in run(*words).out
    assert "attic" in run("pupil", UPN, "--confidential").out
    assert "attic" in run("history", UPN, "--confidential").out


def test_the_search_finds_it_only_if_asked(run: Run) -> None:
    run("confidential", "add", UPN, "contact:1")

    assert run("search", stdin="attic").code == 1
    assert run("search", "--confidential", stdin="attic").code == 0


def test_an_export_leaves_it_out_and_says_how_many(run: Run, case: Path) -> None:
    run("confidential", "add", UPN, "contact:1")
    words = ("export", "pupil", UPN, "--format", "json", "--plain-file", str(case / "p.json"))

    said = run(*words)
    whole = run(*words, "--with-confidential", "--replace")

    assert "1 confidential record left out" in said.err
    assert "left out" not in whole.err
    assert "attic" in (case / "p.json").read_text(encoding="utf-8")


def test_a_mark_is_listed_and_lifted(run: Run) -> None:
    run("confidential", "add", UPN, "contact:1", "--text-file", "-", stdin="a parent asked")

    (found,) = run("--json", "confidential", "list", UPN).json
    assert (found["kind"], found["reason"]) == ("contact", "a parent asked")
    assert run("confidential", "lift", UPN, "contact:1").code == 0
    assert "attic" in run("pupil", UPN).out


def test_all_of_a_pupil_is_kept_out_of_the_register_file(run: Run, case: Path) -> None:
    run("place", UPN, "K")
    run("confidential", "add", UPN, "pupil")
    words = ("export", "register", "--format", "csv", "--plain-file", str(case / "r.csv"))

    assert run(*words).code == 1
    assert run(*words, "--with-confidential").code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("add", ""), 2, id="nothing named"),
        pytest.param(("add", "contact:9"), 1, id="no such number"),
        pytest.param(("add", "nonsense:1"), 1, id="no such kind"),
        pytest.param(("lift", "contact:1"), 1, id="no mark"),
    ],
)
def test_what_there_is_not_is_refused(run: Run, words: tuple[str, str], code: int) -> None:
    assert run("confidential", words[0], UPN, words[1]).code == code
