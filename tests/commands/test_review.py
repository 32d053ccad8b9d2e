"""An annual review by flags, at the prompt on 22 November 2026."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def child(run: Run) -> str:
    """A pupil with a plan first made on 20 January 2026, a mother and a school nurse."""
    fields = {"surname": "Quillfeather", "forename": "Zephyr", "born": "2016-03-01", "upn": UPN}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(fields)).code == 0
    assert run("place", UPN, "E", "--since", "20/1/26").code == 0
    mother = {"name": "Ada Quillfeather", "role": "mother", "parental_responsibility": True}
    for who in (mother, {"name": "Nell Newt", "role": "school nurse"}):
        assert run("person", "add", UPN, "--from", "-", stdin=json.dumps(who)).code == 0
    opened = run("review", "open", UPN, "--on", "1/9/26", "--side", "la", "--caseworker", "Tansy")
    assert opened.code == 0, opened.err
    assert run("review", "plan-made", UPN, "--on", "20/1/26").code == 0
    return UPN


def test_a_review_from_the_due_list_to_the_amended_plan_by_flags(
    run: Run, child: str, tmp_path: Path
) -> None:
    def due() -> list[tuple[str, str, int]]:
        found = run("review", "due", "--json").json
        return [(each["rule"], each["due"], each["days_left"]) for each in found]

    assert due() == [("AR-01", "2027-01-19", 58)]
    assert run("review", "arrange", child, "--on", "2/11/26").code == 0
    invited = run("review", "invite", child, "--pdf", str(tmp_path / "come.pdf"), "--sent",
                  "3/10/26", "--how", "post", "--json")  # fmt: skip
    assert invited.code == 0, invited.err
    # The mother, the nurse, and the head by the office.
    assert len(invited.json["files"]) == 3
    assert run("review", "papers", child, "--on", "19/10/26").code == 0
    facts = {"present": "Ada, Nell", "child_views": "I like maths", "family_views": "More speech"}
    met = run("review", "meeting", child, "--on", "2/11/26", "--from", "-",
              stdin=json.dumps({"facts": facts}))  # fmt: skip
    assert (met.code, met.err) == (0, "Logged.\n")
    assert due() == [("AR-08", "2026-11-30", 8)]
    assert run("review", "report", child, "amend", "--on", "9/11/26").code == 0
    assert run("review", "decision", child, "amend", "--on", "16/11/26").code == 0
    assert due() == [("AR-09", "2026-11-30", 8)]
    notice = run("review", "notice", child, "--docx", str(tmp_path / "n.docx"), "--plain-file",
                 "--sent", "17/11/26", "--text-file", "-", stdin="F: more speech")  # fmt: skip
    assert notice.code == 0, notice.err
    assert due() == [("AR-11", "2027-01-12", 51)]
    assert run("review", "final", child, "--on", "20/11/26", "--fact", "rights=yes").code == 0
    assert due() == [("AR-02", "2027-11-15", 358)]

    shown = run("review", "show", child, "--json").json

    assert shown["stage"] == "final"
    assert sorted(each["code"] for each in shown["events"]) == [
        "amendment-notice", "decision", "final", "invited", "meeting", "meeting-set", "papers",
        "plan-made", "report",
    ]  # fmt: skip
    meeting = next(each for each in shown["events"] if each["code"] == "meeting")
    assert meeting["facts"] == facts
    assert (tmp_path / "n.docx").read_bytes().startswith(b"PK")


def test_the_outcomes_of_the_plan_are_listed_and_the_meeting_tells_of_each(
    run: Run, child: str
) -> None:
    assert run("plan", "start", child).code == 0
    added = run("plan", "line", child, "add", "E", "--text-file", "-", stdin="Reads a timetable")
    assert added.code == 0
    assert run("plan", "issue", child, "--as", "final", "--on", "20/1/26").code == 0

    listed = run("review", "show", child)
    met, unknown = (
        run("review", "meeting", child, "--on", "2/11/26", "--from", "-",
            stdin=json.dumps({"facts": {name: "Reached"}}))
        for name in ("progress_E1", "progress_E2")
    )  # fmt: skip

    assert "E1       progress_E1  Reads a timetable" in listed.out
    assert (met.code, met.err) == (0, "Logged.\n")
    assert (unknown.code, "E1: Reads a timetable" in unknown.err) == (1, True)
    assert "Progress to E1: Reached" in run("review", "show", child).out


def test_the_list_prints_each_day_with_its_rule_and_is_narrowed(run: Run, child: str) -> None:
    said = run("review", "due", "--within", "60d", "--caseworker", "tansy")

    assert "AR-01 Children and Families Act 2014 s.44(1)(a) (statutory" in said.out
    assert "1 review, 0 late." in said.err
    assert run("review", "due", "--within", "8w").code == 1
    assert run("review", "due", child).code == 2


def test_the_decision_to_maintain_is_its_letter_where_a_file_is_named(
    run: Run, child: str, tmp_path: Path
) -> None:
    run("review", "meeting", child, "--on", "2/11/26")

    written = run("review", "decision", child, "maintain", "--pdf", str(tmp_path / "m.pdf"),
                  "--sent", "16/11/26", "--how", "post")  # fmt: skip

    assert written.code == 0, written.err
    assert (tmp_path / "m.pdf").read_bytes().startswith(b"%PDF-")
    shown = run("case", "show", child, "--json").json
    assert (shown["stage"], shown["letters"][0]["sort"]) == ("maintained", "review-maintain")


def test_what_does_not_belong_to_an_act_is_refused_and_nothing_is_logged(
    run: Run, child: str
) -> None:
    for words, says in (
        (("meeting",), "Say whose review"),
        (("meeting", child), "--on DATE"),
        (("decision", child), "maintain|amend|cease"),
        (("decision", child, "expel"), "maintain|amend|cease"),
        (("meeting", child, "went", "well"), "--text-file"),
        (("papers", child, "--pdf", "x.pdf"), "has no letter"),
        (("report", child, "amend", "--pdf", "x.pdf"), "no recommendation"),
    ):
        refused = run("review", *words)
        assert (refused.code, says in refused.err) == (2, True), words

    assert len(run("review", "show", child, "--json").json["events"]) == 1


def test_a_step_is_not_logged_in_the_closed_review_of_last_year(run: Run, child: str) -> None:
    run("case", "close", child, "--text-file", "-", stdin="Kept")

    refused = run("review", "invite", child)

    assert (refused.code, "review open UPN" in refused.err) == (1, True)
    assert run("review", "invite", child, "--case", "1").code == 0
    assert run("review", "show", child).code == 0
