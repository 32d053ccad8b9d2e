"""What a school owes a pupil on SEN Support: telling parents, meeting them, reviewing, a profile.

Everything is worked out for one pupil on one day. `own` are the school's own term dates, where it
has loaded any; without them the default terms stand in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sendtui.rules.calendar import (
    Term,
    academic_year,
    academic_year_label,
    last_working_day_on_or_before,
    period_of_months,
    term_of,
    terms_of,
    weeks_after,
)
from sendtui.rules.citation import Citation, Duty, Finding
from sendtui.rules.counting import counted

PARENTS_TOLD = Citation("Children and Families Act 2014 s.68", "statutory")
THREE_MEETINGS = Citation("SEND Code of Practice 6.65", "Code of Practice", False)
GRADUATED = Citation("SEND Code of Practice 6.44-6.56", "Code of Practice")
PROFILE_AGE = Citation("One-page profile: renewed within 12 months", "good practice")
EVERY_TERM = Citation("Review every term", "good practice")

MEETINGS_A_YEAR = 3

ON_THE_REGISTER = ("K", "E")
"""The statuses of the pupils whose support is reviewed."""

_kept = lru_cache(maxsize=4096)
"""A hundred thousand pupils have few different days; an answer is kept for all who share them."""


@_kept
def parents_told(status: str, since: date, told_on: date | None, today: date) -> Duty | None:
    """Whether the parents were told that provision is made; None where s.68 does not ask it.

    It asks for pupils without a plan: status K. The day SEN Support begins is shown as the day it
    is due, as the Act names none.
    """
    if status != "K":
        return None
    met = told_on is not None and told_on <= today
    missing = "" if met else "It is not recorded that the parents were told of the SEN provision."
    return Duty(
        "parents told",
        "Tell the parents when special educational provision is made.",
        met,
        missing,
        since,
        PARENTS_TOLD,
    )


@dataclass(frozen=True, slots=True)
class TermMeetings:
    """How often the parents were met in a term, up to today, and what is arranged in it."""

    term: Term
    held: int
    arranged: int


@dataclass(frozen=True, slots=True)
class Meetings:
    """The meetings with parents in one academic year, against the three the Code expects.

    `missing_this_term` is whether none was held and none is arranged; `missing` says what is,
    in words, or "". `terms` are those of the year that have begun.
    """

    year: int
    held: int
    terms: tuple[TermMeetings, ...]
    missing_this_term: bool
    missing: str
    expected: int = MEETINGS_A_YEAR
    citation: Citation = THREE_MEETINGS


def meetings(dates: Iterable[date], today: date, own: Sequence[Term] = ()) -> Meetings:
    """How the year of `today` stands against three meetings with the parents.

    `dates` are all meetings ever held or arranged; those after today are arranged.
    """
    year = academic_year(today)
    known = sorted({day for day in dates if academic_year(day) == year})
    begun = tuple(
        TermMeetings(
            term,
            sum(day <= today and term_of(day, own) == term for day in known),
            sum(day > today and term_of(day, own) == term for day in known),
        )
        for term in terms_of(year, own)
        if term.starts <= today
    )
    now = begun[-1] if begun else None
    missing_now = now is not None and not now.held and not now.arranged
    held = sum(day <= today for day in known)
    return Meetings(year, held, begun, missing_now, _missing(begun, held, year))


def _missing(begun: Sequence[TermMeetings], held: int, year: int) -> str:
    empty = [entry for entry in begun if not entry.held]
    if not empty or held >= MEETINGS_A_YEAR:
        return ""
    names = " or ".join(entry.term.name for entry in empty)
    arranged = " (one is arranged)" if empty[-1] == begun[-1] and begun[-1].arranged else ""
    count = f"{held} of {MEETINGS_A_YEAR} in {academic_year_label(year)}"
    return f"No meeting with parents in the {names} term{arranged}: {count}."


@_kept
def review_due(
    status: str,
    since: date,
    last_review: date | None,
    next_review: date | None,
    today: date,
    own: tuple[Term, ...] = (),
) -> tuple[Finding, ...]:
    """What is wrong with the reviews of a pupil on the SEN register; nothing for the others.

    `since` is when the status began: a pupil new this term is not yet missing a review. The
    checks are `review overdue`, `no review this term` and `no next review`.
    """
    if status not in ON_THE_REGISTER:
        return ()
    found = []
    outstanding = next_review is not None and (last_review is None or last_review < next_review)
    if next_review is None or not outstanding:
        found.append(_about_reviews("no next review", "No next review is arranged."))
    elif next_review < today:
        late = (today - next_review).days
        says = f"The review is {counted(late, 'day')} overdue."
        found.append(_about_reviews("review overdue", says))
    term = term_of(today, own)
    if since < term.starts and (last_review is None or last_review < term.starts):
        found.append(_about_reviews("no review this term", f"No review yet in the {term}."))
    return tuple(found)


def _about_reviews(check: str, says: str) -> Finding:
    citation = EVERY_TERM if check == "no review this term" else GRADUATED
    return Finding(check, "Reviews", says, citation, field="review_due")


def suggested_review(started_on: date) -> date:
    """A day to review a cycle begun on this one: about a term on, never on a day off."""
    return last_working_day_on_or_before(weeks_after(started_on, 12))


@_kept
def profile_age(made_on: date | None, today: date) -> Duty:
    """Whether the one-page profile is there and under a year old; `due` is its last good day."""
    asks = "Renew the one-page profile within 12 months."
    if made_on is None:
        return Duty("profile", asks, False, "There is no one-page profile.", None, PROFILE_AGE)
    last = period_of_months(made_on, 12)
    missing = "" if today <= last else "The one-page profile is over a year old."
    return Duty("profile", asks, not missing, missing, last, PROFILE_AGE)
