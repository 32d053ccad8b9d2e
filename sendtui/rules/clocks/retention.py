"""How long records are kept, and the limits of data-protection requests."""

from datetime import date

from sendtui.rules import reckoning, years
from sendtui.rules.deadline import GENERAL, Deadline, Rule, in_order
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.school_days import ENGLAND, SchoolCalendar
from sendtui.rules.typed_dates import say

_HOLDER = "whoever holds the record"

SEN_FILE = Rule(
    "DP-03", "Review the SEN file or plan for destruction: kept until 31", _HOLDER,
    "IRMS toolkit for schools: date of birth + 31 years", "secondary", "the date of birth",
    "a hold: litigation, an inquiry", "good practice", ruleset=GENERAL,
)  # fmt: skip
PUPIL_FILE = Rule(
    "DP-03", "Review other pupil records for destruction: kept until 25", _HOLDER,
    "IRMS toolkit for schools: date of birth + 25 years", "secondary", "the date of birth",
    "a hold; a primary school passes the file on and keeps none", "good practice",
    ruleset=GENERAL,
)  # fmt: skip
ACCESS = Rule(
    "DP-05", "Answer the subject access request", _HOLDER, "UK GDPR art. 12(3)", "unverified",
    "the request being received", "the answer; 2 months more where it is complex",
    ruleset=GENERAL,
)  # fmt: skip
SCHOOL_RECORD = Rule(
    "DP-05", "Give the parent the educational record (maintained schools)", "governing body",
    "Education (Pupil Information) Regulations 2005 reg 5", "secondary",
    "the parent's written request being received", "the record being given", ruleset=GENERAL,
)  # fmt: skip
BREACH = Rule(
    "DP-06", "Tell the ICO of the breach if it is a risk to people: 72 hours", _HOLDER,
    "UK GDPR art. 33", "unverified", "becoming aware of the breach", "the ICO being told",
    ruleset=GENERAL,
)  # fmt: skip
LEAVER = Rule(
    "DP-10", "Send the common transfer file and, apart from it, the SEN file to the new SENCO",
    "the school left", "Common transfer file: 15 school days after leaving", "secondary",
    "the pupil leaving", "the receipt of both", ruleset=GENERAL,
)  # fmt: skip


def record(born: date) -> tuple[Deadline, ...]:
    """When the records of somebody born on a day may be reviewed for destruction."""
    return tuple(
        rule.falls(
            reckoning.birthday(str(age), born, years.birthday(born, age)),
            sense="from",
            reading=reading,
        )
        for rule, age, reading in (
            (PUPIL_FILE, 25, "pupil record"),
            (SEN_FILE, 31, "SEN file"),
        )
    )


def subject_access(on: date) -> tuple[Deadline, ...]:
    """What follows from receiving a subject access request."""
    return (ACCESS.falls(reckoning.months("the request was received", on, 1)),)


def record_request(on: date, *, calendar: SchoolCalendar = ENGLAND) -> tuple[Deadline, ...]:
    """What follows from a parent's request for the educational record."""
    return (SCHOOL_RECORD.falls(_school_days("the request was received", on, calendar)),)


def leaver(on: date, *, calendar: SchoolCalendar = ENGLAND) -> tuple[Deadline, ...]:
    """What follows from a pupil leaving a school."""
    return (LEAVER.falls(_school_days("of leaving", on, calendar)),)


def _school_days(event: str, on: date, calendar: SchoolCalendar) -> Reckoned:
    due = calendar.add_school_days(on, 15)
    usual = "" if calendar.terms else " England's usual dates are used: check the school's own."
    return Reckoned(
        due,
        (
            f"{say(on)} is the day {event}; it does not count itself.",
            f"15 school days on is {say(due)} (CAL-13).{usual}",
        ),
    )


def breach(on: date) -> tuple[Deadline, ...]:
    """What follows from becoming aware of a breach; the hours count, so the day is the last."""
    due = reckoning.days("of becoming aware", on, 3)
    return in_order((BREACH.falls(due.noting("72 hours end at the hour it became known.")),))
