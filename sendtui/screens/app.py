"""The app: which screen is in front, the case file behind it, and the only clock of the screens."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, TypeVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from sendtui.screens.desk import Desk, OpenFile
from sendtui.screens.unlock import Unlock
from sendtui.screens.widgets.face import BREAKPOINTS
from sendtui.screens.widgets.themes import DARK, LIGHT

if TYPE_CHECKING:
    from sendtui.services.preferences import Desktop

P = ParamSpec("P")
T = TypeVar("T")

IDLE_MINUTES = 10
REST_SECONDS = 2.5
"""How long hands rest before there is time for what would hold up a key."""

NEVER = 1_000_000
WHILE_LOCKED = frozenset({"quit", "help_quit", "help"})


def run_app(
    path: Path,
    today: date | None = None,
    read_only: bool = False,
    store: "OpenFile | None" = None,
) -> int:
    """Run the app over the case file at `path` until it is left; gives the exit code.

    `store` is that file where it is open already.
    """
    app = SendtuiApp(path, today, read_only=read_only)
    app.given = store
    # A long look for garbage would hold up a key; `tick` has one when hands rest.
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, NEVER)
    try:
        app.run()
    finally:
        app.desk.clear()
    return app.return_code or 0


class SendtuiApp(App[None]):
    """The screens over one case file. Each place of the app is a mode with screens of its own."""

    TITLE = "sendtui"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    DEFAULT_MODE = "lock"
    NOTIFICATION_TIMEOUT = 6

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", key_display="f1"),
        Binding("f2,t", "today", "Today", show=False),
        Binding("f3,r", "register", "Register", show=False),
        Binding("f4,p", "pupil", "Last pupil", show=False),
        Binding("f6,x", "exchange", "Exchange", show=False),
        Binding("ctrl+f,slash", "find", "Find a pupil", show=False),
        Binding("ctrl+z", "undo", "Undo the last act", show=False),
        Binding("ctrl+y", "redo", "Redo", show=False),
        Binding("ctrl+l", "lock", "Lock now", show=False),
        Binding("ctrl+q", "quit", "Leave", show=False, priority=True),
    ]

    def __init__(self, path: Path, today: date | None = None, *, read_only: bool = False) -> None:
        """`today` fixes the day the rules reckon from; without it the clock is read."""
        self.path = path
        self.desk = Desk()
        self.read_only = read_only
        self.data_version = 0
        self.idle_minutes = IDLE_MINUTES
        self.author = ""
        self.setting_name = ""
        self.pupil = ""
        self.given: OpenFile | None = None
        self._fixed_day = today
        self.today = today or date.today()  # noqa: DTZ011
        self.idle_since = time.time()
        self._tidied = 0.0
        self._before_lock = "today"
        self._keyring_dropped = False
        self._was_set_up = False
        super().__init__()
        self.add_mode("lock", self._front)
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        if self.theme == "textual-dark":
            # Before anything is drawn, so that nothing has to be drawn twice.
            self.set_reactive(App.theme, DARK.name)

    def _front(self) -> Screen[Any]:
        if self.path.exists():
            return Unlock(self.path, read_only=self.read_only)
        from sendtui.screens.first_run import FirstRun

        self._was_set_up = True
        return FirstRun(self.path)

    def on_mount(self) -> None:
        """Look after the day, the data and idle hands once a second."""
        self.set_interval(1, self.tick)
        if self.given is not None:
            self.run_worker(self.opened(self.given))

    # The case file

    async def call(
        self, service: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a service gives, run on the case file's reading or writing thread."""
        found = await self.desk.call(service, *args, **kwargs)
        if getattr(service, "writes", False):
            # A kept draft is seen when a screen comes back, and never stirs the one typed into.
            await self.look(tell=not service.__module__.endswith(".drafts"))
        return found

    async def look(self, *, tell: bool = True) -> None:
        """See whether anybody has committed, and tell the open screens."""
        version = await self.desk.call(_data_version)
        if version != self.data_version:
            self.data_version = version
            if tell:
                self._tell()

    def _tell(self) -> None:
        from sendtui.screens.base import DataMoved

        for screen in self.screen_stack:
            screen.post_message(DataMoved(self.data_version))

    async def opened(self, file: OpenFile) -> None:
        """Go on with an open case file, where one was before the lock."""
        from sendtui.services import casefile, preferences

        self.desk.put(file)
        found: Desktop = await self.desk.call(preferences.desktop)
        self.author, self.setting_name = found.author, found.setting_name
        self.idle_minutes = found.idle_minutes
        self.idle_since = time.time()
        if self._keyring_dropped:
            self._keyring_dropped = False
            await self.desk.call(casefile.remember)
        await self.look(tell=False)
        await self._go(self._before_lock, self._today_screen)
        self._tell()

    @property
    def is_locked(self) -> bool:
        """Whether the lock is in front and no key is held."""
        return self.current_mode == "lock"

    async def action_lock(self) -> None:
        """Lock now; what is typed stays where it is."""
        await self.lock("Locked. What you typed is kept.")

    async def lock(self, why: str, *, idle: bool = False) -> None:
        """Keep drafts, drop the key and the case file, and put the lock in front."""
        if self.is_locked:
            return
        await self._keep_typing()
        if idle:
            await self._drop_keyring()
        if self.is_locked:
            # Meanwhile somebody asked for the same; what is in front now is the lock itself.
            return
        self._before_lock = self.current_mode
        self.clear_notifications()
        if self._was_set_up:
            # The set-up stood where the lock stands from now on.
            await self.remove_mode("lock")
            self.add_mode("lock", self._front)
            self._was_set_up = False
        await self.switch_mode("lock")
        await self.desk.lock()
        front = self.screen_stack[0]
        if isinstance(front, Unlock):
            front.lock_again(why)

    async def _drop_keyring(self) -> None:
        """After an idle lock somebody else may sit here, also after starting the program anew."""
        from sendtui.services import casefile

        ways = await asyncio.to_thread(casefile.ways_in, self.path)
        if any(way == "keyring" for way, _ in ways):
            await self.desk.call(casefile.forget)
            self._keyring_dropped = True

    async def _keep_typing(self) -> None:
        from sendtui.screens.widgets.form import Form

        for screen in self.screen_stack:
            for form in screen.query(Form):
                form.flush()
        await asyncio.sleep(0)

    # Where one can go

    async def _go(self, mode: str, screen: Callable[[], Screen[Any]]) -> None:
        if mode not in self._modes:
            self.add_mode(mode, screen)
        await self.switch_mode(mode)

    def _today_screen(self) -> Screen[Any]:
        from sendtui.screens.today import Today

        return Today()

    def _register_screen(self) -> Screen[Any]:
        from sendtui.screens.register import Register

        return Register()

    def open_today(self) -> None:
        """Show what is due."""
        self._start(self._go("today", self._today_screen))

    def open_register(self) -> None:
        """Show the register."""
        self._start(self._go("register", self._register_screen))

    def open_pupil(self, pupil: str, part: str = "", record: str = "") -> None:
        """Show a pupil; `part` and `record` say where in all that is held about them."""
        self._start(self._show_pupil(pupil, part, record))

    def open_exchange(self, part: str = "") -> None:
        """Show imports, exports and sealed files."""
        self._start(self._show_exchange(part))

    def _start(self, going: Awaitable[None]) -> None:
        self.run_worker(going, group="go", exclusive=False)

    async def _show_pupil(self, pupil: str, part: str, record: str) -> None:
        from sendtui.screens.pupil import PupilScreen

        before, self.pupil = self.pupil, pupil
        is_new = before != pupil
        await self._go(f"pupil:{pupil}", partial(PupilScreen, pupil, part, record))
        if before and is_new:
            await self.remove_mode(f"pupil:{before}")
        base = self.screen_stack[0]
        if not is_new and (part or record) and isinstance(base, PupilScreen):
            base.go(part, record)

    async def _show_exchange(self, part: str) -> None:
        from sendtui.screens.exchange import ExchangeScreen

        is_new = "exchange" not in self._modes
        await self._go("exchange", partial(ExchangeScreen, part))
        base = self.screen_stack[0]
        if not is_new and part and isinstance(base, ExchangeScreen):
            base.go(part)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only leaving is possible while locked; the last pupil only once there is one."""
        if self.is_locked and action in _OWN_ACTIONS - WHILE_LOCKED:
            return False
        if action == "pupil" and not self.pupil:
            return False
        return super().check_action(action, parameters)

    def action_today(self) -> None:
        """Show what is due."""
        self.open_today()

    def action_register(self) -> None:
        """Show the register."""
        self.open_register()

    def action_pupil(self) -> None:
        """Show the pupil opened last."""
        self.open_pupil(self.pupil)

    def action_exchange(self) -> None:
        """Show imports, exports and sealed files."""
        self.open_exchange()

    def action_help(self) -> None:
        """Help for what has the focus."""
        from sendtui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def action_find(self) -> None:
        """Find a pupil by name or number."""
        from sendtui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.screen, pupils_only=True))

    def action_command_palette(self) -> None:
        """Every action and every pupil."""
        from sendtui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.screen))

    def action_undo(self) -> None:
        """Name the last act and take it back."""
        from sendtui.screens.takeback import take_back

        self.run_worker(take_back(self), group="undo", exclusive=True)

    def action_redo(self) -> None:
        """Name what was taken back last and bring it back."""
        from sendtui.screens.takeback import bring_back

        self.run_worker(bring_back(self), group="undo", exclusive=True)

    # The clock

    async def on_event(self, event: events.Event) -> None:
        """Notice every key and every move of the mouse, for the idle lock."""
        if isinstance(event, events.InputEvent):
            self.idle_since = time.time()
        await super().on_event(event)

    async def tick(self) -> None:
        """What is looked after once a second: idle hands, a new day, others' changes."""
        if self._tidied < self.idle_since < time.time() - REST_SECONDS:
            self._tidied = time.time()
            gc.collect()
        if self.is_locked:
            return
        if self.idle_minutes and time.time() - self.idle_since > self.idle_minutes * 60:
            minutes = f"{self.idle_minutes} minute{'s' if self.idle_minutes > 1 else ''}"
            await self.lock(f"Locked after {minutes}. What you typed is kept.", idle=True)
            return
        day = self._fixed_day or date.today()  # noqa: DTZ011
        if day != self.today:
            self.today = day
            self.data_version = -1
        self.run_worker(self.look(), group="look", exclusive=True)

    # When something is wrong with the program itself

    def _handle_exception(self, error: Exception) -> None:
        """End with a report of places in the code; the library's own shows what variables held."""
        from sendtui.crash import keep_report

        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            when = datetime.now().strftime("%Y%m%d-%H%M%S")  # noqa: DTZ005
            kept = keep_report(error, when)
            self.panic(Text(_SORRY.format(report=kept)))


_SORRY = (
    "sendtui stopped because of a mistake in the program. Everything you saved is safe, and what "
    "you were typing is kept as a draft.\nA report without any record text is in {report}."
)

_OWN_ACTIONS = frozenset(
    binding.action for binding in SendtuiApp.BINDINGS if isinstance(binding, Binding)
) | {"command_palette"}


def _data_version(file: OpenFile) -> int:
    return file.data_version()
