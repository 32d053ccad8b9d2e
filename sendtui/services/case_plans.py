"""A plan that is issued and the case it is issued in: one act writes both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.models.case import Case
from sendtui.models.plan import Plan
from sendtui.rules.case_facts import standing_events
from sendtui.rules.case_standing import standing
from sendtui.rules.plan_sections import STATUTORY
from sendtui.rules.processes import PROCESSES
from sendtui.services.case_known import facts_of
from sendtui.services.pupil_reading import of
from sendtui.services.records import require
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

EVENTS: Mapping[str, str] = {"draft": "draft", "proposed": "amendment-notice", "final": "final"}
"""As what a plan is issued → the event that it is in a case."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """A case in which issuing a plan is an event: `label` names the event."""

    case: str
    process: str
    opened_on: date
    code: str
    label: str


def fitting(store: Store, plan: str, as_: str) -> tuple[Fitting, ...]:
    """The open cases of the pupil in which issuing this plan is an event: its own case first."""
    with store.read() as session:
        now = require(session, Plan, plan)
        if now.sort != STATUTORY:
            return ()
        found = [each for each in of(session, Case, now.pupil) if _event(each, as_)]
        found.sort(key=lambda c: (c.id != now.case, -c.opened_on.toordinal(), c.id))
        code = EVENTS.get(as_, "")
        return tuple(
            Fitting(each.id, each.process, each.opened_on, code, _event(each, as_))
            for each in found
        )


def _event(case: Case, as_: str) -> str:
    """The event's words, or "" where issuing a plan is none in this case."""
    process = PROCESSES.get(case.process)
    if process is None or case.closed_on is not None:
        return ""
    kind = process.event(EVENTS.get(as_, ""))
    return kind.label if kind else ""


def log_issue(
    tx: Transaction, case: str, plan: Plan, as_: str, *, on: date, by: str, today: date
) -> tuple[str, ...]:
    """Log in a case that a plan was issued, and name the plan there; gives what is odd about it.

    An event of that day that is there already is not logged again. Raises SendtuiError for a case
    of somebody else, one that is closed, and one in which that is no event.
    """
    found = require(tx.session, Case, case)
    if found.pupil != plan.pupil:
        raise SendtuiError("That case is of another pupil. Nothing was issued.")
    if found.closed_on is not None:
        raise SendtuiError("That case is closed. Reopen it first, or issue the plan without it.")
    if plan.sort != STATUTORY or not _event(found, as_):
        raise SendtuiError(
            f"Issuing this plan as {as_} is no event of that case ({found.process}). Issue it "
            "without the case."
        )
    before = _warnings(tx.session, case, today)
    code = EVENTS[as_]
    if not _is_logged(tx.session, case, code, on):
        kind = PROCESSES[found.process].event(code)
        who = kind.who if kind else ""
        tx.add(
            "case_event",
            {"pupil": found.pupil, "case": case, "code": code, "on": on, "who": who, "by": by},
        )
    if found.plan != plan.id:
        tx.put("case", case, {"plan": plan.id})
    return tuple(each for each in _warnings(tx.session, case, today) if each not in before)


def _is_logged(session: Session, case: str, code: str, on: date) -> bool:
    events = facts_of(session, (case,))[case].events
    return any(each.code == code and each.on == on for each in standing_events(events))


def _warnings(session: Session, case: str, today: date) -> tuple[str, ...]:
    return standing(facts_of(session, (case,))[case], today).warnings
