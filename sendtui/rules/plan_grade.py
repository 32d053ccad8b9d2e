"""The grade of a plan: reckoned from which checks are ticked and what each weighs, no opinion."""

from collections.abc import Iterable
from dataclasses import dataclass

from sendtui.rules.plan_check_list import CHECKS
from sendtui.rules.plan_checks import checks_of
from sendtui.rules.plan_facts import PlanFacts
from sendtui.rules.plan_remark import Remark
from sendtui.rules.plan_sections import STATUTORY
from sendtui.rules.plan_words import DEFAULT, WordLists

HARD, SOFT = 3, 1
"""What a check weighs where a user has not said otherwise."""

BANDS: tuple[tuple[int, str], ...] = ((90, "strong"), (75, "good"), (50, "needs work"), (0, "weak"))
"""The share of the weights in per cent from which a plan is called so. Ours, and no inspector's."""


@dataclass(frozen=True, slots=True)
class Grade:
    """How much of the weights is ticked, in per cent, and what that is called.

    With a hard check open a plan is at most “needs work”, whatever its share; `ticks` has every
    check that was asked. Of a plan that says too little there is no share.
    """

    percent: int | None
    name: str
    ticks: tuple[tuple[str, bool], ...]
    hard_open: int

    @property
    def says(self) -> str:
        """What it is called with its share: “needs work, 54%”."""
        return self.name if self.percent is None else f"{self.name}, {self.percent}%"


def is_enough(plan: PlanFacts, sort: str = STATUTORY) -> bool:
    """Whether there is enough to grade: of an EHC plan a need, an outcome and its provision.

    Most checks ask of what is written, and find nothing to mend where nothing is.
    """
    if sort != STATUTORY:
        return bool(plan.sections)
    return bool(plan.needs_of("B") and plan.outcomes and plan.lines_of("F"))


def grade(
    found: Iterable[Remark],
    words: WordLists = DEFAULT,
    sort: str = STATUTORY,
    *,
    enough: bool = True,
) -> Grade:
    """The grade that follows from what the checks said: a check with no remark is ticked.

    Without `enough` in the plan it is not graded.
    """
    remarks = tuple(found)
    open_checks = {each.check for each in remarks}
    hard_open = len({each.check for each in remarks if each.hard})
    ticks = tuple((check, check not in open_checks) for check in checks_of(sort))
    own = dict(words.weights)
    if not enough:
        return Grade(None, "not enough written to grade", ticks, hard_open)
    weight = {check: own.get(check, HARD if CHECKS[check].hard else SOFT) for check, _ in ticks}
    whole = sum(weight.values())
    percent = 100 * sum(weight[check] for check, ticked in ticks if ticked) // whole if whole else 0
    name = next(name for least, name in BANDS if percent >= least)
    if hard_open and name in ("strong", "good"):
        name = "needs work"
    return Grade(percent, name, ticks, hard_open)
