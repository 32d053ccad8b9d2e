"""How the SEND Tribunal counts: days that do not count, and limits that roll forward."""

from datetime import date, timedelta

from sendtui.rules.calendar import (
    add_working_days,
    is_working_day,
    next_working_day_on_or_after,
)
from sendtui.rules.deadline import HESC2008, HESC2020, Ruleset
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.typed_dates import say

_DAY = timedelta(days=1)


def ruleset(day: date) -> Ruleset:
    """The Tribunal's rules that a limit ending on this day falls under."""
    return HESC2008 if HESC2008.holds_on(day) else HESC2020


def is_left_out(day: date) -> bool:
    """Whether a day is of August, or from 25 December to 1 January (CAL-10)."""
    return day.month == 8 or (day.month, day.day) in _CHRISTMAS


_CHRISTMAS = {(12, n) for n in range(25, 32)} | {(1, 1)}


def in_time(raw: Reckoned, *, sen_appeal: bool = True) -> Reckoned:
    """The last day on which an act is in time: appeals skip August and Christmas, all else rolls.

    An appeal whose limit ends in those days is in time on the first working day after them
    (CAL-10a); any act due on a day that is not a working one, on the next that is (CAL-9). Claims
    about discrimination had the first of the two until 20 July 2020.
    """
    day = raw.day
    if (sen_appeal or ruleset(day) is HESC2008) and is_left_out(day):
        day = _after_them(day)
        return Reckoned(
            day,
            (
                *raw.steps,
                f"That is in August, or from 25 December to 1 January. The first working day after "
                f"them is {say(day)}: an appeal is in time until then (CAL-10).",
            ),
            rolled=True,
        )
    if is_working_day(day):
        return raw
    day = next_working_day_on_or_after(day)
    step = f"That is not a working day: the act is in time until {say(day)}, by 5 pm (CAL-9)."
    return Reckoned(day, (*raw.steps, step), rolled=True)


def _after_them(day: date) -> date:
    while is_left_out(day):
        day += _DAY
    return next_working_day_on_or_after(day)


def working_days(event: str, day: date, count: int) -> Reckoned:
    """Within N working days, the days of August and Christmas left out (CAL-10b)."""
    due, left, skipped = day, count, 0
    while left:
        due = add_working_days(due, 1)
        if is_left_out(due):
            skipped += 1
        else:
            left -= 1
    without = f" Left out as August or 25 December to 1 January: {skipped}." if skipped else ""
    return Reckoned(
        due,
        (
            f"{say(day)} is the day {event}; it does not count itself.",
            f"{count} working days on, without weekends, bank holidays, August and 25 December to "
            f"1 January (CAL-10), is {say(due)}.{without}",
        ),
        rolled=True,
    )
