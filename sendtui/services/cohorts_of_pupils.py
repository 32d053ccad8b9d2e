"""Who is at risk among all pupils with a plan or with a promise, with an open case or without."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from sendtui.rules import years
from sendtui.rules.calendar import academic_year, term_of
from sendtui.rules.clocks import ceasing, phase, review
from sendtui.rules.typed_dates import say
from sendtui.services import school_year
from sendtui.services.case_known import Known, anchor_in
from sendtui.services.caseload import Case
from sendtui.services.cohort_views import NEAR, PROMISED, AtRisk, Cohort, Whose, holding, risk
from sendtui.services.confidential import Marked
from sendtui.services.planned import NAME, REVIEWS, planned, twelve_months_of

_HALF_A_YEAR = 183


class Held(NamedTuple):
    """The case by which a pupil has a caseworker."""

    case: str
    caseworker: str


NOBODY = Held("", "")


def held_by(run: Connection) -> Mapping[str, Held]:
    """Who holds each pupil: of the open cases, else of all, the one opened last."""
    return {
        pupil: Held(case, caseworker)
        for pupil, case, caseworker in run.exec_driver_sql(_HOLDING).fetchall()
    }


_HOLDING = """
    SELECT pupil, id, caseworker FROM "case" WHERE caseworker <> ''
    ORDER BY closed_on IS NULL, opened_on, id
"""


def unkept(
    run: Connection,
    cases: Iterable[Case],
    held: Mapping[str, Held],
    today: date,
    hidden: Marked,
) -> Iterator[AtRisk]:
    """Families who were promised a reply by a day that is past, with the case they have, if any."""
    theirs = {case.pupil: case for case in cases}
    for pupil, name, contact, reply_by, on in run.exec_driver_sql(
        _UNKEPT, {"today": today.isoformat()}
    ).fetchall():
        if hidden.covers(pupil, contact):
            continue
        case, day = theirs.get(pupil), date.fromisoformat(reply_by)
        because = f"A reply was promised on {say(date.fromisoformat(on))}."
        about = case or Whose(pupil, name, held.get(pupil, NOBODY).caseworker)
        holds = holding(case) if case else "No case is open"
        yield risk("promised", case.id if case else "", about, day, today, holds, because,
                    PROMISED)  # fmt: skip


_UNKEPT = f"""
    SELECT c.pupil, {NAME}, c.id, c.reply_by, c."on" FROM contact c JOIN pupil p ON p.id = c.pupil
    WHERE c.reply_by < :today AND c.id NOT IN (SELECT answers FROM contact)
    AND (p.left_on IS NULL OR p.left_on > :today)
"""


def of_pupils(
    run: Connection,
    cases: Iterable[Case],
    held: Mapping[str, Held],
    known: Mapping[str, Known],
    today: date,
) -> Iterator[AtRisk]:
    reviews = {case.pupil: case for case in cases if case.facts.process in REVIEWS}
    moving = {case.pupil for case in cases if case.facts.process == "phase transfer"}
    anchor, ends = anchor_in(run), term_of(today, school_year.own_terms(run)).ends
    for each in planned(run, today):
        pupil, born = each.pupil, each.born
        about = Whose(pupil, each.name, held.get(pupil, NOBODY).caseworker)
        yield from _reviewed(about, reviews.get(pupil), known.get(pupil), anchor, ends, today)
        if born is not None:
            yield from _ageing(about, born, today)
        if pupil not in moving:
            year = years.nc_year(born, today, each.nc_year).code
            yield from _not_begun(about, year, each.where, today)


def _reviewed(
    about: Whose,
    case: Case | None,
    known: Known | None,
    anchor: review.Anchor,
    ends: date,
    today: date,
) -> Iterator[AtRisk]:
    """A pupil whose 12 months end this term, or have ended, and no decision has been notified."""
    if case is not None and case.reckoned.book.holds("decision"):
        return
    limit = twelve_months_of(case, known, anchor)
    if limit is None or limit.due > ends:
        return
    holds = holding(case) if case is not None else "No case is open for this review"
    rule = review.NEXT if limit.rule == review.NEXT.id else review.FIRST
    yield risk(
        "review",
        case.id if case else "",
        case or about,
        limit.due,
        today,
        holds,
        limit.because[1],
        rule,
    )


_MOVING: dict[str, phase.To] = {"N2": "school", "6": "school", "11": "post-16"}
"""The NC years at whose end nearly everybody changes phase."""

_ENDING = {"2": "infant", "4": "first school"}
"""Other last years of a phase, by what the name of such a school says."""
_PERHAPS: dict[str, phase.To] = {
    **dict.fromkeys(("2", "8", "9"), "school"), **dict.fromkeys(("13", "14"), "post-16")
}  # fmt: skip
_MIDDLE = ("8", "9")


def _phase_ends(year: str, school: str) -> tuple[phase.To | None, bool]:
    """To where a pupil goes on after this year (PT-04), and whether that is sure.

    The record does not hold the ages that a school takes: its name tells, or there is no telling.
    """
    named = school.casefold()
    if year in _MOVING:
        return _MOVING[year], True
    if (word := _ENDING.get(year)) and word in named:
        return "school", True
    # A school that is named, and not as one of these, goes on after Years 2, 8 and 9.
    goes_on = named and (year == "2" or (year in _MIDDLE and "middle" not in named))
    return (None if goes_on else _PERHAPS.get(year)), False


def _not_begun(about: Whose, year: str, school: str, today: date) -> Iterator[AtRisk]:
    """A pupil with a plan at the end of a phase for whom no transfer is under way in time."""
    to, is_sure = _phase_ends(year, school)
    if to is None:
        return
    transfer = academic_year(today) + 1
    last, limit = phase.latest_meeting(transfer, to), phase.limit(transfer, to) - timedelta(days=1)
    if today <= last - timedelta(days=NEAR):
        return
    rule = phase.SCHOOL if to == "school" else phase.POST_16
    because = f"The last meeting with the full path {'is' if today <= last else 'was'} {say(last)}."
    holds = "No case is open for this transfer"
    if not is_sure:
        holds = f"Year {year}: no transfer is under way"
        because = f"If they change school in September {transfer}. {because}"
    cohort: Cohort = "phase transfer" if is_sure else "phase end"
    yield risk(cohort, "", about, limit, today, holds, because, rule)


def _ageing(about: Whose, born: date, today: date) -> Iterator[AtRisk]:
    for age, rule in ((19, ceasing.FROM_19), (25, ceasing.TO_25)):
        day = years.birthday(born, age)
        if today <= day <= today + timedelta(days=_HALF_A_YEAR):
            yield risk("age", "", about, day, today, f"{age} on that day", rule.what, rule)
