"""The counting rules with their arithmetic in words: each gives a day and how it was found.

`event` finishes the sentence "… is the day": "the request was received".
"""

from dataclasses import dataclass
from datetime import date

from sendtui.rules import calendar as cal
from sendtui.rules.counting import counted
from sendtui.rules.typed_dates import say


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day and the steps that led to it. `rolled`: it was moved off days that do not count."""

    day: date
    steps: tuple[str, ...]
    rolled: bool = False

    def noting(self, *more: str) -> "Reckoned":
        """The same with further steps."""
        return Reckoned(self.day, (*self.steps, *more), self.rolled)


def on_the_day(event: str, day: date) -> Reckoned:
    """The day itself: the duty arises with the event and has no period of its own."""
    return Reckoned(day, (f"{say(day)} is the day {event}.",))


def at_once(event: str, day: date) -> Reckoned:
    """The day a duty arises that the law gives no period for."""
    return on_the_day(event, day).noting(
        "The law names no day: it is as soon as practicable from then."
    )


def weeks(event: str, day: date, count: int) -> Reckoned:
    """Within N weeks of an event (CAL-1)."""
    due = cal.weeks_after(day, count)
    return Reckoned(
        due,
        (
            f"{say(day)} is the day {event}: day 0 of the count (CAL-1, not verified).",
            f"{counted(count, 'week')} are {7 * count} calendar days: {say(due)}.",
        ),
    )


def days(event: str, day: date, count: int) -> Reckoned:
    """Within N days of an event, calendar days (CAL-3)."""
    due = cal.days_after(day, count)
    return Reckoned(
        due,
        (
            f"{say(day)} is the day {event}; it does not count itself (CAL-3, not verified).",
            f"{counted(count, 'calendar day')} on is {say(due)}.",
        ),
    )


def days_beginning_with(event: str, day: date, count: int) -> Reckoned:
    """N calendar days beginning with the day of the event (CAL-2)."""
    due = cal.days_beginning_with(day, count)
    return Reckoned(
        due,
        (
            f"{say(day)} is the day {event}: day 1 of the count (CAL-2).",
            f"Day {count} is {say(due)}.",
        ),
    )


def weeks_before(event: str, day: date, count: int) -> Reckoned:
    """The last day that lies at least N weeks before an event."""
    due = cal.weeks_after(day, -count)
    return Reckoned(
        due,
        (
            f"{say(day)} is the day {event}.",
            f"{counted(count, 'week')} ({7 * count} calendar days) before it is {say(due)}.",
        ),
    )


def months(event: str, day: date, count: int) -> Reckoned:
    """N months from an event, by the corresponding date (CAL-5); a negative count goes back."""
    due = cal.months_after(day, count)
    way = "on" if count >= 0 else "before"
    return Reckoned(
        due,
        (
            f"{say(day)} is the day {event}.",
            f"The corresponding date {counted(abs(count), 'month')} {way}, or the month's last "
            f"day where it has none, is {say(due)} (CAL-5, not verified).",
        ),
    )


def period_of_months(event: str, day: date, count: int) -> Reckoned:
    """The last day of a period of N months that begins with the day of the event (CAL-6)."""
    due = cal.period_of_months(day, count)
    return Reckoned(
        due,
        (
            f"{say(day)} is the day {event}: the first day of the period.",
            f"The last day of {counted(count, 'month')} that begin then is {say(due)} "
            "(CAL-6, not verified).",
        ),
    )


def working_days(event: str, day: date, count: int) -> Reckoned:
    """Within N working days of an event, whose day does not count itself (CAL-3, CAL-7)."""
    due = cal.add_working_days(day, count)
    return Reckoned(
        due,
        (
            f"{say(day)} is the day {event}; it does not count itself.",
            f"{counted(count, 'working day')} on, without weekends and bank holidays in England "
            f"(CAL-7, not verified), is {say(due)}.",
        ),
    )


def working_days_beginning_with(event: str, day: date, count: int) -> Reckoned:
    """N working days beginning with the day of the event, if it is one (CAL-7)."""
    first = cal.working_days_beginning_with(day, 1)
    due = cal.working_days_beginning_with(day, count)
    begins = "working day 1" if first == day else f"working day 1 is {say(first)}"
    return Reckoned(
        due,
        (
            f"{say(day)} is the day {event}: {begins}.",
            f"Working day {count}, without weekends and bank holidays in England (CAL-7, not "
            f"verified), is {say(due)}.",
        ),
    )


def birthday(event: str, day: date, reached: date) -> Reckoned:
    """A birthday, which somebody born on 29 February has on 1 March where there is none."""
    leap = (day.month, day.day) == (2, 29) and (reached.month, reached.day) == (3, 1)
    note = " The year has no 29 February, and the later reading is taken." if leap else ""
    return Reckoned(reached, (f"Born on {say(day)}; {event} on {say(reached)}.{note}",))


def later_of(first: Reckoned, second: Reckoned) -> Reckoned:
    """The later of two days, with the arithmetic of both."""
    day = max(first.day, second.day)
    return Reckoned(day, (*first.steps, *second.steps, f"The later of the two is {say(day)}."))
