"""What an authority expects with a request for an assessment or for top-up, and what is missing.

Nothing here is a condition in law: s.36(8) asks only whether the child has or may have needs, and
whether a plan may be necessary. What is missing is told so that it is not asked for later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sendtui.rules.citation import Citation
from sendtui.rules.costs import FIRST_THRESHOLD_PENCE, pounds
from sendtui.rules.counting import counted
from sendtui.rules.support import PARENTS_TOLD
from sendtui.rules.typed_dates import say

Purpose = Literal["request", "top-up"]
PURPOSES: dict[Purpose, str] = {
    "request": "Request for an EHC needs assessment",
    "top-up": "Request for top-up funding",
}

EVIDENCE = Citation("SEND Code of Practice 9.14", "Code of Practice", False)
GRADUATED = Citation("SEND Code of Practice 6.44 to 6.56", "Code of Practice", False)
VIEWS = Citation("Children and Families Act 2014 s.19", "statutory", False)
FUNDING = Citation("SEND Code of Practice 6.95 to 6.99", "Code of Practice", False)
USUAL = Citation("What authorities usually ask for", "good practice")

_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Held:
    """What the record holds of a pupil for a bundle; days are of the newest of each."""

    born: bool
    upn: bool
    need: bool
    told: bool
    reviewed: tuple[date, ...]
    sessions: int
    unlogged: int
    baseline: bool
    pupil_said: date | None
    parents_said: date | None
    reports: int
    attendance: bool
    school_pence: int
    unpriced: int


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing or thin, and where it is expected."""

    says: str
    citation: Citation


def missing(held: Held, purpose: Purpose, today: date) -> tuple[Missing, ...]:
    """What is missing for this purpose, in the order one would mend it."""
    return tuple(_missing(held, purpose, today))


def _missing(held: Held, purpose: Purpose, today: date) -> Iterator[Missing]:
    for there, words in (
        (held.born, "The date of birth is not recorded."),
        (held.upn, "The UPN is not recorded."),
    ):
        if not there:
            yield Missing(words, USUAL)
    if not held.need:
        yield Missing("No need is recorded.", EVIDENCE)
    yield from _of_cycles(held, today)
    yield from _of_views(held, today)
    if not held.reports:
        yield Missing("There is no report by anybody from outside the school.", EVIDENCE)
    if not held.baseline:
        yield Missing("No baseline or score says where the pupil is in learning.", EVIDENCE)
    if not held.attendance:
        yield Missing("There are no attendance figures.", USUAL)
    if not held.told:
        yield Missing("Nothing says that the parents were told of SEN Support.", PARENTS_TOLD)
    yield from _of_money(held, purpose)


def _of_cycles(held: Held, today: date) -> Iterator[Missing]:
    if not held.reviewed:
        yield Missing("No cycle of assess, plan, do, review has been reviewed.", GRADUATED)
    elif len(held.reviewed) == 1:
        yield Missing("Only one cycle has been reviewed; two or more are usually asked for.", USUAL)
    if held.reviewed and today - max(held.reviewed) > _YEAR:
        yield Missing(f"The last review was on {say(max(held.reviewed))}.", GRADUATED)
    if not held.sessions:
        yield Missing("Nothing says that the provision happened: no session is logged.", EVIDENCE)
    elif held.unlogged:
        words = f"{counted(held.unlogged, 'session')} that fell due were never logged."
        yield Missing(words, EVIDENCE)


def _of_views(held: Held, today: date) -> Iterator[Missing]:
    for whose, said in (("pupil’s", held.pupil_said), ("parents’", held.parents_said)):
        if said is None:
            yield Missing(f"The {whose} views are not recorded.", VIEWS)
        elif today - said > _YEAR:
            yield Missing(f"The {whose} views are of {say(said)}.", VIEWS)


def _of_money(held: Held, purpose: Purpose) -> Iterator[Missing]:
    if held.unpriced:
        words = f"{counted(held.unpriced, 'line')} of provision have no cost: the sum is too low."
        yield Missing(words, FUNDING)
    if purpose == "top-up" and held.school_pence < FIRST_THRESHOLD_PENCE:
        so_far = f"{pounds(held.school_pence)} of {pounds(FIRST_THRESHOLD_PENCE)}"
        yield Missing(f"The school’s own spending on record comes to {so_far} in a year.", FUNDING)
