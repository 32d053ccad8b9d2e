"""Line mode: verbs one after another, each thing a line, and no line ends the whole."""

import json
from itertools import count
from pathlib import Path

import pytest

from sendtui.commands.lines import split
from tests.commands.conftest import Run

UPN = "H801200001001"
PUPIL = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "class_name": "3B"}


def test_verbs_are_done_one_after_another_as_plain_lines(run: Run) -> None:
    run("edit", "add", "--from", "-", stdin=json.dumps(PUPIL))

    typed = run("lines", stdin=f"place {UPN} K --since 1/9/26\nsendtui pupils\nend\npupils --all\n")

    assert typed.code == 0
    assert typed.out.count("Name: Quillfeather, Zephyr; Class: 3B") == 1


def test_a_line_that_is_off_is_told_and_the_next_one_is_done(run: Run) -> None:
    run("edit", "add", "--from", "-", stdin=json.dumps(PUPIL))

    typed = run(
        "lines",
        stdin="pupil\npupil 'X\nno-such-verb\nlines\n--plain\n\npupil NOBODY\nhelp\npupils --all\n",
    )

    assert typed.code == 0
    for said in (
        "required",
        "quotation mark",
        "no verb",
        "You are there",
        "Name a verb",
        "No pupil",
    ):
        assert said in typed.err
    assert "The record:" in typed.out
    assert "Quillfeather" in typed.out


@pytest.mark.parametrize(
    ("line", "windows", "words"),
    [
        ('letter x --to "B. Oatflannel"', False, ["letter", "x", "--to", "B. Oatflannel"]),
        (r'import "C:\My lists\new.csv"', True, ["import", r"C:\My lists\new.csv"]),
        (r"import new\ list.csv", False, ["import", "new list.csv"]),
        ("pupils --class 3#B", False, ["pupils", "--class", "3#B"]),
    ],
)
def test_a_line_is_split_as_a_shell_does(line: str, windows: bool, words: list[str]) -> None:
    assert split(line, keeps_backslashes=windows) == words


def test_a_wrong_passphrase_is_said_before_the_first_line(run: Run, case: Path) -> None:
    (case / "passphrase").write_text("not this one at all", encoding="utf-8")

    typed = run("lines", stdin="pupils --all\n")

    assert (typed.code, typed.out) == (3, "")


def test_after_idle_minutes_what_opened_it_is_asked_for_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("edit", "add", "--from", "-", stdin=json.dumps(PUPIL))
    moments = count(0, 601)
    monkeypatch.setattr("sendtui.commands.lines.monotonic", lambda: next(moments))

    typed = run("lines", stdin="pupils --all\n")

    assert "Nothing was typed for 10 minutes." in typed.err
    assert "Quillfeather" in typed.out
