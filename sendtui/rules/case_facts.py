"""What is known of a case, looked up by token; in which order it was typed makes no difference."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from sendtui.rules.clocks.review import Anchor
from sendtui.rules.process import STRUCK, Process, Side
from sendtui.rules.process_reviews import OF_A_PLAN
from sendtui.rules.processes import is_undecided
from sendtui.rules.school_days import ENGLAND, SchoolCalendar

_TWO_YEARS = 731
_NO_FACTS: Mapping[str, str] = MappingProxyType({})
PLAN_MADE = "plan-made"
ADVICE_ASKED, ADVICE_IN = "advice-asked", "advice-in"
"""Tokens that no event has: the first advice was asked for, the last of it came."""

# Named tuples: a list of ten thousand cases makes a hundred thousand of them.


class Happened(NamedTuple):
    """One event of a case. `replaces` names the event that it puts right."""

    code: str
    on: date
    facts: Mapping[str, str] = _NO_FACTS
    who: str = ""
    said: str = ""
    id: str = ""
    replaces: str = ""
    document: str = ""


class AdviceAsked(NamedTuple):
    """One adviser who was asked, and what came of it."""

    sort: str
    who: str = ""
    asked_on: date | None = None
    received_on: date | None = None
    not_needed: str = ""
    exception: str = ""
    chased_on: date | None = None
    id: str = ""

    @property
    def is_out(self) -> bool:
        """Whether it was asked for and is still waited for."""
        return self.asked_on is not None and self.received_on is None and not self.not_needed


class Consulted(NamedTuple):
    """One setting that was consulted, and its answer."""

    where: str
    sent_on: date | None = None
    replied_on: date | None = None
    id: str = ""

    @property
    def is_out(self) -> bool:
        """Whether it was consulted and has not answered."""
        return self.sent_on is not None and self.replied_on is None


class Represented(NamedTuple):
    """Something the family said about a draft, and when it was answered."""

    on: date
    answered_on: date | None = None
    id: str = ""


class Told(NamedTuple):
    """A letter that told the family of an event, by its token, on the day it was sent."""

    token: str
    on: date


class CaseFacts(NamedTuple):
    """Everything known of one case.

    `plan_made` and `last_review` are what is known of the pupil elsewhere; the case's own events
    come first. `last_meeting` is the meeting of that review, `anchor` which of the two the next 12
    months count from. `calendar` is the year of the pupil's setting, which only warnings ask for.
    """

    process: Process
    opened_on: date
    side: Side = "la"
    closed_on: date | None = None
    outcome: str = ""
    born: date | None = None
    plan_made: date | None = None
    last_review: date | None = None
    last_meeting: date | None = None
    anchor: Anchor = "decision"
    calendar: SchoolCalendar = ENGLAND
    events: tuple[Happened, ...] = ()
    advice: tuple[AdviceAsked, ...] = ()
    consultations: tuple[Consulted, ...] = ()
    representations: tuple[Represented, ...] = ()
    told: tuple[Told, ...] = ()


def standing_events(events: Iterable[Happened]) -> tuple[Happened, ...]:
    """The events that hold: without those put right by another, and without what was struck."""
    found = tuple(events)
    gone = {each.replaces for each in found if each.replaces and each.replaces != each.id}
    return tuple(each for each in found if each.id not in gone or not each.id) if gone else found


def told_later(events: Sequence[Happened], told: Iterable[Told]) -> dict[int, date]:
    """Which of these events were told by a letter later than they are recorded, and when.

    A limit on a decision is met by the notice of it (SEND Regulations 2014 reg 5(1), 10(1), 13(2)),
    so the first letter counts; one sent after the next event of the code is of that one.
    """
    found: dict[int, date] = {}
    for token, on in told:
        code, _, decision = token.partition(":")
        earlier = [n for n, each in enumerate(events) if each.code == code and each.on <= on]
        last = max(earlier, key=lambda n: events[n].on, default=None)
        if last is None or events[last].facts.get("decision", "") not in ("", decision):
            continue
        found[last] = min(on, found.get(last, on))
    return {n: on for n, on in found.items() if on > events[n].on}


def as_told(events: Sequence[Happened], told: Iterable[Told]) -> tuple[Happened, ...]:
    """The events, each on the day its letter was sent where that is later."""
    later = told_later(events, told)
    return tuple(e._replace(on=later[n]) if n in later else e for n, e in enumerate(events))


class Book:
    """The events that hold, by code and from the earliest; advice stands in it as tokens.

    A decision stands in it on the day its letter was sent; `told_late` has those recorded earlier.
    A decision of which nobody knows the outcome is among `all`, and counts for nothing else; so
    does what is of a review and lies before the day the plan was made: `before_plan`.
    """

    # Ten thousand of them are kept while a case file is open.
    __slots__ = (
        "_by_code", "_first", "_holding", "_undecided", "before_plan", "facts", "told_late",
    )  # fmt: skip

    def __init__(self, facts: CaseFacts) -> None:
        self.facts = facts
        self._by_code: dict[str, list[Happened]] = {}
        self._first: dict[str, date] = {}
        self._holding: set[str] = set()
        self._undecided: list[Happened] = []
        happened = standing_events(facts.events)
        self.told_late: list[tuple[Happened, date]] = []
        if facts.told:
            later = told_later(happened, facts.told)
            self.told_late = [(happened[n], on) for n, on in sorted(later.items())]
            happened = as_told(happened, facts.told)
        for each in happened:
            if is_undecided(facts.process, each.code, each.facts):
                self._undecided.append(each)
            elif each.code in self._by_code:
                self._by_code[each.code].append(each)
            elif each.code != STRUCK:
                self._by_code[each.code] = [each]
        self.before_plan: list[Happened] = []
        if PLAN_MADE in self._by_code:
            self._set_aside(facts.process)
        if facts.advice:
            self._count_advice(facts.advice)
        self._index()

    def _set_aside(self, process: Process) -> None:
        """Take out what is of a review of this plan and happened before there was one."""
        made, of_it = min(each.on for each in self._by_code[PLAN_MADE]), OF_A_PLAN.get(process, ())
        # A list's “plan date” is often that of the plan as amended: by this very review.
        if any(each.on == made for each in self._by_code.get("final", ())):
            return
        for code, found in tuple(self._by_code.items()):
            if code in of_it and any(each.on < made for each in found):
                self.before_plan += (each for each in found if each.on < made)
                left = [each for each in found if each.on >= made]
                del self._by_code[code]
                if left:
                    self._by_code[code] = left

    def _count_advice(self, advice: tuple[AdviceAsked, ...]) -> None:
        asked = [each.asked_on for each in advice if each.asked_on is not None]
        if asked:
            self._by_code[ADVICE_ASKED] = [Happened(ADVICE_ASKED, min(asked))]
        came = [each.received_on for each in advice if each.received_on is not None]
        if came and all(each.received_on or each.not_needed for each in advice):
            self._by_code[ADVICE_IN] = [Happened(ADVICE_IN, max(came))]

    def _index(self) -> None:
        """Note when each token first was so, and which hold by the last event of their code."""
        for code, found in self._by_code.items():
            if len(found) > 1:
                found.sort(key=_by_day)
            self._first[code] = found[0].on
            for each in found:
                if decided := each.facts.get("decision"):
                    self._first.setdefault(f"{code}:{decided}", each.on)
            if last := found[-1].facts.get("decision"):
                self._holding.add(f"{code}:{last}")
        self._holding.update(self._by_code)

    def all(self) -> Iterator[Happened]:
        """Every event that holds, whatever its code."""
        for code, found in self._by_code.items():
            if code not in (ADVICE_ASKED, ADVICE_IN):
                yield from found
        yield from self._undecided
        yield from self.before_plan

    def of(self, code: str) -> list[Happened]:
        """The events of a code that hold, the earliest first."""
        return self._by_code.get(code, [])

    def first(self, *tokens: str) -> date | None:
        """The earliest day on which one of these happened, or None."""
        if len(tokens) == 1:
            return self._first.get(tokens[0])
        days = [self._first[token] for token in tokens if token in self._first]
        return min(days, default=None)

    def last(self, code: str) -> Happened | None:
        """The latest event of a code, or None."""
        found = self._by_code.get(code)
        return found[-1] if found else None

    def holds(self, *tokens: str) -> bool:
        """Whether one of these is so: for a decision, whether the last of them was that one."""
        return not self._holding.isdisjoint(tokens)

    @property
    def never(self) -> Callable[[Iterable[str]], bool]:
        """Tells whether none of these tokens was ever so."""
        return self._first.keys().isdisjoint

    @property
    def lacks(self) -> Callable[[Iterable[str]], bool]:
        """Tells whether none of these tokens is so now."""
        return self._holding.isdisjoint

    def fact(self, code: str, name: str) -> str:
        """A fact of the latest event of a code, or nothing."""
        last = self.last(code)
        return last.facts.get(name, "") if last else ""

    def day(self, code: str, name: str) -> date | None:
        """A fact that is a day, or None where it is missing or cannot be read."""
        return as_day(self.fact(code, name))

    @property
    def plan_made(self) -> date | None:
        """The day the plan was first made, as far as it is known."""
        return self.first(PLAN_MADE) or self.facts.plan_made

    @property
    def is_last_review_missing(self) -> bool:
        """Whether a review must have been since the plan was made, and none is known."""
        made = self.plan_made
        if made is None or self.last_review is not None:
            return False
        return (self.facts.opened_on - made).days > _TWO_YEARS

    @property
    def in_custody(self) -> bool:
        """Whether the assessment was asked for of somebody in relevant youth accommodation."""
        return self.fact("request", "youth_custody") == "yes"

    @property
    def last_review(self) -> date | None:
        """The day the last review was completed, as far as it is known."""
        last = self.last("last-review")
        return last.on if last else self.facts.last_review

    @property
    def last_meeting(self) -> date | None:
        """The day of the meeting of the last review, where both are known from its own case."""
        return None if self.last("last-review") else self.facts.last_meeting


def as_day(text: str) -> date | None:
    """A day written as ISO text, or None."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _by_day(one: Happened) -> tuple[date, list[tuple[str, str]], str, str]:
    """Sorts by day, then by what was said: the order of typing decides nothing."""
    return one.on, sorted(one.facts.items()), one.who, one.said
