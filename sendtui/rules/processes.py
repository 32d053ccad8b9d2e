"""Every process an EHC case can be, with its events in their usual order and its stages."""

from collections.abc import Mapping
from datetime import date

from sendtui.rules.process import (
    ASKERS,
    CLOSURE,
    COMMON,
    DRAFT,
    EVER,
    FINAL,
    PLAN_DECISION,
    PROCESS_NAMES,
    Choices,
    EventOf,
    FactOf,
    Process,
    ProcessOf,
    Stage,
    decided,
    reasons,
    rights,
)
from sendtui.rules.process_appeals import ABOUT_WHICH, APPEAL, YES_NO
from sendtui.rules.process_reviews import REVIEW, TRANSFER
from sendtui.rules.years import is_from_year_9

ASSESSMENT = ProcessOf(
    "assessment",
    ("request", "responsible"),
    (
        EventOf("request", "Request received",
                facts=(FactOf("from", "Who asked", ASKERS),
                       FactOf("youth_custody", "In relevant youth accommodation", YES_NO))),
        EventOf("responsible", "The authority became responsible (s.24)"),
        EventOf(
            "consulted", "Family consulted; health, care and head told", "local authority",
            after=("request", "responsible"), tells=True,
        ),
        EventOf(
            "decision", "Decision whether to assess", "local authority",
            (decided(("assess", "Assess"), ("refuse", "Do not assess")),
             reasons("refuse", cited="Children and Families Act 2014 s.36(5)"),
             rights("refuse", cited="SEND Regulations 2014 reg 5(3)")),
            after=("request", "responsible"), tells=True,
        ),
        CLOSURE,
        EventOf(
            PLAN_DECISION.code, PLAN_DECISION.label, PLAN_DECISION.who, PLAN_DECISION.facts,
            after=("decision:assess",), tells=True,
        ),
        EventOf("draft", DRAFT.label, DRAFT.who, after=("decision:assess",), tells=True),
        FINAL,
        EventOf("withdrawn", "Request withdrawn", "family", after=("request",)),
        EventOf("moved-out", "Moved to another authority before the end",
                facts=(FactOf("la", "Its code (XXX if not known, or abroad)"),)),
        EventOf("mediation", "Mediation meeting held", facts=(ABOUT_WHICH,), after=("decision",)),
        EventOf("appealed", "Appeal registered", "family", (ABOUT_WHICH,), after=("decision",)),
        *COMMON,
    ),
    (
        Stage("waiting", "No request is recorded", then=("request",)),
        Stage("deciding", "Deciding whether to assess", ("request", "responsible"), ("decision",)),
        Stage("refused", "Not to be assessed", ("decision:refuse",), over=True),
        Stage("advice", "Gathering advice", ("decision:assess",), ("plan-decision", "draft")),
        Stage("deciding-plan", "Advice in: deciding on a plan", ("advice-in",), ("plan-decision",)),
        Stage("drafting", "Writing the draft", ("plan-decision:make",), ("draft",)),
        Stage("no-plan", "No plan is needed", ("plan-decision:none",), over=True),
        Stage("draft", "Draft with the family", ("draft",), ("final",)),
        Stage("final", "Final plan sent", ("final",), over=True),
        Stage("withdrawn", "Request withdrawn", ("withdrawn",), over=True),
        Stage("moved-out", "Moved to another authority", ("moved-out",), over=True),
    ),
)  # fmt: skip

REASSESSMENT = ProcessOf(
    "re-assessment",
    ("request",),
    (
        EventOf("request", "Request received", facts=(FactOf("from", "Who asked", ASKERS),)),
        EventOf("last-assessment", "Last assessment"),
        EventOf(
            "decision", "Decision whether to re-assess", "local authority",
            (decided(("assess", "Re-assess"), ("refuse", "Do not re-assess")),
             reasons("refuse", cited="SEND Regulations 2014 reg 25"),
             rights("refuse", cited="SEND Regulations 2014 reg 25(2)")),
            tells=True,
        ),
        CLOSURE,
        EventOf("draft", DRAFT.label, DRAFT.who, after=("decision:assess",), tells=True),
        FINAL,
        EventOf("withdrawn", "Request withdrawn", "family", after=("request",)),
        *COMMON,
    ),
    (
        Stage("waiting", "No request and no decision is recorded", then=("request", "decision")),
        Stage("deciding", "Deciding whether to re-assess", ("request",), ("decision",)),
        Stage("refused", "Not to be re-assessed", ("decision:refuse",), over=True),
        Stage("advice", "Gathering advice", ("decision:assess",), ("draft",)),
        Stage("drafting", "Advice in: writing the draft", ("advice-in",), ("draft",)),
        Stage("draft", "Draft with the family", ("draft",), ("final",)),
        Stage("final", "Final plan sent", ("final",), over=True),
        Stage("withdrawn", "Request withdrawn", ("withdrawn",), over=True),
    ),
)  # fmt: skip

_WHICH = (("old", "The one moved from"), ("new", "The one moved to"))
MOVE = ProcessOf(
    "move",
    ("move",),
    (
        EventOf(
            "move", "The move itself", ahead=True,
            facts=(FactOf("we_are", "We are", _WHICH, expected_for=EVER,
                          because="the duties of the two authorities differ"),
                   FactOf("assessing", "Still being assessed", (("yes", "Yes"), ("no", "No")))),
        ),
        EventOf("aware", "The old authority became aware of it"),
        EventOf("plan-made", "Plan first made"),
        EventOf("last-review", "Last review completed"),
        EventOf("transferred", "Plan transferred", "the old local authority",
                after=("aware", "move")),
        EventOf("family-told", "Family told: transferred, assessment or not, when reviewed",
                "the new local authority", after=("transferred",), tells=True),
        EventOf("decision", "Decision whether to assess", "the new local authority",
                (decided(("assess", "Assess"), ("refuse", "Do not assess")),),
                after=("move",), tells=True),
        EventOf("reviewed", "Review completed", "the new local authority", after=("transferred",)),
        *COMMON,
    ),
    (
        Stage("waiting", "The day of the move is not recorded", then=("move",)),
        Stage("moving", "Plan to be transferred", ("move", "aware"), ("transferred",)),
        Stage("here", "Transferred: the family is to be told", ("transferred",), ("family-told",)),
        Stage("told", "Family told: to be reviewed", ("family-told",), ("reviewed",)),
        Stage("decided", "Decided whether to assess", ("decision",), over=True),
        Stage("reviewed", "Reviewed", ("reviewed",), over=True),
    ),
)  # fmt: skip

CEASING = ProcessOf(
    "ceasing",
    ("considering",),
    (
        EventOf("considering", "Began to consider ceasing", "local authority"),
        EventOf("consulted", "Family told and consulted; head or principal consulted",
                "local authority", after=("considering",), tells=True),
        EventOf(
            "decision", "Decision on ceasing", "local authority",
            (decided(("cease", "Cease"), ("keep", "Keep the plan")),
             reasons("cease", cited="SEND Regulations 2014 reg 31(2)"),
             rights("cease", cited="SEND Regulations 2014 reg 31(3)"),
             FactOf("achieved", "Outcomes achieved", expected_for=("cease",),
                    because="Children and Families Act 2014 s.45(3)")),
            after=("consulted",), tells=True,
        ),
        EventOf("certificate", "Mediation certificate", after=("decision",)),
        EventOf("appealed", "Appeal registered", "family", after=("decision",)),
        EventOf("ceased", "Plan ceased", "local authority", after=("decision:cease",)),
        *COMMON,
    ),
    (
        Stage("waiting", "Not begun", then=("considering",)),
        Stage("considering", "Family and setting to be consulted", ("considering",),
              ("consulted",)),
        Stage("consulted", "Consulted: to be decided", ("consulted",), ("decision",)),
        Stage("kept", "Plan kept", ("decision:keep",), over=True),
        Stage("in-force", "To cease: in force until the time to appeal ends", ("decision:cease",),
              ("ceased", "appealed")),
        Stage("appealed", "Appealed: in force until it is decided", ("appealed",), ("ceased",)),
        Stage("ceased", "Plan ceased", ("ceased",), over=True),
    ),
)  # fmt: skip

PROCESSES: dict[str, ProcessOf] = {
    each.name: each for each in (ASSESSMENT, REVIEW, REASSESSMENT, MOVE, CEASING, APPEAL, TRANSFER)
}
"""Every process by its name."""

_OUTCOMES: dict[tuple[str, str], dict[str, str]] = {
    (process.name, event.code): dict(decision.choices)
    for process in PROCESSES.values()
    for event in process.events
    if (decision := event.fact("decision")) is not None
}


def is_undecided(process: str, code: str, facts: Mapping[str, str]) -> bool:
    """Whether an event that is a decision says nothing of what was decided, or nothing known.

    Such an event comes from elsewhere; it is kept as odd, and discharges no duty.
    """
    outcomes = _OUTCOMES.get((process, code))
    return outcomes is not None and facts.get("decision", "") not in outcomes


def process_named(words: str) -> Process | None:
    """The process of this name, or the only one with this word in it: “review”; else None."""
    wanted = words.strip().casefold()
    found = [name for name in PROCESS_NAMES if wanted == name]
    found = found or [name for name in PROCESS_NAMES if wanted in name.split()]
    return found[0] if len(found) == 1 else None


ADVICE: Choices = (
    ("parent", "Parent or young person"),
    ("educational", "Educational"),
    ("medical", "Medical"),
    ("psychological", "Psychological"),
    ("social care", "Social care"),
    ("adulthood", "Preparing for adulthood (from Year 9)"),
    ("asked for", "Asked for by the family"),
    ("other", "Other"),
)
"""The sorts of advice that reg 6(1) of the SEND Regulations 2014 names (secondary)."""

FEEDS = {
    "educational": "Your advice is educational: it feeds section B (special educational needs), E "
    "(outcomes) and F (special educational provision). Where a hearing or vision impairment is "
    "known, it comes by way of a suitably qualified teacher (reg 6(2)).",
    "psychological": "Your advice is psychological: it feeds section B (special educational "
    "needs), E (outcomes) and F (special educational provision).",
    "medical": "Your advice is medical: it feeds section C (health needs), E (outcomes) and G "
    "(health provision); health provision that educates or trains stands in F.",
    "social care": "Your advice is on social care: it feeds section D (social care needs), E "
    "(outcomes), H1 (provision under the Chronically Sick and Disabled Persons Act 1970, under "
    "18) and H2 (other social care provision).",
    "adulthood": "Your advice is on preparing for adulthood: employment, independent living, "
    "community participation and relationships, and health. It feeds sections F, G, H1 and H2, "
    "which provide for it from Year 9 (reg 12(3)).",
}
"""What the advice of each sort is for, to remind whoever gives it: the sections that it feeds."""

ASSESSED = "SEND Regulations 2014 reg 6(1)"
"""Whose advice an assessment asks for."""

USUAL = ("parent", "educational", "medical", "psychological", "social care")
"""The advice that is asked for in every assessment."""


def usual_advice(born: date | None, year: str, day: date) -> tuple[str, ...]:
    """The advice an assessment asks for on a day of a pupil of this NC year ("" unknown).

    Reg 6(1)(a) to (e), and (g) on adulthood where the pupil is known to be in or beyond Year 9.
    """
    return (*USUAL, "adulthood") if is_from_year_9(born, year, day) else USUAL
