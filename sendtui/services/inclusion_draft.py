"""What a draft of the inclusion strategy takes from the record: counts hidden, nobody named."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from sendtui.models.inclusion import InclusionStrategy, StrategyLine
from sendtui.models.school_action import SchoolAction
from sendtui.rules.calendar import academic_year_label
from sendtui.rules.codes import BROAD_AREAS, NEED_TYPES
from sendtui.rules.counting import counted
from sendtui.rules.inclusion import SAY_WHAT_CAME
from sendtui.rules.small import suppressed
from sendtui.services import impact, provision_map, roll
from sendtui.services.ledger import Line, Period
from sendtui.services.provision_map import Total
from sendtui.store.store import Store

ALONE = "Support that is written in single pupils’ plans"
"""What one pupil's own lines are called where they are published."""

_BARRIERS = {
    "CI": "Some of our pupils find it hard to understand what is said and to make themselves "
    "understood.",
    "CL": "Some of our pupils need more time and other ways to learn to read, write and reckon.",
    "SEMH": "Some of our pupils find it hard to feel safe, settle and join in.",
    "SP": "Some of our pupils meet barriers of sight, hearing or movement.",
}


def drafted(store: Store, today: date) -> list[dict[str, object]]:
    """Barriers by broad area, activities by intervention, outcomes by what was rated."""
    register = roll.read(store, today).register
    effect = impact.read(store, today, Period.school_year(today))
    by_area = Counter(NEED_TYPES[c.need].area for c in register if c.need in NEED_TYPES)
    areas = [code.code for code in BROAD_AREAS if by_area[code.code]]
    shown = dict(zip(areas, suppressed([by_area[a] for a in areas]), strict=True))
    lines: list[dict[str, object]] = []
    for number, area in enumerate(areas, 1):
        number_of = shown[area]
        many = counted(number_of, "pupil") if isinstance(number_of, int) else "some pupils"
        trend = f"{BROAD_AREAS.label(area)} is the first need of {many} on our register."
        lines.append({"part": "barrier", "number": number, "what": _BARRIERS[area], "trend": trend})
    lines += _activities_drafted(effect, areas)
    for number, area in enumerate(areas, 1):
        lines.append(
            {
                "part": "outcome",
                "number": number,
                "what": f"More of what pupils with needs in {BROAD_AREAS.label(area).lower()} set "
                "out to do is met by the summer.",
                "success": _success(effect, area),
            }
        )
    return lines


def looked_back(session: Session, before: InclusionStrategy) -> str:
    """What the year before was to bring and what was done, for people to say what came of it."""
    year = academic_year_label(before.year)
    said = [
        f"In {year} we set out: {each.what.rstrip('.')}. {SAY_WHAT_CAME}"
        for each in lines_of(session, before.id, "outcome")
    ]
    done: dict[str, list[str]] = defaultdict(list)
    for step in session.exec(select(SchoolAction).where(col(SchoolAction.done_on).is_not(None))):
        came = f": {step.came.rstrip('.')}" if step.came else ""
        done[step.strategy_line].append(f"{step.what.rstrip('.')}{came}.")
    said += [
        f"{each.what.rstrip('.')}. {' '.join(done[each.id])}"
        for each in lines_of(session, before.id, "activity")
        if done[each.id]
    ]
    return "\n".join(said)


def _activities_drafted(effect: impact.Impact, areas: Sequence[str]) -> list[dict[str, object]]:
    found: dict[str, list[Total]] = defaultdict(list)
    alone: dict[str, list[Line]] = defaultdict(list)
    for each in effect.map.by("intervention"):
        area = effect.map.area(each.lines[0])
        if each.lines[0].intervention:
            found[area].append(each)
        else:
            alone[area] += each.lines
    # Words written for one pupil stay with them.
    for area, lines_of in alone.items():
        found[area].append(provision_map.total(ALONE, lines_of))
    lines: list[dict[str, object]] = []
    for area in areas:
        for each in sorted(found[area], key=lambda t: -t.whole_pence):
            universal = all(line.layer == "universal" for line in each.lines)
            lines.append(
                {
                    "part": "activity",
                    "number": len(lines) + 1,
                    "what": each.name,
                    "barriers": [areas.index(area) + 1],
                    "reach": "universal" if universal else "targeted",
                    "cost_pence": each.whole_pence,
                    "principles": ["teaching"] if universal else ["early"],
                }
            )
    return lines


def _success(effect: impact.Impact, area: str) -> str:
    rated = [
        one for one in effect.rated
        if one.need in NEED_TYPES and NEED_TYPES[one.need].area == area
    ]  # fmt: skip
    if len(rated) < impact.FEW:
        return "The outcomes of plans, rated at each review."
    share = sum(one.met for one in rated) / len(rated)
    return f"{share:.0%} of the outcomes of plans were met so far this year; more are by July."


def lines_of(session: Session, strategy: str, part: str) -> list[StrategyLine]:
    """The lines of one part of a strategy, in their order."""
    asked = select(StrategyLine).where(
        StrategyLine.inclusion_strategy == strategy, StrategyLine.part == part
    )
    return list(session.exec(asked.order_by(col(StrategyLine.number), col(StrategyLine.id))))
