"""EHC cases: open one, log what happens in it, hand it over, close it. No event is edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from sqlmodel import Session, col, select

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.action import Action
from sendtui.models.case import Case, CaseEvent
from sendtui.models.contact import Contact
from sendtui.rules.case_facts import as_day
from sendtui.rules.case_standing import standing
from sendtui.rules.counting import counted
from sendtui.rules.process import STRUCK, EventOf, FactOf
from sendtui.rules.processes import PROCESSES
from sendtui.rules.typed_dates import say, understand
from sendtui.services import statuses, writes
from sendtui.services.case_known import facts_of
from sendtui.services.confidential import marked
from sendtui.services.pupil_reading import of
from sendtui.services.records import has_happened, in_time, invalid, require, require_pupil
from sendtui.services.review_outcomes import require_known
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

Bases = Mapping[str, tuple[int, ...]]

EDITED = ("caseworker", "reference", "la", "side", "opened_on", "plan", "note")
"""The fields of a case that are edited; all else of it are events."""


@dataclass(frozen=True, slots=True)
class Logged:
    """An event as it was logged, and what is odd about the case because of it.

    `also` says what else was written down.
    """

    id: str
    warnings: tuple[str, ...] = ()
    also: str = ""


@writes
def open_(
    store: Store,
    pupil: str,
    process: str,
    *,
    opened_on: date,
    side: str = "",
    caseworker: str = "",
    reference: str = "",
    la: str = "",
    note: str = "",
    another: bool = False,
    today: date | None = None,
) -> str:
    """Open a case and return its id; without `side`, whose side follows from who keeps the file.

    Raises InvalidError for what does not hold, SendtuiError where the same process is open for
    the pupil, unless `another` says that both are meant.
    """
    if process not in PROCESSES:
        invalid("process", process, f"is no process. There are: {', '.join(PROCESSES)}")
    has_happened("opened_on", opened_on, today)
    with store.write("Open a case", true_on=opened_on) as tx:
        require_pupil(tx.session, pupil)
        if not another and _is_open(tx.session, pupil, process):
            raise SendtuiError(
                f"There is an open case of this sort ({process}) already. Go on with that one; "
                "“case open --another” opens a second beside it."
            )
        values = {"pupil": pupil, "process": process, "opened_on": opened_on, "note": note}
        whose = side or ("school" if store.note("role") == "senco" else "la")
        held = {"side": whose, "caseworker": caseworker or store.author}
        return tx.add("case", {**values, **held, "reference": reference, "la": la})


def _is_open(session: Session, pupil: str, process: str) -> bool:
    return any(c.process == process and c.closed_on is None for c in of(session, Case, pupil))


@writes
def log(
    store: Store,
    case: str,
    code: str,
    *,
    on: date,
    who: str = "",
    said: str = "",
    about: str = "",
    facts: Mapping[str, str] | None = None,
    document: str = "",
    replaces: str = "",
    by: str = "",
    today: date,
) -> Logged:
    """Log an event of a case, or with `replaces` put right one that was logged before.

    What is odd about it is told and kept. Raises InvalidError for an event or an answer there is
    not, and for a day that is still to come where the event cannot have been arranged.
    """
    with store.write("Log an event of a case", true_on=on) as tx:
        found = require(tx.session, Case, case)
        kind = _kind(found.process, code)
        if not kind.ahead:
            has_happened("on", on, today)
        before = _warnings(tx.session, case, today)
        if replaces:
            _require_replaceable(tx.session, case, replaces)
        known = _facts(kind, facts or {}, today)
        require_known(tx.session, found.pupil, kind, known, on)
        made = tx.add(
            "case_event",
            {"pupil": found.pupil, "case": case, "code": code, "on": on, "who": who or kind.who,
             "said": said, "about": about, "facts": known,
             "document": document, "replaces": replaces, "by": by or store.author},
        )  # fmt: skip
        also = _of_status(tx, found.pupil, code, on)
        after = _warnings(tx.session, case, today)
    return Logged(made, tuple(each for each in after if each not in before), also)


def _of_status(tx: Transaction, pupil: str, code: str, on: date) -> str:
    """What an event means for the SEN status: written down for a final plan, else only said."""
    if code == "final":
        return statuses.with_plan(tx, pupil, on)
    return statuses.still_with_plan(tx.session, pupil, on) if code == "ceased" else ""


@writes
def strike(store: Store, event: str, *, on: date, said: str = "", today: date) -> Logged:
    """Take back an event that was logged by mistake; it stays to be read."""
    with store.read() as session:
        found = require(session, CaseEvent, event)
        case, code = found.case, found.code
    if code == STRUCK:
        raise SendtuiError("That is itself a taking back. Log the event again instead.")
    return log(store, case, STRUCK, on=on, said=said, replaces=event, today=today)


def _kind(process: str, code: str) -> EventOf:
    events = PROCESSES[process].events
    found = next((each for each in events if each.code == code), None)
    if found is None:
        known = ", ".join(each.code for each in events)
        invalid("code", code, f"is no event of this process. There are: {known}")
    return found


def _facts(kind: EventOf, given: Mapping[str, str], today: date) -> dict[str, str]:
    known: dict[str, str] = {}
    for name, value in given.items():
        fact = kind.fact(name)
        if fact is None:
            there_are = ", ".join(
                f"{each.name}, {each.name}_E1" if each.per_outcome else each.name
                for each in kind.facts
            ) or "none"  # fmt: skip
            invalid(name, value, f"is no fact of this event. There are: {there_are}")
        if value := str(value or "").strip():
            known[name] = _fact(fact, value, today)
    for fact in kind.facts:
        if fact.is_needed and fact.name not in known:
            choices = ", ".join(code for code, _ in fact.choices)
            invalid(fact.name, "", f"is needed: {fact.because}. One of: {choices}")
    return known


def _fact(fact: FactOf, value: str, today: date) -> str:
    if fact.is_day:
        return (as_day(value) or _understood(fact, value, today)).isoformat()
    if fact.choices and value not in dict(fact.choices):
        choices = ", ".join(code for code, _ in fact.choices)
        invalid(fact.name, value, f"is none of: {choices}")
    return value


def _understood(fact: FactOf, value: str, today: date) -> date:
    try:
        return understand(value, today).day
    except ValueError as problem:
        raise InvalidError((Problem(fact.name, value, str(problem)),)) from None


def _require_replaceable(session: Session, case: str, event: str) -> None:
    if require(session, CaseEvent, event).case != case:
        raise SendtuiError("That event is of another case. Put it right there.")
    later = session.exec(select(CaseEvent.id).where(col(CaseEvent.replaces) == event)).first()
    if later is not None:
        _refuse_again()


def _refuse_again() -> NoReturn:
    raise SendtuiError("That event has been put right already. Put right the one that did so.")


def _warnings(session: Session, case: str, today: date) -> tuple[str, ...]:
    return standing(facts_of(session, (case,))[case], today).warnings


@writes
def amend(
    store: Store, case: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change who holds a case, its reference or its note; gives the fields that changed."""
    for name in values:
        if name not in EDITED:
            invalid(name, values[name], f"is not edited. What is: {', '.join(EDITED)}")
    with store.write("Edit a case") as tx:
        require(tx.session, Case, case)
        return tx.put("case", case, values, bases)


@writes
def close(
    store: Store,
    case: str,
    *,
    on: date,
    outcome: str,
    bases: Bases | None = None,
    today: date | None = None,
) -> None:
    """Close a case: from then on nothing is owed in it.

    Raises InvalidError for one that is closed, without an outcome, or for a day before it began.
    """
    has_happened("closed_on", on, today)
    if not outcome.strip():
        invalid("outcome", outcome, "is needed: say how it ended")
    with store.write("Close a case", true_on=on) as tx:
        found = require(tx.session, Case, case)
        if found.closed_on is not None:
            invalid("closed_on", on, "cannot be: the case is closed already")
        in_time("closed_on", on, found.opened_on, "the case was opened")
        tx.put("case", case, {"closed_on": on, "outcome": outcome}, bases)


@writes
def reopen(store: Store, case: str) -> None:
    """Open a case again that was closed too soon."""
    with store.write("Reopen a case") as tx:
        if require(tx.session, Case, case).closed_on is None:
            raise SendtuiError("This case is open.")
        tx.put("case", case, {"closed_on": None, "outcome": ""})


@writes
def hand_over(
    store: Store,
    case: str,
    *,
    to: str,
    on: date,
    said: str = "",
    today: date,
) -> str:
    """Hand a case over, with the promises open, what is late and what the family was told last.

    Gives the event's id. Raises InvalidError where it does not say to whom.
    """
    if not to.strip():
        invalid("to", to, "is needed: say who takes the case")
    has_happened("on", on, today)
    with store.write("Hand over a case", true_on=on) as tx:
        found = require(tx.session, Case, case)
        facts = handing_over(tx.session, found, today)
        event = tx.add(
            "case_event",
            {"pupil": found.pupil, "case": case, "code": "hand-over", "on": on, "said": said,
             "who": found.caseworker, "facts": {"to": to.strip(), **facts}, "by": store.author},
        )  # fmt: skip
        tx.put("case", case, {"caseworker": to.strip()})
        return event


def handing_over(session: Session, case: Case, today: date) -> dict[str, str]:
    """What whoever takes a case has to know: open promises, late limits, the family's last news."""
    found = standing(facts_of(session, (case.id,))[case.id], today)
    late = [
        f"{step.what}: {counted((today - step.deadline.due).days, 'day')} late "
        f"({step.deadline.citation.text})"
        for step in found.steps
        if step.state == "late" and step.deadline.kind != "good practice"
    ]
    process = PROCESSES[case.process]
    told = [
        f"{say(each.on)}: {kind.label}{'. ' if each.said else ''}{each.said}"
        for each in sorted(
            (e for e in of(session, CaseEvent, case.pupil) if e.case == case.id),
            key=lambda e: (e.on, e.id),
        )
        if (kind := process.event(each.code)) is not None and kind.tells
    ]
    known = {
        "promises": "; ".join(_promises(session, case.pupil, today)),
        "late": "; ".join(late),
        "family_told": told[-1] if told else "",
    }
    return {name: words for name, words in known.items() if words}


def _promises(session: Session, pupil: str, today: date) -> list[str]:
    """Replies that are owed and what was agreed to be done, without what is confidential."""
    contacts = of(session, Contact, pupil)
    answered = {each.answers for each in contacts if each.answers}
    hidden = marked(session, (pupil,), today).records
    replies = [
        f"{each.promised or 'a reply'}{_by(each.reply_by)}"
        + (f" to {each.who}" if each.who else "")
        for each in contacts
        if (each.promised or each.reply_by) and each.id not in answered | hidden
    ]
    return replies + [
        each.what + (f" ({each.owner})" if each.owner else "") + _by(each.due)
        for each in of(session, Action, pupil)
        if each.done_on is None and each.id not in hidden
    ]


def _by(day: date | None) -> str:
    return f" by {say(day)}" if day else ""
