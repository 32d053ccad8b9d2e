"""What happened in a pupil's EHC cases, and what was arranged, as lines of their timeline."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from sendtui.models.arrangement import Arrangement
from sendtui.models.case import Advice, Case, CaseEvent, Consultation, Representation
from sendtui.models.letter import Letter
from sendtui.models.visit import Visit
from sendtui.rules.arranged import called
from sendtui.rules.case_letters import LETTERS
from sendtui.rules.processes import ADVICE, PROCESSES
from sendtui.services.pupil_reading import of


class Dated(NamedTuple):
    """One thing on its day: of which noun, which record, in words, and by whom."""

    on: date
    kind: str
    record: str
    words: str
    who: str = ""


def happened(session: Session, pupil: str) -> Iterator[Dated]:
    """Everything dated in the cases of a pupil and among their arrangements, in no order."""
    cases = {each.id: each for each in of(session, Case, pupil)}
    for case in cases.values():
        process = case.process.capitalize()
        yield Dated(case.opened_on, "case", case.id, f"{process}: case opened", case.caseworker)
        if case.closed_on:
            yield Dated(case.closed_on, "case", case.id, f"{process} closed: {case.outcome}")
    yield from _events(session, pupil, cases)
    yield from _asked(session, pupil)
    yield from _written(session, pupil)
    yield from _arranged(session, pupil)


def _events(session: Session, pupil: str, cases: dict[str, Case]) -> Iterator[Dated]:
    found = of(session, CaseEvent, pupil)
    gone = {each.replaces for each in found}
    for each in found:
        case = cases.get(each.case)
        if case is None or each.id in gone:
            continue
        kind = PROCESSES[case.process].event(each.code)
        said = f". {each.said}" if each.said else ""
        label = kind.label if kind else each.code
        words = f"{case.process.capitalize()}: {label}{said}"
        yield Dated(each.on, "case_event", each.id, words, each.who)


def _asked(session: Session, pupil: str) -> Iterator[Dated]:
    labels = dict(ADVICE)
    for advice in of(session, Advice, pupil):
        name = labels.get(advice.sort, advice.sort)
        if advice.asked_on:
            yield Dated(advice.asked_on, "advice", advice.id, f"Advice asked: {name}", advice.who)
        if advice.received_on:
            said = f". {advice.summary}" if advice.summary else ""
            words = f"Advice received: {name}{said}"
            yield Dated(advice.received_on, "advice", advice.id, words, advice.who)
    for asked in of(session, Consultation, pupil):
        if asked.sent_on:
            yield Dated(asked.sent_on, "consultation", asked.id, f"Consulted: {asked.where}")
        if asked.replied_on:
            said = f". {asked.reply}" if asked.reply else ""
            words = f"{asked.where} answered{said}"
            yield Dated(asked.replied_on, "consultation", asked.id, words)
    for said_ in of(session, Representation, pupil):
        words = f"The family on the draft: {said_.what}"
        yield Dated(said_.on, "representation", said_.id, words)
        if said_.answered_on:
            words = f"Answered: {said_.answer}"
            yield Dated(said_.answered_on, "representation", said_.id, words)


def _written(session: Session, pupil: str) -> Iterator[Dated]:
    """Letters on the day they were sent, or else drafted; visits on theirs."""
    for each in of(session, Letter, pupil):
        kind = LETTERS.get(each.sort)
        label = kind.label if kind else each.title
        if each.sent_on:
            words = f"Letter sent by {each.how}: {label}"
        else:
            words = f"Letter drafted, not sent: {label}"
        yield Dated(each.sent_on or each.drafted_on, "letter", each.id, words, each.recipient)
    for visit in of(session, Visit, pupil):
        said = visit.said if visit.filed_on is None else ""
        words = ". ".join(filter(None, ("Visit", visit.where, said)))
        yield Dated(visit.on, "visit", visit.id, words, visit.present)


def _arranged(session: Session, pupil: str) -> Iterator[Dated]:
    for each in of(session, Arrangement, pupil):
        words = " ".join(filter(None, (f"{called(each.sort)}:", each.what, each.where)))
        words = words.rstrip(":")
        if each.since:
            yield Dated(each.since, "arrangement", each.id, words, each.who)
        for day, word in ((each.asked_on, "asked for"), (each.decided_on, "decided"),
                          (each.back_on, "back in school")):  # fmt: skip
            if day:
                yield Dated(day, "arrangement", each.id, f"{words}, {word}", each.who)
        if each.until:
            ended = f"{words}, until this day. {each.outcome}".rstrip(" .")
            yield Dated(each.until, "arrangement", each.id, ended, each.who)
