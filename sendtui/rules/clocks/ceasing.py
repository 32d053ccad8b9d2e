"""Re-assessment, ceasing to maintain a plan, and the ages at which it may end."""

from datetime import date
from typing import Literal

from sendtui.rules import reckoning, years
from sendtui.rules.clocks import appeals
from sendtui.rules.deadline import Deadline, Rule, by_letter, in_order, require_order
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.typed_dates import say

LA = "local authority"
_REG = "SEND Regulations 2014 reg"
_ACT = "Children and Families Act 2014"
_ASKED = "the request was received"
Course = Literal["further education", "apprenticeship"]

AGREE = Rule(
    "RA-01", "The LA need not agree: there was an assessment within the 6 months before", LA,
    f"{_ACT} s.44(2); {_REG} 23-24", "secondary", "the request for a re-assessment",
)  # fmt: skip
DECIDE = Rule(
    "RA-02", "Tell the family whether there will be a re-assessment; a refusal carries the rights",
    LA, f"{_REG} 25(1)", "secondary", "the request for a re-assessment",
    "the decision being notified",
)  # fmt: skip
SEEK = Rule(
    "RA-03", "Seek advice again; each body has 6 weeks from being asked", LA, f"{_REG} 26",
    "secondary", "the decision to re-assess",
)  # fmt: skip
FINAL = Rule(
    "RA-04", "Send the final plan after re-assessment", LA, f"{_REG} 27(2)", "seen",
    "notifying the decision to re-assess, or the LA's own decision to do so",
    "the final plan", exceptions=by_letter("27(3)"),
)  # fmt: skip
UNDER_18 = Rule(
    "CE-01", "Under 18: cease only if the plan is no longer necessary; review and amend it for a "
    "child who is not in education", LA, f"{_REG} 29", "seen", "considering to cease",
)  # fmt: skip
OVER_18 = Rule(
    "CE-02", "From 18, where the named place was left: cease only after a review shows no wish to "
    "return, or that return is not appropriate", LA, f"{_REG} 30", "seen", "considering to cease",
)  # fmt: skip
CONSULT = Rule(
    "CE-03", "Tell and consult the family; consult the head or principal", LA, f"{_REG} 31(1)",
    "seen", "considering to cease",
)  # fmt: skip
NOTIFY = Rule(
    "CE-04", "Notify the family, the institution and the commissioner, with the right of appeal",
    LA, f"{_REG} 31(2)-(3)", "seen", "the decision to cease",
)  # fmt: skip
IN_FORCE = Rule(
    "CE-05", "The plan stays in force until the time to appeal ends, or an appeal is decided", LA,
    f"{_ACT} s.45(4)", "secondary", "the decision to cease", "an appeal: then until it is decided",
)  # fmt: skip
FROM_19 = Rule(
    "CE-06", "From 19: have regard to whether the outcomes are achieved; age alone is no reason",
    LA, f"{_ACT} s.45(3); SEND Code of Practice 9.200", "secondary", "the 19th birthday",
)  # fmt: skip
TO_25 = Rule(
    "CE-07", "The duty to maintain the plan ends at 25; the LA may keep it until the academic year "
    "ends", LA, f"{_ACT} s.46; {_REG} 46", "secondary", "the 25th birthday",
)  # fmt: skip


def reassessment_request(
    on: date, *, last_assessment: date | None = None, notified: date | None = None
) -> tuple[Deadline, ...]:
    """What follows from receiving a request for a re-assessment.

    `notified` is the day the family was told that there will be one. Raises FactError for facts
    the wrong way round.
    """
    require_order(("of the last assessment", last_assessment), (_ASKED, on))
    require_order((_ASKED, on), ("it was decided to re-assess", notified))
    limit = reckoning.days(_ASKED, on, 15)
    found = [DECIDE.falls(limit)]
    if last_assessment is not None:
        found += _within_six_months(on, last_assessment)
    if notified is None:
        at_latest = limit.noting("If the family is told on that last day:")
        due = reckoning.weeks("it was decided to re-assess", limit.day, 14)
        what = "Send the final plan after re-assessment, if it is agreed on the last day"
        both = Reckoned(due.day, (*at_latest.steps, *due.steps))
        return in_order((*found, FINAL.falls(both, reading="at the latest", what=what)))
    sought = reckoning.at_once("it was decided to re-assess", notified)
    due = reckoning.weeks("it was decided to re-assess", notified, 14)
    return in_order((*found, SEEK.falls(sought, sense="at once"), FINAL.falls(due)))


def reassessment_decision(on: date) -> tuple[Deadline, ...]:
    """What follows from deciding to re-assess, also where the LA does so of its own accord."""
    event = "it was decided to re-assess"
    sought = SEEK.falls(reckoning.at_once(event, on), sense="at once")
    return in_order((sought, FINAL.falls(reckoning.weeks(event, on, 14))))


def _within_six_months(on: date, last: date) -> tuple[Deadline, ...]:
    end = reckoning.period_of_months("of the last assessment", last, 6)
    if on > end.day:
        return ()
    steps = (*end.steps, f"The request came on {say(on)}, within them.")
    return (AGREE.falls(Reckoned(end.day, steps, rolled=True)),)


def cease_consultation(on: date, *, born: date | None = None) -> tuple[Deadline, ...]:
    """What the LA owes from the day it considers ceasing to maintain a plan."""
    event = "the LA began to consider ceasing"
    found = [CONSULT.falls(reckoning.at_once(event, on), sense="at once")]
    if born is not None:
        require_order(("of birth", born), (event, on))
        age = years.age_on(born, on)
        rules = [UNDER_18 if age < 18 else OVER_18, *([FROM_19] if age >= 19 else [])]
        known = reckoning.on_the_day(event, on).noting(f"Age on that day: {age}.")
        found += [rule.falls(known, sense="at once") for rule in rules]
    return in_order(found)


def cease_decision(on: date, *, certificate: date | None = None) -> tuple[Deadline, ...]:
    """What follows from the letter that the plan will cease."""
    limits = appeals.decision_letter(on, certificate=certificate)
    appeal = next(each for each in limits if each.rule == appeals.APPEAL.id)
    stays = Reckoned(appeal.due, appeal.because, rolled=True)
    told = reckoning.on_the_day("of the decision to cease", on)
    return in_order((NOTIFY.falls(told, sense="at once"), IN_FORCE.falls(stays), *limits))


def age_limits(born: date, apprenticeship_ends: date | None = None) -> tuple[Deadline, ...]:
    """19, 25 and the last day to which a plan may be kept (CE-06, CE-07).

    Raises FactError where the apprenticeship ends before 25, when nothing has to be kept past it.
    """
    nineteen, of_25 = years.birthday(born, 19), years.birthday(born, 25)
    reached = reckoning.birthday("25", born, of_25)
    require_order(("of the 25th birthday", of_25), ("the apprenticeship ends", apprenticeship_ends))
    return in_order(
        (
            FROM_19.falls(reckoning.birthday("19", born, nineteen), sense="from"),
            TO_25.falls(reached, sense="from", reading="25th birthday"),
            *(keep_until(born, course, apprenticeship_ends) for course in COURSES),
        )
    )


COURSES: tuple[Course, ...] = ("further education", "apprenticeship")


def keep_until(born: date, course: Course, ends: date | None = None) -> Deadline:
    """The last day to which the LA may keep a plan past 25: never past the day before 26.

    In further education the academic year ends on 31 July; an apprenticeship on `ends`, or at the
    day before the 26th birthday.
    """
    of_25, of_26 = years.birthday(born, 25), years.birthday(born, 26)
    reached = reckoning.birthday("25", born, of_25)
    last = date.fromordinal(of_26.toordinal() - 1)
    if course == "further education":
        july = date(of_25.year + ((of_25.month, of_25.day) > (7, 31)), 7, 31)
        day, step = july, f"The academic year of further education then ends on {say(july)}."
    else:
        day = min(ends or last, last)
        step = (
            f"It ends with the training, or on {say(last)}, the day before 26, if that is earlier."
        )
    what = f"The last day to which the LA may keep the plan past 25, in {_IN[course]}"
    return TO_25.falls(
        Reckoned(day, (*reached.steps, step), rolled=True), reading=course, what=what
    )


_IN: dict[Course, str] = {
    "further education": "further education",
    "apprenticeship": "an apprenticeship",
}
