"""The lock: drawn before anything heavy is loaded, which happens while the passphrase is typed."""

import asyncio
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input

from sendtui import paths
from sendtui.errors import LockedError, SendtuiError
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.face import BREAKPOINTS
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.words import Line, plain

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp
    from sendtui.services.casefile import Unlock as Key

LOADED_WHILE_TYPING = (
    "sendtui.services.casefile",
    "sendtui.services.register",
    "sendtui.services.preferences",
    "sendtui.services.due",
    "sendtui.screens.today",
    "sendtui.screens.register",
    "nacl.pwhash",
    "pyrage",
)


PAUSE = 0.06
"""Seconds for the first frame to reach the terminal before anything else wants the processor."""


class Unlock(Screen[None]):
    """Asks for the passphrase, or for the recovery key and a new passphrase."""

    CSS_PATH = "unlock.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", key_display="enter"),
        Binding("ctrl+r", "recover", "Forgotten it? Use the recovery key"),
        Binding("escape", "passphrase", "Back to the passphrase"),
    ]

    help_text = (
        "The case file is encrypted. Type its passphrase and press Enter. Nobody can read it "
        "without the passphrase or the recovery key that was shown when it was made. A register "
        "is opened by its server: Enter is enough where it knows you otherwise."
    )

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        super().__init__()
        self._path = path
        self._url = paths.register_url(path)
        self._read_only = read_only
        self._is_opening = False

    def compose(self) -> ComposeResult:
        """The name, the file, the line to type into, and what is to be said."""
        with Vertical(id="door"):
            yield Line("sendtui", classes="strong")
            yield Line(self._where(), id="where", classes="quiet")
            yield Line(self._asked(), id="asked")
            yield Entry(password=True, id="passphrase", placeholder=self._hint())
            yield Line("", id="note")

    def _where(self) -> str:
        named = f"{self._path.name} in {self._path.parent}"
        if self._url:
            named = paths.register_name(self._url)
        return named + (" · for reading only" if self._read_only else "")

    def _asked(self) -> str:
        return "The server’s password, where it asks for one" if self._url else "Passphrase"

    def _hint(self) -> str:
        return "press Enter to go on" if self._url else "type it and press Enter"

    def on_mount(self) -> None:
        """Put the keys into the passphrase, and load the rest once that is drawn."""
        self.query_one("#passphrase").focus()
        self.set_timer(PAUSE, self._go_on)

    async def _go_on(self) -> None:
        await self.mount(Footer(show_command_palette=False))
        self.refresh_bindings()
        self._warm_up()

    @work(group="warm-up")
    async def _warm_up(self) -> None:
        await asyncio.to_thread(_load)
        from sendtui.services import casefile

        try:
            ways = await asyncio.to_thread(casefile.ways_in, self._path)
        except SendtuiError as problem:
            self._say(str(problem), wrong=True)
            return
        if self._url and not self._is_opening:
            self._open(casefile.Unlock())
        if any(way == "keyring" for way, _ in ways) and not self._is_opening:
            self._say("Asking this computer’s keyring. You can also type the passphrase.")
            self._open(casefile.Unlock(keyring=True))

    def lock_again(self, why: str) -> None:
        """Stand in front of an app that was open; the keyring is not asked again."""
        self._is_opening = False
        self.action_passphrase()
        self._say(why)

    # Which key is asked for

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going back is possible from the recovery key alone, and the other way round."""
        if action == "passphrase":
            return self.has_class("-recovering")
        if action == "recover":
            return not (self.has_class("-recovering") or self._read_only or self._url)
        return super().check_action(action, parameters)

    async def action_recover(self) -> None:
        """Ask for the recovery key."""
        if not self.query("#recovery"):
            several = await self._people()
            whose = (
                Line(f"Whose passphrase is new: {', '.join(several)}"),
                Entry(id="whose", placeholder="a name of these"),
            )
            await self.mount_all(
                (
                    Entry(id="recovery", placeholder="AGE-SECRET-KEY-1…"),
                    *(whose if several else ()),
                    Line("New passphrase: 12 characters or more, four unrelated words"),
                    Entry(password=True, id="new"),
                    Line("The same again"),
                    Entry(password=True, id="again"),
                ),
                before="#note",
            )
        self._ask("Recovery key, as printed when the case file was made", "#recovery", True)

    async def _people(self) -> tuple[str, ...]:
        """Who has a passphrase, where there are several people; else nobody."""
        from sendtui.services import casefile

        try:
            ways = await asyncio.to_thread(casefile.ways_in, self._path)
        except SendtuiError:
            return ()
        found = tuple(name for way, name in ways if way == "passphrase")
        return found if len(found) > 1 else ()

    def action_passphrase(self) -> None:
        """Ask for the passphrase."""
        self._ask(self._asked(), "#passphrase", False)

    def _ask(self, words: str, entry: str, recovering: bool) -> None:
        self.set_class(recovering, "-recovering")
        for each in self.query(Entry):
            each.value = ""
        self.query_one("#asked", Line).say(words)
        self._say("")
        self.query_one(entry).focus()
        self.refresh_bindings()

    # Opening

    @on(Input.Submitted)
    def action_open(self) -> None:
        """Open the case file with what has been typed, or go to what is still to be typed."""
        from sendtui.services import casefile

        if not self.has_class("-recovering"):
            typed = self._typed("#passphrase")
            if typed or self._url:
                self._open(casefile.Unlock(passphrase=typed))
            return
        asked = (f"#{each.id}" for each in self.query(Entry) if each.id != "passphrase")
        missing = [name for name in asked if not self._typed(name)]
        if missing:
            self.query_one(missing[0]).focus()
        elif self._typed("#new") != self._typed("#again"):
            self._say("The two new passphrases are not the same.", wrong=True)
        else:
            self._open(casefile.Unlock(recovery=self._typed("#recovery").strip()))

    def _typed(self, name: str) -> str:
        return self.query_one(name, Entry).value

    def _open(self, key: "Key") -> None:
        if not self._is_opening:
            self._is_opening = True
            self._open_with(key)

    @work(group="open")
    async def _open_with(self, key: "Key") -> None:
        from sendtui.services import casefile

        if not key.keyring:
            self._say("Opening …")
        try:
            if key.recovery:
                new = self._typed("#new")
                whose = self._typed("#whose").strip() if self.query("#whose") else ""
                await asyncio.to_thread(casefile.change_passphrase, self._path, key, new, whose)
                key = casefile.Unlock(passphrase=new)
            store = await asyncio.to_thread(
                casefile.open_store, self._path, key, read_only=self._read_only
            )
        except SendtuiError as problem:
            self._refused(key, problem)
            return
        await cast("SendtuiApp", self.app).opened(store)
        for each in self.query(Entry):
            each.value = ""
        self._say("")

    def _refused(self, key: "Key", problem: SendtuiError) -> None:
        self._is_opening = False
        if key.keyring:
            self._say("The keyring did not open it. Type the passphrase.")
            return
        if self._url and not key.passphrase and isinstance(problem, LockedError):
            self._say("The server asks for your password.")
            return
        self._say(str(problem), wrong=True)
        if not key.recovery:
            self.query_one("#passphrase", Entry).value = ""

    def _say(self, text: str, *, wrong: bool = False) -> None:
        note = self.query_one("#note", Line)
        note.set_class(wrong, "-wrong")
        note.say(plain(f"! {text}" if wrong else text))


def _load() -> None:
    from importlib import import_module

    wanted = [name for name in LOADED_WHILE_TYPING if name not in sys.modules]
    if not wanted:
        return
    # Little slices, so that a key typed meanwhile is drawn at once.
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    # What is loaded stays: to look through it for garbage holds up a key by a tenth of a second.
    gc.disable()
    try:
        for name in wanted:
            import_module(name)
    finally:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(before)
