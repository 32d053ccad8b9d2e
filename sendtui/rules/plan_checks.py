"""All checks of a plan, Q1 to Q27: pure, in order, and never a reason not to save."""

from dataclasses import replace
from datetime import date

from sendtui.rules import plan_checks_links as links
from sendtui.rules import plan_checks_wording as wording
from sendtui.rules.plan_check_list import CHECKS
from sendtui.rules.plan_facts import PlanFacts
from sendtui.rules.plan_remark import WORDING, Remark
from sendtui.rules.plan_sections import STATUTORY
from sendtui.rules.plan_words import DEFAULT, WordLists

OF_ANY_PLAN = frozenset(
    ("Q2", "Q3", "Q5", "Q7", "Q8", "Q9", "Q10", "Q11", "Q12", "Q15", "Q16", "Q22", "Q26")
)
"""The checks that are good practice for any plan; the others are about an EHC plan alone."""


def remarks(
    plan: PlanFacts, today: date, words: WordLists = DEFAULT, sort: str = STATUTORY
) -> tuple[Remark, ...]:
    """What the checks say of a plan on a day: by check, then in the order of the plan.

    Of a plan that is not statutory only wording and good practice are asked, and none is hard.
    """
    found = (
        *links.parts(plan),
        *links.needs(plan),
        *links.outcomes(plan, today),
        *links.provision(plan),
        *links.advice(plan, today),
        *wording.voices(plan, today),
        *wording.needs(plan, words),
        *wording.outcomes(plan, today),
        *wording.provision(plan, words),
        *wording.reading(plan, words),
    )
    if sort != STATUTORY:
        found = tuple(
            replace(one, hard=False, citation=WORDING) for one in found if one.check in OF_ANY_PLAN
        )
    return tuple(sorted(found, key=lambda remark: int(remark.check[1:])))


def checks_of(sort: str) -> tuple[str, ...]:
    """The ids of the checks that a sort of plan is asked."""
    return tuple(each for each in CHECKS if sort == STATUTORY or each in OF_ANY_PLAN)
