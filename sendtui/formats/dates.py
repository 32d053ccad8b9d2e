"""Dates as files write them: stricter than a date somebody types.

Day first, always: 03/04/2015 is 3 April. Two-digit years are refused, because a file that has
lost its century has often lost more.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH: dict[str, int] = {
    **{name: n for n, name in enumerate(_NAMES.split("|"), 1)},
    **{name[:3]: n for n, name in enumerate(_NAMES.split("|"), 1)},
    "sept": 9,
}

_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.ASCII)
_DAY_FIRST = re.compile(rf"(\d{{1,2}}) ?[-/.] ?(\d{{1,2}}) ?[-/.] ?(\d{{4}}){_TIME}", re.ASCII)
_NAMED = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[ /-]*([A-Za-z]{{3,9}})\.?,?[ /-]*(\d{{4}}){_TIME}", re.ASCII
)
_CENSUS = re.compile(rf"(\d{{4}})-([A-Za-z]{{3}})-(\d{{1,2}}){_TIME}", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[ /.-]+(?:\d{1,2}|[A-Za-z]{3,9})[ /.,-]+'?\d{2}", re.ASCII)
_DIGITS = re.compile(r"\d{5}(?:\.\d+)?|\d{8}", re.ASCII)

_SERIAL_START = date(1899, 12, 30)
"""Day 0 of Excel's 1900 calendar, counted past the leap day it wrongly gives 1900."""

FIRST_YEAR, LAST_YEAR = 1900, 2100


@lru_cache(maxsize=65_536)
def read_date(text: str) -> date:
    """The day a cell means: DD/MM/YYYY, ISO, YYYYMMDD, D Mon YYYY or an Excel serial number.

    Raises ValueError with the reason, in words for the person who will mend the cell.
    """
    if found := _DAY_FIRST.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NAMED.fullmatch(text):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    if found := _CENSUS.fullmatch(text):
        return _day(int(found[1]), _month(found[2]), int(found[3]))
    if _DIGITS.fullmatch(text):
        return _from_digits(text)
    if _SHORT_YEAR.fullmatch(text):
        raise ValueError("the year has two digits: write all four, such as 09/04/2016")
    raise ValueError("not a date that can be read: write it as 09/04/2016 or 2016-04-09")


def _from_digits(text: str) -> date:
    if len(text) == 8 and "." not in text:
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    return _in_range(_SERIAL_START + timedelta(days=int(float(text))))


def _month(name: str) -> int:
    month = _MONTH.get(name.lower())
    if month is None:
        raise ValueError("the month is not one that can be read: write it as Apr or April")
    return month


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}: dates are read day first, then the month")
    try:
        return _in_range(date(year, month, day))
    except ValueError as error:
        if str(error).startswith("the year"):
            raise
        raise ValueError("there is no such day in that month") from None


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
    return day
