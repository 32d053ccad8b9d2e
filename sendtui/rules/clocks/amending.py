"""Amending a plan after a review or without one: 15 days to comment, 8 weeks, and the Devon cap."""

from datetime import date

from sendtui.rules import reckoning
from sendtui.rules.clocks.review import CAP, PROPOSE, late
from sendtui.rules.deadline import (
    Deadline,
    FactError,
    Rule,
    Window,
    governed,
    in_order,
    require_order,
)
from sendtui.rules.school_days import ENGLAND, SchoolCalendar

LA = "local authority"
_REG = "SEND Regulations 2014 reg"
_HELD = "of the review meeting"

COMMENT = Rule(
    "AR-10", "The family's time to comment on the changes, to ask for a setting and to ask for a "
    "meeting ends", "family", f"{_REG} 22(2)", "seen", "the amendment notice being served",
    "longer time being given; the family answering",
)  # fmt: skip
AMEND = Rule(
    "AR-11", "Send the final amended plan", LA, f"{_REG} 22(3)", "seen",
    "the amendment notice being sent", "the final plan; or the notice that it is not amended",
)  # fmt: skip
NOT_AMENDED = Rule(
    "AR-13", "If the plan is not amended after all: tell the family so, with reasons and rights",
    LA, f"{_REG} 22(4)-(5)", "secondary", "the amendment notice being sent",
    "the final amended plan",
)  # fmt: skip
WITHOUT = Rule(
    "AR-21", "Send the final amended plan, amended without a review", LA, f"{_REG} 28",
    "unverified", "the amendment notice being sent",
)  # fmt: skip


def amendment_notice(
    on: date,
    *,
    meeting: date | None = None,
    without_review: bool = False,
    calendar: SchoolCalendar = ENGLAND,
) -> tuple[Deadline, ...]:
    """What follows from an amendment notice; with the meeting, the cap of Devon too.

    Raises FactError where the meeting is after it, or there is one and the plan is amended
    without a review.
    """
    if without_review and meeting is not None:
        raise FactError("An amendment without a review has no meeting. Give one of the two.")
    require_order((_HELD, meeting), ("the notice was served", on))
    served = "the amendment notice was served"
    comments = reckoning.days_beginning_with(served, on, 15)
    eight = reckoning.weeks(served, on, 8)
    found = [COMMENT.falls(comments, window=Window(on, calendar)), NOT_AMENDED.falls(eight)]
    if without_review:
        found.append(WITHOUT.falls(eight))
    elif meeting is None:
        found.append(AMEND.falls(eight))
    else:
        twelve = reckoning.weeks(_HELD, meeting, 12)
        found += governed(AMEND.falls(eight), CAP.falls(twelve))
        found.append(late(PROPOSE.falls(reckoning.weeks(_HELD, meeting, 4)), on))
    return in_order(found)
