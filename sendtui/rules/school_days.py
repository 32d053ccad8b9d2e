"""When a school is open: its own terms, closures and training days, or England's usual year.

The usual year is as near as a rule can get; a school's own dates may differ by a week.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise

from sendtui.rules.calendar import (
    SATURDAY,
    Term,
    TermName,
    bank_holidays,
    easter,
    is_working_day,
    term_of,
)
from sendtui.rules.typed_dates import say

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_TO_FRIDAY = timedelta(days=4)
_APART = timedelta(days=30)
"""Two half terms of one name are no further apart than this."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Days on end without school, from the first to the last, weekends on either side among them.

    The name finishes "in the": "summer holiday".
    """

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Span:
    """Days on end of one sort in a school's year: term, half term, closed or training."""

    sort: str
    starts: date
    ends: date
    name: str = ""


def term_name(starts: date) -> TermName:
    """What a term that begins on this day is called; one of six takes the name of its two."""
    if starts.month >= 8:
        return "autumn"
    return "spring" if starts < easter(starts.year) - _WEEK else "summer"


@cache
def usual_holidays(year: int) -> tuple[Closed, ...]:
    """The school holidays that begin in a calendar year in England, as they usually fall."""
    good_friday = easter(year) - 2 * _DAY
    spring = next(d for d, name in bank_holidays(year).items() if name.startswith("Spring"))
    return (
        _weeks("February half term", _monday(date(year, 2, 17))),
        _weeks("Easter holiday", _monday(good_friday), _monday(good_friday) + _WEEK),
        _weeks("May half term", _monday(spring)),
        _weeks("summer holiday", _first_ending_from(date(year, 7, 22)), _monday(date(year, 8, 31))),
        _weeks("October half term", _monday(date(year, 10, 28))),
        _weeks(
            "Christmas holiday",
            _first_ending_from(date(year, 12, 23)),
            _monday(date(year + 1, 1, 2)),
        ),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _first_ending_from(day: date) -> date:
    """The Monday of the first school week whose Friday is this day or later."""
    monday = _monday(day)
    return monday if monday + _TO_FRIDAY >= day else monday + _WEEK


def _weeks(name: str, first: date, last: date | None = None) -> Closed:
    """From the Saturday before one Monday to the Sunday after another."""
    return Closed(name, first - 2 * _DAY, (last or first) + 6 * _DAY)


_AFTER = {"autumn": "Christmas holiday", "spring": "Easter holiday", "summer": "summer holiday"}


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """A setting's own year, where it is known; without `terms` the usual year stands in.

    `closed` are half terms and other closures within terms, `training` days without pupils.
    """

    terms: tuple[Term, ...] = ()
    closed: tuple[Closed, ...] = ()
    training: frozenset[date] = frozenset()

    def holiday_on(self, day: date) -> Closed | None:
        """The holiday or closure a day lies in, or None."""
        return next(iter(self.holidays(day, day)), None)

    @property
    def whole_terms(self) -> tuple[Term, ...]:
        """The setting's own terms as three a year: of six the two of one name are one."""
        found: list[Term] = []
        for term in sorted(self.terms, key=lambda each: each.starts):
            before = found[-1] if found else None
            if before and before.name == term.name and term.starts - before.ends <= _APART:
                found[-1] = Term(term.name, before.starts, max(before.ends, term.ends))
            else:
                found.append(term)
        return tuple(found)

    def term_of(self, day: date) -> Term:
        """The term a day belongs to; a day in the holidays belongs to the term just ended."""
        return term_of(day, self.whole_terms)

    def is_school_week(self, monday: date) -> bool:
        """Whether school is open in the middle of the week that begins on this Monday."""
        return self.holiday_on(monday + 2 * _DAY) is None

    def is_school_day(self, day: date) -> bool:
        """Whether pupils are in school on a day (CAL-13)."""
        return is_working_day(day) and day not in self.training and self.holiday_on(day) is None

    def add_school_days(self, day: date, count: int) -> date:
        """The day that is `count` school days after this one, which does not count itself."""
        left = count
        while left > 0:
            day += _DAY
            left -= self.is_school_day(day)
        return day

    def holidays(self, first: date, last: date) -> tuple[Closed, ...]:
        """The holidays and closures that a span of days touches, in order."""
        years = range(first.year - 1, last.year + 1)
        known = (each for year in years for each in _beginning_in(self, year))
        return tuple(each for each in known if each.first <= last and each.last >= first)

    def warn(self, first: date, last: date) -> tuple[str, ...]:
        """What to say of a window that ends in a holiday, or is half holiday by its weekdays."""
        found = self.holidays(first, last)
        if not found or last < first:
            return ()
        off = _off(found, first, last)
        of_all = weekdays(first, last)
        ends_in = any(each.first <= last <= each.last for each in found)
        if not ends_in and 2 * off < of_all:
            return ()
        names = ", ".join(f"{each.name} ({say(each.first)} to {say(each.last)})" for each in found)
        is_own = self.terms or all(each in self.closed for each in found)
        usual = "" if is_own else " These are England's usual dates: check the school's own."
        if off == of_all:
            how = "lies in a school holiday, all of it"
        elif not ends_in:
            how = f"is half school holiday or more, {off} of its {of_all} weekdays"
        elif off:
            how = f"ends in a school holiday, {off} of its {of_all} weekdays"
        else:
            how = "ends on a weekend that begins a school holiday"
        return (f"The time {how}: {names}.{usual}",)


def weekdays(first: date, last: date) -> int:
    """How many days from Monday to Friday there are from one day to another, both counted."""
    whole, rest = divmod((last - first).days + 1, 7)
    return 5 * whole + sum((first.weekday() + n) % 7 < SATURDAY for n in range(rest))


@lru_cache(maxsize=1024)
def _beginning_in(calendar: SchoolCalendar, year: int) -> tuple[Closed, ...]:
    """The holidays of a calendar that begin in a calendar year."""
    terms = sorted(calendar.terms, key=lambda term: term.starts)
    covers = (terms[0].starts, terms[-1].ends) if terms else None
    usual = [
        each
        for each in usual_holidays(year)
        if (covers is None or each.last < covers[0] or each.first > covers[1])
        and not any(_replaces(own, each) for own in calendar.closed)
    ]
    between = [
        Closed(_name(before, after), before.ends + _DAY, after.starts - _DAY)
        for before, after in pairwise(terms)
        if after.starts - before.ends > _DAY
    ]
    mine = [each for each in (*between, *calendar.closed) if each.first.year == year]
    return tuple(sorted((*usual, *mine), key=lambda each: each.first))


def _replaces(own: Closed, usual: Closed) -> bool:
    """Whether a closure of the setting's own is this holiday: it has half of its weekdays."""
    shared = weekdays(max(own.first, usual.first), min(own.last, usual.last))
    return 2 * max(shared, 0) >= weekdays(usual.first, usual.last)


def _off(found: Iterable[Closed], first: date, last: date) -> int:
    """The weekdays of a span that these take, each counted once."""
    off, after = 0, first
    for each in sorted(found, key=lambda one: one.first):
        starts, ends = max(each.first, after), min(each.last, last)
        if starts <= ends:
            off, after = off + weekdays(starts, ends), ends + _DAY
    return off


def _name(before: Term, after: Term) -> str:
    return "half term" if before.name == after.name else _AFTER[before.name]


ENGLAND = SchoolCalendar()
"""England's usual school year."""
