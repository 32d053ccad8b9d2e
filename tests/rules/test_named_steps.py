"""Measures with named steps: read from the measure's own words, kept as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules.named_steps import steps, value_of, word_of

JOINS = "Joins in: not yet < with help < always"


@pytest.mark.parametrize(
    ("measure", "found"),
    [
        (JOINS, ("not yet", "with help", "always")),
        ("emerging < expected", ("emerging", "expected")),
        ("Words a minute", ()),
        ("Score: out of 20", ()),
        ("Age < ", ()),
        ("Often < often", ()),
        ("", ()),
    ],
)
def test_the_steps_stand_in_the_measures_own_words(measure: str, found: tuple[str, ...]) -> None:
    assert steps(measure) == found


@pytest.mark.parametrize(
    ("measure", "said", "value"),
    [
        (JOINS, " With Help ", 2.0),
        (JOINS, "3", 3.0),
        (JOINS, "4", None),
        (JOINS, "1.5", None),
        (JOINS, "often", None),
        ("Words a minute", "23,5", 23.5),
        ("Words a minute", "nan", None),
        ("Words a minute", "", None),
    ],
)
def test_a_value_is_a_number_or_a_step(measure: str, said: str, value: float | None) -> None:
    assert value_of(measure, said) == value


@given(st.integers(1, 3))
def test_what_is_read_is_what_was_said(place: int) -> None:
    assert value_of(JOINS, word_of(JOINS, place)) == place


def test_a_number_that_is_no_step_is_read_as_a_number() -> None:
    assert [word_of(JOINS, value) for value in (7, 1.5)] == ["7", "1.5"]
    assert word_of("Words a minute", 12) == "12"
