"""The annual review and the phase transfer as processes; the second is the first with a limit."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sendtui.rules.clocks import phase
from sendtui.rules.process import (
    COMMON,
    EVER,
    EventOf,
    FactOf,
    Process,
    ProcessOf,
    Stage,
    decided,
    reasons,
    rights,
)
from sendtui.rules.years import age_on, order

MEETING = EventOf(
    "meeting", "Review meeting held",
    facts=(FactOf("present", "Who was there"), FactOf("child_views", "The child's views"),
           FactOf("family_views", "The parents' views"),
           FactOf("progress", "Progress to the outcomes", per_outcome=True),
           FactOf("adulthood", "Preparing for adulthood (from Year 9)")),
)  # fmt: skip
_DETENTION = (
    EventOf("detained", "Detained in youth accommodation"),
    EventOf("released", "Released from youth accommodation", after=("detained",)),
)
_REVIEW_EVENTS = (
    EventOf("plan-made", "Plan first made"),
    EventOf("last-review", "Last review completed"),
    EventOf("early", "Early review called for: needs have changed, or the placement is at risk",
            facts=(FactOf("why", "Why"),)),
    *_DETENTION,
    EventOf(
        "meeting-set", "Meeting arranged for", ahead=True,
        facts=(FactOf("arranger", "Who arranges it",
                      (("school", "The school"), ("la", "The authority"))),),
    ),
    EventOf("invited", "Invitations sent", facts=(FactOf("invited", "Who was invited"),),
            after=("meeting-set", "meeting")),
    EventOf("papers", "Papers sent round", after=("meeting-set", "meeting")),
    MEETING,
    EventOf(
        "report", "Report sent to the authority",
        facts=(FactOf("recommends", "Recommends",
                      (("maintain", "Maintain"), ("amend", "Amend"), ("cease", "Cease"),
                       ("re-assess", "Re-assess"))),),
        after=("meeting",),
    ),
    EventOf("report-chased", "Report chased", "local authority", after=("meeting",)),
    EventOf(
        "decision", "Decision after the review", "local authority",
        (decided(("maintain", "Maintain"), ("amend", "Amend"), ("cease", "Cease")),
         reasons("cease", cited="SEND Regulations 2014 reg 20(10)"),
         rights("maintain", "cease", cited="SEND Regulations 2014 reg 20(11)")),
        after=("meeting",), tells=True,
    ),
    EventOf("amendment-notice", "Amendment notice sent, with the changes and the evidence",
            "local authority", after=("decision:amend",), tells=True),
    EventOf(
        "final", "Final amended plan sent", "local authority",
        (FactOf("names", "Setting named in section I"),
         rights(*EVER, cited="SEND Regulations 2014 reg 22(5)")),
        after=("amendment-notice",), tells=True,
    ),
    EventOf("not-amended", "Family told that the plan is not amended after all", "local authority",
            (reasons(*EVER, cited="SEND Regulations 2014 reg 22(4)"),
             rights(*EVER, cited="SEND Regulations 2014 reg 22(5)")),
            after=("amendment-notice",), tells=True),
)  # fmt: skip
_ARRANGED: tuple[Stage, ...] = (
    Stage("invited", "Invitations sent", ("invited",), ("papers",), "school"),
    Stage("papers", "Papers sent round", ("papers",), ("meeting",), "school"),
    Stage("held", "Meeting held: the report is to be written", ("meeting",), ("report",), "school"),
    Stage("reported", "Report sent: the authority decides", ("report",), side="school", over=True),
    Stage("held", "Meeting held: waiting for the report", ("meeting",), ("report", "decision"),
          "la"),
    Stage("to-decide", "Report is here: to be decided", ("report",), ("decision",), "la"),
    Stage("maintained", "Plan maintained", ("decision:maintain",), side="la", over=True),
    Stage("to-cease", "To cease: a case of its own", ("decision:cease",), side="la", over=True),
    Stage("amending", "To be amended: the notice is to be sent", ("decision:amend",),
          ("amendment-notice",), "la"),
    Stage("noticed", "Amendment notice with the family", ("amendment-notice",),
          ("final", "not-amended"), "la"),
    Stage("not-amended", "Not amended after all", ("not-amended",), side="la", over=True),
    Stage("final", "Final amended plan sent", ("final",), side="la", over=True),
)  # fmt: skip

UNDER_FIVE = (
    "Under 5: the lighter form, for a review that may be held every 3 to 6 months (SEND Code of "
    "Practice 9.178)."
)
_LIGHTER = frozenset(("child_views", "family_views", "progress"))


def is_lighter(event: EventOf, born: date | None, day: date) -> bool:
    """Whether this is the meeting of a child under 5 on a day, for whom a lighter form will do."""
    return event.code == "meeting" and born is not None and 0 <= age_on(born, day) < 5


def facts_of(
    event: EventOf, born: date | None, year: str, day: date, outcomes: Iterable[str] = ()
) -> tuple[FactOf, ...]:
    """The facts an event is asked for of a child of this NC year ("" unknown): adulthood from 9.

    `outcomes` are the labels of those of the plan, of which progress is asked one by one.
    """
    asked = event.facts
    if is_lighter(event, born, day):
        asked = tuple(each for each in asked if each.name in _LIGHTER)
    elif year and order(year) < order("9"):
        asked = tuple(each for each in asked if each.name != "adulthood")
    return tuple(one for each in asked for one in (*_of_each(each, outcomes), each))


def _of_each(fact: FactOf, outcomes: Iterable[str]) -> Iterator[FactOf]:
    yield from map(fact.of_outcome, outcomes if fact.per_outcome else ())


def progress(facts: Mapping[str, str], outcomes: Mapping[str, str]) -> tuple[str, ...]:
    """What a meeting said of each outcome, by label → words, and then of all of them together."""
    said = {label: words for name, words in facts.items() for label in _outcome_of(name) if words}
    each = (
        f"{label}{f' ({outcomes[label]})' if label in outcomes else ''}: {said[label]}"
        for label in sorted(said, key=lambda label: int(label[1:]))
    )
    return (*each, *filter(None, map(str.strip, facts.get("progress", "").splitlines())))


def _outcome_of(name: str) -> Iterator[str]:
    fact = MEETING.fact(name)
    if fact is not None and fact.outcome:
        yield fact.outcome


REVIEW = ProcessOf(
    "annual review",
    (),
    (*_REVIEW_EVENTS, *COMMON),
    (
        Stage("due", "Meeting to be arranged", then=("meeting-set",)),
        Stage("arranged", "Meeting arranged", ("meeting-set",), ("invited", "papers", "meeting")),
        *_ARRANGED,
    ),
)

TRANSFER = ProcessOf(
    "phase transfer",
    ("transfer",),
    (
        EventOf(
            "transfer", "The transfer itself", ahead=True,
            facts=(FactOf("to", "To", tuple((each, each.replace("-", " ")) for each in phase.TO),
                          expected_for=EVER, because="the limit hangs on it"),),
        ),
        *_REVIEW_EVENTS,
        *COMMON,
    ),
    (
        Stage("waiting", "The day of the transfer is not recorded", then=("transfer",)),
        Stage("due", "Meeting to be arranged", ("transfer",), ("meeting-set",)),
        Stage("arranged", "Meeting arranged", ("meeting-set",), ("invited", "papers", "meeting")),
        *_ARRANGED,
    ),
)  # fmt: skip

OF_A_PLAN: dict[Process, frozenset[str]] = dict.fromkeys(
    (REVIEW.name, TRANSFER.name),
    frozenset(
        each.code for each in _REVIEW_EVENTS if each.code != "plan-made" and each not in _DETENTION
    ),
)
"""The events that are of a review of a plan, by process: none can be before the plan was made."""
