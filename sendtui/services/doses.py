"""What was promised by a day, counted: doses of provision against the sessions that were logged.

Pure arithmetic. A promise falls due when its day, week, fortnight, half term or term is over, and
only time at school counts, so that nobody is short of a session they could still give.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from sendtui.rules.school_days import ENGLAND, SchoolCalendar

WEEK = timedelta(days=7)
_LONGEST = 60
"""School weeks after which a line without an end is no longer counted: a year and a half."""


@dataclass(frozen=True, slots=True)
class Dose:
    """A promise: so many times per period, each of so many minutes, from one day to another.

    `weeks` are weeks at school, 0 for no limit; `ends` is the last day, None for open. Only time
    at school by the `calendar` counts.
    """

    times: int
    per: str
    minutes: int
    starts: date
    ends: date | None = None
    weeks: int = 0
    calendar: SchoolCalendar = ENGLAND


@dataclass(frozen=True, slots=True)
class Session:
    """One logged session: it happened for so many minutes, or was missed and why."""

    on: date
    happened: bool
    minutes: int = 0
    missed_because: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Sessions and minutes up to a day: promised, happened, missed, and what nobody has logged.

    `ahead` counts sessions logged for days still to come; `doubled` are days with more sessions
    than the promise has in a day; `reasons` say why sessions were missed, the commonest first.
    """

    specified: int
    happened: int
    missed: int
    not_logged: int
    specified_minutes: int
    happened_minutes: int
    missed_minutes: int
    ahead: int = 0
    doubled: tuple[date, ...] = ()
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def short(self) -> int:
        """Sessions promised by now that have not happened, for whatever reason."""
        return max(0, self.specified - self.happened)

    @property
    def beyond(self) -> int:
        """Sessions logged up to the day, happened or missed, past those promised by then."""
        return max(0, self.happened + self.missed - self.specified)


def figures(dose: Dose, sessions: Iterable[Session], until: date) -> Figures:
    """The figures of one line of provision up to and including a day."""
    known = list(sessions)
    logged = [s for s in known if s.on <= until]
    happened = [s for s in logged if s.happened]
    missed = len(logged) - len(happened)
    specified = due(dose, until)
    reasons = Counter(s.missed_because for s in logged if s.missed_because and not s.happened)
    return Figures(
        specified=specified,
        happened=len(happened),
        missed=missed,
        not_logged=max(0, specified - len(logged)),
        specified_minutes=specified * dose.minutes,
        happened_minutes=sum(s.minutes for s in happened),
        missed_minutes=missed * dose.minutes,
        ahead=len(known) - len(logged),
        doubled=doubled(dose, known),
        reasons=tuple(reasons.most_common()),
    )


def together(lines: Iterable[Figures]) -> Figures:
    """The figures of several lines as one."""
    lines = list(lines)
    reasons: Counter[str] = Counter()
    for line in lines:
        reasons.update(dict(line.reasons))
    return Figures(
        specified=sum(line.specified for line in lines),
        happened=sum(line.happened for line in lines),
        missed=sum(line.missed for line in lines),
        not_logged=sum(line.not_logged for line in lines),
        specified_minutes=sum(line.specified_minutes for line in lines),
        happened_minutes=sum(line.happened_minutes for line in lines),
        missed_minutes=sum(line.missed_minutes for line in lines),
        ahead=sum(line.ahead for line in lines),
        reasons=tuple(reasons.most_common()),
    )


def covers(dose: Dose, on: date) -> bool:
    """Whether a day is one of those the promise runs over."""
    if on < dose.starts or (dose.ends is not None and on > dose.ends):
        return False
    weeks = list(_weeks(dose, on))
    return not dose.weeks or len(weeks) < dose.weeks or on < weeks[-1] + WEEK


def doubled(dose: Dose, sessions: Iterable[Session]) -> tuple[date, ...]:
    """The days on which more sessions happened than the promise has in a day."""
    most = dose.times if dose.per == "day" else 1
    days = Counter(s.on for s in sessions if s.happened)
    return tuple(sorted(day for day, times in days.items() if times > most))


@lru_cache(maxsize=4096)
def due(dose: Dose, until: date) -> int:
    """How many sessions have fallen due by the end of a day.

    Kept for the next who asks: a school's lines have few doses, and most begin on the same day.
    """
    last = until if dose.ends is None else min(until, dose.ends)
    weeks = list(_weeks(dose, last))
    if dose.per == "day":
        days = (monday + timedelta(days=n) for monday in weeks for n in range(5))
        return dose.times * sum(
            dose.starts <= d <= last and dose.calendar.is_school_day(d) for d in days
        )
    over = [monday for monday in weeks if _wednesday(monday) <= last and _friday(monday) <= until]
    if dose.per == "week":
        return dose.times * len(over)
    if dose.per == "fortnight":
        return dose.times * len(over) // 2
    ended = (dose.ends is not None and dose.ends <= until) or 0 < dose.weeks <= len(over)
    return dose.times * _periods_over(over, dose, ended=ended)


def _weeks(dose: Dose, last: date) -> Iterator[date]:
    """The Mondays of the line's weeks at school; a first week counts if most of it is left."""
    monday = dose.starts - timedelta(days=dose.starts.weekday())
    if dose.per != "day" and dose.starts > _wednesday(monday):
        monday += WEEK
    most, found = dose.weeks or _LONGEST, 0
    while monday <= last and found < most:
        if is_school_week(monday, dose.calendar):
            found += 1
            yield monday
        monday += WEEK


def _periods_over(weeks: list[date], dose: Dose, *, ended: bool) -> int:
    """How many half terms or terms are over; one cut off by the end of the line counts."""

    def name(monday: date) -> date:
        if dose.per == "half term":
            return _half_term(monday, dose.calendar)
        return dose.calendar.term_of(monday).starts

    groups = [list(found) for _, found in groupby(weeks, key=name)]
    if not groups:
        return 0
    after = _next_school_week(groups[-1][-1], dose.calendar)
    is_over = ended or name(after) != name(groups[-1][-1])
    return len(groups) if is_over else len(groups) - 1


def _half_term(monday: date, calendar: SchoolCalendar) -> date:
    """The first Monday of the unbroken run of school weeks this one is in."""
    while is_school_week(monday - WEEK, calendar):
        monday -= WEEK
    return monday


def _next_school_week(monday: date, calendar: SchoolCalendar) -> date:
    monday += WEEK
    while not is_school_week(monday, calendar):
        monday += WEEK
    return monday


@lru_cache(maxsize=4096)
def is_school_week(monday: date, calendar: SchoolCalendar = ENGLAND) -> bool:
    """Whether school is open in this week: by the setting's own year, or England's usual one.

    Without dates of its own a school's may differ by a week, so figures across a holiday are near,
    not exact.
    """
    return calendar.is_school_week(monday)


def _wednesday(monday: date) -> date:
    return monday + timedelta(days=2)


def _friday(monday: date) -> date:
    return monday + timedelta(days=4)
