"""Erasing for good, and two records of one child, by flags."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


def add(run: Run, **fields: str) -> None:
    pupil = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "2017-02-03"}
    given = json.dumps({**pupil, **fields})
    assert run("edit", "add", "--anyway", "--from", "-", stdin=given).code == 0


@pytest.fixture(autouse=True)
def _contact(run: Run) -> None:
    add(run)
    assert run("contact", "add", UPN, "--text-file", "-", stdin="the hidden attic").code == 0


def test_one_record_is_erased_once_the_word_is_given(run: Run) -> None:
    unsaid = run("erase", UPN, "contact:1", "--reason", "court order")
    assert (unsaid.code, "give --word ERASE" in unsaid.err) == (1, True)
    assert "attic" in run("pupil", UPN).out

    said = run("erase", UPN, "contact:1", "--reason", "court order", "--word", "ERASE")

    assert (said.code, "1 change" in said.err + said.out) == (0, True)
    assert "attic" not in run("pupil", UPN).out
    assert "court order" in run("erase", "--list").out


def test_all_of_a_pupil_is_erased_with_a_certificate(run: Run, tmp_path: Path) -> None:
    shown = run("--json", "erase", UPN, "--dry-run")
    assert shown.json == {"changes": 2, "kinds": {"contact": 1, "pupil": 1}, "on_roll": True}

    early = run("erase", UPN, "--reason", "retention", "--reference", "Ours", "--word", "ERASE")
    assert (early.code, "edit leave" in early.err) == (1, True)
    assert run("edit", "leave", UPN, "--on", "20/11/26").code == 0

    unruled = run("erase", UPN, "--reason", "retention", "--word", "ERASE")
    assert (unruled.code, "not due" in unruled.err) == (1, True)
    words = ("erase", UPN, "--reason", "retention", "--reference", "Schedule 4", "--word", "ERASE")
    certificate = tmp_path / "certificate.md"
    assert run(*words, "--certificate", str(certificate)).code == 0

    said = certificate.read_text(encoding="utf-8")
    assert "Schedule 4" in said
    assert "Quillfeather" not in said
    assert run("erase", "--list", "--number", "1", "--certificate", str(certificate)).code == 1
    again = tmp_path / "again.pdf"
    assert run("erase", "--list", "--number", "1", "--certificate", str(again)).code == 0
    assert again.read_bytes().startswith(b"%PDF-")
    assert run("pupil", UPN).code != 0
    assert run("search", stdin="attic").code == 1
    (note,) = run("--json", "erase", "--list").json
    assert (note["reason"], note["record"]) == ("retention", "")


def test_whose_and_why_are_asked_for(run: Run) -> None:
    assert run("erase").code == 2
    assert run("erase", UPN).code == 2
    assert run("erase", UPN, "need:7", "--reason", "retention").code == 1
    assert run("erase", "--list").code == 1


def test_a_file_on_hold_stays_until_the_hold_is_lifted(run: Run) -> None:
    words = ("erase", UPN, "--reason", "court order", "--word", "ERASE")
    assert run("retention", "hold", UPN).code == 2
    held = run("retention", "hold", UPN, "--until", "1/9/27", "--text-file", "-", stdin="A claim")
    assert (held.code, "On hold" in held.err + held.out) == (0, True)

    kept = run(*words)
    assert (kept.code, "it is on hold since" in kept.err) == (1, True)
    assert run("retention", "lift", UPN).code == 0

    assert run(*words).code == 0


def test_two_of_one_name_are_proposed_joined_and_parted(run: Run) -> None:
    assert run("same", "list").code == 1
    add(run, upn="")
    (pair,) = run("--json", "same", "list").json["proposed"]
    assert (pair["by"], "Quillfeather, Zephyr" in run("same", "list").out) == (
        "name and birth",
        True,
    )

    assert run("same", "join", pair["other"], pair["pupil"], "--why", "one child").code == 0
    found = run("--json", "same", "list").json
    assert (found["proposed"], found["decided"][0]["same"]) == ([], True)
    assert "joined into" in run("same", "list").out

    assert run("same", "part", found["decided"][0]["id"]).code == 0
    assert run("--json", "same", "list").json["proposed"] == [pair]


def test_two_are_kept_apart_or_one_is_discarded(run: Run) -> None:
    add(run, upn="")
    (pair,) = run("--json", "same", "list").json["proposed"]
    one, other = pair["pupil"], pair["other"]
    beside = run("same", "show", one, other)
    assert (beside.code, "Legal surname" in beside.out) == (0, True)

    assert run("same", "apart", one, other).code == 0
    assert run("--json", "same", "list").json["proposed"] == []
    assert run("same", "discard", other, one).code == 0
    assert len(run("--json", "pupils", "--all").json["pupils"]) == 1
    assert run("same", "join", one).code == 2
