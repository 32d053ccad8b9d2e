"""The plans of a group: an outcome, provision and a strategy in each pupil's, and their signing.

The rules are those of one pupil alone; what they refuse there is a problem here.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from sendtui.errors import InvalidError, Problem
from sendtui.models.cycle import Cycle, Outcome, Strategy
from sendtui.models.provision import Provision, ProvisionIn
from sendtui.models.pupil import Pupil
from sendtui.services import bulk_support, interventions
from sendtui.services.bulk_known import Found, Known, Step
from sendtui.services.differing import Edit
from sendtui.services.labels import day_word
from sendtui.services.records import has_happened, invalid
from sendtui.store.reasons import why
from sendtui.store.transaction import Transaction

MEASURED = ("measure", "baseline", "target")
PROVISION = ("who", "times", "per", "minutes", "group_size", "weeks", "layer")
"""What is asked of a line of provision for many, beside what it is."""

PLAN = ("intervention", "provided", "strategy", "where")
"""What a plan for a group has beside its outcome: an intervention brings its own dose and adult."""

FIELDS: dict[str, frozenset[str]] = {
    "plan": bulk_support.CYCLE | {*MEASURED, *PROVISION, *PLAN},
    "provision": frozenset(("outcome", *MEASURED, *PROVISION)),
    "signed": frozenset(),
}
"""What else a step takes, by what it does."""


def require_sound(step: Step, today: date) -> None:
    """Refuse a step that holds for nobody.

    Raises InvalidError.
    """
    value, more = step.value.strip(), step.more
    if step.what == "plan":
        if not value:
            invalid("value", "", "is needed: say what they will be able to do")
        _require_promise(more.get("provided") or "-", step)
    if step.what == "provision":
        if not value:
            invalid("value", "", "is needed: say what is provided")
        _require_promise(value, step)
    if step.what == "signed":
        if not value:
            invalid("value", "", "is needed: say who signs")
        has_happened("on", step.on, today)


def gather(session: Session, found: Known, part: Sequence[str], step: Step) -> None:
    """Ask the record for what these steps look at."""
    if step.what == "signed":
        for table in (Outcome, Provision, Strategy):
            asked = select(table.cycle).where(col(table.pupil).in_(part))
            found.planned.update(session.exec(asked))


def provision(one: Pupil, step: Step, now: Known) -> Found:
    """A line of provision in the plan that is being written, with an outcome it serves."""
    open_, problem = _being_written(one, now)
    if open_ is None:
        return Found(problem=problem)
    number, where, by = open_.number, {"pupil": one.id, "cycle": open_.id}, open_.review_due
    wanted = step.more.get("outcome", "")

    def promise(tx: Transaction, _made: Sequence[str]) -> None:
        outcome = _outcome(tx, wanted, where, by, step) if wanted else ""
        tx.add("provision", {**where, "outcome": outcome, "what": step.value, **_promised(step)})

    return Found((), "", f"cycle {number}: {step.value}", then=promise)


def plan(one: Pupil, step: Step, now: Known) -> Found:
    """An outcome with provision and a strategy: in the plan being written, or in a new cycle's.

    What the plan says already in the same words is not said twice.
    """
    open_, problem = _being_written(one, now)
    has_one = bool(now.cycles.get(one.id))
    begun = Found(problem=problem) if has_one else bulk_support.cycle(one, step, now)
    if begun.problem:
        return begun
    by = open_.review_due if open_ else begun.edits[0].values["review_due"]
    cycle = open_.id if open_ else ""

    def write(tx: Transaction, made: Sequence[str]) -> None:
        if begun.then is not None:
            begun.then(tx, made)
        where = {"pupil": one.id, "cycle": cycle or made[0]}
        outcome = _outcome(tx, step.value, where, by, step)
        if promised := _provided(tx.session, step):
            _once(tx, "provision", {**where, "outcome": outcome, **promised})
        if strategy := step.more.get("strategy"):
            _once(tx, "strategy", {**where, "what": strategy, "where": step.more.get("where", "")})

    in_which = f"cycle {open_.number}" if open_ else begun.after
    return Found(begun.edits, begun.before, f"{in_which}: {step.value}", then=write)


def signed(one: Pupil, step: Step, now: Known) -> Found:
    """The plan of the open cycle, signed as it is; signed before stays."""
    still = now.cycles.get(one.id, [])
    if not still or step.on is None:
        return Found(problem="has no open cycle: start one first")
    open_ = still[-1]
    if open_.signed_on is not None:
        said = f"signed on {day_word(open_.signed_on)}"
        return Found(before=said, after=said)
    if open_.id not in now.planned:
        return Found(problem=f"has nothing in the plan of cycle {open_.number} to sign")
    values = {"signed_on": step.on, "signed_by": step.value}
    edit = Edit("cycle", open_.id, values, {"signed_on": None, "signed_by": open_.signed_by})
    return Found((edit,), "", f"cycle {open_.number}: signed on {day_word(step.on)}")


def _being_written(one: Pupil, now: Known) -> tuple[Cycle | None, str]:
    """The open cycle whose plan may be edited, or why there is none."""
    still = now.cycles.get(one.id, [])
    if not still:
        return None, "has no open cycle: start one first"
    open_ = still[-1]
    if open_.signed_on is not None:
        return None, f"the plan of cycle {open_.number} is signed: change it on its page"
    return open_, ""


def _outcome(
    tx: Transaction, wanted: str, where: Mapping[str, str], by: date | None, step: Step
) -> str:
    """The outcome of a plan that says so already, or a new one, after those there are."""
    asked = select(Outcome).where(Outcome.cycle == where["cycle"]).order_by(col(Outcome.number))
    there = tx.session.exec(asked).all()
    same = [each.id for each in there if each.what.casefold() == wanted.casefold()]
    if same:
        return same[0]
    about = {name: step.more.get(name, "") for name in MEASURED}
    return tx.add("outcome", {"what": wanted, "by": by, **about, **where, "number": len(there) + 1})


def _provided(session: Session, step: Step) -> Mapping[str, object]:
    """What a line of the group's provision says; nothing where none is wanted."""
    if chosen := step.more.get("intervention"):
        return interventions.taken_over(session, chosen)
    what = step.more.get("provided")
    return {"what": what, **_promised(step)} if what else {}


def _once(tx: Transaction, kind: str, values: Mapping[str, Any]) -> None:
    """Add a part of a plan, unless the plan has one in the same words."""
    table = Provision if kind == "provision" else Strategy
    there = tx.session.exec(select(table.what).where(table.cycle == values["cycle"]))
    if values["what"].casefold() not in {what.casefold() for what in there}:
        tx.add(kind, values)


def _promised(step: Step) -> dict[str, Any]:
    return {name: step.more[name] for name in PROVISION if step.more.get(name)}


def _require_promise(what: str, step: Step) -> None:
    try:
        ProvisionIn.model_validate({"pupil": "-", "what": what, **_promised(step)})
    except ValidationError as problem:
        raise InvalidError(
            tuple(
                Problem(str(e["loc"][0]), str(e.get("input", "")), why(e)) for e in problem.errors()
            )
        ) from None
