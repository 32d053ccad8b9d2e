"""`sendtui letter` typed at a prompt."""

import json
from pathlib import Path

import pikepdf
import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def zephyr(run: Run) -> str:
    """A pupil on SEN Support, with a mother."""
    given = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "3/2/17"}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(given)).code == 0
    assert run("place", UPN, "K", "--since", "1/9/26").code == 0
    mother = {"name": "Ada Quillfeather", "role": "mother", "parental_responsibility": True}
    assert run("person", "add", UPN, "--from", "-", stdin=json.dumps(mother)).code == 0
    return UPN


def test_the_letter_is_looked_at_printed_and_then_said_to_be_sent(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    pdf = tmp_path / "letter.pdf"

    shown = run("letter", "sen-support", zephyr)
    printed = run("letter", "sen-support", zephyr, "--pdf", str(pdf))
    before = run("pupil", zephyr, "--json").json["statuses"][0]["parents_told_on"]
    sent = run("letter", "sen-support", zephyr, "--sent", "20/11/26", "--how", "post")

    assert (shown.code, printed.code, sent.code, before) == (0, 0, 0, None), printed.err
    assert "Dear Ada Quillfeather," in shown.out
    assert "for Ada Quillfeather" in printed.err
    assert "Password" not in printed.err
    with pikepdf.open(pdf) as opened:
        assert opened.Root.MarkInfo.Marked
    (step,) = run("pupil", zephyr, "--json").json["statuses"]
    assert (step["parents_told_on"], step["parents_told_how"]) == ("2026-11-20", "post")
    assert "SEN provision is made" in run("history", zephyr, "--disclosures").out


def test_a_letter_that_is_sent_as_a_file_has_a_password(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    pdf, docx = tmp_path / "letter.pdf", tmp_path / "letter.docx"

    said = run("letter", "sen-support", zephyr, "--pdf", str(pdf), "--docx", str(docx),
               "--protected", "--json")  # fmt: skip
    again = run("letter", "sen-support", zephyr, "--pdf", str(pdf))
    plain = run("letter", "sen-support", zephyr, "--docx", str(docx), "--plain-file", "--replace")

    assert said.json["files"] == [str(pdf), str(docx)]
    with pikepdf.open(pdf, password=said.json["password"]) as opened:
        assert opened.is_encrypted
    assert again.code == 1
    assert plain.code == 0
    assert docx.read_bytes()[:2] == b"PK"


def test_a_form_goes_out_and_comes_back_with_a_preview(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    form = tmp_path / "form.txt"
    out = run("letter", "views", zephyr, "--to", "pupil", "--text", str(form), "--plain-file")
    text = form.read_text(encoding="utf-8").replace("What helps you?\n> ", "What helps you?\n> Tea")
    form.write_text(text, encoding="utf-8")
    back = ("letter", "back", zephyr, str(form), "--to", "pupil")

    shown = run(*back, "--dry-run")
    none = run("views", "list", zephyr)
    taken = run(*back, "--on", "20/11/26", "--json")

    assert (out.code, shown.code, none.code, taken.code) == (0, 0, 1, 0), taken.err
    assert "What helps you?\nTea" in shown.out
    assert "Tea" in run("views", "list", zephyr).out
    assert taken.json["id"]


def test_a_form_without_the_pupils_name_is_not_taken_unasked(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    form = tmp_path / "form.txt"
    form.write_text("1. What helps?\n> Tea\n", encoding="utf-8")

    said = run("letter", "back", zephyr, str(form), "--to", "parents")

    assert said.code == 1
    assert "name does not stand" in said.err


def test_a_wording_is_printed_to_be_changed(run: Run, zephyr: str) -> None:
    names = run("letter", "wording").out.split()
    shown = run("letter", "wording", "sen-support")

    assert "sen-support" in names
    assert "Title: Special educational provision for {child}" in shown.out
    assert "save it as" in shown.err
    assert run("letter", "wording", "nonsense").code == 2
    assert zephyr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("sen-support",), 2, id="nobody"),
        pytest.param(("back", UPN), 2, id="no file"),
        pytest.param(("back", UPN, "x.txt"), 2, id="nobody's views"),
        pytest.param(("yearly", UPN), 1, id="no cycle"),
        pytest.param(("yearly", UPN, "--sent", "1/9/26"), 2, id="sent report"),
        pytest.param(("sen-support", UPN, "--pdf", "x.odt"), 2, id="no such format"),
        pytest.param(("sen-support", UPN, "--xlsx", "x.xlsx"), 2, id="a letter as a workbook"),
        pytest.param(("sen-support", UPN, "--text", "x.txt", "--confirm", "1/1/01"), 1, id="other"),
    ],
)
def test_what_cannot_be_done_is_refused(
    run: Run, zephyr: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], code: int,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)

    said = run("letter", *words)

    assert (said.code, zephyr) == (code, UPN), said.err
    assert not list(tmp_path.glob("x.*"))


def test_the_family_version_of_a_cycle_is_in_the_print_they_need_and_may_have_a_password(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    assert run("cycle", "start", zephyr).code == 0
    given = {"name": "Bo Quillfeather", "role": "father", "format_needs": "large print"}
    assert run("person", "add", zephyr, "--from", "-", stdin=json.dumps(given)).code == 0
    pdf = tmp_path / "c.pdf"

    said = run("cycle", "print", zephyr, "--family", "--pdf", str(pdf), "--protected")
    staff = run("cycle", "print", zephyr, "--pdf", str(pdf), "--replace")

    assert (said.code, staff.code) == (0, 0), said.err
    assert "in large print, as is recorded" in said.err
    assert "shown this once" in said.err
    assert "large print" not in staff.err
