"""A SEN2 return as XML: written person by person, and read back the same way.

No namespace, no attributes, UTF-8; an element without a value is left out. Whatever the year, the
spelling of names is taken from its shape, and any spelling of their letters is read.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO
from xml.sax.saxutils import escape

from sendtui.errors import SendtuiError
from sendtui.formats.sen2_names import MORE, Named, canonical, shape_in
from sendtui.formats.xml_safely import CHUNK, Parser, UnsafeXmlError
from sendtui.rules.sen2_group import Group, Header
from sendtui.rules.sen2_shape import Shape

ROOT = "Message"
MAX_BYTES = 1 << 29
"""Half a gigabyte: three times the return of sixty thousand plans."""

MAX_TEXT = 4_000
MAX_GROUPS = 2_000
"""Groups of one person; more are no person's."""

_INDENT = "  "
_NO_XML = dict.fromkeys([*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


def write(file: BinaryIO, shape: Shape, header: Header, persons: Iterable[Group]) -> int:
    """Write a return and give how many persons it holds; the file is left open."""
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n')
    items = header.items()
    parts = [f"{_INDENT}<Header>\n"]
    for name in ("CollectionDetails", "Source"):
        group = Group(name, {n: items[n] for n in shape.groups[name] if items.get(n)})
        _add(parts, shape, group, 2)
    parts.append(f"{_INDENT}</Header>\n{_INDENT}<Persons>\n")
    count = 0
    for person in persons:
        count += 1
        _add(parts, shape, person, 2)
        if len(parts) > 4_096:
            file.write("".join(parts).encode())
            parts.clear()
    parts.append(f"{_INDENT}</Persons>\n</Message>\n")
    file.write("".join(parts).encode())
    return count


def _add(parts: list[str], shape: Shape, group: Group, depth: int) -> None:
    """The lines of a group, in the order the year's shape has; what it has not is left out."""
    pad, values = _INDENT * depth, group.values
    parts.append(f"{pad}<{group.name}>\n")
    for name in shape.groups[group.name]:
        if name in shape.groups:
            for below in group.groups:
                if below.name == name:
                    _add(parts, shape, below, depth + 1)
        elif value := values.get(name):
            parts.append(f"{pad}{_INDENT}<{name}>{_text(value)}</{name}>\n")
    parts.append(f"{pad}</{group.name}>\n")


def _text(value: str) -> str:
    if value.isalnum() and value.isascii():
        return value
    # What XML cannot hold at all is no letter of a name.
    return escape(value.translate(_NO_XML))


class Reading:
    """A return in a file. `unknown` counts what stands in it that its year's shape does not have.

    `header` is what it says of itself, `shape` that of its year.
    """

    def __init__(self, file: BinaryIO, name: str, shape: Shape | None) -> None:
        if file.seek(0, io.SEEK_END) > MAX_BYTES:
            raise SendtuiError(
                f"{name} is larger than any return ({MAX_BYTES >> 20} MB): it was not read."
            )
        self._file, self._name = file, name
        self.unknown: dict[str, int] = {}
        first = _Walk(name, {}, stop_at_persons=True)
        for _ in _persons(file, name, first):
            break
        self.header: Mapping[str, str] = first.header
        self.shape = shape_in(self.header, name, shape)

    def persons(self) -> Iterator[Group]:
        """The persons one after another, each as soon as it is complete.

        Raises SendtuiError where the file breaks off, or holds what no return holds.
        """
        self.unknown = {}
        walk = _Walk(self._name, self.unknown)
        yield from _persons(self._file, self._name, walk, self.shape)


def read(file: BinaryIO, name: str, shape: Shape | None = None) -> Reading:
    """The return in a file that can be read twice; `shape` is that of a year expected.

    Raises SendtuiError for XML that is something else, of another year, broken or unsafe.
    """
    return Reading(file, name, shape)


def _persons(
    file: BinaryIO, name: str, walk: "_Walk", shape: Shape | None = None
) -> Iterator[Group]:
    file.seek(0)
    parser = Parser(walk.start, walk.end, walk.text)
    walk.parser, walk.shape = parser, shape
    try:
        while chunk := file.read(CHUNK):
            parser.feed(chunk)
            yield from walk.finished()
            if walk.is_done:
                return
        parser.feed(b"", is_last=True)
        yield from walk.finished()
    except UnsafeXmlError as why:
        raise SendtuiError(
            f"{name} cannot be read as XML ({why}): ask for the file again, as it was exported."
        ) from None


class _Walk:
    """What is heard of a return while it is walked through."""

    def __init__(
        self, name: str, unknown: dict[str, int], *, stop_at_persons: bool = False
    ) -> None:
        self.parser: Parser | None = None
        self.shape: Shape | None = None
        self.header: dict[str, str] = {}
        self.is_done = False
        self._name, self._unknown, self._stops = name, unknown, stop_at_persons
        self._path: list[str] = []
        self._open: list[tuple[str, dict[str, str], list[Group], int]] = []
        self._text: list[str] = []
        self._length = self._groups = 0
        self._done: list[Group] = []

    def finished(self) -> list[Group]:
        """The persons that have come to their end since the last time."""
        done, self._done = self._done, []
        return done

    def start(self, name: str, _: Mapping[str, str]) -> None:
        """Take in the beginning of an element."""
        if not self._path and name != ROOT:
            raise SendtuiError(
                f"{self._name} is XML, and no SEN2 return: its root is {name[:40]}, not {ROOT}. "
                "Give the file for COLLECT."
            )
        named = canonical(name)
        self._path.append(named.name)
        self._text, self._length = [], 0
        if named.name == "Persons" and self._stops:
            self.is_done = True
        if named.is_group and (self._open or named.name == "Person"):
            self._begin(named)

    def _begin(self, named: Named) -> None:
        self._groups = 0 if named.name == "Person" else self._groups + 1
        if self._groups > MAX_GROUPS:
            raise SendtuiError(
                f"{self._name} has a person with over {MAX_GROUPS:,} parts at line {self._line}: "
                "ask for the file again, as it was exported."
            )
        self._open.append((named.name, {}, [], self._line))

    @property
    def _line(self) -> int:
        return self.parser.line if self.parser else 0

    def text(self, text: str) -> None:
        """Take in text."""
        self._length += len(text)
        if self._length > MAX_TEXT:
            raise SendtuiError(
                f"{self._name} has an item of over {MAX_TEXT:,} characters at line {self._line}: "
                "ask for the file again, as it was exported."
            )
        self._text.append(text)

    def end(self, name: str) -> None:
        """Take in what an element said."""
        said = " ".join("".join(self._text).split())
        self._text, self._length = [], 0
        here = self._path.pop()
        if self._open and self._open[-1][0] == here and canonical(name).is_group:
            self._close()
        elif self._open:
            self._item(here, said)
        elif said and "Header" in self._path and len(self.header) < MAX_GROUPS:
            self.header.setdefault(here, said)

    def _close(self) -> None:
        name, values, groups, line = self._open.pop()
        made = Group(name, values, tuple(groups), line=line)
        if self._open:
            self._open[-1][2].append(made)
        else:
            self._done.append(made)

    def _item(self, name: str, said: str) -> None:
        group, values, _, _ = self._open[-1]
        if self.shape is not None and not self.shape.has(group, name):
            place = f"{group}/{name}" if name in MORE else f"{group}/{name[:40]}"
            if place in self._unknown or len(self._unknown) < 60:
                self._unknown[place] = self._unknown.get(place, 0) + 1
        elif said:
            values[name] = said
