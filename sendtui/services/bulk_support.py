"""SEN status, cycles and reviews of many pupils: what each step comes to for one.

The rules are those of one pupil alone; what they refuse there is a problem here.
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from sendtui.models.cycle import Evidence, Outcome, Strategy
from sendtui.models.pupil import Pupil
from sendtui.models.review import Rating
from sendtui.models.status import Concern
from sendtui.rules.codes import SEN_PROVISION
from sendtui.rules.counting import counted
from sendtui.rules.early import BEFORE
from sendtui.rules.support import suggested_review
from sendtui.services import as_at, cycle_carry, reviews
from sendtui.services.bulk_known import Found, Known, Step
from sendtui.services.cycle_carry import Next
from sendtui.services.differing import Edit
from sendtui.services.labels import day_word
from sendtui.services.records import has_happened, in_time, invalid
from sendtui.services.reviews import Notes, Rated
from sendtui.store.transaction import Transaction

UNTRIED = f"Of some of them it is not written what was tried before. You can go on. {BEFORE}"

CYCLE = frozenset(("focus", "lead", "review_due", "with_provision"))

FIELDS: dict[str, frozenset[str]] = {
    "status": frozenset(("reason", "parents_told_on", "parents_told_how")),
    "cycle": CYCLE,
    "reviewed": frozenset(("decision", "reason", "next_review", "with_parents", "present")),
}
"""What else a step takes, by what it does."""

DECISIONS = ("continue", "step up", "step down", "leave the SEN register")
"""What is decided for many; to ask for an assessment is decided for one child."""


def require_sound(step: Step, today: date) -> None:
    """Refuse a step that holds for nobody.

    Raises InvalidError.
    """
    more = step.more
    if step.what == "status":
        if step.value not in SEN_PROVISION:
            invalid("value", step.value, "is not a SEN status: N, K or E")
        has_happened("parents_told_on", more.get("parents_told_on"), today)
    if step.what in ("cycle", "plan"):
        in_time("review_due", more.get("review_due"), step.on, "the cycle starts")
    if step.what == "reviewed":
        has_happened("on", step.on, today)
        if more.get("decision", "") not in DECISIONS:
            known = ", ".join(DECISIONS)
            invalid("decision", str(more.get("decision", "")), f"is needed: {known}")
        next_ = more.get("next_review")
        if step.on is not None and next_ is not None and next_ <= step.on:
            invalid("next_review", next_, "is not after this review")


def gather(session: Session, found: Known, part: Sequence[str], step: Step) -> None:
    """Ask the record for what these steps look at."""
    if step.what == "status":
        asked = (
            select(Concern.pupil).where(Concern.tried != "", col(Concern.pupil).in_(part)),
            select(Strategy.pupil).where(col(Strategy.pupil).in_(part)),
            select(Evidence.pupil).where(
                Evidence.sort == "teaching", col(Evidence.pupil).in_(part)
            ),
        )
        for each in asked:
            found.tried.update(session.exec(each))
    if step.what == "reviewed":
        still = {cycle.id for pupil in part for cycle in found.cycles.get(pupil, ())[-1:]}
        rated = set(session.exec(select(Rating.outcome).where(col(Rating.cycle).in_(still))))
        asked_for = select(Outcome).where(col(Outcome.cycle).in_(still))
        for one in session.exec(asked_for.order_by(col(Outcome.number))):
            if one.id in rated:
                found.rated[one.cycle] = found.rated.get(one.cycle, 0) + 1
            else:
                found.outcomes.setdefault(one.cycle, []).append(one)


def status(one: Pupil, step: Step, now: Known) -> Found:
    """A SEN status from a day on, as it is given to one pupil."""
    since, before = step.on, now.statuses.get(one.id)
    assert since is not None
    was = SEN_PROVISION.label(before.status) if before else ""
    wanted = SEN_PROVISION.label(step.value)
    if before is not None and before.status == step.value:
        return Found(before=was, after=wanted)
    problem = ""
    if one.born is not None and since < one.born:
        problem = f"was born on {day_word(one.born)}, after that day"
    elif before is not None and before.since == since:
        problem = "has a SEN status from that day already: edit that one"
    elif before is None and step.value == as_at.NONE:
        return Found(before=was, after=was)
    if problem:
        return Found(before=was, problem=problem)
    values = {"status": step.value, "since": since, **step.more}
    joins = step.value in as_at.ON_THE_REGISTER and (before is None or before.status == as_at.NONE)
    remark = UNTRIED if joins and one.id not in now.tried else ""
    edit = Edit("status", "", values)
    return Found((edit,), was, f"{wanted} from {day_word(since)}", remark=remark)


def told(one: Pupil, step: Step, now: Known) -> Found:
    """That the parents were told of the status there is; told before stays."""
    status_ = now.statuses.get(one.id)
    if status_ is None or status_.status not in as_at.ON_THE_REGISTER or step.on is None:
        return Found(problem="is not on the SEN register")
    if status_.parents_told_on is not None:
        said = day_word(status_.parents_told_on)
        return Found(before=said, after=said)
    values = {"parents_told_on": step.on, "parents_told_how": step.more.get("how", "")}
    return Found((Edit("status", status_.id, values, {}),), "", day_word(step.on))


def cycle(one: Pupil, step: Step, now: Known) -> Found:
    """The next cycle with what the last one left unmet, or the first one there is."""
    status_, still = now.statuses.get(one.id), now.cycles.get(one.id, [])
    if status_ is None or status_.status not in as_at.ON_THE_REGISTER or step.on is None:
        return Found(problem="is not on the SEN register")
    if still:
        return Found(problem=f"cycle {still[-1].number} is still open: review it first")
    last = now.nexts.get(one.id, Next())
    due = last.review_due if last.review_due and last.review_due > step.on else None
    due = step.more.get("review_due") or due or suggested_review(step.on)
    values = {
        "number": last.after + 1,
        "started_on": step.on,
        "focus": last.focus or step.more.get("focus", ""),
        "lead": last.lead or step.more.get("lead", ""),
        "review_due": due,
    }
    chosen = tuple(each.id for each in last.unmet)
    provided = chosen if step.more.get("with_provision") else ()
    starts = step.on

    def carry(tx: Transaction, made: Sequence[str]) -> None:
        by = dict.fromkeys(chosen, due)
        cycle_carry.carry(tx, one.id, made[0], by, provided=provided, starts=starts)

    parts = [f"cycle {last.after + 1}"]
    if last.after:
        parts.append(f"{counted(len(chosen), 'outcome')} carried")
    words = ", ".join([*parts, f"review {day_word(due)}"])
    before = f"cycle {last.after} ended" if last.after else ""
    return Found((Edit("cycle", "", values),), before, words, then=carry if chosen else None)


def reviewed(one: Pupil, step: Step, now: Known) -> Found:
    """The review of the open cycle: outcomes rated before keep that, the others get this one."""
    still = now.cycles.get(one.id, [])
    if not still or step.on is None:
        return Found(problem="has no open cycle: start one first")
    open_ = still[-1]
    if step.on < open_.started_on:
        return Found(problem=f"began the cycle on {day_word(open_.started_on)}, after that day")
    status_ = now.statuses.get(one.id)
    decision = str(step.more["decision"])
    if decision == reviews.LEAVE and status_ is not None and status_.status == "E":
        return Found(problem="has an EHC plan and so does not leave the SEN register")
    left = now.outcomes.get(open_.id, [])
    if step.value and not now.scale.has("effect", step.value):
        known = ", ".join(point.code for point in now.scale.of("effect"))
        invalid("value", step.value, f"is no point of the scale: {known}")
    notes = Notes(
        step.on,
        decision,
        tuple(Rated(each.id, step.value) for each in left if step.value),
        reason=step.more.get("reason", ""),
        present=step.more.get("present", ""),
        with_parents=step.more.get("with_parents"),
        next_review=step.more.get("next_review"),
    )

    def hold(tx: Transaction, _made: Sequence[str]) -> None:
        reviews.held(tx, open_.id, notes, now.own_setting)

    parts = [decision]
    if left and step.value:
        rated = now.scale.label("effect", step.value)
        parts.append(f"{counted(len(left), 'outcome')}: {rated}")
    if open_.id in now.rated:
        parts.append(f"{now.rated[open_.id]} rated already")
    due = f", review {day_word(open_.review_due)}" if open_.review_due else ""
    before = f"cycle {open_.number}{due}"
    return Found((), before, ", ".join(parts), then=hold)
