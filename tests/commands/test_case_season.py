"""The season of reviews and what others owe, at the prompt on 22 November 2026."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def child(run: Run) -> str:
    """A pupil at a school, whose plan was first made on 20 January 2026."""
    fields = {"surname": "Quillfeather", "forename": "Zephyr", "born": "2016-03-01", "upn": UPN}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(fields)).code == 0
    assert run("place", UPN, "E", "--since", "20/1/26").code == 0
    at = json.dumps({"where": "Otterbourne High", "since": "20/1/26"})
    assert run("arrangement", "add", UPN, "--sort", "placement", "--from", "-", stdin=at).code == 0
    for words in (
        ("open", UPN, "annual review", "--on", "1/9/26", "--side", "la", "--caseworker", "Tansy"),
        ("event", UPN, "plan-made", "--on", "20/1/26"),
        ("event", UPN, "meeting", "--on", "2/11/26"),
        ("event", UPN, "report", "--on", "16/11/26", "--fact", "recommends=maintain"),
    ):
        assert run("case", *words).code == 0
    return UPN


@pytest.mark.usefixtures("child")
def test_the_board_counts_and_the_reports_to_decide_are_listed(run: Run) -> None:
    board = run("case", "season", "--json").json
    (decide,) = run("case", "decide", "--json").json

    assert [(cell["month"], cell["counts"]) for cell in board] == [("2027-01-01", {"decide": 1})]
    assert (decide["decide_by"], decide["days_left"]) == ("2026-11-30", 8)
    assert run("case", "season", "--stage", "held").code == 1
    assert run("case", "season", "--stage", "asleep").code == 2


def test_a_schools_list_is_written_and_logged_with_whom_it_went_to(
    run: Run, child: str, case: Path
) -> None:
    run("case", "amend", child, "--caseworker", "Bramble")
    run("undo")
    run("case", "strike", child, "4")
    run("case", "strike", child, "3")
    (listed,) = run("case", "schools", "--json").json
    shown = run("case", "schools", "--setting", "otter")
    path = case / "list.docx"
    written = run("case", "schools", "--setting", "otter", "--docx", str(path), "--plain-file",
                  "--to-whom", "The head")  # fmt: skip

    assert (listed["where"], listed["send_by"]) == ("Otterbourne High", "2026-12-18")
    assert "Quillfeather, Zephyr: decision by Tuesday 19 January 2027" in shown.out
    assert written.code == 0
    assert path.read_bytes().startswith(b"PK")
    assert run("case", "schools", "--setting", "nowhere").code != 0


def test_reviews_are_begun_for_the_plans_without_one(run: Run, child: str) -> None:
    assert run("case", "begin", "--dry-run").code == 1
    run("case", "close", child, "--text-file", "-", stdin="Kept")

    shown = run("case", "begin", "--within", "60d", "--dry-run")
    done = run("case", "begin", "--within", "60d")

    assert "Quillfeather" in shown.out
    assert "1 review opened" in done.err


def test_what_is_owed_is_listed_and_chased(run: Run, child: str) -> None:
    run("case", "open", child, "assessment", "--on", "1/9/26", "--side", "la")
    which = ("--process", "assessment")
    run("case", "event", child, "request", "--on", "1/9/26", *which)
    run("case", "advice", child, "ask", "medical", "--on", "1/10/26", "--who", "Dr Owl", *which)
    run("case", "consult", child, "send", "--where", "Otterbourne High", *which)

    (late,) = run("case", "owed", "--late", "--json").json
    chased = run("case", "owed", "--sort", "advice", "--chased")

    assert (late["who"], late["days_left"]) == ("Dr Owl", -10)
    assert "1 chased" in chased.err
    after = run("case", "owed", "--json").json
    assert [each["chased_on"] for each in after] == ["2026-11-22", None]
