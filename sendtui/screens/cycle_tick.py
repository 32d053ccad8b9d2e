"""Logging a session: Enter says that it happened, m and a digit that it was missed and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from sendtui.screens.base import DataScreen
from sendtui.screens.cycle_lines import figures, so_far
from sendtui.screens.lines import Fact, Lines
from sendtui.screens.widgets.box import Dialog
from sendtui.screens.widgets.columns import Column, fit_text
from sendtui.screens.widgets.dateinput import away, short
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line
from sendtui.services import cycle_reading, deliveries
from sendtui.services.cycle_views import CycleView

REASONS = (
    "pupil absent",
    "adult absent",
    "cover needed elsewhere",
    "trip or event",
    "room or equipment",
    "pupil not ready",
    "pupil chose not to",
    "other",
)
"""Why a session was missed, by digit; in words that blame nobody."""


COLUMNS: list[Column[Fact]] = [
    Column("words", "", width=32, fraction=5, sortable=False),
    Column("when", "So far", width=20, sortable=False),
    Column("who", "Who", width=14, priority=1, sortable=False),
]


@dataclass(frozen=True, slots=True)
class Session:
    """A session to log: of which line, on which day, and if it was missed, why."""

    provision: str
    what: str
    on: date
    happened: bool
    missed_because: str = ""


def last_school_day(today: date) -> date:
    """Today, or at the weekend the Friday before."""
    return today - timedelta(days=max(0, today.weekday() - 4))


class TickDialog(Dialog[Session | None]):
    """The lines of provision, or the reasons; the day stands above and moves with the arrows."""

    DEFAULT_CSS = """
    TickDialog {
        & > .dialog { width: 84; height: 17; }
        & Lines { height: 1fr; }
        & #tick-day { text-style: bold; margin-bottom: 1; }
        & #tick-keys { color: $text-muted; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "day(-1)", "A day earlier", show=False),
        Binding("right", "day(1)", "A day later", show=False),
        Binding("m", "missed", "Missed", show=False),
        *(Binding(str(n), f"reason({n})", show=False) for n in range(1, 10)),
    ]

    help_text = (
        "Enter: it happened. m, then a digit: it was missed, and why. Left and right move the day."
    )

    def __init__(self, view: CycleView, today: date, at: str = "", *, missed: bool = False) -> None:
        super().__init__("Log a session")
        self._view, self._today, self._at = view, today, at
        # Unless nothing had begun by then.
        begun = min((line.starts or view.started_on for line in view.provision), default=today)
        self._day = min(today, max(last_school_day(today), begun))
        self._is_missed = False
        self._starts_missed = missed
        self._line: Fact | None = None
        self._lines = Lines(COLUMNS, marks=False)

    def contents(self) -> list[Widget]:
        """The day, the list, and what the keys do."""
        return [Line("", id="tick-day"), self._lines, Line("", id="tick-keys")]

    def on_mount(self) -> None:
        """Start on the line asked for."""
        self._lines.show(
            [
                Fact(
                    line.id,
                    "",
                    line.what,
                    so_far(line.figures),
                    line.who,
                    "session",
                    line.id,
                    figures(line.figures),
                )
                for line in self._view.provision
            ]
        )
        self._lines.focus()
        self._lines.land_on(self._at)
        self._say()
        if self._starts_missed:
            self.action_missed()

    def _say(self) -> None:
        told = f"{self._day:%A} {short(self._day)}, {away(self._day, self._today)}"
        if self._is_missed and self._line is not None:
            self.query_one("#tick-day", Line).say(f"Missed on {told}. Why?")
            self.query_one("#tick-keys", Line).say("a digit or enter: why    left right: the day")
        else:
            self.query_one("#tick-day", Line).say(f"On {told}")
            keys = "enter: it happened    m: missed, and why    left right: the day    esc"
            self.query_one("#tick-keys", Line).say(keys)

    def action_day(self, by: int) -> None:
        """Another day, never one to come."""
        self._day = min(self._today, self._day + timedelta(days=by))
        self._say()

    def action_missed(self) -> None:
        """Ask why the session was missed."""
        fact = self._lines.highlighted
        if self._is_missed or fact is None:
            return
        self._is_missed, self._line = True, fact
        self._lines.show(
            [
                Fact(why, "", f"{n}  {why}", "", "", "reason", why)
                for n, why in enumerate(REASONS, 1)
            ]
        )
        self._lines.cursor = 0
        self._say()

    def action_reason(self, number: int) -> None:
        """Take a reason by its digit."""
        if self._is_missed and number <= len(REASONS):
            self._end(False, REASONS[number - 1])

    @on(Grid.Chosen)
    def _choose(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        if self._is_missed:
            self._end(False, event.row.record)
        else:
            self._line = event.row
            self._end(True)

    def _end(self, happened: bool, why: str = "") -> None:
        line = self._line
        if line is not None:
            self.dismiss(Session(line.record, _words(line), self._day, happened, why))


Mode = Literal["happened", "missed"]


async def tick(screen: DataScreen[None], cycle: str, at: str = "", mode: Mode = "happened") -> None:
    """Ask for a session of a cycle and log it. To be awaited in a worker."""
    today = screen.face.today
    view = await screen.ask(cycle_reading.cycle, cycle, today) if cycle else None
    if view is None or not view.provision:
        screen.say("There is no provision to log a session of yet. y opens the cycle to plan it.")
        return
    dialog = TickDialog(view, today, at, missed=mode == "missed")
    session = await screen.app.push_screen_wait(dialog)
    if session is None:
        return
    ticked = await screen.ask(
        deliveries.tick,
        session.provision,
        session.on,
        session.happened,
        session.missed_because,
        by=screen.face.author,
        today=today,
    )
    done = "Happened" if session.happened else f"Missed, {session.missed_because}"
    said = f"{done}, {short(session.on)}: {fit_text(session.what, 40).strip()} {ticked.says}"
    screen.say(f"{said.strip()} Ctrl+Z takes it back.")


def _words(fact: Fact) -> str:
    return fact.words if isinstance(fact.words, str) else fact.words.plain
