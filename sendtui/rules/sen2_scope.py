"""Who goes into a SEN2 return and under which case class, and why every other child does not.

The classes are the section headings of the 2023 specification; their exact edges were not seen.
Facts after the census day are left out of account, so that the return can be made any day after.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sendtui.rules.sen2_known import Assessed, CaseKnown, ChildKnown, PlanKnown, appeals, assessed

CLASSES: dict[str, str] = {
    "active": "Active plan on the census day",
    "ceased": "Plan that ceased in the year",
    "not issued": "Decided in the year not to issue a plan",
    "not assessed": "Decided in the year not to assess",
    "withdrawn": "Withdrawn in the year",
    "moved out": "Moved to another authority in the year, before the end",
    "issuing": "Going on: a plan is to be issued",
    "assessing": "Going on: being assessed",
    "requested": "Going on: to be decided whether to assess",
}
"""Every class of a case that goes in, with what it is."""

REASONS: dict[str, str] = {
    "no plan": "No EHC plan and no request for one is recorded.",
    "plan not recorded": "The SEN status is E, and no plan is recorded: make the plan, or put the "
    "status right.",
    "later": "The request or the plan is later than the census day.",
    "ceased before": "The plan ceased before the year that is reported on.",
    "decided before": "Decided before the year that is reported on, and no plan came of it.",
    "withdrawn before": "Withdrawn before the year that is reported on.",
    "moved before": "Moved to another authority before the year that is reported on.",
    "no request": "A case is open, and no day of a request is recorded in it.",
    "other authority": "The case is another authority's.",
}
"""Why a child does not go in."""

_GOING_ON = {
    "to be issued": "issuing",
    "being assessed": "assessing",
    "requested": "requested",
}
_DONE = {
    "refused to assess": ("not assessed", "decided before"),
    "refused to issue": ("not issued", "decided before"),
    "withdrawn request": ("withdrawn", "withdrawn before"),
    "withdrawn assessment": ("withdrawn", "withdrawn before"),
    "moved out": ("moved out", "moved before"),
}


class Period(NamedTuple):
    """The year that is reported on, and the census day after it."""

    begins: date
    ends: date
    census_day: date


class PlanLife(NamedTuple):
    """A plan through all its versions: its first day, its last one, and who it came from."""

    id: str
    case: str
    starts: date
    ceased_on: date | None
    cease_reason: str
    transferred_from: str

    def is_active(self, day: date) -> bool:
        """Whether it was in force on a day."""
        return self.starts <= day and (self.ceased_on is None or self.ceased_on > day)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request of a return: its class, the assessment and the plan it is made of."""

    case_class: str
    assessed: Assessed | None = None
    plan: PlanLife | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a child goes in; `reasons` say why not, where nothing does."""

    entries: tuple[Entry, ...]
    reasons: tuple[str, ...] = ()


def scope(child: ChildKnown, period: Period, la: str = "") -> Scope:
    """The entries of one child in a return, or why there are none."""
    cases = [c for c in child.cases if not (la and c.la and c.la != la)]
    foreign = len(cases) < len(child.cases)
    entries: list[Entry] = []
    reasons: list[str] = []
    told = _assessments(cases, period)
    for entry, why in (*_plans(child.plans, told, period), *_without_plan(told, period)):
        if entry is not None:
            entries.append(entry)
        else:
            reasons.append(why)
    if not entries and not reasons:
        bare = "plan not recorded" if child.status == "E" else "no plan"
        reasons.append("other authority" if foreign else bare)
    return Scope(tuple(entries), () if entries else tuple(dict.fromkeys(reasons)))


def _assessments(cases: list[CaseKnown], period: Period) -> list[Assessed]:
    """What each assessment had come to, with the appeals that came after it and before the next."""
    wanted = sorted(
        (c for c in cases if c.process == "assessment"), key=lambda c: (c.opened_on, c.id)
    )
    told = appeals(cases, period.census_day)
    made = []
    for place, case in enumerate(wanted):
        until = wanted[place + 1].opened_on if place + 1 < len(wanted) else date.max
        since = case.opened_on if place else date.min
        about = [about for day, about in told if since <= day < until]
        made.append(assessed(case, frozenset().union(*about), period.census_day))
    return made


def lives(plans: tuple[PlanKnown, ...]) -> list[PlanLife]:
    """The plans of a child, each through all its versions, the earliest first.

    A version is the same plan's where none has ceased between them.
    """
    issued = sorted((p for p in plans if _start(p)), key=lambda p: (p.version, p.id))
    issued.sort(key=lambda p: _start(p) or date.min)
    found: list[list[PlanKnown]] = []
    for plan in issued:
        if found and not any(p.ceased_on and p.ceased_on <= _first(plan) for p in found[-1]):
            found[-1].append(plan)
        else:
            found.append([plan])
    return [_life(versions) for versions in found]


def _start(plan: PlanKnown) -> date | None:
    return plan.made_on or plan.issued_on if plan.issued_on or plan.ceased_on else None


def _first(plan: PlanKnown) -> date:
    return plan.made_on or plan.issued_on or date.min


def _life(versions: list[PlanKnown]) -> PlanLife:
    last = versions[-1]
    ceased = next((p for p in reversed(versions) if p.ceased_on), last)
    return PlanLife(
        last.id,
        next((p.case for p in versions if p.case), ""),
        min(_first(p) for p in versions),
        ceased.ceased_on,
        ceased.cease_reason,
        next((p.transferred_from for p in reversed(versions) if p.transferred_from), ""),
    )


Told = Iterator[tuple[Entry | None, str]]


def _plans(plans: tuple[PlanKnown, ...], told: list[Assessed], period: Period) -> Told:
    """The plans, each with the assessment it came of taken out of those that are left."""
    for life in lives(plans):
        of_it = _origin(life, told)
        if of_it is not None:
            told.remove(of_it)
        if life.starts > period.census_day:
            yield None, "later"
        elif life.is_active(period.census_day):
            yield Entry("active", of_it, life), ""
        elif life.ceased_on and life.ceased_on >= period.begins:
            yield Entry("ceased", of_it, life), ""
        else:
            yield None, "ceased before"


def _origin(life: PlanLife, told: list[Assessed]) -> Assessed | None:
    """The assessment a plan came of: the one it names, or the last that ended in a plan by then."""
    for each in told:
        if each.case.id == life.case:
            return each
    ended = [e for e in told if e.end == "plan" and e.on and e.on <= life.starts]
    return ended[-1] if ended and not life.transferred_from else None


def _without_plan(told: list[Assessed], period: Period) -> Told:
    for each in told:
        begun = each.received or (each.decided.on if each.decided else None)
        if each.end in _GOING_ON:
            yield Entry(_GOING_ON[each.end], each), ""
        elif each.end == "plan" and each.on:
            life = PlanLife("", each.case.id, each.on, None, "", "")
            yield Entry("active", each, life), ""
        elif each.end == "not requested":
            later = each.case.opened_on > period.census_day
            yield None, "later" if later else "no request"
        else:
            case_class, why = _DONE[each.end]
            in_year = each.on is not None and each.on >= period.begins
            yield (Entry(case_class, each), "") if in_year and begun else (None, why)
