"""Appealing to the SEND Tribunal, its answer and its decision."""

from dataclasses import replace
from datetime import date

from sendtui.rules import reckoning
from sendtui.rules.clocks import tribunal
from sendtui.rules.deadline import GENERAL, HESC2020, Deadline, FactError, Rule, in_order
from sendtui.rules.deadline import require_order as in_turn

LA = "local authority"
_LETTER = "the decision letter, with its right of appeal"

CONTACT = Rule(
    "MT-01", "Contact a mediation adviser", "family", "SEND Regulations 2014 reg 33", "seen",
    _LETTER, "the family contacting the adviser; an appeal only about section I needs none",
)  # fmt: skip
APPEAL = Rule(
    "MT-10", "Appeal to the SEND Tribunal", "family",
    "Tribunal Procedure (HESC) Rules 2008 r.20, r.12", "secondary", _LETTER,
    "the appeal reaching the Tribunal", ruleset=HESC2020,
)  # fmt: skip
SECTION_I = Rule(
    "MT-11", "Appeal only about section I: no mediation certificate is needed", "family",
    "Children and Families Act 2014 s.55; HESC Rules 2008 r.20, r.12", "secondary", _LETTER,
    "the appeal reaching the Tribunal", ruleset=HESC2020,
)  # fmt: skip
RESPOND = Rule(
    "MT-12", "Send the response to the appeal", LA,
    "Tribunal Procedure (HESC) Rules 2008 r.21, r.12", "secondary",
    "the LA receiving the appeal from the Tribunal",
    "the response reaching the Tribunal; a date that the Tribunal itself has fixed",
    ruleset=HESC2020,
)  # fmt: skip
DISCRIMINATION = Rule(
    "MT-13", "Bring a claim of disability discrimination; no certificate is needed", "family",
    "Equality Act 2010 Sch. 17; HESC Rules 2008 r.12", "unverified", "what is complained of",
    "the claim reaching the Tribunal", ruleset=GENERAL,
)  # fmt: skip
DECIDED = Rule(
    "MT-14", "The decision usually comes", "Tribunal", "The Tribunal's practice", "secondary",
    "the hearing", "the decision", kind="good practice", ruleset=GENERAL,
)  # fmt: skip
RECOMMENDED = Rule(
    "MT-15", "Answer the health or social care recommendation in writing",
    "health commissioner, local authority", "SI 2017/1306 reg 6-7", "unverified",
    "the recommendation, which does not bind", "the written answer", ruleset=GENERAL,
)  # fmt: skip


def decision_letter(
    on: date, *, certificate: date | None = None, section_i_only: bool = False
) -> tuple[Deadline, ...]:
    """The family's limits from a letter dated `on`, with the mediation certificate's date if any.

    Raises FactError for a certificate dated before the letter.
    """
    letter = "the decision letter is dated"
    in_turn((letter, on), ("the certificate is dated", certificate))
    two = reckoning.months(letter, on, 2)
    if section_i_only:
        if certificate is not None:
            raise FactError("An appeal only about section I has no certificate. Give one of them.")
        return (_appeal(SECTION_I, two),)
    contact = CONTACT.falls(two)
    if certificate is None:
        raw = two.noting(
            "It is the later of this and one month from the mediation certificate: give its date "
            "once it is there."
        )
        return in_order((contact, _appeal(APPEAL, raw)))
    raw = reckoning.later_of(two, reckoning.months("the certificate is dated", certificate, 1))
    return in_order((contact, _appeal(APPEAL, raw)))


def _appeal(rule: Rule, raw: reckoning.Reckoned) -> Deadline:
    return replace(rule, ruleset=tribunal.ruleset(raw.day)).falls(tribunal.in_time(raw))


def appeal(on: date) -> tuple[Deadline, ...]:
    """What follows from the LA receiving an appeal."""
    return (RESPOND.falls(tribunal.working_days("the appeal was received", on, 30)),)


def discrimination(on: date) -> tuple[Deadline, ...]:
    """The limit of a claim about something that happened on a day."""
    raw = reckoning.period_of_months("it happened", on, 6)
    due = tribunal.in_time(raw, sen_appeal=False)
    return (replace(DISCRIMINATION, ruleset=tribunal.ruleset(raw.day)).falls(due),)


def hearing(on: date) -> tuple[Deadline, ...]:
    """When the decision of a hearing usually comes."""
    return (DECIDED.falls(reckoning.working_days("of the hearing", on, 10)),)


def recommendation(on: date) -> tuple[Deadline, ...]:
    """The answer to a recommendation about health or social care."""
    return (RECOMMENDED.falls(reckoning.weeks("of the recommendation", on, 5)),)
