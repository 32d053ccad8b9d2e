"""Plans by flags, as a batch script types them."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def child(run: Run) -> str:
    fields = {"surname": "Quillfeather", "forename": "Zephyr", "born": "2016-03-01", "upn": UPN}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(fields)).code == 0
    return UPN


@pytest.fixture
def plan(run: Run, child: str) -> str:
    """A pupil with an EHC plan of three lines that is being written."""
    assert run("plan", "start", child).err == "Started: EHC plan.\n"
    need = {"words": "Misses the ends of words, so that spelling is hard.", "need": "HI"}
    assert run("plan", "line", child, "add", "B", "--from", "-", stdin=json.dumps(need)).code == 0
    said = run("plan", "line", child, "add", "E", "--text-file", "-",
               stdin="Zephyr will be able to spell fifty words.")  # fmt: skip
    assert said.err == "Added: E1.\n"
    line = run("plan", "line", child, "add", "f", "--text-file", "-", "--serves", "B1,E1",
               stdin="Regular spelling with signs.")  # fmt: skip
    assert line.err == "Added: F1.\n"
    return child


def test_a_plan_from_its_first_line_to_ceasing_by_flags(run: Run, plan: str, case: Path) -> None:
    fields = {"how_often": "weekly", "how_long": "30 minutes", "starts": "1/9/26"}
    changed = run("plan", "line", plan, "change", "F1", "--from", "-", stdin=json.dumps(fields))
    assert changed.err == "F1 changed: how_often, how_long, starts.\n"
    assert run("plan", "issue", plan, "--as", "draft", "--on", "1/11/26").code == 0
    assert run("plan", "amend", plan).err == "Version 2 begins as a copy.\n"
    place = run("plan", "line", plan, "add", "I", "--line-sort", "mainstream school",
                "--text-file", "-", stdin="Puddleby Common School")  # fmt: skip
    assert place.code == 0
    issued = run("plan", "issue", plan, "--as", "final", "--on", "3/11/26")

    assert issued.code == 0
    assert "Issued: EHC plan, version 2, final." in issued.err
    assert "Q11  Law or format  Section F (F1): Say who, with what expertise" in issued.out
    differs = run("plan", "diff", plan, "--json").json
    assert [(c["how"], c["after"]) for c in differs] == [("added", "I1")]
    printed = case / "plan.pdf"
    assert run("plan", "print", plan, "--pdf", str(printed)).code == 0
    assert printed.read_bytes().startswith(b"%PDF")
    ceased = run("plan", "cease", plan, "--text-file", "-", stdin="He left the area.")
    assert (ceased.code, ceased.err[:33]) == (0, "Ceased. The SEN status still says")
    listed = run("plan", "list", plan, "--json").json
    assert [(v["version"], v["stage"]) for v in listed] == [(2, "ceased"), (1, "draft")]


def test_a_plan_is_shown_part_by_part(run: Run, plan: str) -> None:
    shown = run("plan", "show", plan)

    assert "Section B: Special educational needs\n  B1  Misses the ends" in shown.out
    assert "      Answers to: B1, E1\n" in shown.out
    assert "name and type of setting\n  Section I is left blank in a draft." in shown.out
    assert "Section G: Health provision\n  Nothing is written here yet." in shown.out
    found = run("plan", "show", plan, "--json").json
    assert [line["label"] for line in found["lines"]] == ["B1", "E1", "F1"]
    assert found["lines"][2]["serves_labels"] == ["B1", "E1"]


def test_a_check_tells_what_why_and_better_and_ends_with_1(run: Run, plan: str) -> None:
    told = run("plan", "check", plan)
    found = run("plan", "check", plan, "--json")

    assert told.code == found.code == 1
    assert "About: Regular spelling with signs.\n" in told.out
    assert "Better: Not “regular access" in told.out
    assert {"remarks", "grade", "hours", "words", "reading_minutes"} == set(found.json)
    vague = next(one for one in found.json["remarks"] if one["check"] == "Q12")
    assert (vague["line"], vague["hard"], vague["field"]) == ("F1", False, "what")
    assert set(vague["citation"]) == {"text", "label", "verified"}
    hard = run("plan", "check", plan, "--hard", "--json").json
    assert all(one["hard"] for one in hard["remarks"])


def test_a_plan_in_a_document_is_checked_without_a_case_file(
    run: Run, case: Path, tmp_path: Path
) -> None:
    (case / "case.sendtui").unlink()
    document = tmp_path / "plan.json"
    lines = [{"section": "F", "words": "Spelling as required.", "serves": "B1"}]
    document.write_text(json.dumps({"lines": lines, "draft": True}), encoding="utf-8")

    found = run("plan", "check", "--file", str(document), "--json")

    assert found.code == 1
    vague = next(one for one in found.json["remarks"] if one["check"] == "Q12")
    assert (vague["line"], vague["sentence"]) == ("F1", "Spelling as required.")


def test_lines_move_by_their_labels(run: Run, plan: str) -> None:
    assert run("plan", "move", plan, "F1", "G").err == "F1 is now G1.\n"
    assert run("plan", "line", plan, "remove", "G1").err == "Removed: G1.\n"
    assert run("undo").code == 0
    assert "  G1  Regular spelling" in run("plan", "show", plan).out


def test_words_of_the_users_own_are_kept_in_a_file(run: Run) -> None:
    assert "--make makes it" in run("plan", "words").err
    made = run("plan", "words", "--make")
    file = Path(made.out.strip())

    assert "[vague]" in file.read_text("utf-8")
    assert run("plan", "words", "--json").json["made"]


def test_the_parts_of_each_sort_are_listed(run: Run) -> None:
    assert [part["letter"] for part in run("plan", "parts", "--json").json][:3] == ["A", "B", "C"]
    assert "Layer of support" in run("plan", "parts", "--sort", "isp preview").out


def test_another_sort_of_plan_stands_beside(run: Run, plan: str) -> None:
    assert run("plan", "start", plan, "--sort", "ISP preview").code == 0

    shown = run("plan", "show", plan, "--sort", "ISP preview").out

    assert shown.startswith("Individual Support Plan: preview of a proposal, not statutory")
    assert "Section" not in shown


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("start", UPN, "--sort", "IEP"), 2, "There is no such sort of plan"),
        (("show",), 2, "Say whose plan"),
        (("show", UPN, "--version", "7"), 1, "no such plan"),
        (("line", UPN, "add"), 2, "Write: line UPN add SECTION"),
        (("line", UPN, "add", "Z", "--text-file", "-"), 2, "Say which part: A, B"),
        (("line", UPN, "add", "B"), 2, "Its words"),
        (("line", UPN, "change", "F9"), 1, "no such line"),
        (("move", UPN, "F1"), 2, "Write: move"),
        (("issue", UPN), 2, "Say as what"),
        (("set", UPN), 2, "Say what to set"),
        (("print", UPN), 2, "Say where to"),
        (("diff", UPN), 1, "first version"),
        (("parts", UPN), 2, "about no pupil"),
        (("show", UPN, "Zephyr"), 2, "do not go on the command line"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("plan")
def test_what_does_not_fit_says_what_to_do(
    run: Run, words: tuple[str, ...], code: int, says: str
) -> None:
    said = run("plan", *words, stdin="x")

    assert said.code == code
    assert says in said.err


def test_nothing_is_changed_where_the_file_is_only_read(run: Run, plan: str) -> None:
    assert run("plan", "amend", plan, "--read-only").code == 1
    assert run("plan", "show", plan, "--read-only").code == 0


def test_issuing_logs_the_event_in_the_case_that_is_named(run: Run, plan: str) -> None:
    assert run("case", "open", plan, "assessment", "--on", "1/9/26", "--side", "la").code == 0
    untold = run("plan", "issue", plan, "--as", "draft", "--on", "1/11/26")
    assert (
        "Not logged in the open case (assessment): “case event UPN draft --on DATE”" in untold.err
    )
    assert run("plan", "amend", plan).code == 0

    issued = run("plan", "issue", plan, "--as", "final", "--on", "3/11/26", "--case", "1")

    assert "Logged in its case." in issued.err
    shown = run("case", "show", plan, "--json").json
    assert [each["code"] for each in shown["events"]] == ["final"]


def test_a_plan_as_text_has_a_password_and_a_pdf_may_have_one(
    run: Run, plan: str, case: Path
) -> None:
    pdf, text = case / "p.pdf", case / "p.txt"

    printed = run("plan", "print", plan, "--pdf", str(pdf))
    sent = run("plan", "print", plan, "--pdf", str(pdf), "--protected", "--replace", "--json")
    locked = run("plan", "print", plan, "--text", str(text), "--json")
    plain = run("plan", "print", plan, "--text", str(text), "--plain-file", "--json")
    docx = run("plan", "print", plan, "--docx", str(case / "p.docx"), "--json")

    assert docx.json["sort"] == "docx"
    assert docx.json["password"]
    assert "Password" not in printed.err
    assert sent.json["password"]
    assert locked.json["file"] == f"{text}.zip"
    assert "password" not in plain.json
    assert text.exists()


def test_what_is_secured_is_told_by_line_and_provision_is_tied(run: Run) -> None:
    fields = {"surname": "Quillfeather", "forename": "Zephyr", "upn": "H801200001001"}
    run("edit", "add", "--from", "-", stdin=json.dumps(fields))
    upn = fields["upn"]
    run("plan", "start", upn)
    run("plan", "line", upn, "add", "F", "--from", "-",
        stdin='{"words": "Speech therapy", "minutes_a_week": 60}')  # fmt: skip
    run("plan", "issue", upn, "--as", "final", "--on", "7/9/26")
    run("cycle", "start", upn, "--on", "7/9/26")
    dose = {"what": "Therapy", "times": 1, "per": "week", "minutes": 40}
    run("cycle", "provision", upn, "--from", "-", stdin=json.dumps(dose))

    short = run("plan", "secured", upn)
    tied = run("plan", "tie", upn, "F1", "--provision", "1")
    after = run("plan", "secured", upn, "--json")

    assert short.code == 1
    assert "Short by 10 h" in short.out
    assert "Tied to no line: 1. Therapy" in short.err
    assert tied.code == 0
    assert [each["what"] for each in after.json["lines"][0]["tied"]] == ["Therapy"]
    assert run("plan", "tie", upn, "--none", "--provision", "1").code == 0
    assert run("plan", "tie", upn, "F1").code == 2
