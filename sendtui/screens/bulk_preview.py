"""What one act would do to many pupils, line by line, before it is done."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button, Static

from sendtui.screens.widgets.box import Dialog, buttons
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, badge, one_line, plain
from sendtui.services.bulk import Line as Each
from sendtui.services.bulk import Preview


def _then(each: Each) -> Cell:
    return badge(f"cannot: {each.problem}", "late") if each.problem else each.after


COLUMNS: list[Column[Each]] = [
    Column("name", "Pupil", width=18, fraction=2),
    Column("class_name", "Class", width=7, priority=1),
    Column("before", "Now", width=12, fraction=2),
    Column("after", "Then", width=16, fraction=4, show=_then),
]


class BulkPreview(Dialog[bool]):
    """Everybody it changes, after those it cannot be done to; Ctrl+S does it."""

    DEFAULT_CSS = """
    BulkPreview {
        & > .dialog { width: 96; height: 22; padding: 1 1; }
        & Grid { height: 1fr; }
        & #bulk-words { text-style: bold; margin-bottom: 1; }
        & #bulk-whole { height: auto; max-height: 3; color: $text-muted; }
        & .dialog--buttons { margin-top: 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "do", "Do it")]

    help_text = (
        "What would be done, pupil by pupil; nothing has been written yet. Those it cannot be done "
        "to stand first and are left as they are. Ctrl+S does it in one act, Escape does nothing."
    )

    def __init__(self, shown: Preview, *, note: str = "", yes: str = "") -> None:
        super().__init__(shown.title)
        self._shown, self._note = shown, note
        self._yes = yes or f"Do it for {len(shown.changes):,}"
        self._grid = Grid[Each](COLUMNS, empty="Nobody would change.", marks=False)

    def contents(self) -> Sequence[Widget]:
        """The figures, the lines, the way on and the way out."""
        noted = [Line(one_line(self._note), classes="dialog--note")] if self._note else []
        do = [("do", f"{self._yes}  ctrl+s")] if self._shown.changes else []
        return [
            Line(f"{self._shown.words}.", id="bulk-words"),
            *noted,
            self._grid,
            Static("", id="bulk-whole"),
            buttons(*do, ("leave", "Cancel  esc"), first="do"),
        ]

    def on_mount(self) -> None:
        """Show those it cannot be done to first."""
        self._grid.show([*self._shown.problems, *self._shown.changes])
        self._grid.focus()

    @on(Grid.Highlighted)
    def _say_whole(self) -> None:
        each = self._grid.highlighted
        came = f"not done: {each.problem}" if each and each.problem else each.after if each else ""
        said = f"{each.name}: {came}" if each else ""
        self.query_one("#bulk-whole", Static).update(plain(said))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be somebody to do it to."""
        if action == "do":
            return bool(self._shown.changes)
        return super().check_action(action, parameters)

    @on(Button.Pressed, "#do")
    def action_do(self) -> None:
        """Do it."""
        self.dismiss(True)

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Do nothing."""
        self.dismiss(False)
