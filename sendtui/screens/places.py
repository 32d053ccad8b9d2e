"""The places of the app and how one goes there: each is a mode with screens of its own."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

from sendtui.screens.back_out import back_out
from sendtui.screens.widgets.face import job

PLACE_KEYS = (
    Binding("f1,question_mark", "help", "Help", key_display="f1"),
    Binding("ctrl+f,slash", "find", "Find a pupil", show=False),
    Binding("f2,t", "today", "Today", show=False),
    Binding("f3,r", "register", "Register", show=False),
    Binding("f4,p", "pupil", "Last pupil", show=False),
    Binding("f5,u", "calendar", "Calendar", show=False),
    Binding("f6,x", "exchange", "Exchange", show=False),
    Binding("f7", "cases", "EHC cases: the queue, by days left", show=False),
    Binding("f8,i", "insight", "Insight", show=False),
    Binding("ctrl+r", "recent", "Pupils opened last", show=False),
    Binding("ctrl+g", "to_field", "Go to a field by its letter", show=False),
)
"""The keys that lead somewhere, from anywhere."""

AWAY_KEYS = tuple(
    Binding(key, f"app.{each.action}", show=False)
    for each in PLACE_KEYS
    for key in each.key.split(",")
    if key in {f"f{number}" for number in range(2, 9)}
)
"""The places again, for a box: keys end there."""


class Places(App[None]):
    """An app that knows where one can go; a place is made when it is first gone to."""

    pupil = ""
    """The pupil opened last."""

    pupil_from = ""
    """The place that pupil was opened from."""

    def __init__(self) -> None:
        self.opened_last: list[str] = []
        self._view = ""
        super().__init__()

    async def go(self, mode: str, screen: Callable[[], Screen[Any]]) -> None:
        """Go to a place, as it was left."""
        if mode not in self._modes:
            self.add_mode(mode, screen)
        await self.switch_mode(mode)

    def _start(self, going: Callable[[], Awaitable[None]]) -> None:
        self.run_worker(job(_gone, going), group="go", exclusive=False)

    # Places

    def open_today(self) -> None:
        """Show what is due."""
        self._start(partial(self.go, "today", today_screen))

    def open_register(self, view: str = "") -> None:
        """Show the register; `view` is a question kept under a name, to be asked there."""
        self._view = view
        self._start(partial(self.go, "register", _register))

    def take_view(self) -> str:
        """The view that the register was opened for, once; "" for none."""
        view, self._view = self._view, ""
        return view

    def open_pupil(self, pupil: str, part: str = "", record: str = "") -> None:
        """Show a pupil; `part` and `record` say where in all that is held about them."""
        self._start(partial(self._show_pupil, pupil, part, record))

    def leave_pupil(self) -> None:
        """Go back to where the pupil was opened from."""
        if self.pupil_from == "today":
            self.open_today()
        elif self.pupil_from == "calendar":
            self.open_calendar()
        else:
            self.open_register()

    def forget_pupil(self, pupil: str) -> None:
        """Leave a pupil who was erased, with all that is open about them; nothing leads back."""
        self.opened_last = [each for each in self.opened_last if each != pupil]
        if self.pupil == pupil:
            self.pupil = ""
            self._start(partial(self._drop, f"pupil:{pupil}"))

    async def _drop(self, mode: str) -> None:
        if self.current_mode == mode:
            known = {"today": today_screen, "calendar": _calendar}
            name = self.pupil_from if self.pupil_from in known else "register"
            await self.go(name, known.get(name, _register))
        if mode in self._modes:
            await self.remove_mode(mode)

    def open_calendar(self) -> None:
        """Show what has a day, month by month."""
        self._start(partial(self.go, "calendar", _calendar))

    def open_insight(self) -> None:
        """Show the questions of the whole school."""
        self._start(partial(self.go, "insight", _insight))

    def open_exchange(self, part: str = "") -> None:
        """Show imports, exports and sealed files."""
        self._start(partial(self._show_exchange, part))

    async def _show_pupil(self, pupil: str, part: str, record: str) -> None:
        from sendtui.screens.pupil import PupilScreen

        before, self.pupil = self.pupil, pupil
        self.opened_last = [pupil, *(each for each in self.opened_last if each != pupil)]
        if not self.current_mode.startswith("pupil"):
            self.pupil_from = self.current_mode
        is_new = before != pupil
        await self.go(f"pupil:{pupil}", partial(PupilScreen, pupil, part, record))
        if before and is_new:
            await self.remove_mode(f"pupil:{before}")
        base = self.screen_stack[0]
        if not is_new and (part or record) and isinstance(base, PupilScreen):
            base.go(part, record)

    async def _to_search(self) -> None:
        from sendtui.screens.register import Register

        await self.go("register", _register)
        if isinstance(self.screen, Register) and self.screen.is_mounted:
            self.screen.action_search()

    async def _show_exchange(self, part: str) -> None:
        from sendtui.screens.exchange import ExchangeScreen

        is_new = "exchange" not in self._modes
        await self.go("exchange", partial(ExchangeScreen, part))
        base = self.screen_stack[0]
        if not is_new and part and isinstance(base, ExchangeScreen):
            base.go(part)

    # Their keys

    def _by_key(self, place: str, going: Callable[[], Awaitable[None]]) -> None:
        self._start(partial(self._back_and_go, place, going))

    async def _back_and_go(self, place: str, going: Callable[[], Awaitable[None]]) -> None:
        """Leave the boxes in front; in the place itself, go back to its start."""
        if await back_out(self, pages=self.current_mode == place):
            await going()

    def action_today(self) -> None:
        """Show what is due."""
        self._by_key("today", partial(self.go, "today", today_screen))

    def action_register(self) -> None:
        """Show the register, its search ready to be typed into."""
        self._by_key("register", self._to_search)

    def action_pupil(self) -> None:
        """Show the pupil opened last; from there, choose among those opened before."""
        place = f"pupil:{self.pupil}"
        if self.current_mode == place and len(self.screen_stack) == 1:
            self.action_recent()
        else:
            self._by_key(place, partial(self._show_pupil, self.pupil, "", ""))

    def action_recent(self) -> None:
        """Choose among the pupils opened last."""
        raise NotImplementedError

    def action_calendar(self) -> None:
        """Show what has a day, month by month."""
        self._by_key("calendar", partial(self.go, "calendar", _calendar))

    def action_cases(self) -> None:
        """Show the queue of cases."""
        self._by_key("cases", partial(self.go, "cases", _cases))

    def action_insight(self) -> None:
        """Show the questions of the whole school."""
        self._by_key("insight", partial(self.go, "insight", _insight))

    def action_exchange(self) -> None:
        """Show imports, exports and sealed files."""
        self._by_key("exchange", partial(self._show_exchange, ""))

    # What opens over any of them

    def action_help(self) -> None:
        """Help for what has the focus."""
        from sendtui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def action_find(self) -> None:
        """Find a pupil by name or number."""
        self._open_palette(pupils_only=True)

    def action_command_palette(self) -> None:
        """Every action and every pupil."""
        self._open_palette(pupils_only=False)

    def _open_palette(self, *, pupils_only: bool) -> None:
        from sendtui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.screen, pupils_only=pupils_only))


async def _gone(going: Callable[[], Awaitable[None]]) -> None:
    await going()


def today_screen() -> Screen[Any]:
    """Where one starts."""
    from sendtui.screens.today import Today

    return Today()


def _insight() -> Screen[Any]:
    from sendtui.screens.insight import InsightScreen

    return InsightScreen()


def _cases() -> Screen[Any]:
    from sendtui.screens.case_queue import CaseQueue

    return CaseQueue()


def _register() -> Screen[Any]:
    from sendtui.screens.register import Register

    return Register()


def _calendar() -> Screen[Any]:
    from sendtui.screens.calendar import Calendar

    return Calendar()
