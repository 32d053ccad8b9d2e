"""A path as people type, complete or drag it in, and the folder it leads through."""

import asyncio
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dialog import Dialog, buttons
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, plain

MOST = 2_000
"""Entries of one folder that are listed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file or folder: `id` is what the line says once it is taken."""

    id: str
    name: str
    is_folder: bool
    size: int | None
    changed: date | None


def typed_path(text: str) -> Path:
    """The path that a line means: quoted, with `~`, escaped or as a file: address as dragged in."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    elif text.startswith("file://"):
        text = unquote(urlsplit(text).path)
        if os.name == "nt":
            text = text.removeprefix("/")
    elif os.name != "nt" and "\\" in text and not Path(text).expanduser().exists():
        text = text.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\")
    return Path(text).expanduser()


def start_of(folder: Path | None = None) -> str:
    """Where a path begins: the folder given, else the one for downloads, else home."""
    if folder is None:
        return f"~{os.sep}Downloads{os.sep}" if _is_folder("~/Downloads") else f"~{os.sep}"
    home = str(Path.home())
    text = str(folder)
    if text == home or text.startswith(home + os.sep):
        text = f"~{text[len(home) :]}"
    return text if text.endswith(os.sep) else text + os.sep


def _is_folder(text: str) -> bool:
    try:
        return Path(text).expanduser().is_dir()
    except (OSError, RuntimeError):
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def split(text: str) -> tuple[str, str]:
    """The folder part of a line, as typed, and the beginning of a name after it."""
    if text[:1] in ("'", '"') or text.startswith("file://"):
        text = str(typed_path(text))
    if text == "~":
        return f"~{os.sep}", ""
    cut = max(text.rfind(sign) for sign in (os.sep, os.altsep or os.sep)) + 1
    return text[:cut], text[cut:]


def matches(text: str, suffixes: Collection[str] = ()) -> tuple[Found, ...]:
    """What the line could go on to: folders first, then files of these kinds, each by name."""
    head, part = split(text)
    found = []
    try:
        with os.scandir(Path(head or ".").expanduser()) as entries:
            for entry in entries:
                if not entry.name.casefold().startswith(part.casefold()):
                    continue
                if entry.name.startswith(".") and not part.startswith("."):
                    continue
                if (each := _found(entry, head, suffixes)) is not None:
                    found.append(each)
    except (OSError, RuntimeError, ValueError):
        return ()
    return tuple(sorted(found, key=lambda each: (not each.is_folder, each.name.casefold()))[:MOST])


def _found(entry: os.DirEntry[str], head: str, suffixes: Collection[str]) -> Found | None:
    try:
        if entry.is_dir():
            return Found(f"{head}{entry.name}{os.sep}", f"{entry.name}{os.sep}", True, None, None)
        if suffixes and Path(entry.name).suffix.casefold() not in suffixes:
            return None
        seen = entry.stat()
    except OSError:
        return None
    return Found(
        head + entry.name,
        entry.name,
        False,
        seen.st_size,
        date.fromtimestamp(seen.st_mtime),  # noqa: DTZ012
    )


def completed(text: str, found: Sequence[Found]) -> str:
    """The line with as much added as all that it could go on to have in common."""
    if not found:
        return text
    head, part = split(text)
    names = [each.name for each in found]
    common = 0
    for letters in zip(*names, strict=False):
        if len({letter.casefold() for letter in letters}) > 1:
            break
        common += 1
    return head + names[0][:common] if common >= len(part) else text


def size_words(size: int | None) -> str:
    """So many bytes, in words."""
    if size is None:
        return ""
    for unit, length in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= length:
            return f"{size / length:,.1f} {unit}"
    return f"{size} bytes"


class PathEntry(Entry):
    """A line for a path; Tab completes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete the path", show=False),
    ]

    help_text = (
        "Type a path; Tab completes it and ~ is your home folder. A file dragged into the window "
        "types its own path."
    )

    def __init__(self, value: str = "", *, suffixes: Collection[str] = (), id: str = "") -> None:
        super().__init__(value, placeholder="the file’s path", id=id or None)
        self.suffixes = frozenset(suffixes)

    async def found(self) -> tuple[Found, ...]:
        """What the line could go on to, read off the event loop."""
        return await asyncio.to_thread(matches, self.value, self.suffixes)

    def take(self, text: str) -> None:
        """Show another line and stand behind it."""
        self.value = text
        self.cursor_position = len(text)

    async def action_complete(self) -> None:
        """Add what is certain; where nothing is, go on to what is next."""
        whole = completed(self.value, await self.found())
        if whole != self.value:
            self.take(whole)
        else:
            self.screen.focus_next()


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
        is_file = await asyncio.to_thread(_is_file, path)
        if event.value.strip() and is_file:
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
    """Where to write a new file; an existing one is never written over."""

    def __init__(self, title: str, text: str, value: str, yes: str = "Write") -> None:
        super().__init__(title)
        self._text, self._yes = text, yes
        self._entry = PathEntry(value, id="target")

    def contents(self) -> Sequence[Widget]:
        """What is written, the path and the way out."""
        return [
            Static(plain(self._text), classes="dialog--text"),
            self._entry,
            Line("Tab completes folders.", classes="dialog--note"),
            buttons(("leave", "Cancel  esc"), ("save", f"{self._yes}  enter"), first="save"),
        ]

    def on_mount(self) -> None:
        """Start behind the path that is proposed."""
        self._entry.focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._say("")

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    async def _save(self, event: Message) -> None:
        event.stop()
        path = typed_path(self._entry.value)
        reason = "Where to?"
        if self._entry.value.strip():
            reason = await asyncio.to_thread(_why_not, path)
        if reason:
            self._say(reason)
        else:
            self.dismiss(path)

    def _say(self, reason: str) -> None:
        note = self.query_one(".dialog--note", Line)
        note.set_class(bool(reason), "-wrong")
        note.say(f"! {reason}" if reason else "Tab completes folders.")

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.dismiss(None)


def _why_not(path: Path) -> str:
    """Why no new file can be written there; empty where it can."""
    try:
        if path.is_dir():
            return "That is a folder: add a name for the file."
        if path.exists():
            return "A file of that name is there already: choose another name."
        if not path.parent.is_dir():
            return "There is no such folder."
    except (OSError, RuntimeError, ValueError):
        return "That is no path this computer can use."
    return ""
