"""One of a list, chosen by typing part of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from sendtui.screens.widgets.box import Dialog
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import plain


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: its id, its label and a quiet note."""

    id: str
    label: str
    note: str = ""


NOTE = 24
"""Cells up to which notes have a column as wide as the widest of them."""

FITS = 60
"""Cells of a label with its note that fit into the box."""


class Choose(Dialog[str | None]):
    """One of a list; typing narrows it. Gives the option's id, or None."""

    DEFAULT_CSS = """
    Choose {
        & > .dialog { width: 76; height: 20; }
        & Entry { margin-bottom: 1; }
        & #in-full { height: 2; color: $text-muted; }
        & Grid > .grid--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]

    help_text = "Type to narrow the list, move in it with the arrows, and take a line with Enter."

    def __init__(self, title: str, options: Sequence[Option], *, empty: str = "No match.") -> None:
        super().__init__(title)
        self._options = tuple(options)
        columns: list[Column[Option]] = [Column("label", "Choose", width=20, fraction=3)]
        widest = max((cell_len(option.note) for option in options), default=0)
        if widest:
            # Short notes leave the rest to the labels; long ones share it with them.
            shares = 2 if widest > NOTE else 0
            columns.append(
                Column("note", "", min(widest, NOTE), shares, priority=1, sortable=False)
            )
        self._is_cut = any(cell_len(f"{each.label}{each.note}") > FITS for each in options)
        self._grid = Grid[Option](columns, empty=empty, marks=False)

    def contents(self) -> Sequence[Widget]:
        """The line to type into, the list, and its line in full where some do not fit."""
        entry = Entry(placeholder="type to narrow the list")
        return [entry, self._grid, *([Static(id="in-full")] if self._is_cut else [])]

    def on_mount(self) -> None:
        """Show everything and start at the line to type into."""
        self._grid.show(self._options)
        self.query_one(Entry).focus()

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        words = event.value.casefold().split()

        def has_all(text: str) -> bool:
            return all(word in text.casefold() for word in words)

        found = [each for each in self._options if has_all(f"{each.label} {each.note}")]
        # What is called so stands before what only says so, and is what Enter takes.
        self._grid.show(sorted(found, key=lambda each: not has_all(each.label)))
        self._grid.cursor = 0

    @on(Grid.Highlighted)
    def _say_in_full(self) -> None:
        under = self._grid.highlighted
        if self._is_cut:
            said = " · ".join(filter(None, (under.label, under.note))) if under else ""
            self.query_one("#in-full", Static).update(plain(said))

    def action_move(self, by: int) -> None:
        """Move in the list while typing."""
        self._grid.action_move(by)

    def action_page(self, direction: int) -> None:
        """Move in the list by a screenful."""
        self._grid.action_page(direction)

    @on(Input.Submitted)
    def _take(self) -> None:
        self._grid.action_choose()

    @on(Grid.Chosen)
    def _choose(self, event: Grid.Chosen[Option]) -> None:
        self.dismiss(event.row.id)
