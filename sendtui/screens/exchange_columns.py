"""Which column is what: asked once of a file with headings of its own, and kept under a name."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dialog import Choose, Confirm, FormDialog, Option
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, plain
from sendtui.services import custom_fields, import_profiles, own_columns, owners, receive_files
from sendtui.services.receive_files import NEEDED, Heading, Look


@dataclass(frozen=True, slots=True)
class Taken:
    """One column of the file and what it is taken for; `title` is empty where it is left out."""

    id: str
    heading: str
    samples: str
    title: str
    is_own: bool
    whose: str


NEW = "new/"
"""What an answer begins with that makes a field of our own; then what it holds."""

WHOSE = {owners.SCHOOL: "school", owners.SENCO: "yours"}


def _taken(taken: Taken) -> Cell:
    if not taken.title:
        return Content.styled("left out", "$text-muted")
    return Content(taken.title) if taken.is_own else badge(taken.title, "done")


COLUMNS: list[Column[Taken]] = [
    Column("heading", "Heading in the file", width=20, fraction=2, sortable=False),
    Column("title", "Is taken for", width=20, fraction=1, sortable=False, show=_taken),
    Column("whose", "Whose", width=7, sortable=False),
    Column("samples", "What stands in it", width=18, fraction=3, sortable=False),
]


class ColumnsScreen(DataScreen[str | None]):
    """Ask which column is what; gives the name the answer is kept under, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+s", "keep", "Keep and read on", key_display="a"),
        Binding("backspace,delete", "leave_out", "Leave out"),
        Binding("o", "owner", "Whose"),
        Binding("escape", "back", "Back"),
    ]

    help_text = (
        "Each line is a column of the file. Enter chooses what it is; Backspace leaves it out. One "
        "column must be the surname or the name in one column. The answer is kept under a name "
        "and used by itself for the next file with these headings. o says whose a field is: the "
        "school’s is taken from the file; yours is held back where the file differs. A column "
        "that no field is known for can be kept as a field of your own."
    )

    def __init__(self, path: Path, look: Look) -> None:
        super().__init__()
        self._path, self._look = path, look
        self._fields: dict[int, str] = {each.place: each.field for each in look.headings}
        self._before = dict(self._fields)
        self._new: dict[int, str] = {}
        self._owners = dict(look.owners)
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
        self._draw()
        self._grid.focus()

    def _draw(self) -> None:
        order = sorted(self._look.headings, key=lambda each: bool(self._before[each.place]))
        self._grid.show([self._row(each, self._title(each.place)) for each in order])
        missing = self._missing()
        line = self.query_one("#missing", Line)
        line.say(badge(missing, "late") if missing else badge("The name has its column.", "done"))

    def _title(self, place: int) -> str:
        """What a column is taken for, in words; "" where it is left out."""
        name = self._fields[place]
        if own := own_columns.name_in(name):
            sort = f": {self._new[place]}" if place in self._new else ""
            return f"our own {own}{sort}"
        return receive_files.fields()[name] if name else ""

    def _row(self, each: Heading, title: str) -> Taken:
        is_own = bool(each.by_itself) and self._fields[each.place] == each.by_itself
        name = self._fields[each.place]
        whose = WHOSE[owners.owner_of(name, self._owners)] if name else ""
        whose = "ours" if own_columns.name_in(name) else whose
        return Taken(str(each.place), each.heading, " · ".join(each.samples), title, is_own, whose)

    def _missing(self) -> str:
        named = set(self._fields.values()) & set(NEEDED)
        return "" if named else "No column is the legal surname or the name in one column yet."

    @on(Grid.Chosen)
    @work(group="choose", exclusive=True)
    async def _choose(self, event: Grid.Chosen[Taken]) -> None:
        used = {name: place for place, name in self._fields.items() if name}
        headings = {each.place: each.heading for each in self._look.headings}
        place = int(event.row.id)
        options = [Option("-", "Leave this column out"), *self._own_options(place)]
        options += [
            Option(name, title, f"now: {headings[used[name]]}" if name in used else "")
            for name, title in receive_files.fields().items()
        ]
        chosen = await self.app.push_screen_wait(Choose(f"“{event.row.heading}” is …", options))
        if chosen is not None and chosen.startswith(NEW):
            self._put(place, own_columns.field_of(headings[place]))
            self._new[place] = chosen.removeprefix(NEW)
            self._draw()
        elif chosen is not None:
            self._put(place, "" if chosen == "-" else chosen)

    def _own_options(self, place: int) -> list[Option]:
        """To keep a column as a field of our own: what it seems to hold first."""
        each = next(one for one in self._look.headings if one.place == place)
        if each.by_itself:
            if not own_columns.name_in(each.by_itself):
                return []
            return [Option(each.by_itself, f"Our own {own_columns.name_in(each.by_itself)}")]
        likely = custom_fields.guess(each.samples, self.face.today)
        sorts = sorted(custom_fields.SORTS, key=lambda sort: sort != likely)
        return [Option(f"{NEW}{sort}", f"Keep as our own: {sort}", "a new field") for sort in sorts]

    def _put(self, place: int, name: str) -> None:
        """Take a column for a field; a column that was taken for it is left out."""
        if name:
            for other, taken in self._fields.items():
                if taken == name:
                    self._fields[other] = ""
        self._fields[place] = name
        self._new.pop(place, None)
        self._draw()
        self._grid.action_move(1)

    def action_leave_out(self) -> None:
        """Leave the column under the cursor out."""
        if (under := self._grid.highlighted) is not None:
            self._put(int(under.id), "")

    def action_owner(self) -> None:
        """Hand the field of the column under the cursor over: the school’s is yours, or back."""
        under = self._grid.highlighted
        name = self._fields[int(under.id)] if under is not None else ""
        if name in ("", "full_name") or own_columns.name_in(name):
            self.app.notify("A name in one column, one left out or one of our own has no owner.")
            return
        self._owners = owners.handed_over(name, self._owners)
        self._draw()

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
            headings = {each.place: each.heading for each in self._look.headings}
            wanted = {headings[place]: sort for place, sort in self._new.items()}
            await self.ask(own_columns.make, self._path, wanted, self.face.today)
            await self.ask(import_profiles.keep, name, await self._answers(name))
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
            if (not each.by_itself or self._fields[each.place] != each.by_itself)
            and own_columns.name_in(self._fields[each.place]) != each.heading
        }

    async def _answers(self, name: str) -> import_profiles.Answers:
        """The answers as they are kept; what words mean stays as it was."""
        saved = await self.ask(import_profiles.all_of)
        known = next((each for each in saved if each.name.casefold() == name.casefold()), None)
        values = known.values if known else {}
        return import_profiles.Answers(self._answer(), values, self._owners)

    @work(group="back", exclusive=True)
    async def action_back(self) -> None:
        """Leave; answers that were given are asked about."""
        said = (self._fields, self._owners) != (self._before, dict(self._look.owners))
        if said and not await self.app.push_screen_wait(
            Confirm(
                "Leave without keeping?",
                "What you said of the columns has not been kept.",
                yes="Throw it away",
                no="Go on",
            )
        ):
            return
        self.dismiss(None)
