"""Who is at risk: the cases and pupils for whom a limit is near, and the step that holds each.

One pass over the open cases, and one question each about plans, ages and answers that are owed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from sendtui.rules.calendar import days_beginning_with
from sendtui.rules.case_facts import Book, as_day
from sendtui.rules.clocks import assessment, ceasing, moves, phase, plan
from sendtui.rules.deadline import Deadline
from sendtui.rules.typed_dates import say
from sendtui.services.caseload import Case, open_cases, plans
from sendtui.services.cohort_views import COHORTS as COHORTS
from sendtui.services.cohort_views import NEAR, PROMISED, AtRisk, Cohort, holding, risk
from sendtui.services.cohort_views import TITLES as TITLES
from sendtui.services.cohorts_of_pupils import NOBODY, Held, held_by, of_pupils, unkept
from sendtui.services.confidential import Marked
from sendtui.services.due_narrowed import pupils_at
from sendtui.services.pauses import without_pauses
from sendtui.services.veil import WORD, hidden
from sendtui.store.store import Store

_FINALS = (assessment.FINAL.id, ceasing.FINAL.id)
_MOVES = {each.id: each for each in (moves.ON_THE_DAY, moves.LATER, moves.TELL, moves.REVIEW,
                                     moves.ASSESSING)}  # fmt: skip


@without_pauses()
def at_risk(
    store: Store,
    today: date,
    cohorts: Iterable[Cohort] = COHORTS,
    *,
    caseworker: str = "",
    setting: str = "",
    within: int | None = None,
) -> tuple[AtRisk, ...]:
    """Everybody at risk in these cohorts, by cohort, those with the fewest days first.

    `setting` is part of its name; `within` leaves out days that are further away than so many.
    """
    wanted = set(cohorts)
    there = pupils_at(store, setting) if setting else None
    with store.read() as session:
        run = session.connection()
        covered = hidden(store, session, today)
        cases, held = open_cases(store, session, covered), held_by(run)
        found = [
            *_of_cases(cases, today),
            *of_pupils(run, cases, held, plans(store, session), today),
            *unkept(run, cases, held, today, covered),
        ]
    order = {name: number for number, name in enumerate(COHORTS)}
    # By who really holds it: whoever asks for their own cases finds those marked, too.
    kept = [
        _veiled(each, held, covered)
        for each in found
        if each.cohort in wanted
        and (not caseworker or each.caseworker.casefold() == caseworker.casefold())
        and (there is None or each.pupil in there)
        and (within is None or each.days_left <= within)
    ]
    kept.sort(key=lambda e: (order[e.cohort], e.day, e.name.casefold(), e.case))
    # A family may have been promised more than one thing: the earliest stands for them.
    once = dict[tuple[str, str], AtRisk]()
    for each in kept:
        once.setdefault((each.cohort, each.case or each.pupil), each)
    return tuple(once.values())


def _veiled(each: AtRisk, held: Mapping[str, Held], hidden: Marked) -> AtRisk:
    """Without what a confidential case says; the cohort and the day are known, and whose it is."""
    if not hidden.covers(each.pupil, each.case):
        by = held.get(each.pupil, NOBODY).case
        told = each.case or not hidden.covers(each.pupil, by)
        return each if told else replace(each, caseworker="")
    return replace(each, caseworker="", holds=WORD, because="It is confidential.")


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
        yield risk("breach", case.id, case, limit.due, today, holding(case), because, rule)


def _earliest_final(book: Book, today: date) -> date:
    """The day the family's 15 days end: of the draft that was sent, or of one sent today."""
    if book.facts.representations:
        return today
    sent = book.last("draft")
    return days_beginning_with(sent.on if sent else today, 15)


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
    yield risk("phase transfer", case.id, case, limit.due, today, holding(case), because, rule)


def _first(limits: tuple[Deadline, ...], *rules: str) -> Deadline:
    return min((each for each in limits if each.rule in rules), key=lambda each: each.due)


def _unanswered(case: Case, today: date) -> Iterator[AtRisk]:
    waiting = [each.on for each in case.facts.representations if each.answered_on is None]
    if waiting:
        since = min(waiting)
        count = len(waiting)
        said = f"{count} comment{'' if count == 1 else 's'} not answered, since {say(since)}."
        stage = case.reckoned.next.stage.label
        yield risk("unanswered", case.id, case, since, today, stage, said, plan.REPRESENTATIONS)


def _moved(case: Case, today: date) -> Iterator[AtRisk]:
    """A child who moved, by what is still owed first for it."""
    limit = case.reckoned.next.deadline
    if limit is not None and limit.rule in _MOVES:
        holds, rule = holding(case), _MOVES[limit.rule]
        yield risk("moved", case.id, case, limit.due, today, holds, f"{limit.what}.", rule)


def _put_off(case: Case, today: date) -> Iterator[AtRisk]:
    """A case whose family was promised a later day, which is past, for what is still owed."""
    told = case.reckoned.book.last("told-late")
    promised = as_day(told.facts.get("new_day", "")) if told else None
    if told is None or promised is None or promised >= today:
        return
    if any(each.deadline.due < promised for each in case.reckoned.owed):
        because = f"The family was told on {say(told.on)}: by {say(promised)}."
        yield risk("promised", case.id, case, promised, today, holding(case), because, PROMISED)
