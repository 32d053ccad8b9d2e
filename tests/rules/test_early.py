"""From the first concern to the SEN register to the first plan."""

from datetime import date

import pytest

from sendtui.rules.early import age, nothing_tried, steps

BORN = date(2017, 2, 28)


def test_each_step_has_its_age_and_the_time_since_the_one_before() -> None:
    found = steps(BORN, date(2024, 2, 27), date(2024, 5, 27), date(2024, 6, 3))

    assert [(s.age, s.after) for s in found] == [
        ("6 years 11 months", ""),
        ("7 years 2 months", "12 weeks later"),
        ("7 years 3 months", "7 days later"),
    ]


def test_a_step_not_taken_is_passed_over_and_one_out_of_order_is_said() -> None:
    found = steps(BORN, None, date(2024, 5, 28), date(2024, 5, 20))

    assert [(s.on, s.after) for s in found] == [
        (None, ""),
        (date(2024, 5, 28), ""),
        (date(2024, 5, 20), "8 days before"),
    ]


@pytest.mark.parametrize(
    ("born", "on", "words"),
    [
        pytest.param(date(2020, 2, 29), date(2024, 2, 28), "3 years 11 months", id="leap child"),
        pytest.param(BORN, date(2018, 2, 28), "1 year 0 months", id="first birthday"),
        pytest.param(None, date(2018, 2, 28), "", id="no date of birth"),
        pytest.param(BORN, date(2016, 1, 1), "", id="before birth"),
    ],
)
def test_an_age_is_in_years_and_months(born: date | None, on: date, words: str) -> None:
    assert age(born, on) == words


def test_only_words_count_as_something_tried() -> None:
    assert nothing_tried(["", "  "])
    assert nothing_tried(["", "Seat near the board"]) == ""
