"""The annual review: 12 months, notice, papers, report and decision."""

from dataclasses import replace
from datetime import date
from typing import Literal

from sendtui.rules import reckoning
from sendtui.rules.citation import Citation
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
from sendtui.rules.typed_dates import say

Anchor = Literal["decision", "meeting"]
Decision = Literal["maintain", "amend", "cease"]

ARGUED: dict[Anchor, str] = {
    "decision": "A review is complete when its decision is notified, which the Code says must fall "
    "within the 12 months (9.169); the next 12 months then count from that decision.",
    "meeting": "Section 44(1) asks for a review in each period of 12 months, and many authorities "
    "count from meeting to meeting: then a late decision does not put the next review off.",
}
"""What is argued for each reading of where the next 12 months count from."""

LA = "local authority"
ARRANGER = "the school where the LA asks it, otherwise the local authority"
_REG = "SEND Regulations 2014 reg"
_ACT = "Children and Families Act 2014"
_MEETING = "the review meeting"
_HELD = "of the review meeting"

FIRST = Rule(
    "AR-01", "Review the plan for the first time, with the decision", LA, f"{_ACT} s.44(1)(a)",
    "secondary", "the plan being made", "a review completed, its decision notified",
)  # fmt: skip
NEXT = Rule(
    "AR-02", "Review the plan again, with the decision", LA, f"{_ACT} s.44(1)(b)",
    "secondary", "the last review being completed", "a review completed, its decision notified",
)  # fmt: skip
INSIDE = Rule(
    "AR-03", "Notify the decision: a review is complete only then, and the 12 months end", LA,
    "SEND Code of Practice 9.169", "secondary", "the plan being made, or the last review",
    "the decision being notified", kind="Code of Practice",
)  # fmt: skip
INVITE = Rule(
    "AR-04",
    "Invite the family, the head or principal, the LA's SEN officer, a health professional and a "
    "social care officer: at least 2 weeks' notice",
    ARRANGER, f"{_REG} 20(1)-(3)", "seen", _MEETING,
)  # fmt: skip
PAPERS = Rule(
    "AR-05", "Send round the advice obtained from those invited, at least 2 weeks before",
    ARRANGER, f"{_REG} 20(4)", "seen", _MEETING,
)  # fmt: skip
CONSIDER = Rule(
    "AR-06",
    "Consider progress towards the outcomes; from Year 9, what helps to prepare for adulthood",
    ARRANGER,
    f"{_REG} 20(5)-(6), 21(6)",
    "seen",
    _MEETING,
)
REPORT = Rule(
    "AR-07", "Send the written report with recommendations to the LA and all who were invited",
    "school or local authority", f"{_REG} 20(7)-(9)", "secondary", _MEETING,
    "the report being sent",
)  # fmt: skip
DECIDE = Rule(
    "AR-08", "Notify the decision to maintain, amend or cease", LA, f"{_REG} 20(10)",
    "secondary", _MEETING, "the decision being notified",
)  # fmt: skip
PROPOSE = Rule(
    "AR-09", "If the plan will be amended: send the proposed changes and the evidence with the "
    "decision", LA, "R (L, M and P) v Devon [2022] EWHC 493 (Admin)", "secondary", _MEETING,
    "the amendment notice being sent; a decision to maintain or cease",
)  # fmt: skip
CAP = Rule(
    "AR-12", "Send the final amended plan: 12 weeks after the meeting at the latest", LA,
    "R (L, M and P) v Devon [2022] EWHC 493 (Admin)", "secondary", _MEETING,
    "the final plan; or the notice that it is not amended",
)  # fmt: skip
RIGHTS = Rule(
    "AR-14", "Right of appeal, its limits, mediation and SENDIASS stand in the decision", LA,
    f"{_REG} 20(11)", "secondary", "a decision to maintain or cease",
)  # fmt: skip
EARLY = Rule(
    "AR-20", "Consider an early review: the same rules as for any other, and the family may ask "
    "for one at any time", LA, "SEND Code of Practice ch. 9", "secondary",
    "needs having changed, or a placement being at risk", "the review meeting",
    kind="Code of Practice",
)  # fmt: skip
LIST = Rule(
    "AR-17", "Send heads the list of reviews due this term, at least 2 weeks before it", LA,
    "SEND Code of Practice ch. 9", "unverified", "the first day of term",
    kind="Code of Practice",
)  # fmt: skip


def first_review(on: date) -> tuple[Deadline, ...]:
    """The 12 months from the making of the plan."""
    return (FIRST.falls(reckoning.period_of_months("the plan was made", on, 12)),)


def next_review(
    *, meeting: date | None, decision: date | None, anchor: Anchor = "decision"
) -> Deadline:
    """The next 12 months; whether they run from the decision or the meeting is argued.

    The steps show both readings where both days are known. Raises FactError where the day the
    anchor asks for is missing.
    """
    events = {
        "decision": ("the decision was notified, which completes the review", decision),
        "meeting": ("the review meeting was held", meeting),
    }
    event, day = events[anchor]
    if day is None:
        raise FactError(f"Counting from the {anchor} needs the day of the {anchor}.")
    found = reckoning.period_of_months(event, day, 12)
    other = "meeting" if anchor == "decision" else "decision"
    argued = f"Counted from the {anchor}; whether it is that or the {other} is argued."
    if (day_of_other := events[other][1]) is not None:
        end = reckoning.period_of_months("", day_of_other, 12).day
        argued = f"{argued} From the {other} it would be {say(end)}."
    return NEXT.falls(found.noting(argued), reading=anchor)


def review_decision(
    on: date,
    *,
    meeting: date | None = None,
    outcome: Decision = "maintain",
    anchor: Anchor = "decision",
) -> tuple[Deadline, ...]:
    """What follows from notifying the decision after a review.

    Raises FactError where the meeting is after it, or is needed and not known.
    """
    require_order((_HELD, meeting), ("the decision was notified", on))
    told = reckoning.on_the_day("the decision was notified", on)
    found = [RIGHTS.falls(told, sense="at once")] if outcome != "amend" else []
    if outcome == "amend":
        found.append(PROPOSE.falls(told, sense="at once"))
    if outcome != "cease":
        found.append(next_review(meeting=meeting, decision=on, anchor=anchor))
    if meeting is not None:
        found.append(late(DECIDE.falls(reckoning.weeks(_HELD, meeting, 4)), on))
        if outcome == "amend":
            found.append(CAP.falls(reckoning.weeks(_HELD, meeting, 12)))
    return in_order(found)


def late(limit: Deadline, done: date) -> Deadline:
    late = (done - limit.due).days
    if late <= 0:
        return limit
    return replace(limit, warnings=(*limit.warnings, f"It was done {late} days after the limit."))


def meeting(
    on: date,
    *,
    made: date | None = None,
    last_review: date | None = None,
    not_at_school: bool = False,
    calendar: SchoolCalendar = ENGLAND,
) -> tuple[Deadline, ...]:
    """What comes before and after a review meeting.

    `made` is the day of the plan, `last_review` that of the last completed one: the 12 months
    count from the later, and cap the decision. For a child who is not at a school or other
    institution the LA arranges it. Raises FactError where the meeting is before those days.
    """
    require_order(("the plan was made", made), (_HELD, on))
    require_order(("the last review was completed", last_review), (_HELD, on))
    before, four = reckoning.weeks_before(_HELD, on, 2), reckoning.weeks(_HELD, on, 4)
    window = Window(on, calendar)
    decide: tuple[Deadline, ...] = (DECIDE.falls(four, window=window), PROPOSE.falls(four))
    start = max((day for day in (made, last_review) if day is not None), default=None)
    if start is not None:
        event = "the last review was completed" if start == last_review else "the plan was made"
        twelve = INSIDE.falls(reckoning.period_of_months(event, start, 12))
        decide = governed(*decide, twelve)
    found = in_order(
        (
            INVITE.falls(before),
            CONSIDER.falls(reckoning.on_the_day(_HELD, on), sense="at once"),
            PAPERS.falls(before, window=Window(before.day, calendar)),
            REPORT.falls(reckoning.weeks(_HELD, on, 2), window=window),
            *decide,
            CAP.falls(reckoning.weeks(_HELD, on, 12)),
        )
    )
    return tuple(_by_the_la(each) for each in found) if not_at_school else found


def early(
    on: date, *, meeting_on: date | None = None, calendar: SchoolCalendar = ENGLAND
) -> tuple[Deadline, ...]:
    """What follows from needs that have changed, or a placement at risk: an early review (AR-20).

    With `meeting_on` the dates about its meeting, as of any other. Raises FactError where the
    meeting is before that day.
    """
    called = "an early review was called for"
    require_order((called, on), (_HELD, meeting_on))
    found = [EARLY.falls(reckoning.on_the_day(called, on), sense="at once")]
    if meeting_on is not None:
        found += meeting(meeting_on, calendar=calendar)
    return in_order(found)


def _by_the_la(deadline: Deadline) -> Deadline:
    """The same for a child who is not at a school: the same clocks, and the LA arranges (AR-15)."""
    if not deadline.citation.text.startswith(f"{_REG} 20"):
        return deadline
    cited = Citation(f"{_REG} 21", "statutory", False)
    return replace(deadline, who=LA, citation=cited, sure="unverified")


def term(on: date) -> tuple[Deadline, ...]:
    """What comes before the first day of a term."""
    return (LIST.falls(reckoning.weeks_before("the term begins", on, 2)),)
