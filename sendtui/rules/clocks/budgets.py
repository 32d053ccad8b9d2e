"""Personal budgets and direct payments."""

from datetime import date

from sendtui.rules import reckoning
from sendtui.rules.deadline import Deadline, Rule

LA = "local authority"
_SI = "SI 2014/1652 (personal budgets) reg"

CONSIDER = Rule(
    "SP-05", "Consider the request; a refusal needs reasons, and one review of it may be asked",
    LA, f"Children and Families Act 2014 s.49; {_SI} 4, 7", "secondary",
    "the family asking while a draft is prepared, or at a review or re-assessment",
    "the decision with its reasons",
)  # fmt: skip
FIRST_REVIEW = Rule(
    "SP-06", "Review the direct payments, within their first 3 months", LA, f"{_SI} 8-14",
    "secondary", "the first direct payment", "the review",
)  # fmt: skip
YEARLY = Rule(
    "AR-19", "Review the direct payments again, at the annual review", LA,
    f"SEND Code of Practice 9.169; {_SI} 11", "secondary", "the last annual review",
    "the annual review",
)  # fmt: skip


def budget_request(on: date) -> tuple[Deadline, ...]:
    """What follows from the family asking for a personal budget."""
    return (CONSIDER.falls(reckoning.at_once("the family asked", on), sense="at once"),)


def direct_payments(on: date, *, last_review: date | None = None) -> tuple[Deadline, ...]:
    """What follows from the first direct payment; `last_review` is the last annual review."""
    first = FIRST_REVIEW.falls(reckoning.period_of_months("of the first payment", on, 3))
    if last_review is None:
        return (first,)
    yearly = reckoning.period_of_months("the last review was completed", last_review, 12)
    return (first, YEARLY.falls(yearly))
