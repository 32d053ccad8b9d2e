"""What is new in the cases since last time, in plain words: to be pasted into another system."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from sendtui.models.letter_page import LetterPage
from sendtui.rules.letter_wording import Part
from sendtui.rules.processes import ADVICE, PROCESSES
from sendtui.rules.typed_dates import say
from sendtui.services import confidential, writes
from sendtui.services.labels import day_word
from sendtui.services.planned import NAME
from sendtui.services.tables import in_parts, table
from sendtui.store import history
from sendtui.store.store import Store

NOTE = "since_last_time"
"""The note of this copy that says up to which line of the log the news was taken over."""

KINDS = ("case", "case_event", "advice", "consultation", "representation")
_ADVICE = dict(ADVICE)


@dataclass(frozen=True, slots=True)
class NewLine:
    """One thing that was written down since: the day it was true, and its words."""

    on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class NewInCase:
    """What is new in one case."""

    case: str
    pupil: str
    name: str
    upn: str
    reference: str
    process: str
    lines: tuple[NewLine, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What is new, by case. `on` is the day it was asked from, None for last time.

    `upto` is where the log stood, to begin from next time; `left_out` counts confidential cases
    that have news.
    """

    on: date | None
    upto: int
    cases: tuple[NewInCase, ...]
    left_out: int


def since(
    store: Store, today: date, *, on: date | None = None, pupil: str = "", caseworker: str = ""
) -> Since:
    """What was written down from the beginning of a day, else since last time, else ever.

    It goes by when a thing was written, so that what was typed late is not missed. What is
    confidential is left out.
    """
    after = 0 if on else int(store.note(NOTE) or 0)
    with store.read() as session:
        run = session.connection()
        upto = history.last_line(run)
        touched = history.touched(run, KINDS, after, on.isoformat() if on else "")
        records = _records(session, touched)
        cases = _cases(session, {_case_of(each) for each in records})
        wanted = {
            id_: case
            for id_, case in cases.items()
            if pupil in ("", case["pupil"])
            and caseworker.casefold() in ("", case["caseworker"].casefold())
        }
        marked = confidential.marked(session, sorted({c["pupil"] for c in wanted.values()}), today)
    covered = {id_ for id_, case in wanted.items() if marked.covers(case["pupil"], id_)}
    lines: dict[str, list[NewLine]] = {}
    for each in records:
        id_ = _case_of(each)
        if id_ in wanted and id_ not in covered and not marked.covers(each["pupil"], each["id"]):
            lines.setdefault(id_, []).append(_line(each, wanted[id_]["process"]))
    found = [_new(wanted[id_], those) for id_, those in lines.items()]
    found.sort(key=lambda each: (each.name.casefold(), each.process, each.case))
    return Since(on, upto, tuple(found), len(covered))


@writes
def remember(store: Store, found: Since) -> None:
    """Begin next time where this left off; it is of this copy alone."""
    store.keep_note(NOTE, str(found.upto))


def page(found: Since, today: date) -> LetterPage:
    """The news as a page: a heading for each case, a point for each thing."""
    begun = f"written down since {say(found.on)}" if found.on else "new since last time"
    parts = [Part("text", f"What is {begun}, up to {say(today)}.")]
    for case in found.cases:
        known = ", ".join(filter(None, (case.process, case.reference, case.upn)))
        parts.append(Part("heading", f"{case.name} ({known})"))
        parts += [Part("point", _said(line)) for line in case.lines]
    if not found.cases:
        parts.append(Part("text", "Nothing is new."))
    if found.left_out:
        parts.append(Part("text", f"Confidential cases with news, left out: {found.left_out}."))
    return LetterPage("Since last time", tuple(parts), dated=today)


def _said(line: NewLine) -> str:
    return f"{day_word(line.on)}: {line.words}" if line.on else line.words


def _records(session: Session, touched: Mapping[str, str]) -> list[dict[str, Any]]:
    """The records as they stand now, each with its kind; those removed since are none."""
    found: list[dict[str, Any]] = []
    for kind in KINDS:
        ids = sorted(record for record, of in touched.items() if of == kind)
        there = table(kind)
        for part in in_parts(ids):
            asked = session.connection().execute(select(there).where(there.c.id.in_(part)))
            found += [{**line, "kind": kind} for line in asked.mappings()]
    return found


def _case_of(record: Mapping[str, Any]) -> str:
    return str(record["id"] if record["kind"] == "case" else record["case"])


def _cases(session: Session, ids: set[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for part in in_parts(sorted(ids)):
        marks = ", ".join("?" for _ in part)
        asked = session.connection().exec_driver_sql(
            f"SELECT c.id, c.pupil, {NAME} AS name, p.upn, c.reference, c.process, c.caseworker "
            f'FROM "case" c JOIN pupil p ON p.id = c.pupil WHERE c.id IN ({marks})',
            tuple(part),
        )
        found |= {line["id"]: dict(line) for line in asked.mappings()}
    return found


def _new(case: Mapping[str, Any], lines: list[NewLine]) -> NewInCase:
    lines.sort(key=lambda line: (line.on or date.max, line.words))
    about = (case["id"], case["pupil"], case["name"], case["upn"], case["reference"])
    return NewInCase(*about, case["process"], tuple(lines))


def _line(record: Mapping[str, Any], process: str) -> NewLine:
    match record["kind"]:
        case "case_event":
            return NewLine(record["on"], _event(record, process))
        case "advice":
            return NewLine(record["received_on"] or record["asked_on"], _advice(record))
        case "consultation":
            return NewLine(record["replied_on"] or record["sent_on"], _consultation(record))
        case "representation":
            answer = f" Our answer: {record['answer']}" if record["answer"] else ""
            return NewLine(record["on"], f"The family said: {record['what']}{answer}")
        case _:
            return NewLine(record["closed_on"] or record["opened_on"], _case(record))


def _event(record: Mapping[str, Any], process: str) -> str:
    kind = PROCESSES[process].event(record["code"]) if process in PROCESSES else None
    words = kind.label if kind else record["code"]
    for name, value in (record["facts"] or {}).items():
        fact = kind.fact(name) if kind else None
        label = fact.title if fact else name.replace("_", " ")
        said = dict(fact.choices).get(value, value) if fact else value
        words += f". {label}: {said}"
    said = f". {record['said']}" if record["said"] else ""
    right = " (puts right what was logged before)" if record["replaces"] else ""
    return f"{words}{right}{said}"


def _advice(record: Mapping[str, Any]) -> str:
    label = _ADVICE.get(record["sort"], record["sort"])
    who = f" from {record['who']}" if record["who"] else ""
    days = (("asked", "asked_on"), ("chased", "chased_on"), ("received", "received_on"))
    told = [f"{word} {day_word(record[name])}" for word, name in days if record[name]]
    told += [f"not needed: {record['not_needed']}"] if record["not_needed"] else []
    return f"Advice, {label}{who}: {', '.join(told) or 'to be asked for'}"


def _consultation(record: Mapping[str, Any]) -> str:
    days = (("sent", "sent_on"), ("chased", "chased_on"), ("answered", "replied_on"))
    told = [f"{word} {day_word(record[name])}" for word, name in days if record[name]]
    told += [f"can meet need: {record['can_meet']}"] if record["can_meet"] else []
    told += [f"ground: {record['ground']}"] if record["ground"] else []
    reply = f". {record['reply']}" if record["reply"] else ""
    return f"Consultation, {record['where']}: {', '.join(told)}{reply}"


def _case(record: Mapping[str, Any]) -> str:
    if record["closed_on"]:
        return f"Case closed: {record['outcome']}"
    held = f", held by {record['caseworker']}" if record["caseworker"] else ""
    return f"Case opened or edited{held}"
