"""Who is at risk: the cases and pupils for whom a limit is near, and the step that holds each.

One pass over the open cases, and one question each about plans, ages and answers that are owed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from sendtui.rules import years
from sendtui.rules.calendar import academic_year, days_beginning_with, term_of
from sendtui.rules.case_facts import Book, as_day
from sendtui.rules.citation import Citation
from sendtui.rules.clocks import assessment, ceasing, moves, phase, plan, review
from sendtui.rules.deadline import Deadline, Rule
from sendtui.rules.processes import ADVICE
from sendtui.rules.typed_dates import say
from sendtui.services import school_year
from sendtui.services.case_known import Known, anchor_in
from sendtui.services.caseload import Case, open_cases, plans
from sendtui.services.confidential import Marked
from sendtui.services.due import PROMISE
from sendtui.services.pauses import without_pauses
from sendtui.services.planned import NAME, REVIEWS, planned, twelve_months_of
from sendtui.services.veil import WORD, hidden
from sendtui.store.store import Store

Cohort = Literal["breach", "review", "phase transfer", "age", "moved", "unanswered", "promised"]

TITLES: dict[Cohort, str] = {
    "breach": "Will breach within 28 days",
    "review": "Twelve months end this term",
    "phase transfer": "Phase transfer short of the full path",
    "age": "Near 19 or 25",
    "moved": "Moved to or from another authority",
    "unanswered": "Comments of the family not answered",
    "promised": "Not answered by the day promised",
}
COHORTS: tuple[Cohort, ...] = tuple(TITLES)

SOON, NEAR = 14, 28
"""Days before the end of the 20 weeks at which a case counts as at risk."""
_HALF_A_YEAR = 183
_FINALS = (assessment.FINAL.id, ceasing.FINAL.id)
_MOVES = {each.id: each for each in (moves.ON_THE_DAY, moves.LATER, moves.TELL, moves.REVIEW,
                                     moves.ASSESSING)}  # fmt: skip
_PROMISE = Rule("", PROMISE.text, "local authority", PROMISE.text, "seen", "a promise",
                kind="good practice")  # fmt: skip


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One case, or one pupil without a case (`case` is then ""), at risk.

    `holds` is the step that holds it, `because` how the day was found.
    """

    cohort: Cohort
    case: str
    pupil: str
    name: str
    caseworker: str
    day: date
    days_left: int
    holds: str
    because: str
    rule: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class _Whose:
    pupil: str
    name: str
    caseworker: str


@without_pauses()
def at_risk(
    store: Store, today: date, cohorts: Iterable[Cohort] = COHORTS, *, caseworker: str = ""
) -> tuple[AtRisk, ...]:
    """Everybody at risk in these cohorts, by cohort, those with the fewest days first."""
    wanted = set(cohorts)
    with store.read() as session:
        run = session.connection()
        covered = hidden(store, session, today)
        cases, held = open_cases(store, session, covered), _held(run)
        found = [
            *_of_cases(cases, today),
            *_of_pupils(run, cases, held, plans(store, session), today),
            *_unkept(run, cases, held, today, covered),
        ]
    order = {name: number for number, name in enumerate(COHORTS)}
    # By who really holds it: whoever asks for their own cases finds those marked, too.
    kept = [
        _veiled(each, held, covered)
        for each in found
        if each.cohort in wanted
        and (not caseworker or each.caseworker.casefold() == caseworker.casefold())
    ]
    kept.sort(key=lambda e: (order[e.cohort], e.day, e.name.casefold(), e.case))
    # A family may have been promised more than one thing: the earliest stands for them.
    once = dict[tuple[str, str], AtRisk]()
    for each in kept:
        once.setdefault((each.cohort, each.case or each.pupil), each)
    return tuple(once.values())


class _Held(NamedTuple):
    """The case by which a pupil has a caseworker."""

    case: str
    caseworker: str


_NOBODY = _Held("", "")


def _held(run: Connection) -> Mapping[str, _Held]:
    """Who holds each pupil: of the open cases, else of all, the one opened last."""
    return {
        pupil: _Held(case, caseworker)
        for pupil, case, caseworker in run.exec_driver_sql(_HOLDING).fetchall()
    }


_HOLDING = """
    SELECT pupil, id, caseworker FROM "case" WHERE caseworker <> ''
    ORDER BY closed_on IS NULL, opened_on, id
"""


def _veiled(each: AtRisk, held: Mapping[str, _Held], hidden: Marked) -> AtRisk:
    """Without what a confidential case says; the cohort and the day are known, and whose it is."""
    if not hidden.covers(each.pupil, each.case):
        by = held.get(each.pupil, _NOBODY).case
        told = each.case or not hidden.covers(each.pupil, by)
        return each if told else replace(each, caseworker="")
    return replace(each, caseworker="", holds=WORD, because="It is confidential.")


def _risk(
    cohort: Cohort,
    case: str,
    whose: Case | _Whose,
    day: date,
    today: date,
    holds: str,
    because: str,
    rule: Rule,
) -> AtRisk:
    left = (day - today).days
    about = (case, whose.pupil, whose.name, whose.caseworker)
    return AtRisk(cohort, *about, day, left, holds, because, rule.id, rule.cited)


def _of_cases(cases: Iterable[Case], today: date) -> Iterator[AtRisk]:
    for case in cases:
        if case.facts.process in ("assessment", "re-assessment"):
            yield from _breaching(case, today)
        elif case.facts.process == "phase transfer":
            yield from _transferring(case, today)
        elif case.facts.process == "move":
            yield from _moved(case, today)
        yield from _unanswered(case, today)
        yield from _put_off(case, today)


def _breaching(case: Case, today: date) -> Iterator[AtRisk]:
    """An assessment whose final plan is due within 28 days, or that cannot be in time any more."""
    for each in case.reckoned.limits:
        limit = each.deadline
        if limit.rule not in _FINALS or each.met or each.off or limit.reading == "at the latest":
            continue
        left = limit.days_left(today)
        earliest = _earliest_final(case.reckoned.book, today)
        if left > NEAR and earliest <= limit.due:
            continue
        because = limit.because[1]
        if earliest > limit.due:
            because = (
                f"A final plan cannot be in time: the family's 15 days end on {say(earliest)} at "
                "the earliest."
            )
        rule = assessment.FINAL if limit.rule == assessment.FINAL.id else ceasing.FINAL
        yield _risk("breach", case.id, case, limit.due, today, holding(case), because, rule)


def _earliest_final(book: Book, today: date) -> date:
    """The day the family's 15 days end: of the draft that was sent, or of one sent today."""
    if book.facts.representations:
        return today
    sent = book.last("draft")
    return days_beginning_with(sent.on if sent else today, 15)


def holding(case: Case) -> str:
    """The step that holds a case: its stage, and who is still waited for."""
    labels = dict(ADVICE)
    asked = [labels.get(a.sort, a.sort) for a in case.facts.advice if a.is_out]
    settings = [c.where for c in case.facts.consultations if c.is_out]
    waits = ""
    if asked:
        waits = f" (waiting for advice: {', '.join(asked)})"
    elif settings:
        waits = f" (waiting for: {', '.join(settings)})"
    return f"{case.reckoned.next.stage.label}{waits}"


def _transferring(case: Case, today: date) -> Iterator[AtRisk]:
    book = case.reckoned.book
    transfer = book.last("transfer")
    if transfer is None or book.holds("final"):
        return
    to = transfer.facts.get("to", "school")
    known: phase.To = next((each for each in phase.TO if each == to), "school")
    limits = phase.phase_transfer(transfer.on, to=known)
    last = _first(limits, phase.MEETING.id)
    limit = _first(limits, phase.SCHOOL.id, phase.POST_16.id, phase.ANOTHER.id)
    held = book.first("meeting") or book.first("meeting-set")
    if (held or today) <= last.due:
        return
    if held is None:
        because = f"The last meeting with the full path was to be on {say(last.due)}."
    else:
        days = (held - last.due).days
        because = f"The meeting of {say(held)} is {days} days later than the full path allows."
    rule = {each.id: each for each in (phase.SCHOOL, phase.POST_16, phase.ANOTHER)}[limit.rule]
    yield _risk("phase transfer", case.id, case, limit.due, today, holding(case), because, rule)


def _first(limits: tuple[Deadline, ...], *rules: str) -> Deadline:
    return min((each for each in limits if each.rule in rules), key=lambda each: each.due)


def _unanswered(case: Case, today: date) -> Iterator[AtRisk]:
    waiting = [each.on for each in case.facts.representations if each.answered_on is None]
    if waiting:
        since = min(waiting)
        count = len(waiting)
        said = f"{count} comment{'' if count == 1 else 's'} not answered, since {say(since)}."
        stage = case.reckoned.next.stage.label
        yield _risk("unanswered", case.id, case, since, today, stage, said, plan.REPRESENTATIONS)


def _moved(case: Case, today: date) -> Iterator[AtRisk]:
    """A child who moved, by what is still owed first for it."""
    limit = case.reckoned.next.deadline
    if limit is not None and limit.rule in _MOVES:
        holds, rule = holding(case), _MOVES[limit.rule]
        yield _risk("moved", case.id, case, limit.due, today, holds, f"{limit.what}.", rule)


def _put_off(case: Case, today: date) -> Iterator[AtRisk]:
    """A case whose family was promised a later day, which is past, for what is still owed."""
    told = case.reckoned.book.last("told-late")
    promised = as_day(told.facts.get("new_day", "")) if told else None
    if told is None or promised is None or promised >= today:
        return
    if any(each.deadline.due < promised for each in case.reckoned.owed):
        because = f"The family was told on {say(told.on)}: by {say(promised)}."
        yield _risk("promised", case.id, case, promised, today, holding(case), because, _PROMISE)


# Pupils, with a case or without


def _unkept(
    run: Connection,
    cases: Iterable[Case],
    held: Mapping[str, _Held],
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
        about = case or _Whose(pupil, name, held.get(pupil, _NOBODY).caseworker)
        holds = holding(case) if case else "No case is open"
        yield _risk("promised", case.id if case else "", about, day, today, holds, because,
                    _PROMISE)  # fmt: skip


_UNKEPT = f"""
    SELECT c.pupil, {NAME}, c.id, c.reply_by, c."on" FROM contact c JOIN pupil p ON p.id = c.pupil
    WHERE c.reply_by < :today AND c.id NOT IN (SELECT answers FROM contact)
    AND (p.left_on IS NULL OR p.left_on > :today)
"""


def _of_pupils(
    run: Connection,
    cases: Iterable[Case],
    held: Mapping[str, _Held],
    known: Mapping[str, Known],
    today: date,
) -> Iterator[AtRisk]:
    reviews = {case.pupil: case for case in cases if case.facts.process in REVIEWS}
    moving = {case.pupil for case in cases if case.facts.process == "phase transfer"}
    anchor, ends = anchor_in(run), term_of(today, school_year.own_terms(run)).ends
    for each in planned(run, today):
        pupil, born = each.pupil, each.born
        about = _Whose(pupil, each.name, held.get(pupil, _NOBODY).caseworker)
        yield from _reviewed(about, reviews.get(pupil), known.get(pupil), anchor, ends, today)
        if born is not None:
            yield from _ageing(about, born, today)
        if pupil not in moving:
            yield from _not_begun(about, years.nc_year(born, today, each.nc_year).code, today)


def _reviewed(
    about: _Whose,
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
    yield _risk(
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
"""The NC years at whose end nearly everybody changes phase; others are known case by case."""


def _not_begun(about: _Whose, year: str, today: date) -> Iterator[AtRisk]:
    """A pupil with a plan at the end of a phase for whom no transfer is under way in time."""
    if year not in _MOVING:
        return
    to, transfer = _MOVING[year], academic_year(today) + 1
    last, limit = phase.latest_meeting(transfer, to), phase.limit(transfer, to) - timedelta(days=1)
    if today <= last - timedelta(days=NEAR):
        return
    rule = phase.SCHOOL if to == "school" else phase.POST_16
    because = f"The last meeting with the full path {'is' if today <= last else 'was'} {say(last)}."
    holds = "No case is open for this transfer"
    yield _risk("phase transfer", "", about, limit, today, holds, because, rule)


def _ageing(about: _Whose, born: date, today: date) -> Iterator[AtRisk]:
    for age, rule in ((19, ceasing.FROM_19), (25, ceasing.TO_25)):
        day = years.birthday(born, age)
        if today <= day <= today + timedelta(days=_HALF_A_YEAR):
            yield _risk("age", "", about, day, today, f"{age} on that day", rule.what, rule)
