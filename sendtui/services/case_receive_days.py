"""What the days of a case list say happened: the events of a line, and its process."""

from collections.abc import Iterator, Mapping
from datetime import date

from sendtui.models.incoming_case import IncomingCase

_ASSESSING: Mapping[str, tuple[str, str]] = {
    "request": ("request", ""),
    "agreed": ("decision", "assess"),
    "refused": ("decision", "refuse"),
    "to_issue": ("plan-decision", "make"),
    "not_to_issue": ("plan-decision", "none"),
    "draft": ("draft", ""),
    "final": ("final", ""),
}
_REVIEWING: Mapping[str, tuple[str, str]] = {
    "final": ("plan-made", ""),
    "plan_made": ("plan-made", ""),
    "last_review": ("last-review", ""),
    "meeting": ("meeting", ""),
    "report": ("report", ""),
    "review_decision": ("decision", ""),
    "amendment_notice": ("amendment-notice", ""),
    "amended_final": ("final", ""),
}
_EVENTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "assessment": _ASSESSING,
    "re-assessment": _ASSESSING,
    "annual review": _REVIEWING,
    "phase transfer": _REVIEWING,
}
"""Process → a day of the list → the event it is, and what was decided."""

DECIDED = "review_decision"
"""The day of which another column says what was decided."""


def usual(each: IncomingCase) -> str:
    """The process of a line that does not say it: by the days that it has."""
    reviewing = {"review_due_there", *_REVIEWING} - {"final"}
    if reviewing & each.said.keys():
        return "annual review"
    return "assessment" if (_ASSESSING.keys() - {"final"}) & each.said.keys() else (
        "annual review" if "final" in each.said else "")  # fmt: skip


def is_undecided(each: IncomingCase) -> bool:
    """Whether a line has the day of the decision after a review, and not what was decided."""
    return "review_decision" in each.said and "review_outcome" not in each.said


def events(
    each: IncomingCase, process: str, today: date
) -> Iterator[tuple[str, str, date, dict[str, str]]]:
    """The events of a line: column, code, day and facts; a meeting ahead is only arranged."""
    done: set[str] = set()
    for field_, (code, decided) in _EVENTS.get(process, {}).items():
        on = each.said.get(field_)
        if not isinstance(on, date) or f"{code}:{decided}" in done:
            continue
        if field_ == DECIDED:
            if is_undecided(each):
                continue
            decided = str(each.said["review_outcome"])
        done.add(f"{code}:{decided}")
        if code == "meeting" and on > today:
            code = "meeting-set"
        yield field_, code, on, {"decision": decided} if decided else {}


def first_ahead(each: IncomingCase, process: str, today: date) -> str:
    """The first day of a line that cannot lie ahead and does; "" for none."""
    named = {"opened_on", "closed_on", *_EVENTS.get(process, {})} - {"meeting"}
    days = ((name, each.said.get(name)) for name in sorted(named))
    return next((name for name, day in days if isinstance(day, date) and day > today), "")
