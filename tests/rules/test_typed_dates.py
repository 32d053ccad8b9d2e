"""Dates as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules.typed_dates import MONTHS, Prefer, say, understand

SUNDAY = date(2026, 11, 22)
"""A Sunday: 22 November 2026."""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3/2/26", date(2026, 2, 3)),
        ("03.02.2026", date(2026, 2, 3)),
        ("3-2-26", date(2026, 2, 3)),
        ("3 2 26", date(2026, 2, 3)),
        ("03/02/2026.", date(2026, 2, 3)),
        ("3 feb 26", date(2026, 2, 3)),
        ("3feb26", date(2026, 2, 3)),
        ("3-Feb-2026", date(2026, 2, 3)),
        ("3rd of February, 2026", date(2026, 2, 3)),
        ("the 3rd of feb 2026", date(2026, 2, 3)),
        ("Feb 3 2026", date(2026, 2, 3)),
        ("Tue 3 Feb 2026", date(2026, 2, 3)),
        ("Tuesday 3 February 2026", date(2026, 2, 3)),
        ("2026-02-03", date(2026, 2, 3)),
        ("20260203", date(2026, 2, 3)),
        ("  today ", SUNDAY),
        ("tomorrow", date(2026, 11, 23)),
        ("Yesterday", date(2026, 11, 21)),
        ("in 6 weeks", date(2027, 1, 3)),
        ("6 weeks", date(2027, 1, 3)),
        ("6w", date(2027, 1, 3)),
        ("+10d", date(2026, 12, 2)),
        ("-3d", date(2026, 11, 19)),
        ("2 weeks ago", date(2026, 11, 8)),
        ("a fortnight ago", date(2026, 11, 8)),
        ("in a fortnight", date(2026, 12, 6)),
        ("in a week's time", date(2026, 11, 29)),
        ("in two weeks' time", date(2026, 12, 6)),
        ("3 months", date(2027, 2, 22)),
        ("a year ago", date(2025, 11, 22)),
        ("tue", date(2026, 11, 24)),
        ("thurs", date(2026, 11, 19)),
        ("sunday", SUNDAY),
        ("next sunday", date(2026, 11, 29)),
        ("next tuesday", date(2026, 11, 24)),
        ("last sunday", date(2026, 11, 15)),
        ("this mon", date(2026, 11, 16)),
        ("on weds", date(2026, 11, 25)),
        ("29 feb", date(2028, 2, 29)),
        ("3 sept", date(2026, 9, 3)),
        ("1/1/99", date(1999, 1, 1)),
    ],
)
def test_a_typed_date_is_understood(typed: str, day: date) -> None:
    assert understand(typed, SUNDAY).day == day


def test_what_was_understood_is_said_back_in_full() -> None:
    assert understand("3/2/26", SUNDAY).said == "Tuesday 3 February 2026"


@pytest.mark.parametrize(
    ("typed", "prefer", "day"),
    [
        ("3 feb", "near", date(2027, 2, 3)),
        ("3 feb", "past", date(2026, 2, 3)),
        ("3 feb", "future", date(2027, 2, 3)),
        ("22/11", "past", SUNDAY),
        ("22/11", "future", SUNDAY),
        ("1 oct", "near", date(2026, 10, 1)),
        ("1 oct", "future", date(2027, 10, 1)),
        ("29 feb", "past", date(2024, 2, 29)),
        ("tue", "past", date(2026, 11, 17)),
        ("fri", "future", date(2026, 11, 27)),
        ("fri", "near", date(2026, 11, 20)),
        ("1/12/26", "past", date(2026, 12, 1)),
        ("1/12/26", "future", date(2026, 12, 1)),
    ],
)
def test_a_date_without_a_year_is_the_one_that_makes_sense(
    typed: str, prefer: Prefer, day: date
) -> None:
    assert understand(typed, SUNDAY, prefer).day == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "no date"),
        ("soon", "in 6 weeks"),
        ("31/02", "February has no day 31"),
        ("31/2/26", "February has no day 31"),
        ("29/2/26", "February 2026 has no day 29"),
        ("31 april", "April has no day 31"),
        ("0/2/26", "February has no day 0"),
        ("2/13/26", "no month 13: the day comes first"),
        ("2026-13-01", "no month 13"),
        ("3/2/026", "two figures or four"),
        ("3/2/9999", "too far away"),
        ("999999y", "too far away"),
        ("in 100000 weeks", "too far away"),
        ("mon 3 feb 2026", "is a Tuesday"),
        ("3 fe", "not a date"),
        ("weeks", "not a date"),
        ("next week sometime", "not a date"),
        ("٣/٢/٢٦x", "not a date"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_the_reason(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        understand(typed, SUNDAY)


DAYS = st.dates(date(1930, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_every_printed_form_is_read_back_as_the_same_day(day: date) -> None:
    month = MONTHS[day.month - 1]

    for printed in (
        say(day),
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day:%Y%m%d}",
    ):
        assert understand(printed, SUNDAY).day == day


@given(DAYS, st.sampled_from(["past", "future", "near"]))
def test_a_day_and_month_alone_come_out_where_they_were_wanted(day: date, prefer: Prefer) -> None:
    found = understand(f"{day.day}/{day.month}", SUNDAY, prefer).day

    assert (found.day, found.month) == (day.day, day.month)
    assert prefer != "past" or found <= SUNDAY
    assert prefer != "future" or found >= SUNDAY
    assert prefer != "near" or (day.day, day.month) == (29, 2) or _apart(found) <= 183


def _apart(day: date) -> int:
    return abs(day - SUNDAY) // timedelta(days=1)


@given(st.text(max_size=30), st.sampled_from(["past", "future", "near"]))
def test_any_text_is_a_day_or_a_reason(text: str, prefer: Prefer) -> None:
    assert _answer(text, prefer).endswith((".", *map(str, range(10))))


def _answer(text: str, prefer: Prefer) -> str:
    try:
        return understand(text, SUNDAY, prefer).said
    except ValueError as error:
        return str(error)
