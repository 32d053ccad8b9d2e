"""What is asked for each step that is done to many pupils, and the likely answers."""

from dataclasses import dataclass, field
from datetime import date

from sendtui.models.contact import ContactIn
from sendtui.models.cycle import CycleIn, OutcomeIn
from sendtui.models.provision import ProvisionIn
from sendtui.models.review import ReviewIn
from sendtui.models.status import StatusIn
from sendtui.rules.codes import SEN_PROVISION
from sendtui.rules.support import suggested_review
from sendtui.screens.base import DataScreen
from sendtui.screens.own_fields import ask_of
from sendtui.screens.pupil_forms import HOW, codes
from sendtui.screens.widgets.asks import YES_NO, Ask, asks_of, code_options
from sendtui.services import register, scales
from sendtui.services.bulk_known import TITLES, What
from sendtui.services.bulk_support import DECISIONS, OUTCOME, PROVISION
from sendtui.services.custom_fields import OwnField

NOTES: dict[What, str] = {
    "nc_year": "only where it differs from the one by age",
    "need": "after those they have",
    "status": "SEN Support, EHC plan, or off the register",
    "review": "of the open cycle",
    "cycle": "the first, or the next: what is unmet is carried",
    "provision": "for the group, with the outcome it serves",
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
            about = asks_of(CycleIn, ("focus", "lead"))
            along = Ask("with_provision", "Provision goes along", "yesno", options=YES_NO,
                        hint="what was promised for an outcome that is carried")  # fmt: skip
            day = Ask("on", "Starts on", "date", is_needed=True)
            first = "Focus and lead are for those who have had no cycle yet."
            return Asked((day, along, first, *about), {"on": today, "with_provision": True})
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


def _provision() -> Asked:
    promised = asks_of(ProvisionIn, PROVISION, hints={"weeks": "0 until the review"})
    what = Ask("value", "Provision", is_needed=True, hint="what is done")
    goal = Ask("outcome", "For which outcome", hint="… will be able to …; one there is is taken")
    start: dict[str, object] = {"times": 1, "per": "week", "layer": "targeted", "group_size": 1}
    return Asked((what, goal, *promised, *asks_of(OutcomeIn, OUTCOME[1:])), start)


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
