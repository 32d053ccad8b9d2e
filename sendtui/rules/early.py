"""Early identification: how long it took from the first concern to the SEN register to a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sendtui.rules.citation import Citation
from sendtui.rules.counting import counted
from sendtui.rules.years import age_on, birthday

BEFORE = Citation(
    "SEND Code of Practice 6.37-6.39: good teaching adapted to the pupil comes first, and what "
    "was tried informs the decision",
    "Code of Practice",
    False,
)

FIRST_CONCERN, ON_THE_REGISTER, FIRST_PLAN = "First concern", "On the SEN register", "First plan"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the day it was first taken (None: not yet), the age then, how long after the last.

    `age` is in years and months, `after` in words; both are "" where they cannot be told.
    """

    name: str
    on: date | None
    age: str = ""
    after: str = ""


def steps(
    born: date | None, concern: date | None, register: date | None, plan: date | None
) -> tuple[Step, ...]:
    """The three steps in their order, each with the age and the time since the one before."""
    days = ((FIRST_CONCERN, concern), (ON_THE_REGISTER, register), (FIRST_PLAN, plan))
    found: list[Step] = []
    for name, on in days:
        before = next((step for step in reversed(found) if step.on), None)
        after = _after(before, on)
        found.append(Step(name, on, age(born, on), after))
    return tuple(found)


def age(born: date | None, on: date | None) -> str:
    """An age in years and months, such as 7 years 2 months; nothing where it cannot be told."""
    if born is None or on is None or on < born:
        return ""
    years = age_on(born, on)
    since = birthday(born, years)
    months = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    return f"{counted(years, 'year')} {counted(months, 'month')}"


def _after(before: Step | None, on: date | None) -> str:
    if before is None or before.on is None or on is None:
        return ""
    days = (on - before.on).days
    if days == 0:
        return "the same day"
    time = counted(abs(days), "day") if abs(days) < 14 else counted(abs(days) // 7, "week")
    return f"{time} {'later' if days > 0 else 'before'}"


def nothing_tried(tried: Sequence[str]) -> str:
    """A warning where nothing is recorded of what was tried before SEN provision; else nothing."""
    if any(words.strip() for words in tried):
        return ""
    return "Nothing is recorded of what good teaching was tried first."
