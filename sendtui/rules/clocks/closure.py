"""The summer-closure exception: when it is open, for advice asked on a given day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sendtui.rules.deadline import Deadline, Excepted, FactError, Rule, State
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.typed_dates import say

LEAST_DAYS = 28
_WEEK = timedelta(weeks=1)

CITED = "SEND Regulations 2014 reg 5(4), 10(4), 13(3), 27(3)"
CLOSURE = Rule(
    "1a",
    "The closure exception is open for advice asked from this day",
    "local authority",
    CITED,
    "seen",
    "the closure of a school, college or early years provider for at least 4 weeks",
)
CODES = ("SCHOOL_CLOSED", "EY_CLOSED")


@dataclass(frozen=True, slots=True)
class Closure:
    """A closure: its first day, the day of reopening, and whose (an early years provider's?)."""

    closed_from: date
    reopens: date
    early_years: bool = False

    @property
    def days(self) -> int:
        """How long it lasts, without the day of reopening."""
        return (self.reopens - self.closed_from).days

    @property
    def qualifies(self) -> bool:
        """Whether it is of at least four continuous weeks."""
        return self.days >= LEAST_DAYS

    @property
    def window(self) -> tuple[date, date]:
        """The first and last day on which advice must have been asked."""
        return self.closed_from - _WEEK, self.reopens - _WEEK

    @property
    def code(self) -> str:
        """The code of the exception."""
        return CODES[self.early_years]

    def is_open(self, asked: date | None) -> bool:
        """Whether the exception is open for advice asked on this day."""
        first, last = self.window
        return self.qualifies and asked is not None and first <= asked <= last

    def says(self, asked: date | None) -> str:
        """Why it is open or not, in words."""
        length = f"Closed from {say(self.closed_from)} to {say(self.reopens)}: {self.days} days"
        if not self.qualifies:
            return f"{length}, fewer than {LEAST_DAYS}. The exception is not open."
        first, last = self.window
        span = f"{length}. It is for advice asked from {say(first)} to {say(last)}"
        if asked is None:
            return f"{span}. Say when the advice was asked."
        verdict = "the exception is open" if self.is_open(asked) else "the exception is not open"
        return f"{span}; it was asked on {say(asked)}: {verdict}."


def made(
    closed_from: date | None, reopens: date | None, early_years: bool = False
) -> Closure | None:
    """The closure of two days, or None where neither is known.

    Raises FactError where one is missing, or they are the wrong way round.
    """
    if closed_from is None and reopens is None:
        return None
    if closed_from is None or reopens is None:
        raise FactError("A closure needs both days: the first one closed and the day it reopens.")
    if reopens <= closed_from:
        raise FactError("The day of reopening must be after the first day closed. Check both.")
    return Closure(closed_from, reopens, early_years)


def weighed(
    deadlines: Iterable[Deadline], closure: Closure | None, asked: date | None
) -> tuple[Deadline, ...]:
    """The deadlines, their closure exception open or not as this closure makes it."""
    found = tuple(deadlines)
    if closure is None:
        return found
    state: State = "open" if closure.is_open(asked) else "not open"
    if asked is None and closure.qualifies:
        state = "possible"

    def judged(one: Excepted) -> Excepted:
        if one.code != closure.code:
            return one
        return replace(one, state=state, note=closure.says(asked))

    return tuple(
        replace(each, exceptions=tuple(judged(one) for one in each.exceptions)) for each in found
    )


def closure(
    on: date, *, closed_from: date, reopens: date, early_years: bool = False
) -> tuple[Deadline, ...]:
    """Whether the exception is open for advice asked on a day, and the days it is open for."""
    found = made(closed_from, reopens, early_years)
    assert found is not None
    letter = "b" if early_years else "a"
    cited = f"reg 5(4)({letter}), 10(4)({letter}), 13(3), 27(3)({letter})"
    rule = replace(CLOSURE, exceptions={found.code: cited})
    steps = (found.says(on), "It never moves a limit and never stops a clock.")
    if not found.qualifies:
        what = "The setting reopens; the closure is too short for the exception"
        short = (rule.falls(Reckoned(reopens, steps), sense="from", what=what),)
        return weighed(short, found, on)
    first, last = found.window
    what = "The last day on which advice may be asked for the exception to be open"
    both = (
        rule.falls(Reckoned(first, steps), sense="from", reading="first day"),
        rule.falls(Reckoned(last, steps, rolled=True), reading="last day", what=what),
    )
    return weighed(both, found, on)
