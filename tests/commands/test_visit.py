"""`sendtui visit` typed at a prompt: a visit from picking the child to filing the notes."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def zephyr(run: Run) -> str:
    """A pupil with a mother who reads large print."""
    given = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "3/2/17"}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(given)).code == 0
    mother = {"name": "Ada Quillfeather", "role": "mother", "parental_responsibility": True,
              "format_needs": "large print"}  # fmt: skip
    assert run("person", "add", UPN, "--from", "-", stdin=json.dumps(mother)).code == 0
    return UPN


def said(run: Run, *words: str, text: str) -> None:
    done = run("visit", *words, "--text-file", "-", stdin=text)
    assert done.code == 0, done.err


def test_a_visit_is_picked_noted_left_behind_and_filed(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    pdf = tmp_path / "agreed.pdf"

    picked = run("visit", "pick", zephyr)
    begun = run("visit", "begin", zephyr, "--from", "-", stdin='{"where": "at home"}')
    said(run, "hear", zephyr, "pupil", text="I like snails")
    said(run, "agree", zephyr, "--by", "4/12/26", "--owner", "Bix", text="Ask for a board")
    said(run, "note", zephyr, text="the flat is cold")
    read = run("visit", "read", zephyr)
    beside = run("visit", "beside", zephyr)
    left = run("visit", "leave", zephyr, "--pdf", str(pdf), "--json")
    waits = run("visit", "unfiled", "--json").json
    said(run, "file", zephyr, text="We met at home.")

    assert (picked.code, begun.code, read.code) == (0, 0, 0), begun.err
    assert "! Ada Quillfeather: large print" in picked.out
    assert "1. Ask for a board (Bix), by 4 December 2026" in read.out
    assert "cold" not in read.out + beside.out
    assert left.json["files"] == [str(pdf)]
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert [each["said"] for each in waits] == ["the flat is cold"]
    assert run("visit", "unfiled").code == 1
    (contact,) = run("contact", "list", zephyr, "--json").json
    assert (contact["said"], contact["how"]) == ("We met at home.", "visit")


def test_a_day_file_is_carried_written_in_and_brought_back(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    day, secret = tmp_path / "day.sendtui", tmp_path / "secret.txt"
    secret.write_text("snails and slates in a teapot\n", encoding="utf-8")
    run("visit", "pick", zephyr)

    carried = run("visit", "carry", str(day), "--day-passphrase-file", str(secret), "--json")
    there = ("--store", str(day), "--passphrase-file", str(secret))
    begun = run("visit", "begin", zephyr, *there)
    heard = run("visit", "hear", zephyr, "parent", "--text-file", "-", *there, stdin="He sleeps")
    back = run("visit", "back", str(day), "--json")

    assert carried.json["pupils"] == 1, carried.err
    assert (begun.code, heard.code) == (0, 0), begun.err + heard.err
    assert (back.json["names"], back.json["drafts"]) == (["Quillfeather, Zephyr"], 0)
    (visit,) = run("visit", "list", zephyr, "--json").json
    assert [each["words"] for each in visit["voices"]] == ["He sleeps"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("note", UPN, "--text-file", "-"), "No visit of that day"),
        (("beside",), "Say whose visit"),
        (("carry",), "Say where to"),
        (("carry", "day.sendtui"), "Pick the children first"),
        (("back",), "It goes"),
    ],
)
def test_what_is_missing_is_said(run: Run, zephyr: str, words: tuple[str, ...], says: str) -> None:
    assert zephyr
    found = run("visit", *words, stdin="x")

    assert found.code != 0
    assert says in found.err
