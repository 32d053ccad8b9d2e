"""Restrictions by flags, and what is refused because of them."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture(autouse=True)
def _family(run: Run) -> None:
    """A pupil with a mother and a father, and a profile to print."""
    pupil = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "2017-02-03"}
    run("edit", "add", "--from", "-", stdin=json.dumps(pupil))
    for who in ({"name": "Tansy Quillfeather", "role": "mother"},
                {"name": "Ash Bramblewick", "role": "father"}):  # fmt: skip
        assert run("person", "add", UPN, "--from", "-", stdin=json.dumps(who)).code == 0
    said = json.dumps({"important": "Quiet"})
    assert run("profile", UPN, "--set", "-", stdin=said).code == 0


def bar(run: Run) -> None:
    words = ("court-order", "--person", "2", "--until", "31/8/27", "--reference", "X1")
    assert run("restriction", "add", UPN, *words).code == 0


def test_who_may_be_written_to_is_said_with_the_reason(run: Run) -> None:
    bar(run)

    said = run("restriction", "who", UPN)

    assert said.code == 0
    assert said.out.index("Tansy") < said.out.index("Ash Bramblewick")
    assert "31 August 2027" in said.out


def test_a_print_to_somebody_barred_needs_a_reason(run: Run, case: Path) -> None:
    bar(run)
    words = ("profile", UPN, "--text", str(case / "p.txt"), "--to", "Dad")

    refused = run(*words)
    written = run(*words, "--although", "agreed by the court on 3 September")

    assert (refused.code, written.code) == (1, 0)
    assert "--although" in refused.err
    assert "Bramblewick" not in refused.err
    assert "agreed by the court" in run("history", UPN, "--disclosures").out


@pytest.mark.parametrize(
    "words",
    [
        ("inspection", "out.docx", "--plain-file", "--to", "Dad"),
        ("calendar", "--to", "30/9/27", "--ics", "out.ics", "--with-names", "--to-whom", "Dad"),
        ("profile", "--all", "--pdf-dir", "out", "--to", "Dad"),
    ],
    ids=["a report", "a calendar", "profiles"],
)
def test_what_names_many_is_refused_to_somebody_barred_and_sent_for_a_reason(
    run: Run, case: Path, words: tuple[str, ...]
) -> None:
    bar(run)
    assert run("place", UPN, "K", "--since", "7/9/26").code == 0
    assert run("cycle", "start", UPN).code == 0
    said = [str(case / word) if word.startswith("out") else word for word in words]

    refused = run(*said)
    there = [each.name for each in case.rglob("*.pdf")]
    written = run(*said, "--although", "agreed by the court on 3 September")

    assert (refused.code, written.code, there) == (1, 0, [])
    assert "--although" in refused.err
    assert "agreed by the court" in run("history", "--disclosures").out


def test_the_family_version_is_refused_where_one_of_them_is_barred(run: Run, case: Path) -> None:
    bar(run)
    assert run("cycle", "start", UPN).code == 0
    words = ("cycle", "print", UPN, "--pdf", str(case / "c.pdf"), "--family")

    assert run(*words).code == 1
    assert run(*words, "--to", "the mother").code == 0


def test_restrictions_are_listed_ended_and_removed(run: Run) -> None:
    bar(run)

    (found,) = run("--json", "restriction", "list", UPN).json
    assert (found["sort"], found["who"], found["stands"]) == (
        "court order",
        "Ash Bramblewick",
        True,
    )
    assert run("restriction", "amend", UPN, "1", "--since", "1/9/26").code == 0
    assert run("restriction", "end", UPN, "1", "--on", "1/10/26").code == 0
    assert run("restriction", "remove", UPN, "1").code == 0
    assert run("restriction", "list", UPN).code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("add", "nonsense"), 2, id="no such sort"),
        pytest.param(("add", "no-contact"), 1, id="nobody named"),
        pytest.param(("add", "no-contact", "--person", "9"), 1, id="no such person"),
        pytest.param(("end", "9"), 1, id="no such restriction"),
    ],
)
def test_what_does_not_hold_is_refused(run: Run, words: tuple[str, ...], code: int) -> None:
    assert run("restriction", words[0], UPN, *words[1:]).code == code
