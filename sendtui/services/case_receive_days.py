"""What the days of a case list say happened: the events of a line, and its process."""

from collections.abc import Iterator, Mapping
from datetime import date

from sendtui.models.incoming_case import IncomingCase

_ASSESSING: Mapping[str, tuple[str, str]] = {
    "request": ("request", ""),
    "agreed": ("decision", "assess"),
    "refused": ("decision", "refuse"),
    "draft": ("draft", ""),
    "final": ("final", ""),
}
_REVIEWING: Mapping[str, tuple[str, str]] = {
    "final": ("plan-made", ""),
    "plan_made": ("plan-made", ""),
    "last_review": ("last-review", ""),
    "meeting": ("meeting", ""),
    "report": ("report", ""),
}
_EVENTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "assessment": _ASSESSING,
    "re-assessment": _ASSESSING,
    "annual review": _REVIEWING,
    "phase transfer": _REVIEWING,
}
"""Process → a day of the list → the event it is, and what was decided."""


def usual(each: IncomingCase) -> str:
    """The process of a line that does not say it: by the days that it has."""
    reviewing = {"review_due_there", "last_review", "plan_made", "meeting", "report"}
    if reviewing & each.said.keys():
        return "annual review"
    return "assessment" if {"request", "agreed", "refused", "draft"} & each.said.keys() else (
        "annual review" if "final" in each.said else "")  # fmt: skip


def events(
    each: IncomingCase, process: str, today: date
) -> Iterator[tuple[str, str, date, dict[str, str]]]:
    """The events of a line: column, code, day and facts; a meeting ahead is only arranged."""
    done: set[str] = set()
    for field_, (code, decided) in _EVENTS.get(process, {}).items():
        on = each.said.get(field_)
        if not isinstance(on, date) or f"{code}:{decided}" in done:
            continue
        done.add(f"{code}:{decided}")
        if code == "meeting" and on > today:
            code = "meeting-set"
        yield field_, code, on, {"decision": decided} if decided else {}


def first_ahead(each: IncomingCase, process: str, today: date) -> str:
    """The first day of a line that cannot lie ahead and does; "" for none."""
    named = {"opened_on", "closed_on", *_EVENTS.get(process, {})} - {"meeting"}
    days = ((name, each.said.get(name)) for name in sorted(named))
    return next((name for name, day in days if isinstance(day, date) and day > today), "")
