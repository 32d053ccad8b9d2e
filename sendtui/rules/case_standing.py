"""Where a case stands on a day: its stage, and every limit as done, due, late or excepted.

All of it follows from the facts alone, in whatever order they were typed.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal, NamedTuple

from sendtui.rules.case_claims import Relied, claims, with_claims
from sendtui.rules.case_clocks import owed, running
from sendtui.rules.case_duties import Running
from sendtui.rules.case_facts import Book, CaseFacts
from sendtui.rules.case_oddities import oddities
from sendtui.rules.deadline import Deadline, FactError
from sendtui.rules.process import Process, Side, Stage
from sendtui.rules.processes import PROCESSES

State = Literal[
    "done", "done late", "due", "late", "excepted", "not recorded", "not needed", "family's time",
    "ended",
]  # fmt: skip
"""“Not recorded”: a later step was taken, and nothing is known of this one."""

OPEN = frozenset(("due", "late", "excepted"))
"""The states of a limit that somebody still has to meet."""


@dataclass(frozen=True, slots=True)
class Step:
    """One limit of a case on a day, with the deadline that explains it.

    `record` is the advice or the consultation it belongs to, `about` who was asked.
    """

    deadline: Deadline
    state: State
    done_on: date | None = None
    record: str = ""
    about: str = ""

    @property
    def id(self) -> str:
        """A name that stays the same from reading to reading."""
        parts = (self.deadline.rule, self.deadline.reading, self.record)
        return "/".join(part for part in parts if part)

    @property
    def what(self) -> str:
        """What is to be done, and by whom it was asked."""
        if not self.about:
            return self.deadline.what
        return f"{self.about}: {self.deadline.what[:1].lower()}{self.deadline.what[1:]}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to meet it."""
        return self.state in OPEN and (self.done_on is None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands. `then` are the codes of the events that usually come next."""

    stage: Stage
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
    then: tuple[str, ...]

    @property
    def open(self) -> tuple[Step, ...]:
        """The limits that somebody still has to meet, the earliest first."""
        return tuple(step for step in self.steps if step.is_open)

    @property
    def next(self) -> tuple[str, ...]:
        """What to do next, in words, the most urgent first."""
        return tuple(dict.fromkeys(step.what for step in self.open))


class Next(NamedTuple):
    """The stage of a case and the limit that comes first in it; what a queue shows."""

    stage: Stage
    deadline: Deadline | None = None
    excused: bool = False
    about: str = ""


class Reckoned:
    """A case and what follows from its facts alone: nothing in it moves with the day.

    `owed` are the limits that somebody other than the family has to meet by their day and that no
    exception excuses; `relied` are its exceptions.
    """

    def __init__(
        self, book: Book, owed: tuple[Running, ...] = (), relied: tuple[Relied, ...] = ()
    ) -> None:
        self.book = book
        self.owed = owed
        self.relied = relied

    # Of ten thousand cases most lists ask what is owed, and nothing else.

    @cached_property
    def limits(self) -> tuple[Running, ...]:
        """All limits there are; () where the facts cannot all be true."""
        if self.book.facts.closed_on is not None:
            return ()
        try:
            return tuple(running(self.book))
        except FactError:
            return ()

    @cached_property
    def next(self) -> Next:
        """Its stage and the limit that comes first in it: one that is excused only if all are."""
        stage = stage_of(self.book)
        those = self.owed or (owed(self.book) if self.relied else ())
        first = min(those, key=_by_its_day, default=None)
        return Next(stage, first.deadline, not self.owed, first.about) if first else Next(stage)

    @property
    def is_uncounted(self) -> bool:
        """Whether the case is open and nothing is recorded yet that a limit could run from."""
        facts = self.book.facts
        if self.owed or facts.closed_on is not None or self.limits:
            return False
        return self.next.stage is _stages(facts.process, facts.side)[0]


UNCOUNTED = "nothing is counted yet"
"""What is said of a case of which no limit can run, after what is not recorded."""


def standing(facts: CaseFacts, today: date) -> Standing:
    """Where a case stands today."""
    book = Book(facts)
    process = PROCESSES[facts.process]
    stage = stage_of(book)
    steps, warnings = _steps(book, today, over=facts.closed_on is not None)
    odd = (*oddities(book, process, today), *warnings)
    return Standing(stage, steps, tuple(dict.fromkeys(odd)), stage.then)


def stage_of(book: Book) -> Stage:
    """The last stage that the facts have reached."""
    if book.facts.closed_on is not None:
        outcome = f": {book.facts.outcome}" if book.facts.outcome else ""
        return Stage("closed", f"Closed{outcome}", over=True)
    stages = _stages(book.facts.process, book.facts.side)
    holds = book.holds
    for stage in reversed(stages):
        if stage.by and holds(*stage.by):
            return stage
    return stages[0]


@cache
def _stages(process: Process, side: Side) -> tuple[Stage, ...]:
    return PROCESSES[process].stages_for(side)


def reckoned(facts: CaseFacts) -> Reckoned:
    """What follows from the facts of a case, whatever the day; of a closed one its stage alone.

    Facts that cannot all be true set no limit going: `standing` says what is wrong with them.
    """
    book = Book(facts)
    if facts.closed_on is not None:
        return Reckoned(book)
    try:
        limits = owed(book)
    except FactError:
        return Reckoned(book)
    # Without an event that says so nothing is excused: an adviser's exception has no evidence.
    relied = claims(book) if book.of("exception") else ()
    if relied:
        limits = [each for each in limits if not with_claims(relied, each.deadline).excused]
    return Reckoned(book, tuple(limits), relied)


def _by_its_day(each: Running) -> tuple[date, str, str]:
    return each.deadline.due, each.deadline.rule, each.about


def _steps(book: Book, today: date, *, over: bool) -> tuple[tuple[Step, ...], list[str]]:
    made: list[Step] = []
    warnings: list[str] = []
    try:
        found = list(running(book))
    except FactError as problem:
        return (), [str(problem)]
    relied = claims(book)
    for each in found:
        deadline = with_claims(relied, each.deadline)
        state = _state(each, deadline, today, over=over)
        made.append(Step(deadline, state, each.met, each.record, each.about))
    for one in relied:
        claim, fits = one.claim, any(one.fits(each.deadline) for each in found)
        if found and claim.code and not fits:
            warnings.append(f"{claim.code} is no exception to any limit of this case. It is kept.")
        elif claim.lacking:
            lacks = ", ".join(claim.lacking)
            warnings.append(f"The exception {claim.code} does not count before this is recorded: "
                            f"{lacks}.")  # fmt: skip
    return tuple(sorted(made, key=_by_day)), warnings


def _by_day(step: Step) -> tuple[date, str, str, str, str]:
    deadline = step.deadline
    return deadline.due, deadline.rule, deadline.reading, step.about, step.record


def _state(each: Running, deadline: Deadline, today: date, *, over: bool) -> State:
    if deadline.who == "family":
        return "done" if each.met else "family's time" if today <= deadline.due else "ended"
    if each.met is None and each.passed:
        return "not recorded"
    if deadline.sense == "at once":
        return "done" if each.met else "not needed" if each.off or over else "due"
    if each.met is not None:
        in_time = each.met <= deadline.due
        return "done" if in_time else "excepted" if deadline.excused else "done late"
    if each.off or over:
        return "not needed"
    if today <= deadline.due:
        return "due"
    return "excepted" if deadline.excused else "late"
