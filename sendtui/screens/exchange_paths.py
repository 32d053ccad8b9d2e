"""A path as people type, complete or drag it in, and the folder it leads through."""

import asyncio
import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widgets import Input

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


_BEGINS = r"/|~[/\\]|file://|[A-Za-z]:[/\\]|['\"](?:/|~|[A-Za-z]:)"
_AGAIN = re.compile(rf"^.*?[/\\](?=(?:{_BEGINS}))", re.DOTALL)
_WHOLE = re.compile(rf"(?:{_BEGINS}|\\\\)")


def begun_anew(text: str, start: str = "~") -> str:
    """The line from where a path begins anew in it: `~/` with `/home/x` typed behind is `/home/x`.

    Only behind what the line began with by itself, the `start`, or behind the home folder.
    """
    if not text.startswith((start, "~")):
        return text
    if start != "~" and text.startswith(start) and is_whole(text[len(start) :]):
        return text[len(start) :]
    found = _AGAIN.match(text)
    return text[found.end() :] if found else text


def is_whole(text: str) -> bool:
    """Whether a text says where a path begins, and not only how it goes on."""
    return _WHOLE.match(text.strip()) is not None


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
        suffix = Path(entry.name).suffix.casefold()
        if suffixes and (suffix not in suffixes or not _may_be_list(entry, suffix)):
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


_PEEK = 2_048
_SECRET = b"AGE-SECRET-KEY-"


def _may_be_list(entry: os.DirEntry[str], suffix: str) -> bool:
    """Whether a text or XML file, which may be anything, begins as a list of pupils does."""
    if suffix not in (".txt", ".xml"):
        return True
    with Path(entry.path).open("rb") as file:
        head = file.read(_PEEK).replace(b"\0", b"")
    if suffix == ".xml":
        return b"<CTfile" in head
    first = head.lstrip(b"\xef\xbb\xbf\xff\xfe\r\n ").split(b"\n", 1)[0]
    return _SECRET not in head.upper() and any(sign in first for sign in b"\t;,")


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
        self._start = value or "~"
        self._before = value

    def on_mount(self) -> None:
        """Stand behind the path: the first key goes on with it."""
        self.select_on_focus = False
        self.cursor_position = len(self.value)

    def on_paste(self, event: events.Paste) -> None:
        """Take a whole path that is pasted or dragged in for the line, whatever stood there."""
        line = event.text.strip().splitlines()
        if line and is_whole(line[0]):
            event.stop()
            event.prevent_default()
            self.take(line[0])

    @on(Input.Changed)
    def _begin_anew(self, event: Input.Changed) -> None:
        # Nothing goes on behind a file: what is typed there is another path.
        start = self._start if not is_file(typed_path(self._before)) else self._before
        self._before = event.value
        anew = begun_anew(event.value, start)
        if anew != event.value and event.value == self.value:
            self.take(anew)

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


def why_not(path: Path, *, may_replace: bool = False) -> str:
    """Why no file can be written there; empty where it can."""
    try:
        if path.is_dir():
            return "That is a folder: add a name for the file."
        if path.exists() and not may_replace:
            return "A file of that name is there already: choose another name."
        if not path.parent.is_dir():
            return "There is no such folder."
    except (OSError, RuntimeError, ValueError):
        return "That is no path this computer can use."
    return ""
