"""Dates in files: day first, four-digit years, and a reason for what cannot be read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.formats.dates import read_date

DAYS = st.dates(date(1900, 3, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "09/04/2016",
        "9/4/2016",
        "09-04-2016",
        "09.04.2016",
        "2016-04-09",
        "2016/04/09",
        "2016-04-09T00:00:00",
        "2016-04-09 00:00:00",
        "09/04/2016 00:00",
        "20160409",
        "9 Apr 2016",
        "9th April 2016",
        "09-Apr-2016",
        "9 APRIL, 2016",
        "2016-Apr-09 00:00:00",
        "42469",
        "42469.0",
    ],
)
def test_every_style_gives_the_same_day(text: str) -> None:
    assert read_date(text) == date(2016, 4, 9)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("09/04/16", "two digits", id="two-digit year"),
        pytest.param("9 Apr 16", "two digits", id="two-digit year after a month"),
        pytest.param("04/25/2016", "no month 25", id="American order"),
        pytest.param("20162504", "no month 25", id="American digits"),
        pytest.param("31/02/2016", "no such day", id="31 February"),
        pytest.param("29/02/2015", "no such day", id="no leap year"),
        pytest.param("9 Avril 2016", "month", id="a foreign month"),
        pytest.param("09/04/1816", "not between", id="another century"),
        pytest.param("99999", "not between", id="a serial number too far"),
        pytest.param("12345", "", id="a serial number of 1933"),
        pytest.param("about Easter", "not a date", id="words"),
        pytest.param("2016", "not a date", id="a year alone"),
        pytest.param("٠٩/٠٤/٢٠١٦", "not a date", id="digits of another script"),
        pytest.param("0000-00-00", "no month 0", id="noughts"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, reason: str) -> None:
    if not reason:
        assert read_date(text) == date(1933, 10, 18)
        return
    with pytest.raises(ValueError, match=reason):
        read_date(text)


@given(DAYS)
def test_a_day_comes_back_from_every_style_it_is_written_in(day: date) -> None:
    written = (f"{day:%d/%m/%Y}", f"{day:%Y%m%d}", day.isoformat(), f"{day:%d-%b-%Y}")
    serial = str((day - date(1899, 12, 30)).days)

    assert {read_date(text) for text in written} == {day}
    assert len(serial) != 5 or read_date(serial) == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_in_range_or_a_reason(text: str) -> None:
    try:
        day = read_date(text)
    except ValueError:
        return
    assert 1900 <= day.year <= 2100
