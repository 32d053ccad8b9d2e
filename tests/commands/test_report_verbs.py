"""Reports by flags: on the screen, in a file, protected where they name children."""

import json
from pathlib import Path

import pypdf
import pytest

from tests.commands.conftest import Run
from tests.commands.test_provision_verbs import school as school


def test_the_inspectors_report_is_shown_and_written(school: Run, tmp_path: Path) -> None:
    assert "## Who is on the register" in school("inspection").out
    assert school("place", "A801200000001", "K", "--since", "7/9/26").code == 0

    written = school("inspection", str(tmp_path / "i.pdf"), "--names")

    assert written.code == 0
    said = "".join(p.extract_text() for p in pypdf.PdfReader(tmp_path / "i.pdf").pages)
    assert "Zephyr Quillfeather" in said


def test_a_file_that_names_children_is_protected_unless_it_is_said_to_be_plain(
    school: Run, tmp_path: Path
) -> None:
    assert school("place", "A801200000001", "K", "--since", "7/9/26").code == 0
    held = school("inspection", str(tmp_path / "i.docx"), "--names")
    plain = school("inspection", str(tmp_path / "p.docx"), "--names", "--plain-file")

    assert "Password, shown this once" in held.err
    assert (tmp_path / "i.docx").read_bytes()[:2] != b"PK"
    assert (plain.code, (tmp_path / "p.docx").read_bytes()[:2]) == (0, b"PK")


def test_governors_get_a_file_without_a_password(school: Run, tmp_path: Path) -> None:
    found = school("governors", str(tmp_path / "g.xlsx"))

    assert (found.code, "Password" in found.err) == (0, False)


@pytest.mark.parametrize("ending", [".exe", ""])
def test_an_ending_no_report_has_is_refused(school: Run, tmp_path: Path, ending: str) -> None:
    found = school("governors", str(tmp_path / f"g{ending}"))

    assert (found.code, ".docx" in found.err) == (2, True)


def test_a_strategy_is_drafted_checked_mended_and_published(school: Run, tmp_path: Path) -> None:
    assert school("strategy", "draft").code == 0
    assert "IS01 Intent is empty" in school("strategy", "check").out
    given = json.dumps({"intent": "Everybody joins in.", "published_on": "1/12/26"})
    assert school("strategy", "change", "--from", "-", stdin=given).code == 0
    line = json.dumps({"what": "Calm corners", "reach": "universal", "cost_pence": 1000})
    assert school("strategy", "add", "activity", "--from", "-", stdin=line).code == 0

    assert "IS01" not in school("strategy", "check").out
    assert "Calm corners" in school("strategy", "show").out
    exported = school("strategy", "export", str(tmp_path / "s.docx"))

    assert exported.code == 0
    assert "to mend before it is published" in exported.err


def test_every_question_is_answered_in_a_line_and_one_with_its_rows(school: Run) -> None:
    assert "Who is not being seen?" in school("insight").out
    shown = school("insight", "given")

    assert "Talking tables" in shown.out
    behind = school("insight", "given", "--by", "class", "--of", "3b")
    assert "Talking tables" in behind.out
    assert "Talking tables" in school("insight", "given", "--of", "elsewhere").err
    assert school("insight", "why").code == 1


def test_an_answer_that_names_children_is_protected(school: Run, tmp_path: Path) -> None:
    assert "Password" in school("insight", "missing", str(tmp_path / "m.csv")).err
    assert "Password" not in school("insight", "needs", str(tmp_path / "n.csv")).err
