"""Handing the record over: what is open, what families were told last, and a key for who comes."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.columns import Cell, Column, in_words
from sendtui.screens.widgets.dialog import Confirm, Notice
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line
from sendtui.services import handover, keys
from sendtui.services.due_views import KIND_LABELS
from sendtui.services.handover import HandOver


@dataclass(frozen=True, slots=True)
class Known:
    """Something that whoever comes has to know."""

    id: str
    part: str
    day: Cell
    name: str
    words: str
    pupil: str


COLUMNS: list[Column[Known]] = [
    Column("part", "", width=6, sortable=False),
    Column("day", "Day", width=11, sortable=False),
    Column("name", "Pupil", width=16, fraction=1, sortable=False),
    Column("words", "What", width=30, fraction=3, sortable=False),
]


class HandOverScreen(DataScreen[None]):
    """What is open and what families were told, for whoever takes over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Who takes over"),
        Binding("escape", "back", "Back"),
    ]

    help_text = (
        "What a new SENCO has to know: what is open, the urgent first, then what each family was "
        "told last and what was promised. Enter opens the pupil. a gives whoever takes over a "
        "passphrase of their own, and if you like your open actions. By flags: sendtui hand-over."
    )

    def __init__(self) -> None:
        super().__init__()
        self._grid = Grid[Known](COLUMNS, empty="Reading …", marks=False, id="known")
        self._author = ""

    def compose(self) -> ComposeResult:
        """The figures and the list."""
        yield Masthead("Exchange", "Keys and people", "Hand over")
        with Vertical(classes="body"):
            yield Line("", id="sums", classes="strong")
            yield self._grid
        yield Footer()

    def on_mount(self) -> None:
        """Start at the list."""
        self._grid.focus()

    async def load(self) -> None:
        """Read what is open."""
        found = await self.ask(handover.of_store, self.face.today)
        self._author = found.author
        unsent = f"  ·  {counted(found.unsent, 'change')} not sent yet" if found.unsent else ""
        told = counted(len(found.told), "family", "families")
        self.query_one("#sums", Line).say(
            f"{counted(len(found.open), 'thing')} open  ·  {told} told something{unsent}"
        )
        self._grid.show(_lines(found))
        self._grid.say_empty("Nothing is open, and no family was told anything yet.")

    @on(Grid.Chosen, "#known")
    def _open(self, event: Grid.Chosen[Known]) -> None:
        if event.row.pupil:
            self.face.open_pupil(event.row.pupil)
        else:
            self.app.push_screen(Notice(event.row.part, event.row.words))

    def action_add(self) -> None:
        """Give whoever takes over a passphrase of their own."""
        self.begin_asking(self._add)

    async def _add(self) -> None:
        from sendtui.screens.access import Secret

        asked = Secret(
            "Who takes over?",
            "They type a passphrase of their own, twice. Yours opens the file until they remove "
            "you, under “Who can open it”.",
            named=True,
            is_new=True,
        )
        given = await self.app.push_screen_wait(asked)
        if given is None:
            return
        await self.ask(keys.add_person, given["name"], given["secret"])
        name, moved = given["name"], 0
        sure = Confirm(
            "Your open actions too?",
            f"Every open action of {self._author} becomes {name}’s. One undo takes it back.",
            yes="Hand them over",
            no="Leave them",
        )
        if await self.app.push_screen_wait(sure):
            moved = await self.ask(handover.give_actions, self._author, name)
        actions = f" {counted(moved, 'open action')} went to them." if moved else ""
        self.say(f"{name} can open the case file now.{actions} They remove you, once they have.")
        self.reload()

    def action_back(self) -> None:
        """Go back to who can open the file."""
        self.dismiss(None)


def _lines(found: HandOver) -> list[Known]:
    lines = [
        Known(f"o{n}", "open", in_words(one.day), one.name,
              f"{KIND_LABELS[one.kind]}: {one.words}", one.pupil)
        for n, one in enumerate(found.open)
    ]  # fmt: skip
    for n, told in enumerate(found.told):
        promised = f" · promised: {told.promised}" if told.promised else ""
        words = f"{told.how}, {told.who}: {told.said}{promised}"
        lines.append(Known(f"t{n}", "told", in_words(told.on), told.name, words, told.pupil))
    return lines
