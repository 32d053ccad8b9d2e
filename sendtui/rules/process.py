"""What a process of an EHC case is made of: its events, what each takes, and its stages.

A *token* names an event (`request`) or an event with what was decided in it (`decision:refuse`).
What should come before an event is only ever warned about: facts arrive late and out of order.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal, get_args

from sendtui.rules.deadline import GROUNDS

Process = Literal[
    "assessment", "annual review", "re-assessment", "move", "ceasing", "appeal", "phase transfer"
]
PROCESS_NAMES: tuple[Process, ...] = get_args(Process)
Side = Literal["la", "school"]
Choices = tuple[tuple[str, str], ...]

EVER = ("*",)
"""A fact that is asked for whatever was decided."""

_OUTCOME = re.compile(r"E[1-9]\d{0,2}")
STRUCK = "struck"
"""The event that takes back one logged by mistake."""


@dataclass(frozen=True, slots=True)
class FactOf:
    """One thing an event has besides its day.

    `expected_for` are the decisions for which its absence is warned about, `EVER` for any;
    `because` says why it is asked for. `is_needed`: without it the event is not logged at all.
    `per_outcome`: it is asked of each outcome of the plan as well, as `progress_E1`; `outcome` is
    the one that such a fact is about.
    """

    name: str
    title: str
    choices: Choices = ()
    is_day: bool = False
    expected_for: tuple[str, ...] = ()
    because: str = ""
    is_needed: bool = False
    per_outcome: bool = False
    outcome: str = ""

    def of_outcome(self, label: str) -> "FactOf":
        """The same fact about one outcome of the plan, such as E1."""
        return replace(self, name=f"{self.name}_{label}", title=f"Progress to {label}",
                       outcome=label)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventOf:
    """One event of a process. `after` are tokens one of which should come first.

    `ahead`: its day may lie ahead, for it was arranged. `tells`: the family is told something.
    """

    code: str
    label: str
    who: str = ""
    facts: tuple[FactOf, ...] = ()
    after: tuple[str, ...] = ()
    ahead: bool = False
    tells: bool = False

    def fact(self, name: str) -> FactOf | None:
        """The fact of this name, or None; `progress_E1` is one about an outcome of the plan."""
        whole, _, label = name.rpartition("_")
        for each in self.facts:
            if each.name == name:
                return each
            if each.per_outcome and each.name == whole and _OUTCOME.fullmatch(label):
                return each.of_outcome(label)
        return None

    def place(self, name: str) -> tuple[int, int]:
        """Where a fact stands among the event's, to sort by; what is about an outcome by that."""
        whole, _, label = name.rpartition("_")
        about = int(label[1:]) if _OUTCOME.fullmatch(label) else 0
        order = [each.name for each in self.facts]
        wanted = whole if about else name
        return order.index(wanted) if wanted in order else len(order), about


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case stands once one of `by` holds; `then` are the events that usually come next.

    `side` limits it to the authority's or the school's cases, `over`: nothing is owed any more.
    """

    code: str
    label: str
    by: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    side: Side | Literal[""] = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class ProcessOf:
    """A process: what starts it, its events in their usual order and its stages from first."""

    name: Process
    starts: tuple[str, ...]
    events: tuple[EventOf, ...]
    stages: tuple[Stage, ...]

    def event(self, code: str) -> EventOf | None:
        """The event of this code, or None."""
        return next((each for each in self.events if each.code == code), None)

    def stages_for(self, side: str) -> tuple[Stage, ...]:
        """The stages of the authority's cases, or of the school's."""
        return tuple(each for each in self.stages if each.side in ("", side))


def decided(*choices: tuple[str, str]) -> FactOf:
    """What was decided, as one of these."""
    because = "the clocks hang on it"
    return FactOf("decision", "What was decided", choices, False, EVER, because, is_needed=True)


def reasons(*decisions: str, cited: str) -> FactOf:
    """The reasons, which these decisions must have."""
    return FactOf("reasons", "Reasons", expected_for=decisions, because=cited)


def rights(*decisions: str, cited: str) -> FactOf:
    """Whether the rights stand in the letter, as they must for these decisions."""
    yes_no = (("yes", "Yes"), ("no", "No"))
    title = "Rights, mediation and SENDIASS in the letter"
    return FactOf("rights", title, yes_no, expected_for=decisions, because=cited)


ASKERS: Choices = (
    ("parent", "A parent"),
    ("young person", "The young person"),
    ("school", "The school or setting"),
    ("college", "The college"),
    ("health", "Health"),
    ("social care", "Social care"),
    ("other", "Somebody else"),
)
_GROUNDS: Choices = tuple((code, f"{code}: {says}") for code, (says, _) in GROUNDS.items())

_LIMITS: Choices = (
    ("NA-03", "Deciding whether to assess"),
    ("NA-06", "Giving advice"),
    ("NA-07", "Telling that no plan is needed"),
    ("NA-09", "The final plan"),
    ("SP-01-decide", "Deciding whether to assess, in youth custody"),
    ("SP-01-plan", "The final plan, in youth custody"),
    ("RA-04", "The final plan after re-assessment"),
)
_EXCEPTION = EventOf(
    "exception",
    "Exception relied on",
    "local authority",
    (
        FactOf("code", "Exception", _GROUNDS, expected_for=EVER, because="it says which limit"),
        FactOf("limit", "For which limit (all, without it)", _LIMITS),
        FactOf("evidence", "Evidence", expected_for=EVER, because="without it nothing is excepted"),
        FactOf(
            "decided_by", "Decided by", expected_for=EVER, because="somebody must answer for it"
        ),
    ),
)
CLOSURE = EventOf(
    "closure",
    "The school's closure noted",
    "",
    (FactOf("closed_from", "Closed from", is_day=True), FactOf("reopens", "Reopens", is_day=True)),
)
COMMON = (
    EventOf(
        "panel",
        "Panel",
        "panel",
        (
            FactOf("members", "Members"),
            FactOf("decided", "What it decided"),
            FactOf("reasons", "Reasons"),
        ),
    ),
    _EXCEPTION,
    EventOf("told", "Family told", tells=True),
    EventOf(
        "told-late",
        "Family told that it will be late, and why",
        facts=(FactOf("new_day", "The day now promised", is_day=True),),
        tells=True,
    ),
    EventOf("family-meeting", "Meeting with the family"),
    EventOf("complaint", "Complaint"),
    EventOf(
        "hand-over",
        "Handed over to another caseworker",
        facts=(
            FactOf("to", "To", expected_for=EVER, because="somebody must hold the case"),
            FactOf("promises", "Open promises"),
            FactOf("late", "Late"),
            FactOf("family_told", "What the family was told"),
        ),
    ),
    EventOf("note", "Note"),
    EventOf(STRUCK, "Logged by mistake"),
)
DRAFT = EventOf("draft", "Draft plan sent to the family", "local authority", tells=True)
FINAL = EventOf(
    "final",
    "Final plan sent",
    "local authority",
    (FactOf("names", "Setting named in section I"),
     rights(*EVER, cited="SEND Regulations 2014 reg 14")),
    after=("draft",),
    tells=True,
)  # fmt: skip
PLAN_DECISION = EventOf(
    "plan-decision",
    "Decision whether to make a plan",
    "local authority",
    (
        decided(("make", "A plan will be made"), ("none", "No plan is needed")),
        reasons("none", cited="SEND Regulations 2014 reg 10"),
        rights("none", cited="SEND Regulations 2014 reg 10(2)-(3)"),
    ),
    tells=True,
)
