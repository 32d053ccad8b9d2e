"""What may be done to many pupils at once, and what it comes to for each of them."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from sendtui.errors import UsageError
from sendtui.models import kind as noun
from sendtui.models.action import Action
from sendtui.models.cycle import Cycle
from sendtui.models.flag import Flag
from sendtui.models.need import Need
from sendtui.models.pupil import Pupil
from sendtui.models.status import Status
from sendtui.rules.codes import FLAGS, NC_YEARS, NEED_TYPES
from sendtui.rules.typed_dates import say
from sendtui.services import bulk_plans, bulk_support, confidential, custom_fields
from sendtui.services.bulk_known import HERE, PUPIL_FIELDS, TITLES, Found, Known, What
from sendtui.services.bulk_known import Step as Step
from sendtui.services.cycle_carry import next_in
from sendtui.services.differing import Edit
from sendtui.services.labels import day_word
from sendtui.services.records import has_happened, in_time, invalid
from sendtui.services.scales import scale_of
from sendtui.services.tables import in_parts

_ON_A_DAY = frozenset(("status", "review", "cycle", "plan", "signed", "parents_told", "reviewed"))
"""What is not done without a day."""

_FIELDS = {**bulk_support.FIELDS, **bulk_plans.FIELDS}


def require_sound(step: Step, today: date) -> None:
    """Refuse a step that holds for nobody.

    Raises InvalidError, or UsageError for what is not a step.
    """
    if step.what not in TITLES:
        raise UsageError(f"“{step.what}” is not set for many. What is: {', '.join(TITLES)}.")
    value = step.value
    if step.what == "nc_year" and value and value not in NC_YEARS:
        invalid("nc_year", value, "is not an NC year: use R, 1 to 14, N1, N2, M or X")
    if step.what in ("flag", "flag_end"):
        _require_code(value, FLAGS, "flag")
    if step.what == "need":
        _require_code(value, NEED_TYPES, "need type")
    if step.what in ("action", "contact") and not value.strip():
        field_ = "what" if step.what == "action" else "said"
        invalid(field_, "", "is needed: say it in a few words")
    if step.what in _ON_A_DAY and step.on is None:
        invalid("on", "", "is needed: give the day")
    if step.what in ("parents_told", "contact"):
        has_happened("on", step.on, today)
    if step.what == "contact":
        in_time("reply_by", step.more.get("reply_by"), step.on, "the contact")
    bulk_support.require_sound(step, today)
    bulk_plans.require_sound(step, today)
    _require_known(step)


def _require_known(step: Step) -> None:
    names = {"action": "action", "contact": "contact"}.get(step.what)
    usual = _FIELDS.get(step.what, frozenset(("how", "note", "source")))
    known = set(noun(names).twin.model_fields) if names else usual
    for name in step.more:
        if name not in known:
            invalid(name, "", "is not asked here")


def _require_code(value: str, known: Any, called: str) -> None:
    if value not in known:
        invalid("code", value, f"is not a {called}: {', '.join(one.code for one in known)}")


def known(
    session: Session, pupils: Sequence[str], step: Step, today: date, own_setting: str = ""
) -> Known:
    """What the record says of these pupils, as far as the step asks."""
    found = Known(own_setting=own_setting)
    for part in in_parts(pupils):
        wanted = session.exec(select(Pupil).where(col(Pupil.id).in_(part)))
        found.pupils |= {one.id: one for one in wanted}
        if step.what in ("status", "parents_told", "cycle", "plan", "reviewed"):
            day = (step.on or today) if step.what == "status" else today
            steps = select(Status).where(col(Status.pupil).in_(part), Status.since <= day)
            for one in session.exec(steps.order_by(col(Status.since), col(Status.id))):
                found.statuses[one.pupil] = one
        _gather(session, found, part, step.what)
        bulk_support.gather(session, found, part, step)
        bulk_plans.gather(session, found, part, step)
    if step.what in ("cycle", "plan"):
        found.nexts = {pupil: next_in(session, pupil, own_setting) for pupil in found.pupils}
    if step.what == "reviewed":
        found.scale = scale_of(session, own_setting)
    if step.own is not None:
        found.hidden = confidential.marked(session, pupils, today)
        found.own = custom_fields.values_of(session, tuple(pupils))
    return found


def _gather(session: Session, found: Known, part: Sequence[str], what: What) -> None:
    if what in ("flag", "flag_end"):
        for flag in session.exec(select(Flag).where(col(Flag.pupil).in_(part))):
            found.flags.setdefault(flag.pupil, []).append(flag)
    elif what == "need":
        of_them = select(Need).where(col(Need.pupil).in_(part), col(Need.until).is_(None))
        for need in session.exec(of_them.order_by(col(Need.rank), col(Need.id))):
            found.needs.setdefault(need.pupil, []).append(need)
    elif what == "action":
        undone = select(Action).where(col(Action.pupil).in_(part), col(Action.done_on).is_(None))
        for action in session.exec(undone):
            found.actions.setdefault(action.pupil, []).append(action)
    elif what in ("review", "cycle", "plan", "provision", "signed", "reviewed"):
        still = select(Cycle).where(col(Cycle.pupil).in_(part), col(Cycle.ended_on).is_(None))
        for cycle in session.exec(still.order_by(col(Cycle.number))):
            found.cycles.setdefault(cycle.pupil, []).append(cycle)


def of_one(pupil: str, step: Step, now: Known, today: date, author: str) -> Found:
    """What the step comes to for one pupil."""
    one = now.pupils.get(pupil)
    if one is None:
        return Found(problem="is no longer here")
    if step.what in HERE and one.left_on is not None and one.left_on <= today:
        return Found(problem=f"left on {say(one.left_on)}")
    if step.what in PUPIL_FIELDS:
        before = str(getattr(one, step.what))
        if before == step.value:
            return Found(before=before, after=before)
        edit = Edit("pupil", pupil, {step.what: step.value}, {step.what: before})
        return Found((edit,), before, step.value)
    if supported := _SUPPORT.get(step.what):
        return supported(one, step, now)
    return _OTHERS[step.what](one, step, now, author)


def _flag(one: Pupil, step: Step, now: Known, _author: str) -> Found:
    up = [flag for flag in now.flags.get(one.id, ()) if flag.code == step.value and not flag.until]
    if up:
        return Found(before=step.value, after=step.value)
    values = {"code": step.value, "since": step.on, "note": step.more.get("note", "")}
    return Found((Edit("flag", "", values),), "", step.value)


def _flag_end(one: Pupil, step: Step, now: Known, _author: str) -> Found:
    up = [flag for flag in now.flags.get(one.id, ()) if flag.code == step.value and not flag.until]
    if not up:
        return Found()
    late = [flag.since for flag in up if flag.since and step.on and step.on < flag.since]
    if late:
        return Found(before=step.value, problem=f"has it only since {day_word(late[0])}")
    edits = tuple(Edit("flag", flag.id, {"until": step.on}, {"until": None}) for flag in up)
    return Found(edits, step.value, "")


def _need(one: Pupil, step: Step, now: Known, _author: str) -> Found:
    has = now.needs.get(one.id, [])
    # The others are not shown: one of them may be confidential.
    if any(need.code == step.value for need in has):
        return Found(before=step.value, after=step.value)
    values = {"code": step.value, "rank": len(has) + 1, "since": step.on}
    about = {name: step.more.get(name, "") for name in ("source", "note")}
    return Found((Edit("need", "", {**values, **about}),), "", step.value)


def _action(one: Pupil, step: Step, now: Known, author: str) -> Found:
    same = [a for a in now.actions.get(one.id, ()) if (a.what, a.due) == (step.value, step.on)]
    words = f"{step.value} by {day_word(step.on)}" if step.on else step.value
    if same:
        return Found(before=words, after=words)
    values = {"what": step.value, "due": step.on, "owner": author, **step.more}
    return Found((Edit("action", "", values),), "", words)


def _review(one: Pupil, step: Step, now: Known, _author: str) -> Found:
    still = now.cycles.get(one.id, [])
    if not still or step.on is None:
        return Found(problem="has no open cycle: start one first")
    # The newest of several, as the pupil's screen shows it.
    cycle = still[-1]
    before = day_word(cycle.review_due) if cycle.review_due else ""
    if step.on < cycle.started_on:
        began = day_word(cycle.started_on)
        return Found(before=before, problem=f"began the cycle on {began}, after that day")
    if cycle.review_due == step.on:
        return Found(before=before, after=before)
    edit = Edit("cycle", cycle.id, {"review_due": step.on}, {"review_due": cycle.review_due})
    return Found((edit,), before, day_word(step.on))


def _contact(_one: Pupil, step: Step, _now: Known, author: str) -> Found:
    values = {"said": step.value, "on": step.on, "by": author, "how": "phone", **step.more}
    return Found((Edit("contact", "", values),), "", step.value)


def _own(one: Pupil, step: Step, now: Known, _author: str) -> Found:
    assert step.own is not None
    kept = now.own.get(one.id, {}).get(step.own.name)
    before = kept.value if kept else ""
    words = [custom_fields.in_words(step.own.sort, each) for each in (before, step.value)]
    if kept and now.hidden.covers(one.id, kept.id):
        words[0] = custom_fields.VEILED
    if before == step.value:
        return Found(before=words[0], after=words[0])
    if kept:
        edit = Edit("custom_value", kept.id, {"value": step.value}, {"value": before})
    else:
        new = {"field": step.own.id, "name": step.own.name, "value": step.value}
        edit = Edit("custom_value", "", new)
    return Found((edit,), words[0], words[1])


_SUPPORT: dict[What, Callable[[Pupil, Step, Known], Found]] = {
    "status": bulk_support.status,
    "parents_told": bulk_support.told,
    "cycle": bulk_support.cycle,
    "plan": bulk_plans.plan,
    "provision": bulk_plans.provision,
    "signed": bulk_plans.signed,
    "reviewed": bulk_support.reviewed,
}

_OTHERS: dict[What, Callable[[Pupil, Step, Known, str], Found]] = {
    "flag": _flag,
    "flag_end": _flag_end,
    "need": _need,
    "action": _action,
    "review": _review,
    "contact": _contact,
    "own": _own,
}
