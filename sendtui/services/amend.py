"""Changing fields of the record one form at a time, with the versions the form was opened with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from pydantic.fields import FieldInfo

from sendtui.errors import SendtuiError
from sendtui.models import kind as noun
from sendtui.rules.codes import NC_YEARS
from sendtui.services import needs, writes
from sendtui.services.labels import KIND_TITLES, codes, is_link, title
from sendtui.services.records import as_day, can_be_born, has_happened, in_time, invalid, require
from sendtui.store.store import Store

Bases = Mapping[str, tuple[int, ...]]
Sort = Literal["text", "long text", "day", "yes or no", "number", "code"]

KINDS = (
    "pupil",
    "status",
    "concern",
    "need",
    "flag",
    "person",
    "action",
    "setting",
    "attendance",
    "suspension",
    "timetable",
    "access_arrangement",
    "referral",
    "feedback",
    "school_feedback",
    "destination",
    "training",
)
"""What is edited here. A plan, a profile and what happened have verbs of their own."""

_LONG = frozenset(
    ("what", "tried", "note", "outcome", "reason", "format_needs", "why", "evidence", "said")
)
_FIXED = {("need", "rank"): "is changed by putting the needs in order"}
_HAPPENED = {
    "concern": ("raised_on", "closed_on"),
    "action": ("done_on",),
    "person": ("agreed_on",),
    "status": ("parents_told_on",),
    "attendance": ("ends",),
    "suspension": ("starts",),
    "timetable": ("back_full_time_on",),
    "access_arrangement": ("evidence_on", "assessed_on", "told_on", "applied_on", "approved_on"),
    "referral": ("sent_on", "accepted_on", "refused_on", "seen_on", "closed_on"),
    "feedback": ("received_on", "answered_on"),
    "school_feedback": ("received_on", "answered_on"),
    "destination": ("on",),
    "training": ("on",),
}
_SPANS = {
    "since": "until",
    "raised_on": "closed_on",
    "starts": "ends",
    "approved_on": "until",
    "agreed_on": "agreed_until",
    "sent_on": "seen_on",
    "received_on": "answered_on",
}


@dataclass(frozen=True, slots=True)
class FieldOf:
    """A field of a form. `codes` says which code set it is written in, or ""."""

    name: str
    title: str
    description: str
    sort: Sort
    required: bool
    codes: str


@dataclass(frozen=True, slots=True)
class Form:
    """A record to edit: its values, and the versions to hand back with the changes."""

    kind: str
    id: str
    values: Mapping[str, object]
    heads: Bases = field(default_factory=dict)
    fields: tuple[FieldOf, ...] = ()


def form(store: Store, kind: str, id: str) -> Form:
    """A record's values and versions, read at one moment.

    Raises SendtuiError where there is none.
    """
    with store.read() as session:
        found = require(session, noun(kind).table, id)
        values = {name: getattr(found, name) for name in noun(kind).twin.model_fields}
        return Form(kind, id, values, store.heads(session, id), fields(kind))


def fields(kind: str) -> tuple[FieldOf, ...]:
    """The fields of a kind that a person fills in, in their order."""
    return tuple(
        FieldOf(
            name,
            title(kind, name),
            found.description or "",
            _sort(kind, name, found),
            found.is_required() or _at_least_one(found),
            known.name if (known := codes(kind, name)) is not None else "",
        )
        for name, found in noun(kind).twin.model_fields.items()
        if not is_link(kind, name)
    )


@writes
def amend(
    store: Store,
    kind: str,
    id: str,
    values: Mapping[str, object],
    bases: Bases | None = None,
    today: date | None = None,
) -> tuple[str, ...]:
    """Change fields of a record and return those that changed; "" clears a day.

    A UPN that is replaced stays as the former one where there was none. Raises InvalidError for
    values that do not hold and for what would have happened after `today`, SendtuiError for what
    is edited elsewhere.
    """
    _require_editable(kind)
    with store.write(f"Edit {_called(kind)}") as tx:
        found = require(tx.session, noun(kind).table, id)
        given = {name: _cleared(kind, name, value) for name, value in values.items()}
        _refuse_fixed(kind, found, given)
        _refuse_backwards(found, given)
        _refuse_impossible(kind, given, today)
        _keep_former_upn(kind, found, given)
        return tx.put(kind, id, given, bases)


@writes
def remove(store: Store, kind: str, id: str, bases: Bases | None = None) -> None:
    """Remove a record that was made by mistake; undo brings it back."""
    _require_editable(kind)
    if kind == "setting":
        raise SendtuiError("A setting is not removed: the record of its pupils stands on it.")
    if kind == "need":
        needs.remove(store, id)
        return
    with store.write(f"Remove {_called(kind)}") as tx:
        require(tx.session, noun(kind).table, id)
        tx.remove(kind, id, dict(bases) if bases else None)


def _require_editable(kind: str) -> None:
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise SendtuiError(f"“{kind}” is not edited here. What is: {known}.")


def _called(kind: str) -> str:
    name = KIND_TITLES.get(kind, kind)
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _cleared(kind: str, name: str, value: object) -> object:
    known = noun(kind).twin.model_fields.get(name)
    optional = known is not None and type(None) in get_args(known.annotation)
    return None if optional and value == "" else value


def _refuse_fixed(kind: str, now: object, given: Mapping[str, object]) -> None:
    for name, value in given.items():
        if is_link(kind, name) and value != getattr(now, name, None):
            invalid(name, "", "says whose record it is, and is not edited")
        if (kind, name) == ("pupil", "nc_year") and value and value not in NC_YEARS:
            invalid(name, value, "is not an NC year: use R, 1 to 14, N1, N2, M or X")
        if (kind, name) in _FIXED and str(value) != str(getattr(now, name, "")):
            invalid(name, value, _FIXED[kind, name])


def _refuse_backwards(now: object, given: Mapping[str, object]) -> None:
    for start, end in _SPANS.items():
        days = [as_day(given.get(name, getattr(now, name, None))) for name in (start, end)]
        if end in given or start in given:
            in_time(end if end in given else start, days[1], days[0], "the beginning")


def _refuse_impossible(kind: str, given: Mapping[str, object], today: date | None) -> None:
    if kind == "pupil":
        can_be_born(as_day(given.get("born")), today)
    for name in _HAPPENED.get(kind, ()):
        has_happened(name, as_day(given.get(name)), today)


def _keep_former_upn(kind: str, now: object, given: dict[str, object]) -> None:
    if kind != "pupil" or "upn" not in given:
        return
    before, after = str(getattr(now, "upn", "")), str(given["upn"] or "").strip()
    former = given.get("former_upn", getattr(now, "former_upn", ""))
    if before and after and before.upper() != after.upper() and not former:
        given["former_upn"] = before


def _sort(kind: str, name: str, found: FieldInfo) -> Sort:
    annotation: Any = found.annotation
    if codes(kind, name) is not None:
        return "code"
    if annotation is bool:
        return "yes or no"
    if annotation is int:
        return "number"
    if annotation is date or date in get_args(annotation):
        return "day"
    return "long text" if name in _LONG else "text"


def _at_least_one(found: FieldInfo) -> bool:
    return any(getattr(rule, "min_length", 0) for rule in found.metadata)
