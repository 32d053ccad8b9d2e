"""`sendtui letter` about a case, typed at a prompt."""

import json
from pathlib import Path

import pytest
from docx import Document

from sendtui.rules.case_letters import LETTERS
from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def zephyr(run: Run) -> str:
    """A pupil whose assessment was asked for, with a mother at home."""
    given = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "3/2/17"}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(given)).code == 0
    mother = {"name": "Ada Quillfeather", "role": "mother", "parental_responsibility": True}
    assert run("person", "add", UPN, "--from", "-", stdin=json.dumps(mother)).code == 0
    opened = run("case", "open", UPN, "assessment", "--on", "1/9/26", "--side", "la")
    assert opened.code == 0, opened.err
    assert run("case", "event", UPN, "request", "--on", "1/9/26").code == 0
    return UPN


def test_a_refusal_is_looked_at_written_for_word_and_then_sent(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    docx, why = tmp_path / "no.docx", tmp_path / "why.txt"
    why.write_text("The school meets the needs", encoding="utf-8")

    shown = run("letter", "decision-not-assess", zephyr, "--text-file", str(why))
    written = run("letter", "decision-not-assess", zephyr, "--text-file", str(why),
                  "--docx", str(docx), "--plain-file")  # fmt: skip
    kept = run("letter", "kept", zephyr, "--json").json
    sent = run("letter", "sent", zephyr, "1", "--how", "post")

    assert "- The school meets the needs" in shown.out
    assert "born 3 February 2017" in shown.err
    assert (written.code, sent.code) == (0, 0), written.err + sent.err
    assert any("not assess" in p.text or "not carry out" in p.text
               for p in Document(str(docx)).paragraphs)  # fmt: skip
    assert [(each["sort"], each["sent_on"]) for each in kept] == [("decision-not-assess", None)]
    case = run("case", "show", zephyr, "--json").json
    assert case["stage"] == "refused"
    assert case["letters"][0]["sent_how"] == "post"
    again = run("letter", "sent", zephyr, "1", "--how", "post")
    assert (again.code, "sent already" in again.err) == (1, True)


def test_settings_are_chased_in_many_cases_at_once(run: Run, zephyr: str, tmp_path: Path) -> None:
    run("case", "consult", zephyr, "send", "--where", "Duckpond School", "--on", "1/10/26")

    looked = run("letter", "batch", "consultation-chase")
    done = run("letter", "batch", "consultation-chase", "--into", str(tmp_path / "all.pdf"),
               "--sent", "today", "--how", "e-mail", "--json")  # fmt: skip

    assert "Duckpond School: Zephyr Quillfeather" in looked.out
    assert done.code == 0, done.err
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF-")
    (asked,) = run("case", "show", zephyr, "--json").json["consultations"]
    assert asked["chased_on"] is not None


def test_everybody_is_asked_to_a_review_by_one_command_less_whom_it_leaves_out(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    for name, role in (("Nell Newt", "school nurse"), ("Ivy Reed", "social worker")):
        run("person", "add", zephyr, "--from", "-", stdin=json.dumps({"name": name, "role": role}))
    run("case", "open", zephyr, "annual review", "--on", "1/9/26", "--side", "la")

    done = run("letter", "review-invitation", zephyr, "--process", "annual review",
               "--to", "everybody", "--without", "Ivy Reed", "--from", "-",
               "--pdf", str(tmp_path / "a.pdf"), "--sent", "today", "--how", "e-mail",
               stdin='{"time": "10:00"}')  # fmt: skip

    assert done.code == 0, done.err
    assert "for Nell Newt" in done.err
    kept = run("letter", "kept", zephyr, "--process", "annual review", "--json").json
    names = sorted(each["recipient"] for each in kept)
    assert names[0] == "Ada Quillfeather"
    assert names[1] == "Nell Newt"
    assert "Ivy Reed" not in names
    assert {each["sent_how"] for each in kept} == {"e-mail"}
    assert len(list(tmp_path.glob("a*.pdf"))) == len(names)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("decision-not-assess", UPN), "reasons"),
        (("advice-chase", UPN), "Say which advice"),
        (("late", UPN, "--answers", "XX-1", "--from", "-"), "There is no limit XX-1"),
        (("batch", "nonsense"), "There is no letter"),
        (("kept",), "It goes: sendtui letter kept UPN"),
        (("sent", UPN), "Say which"),
    ],
)
def test_what_is_missing_is_said(run: Run, zephyr: str, words: tuple[str, ...], says: str) -> None:
    assert zephyr
    found = run("letter", *words, stdin="{}")

    assert found.code != 0
    assert says in found.err


def test_every_letter_is_listed_with_what_is_to_be_typed(run: Run) -> None:
    listed = run("letter", "cases", "--json").json

    assert {each["code"] for each in listed} == set(LETTERS)


def test_the_letterhead_is_set_once_and_stands_in_the_letter(run: Run, zephyr: str) -> None:
    given = {"mediation": "Calm Waters, 01632 960002", "phone": "01632 960001"}

    done = run("letter", "head", "--from", "-", stdin=json.dumps(given))
    wrong = run("letter", "head", "--from", "-", stdin=json.dumps({"urn": "1"}))

    assert (done.code, wrong.code) == (0, 1), done.err
    assert run("letter", "head", "--json").json["mediation"] == "Calm Waters, 01632 960002"
    said = run("letter", "decision-not-assess", zephyr, "--from", "-", stdin='{"reasons": "x"}')
    assert "Calm Waters" in said.out
    assert "01632 960001" in said.out


def test_the_papers_of_a_consultation_are_told_and_written_behind_a_password(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    sent = run("case", "consult", zephyr, "send", "--where", "Duckpond School")
    assert "has no card here, so no sealed file can go to it" in sent.err + sent.out
    target = tmp_path / "papers.zip"

    looked = run("case", "consult", zephyr, "papers", "1")
    assert (looked.code, "There is no plan to send" in looked.err + looked.out) == (0, True)
    assert not target.exists()

    wrong = run("case", "consult", zephyr, "papers", "1", "--zip", str(target), "--confirm", "9Z")
    assert (wrong.code, target.exists()) == (1, False)
    done = run("--json", "case", "consult", zephyr, "papers", "1", "--zip", str(target))
    assert (done.code, done.json["holds"], done.json["protected"]) == (0, "letter", True)
    assert target.read_bytes().startswith(b"PK")
    assert run("case", "consult", zephyr, "papers", "1", "--leave-out", "7").code == 2


def test_a_dry_run_writes_no_letter_and_logs_nothing(run: Run, zephyr: str, tmp_path: Path) -> None:
    into, gone = str(tmp_path / "all.pdf"), ("--sent", "today", "--dry-run")

    many = run("letter", "batch", "decision-assess", "--into", into, *gone)
    one = run("letter", "decision-assess", zephyr, "--pdf", into, *gone)
    none = run("letter", "batch", "final-cover", "--into", into, *gone)

    assert (many.code, one.code, none.code) == (0, 0, 1)
    assert "Zephyr Quillfeather" in many.out
    assert "None for Quillfeather, Zephyr: The case stands at" in none.err
    assert not (tmp_path / "all.pdf").exists()
    shown = run("case", "show", zephyr, "--json").json
    assert (shown["stage"], shown["letters"]) == ("deciding", [])
