"""An appeal as a process: mediation, the Tribunal's timetable, its order and what follows."""

from sendtui.rules.clocks.orders import ABOUT, CONCEDED
from sendtui.rules.process import (
    COMMON,
    DRAFT,
    EVER,
    Choices,
    EventOf,
    FactOf,
    ProcessOf,
    Stage,
    rights,
)

YES_NO: Choices = (("yes", "Yes"), ("no", "No"))
ABOUT_WHICH = FactOf(
    "about",
    "About",
    (
        ("assess", "The decision not to assess"),
        ("issue", "The decision not to issue a plan"),
        ("other", "Something else"),
    ),
)
"""Which decision a mediation or an appeal is about."""

_DIRECTED = (
    FactOf("response_by", "Response by", is_day=True),
    FactOf("attendance_by", "Attendance form by", is_day=True),
    FactOf("evidence_by", "Evidence by", is_day=True),
    FactOf("final_evidence_by", "Final evidence by", is_day=True),
    FactOf("bundle_by", "Bundle by", is_day=True),
)
_SENT = tuple(
    EventOf(f"{code}-sent", f"{label} sent to the Tribunal", "local authority", after=("appeal",))
    for code, label in (
        ("attendance", "Attendance form"),
        ("evidence", "Evidence"),
        ("final-evidence", "Final evidence"),
        ("bundle", "Bundle"),
    )
)

APPEAL = ProcessOf(
    "appeal",
    ("letter",),
    (
        EventOf("letter", "Decision letter dated", "local authority", tells=True,
                facts=(FactOf("section_i", "Only about section I", YES_NO), ABOUT_WHICH)),
        EventOf("mediation-asked", "Family said whether it wants mediation", "family",
                (FactOf("wants", "Wants mediation", YES_NO, expected_for=EVER,
                        because="the certificate or the 30 days hang on it"),
                 FactOf("health", "A health matter is raised",
                        (*YES_NO, ("only", "Yes, and nothing else")))),
                after=("letter",)),
        EventOf("health-told", "Health commissioner told", "local authority",
                after=("mediation-asked",)),
        EventOf("cannot-arrange", "Adviser told that mediation cannot be arranged in 30 days",
                "local authority", after=("mediation-asked",)),
        EventOf("certificate", "Mediation certificate", "mediation adviser", after=("letter",)),
        EventOf("mediation", "Mediation held",
                facts=(FactOf("attended", "Who came for the authority"),
                       FactOf("authority", "Could settle for the authority", YES_NO,
                              expected_for=EVER, because="SEND Regulations 2014 reg 37-38"),
                       FactOf("tasks", "Tasks agreed, and by whom")),
                after=("mediation-asked",)),
        EventOf("agreement", "Mediation agreement",
                facts=(FactOf("about", "About", tuple((a, a) for a in ABOUT)),
                       FactOf("la_absent", "The authority was no party to it", YES_NO)),
                after=("mediation",)),
        EventOf("agreement-told", "Authority told what was agreed without it",
                "health commissioner (ICB)", after=("agreement",)),
        EventOf("appeal", "Appeal received from the Tribunal", "Tribunal", after=("letter",)),
        EventOf("directions", "Tribunal's directions", "Tribunal", _DIRECTED, after=("appeal",)),
        EventOf("response", "Response sent to the Tribunal", "local authority", after=("appeal",)),
        EventOf("conceded", "Conceded before responding", "local authority",
                (FactOf("about", "About", tuple((a, a) for a in CONCEDED), expected_for=EVER,
                        because="the limits hang on it"),),
                after=("appeal",)),
        *_SENT,
        EventOf("hearing", "Hearing", ahead=True, after=("appeal",)),
        EventOf("order", "Tribunal's order", "Tribunal",
                (FactOf("about", "About", tuple((a, a) for a in ABOUT), expected_for=EVER,
                        because="the limits hang on it"),),
                after=("appeal",)),
        EventOf("recommendation", "Tribunal's recommendation on health or social care", "Tribunal",
                (FactOf("what", "What it recommends"),), after=("appeal",)),
        EventOf("recommendation-answered", "Recommendation answered in writing",
                "health commissioner, local authority",
                (FactOf("answer", "What was answered"),), after=("recommendation",)),
        EventOf("discrimination", "What a claim of disability discrimination is about happened"),
        EventOf("claim", "Claim of disability discrimination registered", "Tribunal",
                after=("discrimination",)),
        EventOf("decision", "Family told that there will be an assessment", "local authority",
                tells=True),
        EventOf("plan-decision", "Family told that no plan is needed", "local authority",
                tells=True),
        DRAFT,
        EventOf("final", "Plan sent as ordered, conceded or agreed", "local authority",
                (FactOf("names", "Setting named in section I"), rights(cited="")), tells=True),
        EventOf("withdrawn", "Appeal withdrawn", "family", after=("appeal",)),
        *COMMON,
    ),
    (
        Stage("waiting", "No decision letter is recorded", then=("letter",)),
        Stage("letter", "The family may appeal", ("letter",), ("mediation-asked", "appeal")),
        Stage("mediation", "Mediation", ("mediation-asked",), ("mediation", "certificate")),
        Stage("agreed", "Agreed: to be carried out", ("agreement",), ("final",)),
        Stage("answering", "Appeal to be answered", ("appeal",),
              ("response", "conceded", "directions")),
        Stage("responded", "Response sent: waiting for the hearing", ("response",),
              ("directions", "evidence-sent", "hearing")),
        # The day of a hearing may be to come, and a stage says nothing that moves with the day.
        Stage("heard", "Hearing, then the order", ("hearing",),
              ("bundle-sent", "order")),
        Stage("conceded", "Conceded: to be carried out", ("conceded",), ("final", "decision")),
        Stage("ordered", "Ordered: to be carried out", ("order",), ("final", "decision")),
        Stage("done", "Carried out", ("final",), over=True),
        Stage("withdrawn", "Appeal withdrawn", ("withdrawn",), over=True),
    ),
)  # fmt: skip
