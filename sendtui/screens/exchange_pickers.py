"""Choosing a file and saying where a new one goes: a path, and the folder it leads through."""

import asyncio
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from sendtui.screens.exchange_paths import (
    Found,
    PathEntry,
    completed,
    is_file,
    size_words,
    start_of,
    typed_path,
    why_not,
)
from sendtui.screens.widgets.box import Dialog, buttons
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dialog import Confirm
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, plain

REPLACE = "replace"
"""The word that is typed before a file is written over."""


class PickEntry(PathEntry):
    """A path above the list of what it could go on to: arrows move in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list(1)", "Down in the list", show=False),
        Binding("up", "list(-1)", "Up in the list", show=False),
        Binding("pagedown", "turn(1)", "Page down", show=False),
        Binding("pageup", "turn(-1)", "Page up", show=False),
    ]

    @property
    def _grid(self) -> Grid[Found]:
        return self.screen.query_one("#found-files", Grid)

    async def action_complete(self) -> None:
        """Add what is certain; where nothing is, take what the list has the cursor on."""
        whole = completed(self.value, await self.found())
        under = self._grid.highlighted
        if whole != self.value:
            self.take(whole)
        elif under is not None:
            self.take(under.id)

    def action_list(self, by: int) -> None:
        """Move in the list while typing."""
        self._grid.action_move(by)

    def action_turn(self, direction: int) -> None:
        """Move in the list by a screenful."""
        self._grid.action_page(direction)


COLUMNS: list[Column[Found]] = [
    Column("name", "Name", width=24, fraction=4, sortable=False),
    Column("size", "Size", width=10, align="right", sortable=False,
           show=lambda found: size_words(found.size)),
    Column("changed", "Changed", width=11, priority=1, sortable=False),
]  # fmt: skip


class PathPicker(Vertical):
    """A path and the folder it leads through; a file, or where `folders` a folder, is picked."""

    class Picked(Message):
        """Carries the path that was picked."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    def __init__(self, value: str, *, suffixes: Collection[str], id: str | None = None) -> None:
        super().__init__(id=id)
        self.entry = PickEntry(value, suffixes=suffixes, id="path")
        self._listed: tuple[Found, ...] = ()
        kinds = ", ".join(sorted(suffixes))
        self._grid = Grid[Found](
            COLUMNS, empty=f"No folder and no {kinds} file begins like this.", marks=False,
            id="found-files",
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """The line and the list."""
        yield self.entry
        yield self._grid

    def on_mount(self) -> None:
        """Show what is in the folder; the list is walked from the line."""
        self._grid.can_focus = False
        self.look()

    def look(self) -> None:
        """Read the folder again."""
        self.run_worker(job(self._look), group="folder", exclusive=True)

    async def _look(self) -> None:
        self._listed = await self.entry.found()
        self._grid.show(self._listed)

    def files(self) -> tuple[Path, ...]:
        """The files in the list."""
        return tuple(typed_path(each.id) for each in self._listed if not each.is_folder)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._grid.cursor = 0
        self.look()

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        path = typed_path(event.value)
        is_there = await asyncio.to_thread(is_file, path)
        if event.value.strip() and is_there:
            self.post_message(self.Picked(path))
            return
        found = await self.entry.found()
        at = self._grid.cursor
        if found:
            self._take(found[min(at, len(found) - 1)])

    @on(Grid.Chosen)
    def _chosen(self, event: Grid.Chosen[Found]) -> None:
        event.stop()
        self._take(event.row)

    def _take(self, found: Found) -> None:
        self.entry.take(found.id)
        if not found.is_folder:
            self.post_message(self.Picked(typed_path(found.id)))


class PickFile(Dialog[Path | None]):
    """A file to choose, in a box over the screen."""

    def __init__(self, title: str, suffixes: Collection[str], start: str = "") -> None:
        super().__init__(title)
        self._picker = PathPicker(start or start_of(), suffixes=suffixes)

    def contents(self) -> Sequence[Widget]:
        """The path and the list."""
        return [self._picker]

    def on_mount(self) -> None:
        """Start at the path."""
        self._picker.entry.focus()

    @on(PathPicker.Picked)
    def _picked(self, event: PathPicker.Picked) -> None:
        self.dismiss(event.path)


class SaveAs(Dialog[Path | None]):
    """Where to write a new file; an existing one is written over only once a word is typed.

    Without `may_replace` it is never written over.
    """

    def __init__(
        self, title: str, text: str, value: str, yes: str = "Write", *, may_replace: bool = False
    ) -> None:
        super().__init__(title)
        self._text, self._yes, self._may_replace = text, yes, may_replace
        self._entry = PathEntry(value, id="target")
        # As in a form, wherever the keys are; named as the button is.
        self._bindings.bind("ctrl+s", "save", yes)

    def contents(self) -> Sequence[Widget]:
        """What is written, the path and the way out."""
        return [
            Static(plain(self._text), classes="dialog--text"),
            self._entry,
            Line("Tab completes folders.", classes="dialog--note"),
            buttons(("leave", "Cancel  esc"), ("save", f"{self._yes}  ctrl+s"), first="save"),
        ]

    def on_mount(self) -> None:
        """Start behind the path that is proposed."""
        self._entry.focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._say("")

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    async def action_save(self) -> None:
        """Take the path, if a file may be written there."""
        path = typed_path(self._entry.value)
        reason = "Where to?"
        if self._entry.value.strip():
            reason = await asyncio.to_thread(why_not, path, may_replace=self._may_replace)
        if reason:
            self._say(reason)
        elif await asyncio.to_thread(path.exists):
            self._ask_to_replace(path)
        else:
            self.dismiss(path)

    @work(group="replace", exclusive=True)
    async def _ask_to_replace(self, path: Path) -> None:
        sure = Confirm(
            "Replace it?",
            f"There is a file of this name already:\n{path}\n\nWhat is in it will be gone, and no "
            "undo brings it back.",
            yes="Replace it",
            no="Another name",
            typed=REPLACE,
        )
        if await self.app.push_screen_wait(sure):
            self.dismiss(path)

    def _say(self, reason: str) -> None:
        note = self.query_one(".dialog--note", Line)
        note.set_class(bool(reason), "-wrong")
        note.say(f"! {reason}" if reason else "Tab completes folders.")

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.dismiss(None)
