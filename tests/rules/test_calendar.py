"""Bank holidays, working days, the counting rules and the school year."""

from collections.abc import Callable
from datetime import date, timedelta

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules import calendar as cal
from sendtui.rules.calendar import Term

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize("year", range(2000, 2060))
def test_the_bank_holidays_agree_with_a_second_reading(year: int) -> None:
    theirs = holidays.country_holidays("GB", subdiv="ENG", years=year)

    assert set(cal.bank_holidays(year)) == {day for day in theirs if day.weekday() < 5}


PUBLISHED = BankHolidays(use_cached_holidays=True).get_holidays(
    division=BankHolidays.ENGLAND_AND_WALES
)
"""The government's own list, as bundled; nothing is fetched."""


@pytest.mark.parametrize("year", sorted({day["date"].year for day in PUBLISHED}))
def test_the_bank_holidays_agree_with_the_governments_list(year: int) -> None:
    theirs = {day["date"] for day in PUBLISHED if day["date"].year == year}

    assert set(cal.bank_holidays(year)) == theirs


def test_the_governments_list_reaches_far_enough_to_mean_something() -> None:
    assert {day["date"].year for day in PUBLISHED} >= set(range(2014, 2028))


_THEIRS = holidays.country_holidays("GB", subdiv="ENG", years=range(2013, 2052))


@given(st.dates(date(2014, 1, 1), date(2050, 12, 31)))
def test_a_working_day_is_one_by_the_second_reading_too(day: date) -> None:
    off = day.weekday() >= 5 or day in _THEIRS

    assert cal.is_working_day(day) is not off


@given(st.dates(date(2014, 1, 1), date(2050, 1, 1)), st.integers(1, 40))
def test_working_days_are_counted_as_the_second_reading_counts_them(day: date, count: int) -> None:
    theirs, left = day, count
    while left:
        theirs += timedelta(days=1)
        left -= theirs.weekday() < 5 and theirs not in _THEIRS

    assert cal.add_working_days(day, count) == theirs
    assert cal.working_days_beginning_with(day + timedelta(days=1), count) == theirs


@given(st.integers(2014, 2050))
def test_a_bank_holiday_on_a_weekend_has_its_substitute(year: int) -> None:
    days = cal.bank_holidays(year)

    assert all(day.weekday() < 5 for day in days)
    assert len([name for name in days.values() if name in {"Christmas Day", "Boxing Day"}]) == 2
    assert len(days) >= 8


@given(st.dates(date(2014, 1, 1), date(2050, 12, 31)), st.integers(-60, 60))
def test_months_keep_the_day_or_end_the_month(day: date, months: int) -> None:
    found = cal.months_after(day, months)

    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2012, "0102 0406 0409 0507 0604 0605 0827 1225 1226"),
        (2020, "0101 0410 0413 0508 0525 0831 1225 1228"),
        (2022, "0103 0415 0418 0502 0602 0603 0829 0919 1226 1227"),
        (2023, "0102 0407 0410 0501 0508 0529 0828 1225 1226"),
        (2026, "0101 0403 0406 0504 0525 0831 1225 1228"),
        (2027, "0101 0326 0329 0503 0531 0830 1227 1228"),
        (2028, "0103 0414 0417 0501 0529 0828 1225 1226"),
    ],
)
def test_the_bank_holidays_are_those_that_were_published(year: int, days: str) -> None:
    assert " ".join(f"{day:%m%d}" for day in cal.bank_holidays(year)) == days


@pytest.mark.parametrize(
    ("year", "sunday"), [(1981, "0419"), (2008, "0323"), (2026, "0405"), (2038, "0425")]
)
def test_easter_falls_where_the_church_has_it(year: int, sunday: str) -> None:
    assert f"{cal.easter(year):%m%d}" == sunday


@given(st.integers(1600, 3000))
def test_easter_is_a_sunday_in_its_five_weeks(year: int) -> None:
    assert cal.easter(year).weekday() == 6
    assert date(year, 3, 22) <= cal.easter(year) <= date(year, 4, 25)


D = date


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        pytest.param(cal.weeks_after(D(2026, 9, 1), 6), D(2026, 10, 13), id="six weeks"),
        pytest.param(cal.weeks_after(D(2026, 9, 1), 20), D(2027, 1, 19), id="twenty weeks"),
        pytest.param(
            cal.weeks_after(D(2026, 11, 20), 6), D(2027, 1, 1), id="a bank holiday does not roll"
        ),
        pytest.param(cal.days_beginning_with(D(2026, 12, 14), 15), D(2026, 12, 28), id="PL-01"),
        pytest.param(cal.days_after(D(2026, 12, 1), 30), D(2026, 12, 31), id="thirty days"),
        pytest.param(cal.months_after(D(2026, 12, 31), 2), D(2027, 2, 28), id="no 31 February"),
        pytest.param(cal.months_after(D(2026, 3, 31), -1), D(2026, 2, 28), id="months back"),
        pytest.param(cal.months_after(D(2026, 1, 20), 12), D(2027, 1, 20), id="a year on"),
        pytest.param(cal.period_of_months(D(2026, 1, 20), 12), D(2027, 1, 19), id="TV13"),
        pytest.param(cal.period_of_months(D(2027, 3, 1), 12), D(2028, 2, 29), id="TV14"),
        pytest.param(cal.period_of_months(D(2028, 2, 29), 12), D(2029, 2, 28), id="TV14 leap"),
        pytest.param(
            cal.working_days_beginning_with(D(2026, 11, 23), 15), D(2026, 12, 11), id="TV22"
        ),
        pytest.param(
            cal.working_days_beginning_with(D(2026, 12, 21), 15), D(2027, 1, 13), id="TV23"
        ),
        pytest.param(
            cal.working_days_beginning_with(D(2026, 12, 26), 15), D(2027, 1, 19), id="TV24"
        ),
        pytest.param(
            cal.working_days_beginning_with(D(2027, 3, 22), 15), D(2027, 4, 13), id="TV25"
        ),
        pytest.param(cal.add_working_days(D(2027, 1, 29), -15), D(2027, 1, 8), id="TV26"),
        pytest.param(cal.add_working_days(D(2026, 12, 24), 3), D(2026, 12, 31), id="TV33"),
        pytest.param(cal.add_working_days(D(2026, 12, 26), 0), D(2026, 12, 26), id="none"),
        pytest.param(cal.last_working_day_on_or_before(D(2027, 2, 14)), D(2027, 2, 12), id="TV18"),
        pytest.param(cal.next_working_day_on_or_after(D(2026, 12, 25)), D(2026, 12, 29), id="roll"),
    ],
)
def test_days_weeks_and_months_are_counted_as_the_law_does(counted: date, expected: date) -> None:
    assert counted == expected


@given(DAYS, st.integers(1, 60))
def test_going_on_and_back_by_working_days_ends_on_the_same_working_day(
    day: date, count: int
) -> None:
    start = cal.last_working_day_on_or_before(day)

    assert cal.add_working_days(cal.add_working_days(start, count), -count) == start


@given(DAYS, st.integers(1, 36))
def test_a_period_of_months_ends_before_the_next_one_could_begin(day: date, months: int) -> None:
    end = cal.period_of_months(day, months)

    assert end < cal.months_after(day, months) or end.day != day.day
    assert end >= day + timedelta(days=27)


@pytest.mark.parametrize(
    ("day", "start", "term"),
    [
        (date(2026, 8, 31), 2025, "summer term 2026"),
        (date(2026, 9, 1), 2026, "autumn term 2026"),
        (date(2026, 12, 31), 2026, "autumn term 2026"),
        (date(2027, 1, 1), 2026, "spring term 2027"),
        (date(2027, 4, 16), 2026, "summer term 2027"),
    ],
)
def test_a_day_has_its_academic_year_and_term(day: date, start: int, term: str) -> None:
    assert cal.academic_year(day) == start
    assert str(cal.term_of(day)) == term


@given(DAYS)
def test_every_day_lies_in_exactly_one_default_term(day: date) -> None:
    terms = cal.default_terms(cal.academic_year(day))

    assert sum(term.starts <= day <= term.ends for term in terms) == 1


OWN = (
    Term("spring", date(2027, 1, 5), date(2027, 3, 25)),
    Term("autumn", date(2026, 9, 3), date(2026, 12, 18)),
    Term("summer", date(2027, 4, 12), date(2027, 7, 21)),
    Term("autumn", date(2027, 8, 26), date(2027, 12, 17)),
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        pytest.param(date(2026, 9, 1), "autumn", id="before the first day"),
        pytest.param(date(2026, 12, 28), "autumn", id="Christmas"),
        pytest.param(date(2027, 4, 12), "summer", id="the first day of summer"),
        pytest.param(date(2027, 8, 20), "summer", id="August"),
        pytest.param(date(2027, 8, 27), "autumn", id="a term that begins in August"),
        pytest.param(date(2029, 1, 4), "spring", id="a year without own dates"),
    ],
)
def test_a_schools_own_terms_are_preferred(day: date, name: str) -> None:
    assert cal.term_of(day, OWN).name == name


@pytest.mark.parametrize(("start", "written"), [(2026, "2026/27"), (1999, "1999/00")])
def test_an_academic_year_is_written_with_both_its_years(start: int, written: str) -> None:
    assert cal.academic_year_label(start) == written


@pytest.mark.parametrize("go", [cal.weeks_after, cal.days_after])
@given(day=DAYS)
def test_nothing_after_an_event_is_the_event(go: Callable[[date, int], date], day: date) -> None:
    assert go(day, 0) == day
