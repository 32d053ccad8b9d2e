"""Documents by flags."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.formats import papers_made as made

UPN = "H801200001001"


@pytest.fixture
def report(run: Run, case: Path) -> Path:
    """A Word document on the disk, and the pupil it is about in the case file."""
    pupil = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "2017-02-03"}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(pupil)).code == 0
    path = case / "EP report.docx"
    path.write_bytes(made.docx("Zephyr reads [/x] daily"))
    return path


def test_a_dry_run_says_what_a_file_is_and_keeps_nothing(run: Run, report: Path) -> None:
    said = run("document", "add", UPN, str(report), "--dry-run")

    assert said.code == 0
    assert "Word, " in said.err
    assert "4 words" in said.err
    assert run("document", "list", UPN).code == 1


def test_a_document_is_added_listed_read_and_saved(run: Run, case: Path, report: Path) -> None:
    added = run("document", "add", UPN, str(report), "--sort", "report", "--dated", "2/3/26")
    listed = run("document", "list", UPN)
    opened = run("document", "open", UPN, "1")
    saved = run("document", "save", UPN, "1", str(case / "out.docx"), "--plain-file", "--to", "EP")

    assert (added.code, listed.code, opened.code, saved.code) == (0, 0, 0, 0)
    assert "02/03/2026" in listed.out
    assert opened.out == "Zephyr reads [/x] daily\n"
    assert (case / "out.docx").read_bytes() == report.read_bytes()
    assert "Document, Word" in run("history", UPN, "--disclosures").out


def test_a_copy_has_a_password_unless_it_is_said_to_be_plain(
    run: Run, case: Path, report: Path
) -> None:
    run("document", "add", UPN, str(report))

    said = run("document", "save", UPN, "1", str(case / "out.docx"), "--json")

    assert said.code == 0
    raw = Path(said.json["file"]).read_bytes()
    assert raw != report.read_bytes()
    assert said.json["password"]
    assert not (case / "out.docx").exists() or raw[:4] == b"\xd0\xcf\x11\xe0"


def test_a_copy_is_not_written_about_another_pupil(run: Run, case: Path, report: Path) -> None:
    run("document", "add", UPN, str(report))

    said = run("document", "save", UPN, "1", str(case / "out.docx"), "--confirm", "1/1/01")

    assert said.code == 1
    assert not list(case.glob("out*"))


def test_a_document_is_the_source_of_a_need(run: Run, report: Path) -> None:
    assert run("need", "add", UPN, "SPLD").code == 0

    run("document", "add", UPN, str(report), "--supports", "need:1")

    (found,) = run("--json", "document", "list", UPN).json
    assert found["supports_says"].startswith("need: ")
    assert run("document", "amend", UPN, "1", "--supports", "need:7").code == 1


def test_what_is_said_of_it_changes_and_empties(run: Run, report: Path) -> None:
    run("document", "add", UPN, str(report), "--sort", "report")

    assert run("document", "amend", UPN, "1", "--sort", "-", "--dated", "1/9/26").code == 0

    shown = run("--json", "document", "show", UPN, "1").json
    assert (shown["sort"], shown["dated"]) == ("", "2026-09-01")


def test_a_removed_document_is_in_no_list_and_comes_back(run: Run, report: Path) -> None:
    run("document", "add", UPN, str(report))

    assert run("document", "remove", UPN, "1").code == 0
    assert run("document", "list", UPN).code == 1
    assert run("undo").code == 0
    assert run("document", "list", UPN).code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("add",), 2, id="no file"),
        pytest.param(("open", "9"), 1, id="no such number"),
        pytest.param(("add", "nowhere.pdf"), 1, id="no such file"),
    ],
)
def test_what_cannot_be_done_is_refused(
    run: Run, report: Path, words: tuple[str, ...], code: int
) -> None:
    assert report.exists()
    assert run("document", words[0], UPN, *words[1:]).code == code
