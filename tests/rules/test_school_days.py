"""England's usual school year, a school's own, and windows that fall in a holiday."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules.calendar import Term, is_working_day
from sendtui.rules.school_days import ENGLAND, Closed, SchoolCalendar, usual_holidays, weekdays
from sendtui.services.doses import is_school_week

D = date
YEARS = st.integers(2014, 2050)
DAYS = st.dates(date(2014, 1, 1), date(2050, 12, 31))
OWN = SchoolCalendar(
    terms=(
        Term("spring", D(2027, 1, 5), D(2027, 3, 25)),
        Term("autumn", D(2026, 9, 3), D(2026, 12, 18)),
        Term("summer", D(2027, 4, 12), D(2027, 7, 21)),
    ),
    closed=(Closed("half term", D(2026, 10, 26), D(2026, 10, 30)),),
    training=frozenset({D(2026, 9, 4)}),
)


@given(YEARS)
def test_the_usual_holidays_are_whole_weeks_in_order(year: int) -> None:
    found = usual_holidays(year)

    assert all(each.first.weekday() == 5 and each.last.weekday() == 6 for each in found)
    assert all(a.last < b.first for a, b in pairwise(found))


@given(DAYS)
def test_the_usual_year_is_the_one_that_provision_is_counted_in(day: date) -> None:
    monday = day - timedelta(days=day.weekday())

    assert is_school_week(monday) is (ENGLAND.holiday_on(monday) is None)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        pytest.param(D(2026, 8, 12), "summer holiday", id="August"),
        pytest.param(D(2026, 12, 25), "Christmas holiday", id="Christmas"),
        pytest.param(D(2027, 1, 1), "Christmas holiday", id="New Year"),
        pytest.param(D(2027, 3, 29), "Easter holiday", id="Easter Monday"),
        pytest.param(D(2027, 2, 17), "February half term", id="February"),
        pytest.param(D(2026, 11, 23), "", id="a day at school"),
    ],
)
def test_a_day_is_in_its_usual_holiday(day: date, name: str) -> None:
    found = ENGLAND.holiday_on(day)

    assert (found.name if found else "") == name


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        pytest.param(D(2026, 9, 3), True, id="the first day"),
        pytest.param(D(2026, 9, 4), False, id="a training day"),
        pytest.param(D(2026, 9, 5), False, id="a Saturday"),
        pytest.param(D(2026, 10, 28), False, id="its own half term"),
        pytest.param(D(2026, 10, 23), True, id="before it"),
        pytest.param(D(2026, 12, 21), False, id="its Christmas"),
        pytest.param(D(2027, 2, 17), True, id="the usual half term, which it does not name"),
        pytest.param(D(2027, 3, 26), False, id="its Easter"),
        pytest.param(D(2028, 2, 16), False, id="a year it has no dates for"),
    ],
)
def test_a_schools_own_year_comes_before_the_usual_one(day: date, is_open: bool) -> None:
    assert OWN.is_school_day(day) is is_open


def test_a_term_given_in_halves_has_a_half_term_between() -> None:
    halves = SchoolCalendar(
        (
            Term("autumn", D(2026, 9, 3), D(2026, 10, 23)),
            Term("autumn", D(2026, 11, 2), D(2026, 12, 18)),
        )
    )

    assert halves.holiday_on(D(2026, 10, 28)) == Closed(
        "half term", D(2026, 10, 24), D(2026, 11, 1)
    )


@given(DAYS, st.integers(1, 40))
def test_school_days_on_is_a_school_day_with_as_many_between(day: date, count: int) -> None:
    end = ENGLAND.add_school_days(day, count)

    between = (day + timedelta(days=n) for n in range(1, (end - day).days + 1))
    assert sum(ENGLAND.is_school_day(each) for each in between) == count
    assert is_working_day(end)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        pytest.param(D(2026, 12, 14), D(2026, 12, 28), "Christmas holiday", id="ends in it"),
        pytest.param(D(2026, 7, 20), D(2026, 9, 8), "summer holiday", id="mostly in it"),
        pytest.param(D(2026, 9, 14), D(2026, 11, 6), "", id="a half term in the middle"),
        pytest.param(D(2026, 11, 2), D(2026, 11, 16), "", id="no holiday"),
    ],
)
def test_a_window_in_a_holiday_is_warned_of(first: date, last: date, says: str) -> None:
    found = " ".join(ENGLAND.warn(first, last))

    assert bool(found) is bool(says)
    assert says in found
    assert "check the school's own" in found or not found


def test_a_holiday_that_a_school_wrote_down_itself_is_counted_once() -> None:
    half_term = Closed("Half term", date(2027, 2, 13), date(2027, 2, 21))
    snow = Closed("snow", date(2027, 2, 10), date(2027, 2, 16))
    own = SchoolCalendar(closed=(half_term,))
    both = SchoolCalendar(closed=(half_term, snow))

    (says,) = own.warn(date(2027, 1, 20), date(2027, 2, 17))
    (more,) = both.warn(date(2027, 1, 20), date(2027, 2, 17))

    assert own.holidays(date(2027, 2, 1), date(2027, 2, 28)) == (half_term,)
    assert ", 3 of its 21 weekdays: Half term" in says
    assert "usual" not in says
    assert ", 6 of its 21 weekdays: snow" in more
    assert own.holiday_on(date(2027, 3, 30)) is not None


def test_a_schools_own_dates_are_not_doubted() -> None:
    (says,) = OWN.warn(D(2026, 12, 14), D(2026, 12, 28))

    assert says == (
        "The time ends in a school holiday, 6 of its 11 weekdays: Christmas holiday (Saturday 19 "
        "December 2026 to Monday 4 January 2027)."
    )


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        pytest.param(D(2026, 7, 27), D(2026, 8, 10), "lies in a school holiday, all of", id="all"),
        pytest.param(D(2026, 7, 25), D(2026, 7, 25), "lies in a school holiday, all of", id="day"),
        pytest.param(D(2026, 12, 7), D(2026, 12, 19), "ends on a weekend that begins", id="none"),
        pytest.param(
            D(2026, 12, 7), D(2026, 12, 21), "ends in a school holiday, 1 of its 11", id="1"
        ),
    ],
)
def test_a_holiday_is_counted_only_where_there_is_something_to_count(
    first: date, last: date, says: str
) -> None:
    (found,) = OWN.warn(first, last) if first.month == 12 else ENGLAND.warn(first, last)

    assert says in found
    assert " 0 of its" not in found


@given(DAYS, st.integers(0, 400))
def test_weekdays_are_counted_one_by_one(first: date, length: int) -> None:
    days = [first + timedelta(days=n) for n in range(length + 1)]

    assert weekdays(first, days[-1]) == sum(day.weekday() < 5 for day in days)
