"""The questions of the first run: who, where, the passphrase; and the recovery key, shown once."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel
from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from sendtui.errors import SendtuiError
from sendtui.models.setting import SettingIn
from sendtui.rules.authorities import AUTHORITIES
from sendtui.rules.identifiers import Check, check_la, check_laestab, check_urn
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.box import Dialog, buttons
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.face import face
from sendtui.screens.widgets.form import Form
from sendtui.screens.widgets.words import Line, plain
from sendtui.services import casefile, recovery

Answers = Mapping[str, Any]


class Step(FormDialog):
    """A step of the set-up; Enter in its last field goes on."""

    def __init__(
        self,
        title: str,
        asks: Sequence[Ask | str],
        known: Answers,
        twin: type[BaseModel] | None = None,
    ) -> None:
        super().__init__(title, asks, dict(known), twin=twin, yes="Next")
        self.form.enter_submits = True


def who(known: Answers) -> FormDialog:
    """Who is at the keyboard."""
    asks = (
        Ask("author", "Your name", hint="as written beside what you do", is_needed=True),
        Ask("role", "You are", "choice", is_needed=True, options=tuple(casefile.ROLES.items())),
    )
    return Step("1 of 4 · You", asks, {"role": "senco", **known})


def where(known: Answers) -> FormDialog:
    """The setting the record is kept for."""
    return Where(known)


def passphrase(_known: Answers) -> "Passphrase":
    """The passphrase, twice."""
    return Passphrase()


class Where(Step):
    """The school or authority; odd numbers are pointed out and never refused."""

    def __init__(self, known: Answers) -> None:
        is_school = known.get("role", "senco") == "senco"
        name = "School" if is_school else "Local authority"
        asks = [Ask("name", name, hint="its name", is_needed=True)]
        if is_school:
            asks += [
                Ask("urn", "URN", hint="6 digits; you may leave it for later"),
                Ask("laestab", "LAESTAB", hint="7 digits: authority and school"),
            ]
        asks.append(Ask("la", "LA code", hint="3 digits"))
        super().__init__(f"2 of 4 · {name}", asks, known, SettingIn)

    @on(Form.Changed)
    def _check(self) -> None:
        said: list[str] = []
        for name, field in self.form.fields.items():
            raw = field.control.raw.strip()
            if raw and (found := self._checked(name, raw)):
                said.append(f"{field.ask.label}: {found.problem or found.note or self._named(raw)}")
        note = self.query_one(".dialog--note", Line)
        note.styles.height = max(1, len(said))
        note.update(plain("\n".join(filter(None, said))))

    def _checked(self, name: str, raw: str) -> Check | None:
        match name:
            case "urn":
                found = check_urn(raw)
            case "laestab":
                found = check_laestab(raw)
            case "la":
                found = check_la(raw, face(self).today)
            case _:
                return None
        return found if found.problem or found.note or name == "la" else None

    def _named(self, code: str) -> str:
        return AUTHORITIES.label(code)


class Passphrase(Dialog[dict[str, str] | None]):
    """The passphrase, typed twice, and how well it would stand."""

    DEFAULT_CSS = """
    Passphrase Entry { margin-bottom: 1; }
    Passphrase #strength { height: auto; min-height: 2; margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "take", "Next")]

    help_text = (
        "The passphrase opens the case file each time; type it twice. The line beneath says how "
        "long it would stand against guessing. Enter goes on, Escape goes back."
    )

    def __init__(self) -> None:
        super().__init__("3 of 4 · Passphrase")

    def contents(self) -> Sequence[Widget]:
        """What makes a good one, the two lines, and how it would stand."""
        return [
            Static(
                "Four or five unrelated words are strong and can be remembered. "
                "Do not use one you use elsewhere. It cannot be reset by anybody.",
                classes="dialog--text",
                markup=False,
            ),
            Line("Passphrase"),
            Entry(password=True, id="first"),
            Line("The same again"),
            Entry(password=True, id="again"),
            Static("", id="strength", markup=False),
            buttons(("leave", "Back  esc"), ("take", "Next  ctrl+s"), first="take"),
        ]

    def on_mount(self) -> None:
        """Start at the first line."""
        self.query_one("#first").focus()

    @on(Input.Changed, "#first")
    def _weigh(self, event: Input.Changed) -> None:
        self._look(event.value)

    @work(group="strength", exclusive=True)
    async def _look(self, typed: str) -> None:
        found = await asyncio.to_thread(casefile.strength, typed)
        if self.query_one("#first", Entry).value == typed:
            bar = "■" * (found.score + 1) + "□" * (4 - found.score)
            advice = f" {found.advice}" if found.advice else ""
            self._say(f"{bar} {found.words}.{advice}" if typed else "")

    @on(Input.Submitted)
    @on(Button.Pressed, "#take")
    def action_take(self) -> None:
        """Go on, if it is strong enough and both are the same."""
        first, again = (self.query_one(name, Entry) for name in ("#first", "#again"))
        if not again.value:
            again.focus()
        elif first.value != again.value:
            self._say("! The two are not the same.")
        else:
            self._finish(first.value)

    @work(group="strength", exclusive=True)
    async def _finish(self, typed: str) -> None:
        found = await asyncio.to_thread(casefile.strength, typed)
        if found.enough:
            self.dismiss({"passphrase": typed})
        else:
            self._say(f"! This is {found.words}. {found.advice}")
            self.query_one("#first").focus()

    def _say(self, text: str) -> None:
        self.query_one("#strength", Static).update(plain(text))

    @on(Button.Pressed, "#leave")
    def _back(self) -> None:
        self.dismiss(None)


class RecoveryKey(Dialog[None]):
    """Shown once; there is no way past it but to say that it has been written down."""

    DEFAULT_CSS = """
    RecoveryKey {
        & > .dialog { width: 84; }
        /* Wide enough for the beginning and four groups: the rest is as long. */
        & #key { width: 48; height: 3; margin-bottom: 1; border: none; padding: 0 1; }
        & #file { display: none; margin-bottom: 1; }
        & #file.-asked { display: block; }
        & #told { height: auto; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stay", show=False),
        Binding("s", "ask_file", "Save to a file"),
        Binding("w", "done", "I have written it down"),
    ]

    help_text = (
        "Who has this key can open the case file and set a new passphrase, should you forget "
        "yours. s saves it to a file to print; w says that you have written it down, and goes on."
    )

    WHY: ClassVar[str] = (
        "If the passphrase is forgotten, this key is the only way in. It is shown now and never "
        "again. Write it down (its spaces do not matter) or print it, and keep it away from "
        "this computer, such as in the school’s safe."
    )

    def __init__(
        self,
        key: str,
        recipient: str,
        path: Path,
        title: str = "4 of 4 · Your recovery key",
        ending: str = "recovery-key",
    ) -> None:
        super().__init__(title)
        self._key, self._recipient = key, recipient
        self._near = Path.home() / f"{path.stem}-{ending}.txt"

    def contents(self) -> Sequence[Widget]:
        """The key, why it matters, and what can be done with it."""
        return [
            Static(
                self.WHY,
                classes="dialog--text",
                markup=False,
            ),
            TextArea(
                recovery.grouped(self._key),
                read_only=True,
                show_cursor=False,
                id="key",
                soft_wrap=True,
            ),
            Entry(str(self._near), id="file"),
            Static("", id="told", classes="dialog--note", markup=False),
            buttons(
                ("save", "Save to a file  s"), ("done", "I have written it down  w"), first="done"
            ),
        ]

    def on_mount(self) -> None:
        """Start at saving: the way past is a choice of its own."""
        self.query_one("#save").focus()

    @on(Button.Pressed, "#save")
    def action_ask_file(self) -> None:
        """Ask where to save it, or save it there."""
        file = self.query_one("#file", Entry)
        if file.has_class("-asked"):
            self._save(Path(file.value).expanduser())
            return
        file.add_class("-asked")
        file.focus()
        self._say("Enter saves it there. Print it, lock it away, then delete the file.")

    @on(Input.Submitted, "#file")
    def _named(self, event: Input.Submitted) -> None:
        self._save(Path(event.value).expanduser())

    @work(group="save", exclusive=True)
    async def _save(self, path: Path) -> None:
        try:
            await asyncio.to_thread(recovery.write, path, self._key, self._recipient)
        except SendtuiError as problem:
            self._say(f"! {problem}")
            return
        self._say(f"Saved in {path}. Print it, lock it away, then delete the file.")
        self.query_one("#done").focus()

    def _say(self, text: str) -> None:
        self.query_one("#told", Static).update(plain(text))

    def action_stay(self) -> None:
        """Escape does not lead past this."""
        self._say("Write the key down first, or save it to a file. Then press w.")

    @on(Button.Pressed, "#done")
    def action_done(self) -> None:
        """Go on to the app."""
        self.dismiss(None)


class SchoolKeyAsked(Confirm):
    """Whether the school or authority is to hold a key of its own; Enter makes it."""

    def __init__(self, whose: str) -> None:
        super().__init__(
            f"A key for the {whose} too?",
            f"Should you leave or fall ill, the {whose} must be able to open its own record. This "
            f"makes a second key, for the {whose}’s safe. Without one, only you can open it. Later "
            "it is made by “sendtui access school”.",
            yes="Make it",
            no="Later",
            safe="yes",
        )


class SchoolKey(RecoveryKey):
    """The key of the school or authority itself, shown once."""

    WHY: ClassVar[str] = (
        "This key opens the record whoever has left. It is shown now and never again. Print it, "
        "seal it in an envelope and give it to whoever is in charge, for the safe."
    )

    def __init__(self, key: str, recipient: str, path: Path, whose: str = "school") -> None:
        super().__init__(key, recipient, path, f"The {whose}’s key", "school-key")
