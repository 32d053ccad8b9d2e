"""First run: who is at the keyboard, for which setting, the passphrase and the recovery key."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from sendtui import paths
from sendtui.errors import SendtuiError
from sendtui.screens.widgets.face import BREAKPOINTS
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.words import Line, plain

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp
    from sendtui.services.casefile import Made, Store

WELCOME = """This sets up an encrypted case file on this computer. It takes about three minutes.

You will be asked for your name and role, your school or authority, and a passphrase. At the end \
you are shown a recovery key to write down or print.

Nothing leaves this computer unless you send it."""


class FirstRun(Screen[None]):
    """Leads through the questions, each of which can be gone back to."""

    CSS_PATH = "first_run.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "Begin", key_display="enter"),
        Binding("s", "safe", "Use the safe place"),
    ]

    help_text = WELCOME

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._unsafe = ""
        self._answers: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        """What is going to happen, and where the file will lie."""
        with Vertical(id="door"):
            yield Line("Welcome to sendtui", classes="strong")
            yield Static(plain(WELCOME), id="welcome")
            yield Static("", id="place", classes="quiet")
            yield Static("", id="step", classes="strong")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Look at the place once the welcome is drawn."""
        self.call_after_refresh(self._look)

    @work(group="look")
    async def _look(self) -> None:
        self._unsafe = await asyncio.to_thread(_why_unsafe, self._path)
        self._say_place()

    def _say_place(self) -> None:
        step = "Press Enter to begin."
        words = f"The case file will be {self._path}."
        if self._unsafe:
            words = (
                f"! {self._path} lies {self._unsafe}. An encrypted database is damaged there: two "
                f"computers write parts of it at once.\n\nThe safe place is {paths.default_store()}"
                ". What others need you send as sealed files, which may lie in a shared folder."
            )
            step = "Press s to use the safe place."
            if paths.default_store().exists():
                words += "\n\nThere is a case file at the safe place already."
                step = "Press s to open that one."
        self.query_one("#place", Static).update(plain(words))
        self.set_class(bool(self._unsafe), "-unsafe")
        self.query_one("#step", Static).update(plain(step))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An unsafe place has to be left before one can begin."""
        if action == "begin":
            return not self._unsafe
        if action == "safe":
            return bool(self._unsafe)
        return super().check_action(action, parameters)

    async def action_safe(self) -> None:
        """Take the safe place, or open the case file that is there already."""
        self._path = paths.default_store()
        self._unsafe = ""
        app = cast("SendtuiApp", self.app)
        app.path = self._path
        if self._path.exists():
            from sendtui.screens.unlock import Unlock

            await app.switch_screen(Unlock(self._path, read_only=app.read_only))
        else:
            self._say_place()

    @work(group="questions", exclusive=True)
    async def action_begin(self) -> None:
        """Ask question after question; leaving one goes back to the one before."""
        from sendtui.screens import first_questions as ask

        questions = (ask.who, ask.where, ask.passphrase)
        self.add_class("-asking")
        at = 0
        while 0 <= at < len(questions):
            answer = await self.app.push_screen_wait(questions[at](self._answers))
            if answer is not None:
                self._answers |= answer
            at += 1 if answer is not None else -1
        self.remove_class("-asking")
        if at >= 0:
            await self._make()

    async def _make(self) -> None:
        from sendtui.screens.first_questions import RecoveryKey

        self.query_one("#step", Static).update("Making the case file …")
        try:
            made = await asyncio.to_thread(_make, self._path, self._answers)
        except SendtuiError as problem:
            self.query_one("#step", Static).update(plain(f"! {problem}"))
            return
        self._answers.pop("passphrase", None)
        self.add_class("-asking")
        await self.app.push_screen_wait(RecoveryKey(made.recovery, made.recipient, self._path))
        await self._offer_school_key(made.store)
        self.query_one("#step", Static).update("")
        await cast("SendtuiApp", self.app).opened(made.store)

    async def _offer_school_key(self, store: "Store") -> None:
        """A second key, which the setting holds: with one key alone a record can be lost."""
        from sendtui.screens.first_questions import SchoolKey, SchoolKeyAsked
        from sendtui.services import keys

        whose = "school" if self._answers["role"] == "senco" else "authority"
        if await self.app.push_screen_wait(SchoolKeyAsked(whose)):
            secret, recipient = await asyncio.to_thread(keys.add_school_key, store)
            await self.app.push_screen_wait(SchoolKey(secret, recipient, self._path, whose))


def _why_unsafe(path: Path) -> str:
    from sendtui.services import casefile

    return casefile.place(path)


def _make(path: Path, answers: dict[str, Any]) -> "Made":
    from sendtui.services import casefile

    made = casefile.create(path, answers["passphrase"])
    setting = {key: answers[key] for key in ("name", "urn", "laestab", "la") if answers.get(key)}
    sort = "school" if answers["role"] == "senco" else "la"
    casefile.set_up(
        made.store,
        author=answers["author"],
        role=answers["role"],
        setting={**setting, "sort": sort},
    )
    return made
