"""What is held on a person, and for how long, typed at a prompt."""

import json
import zipfile
from pathlib import Path

from tests.commands.conftest import Run

UPN = "H801200001001"


def test_all_that_is_held_on_a_person_is_written_once_and_logged(run: Run, tmp_path: Path) -> None:
    given = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "3/2/17"}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(given)).code == 0
    target = tmp_path / "answer.zip"

    said = run("sar", UPN, str(target), "--received", "3/11/26", "--json")

    assert (said.code, said.json["due"]) == (0, "2026-12-03")
    assert said.json["password"]
    assert zipfile.is_zipfile(target)
    assert run("sar", UPN, str(target)).code == 1
    assert run("sar", UPN, str(tmp_path / "answer.txt")).code == 2
    assert "subject access" in run("history", "--disclosures").out


def test_files_to_be_looked_at_again_are_listed_by_the_settings_own_terms(run: Run) -> None:
    given = {"surname": "Quillfeather", "upn": UPN, "forename": "Zephyr", "born": "3/2/2000"}
    run("edit", "add", "--from", "-", stdin=json.dumps(given))
    run("place", UPN, "K", "--since", "1/9/15")

    assert run("retention", "--json").json["reviews"] == []
    listed = run("retention", "--sen-years", "25", "--within", "365d")

    assert "Quillfeather" in listed.out
    assert "not verified" in listed.err
