"""A date that the law, the Code or good practice asks for, with everything that explains it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Literal

from sendtui.rules.calendar import bank_holidays, last_working_day_on_or_before
from sendtui.rules.citation import Citation, Label
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.school_days import ENGLAND, SchoolCalendar
from sendtui.rules.typed_dates import DAYS, say

Sure = Literal["seen", "secondary", "unverified"]
"""Whether we read the text itself, saw it told by somebody else, or have not checked it."""

Sense = Literal["by", "at once", "from"]
"""Whether the day is the last lawful one, the one a duty without a limit arises on, or the first
one on which something may happen."""

State = Literal["possible", "open", "not open", "claimed"]


class FactError(ValueError):
    """Facts that cannot all be true, or that no rule covers, in words to show."""


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The law of a time: `until` is its last day, None while it is in force."""

    name: str
    title: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this was the law on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


CFA2014 = Ruleset(
    "CFA2014",
    "Children and Families Act 2014 Part 3, with the SEND Regulations 2014 and the Code 2015",
    date(2014, 9, 1),
)
HESC2008 = Ruleset(
    "HESC2008",
    "Tribunal Procedure (HESC) Rules 2008, as they stood before 21 July 2020",
    date(2008, 11, 3),
    date(2020, 7, 20),
)
HESC2020 = Ruleset(
    "HESC2020", "Tribunal Procedure (HESC) Rules 2008, as amended in 2020", date(2020, 7, 21)
)
GENERAL = Ruleset("GENERAL", "Law and guidance outside the 2014 Act", date(1900, 1, 1))
RULESETS = (CFA2014, HESC2008, HESC2020, GENERAL)


@dataclass(frozen=True, slots=True)
class Claim:
    """An exception that somebody says applies: on what evidence, and who decided so and when."""

    code: str
    evidence: str = ""
    decided_by: str = ""
    decided_on: date | None = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """What has to be recorded before the claim counts."""
        asked = (
            ("the evidence", self.evidence.strip()),
            ("who decided", self.decided_by.strip()),
            ("when it was decided", self.decided_on),
        )
        return tuple(name for name, given in asked if not given)


@dataclass(frozen=True, slots=True)
class Excepted:
    """How one exception stands towards one limit.

    An open exception never moves the date: it makes the limit not bind where keeping to it is
    impractical because of it, and the duty is then "as soon as practicable".
    """

    code: str
    says: str
    citation: str
    sure: Sure
    state: State = "possible"
    note: str = ""
    claim: Claim | None = None


GROUNDS: dict[str, tuple[str, Sure]] = {
    "SCHOOL_CLOSED": (
        "Advice was asked of a school or college from one week before it closed for at least 4 "
        "weeks until one week before it reopened.",
        "seen",
    ),
    "EY_CLOSED": (
        "Advice was asked of an early years provider from one week before it closed for at least "
        "4 weeks until one week before it reopened.",
        "seen",
    ),
    "PERSONAL": (
        "Exceptional personal circumstances affect the child, the parent or the young person "
        "during the period.",
        "seen",
    ),
    "ABSENT_4W": (
        "The child, the parent or the young person is away from the area for at least 4 "
        "continuous weeks during the period.",
        "unverified",
    ),
    "MISSED_APPT": (
        "The child or young person fails to keep an appointment for an examination or test made "
        "by the adviser during the 6 weeks.",
        "secondary",
    ),
    "TRIB_ABSENT_2W": (
        "The child, the parent or the young person is away from the area for at least 2 "
        "continuous weeks during the period.",
        "seen",
    ),
    "TRIB_MORE_REPS": (
        "The family wants to make representations after the time for them has ended.",
        "seen",
    ),
}
"""The exceptions there are, by their code, with how sure we are of their words."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date and all that explains it.

    `reading` tells two lawful readings of one rule apart ("strict", "customary"). `because` are
    the steps of the arithmetic, in plain words; `warnings` what to look out for.
    """

    rule: str
    what: str
    due: date
    last_working_day: date | None
    who: str
    kind: Label
    citation: Citation
    sure: Sure
    because: tuple[str, ...]
    started_by: str
    stopped_by: str
    exceptions: tuple[Excepted, ...] = ()
    sense: Sense = "by"
    reading: str = ""
    warnings: tuple[str, ...] = ()
    ruleset: str = CFA2014.name

    def days_left(self, today: date) -> int:
        """Days from `today` to the date; negative once it is past."""
        return (self.due - today).days

    @property
    def excused(self) -> bool:
        """Whether an exception is claimed with its evidence, who decided and when."""
        return any(
            one.claim is not None and one.state == "claimed" and not one.claim.lacking
            for one in self.exceptions
        )


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which others must be able to act, and the calendar of those who must."""

    first: date
    calendar: SchoolCalendar = ENGLAND


@dataclass(frozen=True, slots=True)
class Rule:
    """What a deadline has from its rule, whatever the day."""

    id: str
    what: str
    who: str
    citation: str
    sure: Sure
    started_by: str
    stopped_by: str = ""
    kind: Label = "statutory"
    exceptions: Mapping[str, str] = field(default_factory=dict)
    ruleset: Ruleset = CFA2014

    @property
    def cited(self) -> Citation:
        """Where it stands, of what kind it is, and whether that was checked."""
        return Citation(self.citation, self.kind, self.sure != "unverified")

    def falls(
        self,
        reckoned: Reckoned,
        *,
        sense: Sense = "by",
        reading: str = "",
        what: str = "",
        warnings: Sequence[str] = (),
        window: Window | None = None,
    ) -> Deadline:
        """The deadline of this rule on the day that was reckoned."""
        due, steps = reckoned.day, reckoned.steps
        working = last_working_day_on_or_before(due) if sense == "by" else None
        if working and working != due and not reckoned.rolled:
            steps = (*steps, _stays(due, working))
        in_holiday = window.calendar.warn(window.first, due) if window else ()
        return Deadline(
            self.id,
            what or self.what,
            due,
            working,
            self.who,
            self.kind,
            self.cited,
            self.sure,
            steps,
            self.started_by,
            self.stopped_by,
            tuple(_possible(code, cited) for code, cited in self.exceptions.items()),
            sense,
            reading,
            (*warnings, *in_holiday),
            self.ruleset.name,
        )


@cache
def _possible(code: str, cited: str) -> Excepted:
    says, sure = GROUNDS[code]
    return Excepted(code, says, cited, sure)


def _stays(due: date, working: date) -> str:
    holiday = bank_holidays(due.year).get(due)
    which = f"a bank holiday ({holiday})" if holiday else f"a {DAYS[due.weekday()]}"
    return (
        f"It is {which}. Nothing in the Regulations was found that moves it (CAL-8, not "
        f"verified): plan for {say(working)}, the last working day before it."
    )


def by_letter(*regulations: str) -> dict[str, str]:
    """The four exceptions of a paragraph whose letters (a) to (d) name them."""
    codes = ("SCHOOL_CLOSED", "EY_CLOSED", "PERSONAL", "ABSENT_4W")
    return {
        code: " with ".join(f"reg {each}({letter})" for each in regulations)
        for code, letter in zip(codes, "abcd", strict=True)
    }


def claimed(deadlines: Iterable[Deadline], claims: Iterable[Claim]) -> tuple[Deadline, ...]:
    """The deadlines with these exceptions claimed where they are available; dates never move.

    Raises FactError for an exception that none of them has.
    """
    found = tuple(deadlines)
    for claim in claims:
        has = {one.code for deadline in found for one in deadline.exceptions}
        if claim.code not in has:
            known = f" Those are: {', '.join(sorted(has))}." if has else ""
            raise FactError(f"{claim.code} is no exception to these limits.{known}")
        found = tuple(_with_claim(deadline, claim) for deadline in found)
    return found


def _with_claim(deadline: Deadline, claim: Claim) -> Deadline:
    exceptions = tuple(
        _claimed(one, claim) if one.code == claim.code else one for one in deadline.exceptions
    )
    return replace(deadline, exceptions=exceptions)


def _claimed(one: Excepted, claim: Claim) -> Excepted:
    """An exception as claimed; one that the facts show not to be open stays so."""
    if one.state == "not open":
        return replace(one, note=f"{one.note} It is claimed all the same.".strip(), claim=claim)
    lacking = ", ".join(claim.lacking)
    note = f"It does not count before this is recorded: {lacking}." if lacking else one.note
    return replace(one, state="claimed", note=note, claim=claim)


def in_order(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Deadlines by their day, then rule and reading: the same however the facts came."""
    return tuple(sorted(deadlines, key=lambda one: (one.due, one.rule, one.reading, one.sense)))


def governed(*deadlines: Deadline) -> tuple[Deadline, ...]:
    """Limits of one act: the earliest governs, and the others say so."""
    first = min(deadlines, key=lambda one: one.due)
    says = f"The earlier limit governs: {say(first.due)} ({first.rule})."
    return tuple(
        one if one.due == first.due else replace(one, warnings=(*one.warnings, says))
        for one in deadlines
    )


def require_order(earlier: tuple[str, date | None], later: tuple[str, date | None]) -> None:
    """Refuse two facts the wrong way round; each is what happened and when, None if unknown.

    Raises FactError.
    """
    if earlier[1] is not None and later[1] is not None and later[1] < earlier[1]:
        raise FactError(
            f"The day {later[0]} ({say(later[1])}) is before the day {earlier[0]} "
            f"({say(earlier[1])}). Check both."
        )
