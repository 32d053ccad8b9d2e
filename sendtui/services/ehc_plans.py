"""Plans of the four sorts: write a version, issue it, make the next one, cease.

A version that was issued is frozen, be it as a draft, as proposed amendments or as final; a change
makes the next version, which begins as its copy. What is open in a plan is told and stops nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import get_args

from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.models.case import Advice, Case
from sendtui.models.plan import Plan, PlanLine, Section
from sendtui.rules.calendar import period_of_months
from sendtui.rules.plan_reading import Written
from sendtui.rules.plan_remark import Remark
from sendtui.rules.plan_sections import SORTS, STATUTORY
from sendtui.rules.typed_dates import say
from sendtui.services import statuses, writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import as_day, has_happened, in_time, invalid, require, require_pupil
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

Bases = Mapping[str, tuple[int, ...]]

FIELDS = tuple(f.name for f in fields(Written) if f.name not in ("id", "section", "number"))
"""The fields of a line that are edited."""

ABOUT = ("case", "made_on", "review_by", "issued_by")
"""The fields of a version that are edited before it is issued."""

_DAYS = frozenset(("starts", "by", "dated", "agreed_on", "made_on", "review_by"))
_ADVISER = {
    "parent": "family",
    "educational": "education",
    "medical": "health",
    "psychological": "psychology",
    "social care": "social care",
    "adulthood": "adulthood",
}


@dataclass(frozen=True, slots=True)
class Issued:
    """A version that was issued, what was open in it then, and what is odd about its case now.

    `also` says what else was written down.
    """

    id: str
    stage: str
    open: tuple[Remark, ...]
    warnings: tuple[str, ...] = ()
    also: str = ""


# A version


@writes
def start(
    store: Store,
    pupil: str,
    sort: str = STATUTORY,
    *,
    case: str = "",
    with_advice: bool = True,
    today: date | None = None,
) -> str:
    """Begin the first version of a plan and return its id.

    Section K begins with the advice that was received in the case, where there is one. Raises
    InvalidError for a sort there is not, SendtuiError where the pupil has a plan of it already.
    """
    if sort not in SORTS:
        invalid("sort", sort, f"is none of: {', '.join(SORTS)}")
    with store.write("Start a plan") as tx:
        require_pupil(tx.session, pupil)
        _require_none(tx.session, pupil, sort)
        case = case or (_open_assessment(tx.session, pupil) if sort == STATUTORY else "")
        made = tx.add("plan", {"pupil": pupil, "sort": sort, "case": case})
        if case and with_advice:
            _list_advice(tx, pupil, case, made, today)
        return made


def _require_none(session: Session, pupil: str, sort: str) -> None:
    for plan in of(session, Plan, pupil):
        if plan.sort != sort or is_ceased(session, plan):
            continue
        raise SendtuiError(
            "This pupil has a plan of that sort that is being written: go on with that one."
            if plan.issued_on is None
            else "This pupil has a plan of that sort. A change makes its next version: "
            "“sendtui plan amend UPN”, or g on the plan's screen."
        )


def is_ceased(session: Session, plan: Plan) -> bool:
    """Whether a plan has ceased, which its last version says for all of them."""
    versions = [p for p in of(session, Plan, plan.pupil) if p.sort == plan.sort]
    later = [p for p in versions if p.id >= plan.id]
    return any(p.stage == "ceased" for p in later)


def _open_assessment(session: Session, pupil: str) -> str:
    found = [
        c.id
        for c in of(session, Case, pupil)
        if c.process in ("assessment", "re-assessment") and c.closed_on is None
    ]
    return found[-1] if found else ""


def _list_advice(tx: Transaction, pupil: str, case: str, plan: str, today: date | None) -> None:
    received = [a for a in of(tx.session, Advice, pupil) if a.case == case and a.received_on]
    if today is not None:
        received = [a for a in received if a.received_on and a.received_on <= today]
    for number, each in enumerate(sorted(received, key=lambda a: (a.received_on, a.id)), 1):
        kind = _ADVISER.get(each.sort, "other")
        values = {"pupil": pupil, "plan": plan, "section": "K", "number": number, "sort": kind}
        words = f"{each.sort[:1].upper()}{each.sort[1:]} advice"
        tx.add("plan_line", {**values, "words": words, "who": each.who, "dated": each.dated})


@writes
def describe(
    store: Store, plan: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change what a version says of itself, such as its review; gives the fields that changed."""
    with store.write("Edit a plan") as tx:
        require_unissued(tx.session, plan)
        for name in values:
            if name not in ABOUT:
                invalid(name, values[name], f"is not edited. What is: {', '.join(ABOUT)}")
        return tx.put("plan", plan, with_days(values), bases)


@writes
def issue(
    store: Store,
    plan: str,
    as_: str,
    *,
    on: date,
    by: str = "",
    case: str = "",
    today: date,
) -> Issued:
    """Issue a version as draft, proposed or final: it is frozen, and what is open in it is told.

    A final plan gets the day it was made, and its first review within 12 months where none is set.
    With `case` the event is logged there in the same act, and the plan is that case's.
    Raises InvalidError for another word or a day ahead, SendtuiError where it is issued already,
    is empty, or is a draft that names a setting (s.38(5)).
    """
    from sendtui.services import case_plans, ehc_plan_checks

    if as_ not in ("draft", "proposed", "final"):
        invalid("as", as_, "is none of: draft, proposed, final")
    has_happened("issued_on", on, today)
    with store.write(f"Issue a plan as {as_}", true_on=on) as tx:
        now = require_unissued(tx.session, plan)
        lines = lines_of(tx.session, plan)
        if not lines:
            raise SendtuiError("There is nothing in this plan to issue. Add a line first.")
        if as_ == "draft" and now.sort == STATUTORY and any(x.section == "I" for x in lines):
            raise SendtuiError(
                "A draft names no setting (Children and Families Act 2014 s.38(5)): take out the "
                "line in section I, or issue it as final."
            )
        amends = now.made_on is not None
        stage = "amended" if as_ == "final" and amends else as_
        values: dict[str, object] = {"stage": stage, "issued_on": on}
        values["issued_by"] = by or now.issued_by or store.author
        if as_ == "final" and not amends:
            values["made_on"] = on
            values["review_by"] = now.review_by or period_of_months(on, 12)
        odd: tuple[str, ...] = ()
        has_plan = as_ == "final" and now.sort == STATUTORY
        also = statuses.with_plan(tx, now.pupil, on) if has_plan else ""
        if case:
            values["case"] = now.case or case
            author = store.author
            odd = case_plans.log_issue(tx, case, now, as_, on=on, by=author, today=today)
        tx.put("plan", plan, values)
        tx.session.expire_all()
        found = ehc_plan_checks.remarks_in(tx.session, plan, today)
        return Issued(plan, stage, found, odd, also)


@writes
def amend(store: Store, plan: str) -> str:
    """Make the next version of an issued plan, which begins as its copy, and return its id.

    Raises SendtuiError where it is not issued, has ceased, or its next version is there already.
    """
    with store.write("Amend a plan") as tx:
        now = require(tx.session, Plan, plan)
        if now.issued_on is None:
            raise SendtuiError("This version is not issued yet, so it can be edited as it is.")
        if is_ceased(tx.session, now):
            raise SendtuiError("This plan has ceased. “sendtui plan start” begins another.")
        if any(p.follows == plan for p in of(tx.session, Plan, now.pupil)):
            raise SendtuiError("Its next version is being written already: go on with that one.")
        made = tx.add(
            "plan",
            {
                "pupil": now.pupil,
                "sort": now.sort,
                "version": now.version + 1,
                "stage": "proposed" if now.made_on else "draft",
                "case": now.case,
                "follows": plan,
                "made_on": now.made_on,
                "review_by": now.review_by,
            },
        )
        _copy(tx, lines_of(tx.session, plan), made)
        return made


def _copy(tx: Transaction, lines: Sequence[PlanLine], plan: str) -> None:
    """The lines again, each link leading to the copy of what it led to."""
    ids: dict[str, str] = {}
    links = [(x.id, served(x.serves)) for x in lines]
    count: dict[str, int] = {}
    for x in lines:
        count[x.section] = count.get(x.section, 0) + 1
        values = {name: getattr(x, name) for name in FIELDS if name != "serves"}
        own = {"pupil": x.pupil, "plan": plan, "section": x.section, "carried_from": x.id}
        ids[x.id] = tx.add("plan_line", {**values, **own, "number": count[x.section]})
    for old, those in links:
        if kept := [ids[each] for each in those if each in ids]:
            tx.put("plan_line", ids[old], {"serves": ", ".join(kept)})


@writes
def cease(store: Store, plan: str, *, on: date, because: str, today: date | None = None) -> str:
    """Cease a plan that was made, with the reason; what is to be said of the SEN status, or "".

    Raises InvalidError without a reason or for a day ahead, SendtuiError where it was not issued.
    """
    has_happened("ceased_on", on, today)
    if not because.strip():
        invalid("ceased_because", because, "is needed: say why it ceases")
    with store.write("Cease a plan", true_on=on) as tx:
        now = require(tx.session, Plan, plan)
        if now.issued_on is None:
            raise SendtuiError("This version was never issued, so there is nothing to cease.")
        if is_ceased(tx.session, now):
            raise SendtuiError("This plan has ceased already.")
        in_time("ceased_on", on, now.issued_on, "it was issued")
        values = {"stage": "ceased", "ceased_on": on, "ceased_because": because}
        tx.put("plan", plan, values)
        has_plan = now.sort == STATUTORY
        return statuses.still_with_plan(tx.session, now.pupil, on) if has_plan else ""


@writes
def discard(store: Store, plan: str) -> None:
    """Throw away a version that was never issued, with its lines; undo brings it back."""
    with store.write("Throw away a version of a plan") as tx:
        require_unissued(tx.session, plan)
        for line in lines_of(tx.session, plan):
            tx.remove("plan_line", line.id)
        tx.remove("plan", plan)


# Reading within a transaction


def lines_of(session: Session, plan: str) -> list[PlanLine]:
    """The lines of a version by part and rank."""
    pupil = require(session, Plan, plan).pupil
    order = get_args(Section)
    found = [x for x in of(session, PlanLine, pupil) if x.plan == plan]
    return sorted(found, key=lambda x: (order.index(x.section), x.number, x.id))


def served(text: str) -> tuple[str, ...]:
    """The ids that a line answers to."""
    return tuple(each.strip() for each in text.split(",") if each.strip())


def require_unissued(session: Session, plan: str) -> Plan:
    """The version of this id, if it may be edited.

    Raises SendtuiError where it was issued.
    """
    found = require(session, Plan, plan)
    if found.issued_on is not None:
        raise SendtuiError(
            f"This version was issued on {say(found.issued_on)} and is frozen. Amending makes the "
            "next one: “sendtui plan amend UPN”, or g on the plan's screen."
        )
    return found


def with_days(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: (as_day(value) or None if value in ("", None) else value) if name in _DAYS else value
        for name, value in values.items()
    }
