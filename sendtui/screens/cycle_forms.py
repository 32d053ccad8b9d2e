"""The forms of a cycle: starting it, evidence, outcomes, provision, strategies, signing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from sendtui.models.cycle import CycleIn, EvidenceIn, OutcomeIn, StrategyIn
from sendtui.models.provision import ProvisionIn
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.widgets.asks import Ask, Options, asks_of, code_options
from sendtui.screens.widgets.words import one_line
from sendtui.services import cycles, drafts, plans
from sendtui.services.cycle_views import CycleView
from sendtui.services.labels import offered
from sendtui.services.plans import Part

SORTS: Options = (
    ("baseline", "Baseline"),
    ("observation", "Observed"),
    ("advice", "Advice"),
    ("teaching", "Teaching"),
)


@dataclass(frozen=True, slots=True)
class InCycle:
    """Where a form of a cycle is opened; `under` is the outcome the cursor stands on, or ""."""

    screen: DataScreen[None]
    view: CycleView
    today: date
    author: str
    primary: str = ""
    under: str = ""


def about(at: InCycle) -> Asked:
    """What the cycle is about, and its dates."""
    view = at.view
    heads = view.heads.get(view.id)

    async def save(values: dict[str, object]) -> None:
        if values:
            await at.screen.ask(cycles.amend, view.id, values, heads)

    names = ("focus", "lead", "review_due", "started_on")
    start = {name: getattr(view, name) for name in names}
    return Asked(
        f"Cycle {view.number}",
        drafts.key("cycle", view.pupil, view.id),
        asks_of(CycleIn, names, prefer={"review_due": "future"}),
        save,
        start,
        CycleIn,
        _known(view),
        only_changes=True,
    )


def evidence(at: InCycle, record: str = "") -> Asked:
    """Something that was found; of an earlier one where its id is given."""
    view = at.view
    old = next((each for each in view.evidence if each.id == record), None)
    names = ("sort", "what", "measure", "score", "by", "on")
    heads = view.heads.get(record)

    async def save(values: dict[str, object]) -> object:
        if not record:
            return await at.screen.ask(cycles.add_evidence, view.id, values, today=at.today)
        if values:
            await at.screen.ask(cycles.amend_evidence, record, values, heads, today=at.today)
        return record

    asks = asks_of(
        EvidenceIn,
        names,
        long=("what",),
        options={"sort": SORTS},
        hints={"sort": "teaching: good teaching that was tried", "score": "such as 4 of 10"},
        prefer={"on": "past"},
    )
    new = {"sort": "baseline", "on": at.today, "by": at.author}
    start = {name: getattr(old, name) for name in names} if old else new
    return Asked(
        "Evidence",
        drafts.key("evidence", view.pupil, record or view.id),
        asks,
        save,
        start,
        EvidenceIn,
        _known(view),
        only_changes=bool(record),
        start="what",
    )


def outcome(at: InCycle, record: str = "", made: list[str] | None = None) -> Asked:
    """An outcome; the measure begins at the baseline that no outcome has taken up."""
    old = next((each for each in at.view.outcomes if each.id == record), None)
    names = ("what", "measure", "baseline", "target", "by", "need")
    needs = {"need": code_options(offered("outcome", "need", at.today))}
    asks = asks_of(
        OutcomeIn,
        names,
        long=("what",),
        options=needs,
        prefer={"by": "future"},
        hints={"measure": "how you will know", "baseline": "now", "target": "then"},
    )
    start = {name: getattr(old, name) for name in names} if old else _begin(at)
    return _part(at, "outcome", "Outcome", record, asks, start, OutcomeIn, made)


def _begin(at: InCycle) -> dict[str, object]:
    taken = {outcome.measure for outcome in at.view.outcomes}
    free = [e for e in at.view.evidence if e.sort == "baseline" and e.measure not in taken]
    known = {"measure": free[0].measure, "baseline": free[0].score} if free else {}
    return {**known, "by": at.view.review_due, "need": at.primary}


def provision(at: InCycle, record: str = "", made: list[str] | None = None) -> Asked:
    """A promise, under the outcome the cursor stands on."""
    view = at.view
    old = next((each for each in view.provision if each.id == record), None)
    names = (
        "what",
        "who",
        "times",
        "per",
        "minutes",
        "group_size",
        "weeks",
        "outcome",
        "starts",
        "ends",
        "layer",
        "need",
        "cost_pence",
    )
    served = tuple((o.id, f"{o.number} {one_line(o.what)[:60]}") for o in view.outcomes)
    options = {"outcome": served, "need": code_options(offered("provision", "need", at.today))}
    asks = asks_of(
        ProvisionIn,
        names,
        options=options,
        hints={
            "weeks": "weeks at school; 0 until the review",
            "minutes": "each time",
            "starts": "sessions are promised from this day on",
            "cost_pence": "in pounds, such as 12.50; empty: by the adult’s rate",
        },
    )
    under = next((o for o in view.outcomes if o.id == at.under), None)
    new = {
        "outcome": at.under,
        # A first plan is often typed in later than it began; what a changed one adds is new.
        "starts": view.started_on if view.version == 1 else max(at.today, view.started_on),
        "need": under.need if under else at.primary,
    }
    start = {name: getattr(old, name) for name in names} if old else new
    return _part(at, "provision", "Provision", record, asks, start, ProvisionIn, made)


def strategy(at: InCycle, record: str = "", made: list[str] | None = None) -> Asked:
    """A way of teaching."""
    old = next((each for each in at.view.strategies if each.id == record), None)
    start: dict[str, object] = {"what": old.what, "where": old.where} if old else {}
    asks = asks_of(StrategyIn, ("what", "where"))
    return _part(at, "strategy", "Teaching strategy", record, asks, start, StrategyIn, made)


def _part(
    at: InCycle,
    part: Part,
    title: str,
    record: str,
    asks: tuple[Ask, ...],
    start: dict[str, object],
    twin: type[BaseModel],
    made: list[str] | None,
) -> Asked:
    view = at.view
    heads = view.heads.get(record)

    async def save(values: dict[str, object]) -> object:
        if not record:
            id_ = await at.screen.ask(plans.add, view.id, part, values)
            if made is not None:
                made.append(id_)
            return id_
        if values:
            await at.screen.ask(plans.amend, part, record, values, heads)
        return record

    key = drafts.key(part, view.pupil, record or view.id)
    return Asked(
        title,
        key,
        asks,
        save,
        start,
        twin,
        _known(view),
        only_changes=bool(record),
    )


def sign(at: InCycle) -> Asked:
    """Signing the plan: who, and on which day."""
    view = at.view
    heads = view.heads.get(view.id)

    async def save(values: dict[str, object]) -> None:
        on, by = values.get("signed_on"), str(values.get("signed_by", ""))
        day = on if isinstance(on, date) else at.today
        await at.screen.ask(plans.sign, view.id, on=day, by=by, bases=heads, today=at.today)

    lacks = [f for stage in view.stages if stage.name in ("assess", "plan") for f in stage.findings]
    advice = f"{len(lacks)} pieces of advice stand; they stop nothing." if len(lacks) > 1 else ""
    said = f"Signing freezes outcomes, provision and strategies. {advice}".strip()
    asks = asks_of(CycleIn, ("signed_by", "signed_on"), prefer={"signed_on": "past"})
    return Asked(
        "Sign the plan",
        drafts.key("plan_signature", view.pupil, view.id),
        [said, *asks],
        save,
        {"signed_by": at.author, "signed_on": at.today},
        yes="Sign",
        said="Signed and frozen. g changes the plan again.",
    )


def _known(view: CycleView) -> dict[str, object]:
    return {"pupil": view.pupil, "cycle": view.id, "number": 1, "started_on": view.started_on}


PARTS: dict[str, Callable[..., Asked]] = {
    "evidence": evidence,
    "outcome": outcome,
    "provision": provision,
    "strategy": strategy,
}
"""The noun → the form that adds or changes it."""
