"""What is written down of each sort of arrangement: the headings of what came of it, what it lacks.

And what the law asks where there is one: its position, and what is owed in it by a day. The five
outcomes of alternative provision and the three prime areas of the two-year check are words of
practice; the four areas of adulthood are the Code's (secondary).
"""

from collections.abc import Iterator, Mapping
from datetime import date

from sendtui.rules.citation import Citation
from sendtui.rules.clocks import budgets, early_years
from sendtui.rules.deadline import Deadline
from sendtui.rules.typed_dates import say

Headings = tuple[tuple[str, str], ...]

ADULTHOOD: Headings = (
    ("employment", "Employment and higher education"),
    ("independent living", "Independent living"),
    ("community", "Community participation and relationships"),
    ("health", "Good health"),
)
HEADINGS: Mapping[str, Headings] = {
    "alternative provision": (
        ("outreach", "Outreach"),
        ("attendance", "Attendance"),
        ("reintegration", "Reintegration"),
        ("attainment", "Attainment, vocational too"),
        ("post-16 transition", "Post-16 transition"),
    ),
    "adult pathway": ADULTHOOD,
    "direct payment": (("first review", "The first review, within 3 months"),),
    "two-year check": (
        ("communication", "Communication and language"),
        ("physical", "Physical development"),
        ("personal", "Personal, social and emotional development"),
    ),
}
"""Sort of arrangement → the headings under which what came of it is written."""

POSITIONS: Mapping[str, tuple[str, Citation]] = {
    "elective home education": (
        "Where there is an EHC plan, its annual review is due as before (s.44(1)). The authority "
        "need not secure section F while the parents make suitable arrangements; it consents "
        "before a child leaves the roll of a special school.",
        Citation("SP-04: Children and Families Act 2014 s.42(5); SEND Code of Practice 10.30-10.38",
                 "statutory"),
    ),
    "EOTAS": (
        "The authority still secures section F (s.42), and the annual review is due as before "
        "(s.44(1)). Only where a school or post-16 place would be inappropriate, the family "
        "consulted first; it stands in F, and I is blank or names a type.",
        Citation("SP-03: Children and Families Act 2014 s.61; [2016] UKUT 528; [2018] UKUT 347",
                 "statutory"),
    ),
    "adult pathway": (
        "Going on to higher education: where the young person asks, the plan is disclosed for the "
        "assessment for the Disabled Students' Allowance.",
        Citation("SP-07: SEND Regulations 2014 reg 47", "statutory"),
    ),
}  # fmt: skip
"""Sort of arrangement → where the law leaves the plan beside it, and where that stands."""

DUTIES = ("personal budget", "direct payment", "two-year check")
"""The sorts in which something is owed by a rule."""


def duty(
    sort: str, given: Mapping[str, date | str | None], came: Mapping[str, str], born: date | None
) -> Deadline | None:
    """What is owed in an arrangement of a sort that runs, until it is written down as done.

    A budget that was asked for is owed its decision, a direct payment its first review, the
    two-year check what came of it (`came`, by heading). None where nothing is, or no day is known.
    """
    since, asked = given.get("since"), given.get("asked_on")
    is_told = any(map(str.strip, came.values()))
    if sort == "personal budget" and isinstance(asked, date):
        is_told = bool(given.get("decided_on") or since)
        return None if is_told else budgets.budget_request(asked)[0]
    if sort == "direct payment" and isinstance(since, date) and not is_told:
        return budgets.direct_payments(since)[0]
    if sort == "two-year check" and born is not None and not is_told:
        return early_years.two_year_check(born)[-1]
    return None


def looked_at(set_for: date | None, owed: Deadline | None) -> tuple[date | None, Deadline | None]:
    """The day on which an arrangement is looked at, and the rule it is of.

    The rule's, unless an earlier one was set; no day for what is owed at once.
    """
    if owed is None or (owed.sense == "by" and set_for is not None and set_for < owed.due):
        return set_for, None
    return (None if owed.sense == "at once" else owed.due), owed


def owes(owed: Deadline) -> str:
    """What is owed, by when and whose duty it is, as a line says it."""
    at_once = owed.sense == "at once"
    when = "as soon as practicable" if at_once else f"by {say(owed.due)}"
    return f"{owed.what}: {when} ({owed.rule}, {owed.who})"


def law(sort: str, owed: Deadline | None) -> Iterator[str]:
    """What the law says of an arrangement that runs, a paragraph each with its citation."""
    if sort in POSITIONS:
        says, citation = POSITIONS[sort]
        yield f"{says} {citation}."
    if owed is not None:
        yield f"{owes(owed)}. {owed.citation}."


def called(sort: str) -> str:
    """The name of a sort as a line begins with it: Transport, EOTAS."""
    return f"{sort[:1].upper()}{sort[1:]}"


def headings(sort: str) -> Headings:
    """The headings of a sort; none where one line says what came of it."""
    return HEADINGS.get(sort, ())


def lacking(
    sort: str, given: Mapping[str, date | str | None], outcomes: Mapping[str, str], today: date
) -> Iterator[str]:
    """What an arrangement of a sort lacks, in sentences; `given` are its fields."""
    begun, ended = given.get("since"), given.get("until")
    is_over = isinstance(ended, date) and ended < today
    if sort == "alternative provision" and not is_over:
        if not given.get("back_on"):
            yield "No day is set for the return to school."
        if not given.get("review_on"):
            yield "No day is set to look at it again."
    for code, label in headings(sort):
        if is_over and not outcomes.get(code, "").strip():
            yield f"{label}: what came of it is not written."
    if given.get("asked_on") and not given.get("decided_on") and not begun:
        yield "It was asked for and is not decided."
