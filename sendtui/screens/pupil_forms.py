"""The short forms that add something to a pupil, with the commonest answers given."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sendtui.models.action import ActionIn
from sendtui.models.contact import ContactIn
from sendtui.models.flag import FlagIn
from sendtui.models.need import NeedIn
from sendtui.models.person import PersonIn
from sendtui.models.status import ConcernIn, StatusIn
from sendtui.models.twin import Twin
from sendtui.models.voice import VoiceIn
from sendtui.rules.typed_dates import Prefer
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
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

SAVED = "Saved. Ctrl+Z takes it back."
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


Give = Callable[[At, dict[str, object]], Awaitable[object]]


def into(service: Callable[..., object], *, happened: bool = False) -> Give:
    """Saves what was typed by a service; one that says what `happened` is told the day, too."""

    async def give(at: At, given: dict[str, object]) -> object:
        today = {"today": at.today} if happened else {}
        return await at.screen.ask(service, at.pupil, **today, **given)

    return give


async def _person(at: At, given: dict[str, object]) -> None:
    await at.screen.ask(people.add, at.pupil, given)


@dataclass(frozen=True, slots=True)
class Short:
    """A short form: what it adds, its fields in their order, and how they are asked for.

    `coded` names the fields answered by a code, `start` gives the likely answers.
    """

    title: str
    twin: type[Twin]
    names: tuple[str, ...]
    give: Give
    start: Callable[[At], Mapping[str, object]] = lambda _at: {}
    long: tuple[str, ...] = ()
    coded: str = ""
    options: Mapping[str, Options] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    prefer: Mapping[str, Prefer] = field(default_factory=dict)
    said: str = SAVED

    def asked(self, at: At) -> Asked:
        """The form about one pupil."""
        kind = self.twin.KIND
        found = codes(kind, self.coded, at.today) if self.coded else {}
        return Asked(
            f"{self.title}: {at.name}",
            drafts.key(kind, at.pupil),
            asks_of(
                self.twin,
                self.names,
                long=self.long,
                options={**self.options, **found},
                hints=self.hints,
                prefer=self.prefer,
            ),
            lambda given: self.give(at, given),
            self.start(at),
            self.twin,
            {"pupil": at.pupil},
            said=self.said,
        )


def _likely(view: PupilView) -> str:
    """Whom the next contact is most likely with: a parent, as they were last time."""
    current = [person for person in view.people if person.until is None]
    parents = [person.name for person in current if person.parental_responsibility]
    last = [contact.who for contact in view.contacts if contact.who in parents]
    return (last or parents or [""])[0]


async def _contact(at: At, given: dict[str, object]) -> None:
    await into(contacts.log, happened=True)(at, {"by": at.author, **given})


async def _need(at: At, given: dict[str, object]) -> object:
    rank = 1 if given.pop("first", False) else None
    return await into(needs.add)(at, {"rank": rank, **given})


CONTACT = Short(
    "Log a contact",
    ContactIn,
    ("said", "who", "how", "on", "promised", "reply_by", "with_parents"),
    _contact,
    lambda at: {"on": at.today, "who": _likely(at.view)},
    long=("said",),
    options={"how": HOW},
    hints={"promised": "what you will come back with", "who": "name and role"},
    prefer={"on": "past", "reply_by": "future"},
    said="Logged. Ctrl+Z takes it back.",
)
ACTION = Short(
    "Add an action",
    ActionIn,
    ("what", "due", "owner", "note"),
    into(actions.add),
    lambda at: {"owner": at.author},
    hints={"owner": "who does it"},
    prefer={"due": "future"},
)
VOICE = Short(
    "Views",
    VoiceIn,
    ("whose", "words", "gathered", "said_on"),
    into(voices.hear, happened=True),
    lambda at: {"whose": "pupil", "said_on": at.today},
    long=("words",),
    options={"whose": (("pupil", "The pupil’s"), ("parent", "The parents’"))},
    hints={"words": "as they said it", "gathered": GATHERED},
    prefer={"said_on": "past"},
)
CONCERN = Short(
    "Raise a concern",
    ConcernIn,
    ("what", "tried", "need", "review_on", "raised_by", "raised_on"),
    into(concerns.raise_, happened=True),
    lambda at: {"raised_on": at.today, "raised_by": at.author},
    long=("what", "tried"),
    coded="need",
    prefer={"review_on": "future", "raised_on": "past"},
)
NEED = Short(
    "Add a need",
    NeedIn,
    ("code", "note", "source", "since"),
    _need,
    lambda at: {"since": at.today},
    long=("note",),
    coded="code",
    hints={"note": "in class, at play, at home", "source": "whose finding, which document"},
)
FLAG = Short(
    "Add a flag",
    FlagIn,
    ("code", "since", "until", "note"),
    into(flags.add),
    lambda at: {"since": at.today},
    coded="code",
)
PERSON = Short(
    "Add a person",
    PersonIn,
    (
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
        "since",
        "note",
    ),
    _person,
)
STATUS = Short(
    "Place on the SEN register",
    StatusIn,
    ("status", "since", "reason", "parents_told_on", "parents_told_how"),
    into(statuses.place, happened=True),
    lambda at: {"status": "" if at.view.status == "K" else "K", "since": at.today},
    long=("reason",),
    coded="status",
    hints={
        "status": "N takes the pupil off the SEN register",
        "reason": "why now, and what shows it",
        "parents_told_on": "the law asks for it (s.68); it can be added later",
        "parents_told_how": "meeting, phone, letter",
    },
    prefer={"parents_told_on": "past"},
)


def place(at: At) -> Asked:
    """The next step of the SEN status."""
    asked = STATUS.asked(at)
    if at.view.status in ("K", "E"):
        return replace(asked, title=f"Change SEN status: {at.name}", start="status")
    return replace(asked, start="reason")


def need(at: At) -> Asked:
    """A need, after those there are or before them."""
    # Its rank is reckoned when it is added, and so the twin cannot look at it before.
    asked = replace(NEED.asked(at), twin=None)
    if not at.view.needs:
        return asked
    first = f"before {at.view.needs[0].code}, which is the primary need now"
    asks = list(asked.asks)
    asks.insert(1, Ask("first", "Primary need", "yesno", first, options=YES_NO, default=False))
    return replace(asked, asks=asks)


def meeting(at: At) -> Asked:
    """A contact that is one of the three meetings a year with parents."""
    asked = CONTACT.asked(at)
    start = {**asked.initial, "how": "meeting", "with_parents": True}
    return replace(asked, title=f"Log a meeting with parents: {at.name}", initial=start)


def answer(at: At, promised: str) -> Asked:
    """The reply that was promised in a contact."""

    async def save(values: dict[str, object]) -> None:
        about = {"by": at.author, "today": at.today}
        await at.screen.ask(_answered, promised, **about, **values)

    before = next((c for c in at.view.contacts if c.id == promised), None)
    who = before.who if before else ""
    was = f"Promised: {before.promised or 'a reply'}" if before else ""
    reply = replace(CONTACT, names=("said", "who", "how", "on")).asked(at)
    return replace(
        reply,
        title=f"The reply you promised: {at.name}",
        key=drafts.key("contact", at.pupil, promised),
        asks=[*([was] if was else []), *reply.asks],
        save=save,
        initial={"on": at.today, "who": who},
        said="The reply is logged, and the promise kept.",
    )


_answered: Callable[..., object] = contacts.answer

FORMS: dict[str, Callable[[At], Asked]] = {
    "status": place,
    "need": need,
    "contact": CONTACT.asked,
    "meeting": meeting,
    "action": ACTION.asked,
    "voice": VOICE.asked,
    "concern": CONCERN.asked,
    "person": PERSON.asked,
    "flag": FLAG.asked,
}
"""The noun that is added → its form."""

voice = VOICE.asked
"""The pupil's views or the parents', in their words."""
