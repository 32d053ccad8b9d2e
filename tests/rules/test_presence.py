"""What attendance figures come to, and how suspensions are counted."""

from datetime import date
from fractions import Fraction

import pytest

from sendtui.rules.presence import Rate, days_suspended, in_days, looked_at_on

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("possible", "attended", "percent", "called"),
    [
        pytest.param(110, 110, "100.0%", "", id="always there"),
        pytest.param(100, 91, "91.0%", "", id="nine in a hundred missed"),
        pytest.param(100, 90, "90.0%", "persistently absent", id="one in ten missed"),
        pytest.param(1000, 901, "90.1%", "", id="just under one in ten"),
        pytest.param(2999, 2700, "90.0%", "", id="90.0% by rounding is not one in ten"),
        pytest.param(100, 51, "51.0%", "persistently absent", id="just under half missed"),
        pytest.param(100, 50, "50.0%", "severely absent", id="half missed"),
        pytest.param(0, 0, "", "", id="nothing was possible"),
    ],
)
def test_absence_is_named_by_exact_sessions(
    possible: int, attended: int, percent: str, called: str
) -> None:
    rate = Rate(possible, attended)

    assert (rate.percent, rate.called) == (percent, called)


def test_days_of_suspension_are_those_of_this_school_year() -> None:
    sessions = [
        ("suspension", date(2026, 10, 5), 5),
        ("lunchtime suspension", date(2026, 10, 20), 0),
        ("suspension", date(2026, 7, 6), 10),
        ("permanent exclusion", date(2026, 11, 9), 0),
        ("suspension", date(2026, 12, 1), 4),
    ]

    assert days_suspended(sessions, TODAY) == Fraction(3)


@pytest.mark.parametrize(
    ("halves", "words"), [(1, "½ day"), (2, "1 day"), (3, "1½ days"), (0, "0 days"), (9, "4½ days")]
)
def test_days_are_said_as_people_write_them(halves: int, words: str) -> None:
    assert in_days(Fraction(halves, 2)) == words


@pytest.mark.parametrize(
    ("review_on", "found"),
    [
        pytest.param(date(2026, 11, 20), date(2026, 11, 20), id="the day that was set"),
        pytest.param(None, date(2026, 12, 14), id="six weeks where none was"),
        pytest.param(date(2027, 3, 1), date(2026, 12, 18), id="never after its end"),
    ],
)
def test_a_part_time_timetable_is_looked_at_by_its_end(review_on: date | None, found: date) -> None:
    assert looked_at_on(date(2026, 11, 2), date(2026, 12, 18), review_on) == found
