"""Opening what a pupil's screen lists: the form that changes it, or all that was said."""

from dataclasses import replace
from datetime import date
from typing import Any

from sendtui.errors import SendtuiError
from sendtui.models import kind as noun
from sendtui.models.status import ConcernIn, StatusIn
from sendtui.rules.early import BEFORE, nothing_tried
from sendtui.rules.typed_dates import Prefer
from sendtui.screens import school_forms
from sendtui.screens.drafted import Asked
from sendtui.screens.pupil_forms import FORMS, At, answer, codes
from sendtui.screens.pupil_marks import CLOSED
from sendtui.screens.sources import with_source
from sendtui.screens.widgets.asks import Options, asks_of
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.services import amend, concerns, confidential, drafts, early, pupils, statuses
from sendtui.services.labels import in_sentence, kind_title, offered

EDITED: dict[str, tuple[str, ...]] = {
    "pupil": (
        "forename",
        "surname",
        "preferred_forename",
        "preferred_surname",
        "born",
        "sex",
        "class_name",
        "nc_year",
        "upn",
        "former_upn",
        "uln",
        "nhs_number",
        "adno",
        "former_surname",
        "language",
        "interpreter",
        "format_needs",
    ),
    "status": ("status", "since", "reason", "parents_told_on", "parents_told_how"),
    "need": ("code", "note", "source", "since", "until"),
    "flag": ("code", "since", "until", "note"),
    "person": (
        "name",
        "role",
        "phone",
        "email",
        "parental_responsibility",
        "organisation",
        "language",
        "format_needs",
        "address",
        "address_confidential",
        "household",
        "gets_letters",
        "former_name",
        "agreed_on",
        "agreed_until",
        "since",
        "until",
        "note",
    ),
    "action": ("what", "due", "owner", "note", "done_on"),
    "concern": ("what", "tried", "need", "review_on", "raised_by", "raised_on"),
}
"""What is edited, and its fields in the order they are asked for."""

EDITED.update(school_forms.EDITED)

_LONG = ("tried", "outcome", *school_forms.LONG)
_HAPPENED = ("born", "parents_told_on", "raised_on", "done_on", "agreed_on", *school_forms.HAPPENED)
_PAST: dict[str, Prefer] = dict.fromkeys(_HAPPENED, "past")


async def edit(at: At, kind: str, record: str) -> Asked:
    """The form that changes a record, opened with the versions that stand now.

    Raises SendtuiError for one that is confidential and not shown.
    """
    if await at.screen.ask(confidential.is_veiled, at.pupil, record, at.today):
        raise SendtuiError(CLOSED)
    form = await at.screen.ask(amend.form, kind, record)
    twin = noun(kind).twin
    names = EDITED[kind]
    options: dict[str, Options] = {}
    for name in names:
        if offered(kind, name, at.today):
            options |= codes(kind, name, at.today)
    asks = asks_of(twin, names, long=_LONG, options=options, prefer=_PAST)

    async def save(values: dict[str, object]) -> None:
        given = {name: "" if value is None else value for name, value in values.items()}
        if given:
            await at.screen.ask(amend.amend, kind, record, given, form.heads, at.today)

    called = "Identity and class" if kind == "pupil" else f"Change: {in_sentence(kind_title(kind))}"
    key = drafts.key(kind, at.pupil, record)
    known = {**form.values, "pupil": at.pupil}
    asked = Asked(
        f"{called}: {at.name}", key, asks, save, form.values, twin, known, only_changes=True
    )
    return await with_source(at.screen, at.pupil, asked, record) if kind == "need" else asked


def tell_parents(at: At) -> Asked | None:
    """When the parents were told of the status that holds now; None where there is none."""
    step = next((each for each in at.view.statuses if each.current), None)
    if step is None:
        return None

    async def save(values: dict[str, object]) -> None:
        on, how = values.get("parents_told_on"), str(values.get("parents_told_how", ""))
        if isinstance(on, date):
            await at.screen.ask(statuses.tell_parents, step.id, on, how, at.today)

    asks = asks_of(
        StatusIn,
        ("parents_told_on", "parents_told_how"),
        labels={"parents_told_on": "Told on", "parents_told_how": "How"},
        hints={"parents_told_how": "meeting, phone, letter"},
        prefer={"parents_told_on": "past"},
    )
    return Asked(
        f"Parents told of {step.label}: {at.name}",
        drafts.key("status", at.pupil, f"{step.id}-told"),
        asks,
        save,
        {"parents_told_on": at.today},
    )


def leave(at: At) -> Asked:
    """The pupil leaves the setting."""

    async def save(values: dict[str, object]) -> None:
        on = values.get("left_on")
        if isinstance(on, date):
            await at.screen.ask(pupils.leave, at.pupil, on, str(values.get("left_to", "")))

    asks = asks_of(noun("pupil").twin, ("left_on", "left_to"), hints={"left_to": "which school"})
    return Asked(
        f"Leaves the school: {at.name}",
        drafts.key("pupil", at.pupil, "leave"),
        asks,
        save,
        {"left_on": at.today},
    )


async def concern(at: At, record: str) -> Asked | None:
    """What is done with a concern: the form for it, or None where nothing was chosen."""
    chosen = await at.screen.app.push_screen_wait(
        Choose(
            "This concern",
            [
                Option("edit", "Change it, or look at it again another day"),
                Option("close", "Close it: no more than good teaching is needed"),
                Option("join", "Place on the SEN register because of it"),
            ],
        )
    )
    if chosen == "edit":
        return await edit(at, "concern", record)
    if chosen == "close":
        return _close(at, record)
    if chosen == "join":
        return await with_tried(at, _join(at, record))
    return None


async def with_tried(at: At, asked: Asked) -> Asked:
    """The form that puts a pupil on the SEN register, with what was tried before at its top.

    Where nothing is recorded of it, that is said; nobody is stopped.
    """
    if at.view.status in ("K", "E"):
        return asked
    found = await at.screen.ask(early.tried, at.pupil, at.today)
    said = " · ".join(one.said for one in found[-_LATEST:])
    warning = f"{nothing_tried([one.what for one in found])} You can go on. {BEFORE}"
    return replace(asked, asks=[f"Tried so far: {said}" if found else warning, *asked.asks])


_LATEST = 4
"""How many of the things that were tried a form names."""


def _close(at: At, record: str) -> Asked:
    async def save(values: dict[str, object]) -> None:
        on = values.get("closed_on")
        if not isinstance(on, date):
            raise SendtuiError("Say on which day it was closed.")
        await at.screen.ask(concerns.close, record, on, str(values["outcome"]), at.today)

    asks = asks_of(
        ConcernIn, ("outcome", "closed_on"), long=("outcome",), prefer={"closed_on": "past"}
    )
    return Asked(
        f"Close the concern: {at.name}",
        drafts.key("concern", at.pupil, f"{record}-close"),
        asks,
        save,
        {"closed_on": at.today},
    )


def _join(at: At, record: str) -> Asked:
    async def save(values: dict[str, Any]) -> None:
        given = dict(values)
        since = given.pop("since")
        await at.screen.ask(concerns.join_register, record, since, today=at.today, **given)

    asks = asks_of(
        StatusIn,
        ("since", "reason", "parents_told_on", "parents_told_how"),
        long=("reason",),
        prefer={"parents_told_on": "past"},
    )
    why = next((each.what for each in at.view.concerns if each.id == record), "")
    return Asked(
        f"Place on the SEN register: {at.name}",
        drafts.key("status", at.pupil, f"{record}-join"),
        asks,
        save,
        {"since": at.today, "reason": why},
        start="reason",
    )


async def drafted(at: At, kind: str, record: str) -> Asked | None:
    """The form a draft was typed into, by the draft's noun and record; None where it is gone."""
    base, _, act = record.partition("-")
    if kind == "contact" and record:
        return answer(at, record)
    if record == "leave":
        return leave(at)
    if act == "told":
        return tell_parents(at)
    if act == "back":
        return school_forms.back_full_time(at, base)
    if act:
        return _close(at, base) if act == "close" else _join(at, base)
    if record:
        return await edit(at, kind, record) if kind in EDITED else None
    forms = {**FORMS, **school_forms.FORMS}
    return forms[kind](at) if kind in forms else None
