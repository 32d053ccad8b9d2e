"""From the request for an EHC needs assessment to the final plan: 6, 16 and 20 weeks."""

from datetime import date

from sendtui.rules import reckoning
from sendtui.rules.clocks import closure as closures
from sendtui.rules.deadline import Deadline, Rule, Window, by_letter, in_order, require_order
from sendtui.rules.school_days import ENGLAND, SchoolCalendar

LA = "local authority"
_REQUEST = "the LA receiving the request, or becoming responsible in another way (s.24)"
_REGS = "SEND Regulations 2014"
ADVISERS = (
    "the parent or young person",
    "education: the head or principal",
    "health, through the commissioner",
    "an educational psychologist",
    "social care",
    "anyone else the LA thinks fit",
    "from Year 9: preparation for adulthood and independent living",
    "anyone the family reasonably asks for",
)
"""Whose advice reg 6(1) asks for (secondary)."""

CONSULT = Rule(
    "NA-02",
    "Consult the family; tell the health body, social care and the head or principal",
    LA,
    "Children and Families Act 2014 s.36(4); SEND Regulations 2014 reg 3, 4(2)",
    "unverified",
    _REQUEST,
)
DECIDE = Rule(
    "NA-03",
    "Tell the family whether there will be an assessment",
    LA,
    f"{_REGS} reg 5(1)",
    "seen",
    _REQUEST,
    "the decision being notified",
    exceptions=by_letter("5(4)"),
)
REFUSE = Rule(
    "NA-04",
    "If there will be no assessment: the same notice gives the reasons, the right of appeal and "
    "its time limits, mediation, disagreement resolution and SENDIASS",
    LA,
    f"Children and Families Act 2014 s.36(5); {_REGS} reg 5(3)",
    "seen",
    "a decision not to assess",
    "a decision to assess",
    exceptions=by_letter("5(4)"),
)
SEEK = Rule(
    "NA-05",
    f"Seek advice from: {'; '.join(ADVISERS)}",
    LA,
    f"{_REGS} reg 6(1), 6(4)",
    "secondary",
    "the decision to assess",
    "advice given before, if its author, the LA and the family all accept it as sufficient",
)
ADVISE = Rule(
    "NA-06",
    "Answer the request for advice: needs, provision and outcomes",
    "the body asked: health, social care, school and others",
    f"{_REGS} reg 8(1)",
    "secondary",
    "the body receiving the request for advice",
    "the advice being given",
    exceptions={
        "PERSONAL": "reg 8(2)",
        "ABSENT_4W": "reg 8(2)",
        "MISSED_APPT": "reg 8(2)",
    },
)
NO_PLAN = Rule(
    "NA-07",
    "If no plan is needed: tell the family so",
    LA,
    f"Children and Families Act 2014 s.36(9); {_REGS} reg 10(1)",
    "seen",
    _REQUEST,
    "the notice that there will be no plan; or the final plan",
    exceptions=by_letter("10(4)"),
)
NO_PLAN_COPIES = Rule(
    "NA-08",
    "If no plan is needed: tell the health commissioner and the head or principal too, and give "
    "the family the same rights in the notice",
    LA,
    f"{_REGS} reg 10(2)-(3)",
    "seen",
    "the notice that there will be no plan",
    exceptions=by_letter("10(4)"),
)
FINAL = Rule(
    "NA-09",
    "Send the final plan to the family, the named institution and the health commissioner",
    LA,
    f"{_REGS} reg 13(2)",
    "seen",
    _REQUEST,
    "the final plan being sent; or the notice that there will be none",
    exceptions=by_letter("13(3)", "10(4)"),
)
_MILESTONES = (
    (12, "All advice in"),
    (14, "Draft plan written"),
    (16, "Draft plan sent; representations and consultation of settings until week 18"),
)
MILESTONE = Rule(
    "NA-FLOW",
    "A milestone inside the 20 weeks",
    LA,
    "SEND Code of Practice ch. 9, the flow of the 20 weeks",
    "unverified",
    _REQUEST,
    kind="good practice",
)


def request(
    on: date,
    *,
    decision: date | None = None,
    closed_from: date | None = None,
    reopens: date | None = None,
    advice_asked: date | None = None,
    early_years: bool = False,
    calendar: SchoolCalendar = ENGLAND,
) -> tuple[Deadline, ...]:
    """What follows from the LA receiving a request for an assessment.

    `decision` is the day it decided to assess; the closure and `advice_asked` say whether that
    exception is open; `early_years` where it is a provider of them that closed. Raises FactError
    for facts the wrong way round.
    """
    came = "the request was received"
    require_order((came, on), ("it was decided to assess", decision))
    require_order((came, on), ("advice was asked", advice_asked))
    closed = closures.made(closed_from, reopens, early_years)
    six = reckoning.weeks(came, on, 6)
    sixteen, twenty = reckoning.weeks(came, on, 16), reckoning.weeks(came, on, 20)
    window = Window(on, calendar)
    found = [
        CONSULT.falls(reckoning.at_once(came, on), sense="at once"),
        NO_PLAN.falls(sixteen),
        NO_PLAN_COPIES.falls(sixteen),
        FINAL.falls(twenty, window=window),
        *(
            MILESTONE.falls(reckoning.weeks(came, on, weeks), what=what, reading=f"week {weeks}")
            for weeks, what in _MILESTONES
        ),
    ]
    if decision is None:
        found += [DECIDE.falls(six, window=window), REFUSE.falls(six)]
    else:
        found += [DECIDE.falls(six, window=window), *seeking(decision)]
    return in_order(closures.weighed(found, closed, advice_asked))


def seeking(on: date) -> tuple[Deadline, ...]:
    """That advice is to be sought once it was decided to assess."""
    return (SEEK.falls(reckoning.at_once("it was decided to assess", on), sense="at once"),)


def advice(on: date, *, calendar: SchoolCalendar = ENGLAND) -> tuple[Deadline, ...]:
    """What follows from a body receiving a request for advice, in a re-assessment too."""
    due = reckoning.weeks("the request for advice was received", on, 6)
    return (ADVISE.falls(due, window=Window(on, calendar)),)
