"""Dates as people type them, read the British way: day first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sendtui.rules.calendar import months_after

Prefer = Literal["past", "future", "near"]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)

_EXAMPLES = "Try 3/2/26, 3 feb, tue, tomorrow or in 6 weeks."

_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}


@dataclass(frozen=True, slots=True)
class Understood:
    """The day that was meant, and how to say it back: "Tuesday 3 February 2026"."""

    day: date
    said: str


def say(day: date) -> str:
    """A day in full, the same on every computer: "Tuesday 3 February 2026"."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def understand(text: str, today: date, prefer: Prefer = "near") -> Understood:
    """The day somebody typed.

    Without a year it is the nearest such day, or the last (`past`) or next (`future`) one, today
    among them. Raises ValueError, with words to show, where it cannot be read.
    """
    words = re.sub(r"\s+", " ", text.casefold().replace(",", " ")).strip(" .")
    if not words:
        raise ValueError(f"There is no date. {_EXAMPLES}")
    for reading in _READINGS:
        day = reading(words, today, prefer)
        if day is not None:
            return Understood(_near_enough(day), say(day))
    raise ValueError(f"This is not a date I know. {_EXAMPLES}")


def _near_enough(day: date) -> date:
    if not _FIRST <= day <= _LAST:
        raise ValueError(f"The year {day.year} is too far away.")
    return day


_BY_NAME = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1}


def _by_name(words: str, today: date, _prefer: Prefer) -> date | None:
    return today + timedelta(days=_BY_NAME[words]) if words in _BY_NAME else None


_AWAY = re.compile(
    r"(?P<sign>in |\+|-)? ?(?P<count>\d{1,6}|a|an|one|two|three|four|six)? ?"
    r"(?P<unit>d|days?|w|wks?|weeks?|fortnights?|m|mths?|months?|y|yrs?|years?)"
    r"(?P<turn> ago| later| time| from now)?"
)


def _some_way_off(words: str, today: date, _prefer: Prefer) -> date | None:
    """`in 6 weeks`, `6w`, `+10d`, `2 weeks ago`, `a fortnight ago`."""
    match = _AWAY.fullmatch(words.replace("' time", " time").replace("'s time", " time"))
    if not match or not (match["count"] or match["unit"].startswith("fortnight")):
        return None
    count = match["count"] or "1"
    away = _COUNTS.get(count) or (int(count) if count.isdigit() else 1)
    if (match["sign"] == "-") != (match["turn"] == " ago"):
        away = -away
    unit = match["unit"]
    try:
        if unit[0] in "my":
            return months_after(today, away * (12 if unit[0] == "y" else 1))
        return today + timedelta(days=away * {"d": 1, "w": 7, "f": 14}[unit[0]])
    except (OverflowError, ValueError):
        raise ValueError("That is too far away.") from None


_WEEKDAY = re.compile(r"(?:(next|last|this|on) )?([a-z]{3,9})")


def _weekday(word: str) -> int | None:
    shorts = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    if word in shorts:
        return shorts[word]
    known = [n for n, name in enumerate(DAYS) if word in (name.casefold(), name[:3].casefold())]
    return known[0] if known else None


def _by_weekday(words: str, today: date, prefer: Prefer) -> date | None:
    """`tue`, `next tuesday` (the first after today), `last fri`, `this mon` (of this week)."""
    match = _WEEKDAY.fullmatch(words)
    wanted = _weekday(match[2]) if match else None
    if not match or wanted is None:
        return None
    ahead = (wanted - today.weekday()) % 7
    if match[1] == "this":
        return today + timedelta(days=wanted - today.weekday())
    if match[1] == "next":
        return today + timedelta(days=ahead or 7)
    if match[1] == "last":
        return today + timedelta(days=ahead - 7)
    if ahead and (prefer == "past" or (prefer == "near" and ahead > 3)):
        ahead -= 7
    return today + timedelta(days=ahead)


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})(\d{2})(\d{2})")


def _iso(words: str, _today: date, _prefer: Prefer) -> date | None:
    match = _ISO.fullmatch(words)
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    return _made(day, month, year)


_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d+))?")
_NAMED = re.compile(
    r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?[ /.\-]?(?:of )?([a-z]{3,9})\.?(?:[ /.\-]?(\d+))?"
)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d+))?")


def _in_full(words: str, today: date, prefer: Prefer) -> date | None:
    """`3/2/26`, `03.02.2026`, `3 feb`, `tue 3rd of february 2026`, `feb 3`."""
    before, _, rest = words.partition(" ")
    weekday = _weekday(before.strip(".")) if before.isalpha() or before.endswith(".") else None
    found = _day_month(words if weekday is None else rest, today, prefer)
    if found is not None and weekday is not None and found.weekday() != weekday:
        raise ValueError(f"That day is a {DAYS[found.weekday()]}: {say(found)}.")
    return found


def _day_month(words: str, today: date, prefer: Prefer) -> date | None:
    if match := _NUMBERS.fullmatch(words):
        day, month, year = int(match[1]), int(match[2]), match[3]
    elif (match := _NAMED.fullmatch(words)) and _month(match[2]):
        day, month, year = int(match[1]), _month(match[2]), match[3]
    elif (match := _MONTH_FIRST.fullmatch(words)) and _month(match[1]):
        day, month, year = int(match[2]), _month(match[1]), match[3]
    else:
        return None
    if year is None:
        return _without_year(day, month, today, prefer)
    return _made(day, month, _full_year(year, today))


def _month(word: str) -> int:
    """The month's number, from three letters on; 0 where the word names none."""
    for number, name in enumerate(MONTHS, 1):
        if len(word) >= 3 and name.casefold().startswith(word):
            return number
    return 0


def _full_year(year: str, today: date) -> int:
    """Two figures mean this century, or the last for a day that is far off.

    So also where the day must be past: a slip of the year is told, not taken for 1926.
    """
    if len(year) == 4:
        return int(year)
    if len(year) != 2:
        raise ValueError("A year has two figures or four: 26 or 2026.")
    this_century = 2000 + int(year)
    return this_century - 100 * (this_century > today.year + 30)


def _without_year(day: int, month: int, today: date, prefer: Prefer) -> date:
    _made(day, month, 2000)
    days = []
    for year in range(today.year - 8, today.year + 9):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    if prefer == "past":
        return max(found for found in days if found <= today)
    if prefer == "future":
        return min(found for found in days if found >= today)
    return min(days, key=lambda found: (abs(found - today), found))


def _made(day: int, month: int, year: int) -> date:
    if not _FIRST.year <= year <= _LAST.year:
        raise ValueError(f"The year {year} is too far away.")
    if not 1 <= month <= 12:
        raise ValueError(f"There is no month {month}: the day comes first, as in 3/2/26.")
    try:
        return date(year, month, day)
    except ValueError:
        name = MONTHS[month - 1]
        when = f"{name} {year}" if (day, month) == (29, 2) else name
        raise ValueError(f"{when} has no day {day}.") from None


_Reading = Callable[[str, date, Prefer], date | None]

_READINGS: tuple[_Reading, ...] = (_by_name, _iso, _some_way_off, _by_weekday, _in_full)
