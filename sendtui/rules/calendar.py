"""England's calendar: bank holidays, working days, the counting rules, and the school year.

Statutory limits are counted in calendar days unless the law says working days, and nothing in
the SEND Regulations 2014 moves one off a weekend: the functions here never roll a date forward.
Days off are those of the Banking and Financial Dealings Act 1971, a month is a calendar month
(Interpretation Act 1978 Sch. 1), and the day of an event is day 0 (common law): none of the three
was read by us.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

SATURDAY = 5

_MOVED = {
    date(1995, 5, 1): date(1995, 5, 8),
    date(2002, 5, 27): date(2002, 6, 4),
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}
"""Bank holidays that were moved, by royal proclamation, from their usual Monday."""

_EXTRA = {
    date(1981, 7, 29): "Royal wedding",
    date(1999, 12, 31): "Millennium",
    date(2002, 6, 3): "Golden Jubilee",
    date(2011, 4, 29): "Royal wedding",
    date(2012, 6, 5): "Diamond Jubilee",
    date(2022, 6, 3): "Platinum Jubilee",
    date(2022, 9, 19): "State funeral",
    date(2023, 5, 8): "Coronation",
}
"""Bank holidays of one year only."""


def easter(year: int) -> date:
    """Easter Sunday of a year (Meeus's reading of the Gregorian rule)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    epact = (19 * golden + skipped + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> dict[date, str]:
    """The bank holidays of a year in England, on the weekday they are taken, with their names.

    Right from 1978 on. A day proclaimed later than this version is not in it.
    """
    days = {_next_free(date(year, 1, 1)): "New Year's Day"}
    days[easter(year) - timedelta(days=2)] = "Good Friday"
    days[easter(year) + timedelta(days=1)] = "Easter Monday"
    for usual, name in (
        (_first_monday(year, 5), "Early May bank holiday"),
        (_last_monday(year, 5), "Spring bank holiday"),
        (_last_monday(year, 8), "Summer bank holiday"),
    ):
        days[_MOVED.get(usual, usual)] = name
    days.update(_christmas(year))
    days.update({day: name for day, name in _EXTRA.items() if day.year == year})
    return dict(sorted(days.items()))


def _next_free(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def _christmas(year: int) -> tuple[tuple[date, str], tuple[date, str]]:
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    if christmas.weekday() == SATURDAY:
        christmas, boxing = date(year, 12, 27), date(year, 12, 28)
    elif boxing.weekday() == SATURDAY:
        boxing = date(year, 12, 28)
    elif christmas.weekday() > SATURDAY:
        christmas = date(year, 12, 27)
    return (christmas, "Christmas Day"), (boxing, "Boxing Day")


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=last.weekday())


def is_working_day(day: date) -> bool:
    """Whether a day is neither Saturday, Sunday nor a bank holiday in England (CAL-7)."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The day that is `count` working days after this one, which does not count itself.

    A negative count goes back; 0 gives the day as it is.
    """
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_beginning_with(day: date, count: int) -> date:
    """The last of `count` working days, the first being this day or the first working one after."""
    return add_working_days(day - timedelta(days=1), count)


def last_working_day_on_or_before(day: date) -> date:
    """The day to plan for when a limit that does not roll falls on `day` (CAL-8)."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def next_working_day_on_or_after(day: date) -> date:
    """The day an act is still in time where a limit does roll forward (Tribunal, CAL-9)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def weeks_after(day: date, weeks: int) -> date:
    """The last lawful day of "within N weeks of" an event, whose day is day 0 (CAL-1)."""
    return day + timedelta(weeks=weeks)


def days_after(day: date, days: int) -> date:
    """The last lawful day of "within N days of" an event, whose day does not count (CAL-3)."""
    return day + timedelta(days=days)


def days_beginning_with(day: date, days: int) -> date:
    """The last of N days "beginning with" this day, which is the first (CAL-2)."""
    return day + timedelta(days=days - 1)


def months_after(day: date, months: int) -> date:
    """The corresponding date N months on, or the month's last day if it has none (CAL-5)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_of_months(start: date, months: int) -> date:
    """The last day of "a period of N months beginning with" `start` (CAL-6)."""
    end = months_after(start, months)
    return end - timedelta(days=1) if end.day == start.day else end


def academic_year(day: date) -> int:
    """The year the academic year of this day began in: it runs from 1 September to 31 August."""
    return day.year if day.month >= 9 else day.year - 1


def academic_year_label(start: int) -> str:
    """How an academic year is written: 2026/27."""
    return f"{start}/{(start + 1) % 100:02}"


TermName = Literal["autumn", "spring", "summer"]


@dataclass(frozen=True, slots=True)
class Term:
    """One of a school year's three terms, with its first and last day."""

    name: TermName
    starts: date
    ends: date

    def __str__(self) -> str:
        return f"{self.name} term {self.starts.year}"


@cache
def default_terms(year: int) -> tuple[Term, Term, Term]:
    """The three terms of the academic year that begins in `year`, as near as a rule can get.

    Every day belongs to one: the holidays count to the term before them, and summer begins on
    16 April, between England's earliest and latest Easter holidays. A school's own dates are
    better, and every function that counts terms takes them.
    """
    return (
        Term("autumn", date(year, 9, 1), date(year, 12, 31)),
        Term("spring", date(year + 1, 1, 1), date(year + 1, 4, 15)),
        Term("summer", date(year + 1, 4, 16), date(year + 1, 8, 31)),
    )


def terms_of(year: int, own: Sequence[Term] = ()) -> tuple[Term, ...]:
    """The terms of an academic year: the school's own where it has any, else the default."""
    mine = tuple(term for term in own if academic_year(term.ends) == year)
    return tuple(sorted(mine, key=lambda term: term.starts)) or default_terms(year)


def term_of(day: date, own: Sequence[Term] = ()) -> Term:
    """The term a day belongs to; a day in the holidays belongs to the term just ended.

    A day before the school's first term of the year belongs to that term.
    """
    return _term_of(day, tuple(own))


@lru_cache(maxsize=256)
def _term_of(day: date, own: tuple[Term, ...]) -> Term:
    for term in own:
        if term.starts <= day <= term.ends:
            return term
    terms = terms_of(academic_year(day), own)
    begun = [term for term in terms if term.starts <= day]
    return begun[-1] if begun else terms[0]
