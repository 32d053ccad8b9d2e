"""What an event is: something on a day that starts clocks, with the facts that it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sendtui.rules.deadline import CFA2014, Deadline, FactError, Ruleset, in_order
from sendtui.rules.school_days import ENGLAND, SchoolCalendar
from sendtui.rules.typed_dates import say

Sort = Literal["date", "flag", "choice"]
Given = date | bool | str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact beside the day of an event; `name` is its flag without the dashes."""

    name: str
    help: str
    sort: Sort = "date"
    choices: tuple[str, ...] = ()
    required: bool = False

    @property
    def argument(self) -> str:
        """The name of the argument it is handed over in."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that starts clocks: what its day is the day of, its facts and its function."""

    name: str
    on: str
    function: Callable[..., tuple[Deadline, ...]]
    facts: tuple[Fact, ...] = ()
    ruleset: Ruleset = CFA2014
    with_today: bool = False
    with_calendar: bool = False

    def deadlines(
        self,
        on: date,
        facts: Mapping[str, Given] | None = None,
        today: date | None = None,
        calendar: SchoolCalendar = ENGLAND,
    ) -> tuple[Deadline, ...]:
        """All dates that follow, in order; the order in which the facts are given is no matter.

        `today` adds what is true now, where the event has any such thing.

        Raises FactError for facts that are unknown, missing or impossible, and for a day on which
        the law was not yet in force.
        """
        given = dict(facts or {})
        self._refuse(given, on)
        arguments: dict[str, object] = {
            fact.argument: given[fact.name] for fact in self.facts if fact.name in given
        }
        if self.with_today:
            arguments["today"] = today
        if self.with_calendar:
            arguments["calendar"] = calendar
        return in_order(self.function(on, **arguments))

    def _refuse(self, given: Mapping[str, Given], on: date) -> None:
        known = [fact.name for fact in self.facts]
        if unknown := sorted(set(given) - set(known)):
            takes = f"It takes: {', '.join(known)}." if known else "It takes none."
            raise FactError(f"{self.name} takes no fact {unknown[0]}. {takes}")
        if lacking := [f for f in self.facts if f.required and f.name not in given]:
            names = " and ".join(fact.name for fact in lacking)
            words = ", ".join(choice for fact in lacking for choice in fact.choices)
            raise FactError(f"{self.name} needs {names}{', one of: ' if words else ''}{words}.")
        for fact in self.facts:
            if fact.choices and fact.name in given and given[fact.name] not in fact.choices:
                raise FactError(f"{fact.name} is one of: {', '.join(fact.choices)}.")
        if on < self.ruleset.since:
            raise FactError(
                f"{say(on)} is before {say(self.ruleset.since)}, when the law began that these "
                "dates come from."
            )
