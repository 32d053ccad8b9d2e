"""Review: how each outcome went, what the pupil and the parents say, what is decided and follows.

Holding a review is one act: all of it is written together, and one undo takes it back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import InvalidError, Problem
from sendtui.models.cycle import Cycle, Outcome
from sendtui.models.pupil import Pupil
from sendtui.services import writes
from sendtui.services.cycle_carry import latest_effects
from sendtui.services.cycles import require_open
from sendtui.services.records import has_happened
from sendtui.services.review_follows import ask_for_assessment, carry_forward, leave_register
from sendtui.services.scales import Scale, ensure
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

LEAVE = "leave the SEN register"
REQUEST = "request assessment"


@dataclass(frozen=True, slots=True)
class Rated:
    """How one outcome went, in codes of the scale; without an effect the outcome is unrated."""

    outcome: str
    effect: str = ""
    effort: str = ""
    delivered: str = ""
    score: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the pupil or a parent said at the review: `whose` is pupil or parent."""

    whose: str
    words: str
    gathered: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """What is written down of a review.

    `told_on` and `told_how` say when the parents were told of a change of SEN status. `carry`
    starts the next cycle with the outcomes that are not met; it begins the day the review is held.
    `with_parents` is None where nobody has said. `action_due` is by when an assessment is asked
    for.
    """

    held_on: date
    decision: str
    ratings: Sequence[Rated] = ()
    views: Sequence[Said] = ()
    reason: str = ""
    summary: str = ""
    present: str = ""
    with_parents: bool | None = None
    next_review: date | None = None
    told_on: date | None = None
    told_how: str = ""
    carry: bool = False
    action_due: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What a review left behind: ids, "" where there is none; `carried` are the new outcomes.

    An outcome is either unrated or, where it was rated, met or unmet.
    """

    review: str
    unrated: tuple[str, ...]
    unmet: tuple[str, ...]
    next_cycle: str = ""
    carried: tuple[str, ...] = ()
    status: str = ""
    action: str = ""


@writes
def hold(store: Store, cycle: str, notes: Notes, *, today: date | None = None) -> Held:
    """Write down a review, end its cycle and do what was decided, as one act.

    Outcomes without an effect stay unrated. Leaving the SEN register records status N; asking for
    an assessment records an action.
    Raises SendtuiError where the cycle has ended or the decision cannot be made here,
    InvalidError with each value that does not hold, such as a day after `today`.
    """
    has_happened("held_on", notes.held_on, today)
    has_happened("told_on", notes.told_on, today)
    with store.write("Hold a review", true_on=notes.held_on) as tx:
        return held(tx, cycle, notes, store.setting)


def held(tx: Transaction, cycle: str, notes: Notes, own_setting: str = "") -> Held:
    """The same inside an act that does more."""
    now = require_open(tx.session, cycle)
    scale = _scale(tx, own_setting, now)
    outcomes = _outcomes(tx.session, cycle)
    _require_sense(notes, now, {o.id: o.number for o in outcomes}, scale)
    for rated in notes.ratings:
        _rate(tx, now, rated, notes.held_on)
    review = _write_down(tx, now, notes)
    tx.put("cycle", cycle, {"ended_on": notes.held_on, "end": "reviewed"})
    effects = latest_effects(tx.session, cycle)
    unmet = [o for o in outcomes if not scale.is_met(effects.get(o.id, ""))]
    unrated = tuple(o.id for o in outcomes if o.id not in effects)
    found = Held(review, unrated, tuple(o.id for o in unmet if o.id in effects))
    return _follow(tx, now, notes, unmet, found)


@writes
def rate(store: Store, cycle: str, rated: Rated, on: date, *, today: date | None = None) -> str:
    """Rate one outcome between reviews; a later rating stands beside it, and is the one shown.

    Raises SendtuiError where the cycle has ended, InvalidError for what is no point of the scale,
    or a day after `today`.
    """
    has_happened("on", on, today)
    with store.write("Rate an outcome", true_on=on) as tx:
        now = require_open(tx.session, cycle)
        scale = _scale(tx, store.setting, now)
        known = {o.id: o.number for o in _outcomes(tx.session, cycle)}
        problems = _amiss(rated, known, scale, is_needed=True)
        if problems:
            raise InvalidError(problems)
        return _rate(tx, now, rated, on)


def _follow(
    tx: Transaction, cycle: Cycle, notes: Notes, unmet: Sequence[Outcome], held: Held
) -> Held:
    on, reason = notes.held_on, notes.reason
    if notes.carry:
        fresh, carried = carry_forward(tx, cycle, unmet, on=on, review_due=notes.next_review)
        held = replace(held, next_cycle=fresh, carried=carried)
    if notes.decision == LEAVE:
        told_on, told_how = notes.told_on, notes.told_how
        status = leave_register(
            tx, cycle.pupil, on=on, reason=reason, told_on=told_on, told_how=told_how
        )
        held = replace(held, status=status)
    if notes.decision == REQUEST:
        action = ask_for_assessment(tx, cycle, reason=reason, due=notes.action_due)
        held = replace(held, action=action)
    return held


def _scale(tx: Transaction, own_setting: str, cycle: Cycle) -> Scale:
    pupil = tx.session.get(Pupil, cycle.pupil)
    return ensure(tx, (pupil.setting if pupil else "") or own_setting)


def _outcomes(session: Session, cycle: str) -> Sequence[Outcome]:
    return session.exec(
        select(Outcome).where(Outcome.cycle == cycle).order_by(col(Outcome.number), col(Outcome.id))
    ).all()


def _require_sense(notes: Notes, cycle: Cycle, outcomes: Mapping[str, int], scale: Scale) -> None:
    problems = [p for rated in notes.ratings for p in _amiss(rated, outcomes, scale)]
    if notes.held_on < cycle.started_on:
        day = notes.held_on.isoformat()
        problems.append(Problem("held_on", day, "is before the cycle was started"))
    if notes.next_review is not None and notes.next_review <= notes.held_on:
        day = notes.next_review.isoformat()
        problems.append(Problem("next_review", day, "is not after this review"))
    if notes.carry and notes.decision == LEAVE:
        problems.append(
            Problem("carry", "", "a pupil who leaves the SEN register has no next cycle")
        )
    named = [rated.outcome for rated in notes.ratings]
    if len(named) != len(set(named)):
        problems.append(Problem("ratings", "", "rates an outcome twice"))
    if problems:
        raise InvalidError(tuple(problems))


def _amiss(
    rated: Rated, outcomes: Mapping[str, int], scale: Scale, *, is_needed: bool = False
) -> tuple[Problem, ...]:
    problems = []
    which = "Outcome"
    if rated.outcome in outcomes:
        which = f"Outcome {outcomes[rated.outcome]}"
    else:
        problems.append(Problem("outcome", "", "is not an outcome of this cycle"))
    for axis in ("effort", "delivered", "effect"):
        code = getattr(rated, axis)
        if code and not scale.has(axis, code):
            known = ", ".join(p.code for p in scale.of(axis))
            problems.append(
                Problem(axis, code, f"is no point of the scale: {known}", f"{which}, {axis}")
            )
    others = (rated.effort, rated.delivered, rated.score, rated.note)
    if not rated.effect and (is_needed or any(others)):
        known = ", ".join(point.code for point in scale.of("effect"))
        problems.append(
            Problem("effect", "", f"say whether it worked: {known}", f"{which}, effect")
        )
    return tuple(problems)


def _rate(tx: Transaction, cycle: Cycle, rated: Rated, on: date) -> str:
    if not rated.effect:
        return ""
    return tx.add(
        "rating",
        {
            "pupil": cycle.pupil,
            "cycle": cycle.id,
            "outcome": rated.outcome,
            "rated_on": on,
            "effort": rated.effort,
            "delivered": rated.delivered,
            "effect": rated.effect,
            "score": rated.score,
            "note": rated.note,
        },
    )


def _write_down(tx: Transaction, cycle: Cycle, notes: Notes) -> str:
    belongs = {"pupil": cycle.pupil, "cycle": cycle.id}
    for said in notes.views:
        if str(said.words).strip():
            heard = {"whose": said.whose, "words": said.words, "gathered": said.gathered}
            tx.add("voice", {**belongs, **heard, "said_on": notes.held_on})
    names = ("held_on", "summary", "decision", "reason", "next_review", "with_parents", "present")
    return tx.add("review", {**belongs, **{name: getattr(notes, name) for name in names}})
