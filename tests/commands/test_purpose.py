"""Purposes by flags."""

import json

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture(autouse=True)
def _pupil(run: Run) -> None:
    pupil = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "2017-02-03"}
    run("edit", "add", "--from", "-", stdin=json.dumps(pupil))
    assert run("place", UPN, "E").code == 0


def test_a_purpose_is_recorded_listed_ended_and_removed(run: Run) -> None:
    words = ("--recipient", "Our Council", "--kinds", "status,need", "--since", "1/9/26")
    assert run("purpose", "add", UPN, *words).code == 0

    (found,) = run("--json", "purpose", "list", UPN).json
    assert (found["recipient"], found["kinds"], found["runs"]) == (
        "Our Council",
        ["status", "need"],
        True,
    )
    assert run("purpose", "end", UPN, "1", "--on", "1/10/26").code == 0
    assert run("purpose", "remove", UPN, "1").code == 0
    assert run("purpose", "list", UPN).code == 1


def test_which_kinds_go_is_said(run: Run) -> None:
    run("need", "add", UPN, "ASD")

    whole = run("purpose", "add", UPN, "--recipient", "Our Council")
    limited = run("purpose", "add", UPN, "--recipient", "Our Council", "--kinds", "status,need")

    assert "All kinds go, those to come too (--kinds limits it)." in whole.err
    assert "Held now: status, need." in whole.err
    assert "It goes while it holds no other kinds than: status, need." in limited.err


def test_all_with_a_plan_are_recorded_once(run: Run) -> None:
    first = run("purpose", "plans", "--recipient", "Our Council")

    assert (first.code, "1 pupil" in first.err) == (0, True)
    assert run("purpose", "plans", "--recipient", "Our Council").code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("add", UPN), 2, id="no recipient"),
        pytest.param(("list",), 2, id="nobody named"),
        pytest.param(("end", UPN, "7"), 1, id="no such purpose"),
        pytest.param(("add", UPN, "--recipient", "X", "--kinds", "nonsense"), 1, id="no kind"),
    ],
)
def test_what_does_not_hold_is_refused(run: Run, words: tuple[str, ...], code: int) -> None:
    assert run("purpose", *words).code == code
