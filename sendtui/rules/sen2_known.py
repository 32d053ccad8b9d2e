"""What the record knows of one child for SEN2, and what an assessment had come to on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from sendtui.rules.case_facts import Happened, standing_events
from sendtui.rules.process import STRUCK
from sendtui.rules.processes import is_undecided

OURS = ("placement", "elective home education", "EOTAS")
"""The sorts of arrangement that are a place a child attends, or instead of one."""

BUDGETS = ("personal budget", "direct payment")
REVIEWS = ("annual review", "phase transfer")


class CaseKnown(NamedTuple):
    """One case: its events that hold, and whether an exception to the 20 weeks is relied on."""

    id: str
    process: str
    opened_on: date
    la: str = ""
    caseworker: str = ""
    events: tuple[Happened, ...] = ()
    excepted: bool = False


class PlanKnown(NamedTuple):
    """One version of an EHC plan."""

    id: str
    case: str = ""
    version: int = 1
    made_on: date | None = None
    issued_on: date | None = None
    ceased_on: date | None = None
    cease_reason: str = ""
    transferred_from: str = ""


class Arranged(NamedTuple):
    """A place, a named place or a budget, from one day to another."""

    id: str
    sort: str
    what: str = ""
    where: str = ""
    urn: str = ""
    ukprn: str = ""
    sen_setting: str = ""
    rank: int = 1
    since: date | None = None
    until: date | None = None
    sen_unit: bool = False
    resourced: bool = False
    residential: str = ""
    work_based: str = ""
    payment: str = ""
    pence: tuple[int, int, int] = (0, 0, 0)

    def holds(self, day: date) -> bool:
        """Whether it holds on a day; both ends count."""
        return (self.since is None or self.since <= day) and (
            self.until is None or self.until >= day
        )

    def touches(self, first: date, last: date) -> bool:
        """Whether it holds on any day of a span."""
        return (self.since is None or self.since <= last) and (
            self.until is None or self.until >= first
        )


class NeedKnown(NamedTuple):
    """One ranked need."""

    id: str
    code: str
    rank: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ChildKnown:
    """Everything of one child that SEN2 may ask for; `status` is the SEN status on census day."""

    id: str
    surname: str
    forename: str = ""
    born: date | None = None
    sex: str = ""
    upn: str = ""
    uln: str = ""
    ethnicity: str = ""
    postcode: str = ""
    no_upn_because: str = ""
    status: str = ""
    cases: tuple[CaseKnown, ...] = ()
    plans: tuple[PlanKnown, ...] = ()
    arranged: tuple[Arranged, ...] = ()
    needs: tuple[NeedKnown, ...] = ()


class Events:
    """The events of a case up to a day, the last of each code first to hand."""

    __slots__ = ("_by_code",)

    def __init__(self, events: Iterable[Happened], until: date, process: str = "") -> None:
        self._by_code: dict[str, list[Happened]] = {}
        for each in standing_events(events):
            undecided = is_undecided(process, each.code, each.facts)
            if each.on <= until and each.code != STRUCK and not undecided:
                self._by_code.setdefault(each.code, []).append(each)
        for found in self._by_code.values():
            found.sort(key=_by_day)

    def first(self, *codes: str) -> Happened | None:
        """The earliest event of one of these codes, or None."""
        found = [self._by_code[code][0] for code in codes if code in self._by_code]
        return min(found, key=_by_day, default=None)

    def last(self, code: str, decision: str = "") -> Happened | None:
        """The latest event of a code, or of a code with this decision, or None."""
        for each in reversed(self._by_code.get(code, ())):
            if not decision or each.facts.get("decision") == decision:
                return each
        return None

    def of(self, code: str) -> list[Happened]:
        """The events of a code, the earliest first."""
        return self._by_code.get(code, [])


def _by_day(one: Happened) -> tuple[date, str]:
    return one.on, one.id


End = Literal[
    "withdrawn request",
    "withdrawn assessment",
    "moved out",
    "refused to assess",
    "refused to issue",
    "plan",
    "to be issued",
    "being assessed",
    "requested",
    "not requested",
]


@dataclass(frozen=True, slots=True)
class Assessed:
    """What an assessment had come to on a day; `on` is the day of that end, where it has one."""

    case: CaseKnown
    end: End
    on: date | None = None
    received: date | None = None
    source: str = ""
    in_custody: bool = False
    decided: Happened | None = None
    exported: str = ""
    contested: frozenset[str] = field(default_factory=frozenset)
    """Such as `mediation assess`, `tribunal other`."""


def assessed(case: CaseKnown, contested: frozenset[str], day: date) -> Assessed:
    """What the facts of an assessment say up to the end of a day."""
    events = Events(case.events, day, case.process)
    begun = events.first("request", "responsible")
    decided = events.last("decision")
    end, on = _end(events, decided)
    if begun is None and decided is None and end == "requested":
        end = "not requested"
    out = events.last("moved-out")
    return Assessed(
        case,
        end,
        on,
        begun.on if begun else None,
        begun.facts.get("from", "") if begun else "",
        bool(begun and begun.facts.get("youth_custody") == "yes"),
        decided,
        out.facts.get("la", "") if out else "",
        contested | _contested(events),
    )


def _end(events: Events, decided: Happened | None) -> tuple[End, date | None]:
    refused = decided is not None and decided.facts.get("decision") == "refuse"
    if final := events.last("final"):
        return "plan", final.on
    if out := events.last("moved-out"):
        return "moved out", out.on
    if gone := events.last("withdrawn"):
        after = decided is not None and not refused
        return ("withdrawn assessment" if after else "withdrawn request"), gone.on
    if refused and decided is not None:
        return "refused to assess", decided.on
    planned = events.last("plan-decision")
    if planned and planned.facts.get("decision") == "none":
        return "refused to issue", planned.on
    if planned or events.last("draft"):
        return "to be issued", None
    return ("being assessed" if decided else "requested"), None


_SORTS = {"mediation": "mediation", "appealed": "tribunal", "appeal": "tribunal"}


def _contested(events: Events) -> frozenset[str]:
    return frozenset(
        f"{sort} {each.facts.get('about') or 'other'}"
        for code, sort in _SORTS.items()
        for each in events.of(code)
    )


def appeals(cases: Iterable[CaseKnown], day: date) -> list[tuple[date, frozenset[str]]]:
    """What appeals of their own were about, with the day each began.

    One that does not say what it is about is taken for one about the plan itself.
    """
    found = []
    for case in cases:
        if case.process != "appeal":
            continue
        events = Events(case.events, day)
        letter = events.first("letter")
        about = (letter.facts.get("about") if letter else "") or "other"
        sorts = frozenset(f"{sort} {about}" for code, sort in _SORTS.items() if events.of(code))
        found.append((letter.on if letter else case.opened_on, sorts))
    return found
