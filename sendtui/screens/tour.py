"""A tour of ten minutes: what to press next, said above the screen, going on once it was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sendtui.screens.app import SendtuiApp
from sendtui.screens.cycle import CycleScreen
from sendtui.screens.help import Help
from sendtui.screens.palette import Palette
from sendtui.screens.profile import ProfileScreen

P = ParamSpec("P")
T = TypeVar("T")

LOOK = 0.2
"""Seconds between two looks at what was done."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the tour: what it is about, what to do, and whether that has been done."""

    title: str
    words: str
    is_done: "Callable[[TourApp], bool]"


class Panel(Static):
    """The step that one is at, above whatever is in front."""

    DEFAULT_CSS = """
    Panel {
        dock: top;
        width: 100%;
        height: auto;
        padding: 0 2;
        background: $boost;
        color: $text;
        border-left: wide $accent;
        /* Below the line of the places, which is docked there too. */
        margin-top: 1;
    }
    ModalScreen Panel { margin-top: 0; }
    Screen.-narrow Panel { padding: 0 1; }
    """


class TourApp(SendtuiApp):
    """The app with a tour through it; everything works as ever meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "skip", "Skip a step of the tour", show=False, priority=True),
        Binding("ctrl+t", "end_tour", "End the tour", show=False, priority=True),
    ]

    def __init__(self, path: Path, today: date | None = None, *, read_only: bool = False) -> None:
        """The tour begins once the case file is open."""
        super().__init__(path, today, read_only=read_only)
        self.step = 0
        self.is_touring = True
        self.services: set[str] = set()
        self.was_locked = False
        self._panels: dict[Screen[Any], Panel] = {}

    def on_mount(self) -> None:
        """Look at what was done, a few times a second."""
        self.set_interval(LOOK, self.look_on)

    async def call(
        self, service: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a service gives; which one it was is what some steps wait for."""
        found = await super().call(service, *args, **kwargs)
        self.services.add(f"{service.__module__.rpartition('.')[2]}.{service.__name__}")
        return found

    async def lock(self, why: str, *, idle: bool = False) -> None:
        """Lock, which is one of the steps: somebody quick is back before it is looked at."""
        await super().lock(why, idle=idle)
        self.was_locked = True

    async def look_on(self) -> None:
        """Go on where the step has been done, and say the step above what is in front."""
        if self.is_locked:
            # The set-up is no part of it.
            return
        if self.is_touring and self.step < len(STEPS) and STEPS[self.step].is_done(self):
            self._go_on()
        await self._show()

    def _go_on(self) -> None:
        self.step += 1
        self.services.clear()
        self.was_locked = False

    async def _show(self) -> None:
        screen = self.screen
        panel = self._panels.get(screen)
        if not self.is_touring:
            for each in self._panels.values():
                if each.is_attached:
                    await each.remove()
            self._panels.clear()
            return
        if panel is None or not panel.is_attached:
            self._panels = {s: p for s, p in self._panels.items() if s.is_attached}
            panel = self._panels[screen] = Panel()
            await screen.mount(panel)
        panel.update(said(self.step))

    def action_skip(self) -> None:
        """Go on without doing it."""
        if self.is_touring:
            self._go_on()

    def action_end_tour(self) -> None:
        """End the tour and stay."""
        self.is_touring = False


def said(step: int) -> Content:
    """What the panel says at a step."""
    if step >= len(STEPS):
        return Content.styled("That was the tour. ", "bold") + Content(
            "Look about as you like; nothing here is kept. F1 is help, Ctrl+Q leaves, Ctrl+T takes "
            "this line away."
        )
    now = STEPS[step]
    head = Content.styled(f"{step + 1} of {len(STEPS)}  {now.title}. ", "bold")
    rest = Content.styled("  (Ctrl+N skips, Ctrl+T ends the tour)", "$text-muted")
    return head + Content(now.words) + rest


def _in_mode(*modes: str) -> Callable[[TourApp], bool]:
    return lambda app: app.current_mode.partition(":")[0] in modes


def _in_front(kind: type[Screen[Any]]) -> Callable[[TourApp], bool]:
    return lambda app: any(isinstance(each, kind) for each in app.screen_stack)


def _did(*services: str) -> Callable[[TourApp], bool]:
    return lambda app: bool(app.services & set(services))


STEPS = (
    Step(
        "The register",
        "This is Today: what is late, promised and due. Press F3 for the SEN register.",
        _in_mode("register"),
    ),
    Step(
        "Finding a pupil",
        "Type part of a name, such as “qu”. ↓ goes to the list, and Enter opens a pupil.",
        _in_mode("pupil"),
    ),
    Step(
        "A phone call",
        "All of a pupil is here; the digits go to its parts. Press c, type what was said, and "
        "save with Ctrl+S.",
        _did("contacts.log"),
    ),
    Step(
        "Taking it back",
        "Press Ctrl+Z: it names your last act first, and Enter takes it back.",
        _did("past.undo"),
    ),
    Step(
        "The cycle",
        "Press y: assess, plan, do and review. (It asks a few things first where none runs.)",
        _in_front(CycleScreen),
    ),
    Step(
        "Its stages",
        "1 to 4 go to a stage, and the foot names its keys. Escape goes back to the pupil, and "
        "nothing typed is lost. Go back.",
        lambda app: app.current_mode.startswith("pupil") and len(app.screen_stack) == 1,
    ),
    Step(
        "The one-page profile",
        "Press 3, then Enter, to write it. Ctrl+T would sign it, F9 print it.",
        _in_front(ProfileScreen),
    ),
    Step(
        "What has a day",
        "F5 is the calendar: ← and → go through the months. Enter opens what a line names.",
        _in_mode("calendar"),
    ),
    Step(
        "Every action by its name",
        "Press Ctrl+P and type a word, such as “colours” or “call”. It shows the same by flags.",
        _in_front(Palette),
    ),
    Step(
        "Help",
        "Escape, then F1: the keys of the place you are at, and pages. Type to search them.",
        _in_front(Help),
    ),
    Step(
        "In and out",
        "Escape, then F6: your school’s list comes in here, and sealed files go to the council. "
        "Nothing is written before you have seen it.",
        _in_mode("exchange"),
    ),
    Step(
        "The lock",
        "Press Ctrl+L. The demo’s passphrase stands on the lock: type it to come back.",
        lambda app: app.was_locked,
    ),
)
"""What a SENCO does in a week, in the order in which it builds up."""
