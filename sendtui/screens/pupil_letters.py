"""Letters to a family, the yearly report and forms for views: chosen, read, written and sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button, TextArea

from sendtui.errors import SendtuiError
from sendtui.screens import leaving, letterhead
from sendtui.screens.although import sent
from sendtui.screens.exchange_paths import start_of
from sendtui.screens.exchange_pickers import PickFile, SaveAs
from sendtui.screens.printing import file_name
from sendtui.screens.pupil_forms import At
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.box import Reader, buttons
from sendtui.screens.widgets.dialog import Choose, FormDialog, Option
from sendtui.screens.widgets.words import Line, plain
from sendtui.services import letters, protection, referrals, views_forms
from sendtui.services.letters import Letter

PRINTS = ".pdf is printed; .docx and .txt get a password"
SUFFIXES = (".txt", ".docx", ".xlsx")


@dataclass(frozen=True, slots=True)
class _Choice:
    """A letter or a form: its sort, to whom without asking, and how its file is called."""

    sort: letters.Sort
    to: str
    called: str


CHOICES = {
    "sen-support": _Choice("sen-support", "", "SEN Support letter"),
    "yearly": _Choice("yearly", "", "yearly report"),
    "views-pupil": _Choice("views", "pupil", "views of the pupil"),
    "views-parents": _Choice("views", "parents", "views of the parents"),
}

OPTIONS = (
    Option("sen-support", "Letter: SEN provision is made", "to the parents, s.68"),
    Option("sent", "It was sent: the parents were told", "day and how"),
    Option("yearly", "Yearly report", "the last twelve months"),
    Option("views-pupil", "Form for the pupil’s views", "faces and lines"),
    Option("views-parents", "Form for the parents’ views", "to fill in"),
    Option("back", "A form came back", "read, shown, taken in"),
    letterhead.OPTION,
)


class Preview(Reader[bool]):
    """A letter or a form as text, and whether to go on with it."""

    DEFAULT_CSS = """
    Preview {
        & > .dialog { width: 84; height: 96%; }
        & TextArea { height: 1fr; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "yes", "Go on"),
    ]

    help_text = "The words as they would go. Arrows move; Ctrl+S goes on, Escape leaves it."

    def __init__(self, title: str, note: str, text: str, *, yes: str) -> None:
        super().__init__(title)
        self._note, self._text, self._yes = note, text, yes

    def contents(self) -> Sequence[Widget]:
        """What to mind, the text, and the two ways on."""
        return [
            Line(self._note, classes="dialog--note"),
            TextArea(plain(self._text).plain, read_only=True, show_cursor=False),
            buttons(("leave", "Leave it  esc"), ("yes", f"{self._yes}  ctrl+s"), first="yes"),
        ]

    def on_mount(self) -> None:
        """Start at the way on."""
        self.query_one("#yes").focus()

    @on(Button.Pressed, "#yes")
    def action_yes(self) -> None:
        """Go on."""
        self.dismiss(True)

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss(False)


async def ask(at: At) -> None:
    """Choose a letter or a form and go on with it. To be awaited in a worker."""
    chosen = await at.screen.app.push_screen_wait(Choose(f"Letter about {at.name}", OPTIONS))
    if chosen == "sent":
        await _say_sent(at)
    elif chosen == "back":
        await _take_back(at)
    elif chosen == letterhead.OPTION.id:
        await letterhead.ask(at.screen)
    elif chosen:
        await _write(at, CHOICES[chosen])


async def _write(at: At, choice: _Choice) -> None:
    screen = at.screen
    told = await _services(at) if choice.sort in ("sen-support", "yearly") else ()
    if told is None:
        return
    found = await screen.ask(
        letters.letters, at.pupil, choice.sort, at.today, to=choice.to, services=told
    )
    for letter in found:
        title = f"{choice.called[:1].upper()}{choice.called[1:]}, to {letter.to.within}"
        shown = Preview(title, _mind(letter), letters.text(letter), yes="To a file …")
        if not await screen.app.push_screen_wait(shown):
            return
        path = await screen.app.push_screen_wait(
            SaveAs("Where to?", f"{title}. {PRINTS}.", _start(at, choice, letter, found),
                   yes="Next", may_replace=True)
        )  # fmt: skip
        if path is None or not await _one(at, letter, path):
            return


async def _services(at: At) -> tuple[str, ...] | None:
    """Which services of the directory the letter is to tell of; None where it is left."""
    known = await at.screen.ask(referrals.services)
    if not known:
        return ()
    options = tuple((each.id, each.name) for each in known)
    asks: list[Ask | str] = [
        "The letter can tell of services: for whom they are, and how to ask for them.",
        *(Ask(f"service_{n}", "Service" if n == 1 else "And", "choice", options=options)
          for n in range(1, 4)),
    ]  # fmt: skip
    form = FormDialog("Who else may help", asks, yes="Next")
    values = await at.screen.app.push_screen_wait(form)
    if values is None:
        return None
    return tuple(dict.fromkeys(str(each) for each in values.values() if each))


async def _one(at: At, letter: Letter, path: Path) -> bool:
    """Write one letter, with a password where it is no print; whether it was written."""
    screen, password = at.screen, ""
    if path.suffix.lower() != ".pdf":
        place = protection.place(path, path.suffix.lower())
        if place != path and place.exists():
            raise SendtuiError(f"There is a file {place.name} already: choose another name.")
        going = leaving.Leaving((at.pupil,), letter.to.recipient, place)
        if not await leaving.agreed(screen, going):
            return False
        password = protection.password()
    written = await sent(screen, letters.write, letter, path, at.today, password=password)
    later = " Once it is sent, l says so." if letter.sort == "sen-support" else ""
    screen.say(f"Written to {written}.{later}")
    if password:
        await leaving.show_password(screen, password, written)
    return True


def _mind(letter: Letter) -> str:
    said = [words for words, is_so in (("large print", letter.large), ("easy read", letter.easy))
            if is_so]  # fmt: skip
    minds = [*letter.all_minds, "Read it first: a first name alone of another child stays in it."]
    return " ".join([f"In {' and '.join(said)}." if said else "", *minds]).strip()


def _start(at: At, choice: _Choice, letter: Letter, found: Sequence[Letter]) -> str:
    """Where it would go: in the folder for downloads, under a name that every system takes."""
    words = f"{at.view.surname} {at.view.forename} {choice.called}"
    if len(found) > 1:
        words += f" {found.index(letter) + 1}"
    return start_of() + file_name(words, "letter")


async def _say_sent(at: At) -> None:
    async def save(values: dict[str, object]) -> None:
        on, how = values.get("on"), str(values.get("how") or "")
        if isinstance(on, date):
            await at.screen.ask(letters.sent, at.pupil, on, how, at.today)

    asks: list[Ask | str] = [
        "Only what was done: the law asks that the parents are told (s.68). Ctrl+Z takes it back.",
        Ask("on", "Told on", "date", is_needed=True, prefer="past"),
        Ask("how", "How", hint="post, by hand, e-mail", is_needed=True),
    ]
    form = FormDialog("The parents were told", asks, {"on": at.today, "how": "post"}, save=save)
    if await at.screen.app.push_screen_wait(form) is not None:
        at.screen.say("Written down: the parents were told. Ctrl+Z takes it back.")
        at.screen.reload()


async def _take_back(at: At) -> None:
    screen = at.screen
    path = await screen.app.push_screen_wait(PickFile("Which form came back?", SUFFIXES))
    if path is None:
        return
    asks = [
        Ask("whose", "Whose views", "choice", is_needed=True,
            options=(("pupil", "The pupil’s"), ("parent", "The parents’"))),
        Ask("on", "Said on", "date", is_needed=True, prefer="past"),
        Ask("password", "Password", hint="only if the file has one"),
    ]  # fmt: skip
    told = await screen.app.push_screen_wait(
        FormDialog("Take a form in", asks, {"on": at.today}, yes="Read it")
    )
    if told is None:
        return
    found = await screen.ask(
        views_forms.read, at.pupil, path, at.today, password=str(told.get("password") or "")
    )
    note = f"Answered: {len(found.answers)}; without an answer: {found.empty}."
    if not found.names_pupil:
        note += f" {at.name}’s name does not stand on it: is it theirs?"
    shown = Preview("What it says", note, found.words, yes="Take it in")
    if not await screen.app.push_screen_wait(shown):
        return
    said_on = told["on"]
    if isinstance(said_on, date):
        await screen.ask(views_forms.take, at.pupil, found, whose=str(told["whose"]),
                         said_on=said_on, today=at.today)  # fmt: skip
        screen.say("The views are written down. Ctrl+Z takes it back.")
        screen.reload()
