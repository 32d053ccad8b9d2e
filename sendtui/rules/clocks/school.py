"""What a school itself owes by a date: the SENCO's qualification and the information report."""

from datetime import date

from sendtui.rules import reckoning
from sendtui.rules.deadline import Deadline, Rule, in_order
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.typed_dates import say

_NPQ_FROM, _NASENCO_BEFORE = date(2024, 9, 1), date(2027, 9, 1)

QUALIFIED = Rule(
    "SS-10", "The SENCO holds the NPQ for SENCOs: within 3 years of taking up the post",
    "governing body", "SEND Regulations 2014 reg 49, as amended by SI 2024/535", "seen",
    "taking up the post of SENCO", "the qualification",
)  # fmt: skip
OLD_AWARD = Rule(
    "SS-10", "The NASENCO award counts only if its course began before 1 September 2024 and is "
    "finished before 1 September 2027", "governing body",
    "SEND Regulations 2014 reg 49, as amended by SI 2024/535", "seen",
    "a NASENCO course begun before 1 September 2024", "the award",
)  # fmt: skip
REPORT = Rule(
    "SS-09", "Publish the SEN information report again: yearly, and on every change",
    "governing body", "Children and Families Act 2014 s.69; SEND Regulations 2014 reg 51-52",
    "seen", "the last publication", "the new report",
)  # fmt: skip


def senco(on: date, *, course_began: date | None = None) -> tuple[Deadline, ...]:
    """What follows from a SENCO taking up the post; `course_began` is that of a NASENCO course."""
    found = [QUALIFIED.falls(reckoning.period_of_months("of taking up the post", on, 36))]
    if course_began is not None and course_began < _NPQ_FROM:
        last = date.fromordinal(_NASENCO_BEFORE.toordinal() - 1)
        steps = (
            f"The course began on {say(course_began)}, before {say(_NPQ_FROM)}.",
            f"Finished before {say(_NASENCO_BEFORE)} means by {say(last)}.",
        )
        found.append(OLD_AWARD.falls(Reckoned(last, steps), reading="NASENCO"))
    return in_order(found)


def information_report(on: date) -> tuple[Deadline, ...]:
    """What follows from publishing the SEN information report."""
    return (REPORT.falls(reckoning.period_of_months("of publication", on, 12)),)
