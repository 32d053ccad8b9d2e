"""The forms of a case: opening it, logging an event, advice, consultations, comments, closing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sendtui.models.case import AdviceIn, CaseIn, ConsultationIn, RepresentationIn
from sendtui.rules.case_duties import advised
from sendtui.rules.process import EventOf, FactOf
from sendtui.rules.process_reviews import UNDER_FIVE, facts_of, is_lighter
from sendtui.rules.processes import ADVICE, ASSESSED, PROCESSES, usual_advice
from sendtui.rules.typed_dates import say
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked, Save
from sendtui.screens.sources import FIELD
from sendtui.screens.widgets.asks import Ask, Kind, Options, asks_of
from sendtui.services import case_parts, cases, drafts
from sendtui.services.case_views import CaseView, EventView

LONG = ("reasons", "evidence", "promises", "late", "family_told", "child_views", "family_views",
        "progress", "adulthood", "achieved", "tasks", "what", "answer")  # fmt: skip
"""The facts that are written in sentences."""

HAPPENED = "when it happened: today, mon or 3/11"

AS_OPENED = "The day is the one the case was opened on. Its clocks count from the day it came."

CAN_MEET: Options = (("yes", "Yes"), ("no", "No"), ("if", "Yes, if"))


@dataclass(frozen=True, slots=True)
class InCase:
    """Where a form of a case is opened."""

    screen: DataScreen[None]
    view: CaseView
    today: date
    author: str


def open_(
    screen: DataScreen[None], pupil: str, name: str, today: date, author: str, made: list[str]
) -> Asked:
    """A new case of a pupil; its id goes into `made`."""

    async def save(values: dict[str, Any]) -> None:
        given = {key: value for key, value in values.items() if key != "process"}
        process = str(values.get("process", ""))
        made.append(await screen.ask(cases.open_, pupil, process, today=today, **given))

    asks = asks_of(
        CaseIn,
        ("process", "opened_on", "caseworker", "reference", "note"),
        options={"process": tuple((name, name.capitalize()) for name in PROCESSES)},
        prefer={"opened_on": "past"},
    )
    start = {"opened_on": today, "caseworker": author}
    return Asked(f"Open a case: {name}", drafts.key("case", pupil), asks, save, start, CaseIn,
                 {"pupil": pupil}, yes="Open", said="Opened. l logs what happened.")  # fmt: skip


def event(at: InCase, code: str, old: EventView | None = None, *, achieved: str = "") -> Asked:
    """An event of the case's process; with `old`, one that puts it right.

    `achieved` is what the last review said of the outcomes, to go on from.
    """
    kind = PROCESSES[at.view.process].event(code)
    assert kind is not None
    words = {each.label: each.words for each in at.view.outcomes}
    asked = _facts_of(at, kind, old, words)

    async def save(values: dict[str, object]) -> None:
        facts = {fact.name: _said(values.get(fact.name)) for fact in asked}
        logged = await at.screen.ask(
            cases.log, at.view.id, code, on=_day(values, at.today), who=_said(values.get("who")),
            said=_said(values.get("said")), facts=facts, replaces=old.id if old else "",
            document=_said(values.get(FIELD)),
            by=at.author, today=at.today,
        )  # fmt: skip
        if logged.warnings:
            more = len(logged.warnings) - 1
            at.screen.say(
                f"! {logged.warnings[0]}{f' And {more} more: o lists them.' if more else ''}"
            )
        if logged.also:
            at.screen.say(logged.also)

    # The clocks hang on the day, and what came by post is logged some days after: none is assumed,
    # but that a case which was opened as of an earlier day was so because of its request.
    as_opened = old is None and code == "request" and not at.view.events
    as_opened = as_opened and at.view.opened_on < at.today
    hint = "" if kind.ahead else HAPPENED
    asks: list[Ask | str] = [
        Ask("on", "On", "date", hint, is_needed=True, prefer="near" if kind.ahead else "past"),
        *(each for fact in asked for each in _asked(fact, words)),
        Ask("who", "By whom"),
        Ask("said", "What was said or decided", "long"),
    ]
    start: dict[str, object] = {"who": kind.who}
    if achieved and kind.fact("achieved"):
        start["achieved"] = achieved
    if as_opened:
        asks.insert(0, AS_OPENED)
        start["on"] = at.view.opened_on
    if old is not None:
        asks.insert(0, "The event as it was stays to be read; this one counts instead.")
        start = {**old.facts, "on": old.on, "who": old.who, "said": old.said}
    elif is_lighter(kind, at.view.born, at.today):
        asks.insert(0, UNDER_FIVE)
    record = f"{old.id if old else at.view.id}-{code}"
    return Asked(
        kind.label,
        drafts.key("case_event", at.view.pupil, record),
        asks,
        save,
        _typed(start, asked),
        yes="Log",
        said="Logged. Ctrl+Z takes it back.",
    )


def _facts_of(
    at: InCase, kind: EventOf, old: EventView | None, outcomes: Iterable[str]
) -> tuple[FactOf, ...]:
    """The facts to ask for: progress by the plan's outcomes, and by any that was told before."""
    if old is None:
        return facts_of(kind, at.view.born, at.view.year, at.today, outcomes)
    told = (fact.outcome for name in old.facts if (fact := kind.fact(name)) and fact.outcome)
    return facts_of(kind, None, "", at.today, dict.fromkeys((*outcomes, *told)))


def _asked(fact: FactOf, outcomes: Mapping[str, str]) -> Iterator[Ask | str]:
    """What a fact is asked by; what is about an outcome stands under its words."""
    kind: Kind = "choice" if fact.choices else "date" if fact.is_day else "text"
    if fact.name in LONG or fact.outcome:
        kind = "long"
    hint = f"{fact.because}" if fact.expected_for else ""
    if fact.outcome in outcomes:
        yield f"{fact.outcome}: {outcomes[fact.outcome]}"
    yield Ask(
        fact.name, fact.title, kind, hint, is_needed=fact.is_needed, options=fact.choices,
        may_be_none=fact.is_day,
    )  # fmt: skip


def _typed(start: Mapping[str, object], facts: tuple[FactOf, ...]) -> dict[str, object]:
    days = {fact.name for fact in facts if fact.is_day}
    return {
        name: date.fromisoformat(str(value)) if name in days and value else value
        for name, value in start.items()
    }


def _said(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "")


def _day(values: Mapping[str, object], otherwise: date) -> date:
    found = values.get("on")
    return found if isinstance(found, date) else otherwise


# Who was asked


def ask_advice(at: InCase) -> Asked:
    """Asking one adviser."""

    async def save(values: dict[str, Any]) -> None:
        on = values.pop("asked_on", None)
        day = on if isinstance(on, date) else at.today
        await at.screen.ask(case_parts.ask, at.view.id, on=day, today=at.today, **values)

    asks = asks_of(
        AdviceIn,
        ("sort", "who", "commissioned_by", "asked_on"),
        options={"sort": ADVICE},
        prefer={"asked_on": "past"},
    )
    return _of(at, "Ask for advice", "advice", at.view.id, asks, save, {"asked_on": at.today})


def ask_usual(at: InCase) -> Asked:
    """Asking all whom every assessment asks, who they are and by when each answers."""

    async def save(values: dict[str, object]) -> None:
        day = _day(values, at.today)
        await at.screen.ask(case_parts.ask_usual, at.view.id, on=day, today=at.today)

    sorts = usual_advice(at.view.born, at.view.year, at.today)
    who = "; ".join(label for sort, label in ADVICE if sort in sorts)
    (answer,) = advised(at.today)
    limit = f"{say(answer.due)} if asked today ({answer.citation.text})"
    asks: list[Ask | str] = [
        f"{who}. {ASSESSED}.",
        f"Each answers within 6 weeks: by {limit}.",
        Ask("on", "Asked on", "date", is_needed=True, prefer="past"),
    ]
    key = drafts.key("advice", at.view.pupil, f"{at.view.id}-usual")
    return Asked(f"Ask for advice: {len(sorts)} advisers", key, asks, save, {"on": at.today},
                 yes="Ask", said="Asked. Ctrl+Z takes it back.")  # fmt: skip


def receive(at: InCase, record: str) -> Asked:
    """What an adviser sent back."""

    async def save(values: dict[str, object]) -> None:
        on, dated = values.get("received_on"), values.get("dated")
        await at.screen.ask(
            case_parts.receive,
            record,
            on=on if isinstance(on, date) else at.today,
            dated=dated if isinstance(dated, date) else None,
            summary=_said(values.get("summary")),
            document=_said(values.get(FIELD)),
            bases=at.view.heads.get(record),
            today=at.today,
        )

    asks = asks_of(
        AdviceIn,
        ("received_on", "dated", "summary"),
        long=("summary",),
        prefer={"received_on": "past", "dated": "past"},
    )
    label = next((a.label for a in at.view.advice if a.id == record), "Advice")
    return _of(at, f"Received: {label}", "advice", record, asks, save, {"received_on": at.today})


def without(at: InCase, record: str) -> Asked:
    """Why an adviser need not be asked."""

    async def save(values: dict[str, object]) -> None:
        await at.screen.ask(case_parts.not_needed, record, _said(values.get("not_needed")))

    asks = asks_of(AdviceIn, ("not_needed",), long=("not_needed",))
    return _of(at, "Do without this advice", "advice", f"{record}-without", asks, save, {})


def consult(at: InCase) -> Asked:
    """Consulting a setting."""

    async def save(values: dict[str, Any]) -> None:
        on = values.pop("sent_on", None)
        day = on if isinstance(on, date) else at.today
        await at.screen.ask(case_parts.consult, at.view.id, on=day, today=at.today, **values)

    asks = asks_of(
        ConsultationIn, ("where", "asked_for", "sent_on", "urn"), prefer={"sent_on": "past"}
    )
    start = {"sent_on": at.today}
    return _of(at, "Consult a setting", "consultation", at.view.id, asks, save, start)


def reply(at: InCase, record: str) -> Asked:
    """What a setting answered, or our answer to that."""
    sent = next((c for c in at.view.consultations if c.id == record), None)
    if sent is not None and sent.replied_on is not None:
        return _our_answer(at, record, sent.our_answer)

    async def save(values: dict[str, Any]) -> None:
        on = values.pop("replied_on", None)
        day = on if isinstance(on, date) else at.today
        await at.screen.ask(case_parts.replied, record, on=day, today=at.today, **values)

    grounds = tuple(case_parts.GROUNDS.items())
    asks = asks_of(
        ConsultationIn,
        ("can_meet", "ground", "reply", "replied_on"),
        long=("reply",),
        options={"can_meet": CAN_MEET, "ground": grounds},
        prefer={"replied_on": "past"},
    )
    title = f"Answer of {sent.where}" if sent else "Answer"
    return _of(at, title, "consultation", record, asks, save, {"replied_on": at.today})


def _our_answer(at: InCase, record: str, before: str) -> Asked:
    async def save(values: dict[str, object]) -> None:
        await at.screen.ask(case_parts.answer_setting, record, _said(values.get("our_answer")))

    asks = asks_of(ConsultationIn, ("our_answer",), long=("our_answer",))
    start = {"our_answer": before}
    return _of(at, "Our answer", "consultation", f"{record}-ours", asks, save, start)


def comment(at: InCase) -> Asked:
    """One thing the family said about a draft."""

    async def save(values: dict[str, object]) -> None:
        what, section = _said(values.get("what")), _said(values.get("section"))
        day = _day(values, at.today)
        await at.screen.ask(
            case_parts.represent, at.view.id, what, on=day, section=section, today=at.today
        )

    asks = asks_of(
        RepresentationIn, ("what", "section", "on"), long=("what",), prefer={"on": "past"}
    )
    start = {"on": at.today}
    return _of(at, "What the family said", "representation", at.view.id, asks, save, start)


def answer(at: InCase, record: str) -> Asked:
    """Our answer to one thing the family said."""

    async def save(values: dict[str, object]) -> None:
        on = values.get("answered_on")
        day = on if isinstance(on, date) else at.today
        words = _said(values.get("answer"))
        await at.screen.ask(case_parts.answer, record, words, on=day, today=at.today)

    asks = asks_of(
        RepresentationIn,
        ("answer", "answered_on"),
        long=("answer",),
        prefer={"answered_on": "past"},
    )
    said = next((r for r in at.view.representations if r.id == record), None)
    start = {"answered_on": said.answered_on or at.today if said else at.today,
             "answer": said.answer if said else ""}  # fmt: skip
    return _of(at, "Our answer", "representation", record, asks, save, start)


def _of(
    at: InCase,
    title: str,
    kind: str,
    record: str,
    asks: tuple[Ask, ...],
    save: Save,
    start: Mapping[str, object],
) -> Asked:
    return Asked(title, drafts.key(kind, at.view.pupil, record), asks, save, start)


# The case itself


def about(at: InCase) -> Asked:
    """Who holds the case, its reference and its note."""
    view, names = at.view, ("caseworker", "reference", "side", "opened_on", "note")

    async def save(values: dict[str, object]) -> None:
        if values:
            await at.screen.ask(cases.amend, view.id, values, view.heads.get(view.id))

    sides: Options = (("la", "The authority's"), ("school", "The school's"))
    asks = asks_of(CaseIn, names, options={"side": sides}, long=("note",))
    start = {name: getattr(view, name) for name in names}
    known = {"pupil": view.pupil, "process": view.process}
    key = drafts.key("case", view.pupil, view.id)
    return Asked("The case", key, asks, save, start, CaseIn, known, only_changes=True)


def hand_over(at: InCase) -> Asked:
    """To whom the case goes; what is open in it is written down by itself."""

    async def save(values: dict[str, object]) -> None:
        to, said = _said(values.get("to")), _said(values.get("said"))
        await at.screen.ask(
            cases.hand_over, at.view.id, to=to, on=at.today, said=said, today=at.today
        )

    late = "; ".join(each.what for each in at.view.late) or "nothing is late"
    asks: list[Ask | str] = [
        f"Written down with it: what was promised and agreed and is open, what is late ({late}), "
        "and what the family was told last.",
        Ask("to", "Who takes it", is_needed=True),
        Ask("said", "What else they should know", "long"),
    ]
    key = drafts.key("case_event", at.view.pupil, f"{at.view.id}-hand-over")
    return Asked("Hand the case over", key, asks, save, yes="Hand over", said="Handed over.")


def close(at: InCase) -> Asked:
    """How the case ended."""

    async def save(values: dict[str, object]) -> None:
        on = values.get("closed_on")
        day = on if isinstance(on, date) else at.today
        heads = at.view.heads.get(at.view.id)
        outcome = _said(values.get("outcome"))
        await at.screen.ask(
            cases.close, at.view.id, on=day, outcome=outcome, bases=heads, today=at.today
        )

    asks = asks_of(CaseIn, ("outcome", "closed_on"), prefer={"closed_on": "past"})
    start = {"closed_on": at.today, "outcome": at.view.stage_label if at.view.is_over else ""}
    key = drafts.key("case", at.view.pupil, f"{at.view.id}-close")
    return Asked("Close the case", key, asks, save, start, yes="Close", said="Closed.")
