"""Which column is what: asked once of a file with headings of its own, and kept under a name."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Static

from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dialog import Choose, Confirm, FormDialog, Option
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, plain
from sendtui.services import import_profiles, receive_files
from sendtui.services.receive_files import NEEDED, Heading, Look


@dataclass(frozen=True, slots=True)
class Taken:
    """One column of the file and what it is taken for; `title` is empty where it is left out."""

    id: str
    heading: str
    samples: str
    title: str
    is_own: bool


def _taken(taken: Taken) -> Cell:
    if not taken.title:
        return Content.styled("left out", "$text-muted")
    return Content(taken.title) if taken.is_own else badge(taken.title, "done")


COLUMNS: list[Column[Taken]] = [
    Column("heading", "Heading in the file", width=20, fraction=2, sortable=False),
    Column("title", "Is taken for", width=20, fraction=1, sortable=False, show=_taken),
    Column("samples", "What stands in it", width=18, fraction=3, sortable=False),
]


class ColumnsScreen(DataScreen[str | None]):
    """Ask which column is what; gives the name the answer is kept under, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+s", "keep", "Keep and read on", key_display="a"),
        Binding("backspace,delete", "leave_out", "Leave out"),
        Binding("escape", "back", "Back"),
    ]

    help_text = (
        "Each line is a column of the file. Enter chooses what it is; Backspace leaves it out. One "
        "column must be the surname or the name in one column. The answer is kept under a name "
        "and used by itself for the next file with these headings."
    )

    def __init__(self, path: Path, look: Look) -> None:
        super().__init__()
        self._path, self._look = path, look
        self._fields: dict[int, str] = {each.place: each.field for each in look.headings}
        self._before = dict(self._fields)
        self._grid = Grid[Taken](COLUMNS, marks=False, id="headings")

    def compose(self) -> ComposeResult:
        """What is asked, the columns, and what is missing."""
        yield Masthead("Exchange", "Import", "Columns")
        with Vertical(classes="body"):
            yield Static(
                plain(
                    f"Which column of {self._path.name} is what? Enter chooses. It is asked once: "
                    "files with the same headings are then read by themselves."
                ),
                id="asked",
            )
            yield Line("", id="missing")
            yield self._grid
        yield Footer()

    def on_mount(self) -> None:
        """Start at the first column nothing is known of."""
        super().on_mount()
        self._draw()
        self._grid.focus()

    def _draw(self) -> None:
        titles = receive_files.fields()
        order = sorted(self._look.headings, key=lambda each: bool(self._before[each.place]))
        self._grid.show([self._row(each, titles[name] if (name := self._fields[each.place]) else "")
                         for each in order])  # fmt: skip
        missing = self._missing()
        line = self.query_one("#missing", Line)
        line.say(badge(missing, "late") if missing else badge("The name has its column.", "done"))

    def _row(self, each: Heading, title: str) -> Taken:
        is_own = bool(each.by_itself) and self._fields[each.place] == each.by_itself
        return Taken(str(each.place), each.heading, " · ".join(each.samples), title, is_own)

    def _missing(self) -> str:
        named = set(self._fields.values()) & set(NEEDED)
        return "" if named else "No column is the legal surname or the name in one column yet."

    @on(Grid.Chosen)
    @work(group="choose", exclusive=True)
    async def _choose(self, event: Grid.Chosen[Taken]) -> None:
        used = {name: place for place, name in self._fields.items() if name}
        headings = {each.place: each.heading for each in self._look.headings}
        options = [Option("-", "Leave this column out")]
        options += [
            Option(name, title, f"now: {headings[used[name]]}" if name in used else "")
            for name, title in receive_files.fields().items()
        ]
        chosen = await self.app.push_screen_wait(Choose(f"“{event.row.heading}” is …", options))
        if chosen is not None:
            self._put(int(event.row.id), "" if chosen == "-" else chosen)

    def _put(self, place: int, name: str) -> None:
        """Take a column for a field; a column that was taken for it is left out."""
        if name:
            for other, taken in self._fields.items():
                if taken == name:
                    self._fields[other] = ""
        self._fields[place] = name
        self._draw()
        self._grid.action_move(1)

    def action_leave_out(self) -> None:
        """Leave the column under the cursor out."""
        if (under := self._grid.highlighted) is not None:
            self._put(int(under.id), "")

    @work(group="keep", exclusive=True)
    async def action_keep(self) -> None:
        """Ask for a name and keep the answer under it."""
        if missing := self._missing():
            self.app.notify(missing, severity="warning", markup=False)
            return
        ask = Ask("name", "Name", hint="such as the system the file comes from", is_needed=True)
        known = {"name": self._look.profile or self._path.stem}
        kept: list[str] = []

        async def save(values: dict[str, object]) -> None:
            name = str(values["name"])
            await self.ask(import_profiles.keep, name, self._answer(), await self._values(name))
            kept.append(name)

        await self.app.push_screen_wait(
            FormDialog("Keep this answer as", (ask,), known, save=save, yes="Keep")
        )
        if kept:
            self.dismiss(kept[0])

    def _answer(self) -> dict[str, str]:
        """What the headings do not say by themselves; a column left out is an answer too."""
        return {
            each.heading: self._fields[each.place]
            for each in self._look.headings
            if not each.by_itself or self._fields[each.place] != each.by_itself
        }

    async def _values(self, name: str) -> dict[str, str]:
        saved = await self.ask(import_profiles.all_of)
        known = next((each for each in saved if each.name.casefold() == name.casefold()), None)
        return dict(known.values) if known else {}

    @work(group="back", exclusive=True)
    async def action_back(self) -> None:
        """Leave; answers that were given are asked about."""
        if self._fields != self._before and not await self.app.push_screen_wait(
            Confirm(
                "Leave without keeping?",
                "What you said of the columns has not been kept.",
                yes="Throw it away",
                no="Go on",
            )
        ):
            return
        self.dismiss(None)
