"""The short forms that add something to a pupil: one function each, the commonest answers given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sendtui.models.action import ActionIn
from sendtui.models.contact import ContactIn
from sendtui.models.flag import FlagIn
from sendtui.models.need import NeedIn
from sendtui.models.person import PersonIn
from sendtui.models.status import ConcernIn, StatusIn
from sendtui.models.voice import VoiceIn
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked, Save
from sendtui.screens.widgets.asks import YES_NO, Ask, Options, asks_of, code_options
from sendtui.services import (
    actions,
    concerns,
    contacts,
    drafts,
    flags,
    needs,
    people,
    statuses,
    voices,
)
from sendtui.services.labels import offered
from sendtui.services.pupil_views import PupilView

HOW: Options = tuple((each, each) for each in ("phone", "meeting", "e-mail", "letter", "other"))
GATHERED = "talk, pictures, form, with an interpreter"


@dataclass(frozen=True, slots=True)
class At:
    """Where a form is opened: over which screen, about whom, on which day, by whom."""

    screen: DataScreen[None]
    view: PupilView
    today: date
    author: str

    @property
    def pupil(self) -> str:
        """The pupil's id."""
        return self.view.id

    @property
    def name(self) -> str:
        """Whom the form is about, for its title."""
        return self.view.forename or self.view.surname


def codes(kind: str, field: str, today: date) -> dict[str, Options]:
    """The codes of one field as a form offers them."""
    return {field: code_options(offered(kind, field, today))}


def place(at: At) -> Asked:
    """The next step of the SEN status."""

    async def save(values: dict[str, object]) -> None:
        given = dict(values)
        status, since = str(given.pop("status")), given.pop("since")
        await at.screen.ask(statuses.place, at.pupil, status, since, **given)  # type: ignore[arg-type]

    names = ("status", "since", "reason", "parents_told_on", "parents_told_how")
    asks = asks_of(
        StatusIn,
        names,
        long=("reason",),
        options=codes("status", "status", at.today),
        hints={
            "status": "N takes the pupil off the SEN register",
            "reason": "why now, and what shows it",
            "parents_told_on": "the law asks for it (s.68); it can be added later",
            "parents_told_how": "meeting, phone, letter",
        },
        prefer={"parents_told_on": "past"},
    )
    start = {"status": "" if at.view.status == "K" else "K", "since": at.today}
    known = {"pupil": at.pupil}
    on_register = at.view.status in ("K", "E")
    title = "Change SEN status" if on_register else "Place on the SEN register"
    return Asked(
        f"{title}: {at.name}",
        drafts.key("status", at.pupil),
        asks,
        save,
        start,
        StatusIn,
        known,
        start="status" if on_register else "reason",
    )


def need(at: At) -> Asked:
    """A need, after those there are or before them."""

    async def save(values: dict[str, object]) -> None:
        given = dict(values)
        code = str(given.pop("code"))
        rank = 1 if given.pop("first", False) else None
        await at.screen.ask(needs.add, at.pupil, code, rank=rank, **given)  # type: ignore[arg-type]

    asks = list(
        asks_of(
            NeedIn,
            ("code", "note", "source", "since"),
            long=("note",),
            options=codes("need", "code", at.today),
            hints={"note": "in class, at play, at home", "source": "whose finding, which document"},
        )
    )
    if at.view.needs:
        first = f"before {at.view.needs[0].code}, which is the primary need now"
        asks.insert(1, Ask("first", "Primary need", "yesno", first, options=YES_NO, default=False))
    return Asked(
        f"Add a need: {at.name}",
        drafts.key("need", at.pupil),
        asks,
        save,
        {"since": at.today},
    )


def contact(at: At) -> Asked:
    """A contact: what was said first, for the rest has likely answers."""

    async def save(values: dict[str, object]) -> None:
        await at.screen.ask(contacts.log, at.pupil, by=at.author, **values)  # type: ignore[arg-type]

    return Asked(
        f"Log a contact: {at.name}",
        drafts.key("contact", at.pupil),
        _contact_asks(("said", "who", "how", "on", "promised", "reply_by", "with_parents")),
        save,
        {"on": at.today, "who": _likely(at.view)},
        ContactIn,
        {"pupil": at.pupil},
        said="Logged. Ctrl+Z takes it back.",
    )


def meeting(at: At) -> Asked:
    """A contact that is one of the three meetings a year with parents."""
    asked = contact(at)
    start = {**asked.initial, "how": "meeting", "with_parents": True}
    return replace(asked, title=f"Log a meeting with parents: {at.name}", initial=start)


def answer(at: At, promised: str) -> Asked:
    """The reply that was promised in a contact."""

    async def save(values: dict[str, object]) -> None:
        await at.screen.ask(contacts.answer, promised, by=at.author, **values)  # type: ignore[arg-type]

    before = next((c for c in at.view.contacts if c.id == promised), None)
    who = before.who if before else ""
    was = f"Promised: {before.promised or 'a reply'}" if before else ""
    return Asked(
        f"The reply you promised: {at.name}",
        drafts.key("contact", at.pupil, promised),
        [*([was] if was else []), *_contact_asks(("said", "who", "how", "on"))],
        save,
        {"on": at.today, "who": who},
        ContactIn,
        {"pupil": at.pupil},
        said="The reply is logged, and the promise kept.",
    )


def _contact_asks(names: tuple[str, ...]) -> tuple[Ask, ...]:
    return asks_of(
        ContactIn,
        names,
        long=("said",),
        options={"how": HOW},
        hints={"promised": "what you will come back with", "who": "name and role"},
        prefer={"on": "past", "reply_by": "future"},
    )


def _likely(view: PupilView) -> str:
    """Whom the next contact is most likely with: a parent, as they were last time."""
    current = [person for person in view.people if person.until is None]
    parents = [person.name for person in current if person.parental_responsibility]
    last = [contact.who for contact in view.contacts if contact.who in parents]
    return (last or parents or [""])[0]


def action(at: At) -> Asked:
    """Something to do."""

    async def save(values: dict[str, object]) -> None:
        await at.screen.ask(actions.add, at.pupil, **values)  # type: ignore[arg-type]

    asks = asks_of(
        ActionIn,
        ("what", "due", "owner", "note"),
        hints={"owner": "who does it"},
        prefer={"due": "future"},
    )
    return Asked(
        f"Add an action: {at.name}",
        drafts.key("action", at.pupil),
        asks,
        save,
        {"owner": at.author},
        ActionIn,
        {"pupil": at.pupil},
    )


def voice(at: At) -> Asked:
    """The pupil's views or the parents', in their words."""

    async def save(values: dict[str, object]) -> None:
        await at.screen.ask(voices.hear, at.pupil, **values)  # type: ignore[arg-type]

    asks = asks_of(
        VoiceIn,
        ("whose", "words", "gathered", "said_on"),
        long=("words",),
        options={"whose": (("pupil", "The pupil’s"), ("parent", "The parents’"))},
        hints={"words": "as they said it", "gathered": GATHERED},
        prefer={"said_on": "past"},
    )
    return Asked(
        f"Views: {at.name}",
        drafts.key("voice", at.pupil),
        asks,
        save,
        {"whose": "pupil", "said_on": at.today},
        VoiceIn,
        {"pupil": at.pupil},
    )


def concern(at: At) -> Asked:
    """A concern, before the SEN register."""

    async def save(values: dict[str, object]) -> None:
        await at.screen.ask(concerns.raise_, at.pupil, **values)  # type: ignore[arg-type]

    asks = asks_of(
        ConcernIn,
        ("what", "tried", "need", "review_on", "raised_by", "raised_on"),
        long=("what", "tried"),
        options=codes("concern", "need", at.today),
        prefer={"review_on": "future", "raised_on": "past"},
    )
    return Asked(
        f"Raise a concern: {at.name}",
        drafts.key("concern", at.pupil),
        asks,
        save,
        {"raised_on": at.today, "raised_by": at.author},
        ConcernIn,
        {"pupil": at.pupil},
    )


def person(at: At) -> Asked:
    """A parent, carer, teacher or professional."""
    return _given(
        at,
        "Add a person",
        "person",
        PersonIn,
        people.add,
        (
            "name",
            "role",
            "phone",
            "email",
            "parental_responsibility",
            "organisation",
            "language",
            "format_needs",
            "since",
            "note",
        ),
        {},
    )


def flag(at: At) -> Asked:
    """A dated flag."""

    async def save(values: dict[str, object]) -> None:
        given = dict(values)
        await at.screen.ask(flags.add, at.pupil, str(given.pop("code")), **given)  # type: ignore[arg-type]

    asks = asks_of(
        FlagIn, ("code", "since", "until", "note"), options=codes("flag", "code", at.today)
    )
    return Asked(
        f"Add a flag: {at.name}",
        drafts.key("flag", at.pupil),
        asks,
        save,
        {"since": at.today},
        FlagIn,
        {"pupil": at.pupil},
    )


def _given(
    at: At,
    title: str,
    kind: str,
    twin: type[PersonIn],
    service: Callable[..., str],
    names: tuple[str, ...],
    start: Mapping[str, object],
) -> Asked:
    async def save(values: dict[str, object]) -> None:
        await at.screen.ask(service, at.pupil, values)

    save_: Save = save
    return Asked(
        f"{title}: {at.name}",
        drafts.key(kind, at.pupil),
        asks_of(twin, names),
        save_,
        start,
        twin,
        {"pupil": at.pupil},
    )


FORMS: dict[str, Callable[[At], Asked]] = {
    "status": place,
    "need": need,
    "contact": contact,
    "meeting": meeting,
    "action": action,
    "voice": voice,
    "concern": concern,
    "person": person,
    "flag": flag,
}
"""The noun that is added → its form."""
