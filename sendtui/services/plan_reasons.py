"""Why each version of a plan was made, as the case it was issued in has it; a plan has no own."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session

from sendtui.models.case import Case
from sendtui.models.letter import Letter
from sendtui.models.plan import Plan
from sendtui.rules.case_facts import CaseFacts, Happened, standing_events
from sendtui.rules.plan_sections import STATUTORY
from sendtui.rules.processes import PROCESSES
from sendtui.rules.typed_dates import say
from sendtui.services import confidential
from sendtui.services.case_known import facts_of
from sendtui.services.pupil_reading import of
from sendtui.services.veil import WORD
from sendtui.store.store import Store

_ISSUED = {"draft": "draft", "proposed": "amendment-notice", "final": "final", "amended": "final"}
_LEADS = frozenset(("decision", "plan-decision", "order", "conceded", "agreement"))
"""The events after which a plan is made or changed."""


def reasons(store: Store, session: Session, pupil: str, plans: Sequence[Plan]) -> dict[str, str]:
    """Why each of these versions was made, by plan: what was decided, when, and its reasons.

    A version of which no case says it is not in it; what is confidential is veiled.
    """
    cases = {each.id: each for each in of(session, Case, pupil)}
    if not cases:
        return {}
    marked = confidential.veiled(store, session, (pupil,), date.max)
    facts = facts_of(session, tuple(cases))
    letters = list(of(session, Letter, pupil))
    found: dict[str, str] = {}
    for plan in plans:
        case = _case_of(plan, cases, facts) if plan.sort == STATUTORY else ""
        lead = _lead(facts[case], plan.issued_on) if case else None
        if lead is None:
            continue
        told = [each for each in letters if each.case == case and each.sort == "amendment-notice"
                and each.sent_on is not None and plan.version > 1]  # fmt: skip
        named = (case, lead.id, *(each.id for each in told))
        is_veiled = any(marked.covers(pupil, each) for each in named)
        found[plan.id] = WORD if is_veiled else _said(facts[case].process, lead, told)
    return found


def _case_of(plan: Plan, cases: dict[str, Case], facts: dict[str, CaseFacts]) -> str:
    """The case a version was issued in, or is being written in; "" where none is known."""
    if plan.issued_on is None:
        if plan.version == 1:
            return plan.case if plan.case in facts else ""
        amending = (id_ for id_, one in facts.items() if _is_amending(one))
        return max(amending, key=lambda id_: cases[id_].opened_on, default="")
    code = _ISSUED.get(plan.stage, "final")
    those = (
        id_ for id_, one in facts.items()
        if any(each.code == code and each.on == plan.issued_on
               for each in standing_events(one.events))
    )  # fmt: skip
    named = (id_ for id_ in facts if cases[id_].plan == plan.id)
    return next(those, "") or next(named, "")


def _is_amending(facts: CaseFacts) -> bool:
    events = standing_events(facts.events)
    codes = {each.code for each in events}
    decided = any(each.facts.get("decision") == "amend" for each in events)
    return facts.closed_on is None and decided and not codes & {"final", "not-amended"}


def _lead(facts: CaseFacts, by: date | None) -> Happened | None:
    events = (each for each in standing_events(facts.events)
              if each.code in _LEADS and (by is None or each.on <= by))  # fmt: skip
    return max(events, key=lambda each: (each.on, each.id), default=None)


def _said(process: str, lead: Happened, told: Iterable[Letter]) -> str:
    event = PROCESSES[process].event(lead.code)
    label = event.label if event else lead.code
    facts = [fact for name in ("decision", "about") if event and (fact := event.fact(name))]
    chosen = [dict(each.choices).get(value, value) for each in facts
              if (value := lead.facts.get(each.name))]  # fmt: skip
    head = f"{': '.join((label, *chosen))}, {say(lead.on)}."
    why = _in_a_line(lead.facts.get("reasons", "") or lead.said)
    last = max(told, key=lambda each: each.id, default=None)
    changes = _in_a_line(last.facts.get("changes", "")) if last else ""
    return " ".join(filter(None, (head, why, changes and f"Changes told: {changes}")))


def _in_a_line(words: str) -> str:
    return "; ".join(" ".join(each.split()) for each in words.splitlines() if each.strip())
