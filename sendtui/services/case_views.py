"""A case as a face shows it: plain frozen values, each with the id of the record it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sendtui.rules.case_standing import Standing, Step
from sendtui.rules.deadline import Excepted


@dataclass(frozen=True, slots=True)
class EventView:
    """One event: its words, and when and by whom it was written. `put_right`: by a later one.

    `written` is the real time, in UTC, whatever day it happened `on`.
    """

    id: str
    code: str
    label: str
    on: date
    who: str
    said: str
    about: str
    facts: Mapping[str, str]
    shown: tuple[tuple[str, str], ...]
    document: str
    by: str
    replaces: str
    put_right: bool
    tells: bool = False
    written: datetime | None = None


@dataclass(frozen=True, slots=True)
class AdviceView:
    """One adviser who was asked, with the day the answer is due; `source` is a document's title."""

    id: str
    sort: str
    label: str
    who: str
    commissioned_by: str
    asked_on: date | None
    due: date | None
    received_on: date | None
    dated: date | None
    chased_on: date | None
    not_needed: str
    exception: str
    document: str
    summary: str
    state: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """One setting that was consulted, with the day its answer is due."""

    id: str
    where: str
    urn: str
    asked_for: bool
    sent_on: date | None
    due: date | None
    replied_on: date | None
    can_meet: str
    ground: str
    reply: str
    our_answer: str
    chased_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class RepresentationView:
    """One thing the family said about a draft, and our answer to it."""

    id: str
    on: date
    section: str
    what: str
    answer: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One outcome of section E of a plan, which a review looks at; `number` is its rank."""

    id: str
    number: int
    words: str
    plan: str

    @property
    def label(self) -> str:
        """What it is called: E1."""
        return f"E{self.number}"


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter: drafted, and sent or not; `about` is what it is about, `words` what it says."""

    id: str
    sort: str
    label: str
    title: str
    recipient: str
    dated: date
    drafted_on: date
    sent_on: date | None
    sent_how: str
    about: str
    step: str
    prints: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """One limit of a case on a day, with all that explains it.

    `days_left` is None for a duty owed at once. `id` names it from reading to reading; `record` is
    the advice or consultation it belongs to.
    """

    id: str
    rule: str
    what: str
    due: date
    last_working_day: date | None
    days_left: int | None
    state: str
    done_on: date | None
    who: str
    kind: str
    citation: str
    verified: bool
    sure: str
    because: tuple[str, ...]
    started_by: str
    stopped_by: str
    exceptions: tuple[str, ...]
    warnings: tuple[str, ...]
    record: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to meet it."""
        return self.state in ("due", "late", "excepted") and self.done_on is None


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case today: where it stands, what is running, what happened and who was asked.

    `then` are code and label of the events that usually come next; `heads` are the versions to
    hand back with a change, by record. `year` is the pupil's NC year, "" where it is not known.
    `outcomes` are those of the plan that a review looks at, on the day of its meeting.
    """

    id: str
    pupil: str
    name: str
    process: str
    side: str
    caseworker: str
    la: str
    reference: str
    plan: str
    opened_on: date
    closed_on: date | None
    outcome: str
    note: str
    stage_there: str
    review_due_there: date | None
    stage: str
    stage_label: str
    stages: tuple[str, ...]
    is_over: bool
    deadlines: tuple[DeadlineView, ...]
    events: tuple[EventView, ...]
    advice: tuple[AdviceView, ...]
    consultations: tuple[ConsultationView, ...]
    representations: tuple[RepresentationView, ...]
    warnings: tuple[str, ...]
    next: tuple[str, ...]
    then: tuple[tuple[str, str], ...]
    heads: Mapping[str, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)
    letters: tuple[LetterView, ...] = ()
    born: date | None = None
    year: str = ""
    outcomes: tuple[OutcomeView, ...] = ()

    @property
    def open(self) -> tuple[DeadlineView, ...]:
        """The limits that somebody still has to meet, the earliest first."""
        return tuple(each for each in self.deadlines if each.is_open)

    @property
    def late(self) -> tuple[DeadlineView, ...]:
        """The limits that have passed unmet and unexcepted; good practice is no limit."""
        return tuple(
            each for each in self.deadlines if each.state == "late" and each.kind != "good practice"
        )


class CaseLine(NamedTuple):
    """One case in a queue: the limit that comes first in it, and how much is outstanding."""

    id: str
    pupil: str
    name: str
    setting: str
    process: str
    side: str
    stage: str
    stage_label: str
    caseworker: str
    reference: str
    opened_on: date
    closed_on: date | None
    due: date | None
    days_left: int | None
    rule: str
    what: str
    who: str
    citation: str
    excused: bool
    advice_out: int
    consulted_out: int
    unanswered: int

    @property
    def is_late(self) -> bool:
        """Whether its first limit has passed without an exception."""
        return self.days_left is not None and self.days_left < 0 and not self.excused


def deadline_view(step: Step, today: date) -> DeadlineView:
    """A limit as faces show it."""
    found = step.deadline
    at_once = found.sense == "at once"
    return DeadlineView(
        step.id,
        found.rule,
        step.what,
        found.due,
        found.last_working_day,
        None if at_once else found.days_left(today),
        step.state,
        step.done_on,
        found.who,
        found.kind,
        found.citation.text,
        found.citation.verified,
        found.sure,
        found.because,
        found.started_by,
        found.stopped_by,
        tuple(_exception(each) for each in found.exceptions),
        found.warnings,
        step.record,
    )


def _exception(one: Excepted) -> str:
    words = f"{one.code} ({one.citation}), {one.state}: {one.says}"
    if one.claim is not None and not one.claim.lacking:
        words += f" Evidence: {one.claim.evidence}. Decided by {one.claim.decided_by}."
    return f"{words} {one.note}".strip()


def states(found: Standing) -> dict[str, Step]:
    """The limits of advice and consultations, by the record they belong to."""
    return {step.record: step for step in found.steps if step.record}
