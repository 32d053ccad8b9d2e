"""Opening a case, logging what happens in it, handing it over and closing it, by flags."""

from collections.abc import Iterable
from typing import Any

from sendtui.commands import case_named
from sendtui.commands.acts import fields, told
from sendtui.commands.call import Call
from sendtui.commands.given import day, day_or_none
from sendtui.errors import UsageError

_EVENT = ("on", "who", "said", "about", "facts", "document")
_CASE = ("caseworker", "reference", "la", "side", "opened_on", "plan", "note")


def words(call: Call, most: int) -> list[str]:
    """The words after the pupil, no more than the act takes.

    Raises UsageError for words of the record on the command line.
    """
    found: list[str] = call.options.words
    if len(found) > most:
        raise UsageError(
            "Words of the record do not go on the command line, which the shell keeps: give them "
            "with --text-file FILE, or with --text-file - on standard input."
        )
    return found


def open_(call: Call) -> int:
    """Open a case of a process."""
    from sendtui.rules.case_standing import UNCOUNTED
    from sendtui.rules.processes import PROCESSES, process_named
    from sendtui.services import case_reading, cases

    named, options = words(call, 2), call.options
    process = process_named(" ".join(named) or options.process or "")
    if not process:
        raise UsageError(f"Say which process: {', '.join(PROCESSES)}.")
    given = fields(call, "note", _CASE)
    for name in ("caseworker", "reference", "side"):
        if getattr(options, name):
            given[name] = getattr(options, name)
    given.pop("plan", None)
    on = day(call, str(given.pop("opened_on", "") or options.on or ""))
    made = cases.open_(
        call.store, case_named.pupil(call), process, opened_on=on, another=options.another,
        today=call.today, **given,
    )  # fmt: skip
    found = case_reading.view(call.store, made, call.today)
    says = f"Opened: {process}. “case event UPN CODE” logs what happened."
    if not found.deadlines:
        says += f" {found.stage_label}: {UNCOUNTED}."
    return told(call, says, id=made)


def event(call: Call) -> int:
    """Log an event; what is odd about it is told. One that puts another right keeps its day."""
    from sendtui.services import cases

    named = words(call, 1)
    if not named:
        raise UsageError("Say which event: “case events PROCESS” lists those there are.")
    found = case_named.view(call)
    given = fields(call, "said", _EVENT)
    facts = dict(_facts(call, found.process, named[0]))
    written = given.pop("facts", {}) or {}
    if not isinstance(written, dict):
        raise UsageError("The document's “facts” must be an object of names and values.")
    facts.update({str(name): str(value) for name, value in written.items()})
    old = None
    if call.options.replaces:
        old = case_named.nth(call, found, "case_event", found.events, call.options.replaces)
    # The clocks hang on the day, and what came by post is logged some days after: none is assumed.
    on = day_or_none(call, str(given.pop("on", "") or call.options.on or ""))
    on = on or (old.on if old else None)
    if on is None:
        raise UsageError("Say on which day, which the clocks count from: --on DATE, or --on today.")
    who = str(given.pop("who", "") or call.options.who or "")
    document = source(call, found.pupil, str(given.pop("document", "") or ""))
    logged = cases.log(
        call.store, found.id, named[0], on=on, who=who, facts=facts, document=document,
        replaces=old.id if old else "", today=call.today, **given,
    )  # fmt: skip
    return _logged(call, "Logged.", logged)


def source(call: Call, pupil: str, given: str = "") -> str:
    """The id of the document that --document, or else a document of --from, names; "" for none.

    Raises SendtuiError where the pupil has none of this number or id.
    """
    from sendtui.services.numbers import named

    which = call.options.document or given
    return named(call.store, pupil, f"document:{which}") if which else ""


def _facts(call: Call, process: str, code: str) -> Iterable[tuple[str, str]]:
    """The facts given by flags: codes and days alone, for words stay in the shell's history."""
    from sendtui.rules.processes import PROCESSES

    kind = PROCESSES[process].event(code)
    for given in call.options.fact or ():
        name, sign, value = given.partition("=")
        if not sign:
            raise UsageError(f"Write a fact as NAME=CODE, such as decision=assess, not {name!r}.")
        fact = kind.fact(name) if kind else None
        if fact is not None and not fact.choices and not fact.is_day:
            raise UsageError(
                f"“{fact.title}” is in words, which do not go on the command line: put it into the "
                f'document of --from, as {{"facts": {{"{name}": "…"}}}}.'
            )
        yield name, value


def _logged(call: Call, says: str, logged: Any) -> int:
    if not call.out.as_json:
        for warning in logged.warnings:
            call.out.say(f"! {warning}")
    says = f"{says} {logged.also}".strip()
    return told(call, says, id=logged.id, warnings=logged.warnings)


def strike(call: Call) -> int:
    """Take back an event logged by mistake."""
    from sendtui.services import cases

    named, found = words(call, 1), case_named.view(call)
    event_ = case_named.nth(call, found, "case_event", found.events, named[0] if named else "")
    said = str(fields(call, "said", ("said",)).get("said", ""))
    on = day(call, call.options.on)
    logged = cases.strike(call.store, event_.id, on=on, said=said, today=call.today)
    return _logged(call, f"Taken back: {event_.label}.", logged)


def amend(call: Call) -> int:
    """Change who holds the case, its reference or its note."""
    from sendtui.services import cases

    words(call, 0)
    given = fields(call, "note", _CASE, ("opened_on",))
    for name in ("caseworker", "reference", "side"):
        if getattr(call.options, name):
            given[name] = getattr(call.options, name)
    found = case_named.view(call)
    changed = cases.amend(call.store, found.id, given, found.heads[found.id])
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def close(call: Call) -> int:
    """Close the case, with how it ended."""
    from sendtui.services import cases

    words(call, 0)
    outcome = str(fields(call, "outcome", ("outcome",)).get("outcome", ""))
    if not outcome:
        raise UsageError("How it ended: give it with --text-file FILE, or - for standard input.")
    found = case_named.view(call)
    on = day(call, call.options.on)
    cases.close(
        call.store, found.id, on=on, outcome=outcome, bases=found.heads[found.id], today=call.today
    )
    return told(call, f"Closed: {found.process}.", id=found.id)


def reopen(call: Call) -> int:
    """Open a closed case again."""
    from sendtui.services import cases

    words(call, 0)
    found = case_named.view(call)
    cases.reopen(call.store, found.id)
    return told(call, f"Open again: {found.process}.", id=found.id)


def anchor(call: Call) -> int:
    """Say, or set, what the next 12 months of a plan count from."""
    from sendtui.rules.clocks.review import ARGUED
    from sendtui.services import preferences

    words(call, 0)
    if call.options.upn:
        preferences.count_twelve_months_from(call.store, call.options.upn)
    now = preferences.twelve_months_from(call.store)
    if not call.out.as_json:
        for each, argued in ARGUED.items():
            call.out.line(f"{'*' if each == now else ' '} {each}: {argued}")
    return told(call, f"The next 12 months count from the {now}.", anchor=now)


def hand_over(call: Call) -> int:
    """Hand the case over, with what is open in it."""
    from sendtui.services import case_reading, cases

    words(call, 0)
    if not call.options.to:
        raise UsageError("Say who takes the case with --to NAME.")
    found = case_named.case(call)
    said = str(fields(call, "said", ("said",)).get("said", ""))
    on = day(call, call.options.on)
    made = cases.hand_over(
        call.store, found, to=call.options.to, on=on, said=said, today=call.today
    )
    handed = next(
        e for e in case_reading.view(call.store, found, call.today).events if e.id == made
    )
    if not call.out.as_json:
        for title, value in handed.shown:
            call.out.line(f"{title}: {value}")
    return told(call, "Handed over.", id=made, facts=handed.facts)
