"""`sendtui pack` and `sendtui import pack` typed at a prompt."""

import json
import re
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def zephyr(run: Run) -> str:
    """A pupil on SEN Support."""
    given = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "3/2/17"}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(given)).code == 0
    assert run("place", UPN, "K", "--since", "1/9/26").code == 0
    return UPN


def test_a_pack_goes_comes_and_is_receipted(run: Run, zephyr: str, tmp_path: Path) -> None:
    file, back = tmp_path / "moves.zip", tmp_path / "moves.receipt.json"
    shown = run("--json", "pack", "show", zephyr)
    said = run("pack", "write", zephyr, str(file), "--to", "Fern School", "--urn", "900002")
    (password,) = re.findall(r"shown this once: (\S+)", said.err)
    secret = tmp_path / "secret"
    secret.write_text(password, encoding="utf-8")
    typed = ("import", "pack", str(file), "--password-file", str(secret))

    looked = run(*typed, "--dry-run")
    taken = run("--json", *typed, "--receipt", str(back))

    assert (shown.json["records"], shown.json["papers"]) == ([["SEN status", 1]], ["record.md"])
    assert "Pupil: known here, by UPN" in looked.out
    assert (taken.json["applied"], bool(taken.json["pupil"])) == (False, True)
    assert "no receipt yet" in run("pack", "list").out
    assert run("pack", "receipt", str(back)).code == 0
    (sent,) = run("--json", "pack", "list", zephyr).json
    assert (sent["received_by"], sent["is_by_receipt"]) == ("Puddleby Common Primary School", True)


@pytest.mark.usefixtures("zephyr")
@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        (("write", UPN, "{}/a.zip"), 2, "--to NAME"),
        (("write", UPN, "{}/a.json", "--to", "Fern"), 2, "ends in .zip"),
        (("write", UPN, "{}/a.sendpack", "--to", "Fern"), 1, "enrolled"),
        (("write", UPN), 2, "Name a pupil and a file"),
        (("receipt",), 2, "receipt that came back"),
        (("receipt", "{}/none.json"), 1, "could not be opened"),
        (("told", UPN, "--by", "B. Senco"), 1, "No pack about this pupil"),
        (("list",), 1, ""),
    ],
)
def test_what_cannot_be_done_is_told(
    run: Run, tmp_path: Path, typed: tuple[str, ...], code: int, says: str
) -> None:
    said = run("pack", *(word.format(tmp_path) for word in typed))

    assert (said.code, says in said.err) == (code, True)


def test_the_wrong_password_and_none_are_told(run: Run, zephyr: str, tmp_path: Path) -> None:
    file, secret = tmp_path / "moves.zip", tmp_path / "secret"
    secret.write_text("not the one it has", encoding="utf-8")
    assert run("pack", "write", zephyr, str(file), "--to", "Fern School").code == 0

    wrong = run("import", "pack", str(file), "--password-file", str(secret))
    as_a_list = run("import", str(file))

    assert (as_a_list.code, "sendtui import pack FILE" in as_a_list.err) == (2, True)
    assert (wrong.code, "does not open with this password" in wrong.err) == (1, True)
    told = run("pack", "told", zephyr, "--by", "B. Senco", "--on", "22/11/26")
    assert "is marked as received" in told.err
