"""Lists of what a record holds: headings, days and words, each line opening what it names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.grid import Grid


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a list: `kind` and `record` name what Enter opens.

    `heading` is shown on the first line of its part only. `whole` is what the line at the foot
    says of it, where that is more than `words`.
    """

    id: str
    heading: str
    words: Cell
    when: Cell = ""
    who: str = ""
    kind: str = ""
    record: str = ""
    whole: str = ""


class Lines(Grid[Fact], can_focus=True, inherit_bindings=False):
    """A list to walk through; it takes no letters, so the screen has them all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", key_display="enter"),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,ctrl+home", "go(0)", "First", show=False),
        Binding("end,ctrl+end", "go(-1)", "Last", show=False),
    ]

    help_text = "Arrows, Page Up, Page Down, Home and End move. Enter opens the line."

    class Begun(Message):
        """Enter on a list with nothing in it."""

        def __init__(self, lines: "Lines") -> None:
            super().__init__()
            self.lines = lines

    def action_choose(self) -> None:
        """Open the line under the cursor; begin the first where there is none."""
        if self.count == 0:
            self.post_message(self.Begun(self))
        else:
            super().action_choose()

    def show(self, rows: Sequence[Fact]) -> None:
        """Show other lines; a cursor at the top stays at the top."""
        was_at_top = self.cursor == 0
        super().show(rows)
        if was_at_top:
            self.cursor = 0

    def land_on(self, record: str) -> bool:
        """Put the cursor on the first line of a record; whether there is one."""
        for place in range(self.count or 0):
            fact = self.get_row(place)
            if fact is not None and record and record in (fact.record, fact.id):
                self.cursor = place
                return True
        return False


def columns(
    *, heading: int = 13, when: int = 11, who: int = 0, words: str = "What", least: int = 32
) -> list[Column[Fact]]:
    """The columns of a list of facts; a width of 0 leaves a column out."""
    found: list[Column[Fact]] = []
    if heading:
        found.append(Column("heading", "", width=heading, sortable=False))
    if when:
        found.append(Column("when", "When", width=when, sortable=False))
    found.append(Column("words", words, width=least, fraction=5, sortable=False))
    if who:
        found.append(Column("who", "Who", width=who, fraction=1, priority=1, sortable=False))
    return found


def headed(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts with each heading on its first line only, and ids that are all different."""
    before, seen = "", set[str]()
    for fact in facts:
        id_ = fact.id
        while id_ in seen:
            id_ += "+"
        seen.add(id_)
        heading = "" if fact.heading == before else fact.heading
        before = fact.heading
        yield replace(fact, id=id_, heading=heading)
