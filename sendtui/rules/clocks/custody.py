"""Detained persons of 18 or under in youth accommodation (SI 2015/62)."""

from datetime import date

from sendtui.rules import reckoning
from sendtui.rules.deadline import Deadline, Rule, in_order

HOME = "the home local authority"
_SI = "SI 2015/62 (detained persons) reg 3-5, 12-13"
_REQUEST = "the request by the appropriate person or the person in charge being received"
_EXCEPTIONS = dict.fromkeys(
    ("SCHOOL_CLOSED", "EY_CLOSED", "PERSONAL"), "SI 2015/62, as reg 10(4)(a)-(c)"
)

DECIDE = Rule(
    "SP-01-decide", "Tell whether there will be an assessment of the detained person", HOME,
    _SI, "seen", _REQUEST, "the decision being notified", exceptions=_EXCEPTIONS,
)  # fmt: skip
FINAL = Rule(
    "SP-01-plan", "Send the final plan, also to the person in charge, the youth offending team and "
    "the home and detention health commissioners", HOME, _SI, "seen", _REQUEST,
    "the final plan", exceptions=_EXCEPTIONS,
)  # fmt: skip
REPRESENTATIONS = Rule(
    "SP-01-draft", "The time of the detained person or their parent to comment on the draft ends",
    "family", _SI, "seen", "the draft plan being served", "longer time being given",
)  # fmt: skip
KEEP = Rule(
    "SP-02", "Keep the plan and arrange appropriate provision while detained", HOME,
    "Children and Families Act 2014 s.70-75", "unverified", "the detention", "the release",
)  # fmt: skip
RELEASED = Rule(
    "SP-02", "Maintain the plan and review it as soon as practicable", HOME,
    "Children and Families Act 2014 s.48", "unverified", "the release", "the review",
)  # fmt: skip


def custody_request(on: date) -> tuple[Deadline, ...]:
    """What follows from a request for somebody who is detained."""
    came = "the request was received"
    return in_order(
        (
            DECIDE.falls(reckoning.weeks(came, on, 6)),
            FINAL.falls(reckoning.weeks(came, on, 20)),
        )
    )


def custody_draft(on: date) -> tuple[Deadline, ...]:
    """What follows from serving the draft plan of somebody who is detained."""
    return (REPRESENTATIONS.falls(reckoning.days_beginning_with("the draft was served", on, 15)),)


def detention(on: date) -> tuple[Deadline, ...]:
    """What follows from the detention of somebody with a plan."""
    return (KEEP.falls(reckoning.at_once("of the detention", on), sense="at once"),)


def release(on: date) -> tuple[Deadline, ...]:
    """What follows from the release of somebody with a plan."""
    return (RELEASED.falls(reckoning.at_once("of the release", on), sense="at once"),)
