"""The grade of a plan: reckoned from which checks are ticked and what each weighs, no opinion."""

from collections.abc import Iterable
from dataclasses import dataclass

from sendtui.rules.plan_check_list import CHECKS
from sendtui.rules.plan_checks import checks_of
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
    check that was asked.
    """

    percent: int
    name: str
    ticks: tuple[tuple[str, bool], ...]
    hard_open: int


def grade(found: Iterable[Remark], words: WordLists = DEFAULT, sort: str = STATUTORY) -> Grade:
    """The grade that follows from what the checks said: a check with no remark is ticked."""
    remarks = tuple(found)
    open_checks = {each.check for each in remarks}
    hard_open = len({each.check for each in remarks if each.hard})
    ticks = tuple((check, check not in open_checks) for check in checks_of(sort))
    own = dict(words.weights)
    weight = {check: own.get(check, HARD if CHECKS[check].hard else SOFT) for check, _ in ticks}
    whole = sum(weight.values())
    percent = 100 * sum(weight[check] for check, ticked in ticks if ticked) // whole if whole else 0
    name = next(name for least, name in BANDS if percent >= least)
    if hard_open and name in ("strong", "good"):
        name = "needs work"
    return Grade(percent, name, ticks, hard_open)
