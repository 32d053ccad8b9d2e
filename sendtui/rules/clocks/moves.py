"""A child with a plan, or in an assessment, moves to another authority's area."""

from datetime import date

from sendtui.rules import reckoning
from sendtui.rules.calendar import add_working_days
from sendtui.rules.deadline import Deadline, FactError, Rule, by_letter, in_order, require_order
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.typed_dates import say

OLD, NEW = "the old local authority", "the new local authority"
_REG = "SEND Regulations 2014 reg"
_MOVE, _AWARE, _TRANSFER = "of the move", "the old LA became aware of it", "of the transfer"
NOTICE = 15
"""Working days before the move on which the old authority must know of it for MV-01."""

ON_THE_DAY = Rule(
    "MV-01", "Transfer the plan on the day of the move", OLD, f"{_REG} 15(2)", "seen",
    "the move, known to the old LA at least 15 working days before", "the transfer",
)  # fmt: skip
LATER = Rule(
    "MV-02", "Transfer the plan: 15 working days beginning with the day it became aware", OLD,
    f"{_REG} 15(2)", "seen", "the old LA becoming aware of the move", "the transfer",
)  # fmt: skip
MADE_BY_NEW = Rule(
    "MV-03", "Secure the provision: the plan counts as made by the new LA on its original date",
    NEW, f"{_REG} 15(3); Children and Families Act 2014 s.47", "seen", "the transfer",
)  # fmt: skip
TELL = Rule(
    "MV-04", "Tell the family: it is transferred, whether there will be an assessment, and when "
    "the review will be", NEW, f"{_REG} 15(4)", "seen", "the transfer", "the family being told",
)  # fmt: skip
REVIEW = Rule(
    "MV-05", "Review the plan", NEW, f"{_REG} 15(5)", "unverified", "the transfer",
    "the review being completed",
)  # fmt: skip
PLACE = Rule(
    "MV-06", "Where attendance is no longer practicable: arrange another appropriate setting "
    "until the plan is amended; go on paying fees until then", NEW,
    f"{_REG} 15(6)-(7); SEND Code of Practice 9.159", "secondary", "the transfer",
    "the plan being amended",
)  # fmt: skip
ASSESSING = Rule(
    "MV-07", "Decide whether to assess, taking the old LA's assessment into account", NEW,
    f"Children and Families Act 2014 s.24; {_REG} 5(1)(b)", "unverified",
    "becoming responsible for a child whose assessment is under way", "the decision",
    exceptions=by_letter("5(4)"),
)  # fmt: skip


def move(
    on: date,
    *,
    aware: date | None = None,
    transferred: date | None = None,
    made: date | None = None,
    last_review: date | None = None,
    under_assessment: bool = False,
) -> tuple[Deadline, ...]:
    """What follows from a move on a day.

    `aware` is when the old authority came to know of it (default: in time), `transferred` the day
    the plan was transferred (default: the limit). `made` and `last_review` say when the review is
    due. Raises FactError for facts that do not go together.
    """
    if under_assessment:
        if aware or transferred or made or last_review:
            raise FactError("A child still being assessed has no plan to transfer. Give only one.")
        return (ASSESSING.falls(reckoning.weeks("the new LA became responsible", on, 6)),)
    require_order(("the plan was made", made), (_MOVE, on))
    require_order(("the last review was completed", last_review), (_TRANSFER, transferred))
    limit = _transfer(on, aware)
    return in_order((limit, *after_transfer(transferred or limit.due, made, last_review)))


def last_day_to_know(on: date) -> date:
    """The last day on which the old authority knows in time for a transfer on the day itself."""
    return add_working_days(on, -NOTICE)


def _transfer(on: date, aware: date | None) -> Deadline:
    last = last_day_to_know(on)
    known = f"{NOTICE} working days before the move is {say(last)} (CAL-7, not verified)."
    if aware is None:
        assumed = "It is taken that the old LA knew by then; give the day it became aware if not."
        return ON_THE_DAY.falls(Reckoned(on, (f"{say(on)} is the day {_MOVE}.", known, assumed)))
    if aware <= last:
        knew = f"The old LA knew of it on {say(aware)}, in time."
        return ON_THE_DAY.falls(Reckoned(on, (f"{say(on)} is the day {_MOVE}.", known, knew)))
    found = reckoning.working_days_beginning_with(_AWARE, aware, NOTICE)
    return LATER.falls(Reckoned(found.day, (known, *found.steps)))


def after_transfer(on: date, made: date | None, last_review: date | None) -> tuple[Deadline, ...]:
    """What the new authority owes from the day of the transfer."""
    found = [
        MADE_BY_NEW.falls(reckoning.on_the_day(_TRANSFER, on), sense="at once"),
        TELL.falls(reckoning.weeks(_TRANSFER, on, 6)),
        PLACE.falls(reckoning.at_once(_TRANSFER, on), sense="at once"),
    ]
    start = max((day for day in (made, last_review) if day is not None), default=None)
    three = reckoning.period_of_months(_TRANSFER, on, 3)
    if start is not None:
        event = "the last review was completed" if start == last_review else "the plan was made"
        twelve = reckoning.period_of_months(event, start, 12)
        found.append(REVIEW.falls(reckoning.later_of(twelve, three)))
    else:
        lacking = "Give the day of the plan or of its last review: the later of the two governs."
        found.append(REVIEW.falls(three, warnings=(lacking,)))
    return tuple(found)
