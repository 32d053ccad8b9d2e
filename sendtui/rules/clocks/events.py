"""The table of events: what happened, the facts that each takes, and the clocks that it starts."""

from sendtui.rules.clocks import (
    amending,
    appeals,
    assessment,
    birth,
    budgets,
    ceasing,
    closure,
    custody,
    early_years,
    mediation,
    moves,
    orders,
    phase,
    plan,
    retention,
    review,
    school,
)
from sendtui.rules.clocks.event import Event, Fact
from sendtui.rules.deadline import GENERAL

_CLOSED = (
    Fact("closed-from", "the first day the school is closed"),
    Fact("reopens", "the day it reopens"),
)
_EARLY_YEARS = Fact("early-years", "it is an early years provider that closes", "flag")
_MADE = Fact("made", "the day the plan was made")
_LAST_REVIEW = Fact("last-review", "the day the last review was completed")
_BORN = Fact("born", "the date of birth")
_REQUEST = Fact("request", "the day the request was received")
_MEETING = Fact("meeting", "the day of the review meeting")
_CERTIFICATE = Fact("certificate", "the date of the mediation certificate")


def _flag(name: str, words: str) -> Fact:
    return Fact(name, words, "flag")


def _choice(name: str, words: str, choices: tuple[str, ...], *, required: bool = False) -> Fact:
    return Fact(name, words, "choice", choices, required)


_ALL = (
    Event(
        "request",
        "the LA receives a request for an assessment",
        assessment.request,
        (
            Fact("decision", "the day it was decided to assess"),
            *_CLOSED,
            Fact("advice-asked", "the day advice was asked of that school"),
            _EARLY_YEARS,
        ),
        with_calendar=True,
    ),
    Event("advice", "a body receives a request for advice", assessment.advice, with_calendar=True),
    Event(
        "draft",
        "the draft plan is served",
        plan.draft,
        (_REQUEST, Fact("consulted", "the day settings were consulted")),
        with_calendar=True,
    ),
    Event(
        "consultation",
        "the consultation is sent to a setting",
        plan.consultation,
        with_calendar=True,
    ),
    Event(
        "plan",
        "the final plan is made",
        plan.plan,
        (_REQUEST, Fact("letter", "the date of the letter with it"), _BORN),
    ),
    Event(
        "review-meeting",
        "the annual review meeting is held",
        review.meeting,
        (_MADE, _LAST_REVIEW, _flag("not-at-school", "the child is at no school: the LA arranges")),
        with_calendar=True,
    ),
    Event(
        "review-decision",
        "the decision after a review is notified",
        review.review_decision,
        (
            _MEETING,
            _choice("outcome", "what was decided", ("maintain", "amend", "cease")),
            _choice("anchor", "what the next 12 months count from", ("decision", "meeting")),
        ),
    ),
    Event(
        "early-review",
        "needs have changed, or the placement is at risk",
        review.early,
        (Fact("meeting-on", "the day of its meeting, held or planned"),),
        with_calendar=True,
    ),
    Event(
        "amendment-notice",
        "the amendment notice is served",
        amending.amendment_notice,
        (_MEETING, _flag("without-review", "the plan is amended without a review")),
        with_calendar=True,
    ),
    Event(
        "phase-transfer",
        "the pupil transfers",
        phase.phase_transfer,
        (
            _choice("to", "where to", phase.TO),
            Fact("meeting", "the day of the review meeting, held or planned"),
        ),
    ),
    Event(
        "move",
        "the child moves to another authority",
        moves.move,
        (
            Fact("aware", "the day the old LA became aware of it"),
            Fact("transferred", "the day the plan was transferred"),
            _MADE,
            _LAST_REVIEW,
            _flag("under-assessment", "an assessment is under way and there is no plan"),
        ),
    ),
    Event(
        "reassessment-request",
        "the LA receives a request for a re-assessment",
        ceasing.reassessment_request,
        (
            Fact("last-assessment", "the day of the last assessment"),
            Fact("notified", "the day the family was told that there will be one"),
        ),
    ),
    Event("reassessment-decision", "the LA decides to re-assess", ceasing.reassessment_decision),
    Event("cease-consultation", "the LA considers ceasing", ceasing.cease_consultation, (_BORN,)),
    Event("cease-decision", "the LA decides to cease", ceasing.cease_decision, (_CERTIFICATE,)),
    Event(
        "decision-letter",
        "a letter with a right of appeal is dated",
        appeals.decision_letter,
        (_CERTIFICATE, _flag("section-i-only", "the appeal is only about section I")),
    ),
    Event(
        "mediation",
        "the family says whether it wants mediation",
        mediation.mediation,
        (
            _flag("declined", "it does not want it"),
            _flag("health", "a health matter is among the issues"),
            _flag("health-only", "health is the only issue"),
            Fact("la-told-icb", "the day the LA told the health commissioner"),
            Fact("cannot-arrange", "the day the LA told the adviser that it cannot arrange it"),
        ),
    ),
    Event(
        "mediation-agreement",
        "a mediation agreement is made",
        mediation.agreement,
        (
            _choice("about", "where it could be appealed: as which order", orders.ABOUT),
            _flag("la-absent", "the LA was no party to it"),
        ),
    ),
    Event("appeal", "the LA receives an appeal", appeals.appeal),
    Event("hearing", "the Tribunal hears an appeal", appeals.hearing),
    Event(
        "order",
        "the Tribunal's order is dated",
        orders.order,
        (_choice("about", "what is ordered", orders.ABOUT, required=True),),
    ),
    Event(
        "concession",
        "the LA tells the Tribunal that it concedes",
        orders.concession,
        (_choice("about", "what the appeal is about", orders.CONCEDED, required=True),),
    ),
    Event("recommendation", "the Tribunal recommends on health or care", appeals.recommendation),
    Event(
        "discrimination",
        "what is complained of happened",
        appeals.discrimination,
        ruleset=GENERAL,
    ),
    Event("custody-request", "a request for a detained person comes", custody.custody_request),
    Event("custody-draft", "a detained person's draft is served", custody.custody_draft),
    Event("detention", "somebody with a plan is detained", custody.detention),
    Event("release", "somebody with a plan is released", custody.release),
    Event("budget-request", "the family asks for a personal budget", budgets.budget_request),
    Event(
        "direct-payments",
        "the first direct payment is made",
        budgets.direct_payments,
        (_LAST_REVIEW,),
    ),
    Event("under-five", "an under-5's plan is made or reviewed", early_years.under_five, (_BORN,)),
    Event("health-notice", "a health body thinks of SEN", early_years.health_notice),
    Event("term", "a term begins", review.term),
    Event(
        "closure",
        "advice is asked of a school that closes",
        closure.closure,
        (
            Fact("closed-from", "the first day it is closed", required=True),
            Fact("reopens", "the day it reopens", required=True),
            _EARLY_YEARS,
        ),
    ),
    Event(
        "birth",
        "the child is born",
        birth.birth,
        (Fact("apprenticeship-ends", "the last day of training, past 25"),),
        ruleset=GENERAL,
        with_today=True,
    ),
    Event(
        "senco",
        "a SENCO takes up the post",
        school.senco,
        (Fact("course-began", "the day a NASENCO course began"),),
    ),
    Event(
        "information-report", "the SEN information report is published", school.information_report
    ),
    Event(
        "leaver", "a pupil leaves the school", retention.leaver, ruleset=GENERAL, with_calendar=True
    ),
    Event(
        "record-request",
        "a parent asks for the educational record",
        retention.record_request,
        ruleset=GENERAL,
        with_calendar=True,
    ),
    Event(
        "subject-access", "somebody asks for their data", retention.subject_access, ruleset=GENERAL
    ),
    Event("breach", "a data breach becomes known", retention.breach, ruleset=GENERAL),
)

EVENTS: dict[str, Event] = {event.name: event for event in _ALL}
"""Every event by its name, in the order of a case."""
