"""`sendtui export` typed at a prompt."""

import json
from pathlib import Path

import pytest

from sendtui.__main__ import main
from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def zephyr(run: Run) -> str:
    """A pupil on SEN Support."""
    given = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "3/2/17"}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(given)).code == 0
    assert run("place", UPN, "K", "--since", "1/9/26").code == 0
    return UPN


def test_a_plain_file_must_be_meant(run: Run, zephyr: str, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"

    refused = run("export", "register", "--format", "csv", str(file))
    written = run("export", "register", "--format", "csv", str(file), "--plain-file", "--json")

    assert (refused.code, zephyr) == (2, UPN)
    assert "--plain-file" in refused.err
    assert written.json == {"file": str(file), "pupils": 1, "format": "csv"}
    assert UPN in file.read_text(encoding="utf-8-sig")


def test_a_file_that_is_there_is_replaced_only_when_told(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    file = tmp_path / "register.csv"
    file.write_text("precious", encoding="utf-8")

    refused = run("export", "register", str(file), "--plain-file")
    kept = file.read_text(encoding="utf-8")
    told = run("export", "register", str(file), "--plain-file", "--replace")

    assert (refused.code, kept, told.code) == (1, "precious", 0)
    assert "--replace" in refused.err
    assert zephyr in file.read_text(encoding="utf-8-sig")


def test_the_first_word_of_batch_scripts_means_the_verb(
    case: Path, zephyr: str, tmp_path: Path
) -> None:
    file = tmp_path / "register.json"
    opened = ["--store", str(case / "case.sendtui"), "--passphrase-file", str(case / "passphrase")]

    code = main(["--export", "json", str(file), "--plain-file", *opened])

    assert code == 0
    (pupil,) = json.loads(file.read_text(encoding="utf-8"))["pupils"]
    assert pupil["upn"] == zephyr


@pytest.mark.parametrize("form", ["json", "md"])
def test_one_pupil_goes_to_a_file_named_by_its_ending(
    run: Run, zephyr: str, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"pupil.{form}"

    said = run("export", "pupil", zephyr, str(file), "--plain-file", "--to", "Parents",
               "--basis", "Subject access")  # fmt: skip

    assert said.code == 0, said.err
    assert "Quillfeather" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "register"), 2),
        (("export", "register", "x.odt", "--plain-file"), 2),
        (("export", "pupil", UPN, "--format", "json"), 2),
        (("export", "pupil", "H000000000000", "x.json", "--plain-file"), 1),
        (("export", "register", "x.csv", "--plain-file", "--class", "9Z"), 1),
        (("export", "register", "-", "--format", "csv"), 2),
    ],
    ids=["no file", "no such format", "no file for a pupil", "nobody", "no class", "plain stdout"],
)
def test_what_cannot_be_exported_says_so(
    run: Run, zephyr: str, words: tuple[str, ...], code: int
) -> None:
    said = run(*words)

    assert (said.code, said.out, zephyr) == (code, "", UPN)
    assert said.err
