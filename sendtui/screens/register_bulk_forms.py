"""What is asked for each step that is done to many pupils, and the likely answers."""

from dataclasses import dataclass, field, replace
from datetime import date

from sendtui.models.contact import ContactIn
from sendtui.models.cycle import CycleIn, OutcomeIn, StrategyIn
from sendtui.models.provision import ProvisionIn
from sendtui.models.review import ReviewIn
from sendtui.models.status import StatusIn
from sendtui.rules.codes import SEN_PROVISION
from sendtui.rules.support import suggested_review
from sendtui.screens.base import DataScreen
from sendtui.screens.own_fields import ask_of
from sendtui.screens.pupil_forms import HOW, codes
from sendtui.screens.widgets.asks import YES_NO, Ask, Options, asks_of, code_options
from sendtui.services import intervention_reading, register, scales
from sendtui.services.bulk_known import TITLES, What
from sendtui.services.bulk_plans import MEASURED, PROVISION
from sendtui.services.bulk_support import DECISIONS
from sendtui.services.custom_fields import OwnField

NOTES: dict[What, str] = {
    "nc_year": "only where it differs from the one by age",
    "need": "after those they have",
    "status": "SEN Support, EHC plan, or off the register",
    "review": "of the open cycle",
    "cycle": "the first, or the next: what is unmet is carried",
    "plan": "in the open cycle, or a new one",
    "provision": "for the group, with the outcome it serves",
    "signed": "those that are being written",
    "reviewed": "those rated already keep that",
    "parents_told": "told before stays as it is (s.68)",
    "contact": "such as a letter sent to all",
}
"""What is said of a step where it is chosen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form for one step: what it asks for, and the likely answers."""

    asks: tuple[Ask | str, ...]
    start: dict[str, object] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """The fields it has."""
        return frozenset(each.name for each in self.asks if isinstance(each, Ask))


async def form(screen: DataScreen[None], what: What, own: OwnField | None) -> Asked:
    """What is asked for a step."""
    today = screen.face.today
    if own is not None:
        return Asked((ask_of(own, "value"),))
    if what == "class_name":
        classes = await screen.ask(register.classes, today)
        hint = f"now: {', '.join(classes[:12])}" if classes else ""
        return Asked((Ask("value", TITLES[what], hint=hint),))
    if what == "plan":
        offers = await screen.ask(intervention_reading.offers, today)
        return _plan(tuple((each.id, each.name) for each in offers), today)
    if what == "signed":
        day = Ask("on", "Signed on", "date", is_needed=True, prefer="past")
        who = Ask("value", "Signed by", is_needed=True)
        return Asked((who, day), {"on": today, "value": screen.face.author})
    if what == "reviewed":
        scale = await screen.ask(scales.scale)
        points = tuple((point.code, point.label) for point in scale.of("effect"))
        return _reviewed(points, today)
    return _coded(what, today) if what in ("flag", "flag_end", "need") else _plain(what, today)


def _plain(what: What, today: date) -> Asked:
    match what:
        case "status":
            return _status(today)
        case "cycle":
            along, day = _along(), Ask("on", "Starts on", "date", is_needed=True)
            due, *about = _begun()
            first = "Focus and lead are for those who have had no cycle yet."
            return Asked((day, due, along, first, *about), {"on": today, "with_provision": True})
        case "provision":
            return _provision()
        case "action":
            by = Ask("on", "By when", "date", may_be_none=True, prefer="future")
            who = Ask("owner", "Who does it", hint="you, where it is left empty")
            return Asked((Ask("value", "What is to be done", is_needed=True), by, who))
        case "review":
            return Asked((Ask("on", "Review on", "date", is_needed=True, prefer="future"),))
        case "parents_told":
            how = Ask("how", "How", hint="meeting, phone, letter")
            day = Ask("on", "Told on", "date", is_needed=True, prefer="past")
            return Asked((day, how), {"on": today})
        case "contact":
            names = ("said", "who", "how", "on", "promised", "reply_by")
            asks = asks_of(
                ContactIn,
                names,
                long=("said",),
                options={"how": HOW},
                prefer={"on": "past", "reply_by": "future"},
            )
            return Asked(asks, {"on": today, "how": "letter"})
    return Asked((Ask("value", TITLES[what], hint=NOTES.get(what, "")),))


def _status(today: date) -> Asked:
    known = code_options(SEN_PROVISION.on(today))
    which = Ask("value", "SEN status", "choice", is_needed=True, options=known)
    day = Ask("on", "Since", "date", is_needed=True)
    names = ("parents_told_on", "parents_told_how", "reason")
    told = asks_of(StatusIn, names, prefer={"parents_told_on": "past"})
    return Asked((which, day, *told), {"value": "K", "on": today})


def _along() -> Ask:
    return Ask("with_provision", "Provision goes along", "yesno", options=YES_NO,
               hint="what was promised for an outcome that is carried")  # fmt: skip


def _begun() -> tuple[Ask, ...]:
    """What is asked of a cycle that is begun."""
    due = {"review_due": "as the last review said, where it is left empty"}
    return asks_of(
        CycleIn, ("review_due", "focus", "lead"), hints=due, prefer={"review_due": "future"}
    )


DOSE: dict[str, object] = {"times": 1, "per": "week", "layer": "targeted", "group_size": 1}


def _plan(offered: Options, today: date) -> Asked:
    goal = Ask("value", "Outcome", is_needed=True, hint="… will be able to …")
    picked = Ask("intervention", "Intervention", "choice", options=offered, may_be_none=True,
                 hint="brings its own dose and adult")  # fmt: skip
    what = Ask("provided", "Or provision", hint="what is done, by whom and how much")
    strategy = asks_of(StrategyIn, ("what", "where"), labels={"what": "Teaching strategy"})
    asks = (
        goal,
        *asks_of(OutcomeIn, MEASURED),
        *([picked] if offered else ()),
        what,
        *asks_of(ProvisionIn, PROVISION, hints={"weeks": "0 until the review"}),
        replace(strategy[0], name="strategy", is_needed=False),
        *strategy[1:],
        "Of those who have no open cycle, one is started:",
        Ask("on", "Starts on", "date", is_needed=True),
        *_begun(),
        _along(),
    )
    return Asked(asks, {**DOSE, "on": today, "with_provision": True})


def _provision() -> Asked:
    promised = asks_of(ProvisionIn, PROVISION, hints={"weeks": "0 until the review"})
    what = Ask("value", "Provision", is_needed=True, hint="what is done")
    goal = Ask("outcome", "For which outcome", hint="… will be able to …; one there is is taken")
    return Asked((what, goal, *promised, *asks_of(OutcomeIn, MEASURED)), DOSE)


def _reviewed(points: tuple[tuple[str, str], ...], today: date) -> Asked:
    effect = Ask("value", "Did it work", "choice", options=points, may_be_none=True,
                 hint="of every outcome that nobody has rated")  # fmt: skip
    decided = tuple((each, each[:1].upper() + each[1:]) for each in DECISIONS)
    decision = Ask("decision", "Decision", "choice", is_needed=True, options=decided)
    day = Ask("on", "Held on", "date", is_needed=True, prefer="past")
    names = ("next_review", "present", "reason")
    about = asks_of(ReviewIn, names, prefer={"next_review": "future"})
    start: dict[str, object] = {"decision": DECISIONS[0], "on": today}
    return Asked((effect, decision, day, *about), {**start, "next_review": suggested_review(today)})


def _coded(what: What, today: date) -> Asked:
    kind = "need" if what == "need" else "flag"
    options = codes(kind, "code", today)["code"]
    code = Ask("value", "Which", "choice", is_needed=True, options=options)
    title = "Last true on" if what == "flag_end" else "Since"
    day = Ask("on", title, "date", is_needed=what == "flag_end")
    return Asked((code, day), {"on": today})
