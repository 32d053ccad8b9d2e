"""How much provision a line promises, read as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules.plan_doses import Often, group, minutes, often, sentence, weeks, who


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("three times a week", Often(3, "week")),
        ("3 times per week", Often(3, "week")),
        ("3x a week", Often(3, "week")),
        ("3 x 20 minutes a week", Often(3, "week")),
        ("two 30-minute sessions a week", Often(2, "week")),
        ("two sessions of 30 minutes each week", Often(2, "week")),
        ("twice weekly", Often(2, "week")),
        ("weekly", Often(1, "week")),
        ("Once a week", Often(1, "week")),
        ("every week", Often(1, "week")),
        ("daily", Often(1, "day")),
        ("every school day", Often(1, "day")),
        ("once each half term", Often(1, "half term")),
        ("termly", Often(1, "term")),
        ("half-termly", Often(1, "half term")),
        ("monthly", Often(10, "year")),
        ("twice a year", Often(2, "year")),
        ("15 hours a week", Often(1, "week")),
        ("30 minutes a week", Often(1, "week")),
        ("45-minute per fortnight", Often(1, "fortnight")),
        ("in every lesson", Often(1, "lesson")),
        ("at each transition", Often(1, "transition")),
        ("regularly", Often()),
        ("as required", Often()),
        ("", Often()),
    ],
)
def test_how_often_is_read(text: str, expected: Often) -> None:
    assert often(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 minutes", 30),
        ("30 mins, 36 weeks", 30),
        ("30-minute sessions", 30),
        ("half an hour", 30),
        ("an hour", 60),
        ("one hour", 60),
        ("1 hour 15 minutes", 75),
        ("1.5 hours", 90),
        ("one and a half hours", 90),
        ("15 hours a week", 900),
        ("as long as needed", 0),
        ("", 0),
    ],
)
def test_how_long_is_read(text: str, expected: int) -> None:
    assert minutes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("30 minutes, 36 weeks", 36), ("12 school weeks", 12), ("a term", 0)]
)
def test_how_many_weeks_is_read(text: str, expected: int) -> None:
    assert weeks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1 to 1", 1), ("1:1", 1), ("one-to-one", 1), ("in a group of four", 4), ("1:3", 3),
     ("small group", 0), ("with 2 others", 2), ("", 0)],
)  # fmt: skip
def test_with_how_many_is_read(text: str, expected: int) -> None:
    assert group(text) == expected


@given(st.text(max_size=120))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert often(text).times >= 0
    assert minutes(text) >= 0
    assert weeks(text) >= 0
    assert group(text) >= 0
    assert not often(sentence(text)).times or sentence(text) in text
    assert who(text) in text
