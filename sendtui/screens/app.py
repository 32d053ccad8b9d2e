"""The app: which screen is in front, the case file behind it, and the only clock of the screens."""

import asyncio
import gc
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, TypeVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen

from sendtui import paths
from sendtui.rules.counting import counted
from sendtui.screens.comforts import Comforts
from sendtui.screens.covering import cover, leave_covered
from sendtui.screens.desk import Desk, OpenFile
from sendtui.screens.keyboard import Keyboard
from sendtui.screens.places import PLACE_KEYS, today_screen
from sendtui.screens.unlock import Unlock
from sendtui.screens.widgets.face import BREAKPOINTS, job

if TYPE_CHECKING:
    from sendtui.services.preferences import Desktop

P = ParamSpec("P")
T = TypeVar("T")

IDLE_MINUTES = 10
REST_SECONDS = 2.5
"""How long hands rest before there is time for what would hold up a key."""

REGISTER_SECONDS = 4.0
"""How long it is at least between two looks at whether others have written in a register."""

NEVER = 1_000_000
HANDOVER_SECONDS = 0.0005
WHILE_LOCKED = frozenset({"quit", "help_quit", "help"})


def run_app(
    path: Path,
    today: date | None = None,
    read_only: bool = False,
    store: "OpenFile | None" = None,
    kind: "type[SendtuiApp] | None" = None,
) -> int:
    """Run the app over the case file at `path` until it is left; gives the exit code.

    `store` is that file where it is open already; `kind` an app with more to it.
    """
    app = (kind or SendtuiApp)(path, today, read_only=read_only)
    app.given = store
    # A long look for garbage would hold up a key; `tick` has one when hands rest.
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, NEVER)
    # A reading hands the interpreter back at each line it fetches, and must not wait 5 ms for each.
    sys.setswitchinterval(HANDOVER_SECONDS)
    try:
        app.run()
    finally:
        app.desk.clear()
    return app.return_code or 0


class SendtuiApp(Comforts):
    """The screens over one case file. Each place of the app is a mode with screens of its own."""

    TITLE = "sendtui"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    DEFAULT_MODE = "lock"
    NOTIFICATION_TIMEOUT = 6

    BINDINGS: ClassVar[list[BindingType]] = [
        *PLACE_KEYS,
        Binding("ctrl+z", "undo", "Undo the last act", show=False),
        Binding("ctrl+y", "redo", "Redo", show=False),
        Binding("ctrl+l", "lock", "Lock now", show=False),
        Binding("ctrl+q", "quit", "Leave", show=False, priority=True),
    ]

    def __init__(self, path: Path, today: date | None = None, *, read_only: bool = False) -> None:
        """`today` fixes the day the rules reckon from; without it the clock is read."""
        self.path = path
        self.desk = Desk()
        self.read_only = self._asked_read_only = read_only
        self.data_version = 0
        self.idle_minutes = IDLE_MINUTES
        self.author = ""
        self.setting_name = ""
        self.is_authority = False
        self.given: OpenFile | None = None
        self._fixed_day = today
        self.today = today or date.today()  # noqa: DTZ011
        self.idle_since = time.time()
        self._tidied = 0.0
        self._looked = 0.0
        self.look_seconds = REGISTER_SECONDS if paths.register_url(path) else 0.0
        self._before_lock = "today"
        self._demo = ""
        self._keyring_dropped = False
        self._was_set_up = False
        self._is_uncovered = False
        super().__init__()
        self.keyboard = Keyboard(self, super().on_event)
        self.add_mode("lock", self._front)
        self.dress()

    def _front(self) -> Screen[Any]:
        if self.path.exists() or paths.register_url(self.path):
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
        if (service.__module__, service.__name__) == _SHOWS:
            self._is_uncovered = True
        if getattr(service, "writes", False):
            # A kept draft is seen when a screen comes back, and never stirs the one typed into.
            await self.look(tell=not service.__module__.endswith(".drafts"))
        return found

    async def look(self, *, tell: bool = True) -> None:
        """See whether anybody has committed, and tell the open screens."""
        # A file that was closed and opened again counts from the start, with other data in it.
        version = await self.desk.call(_data_version) + self.desk.epoch * _EPOCH
        if version != self.data_version:
            self.data_version = version
            if tell:
                self._tell()

    def _tell(self) -> None:
        """Tell the screens that are seen; one that is covered looks when it comes to the front."""
        from sendtui.screens.base import DataMoved

        for screen in reversed(self.screen_stack):
            screen.post_message(DataMoved(self.data_version))
            if not screen.is_modal:
                return

    async def opened(self, file: OpenFile) -> None:
        """Go on with an open case file, where one was before the lock."""
        from sendtui.services import casefile, preferences

        self.desk.put(file)
        self.read_only = self._asked_read_only or file.read_only
        found: Desktop = await self.desk.call(preferences.desktop)
        self.author, self.setting_name = found.author, found.setting_name
        self.is_authority = found.is_authority
        self.idle_minutes = found.idle_minutes
        self._demo = f"\nThis is a demo: the passphrase is “{found.told}”." if found.told else ""
        self.idle_since = time.time()
        if self._keyring_dropped:
            self._keyring_dropped = False
            await self.desk.call(casefile.remember)
        await self.look(tell=False)
        await self.go(self._before_lock, today_screen)
        leave_covered(self)
        self._tell()

    async def action_lock(self) -> None:
        """Lock now; what is typed stays where it is."""
        await self.lock("Locked. What you typed is kept.")

    async def lock(self, why: str, *, idle: bool = False) -> None:
        """Keep drafts, drop the key and the case file, and put the lock in front."""
        if self.is_locked:
            return
        await self._keep_typing()
        await self.keep_recents()
        if idle:
            await self._drop_keyring()
        if self.is_locked:
            # Meanwhile somebody asked for the same; what is in front now is the lock itself.
            return
        self._before_lock = self.current_mode
        self.clear_notifications()
        if self._is_uncovered:
            self._is_uncovered = False
            cover(self._screen_stacks.values())
        if self._was_set_up:
            # The set-up stood where the lock stands from now on.
            await self.remove_mode("lock")
            self.add_mode("lock", self._front)
            self._was_set_up = False
        await self.switch_mode("lock")
        await self.desk.lock()
        front = self.screen_stack[0]
        if isinstance(front, Unlock):
            front.lock_again(f"{why}{self._demo}")

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

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only leaving is possible while locked; the last pupil only once there is one."""
        if self.is_locked and action in _OWN_ACTIONS - WHILE_LOCKED:
            return False
        if action == "pupil" and not self.pupil:
            return False
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Name the last act and take it back."""
        from sendtui.screens.takeback import take_back

        self.run_worker(job(take_back, self), group="undo", exclusive=True)

    def action_redo(self) -> None:
        """Name what was taken back last and bring it back."""
        from sendtui.screens.takeback import bring_back

        self.run_worker(job(bring_back, self), group="undo", exclusive=True)

    # The clock

    async def on_event(self, event: events.Event) -> None:
        """Notice every key and every move of the mouse, for the idle lock."""
        if isinstance(event, events.InputEvent):
            self.idle_since = time.time()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.keyboard.take(event)
        else:
            await super().on_event(event)

    async def tick(self) -> None:
        """What is looked after once a second: idle hands, a new day, others' changes."""
        if self._tidied < self.idle_since < time.time() - REST_SECONDS:
            self._tidied = time.time()
            gc.collect()
        if self.is_locked:
            return
        if self.idle_minutes and time.time() - self.idle_since > self.idle_minutes * 60:
            minutes = counted(self.idle_minutes, "minute")
            await self.lock(f"Locked after {minutes}. What you typed is kept.", idle=True)
            return
        day = self._fixed_day or date.today()  # noqa: DTZ011
        if day != self.today:
            self.today = day
            self.desk.epoch += 1
        # A file is asked at every tick; a register is a question over the network, and where many
        # write in it each answer has every open screen read again.
        if time.monotonic() - self._looked >= self.look_seconds:
            self._looked = time.monotonic()
            self.run_worker(job(self.look), group="look", exclusive=True)

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

_SHOWS = ("sendtui.services.confidential", "show")
"""The service after which confidential words stand on the screens."""

_OWN_ACTIONS = frozenset(
    binding.action for binding in SendtuiApp.BINDINGS if isinstance(binding, Binding)
) | {"command_palette"}


_EPOCH = 1 << 40
"""More than a case file counts commits while it is open."""


def _data_version(file: OpenFile) -> int:
    return file.data_version()
