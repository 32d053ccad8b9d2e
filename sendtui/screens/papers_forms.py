"""The forms around who may receive what: documents, restrictions, purposes, and their end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sendtui.models.document import DocumentIn
from sendtui.models.sharing import PurposeIn, RestrictionIn
from sendtui.screens.drafted import Asked
from sendtui.screens.pupil_forms import SAVED, At
from sendtui.screens.widgets.asks import Ask, Options, asks_of
from sendtui.screens.widgets.words import one_line
from sendtui.services import drafts, papers, purposes, restrictions
from sendtui.services.papers import DocumentView
from sendtui.services.purposes import PurposeView
from sendtui.services.restrictions import RestrictionView

EVERYBODY = "everybody"
_SHORT = 40


def document_asks(at: At, now: DocumentView | None = None) -> tuple[Ask, ...]:
    """What is said of a document; `now` is the one that is there already."""
    sources: list[tuple[str, str]] = [(need.id, f"need: {need.label}") for need in at.view.needs]
    sources += [(one.id, f"concern: {one_line(one.what)[:_SHORT]}") for one in at.view.concerns]
    if now is not None and now.supports and now.supports not in dict(sources):
        sources.append((now.supports, one_line(now.supports_says) or "what it is now"))
    sorts: Options = tuple((sort, sort) for sort in papers.SORTS)
    names = ("title", "sort", "author", "organisation", "dated", "received_on", "supports", "note")
    return asks_of(
        DocumentIn,
        names if sources else tuple(name for name in names if name != "supports"),
        options={"sort": sorts, **({"supports": tuple(sources)} if sources else {})},
        prefer={"dated": "past", "received_on": "past"},
    )


def change_document(at: At, now: DocumentView) -> Asked:
    """What is said of a document that is kept."""

    async def save(values: dict[str, object]) -> None:
        await at.screen.ask(papers.amend, now.id, values, today=at.today)

    return Asked(
        f"Document: {one_line(now.title)}",
        drafts.key("document", at.pupil, now.id),
        document_asks(at, now),
        save,
        {name: getattr(now, name) for name in papers.FIELDS},
        only_changes=True,
        said=SAVED,
    )


# Restrictions

_add_restriction: Callable[..., object] = restrictions.add
_add_purpose: Callable[..., object] = purposes.add


def bar(at: At) -> Asked:
    """Who may not receive anything, and why."""

    async def save(values: dict[str, object]) -> None:
        given = _whom(values)
        sort = str(given.pop("sort"))
        await at.screen.ask(_add_restriction, at.pupil, sort, **given)

    key = drafts.key("restriction", at.pupil)
    title = f"Who may not receive: {at.name}"
    return Asked(title, key, _restriction_asks(at), save, said=SAVED)


def change_restriction(at: At, now: RestrictionView) -> Asked:
    """A restriction as it is; its last day ends it."""

    async def save(values: dict[str, object]) -> None:
        if values:
            await at.screen.ask(restrictions.amend, now.id, _whom(values))

    names = ("sort", "since", "until", "reference", "note")
    return Asked(
        f"Restriction: {at.name}",
        drafts.key("restriction", at.pupil, now.id),
        _restriction_asks(at),
        save,
        {"person": now.person or EVERYBODY, **{name: getattr(now, name) for name in names}},
        only_changes=True,
        said=SAVED,
    )


def _restriction_asks(at: At) -> list[Ask | str]:
    people: Options = tuple((p.id, one_line(p.name)) for p in at.view.people)
    whom = Ask("person", "Whom", "choice", is_needed=True,
               options=(*people, (EVERYBODY, "Everybody")))  # fmt: skip
    sorts: Options = tuple((sort, sort) for sort in restrictions.SORTS)
    return [
        whom,
        *asks_of(
            RestrictionIn,
            ("sort", "since", "until", "reference", "note"),
            options={"sort": sorts},
        ),
    ]


def _whom(values: dict[str, object]) -> dict[str, object]:
    given = dict(values)
    if given.get("person") == EVERYBODY:
        given["person"] = ""
    return given


# Purposes

_PURPOSE = ("recipient", "purpose", "basis", "kinds", "since", "until")


def share(at: At) -> Asked:
    """Why somebody may hold the record, from when on: what travels goes by it."""

    async def save(values: dict[str, object]) -> None:
        given = _kinds(values)
        recipient, why = str(given.pop("recipient")), str(given.pop("purpose"))
        await at.screen.ask(_add_purpose, at.pupil, recipient, why, **given)

    has_plan = at.view.status == "E"
    start = {
        "purpose": purposes.PLAN if has_plan else "SEN Support",
        "basis": purposes.BASIS if has_plan else "",
        "since": at.today,
    }
    return Asked(
        f"Who may hold the record: {at.name}",
        drafts.key("purpose", at.pupil),
        _purpose_asks(),
        save,
        start,
        said="Saved: the next sealed file takes the pupil along. Ctrl+Z takes it back.",
    )


def change_purpose(at: At, now: PurposeView) -> Asked:
    """A purpose as it is; its last day ends it."""

    async def save(values: dict[str, object]) -> None:
        if values:
            await at.screen.ask(purposes.amend, now.id, _kinds(values))

    start = {name: getattr(now, name) for name in _PURPOSE}
    return Asked(
        f"Purpose: {one_line(now.recipient)}",
        drafts.key("purpose", at.pupil, now.id),
        _purpose_asks(),
        save,
        {**start, "kinds": ", ".join(now.kinds)},
        only_changes=True,
        said=SAVED,
    )


def _purpose_asks() -> tuple[Ask, ...]:
    asks = asks_of(
        PurposeIn,
        _PURPOSE,
        hints={
            "recipient": "the name of who sealed files go to",
            "kinds": "such as pupil, status, need; empty: the whole record",
        },
    )
    return tuple(
        replace(each, kind="text", default="") if each.name == "kinds" else each for each in asks
    )


def _kinds(values: dict[str, object]) -> dict[str, object]:
    given = dict(values)
    if "kinds" in given:
        said = str(given["kinds"] or "").replace(";", ",").split(",")
        given["kinds"] = [each.strip().lower().replace(" ", "_") for each in said if each.strip()]
    return given


def end(at: At, called: str, record: str, service: Callable[..., object]) -> Asked:
    """The last day of a restriction or a purpose."""

    async def save(values: dict[str, object]) -> None:
        until = values.get("until")
        day = until if isinstance(until, date) else at.today
        await at.screen.ask(service, record, day)

    return Asked(
        f"End the {called}: {at.name}",
        drafts.key(called, at.pupil, f"{record}-end"),
        [Ask("until", "Last day", "date", "the last day on which it stands", prefer="past")],
        save,
        {"until": at.today},
        said="Ended. Ctrl+Z takes it back.",
    )
