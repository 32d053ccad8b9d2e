"""Whatever is done at three desks and whatever becomes of the files, all come to say the same."""

import pytest
from hypothesis import settings

from tests.registers import server
from tests.sync.machine import FEW, OnRegister, play

LEAST = {
    "clash": 0.4,
    "clash in the end": 0.3,
    "waited": 0.3,
    "gap": 0.05,
    "known": 0.5,
    "removed": 0.3,
    "decided": 0.15,
    "undone": 0.15,
    "cut": 0.05,
    "killed": 0.05,
    "put back": 0.05,
    "fork": 0.05,
}
"""In what share of the examples each must happen, or the proof would pass by never trying."""


def test_three_case_files_come_to_say_the_same() -> None:
    seen = play()

    share = {name: seen[name] / seen["example"] for name in LEAST}
    assert {name: n for name, n in share.items() if n < LEAST[name]} == {}, share


def test_two_case_files_and_a_register_come_to_say_the_same() -> None:
    server()

    seen = play(settings(FEW, max_examples=3), OnRegister)

    assert seen["example"] >= 3
    assert seen["clash"] > 0


@pytest.mark.slow(minutes=5)
def test_very_many_acts_come_to_say_the_same() -> None:
    seen = play(settings(FEW, max_examples=400, stateful_step_count=30))

    assert seen["example"] >= 400


@pytest.mark.slow
def test_very_many_acts_on_files_and_a_register_come_to_say_the_same() -> None:
    server()

    seen = play(settings(FEW, max_examples=20, stateful_step_count=8), OnRegister)

    share = {name: seen[name] / seen["example"] for name in ("clash", "waited", "killed", "known")}
    assert all(share.values()), share
