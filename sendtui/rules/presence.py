"""Whether a pupil was there: attendance as percentages, days suspended, part-time timetables.

A session is half a school day. The words of the definitions come from the Department's guidance;
where we have not read the text ourselves, the citation says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sendtui.rules.calendar import academic_year
from sendtui.rules.citation import Citation

RATE = Citation(
    "Of the pupil’s own possible sessions; 10% or more missed is persistent absence, 50% or more "
    "severe (DfE, Working together to improve school attendance)",
    "statutory",
    False,
)
DAYS_SUSPENDED = Citation(
    "At most 45 school days of suspension in one school year; a lunchtime is half a day (DfE, "
    "Suspension and permanent exclusion)",
    "statutory",
    False,
)
PART_TIME = Citation(
    "A part-time timetable is for the shortest time, with an end and reviews agreed with the "
    "parents (DfE, Working together to improve school attendance)",
    "statutory",
    False,
)

MOST_DAYS = 45
REVIEWED_WITHIN = timedelta(weeks=6)
"""How long a part-time timetable goes without being looked at, where no day was set: ours."""

LUNCHTIME = "lunchtime suspension"


@dataclass(frozen=True, slots=True)
class Rate:
    """Attendance in one period. `percent` is rounded to one decimal, halves up."""

    possible: int
    attended: int
    citation: Citation = RATE

    @property
    def missed(self) -> int:
        """Sessions missed, for whatever reason."""
        return self.possible - self.attended

    @property
    def percent(self) -> str:
        """The share attended, such as 93.8%; nothing where no session was possible."""
        if not self.possible:
            return ""
        tenths = int(Fraction(self.attended * 1000, self.possible) + Fraction(1, 2))
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def called(self) -> str:
        """The Department's word for this much absence, or nothing. It counts sessions exactly."""
        if not self.possible or self.missed * 10 < self.possible:
            return ""
        return "severely absent" if self.missed * 2 >= self.possible else "persistently absent"


def days_suspended(sessions: Iterable[tuple[str, date, int]], today: date) -> Fraction:
    """School days of suspension in the academic year of `today`: (sort, first day, sessions).

    A lunchtime without a number of sessions is one; a permanent exclusion is none of them.
    """
    year = academic_year(today)
    halves = sum(
        (count or 1) if sort == LUNCHTIME else count
        for sort, starts, count in sessions
        if sort != "permanent exclusion" and starts <= today and academic_year(starts) == year
    )
    return Fraction(halves, 2)


def in_days(days: Fraction) -> str:
    """Days as people write them: 1 day, 2½ days, ½ day."""
    whole, half = divmod(days, 1)
    number = f"{int(whole) or ('' if half else 0)}{'½' if half else ''}"
    return f"{number} day{'' if days <= 1 and days else 's'}"


def looked_at_on(starts: date, ends: date, review_on: date | None) -> date:
    """The day a part-time timetable is next looked at: the day set, else its end within six weeks.

    Never after its end.
    """
    return min(ends, review_on or starts + REVIEWED_WITHIN)
