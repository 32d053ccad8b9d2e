"""One answer of Insight: what it says, drawn, and the rows behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.columns import Cell, Column, in_words
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.screens.widgets.face import refill
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.signs import signs
from sendtui.screens.widgets.words import plain
from sendtui.services import insight
from sendtui.services.insight import Answer, Readings, Row

PLOT = 9
"""Lines a plot takes on a screen of 24; a taller one has more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as the grid has it: its place is its name."""

    id: str
    row: Row


class AnswerScreen(DataScreen[None]):
    """What a question was answered with."""

    CSS_PATH = "insight.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "file", "To a file"),
        Binding("b", "by", "By"),
        Binding("p", "pupil", "The pupil"),
        Binding("d", "draw", "Plot on and off", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "What the question was answered with. Enter goes behind a row: a total opens its lines, a "
        "line the arithmetic of its cost, and what is of one pupil opens the pupil, as p does "
        "anywhere. b gathers what is given and what works by something else. f writes it all to a "
        "file: a workbook, CSV, PDF, Word or a picture of the plot, with small numbers left out "
        "where you say so. d takes the plot away, for more rows, and brings it back."
    )

    def __init__(
        self,
        question: str,
        by: str = "",
        of: tuple[str, ...] = (),
        known: Readings | None = None,
    ) -> None:
        """`known` is what was read for the answer that this one was opened from."""
        super().__init__()
        self._question, self._by, self._of = question, by, of
        self._found: Answer | None = None
        self._given = self._known = known

    def compose(self) -> ComposeResult:
        """What it says, the plot, the rows."""
        yield Masthead("Insight", insight.QUESTIONS[self._question].asks)
        with Vertical(classes="body"):
            yield Static("", id="says")
            yield Static("", id="plot")
            yield Vertical(id="rows")
            yield Static("", id="note", classes="quiet")
        yield Footer()

    async def load(self) -> None:
        """Answer it, and draw the answer."""
        today = self.face.today
        self._known = self._given or await self.ask(insight.readings, today)
        # Whatever makes it read again, makes it read anew.
        self._given = None
        found = await self.ask(
            insight.answer, self._question, today, by=self._by, of=self._of, known=self._known
        )
        self._found = found
        head = f"{found.question}: {found.says}" if self._of else found.says
        self.query_one("#says", Static).update(plain(head))
        self.query_one("#note", Static).update(plain(found.note))
        await self._draw()
        grid: Grid[Shown] = Grid(_columns(found), empty="There is nothing to show.", marks=False)
        await refill(self.query_one("#rows", Vertical), grid)
        grid.show([Shown(str(n), row) for n, row in enumerate(found.rows)])
        grid.focus()

    async def _draw(self) -> None:
        plot, found = self.query_one("#plot", Static), self._found
        height = PLOT + max(0, self.size.height - 24) // 2
        drawn = ""
        if found is not None and not self.has_class("-plain"):
            ascii_only = signs().done.isascii()
            width = max(40, self.size.width - 4)
            drawn = insight.plot(found, width, height, ascii_only=ascii_only)
        plot.update(plain(drawn))
        plot.display = bool(drawn)

    async def on_resize(self) -> None:
        """Draw it to the new width."""
        await self._draw()

    async def action_draw(self) -> None:
        """Take the plot away, or bring it back."""
        self.toggle_class("-plain")
        await self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Gathering by something else is there where it can be."""
        if action == "by":
            return bool(insight.QUESTIONS[self._question].by) and not self._of
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Go back to the questions."""
        self.dismiss(None)

    def action_file(self) -> None:
        """Write the answer to a file."""
        found = self._found
        if found is not None:
            self.begin_asking(lambda: self._file(found))

    async def _file(self, found: Answer) -> None:
        from sendtui.screens import report_out

        whose = list(dict.fromkeys(row.pupil for row in found.rows if row.pupil))
        name = self.face.setting_name
        page, today = found.page, self.face.today
        await report_out.ask(
            self, page(name, today), whose, suppressed=found.suppressed().page(name, today)
        )

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Shown]) -> None:
        row = event.row.row
        if row.behind is not None:
            of = (*self._of, row.name)
            known = self._known if self.is_up_to_date else None
            self.app.push_screen(AnswerScreen(self._question, self._by, of, known))
        elif row.pupil:
            self.face.open_pupil(row.pupil)
        else:
            self.say("There is nothing behind this row.")

    def action_pupil(self) -> None:
        """Open the pupil of the row under the cursor."""
        shown = self.query_one(Grid).highlighted
        if shown is not None and shown.row.pupil:
            self.face.open_pupil(shown.row.pupil)
        else:
            self.say("This row is of no single pupil: Enter shows whose it is.")

    def action_by(self) -> None:
        """Gather the answer by something else."""
        self.begin_asking(self._choose_by)

    async def _choose_by(self) -> None:
        options = [Option(by, by.capitalize()) for by in insight.QUESTIONS[self._question].by]
        chosen = await self.app.push_screen_wait(Choose("Gather by", options))
        if chosen is not None:
            self._by = chosen
            self._given = self._known if self.is_up_to_date else None
            self.reload()


def _columns(found: Answer) -> list[Column[Shown]]:
    """A column for each heading; the widest words get what is left over."""
    made: list[Column[Shown]] = []
    for place, heading in enumerate(found.headings):
        values = [row.cells[place] for row in found.rows]
        words = max((len(str(_cell(v))) for v in values), default=0)
        is_number = bool(values) and all(isinstance(v, (int, float)) or v is None for v in values)
        made.append(
            Column(
                str(place),
                heading or " ",
                width=min(max(words, len(heading)), 12 if place else 16),
                fraction=min(6, words // 8),
                align="right" if is_number else "left",
                priority=max(0, place - 3),
                show=_shower(place),
                sortable=False,
            )
        )
    return made


def _shower(place: int) -> Callable[[Shown], Cell]:
    return lambda shown: _cell(shown.row.cells[place])


def _cell(value: object) -> Cell:
    return f"{value:,.1f}" if isinstance(value, float) else in_words(value)
