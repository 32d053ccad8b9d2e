"""Today: what is due, overdue, promised, unsaved and unsent; each line opens what it names."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer

from sendtui.rules.typed_dates import say
from sendtui.screens.base import DataScreen
from sendtui.screens.today_lines import PARTS, Item, counts, items, strip
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, one_line
from sendtui.services import actions, register
from sendtui.services.due import due
from sendtui.services.register import Query

COLUMNS: list[Column[Item]] = [
    Column("heading", "", width=13, priority=1, sortable=False),
    Column("when", "When", width=15, sortable=False),
    Column("name", "Pupil", width=20, fraction=2, sortable=False),
    Column("words", "What", width=34, fraction=5, sortable=False),
]


class Today(DataScreen[None]):
    """Where the day starts: the latest first, and what opens it one key away."""

    CSS_PATH = "today.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "done", "Action done"),
        Binding("i", "import_", "Import a list", show=False),
        *(Binding(str(n), f"jump({n})", f"Section {n}", show=False) for n in range(1, 10)),
    ]

    help_text = (
        "What is late stands first. Enter opens the line: the cycle to review, the reply to give, "
        "the draft to finish. The digits go to a section. d marks an action as done."
    )

    def __init__(self) -> None:
        super().__init__()
        self._grid = Grid[Item](COLUMNS, empty="Looking …", marks=False, id="due")
        self._lines: tuple[Item, ...] = ()

    def compose(self) -> ComposeResult:
        """The day, the sections with their keys, and the list."""
        yield Masthead("Today")
        with Vertical(classes="body"):
            yield Line("", id="day")
            yield Line("", id="sections")
            yield self._grid
            yield Line("", id="whole", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self._grid.focus()

    async def load(self) -> None:
        """Read what is due, and draw it."""
        found = await self.ask(due, self.face.today)
        self._lines = items(found, self.face.today)
        day = say(self.face.today)
        whose = one_line(self.face.setting_name)
        self.query_one("#day", Line).say(f"{whose} · {day}" if whose else day)
        if not self._lines:
            await self._say_empty()
        self._grid.show(self._lines)
        self._say_whole()
        self.refresh_bindings()

    async def _say_empty(self) -> None:
        everyone = await self.ask(register.count, Query(scope="roll", left="any"), self.face.today)
        if everyone:
            self._grid.say_empty("Nothing is due. Well done.", "F3 shows the register.")
        else:
            self._grid.say_empty(
                "There are no pupils here yet.", "Import your school’s list: press i."
            )

    # What the line under the cursor is

    @on(Grid.Highlighted)
    def _look_at(self) -> None:
        self._say_whole()
        self.refresh_bindings()

    def _say_whole(self) -> None:
        item = self._grid.highlighted
        self.query_one("#sections", Line).say(strip(self._lines, item.section if item else ""))
        if item is None:
            self.query_one("#whole", Line).say("")
            return
        cited = f" ({item.due.citation.text})" if item.due.citation else ""
        self.query_one("#whole", Line).say(f"{item.due.words}{cited}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An action can be marked as done; there are as many sections as there are."""
        if action == "done":
            item = self._grid.highlighted
            return item is not None and item.due.kind == "action" and not self.face.read_only
        if action == "jump":
            return isinstance(parameters[0], int) and parameters[0] <= len(counts(self._lines))
        return super().check_action(action, parameters)

    def action_jump(self, number: int) -> None:
        """Go to a section."""
        section = counts(self._lines)[number - 1][0]
        places = (n for n, line in enumerate(self._lines) if line.section == section)
        self._grid.cursor = next(places)
        self._grid.focus()

    # Going on

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Item]) -> None:
        one = event.row.due
        if one.pupil:
            self.face.open_pupil(one.pupil, PARTS.get(one.kind_of_record, ""), one.record)
        elif one.kind == "unsent":
            self.face.open_exchange("send")
        else:
            self.say(one.words)

    def action_done(self) -> None:
        """Mark the action as done today."""
        item = self._grid.highlighted
        if item is None or item.due.kind != "action":
            return
        record = item.due.record

        async def mark() -> None:
            await self.ask(actions.done, record, self.face.today)
            self.say("Done. Ctrl+Z takes it back.")

        self.act(mark)

    def action_import_(self) -> None:
        """Bring in a school's list."""
        self.face.open_exchange("import")
