"""How `clock` shows deadlines: as a list to read, one a line for a screen reader, or as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import wrap

from sendtui.commands.output import Output
from sendtui.rules.clocks.event import Event, Fact
from sendtui.rules.clocks.events import EVENTS
from sendtui.rules.counting import counted
from sendtui.rules.deadline import Deadline, Excepted
from sendtui.rules.typed_dates import say

WIDTH = 79
_SENSE = {"by": "By", "at once": "At once, from", "from": "From"}
_SURE = {
    "seen": "text seen",
    "secondary": "from a secondary source",
    "unverified": "not verified",
}


def as_json(one: Deadline, today: date | None) -> dict[str, object]:
    """A deadline under its stable keys; `days_left` is null unless --today was given."""
    return {
        "rule": one.rule,
        "due": one.due,
        "last_working_day": one.last_working_day,
        "who": one.who,
        "kind": one.kind,
        "citation": one.citation.text,
        "sure": one.sure,
        "because": one.because,
        "what": one.what,
        "started_by": one.started_by,
        "stopped_by": one.stopped_by,
        "exceptions": [_exception_json(each) for each in one.exceptions],
        "sense": one.sense,
        "reading": one.reading,
        "warnings": one.warnings,
        "ruleset": one.ruleset,
        "days_left": None if today is None else one.days_left(today),
    }


def _exception_json(one: Excepted) -> dict[str, object]:
    claim = one.claim
    return {
        "code": one.code,
        "says": one.says,
        "citation": one.citation,
        "sure": one.sure,
        "state": one.state,
        "note": one.note,
        "evidence": claim.evidence if claim else "",
        "decided_by": claim.decided_by if claim else "",
        "decided_on": claim.decided_on if claim else None,
    }


def told(
    out: Output,
    event: Event,
    on: date,
    found: Sequence[Deadline],
    today: date | None,
    *,
    why: bool,
) -> None:
    """Print deadlines: the date first, its rule and citation beneath, the steps on request."""
    if out.plain:
        for one in found:
            named = ({"Due": _day(one), "Rule": one.rule, "What": one.what}, _parts(one, today))
            lines = [(k, v) for part in named for k, v in part.items()]
            lines += [("Why" if why else "", " ".join(one.because) if why else "")]
            out.line("; ".join(f"{name}: {value}" for name, value in lines if value))
    else:
        out.line(f"If on {say(on)} {event.on}:")
        for one in found:
            out.line()
            _paragraph(out, f"{_day(one)} ({one.rule})", "")
            for text in _beneath(one, today, why=why):
                _paragraph(out, text, "  ")
        if why:
            _explained(out, found)
    unverified = sum(one.sure == "unverified" for one in found)
    mark = f" {unverified} not verified: check before you rely on it." if unverified else ""
    nothing = "" if found else " Nothing follows from this that has a date."
    out.say(f"{counted(len(found), 'date')}.{mark}{nothing} This is not legal advice.")


def _paragraph(out: Output, text: str, indent: str) -> None:
    for line in wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ):
        out.line(line)


def _day(one: Deadline) -> str:
    return f"{_SENSE[one.sense]} {say(one.due)}"


def _beneath(one: Deadline, today: date | None, *, why: bool) -> Iterator[str]:
    yield f"{one.what}."
    parts = _parts(one, today)
    yield f"{parts.pop('Who')}. {parts.pop('Source')}."
    if days := parts.pop("Days"):
        yield f"{days[:1].upper()}{days[1:]}."
    yield from (f"{name}: {value}" for name, value in parts.items() if value)
    if why:
        for number, step in enumerate(one.because, 1):
            yield f"{number}. {step}"
        yield f"Started by {one.started_by}."
        if one.stopped_by:
            yield f"Stopped by {one.stopped_by}."
        possible = [f"{e.code} ({e.citation})" for e in one.exceptions if e.state == "possible"]
        if possible:
            yield f"Possible exceptions: {', '.join(possible)}."


def _parts(one: Deadline, today: date | None) -> dict[str, str]:
    """What stands beneath a date, by name; the empty ones are not shown."""
    planned = one.last_working_day
    return {
        "Who": f"{one.who[:1].upper()}{one.who[1:]}",
        "Source": f"{one.citation.text} ({one.kind}; {_SURE[one.sure]})",
        "Last working day": say(planned) if planned and planned != one.due else "",
        "Days": _left(one, today),
        "Look out": " ".join(one.warnings),
        "Exception": " ".join(_exception(e) for e in one.exceptions if e.state != "possible"),
    }


def _exception(one: Excepted) -> str:
    return f"{one.code} ({one.citation}) is {one.state}. {one.note}".strip()


def _left(one: Deadline, today: date | None) -> str:
    if today is None:
        return ""
    days = one.days_left(today)
    if not days:
        return "today"
    if one.sense == "by":
        return f"{counted(days, 'day')} left" if days > 0 else f"{counted(-days, 'day')} past"
    return f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} ago"


def _explained(out: Output, found: Sequence[Deadline]) -> None:
    """What the exceptions named above mean, once each."""
    meant = {e.code: e for one in found for e in one.exceptions}
    if meant:
        out.line()
        out.line("The exceptions; none moves a date:")
    for code, one in meant.items():
        unsure = "" if one.sure != "unverified" else " Not verified."
        _paragraph(out, f"{code}: {one.says}{unsure}", "  ")


def listed(out: Output) -> None:
    """Print the events, and under each the facts it takes."""
    for event in EVENTS.values():
        out.line(f"{event.name}: --on is the day {event.on}")
        for fact in event.facts:
            out.line(f"  --{fact.name}{_values(fact)}: {fact.help}")


def _values(fact: Fact) -> str:
    words = {"date": " DATE", "flag": ""}.get(fact.sort, f" {'|'.join(fact.choices)}")
    return f"{words} (needed)" if fact.required else words


def listed_json() -> list[dict[str, object]]:
    """The events and their facts, for a program."""
    return [
        {
            "event": event.name,
            "on": event.on,
            "facts": [
                {
                    "name": fact.name,
                    "sort": fact.sort,
                    "choices": fact.choices,
                    "needed": fact.required,
                    "help": fact.help,
                }
                for fact in event.facts
            ],
        }
        for event in EVENTS.values()
    ]
