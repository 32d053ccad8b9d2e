"""What follows from a date of birth: school years, ages that change rights, and retention."""

from datetime import date

from sendtui.rules import years
from sendtui.rules.calendar import academic_year, academic_year_label
from sendtui.rules.clocks import ceasing, early_years, retention
from sendtui.rules.deadline import GENERAL, Deadline, FactError, Rule, in_order
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.typed_dates import say

NC_YEAR = Rule(
    "CAL-14", "The NC year of this age begins", "school", "NC year by age on 31 August",
    "unverified", "the date of birth", "being taught in another year", "good practice",
    ruleset=GENERAL,
)  # fmt: skip
SCHOOL_AGE = Rule(
    "CAL-15", "Compulsory school age ends; from the day after, the rights pass from the parent to "
    "the young person", "family", "Education Act 1996 s.8; Children and Families Act 2014 s.83",
    "secondary", "the date of birth", ruleset=GENERAL,
)  # fmt: skip
NOTED = {
    0: "Reception begins",
    6: "Year 6 begins: the last before secondary school",
    9: "Year 9 begins: preparing for adulthood is part of every review",
    11: "Year 11 begins: the last before post-16",
    14: "Year 14 begins",
}
"""The NC years whose beginning is told; Reception is 0."""


def birth(
    on: date, *, apprenticeship_ends: date | None = None, today: date | None = None
) -> tuple[Deadline, ...]:
    """The dates that follow from being born on a day; with `today`, the NC year on it.

    `apprenticeship_ends` is the last day of training, to which a plan may be kept past 25.

    Raises FactError where `today` is before the birth.
    """
    if today is not None and today < on:
        raise FactError("The day of birth lies ahead of today. Check it.")
    end = years.compulsory_school_age_ends(on)
    age = Reckoned(
        end,
        (
            f"Born on {say(on)}; 16 on {say(years.birthday(on, 16))}.",
            f"The last Friday in June of that school year is {say(end)}.",
            "That the rights pass then is not verified.",
        ),
        rolled=True,
    )
    found = [
        *(_begins(on, year, what) for year, what in NOTED.items()),
        SCHOOL_AGE.falls(age),
        *early_years.two_year_check(on),
        *ceasing.age_limits(on, apprenticeship_ends),
        *retention.record(on),
    ]
    if today is not None:
        found += _now(on, today)
    return in_order(found)


def _cohort(born: date) -> int:
    """The calendar year in which Reception begins: that of turning 5 falls in it."""
    return academic_year(born) + 5


def _begins(born: date, year: int, what: str) -> Deadline:
    day = date(_cohort(born) + year, 9, 1)
    steps = (
        f"Born on {say(born)}, in the school year {academic_year_label(academic_year(born))}.",
        f"Its children begin this year on {say(day)} (CAL-14, not verified).",
    )
    return NC_YEAR.falls(Reckoned(day, steps), sense="from", reading=_name(year), what=what)


def _now(born: date, today: date) -> tuple[Deadline, ...]:
    code = years.year_by_age(born, today)
    if not code:
        return ()
    name = {"R": "Reception", "N1": "Nursery 1", "N2": "Nursery 2"}.get(code, f"Year {code}")
    begun = Reckoned(
        date(academic_year(today), 9, 1),
        (
            f"On {say(today)} the school year is {academic_year_label(academic_year(today))}.",
            f"Born on {say(born)}, aged {years.age_on(born, today)}: {name} by age (CAL-14, not "
            "verified). A pupil may be taught in another.",
        ),
    )
    return (NC_YEAR.falls(begun, sense="from", reading="now", what=f"{name} now, by age"),)


def _name(year: int) -> str:
    return f"Year {year}" if year else "Reception"
