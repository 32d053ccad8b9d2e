"""The draft plan, the consultation of settings, and what starts with the final plan."""

from datetime import date, timedelta

from sendtui.rules import reckoning
from sendtui.rules.clocks import appeals, assessment, early_years, review
from sendtui.rules.deadline import (
    Deadline,
    Rule,
    Window,
    in_order,
    require_order,
)
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.school_days import ENGLAND, SchoolCalendar
from sendtui.rules.typed_dates import say

LA = "local authority"
_ACT = "Children and Families Act 2014"
_SERVED = "the draft was served"
_DAY = timedelta(days=1)

REPRESENTATIONS = Rule(
    "PL-01",
    "The family's time to comment, to ask for a setting and to ask for a meeting ends",
    "family",
    f"{_ACT} s.38(2)-(5); SEND Regulations 2014 reg 13(1)",
    "seen",
    "the draft plan being served",
    "longer time being given; the family answering",
)
SECTION_I = Rule(
    "PL-02",
    "Name no setting in section I of the draft",
    LA,
    f"{_ACT} s.38(5)",
    "secondary",
    "the draft plan being served",
)
CONSULTED = Rule(
    "PL-05",
    "Answer the consultation; the LA decides even where there is no answer",
    "the setting consulted",
    "SEND Code of Practice 9.83",
    "secondary",
    "the consultation being sent to the setting",
    "the setting answering",
    kind="Code of Practice",
)
RIGHTS = Rule(
    "PL-07",
    "Tell the family of the right of appeal (B, F, I), its time limits, mediation and SENDIASS",
    LA,
    "SEND Regulations 2014 reg 14",
    "secondary",
    "the final plan being sent",
)
SECURE = Rule(
    "PL-08",
    "Secure section F (LA) and section G (health commissioner); the named school admits",
    "local authority, health commissioner, named school",
    f"{_ACT} s.42, s.43",
    "secondary",
    "the final plan being made",
    "the family making its own arrangements",
)
OPENS = Rule(
    "PL-09",
    "The right of appeal opens",
    "family",
    f"{_ACT} s.51(2)",
    "unverified",
    "the decision being notified",
)


def draft(
    on: date,
    *,
    request: date | None = None,
    consulted: date | None = None,
    calendar: SchoolCalendar = ENGLAND,
) -> tuple[Deadline, ...]:
    """What follows from serving a draft plan.

    `request` is the day of the request it goes back to, `consulted` that on which settings were
    asked. Raises FactError for facts the wrong way round.
    """
    require_order(("the request was received", request), (_SERVED, on))
    last = reckoning.days_beginning_with(_SERVED, on, 15)
    after = Reckoned(
        last.day + _DAY,
        (*last.steps, f"The day after, {say(last.day + _DAY)}, all their time has passed."),
    )
    found = [
        REPRESENTATIONS.falls(last, window=Window(on, calendar), reading="last day"),
        REPRESENTATIONS.falls(
            after,
            sense="from",
            reading="final",
            what="The first day a final plan may be sent where the family has not answered",
        ),
        SECTION_I.falls(reckoning.on_the_day(_SERVED, on), sense="at once"),
    ]
    if consulted is not None:
        found += consultation(consulted, calendar=calendar)
    if request is not None:
        found.append(_final(request, last.day))
    return in_order(found)


def _final(request: date, comments_end: date) -> Deadline:
    twenty = reckoning.weeks("the request was received", request, 20)
    left = (twenty.day - comments_end).days
    if left > 0:
        return assessment.FINAL.falls(
            twenty.noting(f"That is {left} days after the time to comment ends.")
        )
    late = "The family's 15 days end on or after this limit: the plan cannot lawfully be in time."
    return assessment.FINAL.falls(twenty, warnings=(late,))


def consultation(on: date, *, calendar: SchoolCalendar = ENGLAND) -> tuple[Deadline, ...]:
    """What follows from sending a consultation to a setting: 15 calendar days."""
    due = reckoning.days("the consultation was sent", on, 15)
    return (CONSULTED.falls(due, window=Window(on, calendar)),)


def plan(
    on: date,
    *,
    request: date | None = None,
    letter: date | None = None,
    born: date | None = None,
) -> tuple[Deadline, ...]:
    """What follows from making a final plan.

    `letter` is the date of the letter that came with it (default: the same day), `born` lets the
    reviews of an under-5 be told. Raises FactError for facts the wrong way round.
    """
    made = "the plan was made"
    require_order(("the request was received", request), (made, on))
    require_order((made, on), ("the letter with it was dated", letter))
    found = [
        RIGHTS.falls(reckoning.on_the_day("the final plan was sent", on), sense="at once"),
        SECURE.falls(reckoning.on_the_day(made, on), sense="at once"),
        OPENS.falls(reckoning.on_the_day("the family was told", letter or on), sense="from"),
        *review.first_review(on),
        *appeals.decision_letter(letter or on),
    ]
    if request is not None:
        limit = reckoning.weeks("the request was received", request, 20)
        late = (on - limit.day).days
        warnings = (f"The plan was made {late} days after the limit.",) if late > 0 else ()
        found.append(assessment.FINAL.falls(limit, warnings=warnings))
    if born is not None:
        found += early_years.under_five(on, born=born)
    return in_order(found)
