"""The bundle for the authority at the prompt: told, listed as missing, written."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def child(run: Run) -> str:
    fields = {"surname": "Quillfeather", "forename": "Zephyr", "born": "2016-03-01", "upn": UPN}
    run("edit", "add", "--from", "-", stdin=json.dumps(fields))
    run("place", UPN, "K", "--since", "7/9/26")
    return UPN


def test_a_bundle_is_told_with_what_is_missing_and_written_for_word(
    run: Run, child: str, case: Path
) -> None:
    told = run("bundle", child, "--for", "top-up")
    path = case / "bundle.docx"
    written = run("bundle", child, "--docx", str(path), "--plain-file", "--to-whom", "Ourtown")
    printed = run("bundle", child, "--pdf", str(case / "bundle.pdf"))

    assert "Request for top-up funding: Zephyr Quillfeather" in told.out
    assert "No need is recorded. (SEND Code of Practice 9.14)" in told.out
    assert (written.code, printed.code) == (0, 0)
    assert path.read_bytes().startswith(b"PK")
    assert (case / "bundle.pdf").read_bytes().startswith(b"%PDF-")
    assert "Bundle: Request for an EHC needs assessment" in run("history").out


def test_only_what_is_missing_is_listed_and_ends_with_one(run: Run, child: str) -> None:
    found = run("bundle", child, "--missing", "--json")

    assert found.code == 1
    assert "The pupil’s views are not recorded." in [each["says"] for each in found.json]
