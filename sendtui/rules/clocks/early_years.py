"""Under five: the more frequent reviews, the two-year check, and what health must tell."""

from datetime import date

from sendtui.rules import reckoning, years
from sendtui.rules.deadline import Deadline, Rule, in_order, require_order
from sendtui.rules.reckoning import Reckoned

LA = "local authority"

UNDER_FIVE = Rule(
    "AR-16", "Under 5: consider a review every 3 to 6 months besides, in a lighter form", LA,
    "SEND Code of Practice 9.178", "secondary", "the plan or the last review",
    "the fifth birthday", kind="Code of Practice",
)  # fmt: skip
TWO_YEAR_CHECK = Rule(
    "SS-12", "The two-year progress check, with the parent", "early years provider",
    "EYFS statutory framework; SEND Code of Practice 5.23", "unverified", "the second birthday",
    "the check being shared with the parent",
)  # fmt: skip
HEALTH_TELLS = Rule(
    "NA-10", "Tell the parent, let them discuss it, then tell the LA", "health body (ICB or trust)",
    "Children and Families Act 2014 s.23", "unverified",
    "a health body thinking that a child under compulsory school age may have SEN",
)  # fmt: skip


def under_five(on: date, *, born: date | None = None) -> tuple[Deadline, ...]:
    """From when and until when to consider reviewing an under-5's plan made or reviewed `on`.

    Nothing for a child who is five by then.
    """
    require_order(("of birth", born), ("of the plan or review", on))
    fifth = years.birthday(born, 5) if born else None
    if fifth and on >= fifth:
        return ()
    event = "of the plan or review"
    three, six = reckoning.months(event, on, 3), reckoning.months(event, on, 6)
    if fifth and three.day >= fifth:
        return ()
    return in_order(
        (
            UNDER_FIVE.falls(three, sense="from", reading="3 months"),
            UNDER_FIVE.falls(_before(six, fifth), reading="6 months"),
        )
    )


def _before(six: Reckoned, fifth: date | None) -> Reckoned:
    if fifth is None or six.day < fifth:
        return six
    day = date.fromordinal(fifth.toordinal() - 1)
    return Reckoned(day, (*six.steps, "The child is five by then: the day before is the last."))


def two_year_check(born: date) -> tuple[Deadline, ...]:
    """The months in which the check is made: from 24 to 36 months old."""
    second, third = years.birthday(born, 2), years.birthday(born, 3)
    return (
        TWO_YEAR_CHECK.falls(
            reckoning.birthday("2", born, second), sense="from", reading="24 months"
        ),
        TWO_YEAR_CHECK.falls(reckoning.birthday("3", born, third), reading="36 months"),
    )


def health_notice(on: date) -> tuple[Deadline, ...]:
    """What follows from a health body thinking that a young child may have SEN."""
    return (HEALTH_TELLS.falls(reckoning.at_once("the health body came to think so", on),
                               sense="at once"),)  # fmt: skip
