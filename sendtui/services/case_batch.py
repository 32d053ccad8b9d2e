"""One thing for many cases in one act, which one undo takes back; shown before it is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.models.case import Case
from sendtui.rules.case_facts import Book, CaseFacts
from sendtui.rules.processes import PROCESSES
from sendtui.services import writes
from sendtui.services.case_known import facts_of
from sendtui.services.records import has_happened, invalid, require
from sendtui.services.tables import in_parts
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

ACTS: Mapping[str, str] = {
    "chase": "Chase the advice that is not in",
    "chase-settings": "Chase the settings that have not answered",
    "invited": "Log the invitations to the review as sent",
    "chase-report": "Log that the report of the review was chased",
    "maintain": "Log the decision to maintain, told with the rights",
}
"""What is done for many cases, and its words."""

WHERE: Mapping[str, str] = {
    "chase": "advice is out and was not chased today",
    "chase-settings": "a setting owes an answer",
    "invited": "a meeting is arranged and nobody was invited yet",
    "chase-report": "the meeting was held, and the report neither came nor was chased today",
    "maintain": "the report recommends it and nothing is decided yet",
}
"""In which cases each of them is to be done: those where …"""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is done, or would be: in how many cases, to how many records, and how many it is not."""

    act: str
    cases: tuple[str, ...]
    records: int
    left_out: int


def preview(store: Store, cases: Sequence[str], act: str, on: date) -> Batch:
    """What would be done for these cases.

    Raises InvalidError for an act there is not.
    """
    _require_act(act)
    with store.read() as session:
        return _batch(_facts(session, cases), cases, act, on)


@writes
def do(store: Store, cases: Sequence[str], act: str, *, on: date, today: date) -> Batch:
    """Do it in every case of these in which it is to be done, in one act.

    Raises InvalidError for an act there is not or a day ahead, SendtuiError where it is to be done
    in none of them.
    """
    _require_act(act)
    has_happened("on", on, today)
    with store.write(f"{ACTS[act]}, in many cases", true_on=on) as tx:
        facts = _facts(tx.session, cases)
        found = _batch(facts, cases, act, on)
        if not found.cases:
            raise SendtuiError(nothing(act))
        for case in found.cases:
            if act == "chase":
                for advice in _waited_for(facts[case], on):
                    tx.put("advice", advice, {"chased_on": on})
            elif act == "chase-settings":
                for sent in _consulted(facts[case], on):
                    tx.put("consultation", sent, {"chased_on": on})
            else:
                _logged(tx, require(tx.session, Case, case), act, on, store.author)
        return found


def nothing(act: str) -> str:
    """What is said where it is to be done in none of the cases, and in which it would be."""
    return f"There is nothing of that to do in these cases: it is done where {WHERE[act]}."


def _require_act(act: str) -> None:
    if act not in ACTS:
        invalid("act", act, f"is none of: {', '.join(ACTS)}")


def _facts(session: Session, cases: Sequence[str]) -> dict[str, CaseFacts]:
    found: dict[str, CaseFacts] = {}
    for part in in_parts(tuple(dict.fromkeys(cases))):
        found.update(facts_of(session, tuple(part)))
    return found


def _batch(facts: Mapping[str, CaseFacts], cases: Sequence[str], act: str, on: date) -> Batch:
    records = {case: _of(one, act, on) for case, one in facts.items()}
    those = tuple(case for case, number in records.items() if number)
    return Batch(act, those, sum(records.values()), len(set(cases)) - len(those))


def _of(facts: CaseFacts, act: str, on: date) -> int:
    """To how many records of a case it is to be done."""
    if facts.closed_on is not None:
        return 0
    if act == "chase":
        return len(_waited_for(facts, on))
    if act == "chase-settings":
        return len(_consulted(facts, on))
    if PROCESSES[facts.process].event(_EVENTS[act]) is None:
        return 0
    return int(_IS_NEXT[act](Book(facts), on))


def _to_invite(book: Book, _on: date) -> bool:
    return book.holds("meeting-set") and not book.holds("invited", "meeting", "decision")


def _to_report(book: Book, on: date) -> bool:
    chased = book.last("report-chased")
    waits = book.holds("meeting") and not book.holds("report", "decision")
    return waits and (chased is None or chased.on != on)


def _to_maintain(book: Book, _on: date) -> bool:
    """Whether the report recommends it and nothing is decided: for the rest a person decides."""
    return book.fact("report", "recommends") == "maintain" and not book.holds("decision")


_EVENTS = {"invited": "invited", "chase-report": "report-chased", "maintain": "decision"}
_FACTS = {"maintain": {"decision": "maintain", "rights": "yes"}}
_IS_NEXT: Mapping[str, Callable[[Book, date], bool]] = {
    "invited": _to_invite,
    "chase-report": _to_report,
    "maintain": _to_maintain,
}


def _waited_for(facts: CaseFacts, on: date) -> list[str]:
    return [
        each.id
        for each in facts.advice
        if each.is_out and each.asked_on and each.asked_on <= on and each.chased_on != on
    ]


def _consulted(facts: CaseFacts, on: date) -> list[str]:
    return [e.id for e in facts.consultations if e.is_out and e.sent_on and e.sent_on <= on]


def _logged(tx: Transaction, case: Case, act: str, on: date, by: str) -> None:
    kind = PROCESSES[case.process].event(_EVENTS[act])
    assert kind is not None
    values = {"pupil": case.pupil, "case": case.id, "code": kind.code, "on": on, "who": kind.who}
    tx.add("case_event", {**values, "facts": _FACTS.get(act, {}), "by": by})
