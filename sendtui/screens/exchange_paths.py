"""A path as people type, complete or drag it in, and the folder it leads through."""

import asyncio
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from textual.binding import Binding, BindingType

from sendtui.screens.widgets.entry import Entry

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


def is_file(path: Path) -> bool:
    """Whether there is a file."""
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


def why_not(path: Path) -> str:
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
