"""A screen that is one list: what is asked for above, the line under the cursor in full below."""

from typing import Generic

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.columns import R
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, one_line, plain


class ListScreen(DataScreen[None], Generic[R]):
    """One list. Override `in_full`; `load` shows the lines and says how many there are."""

    CSS_PATH = "case_queue.tcss"

    def __init__(self, grid: Grid[R], *path: str) -> None:
        super().__init__()
        self._grid, self._path = grid, path

    def compose(self) -> ComposeResult:
        """What is asked for, the list, and the line under the cursor in full."""
        yield Masthead(*self._path)
        with Vertical(classes="body"):
            yield Line("", id="chips")
            yield self._grid
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self._grid.focus()

    def in_full(self, row: R | None) -> str:
        """The line under the cursor in words; what is said where there is none."""
        raise NotImplementedError

    @on(Grid.Highlighted)
    def say_whole(self) -> None:
        """Say the line under the cursor in full."""
        said = self.in_full(self._grid.highlighted)
        self.query_one("#whole", Static).update(plain(one_line(said)))
