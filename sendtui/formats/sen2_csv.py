"""A SEN2 return as the nine CSV files that COLLECT gives back (its “Blade” export).

Each line names itself and the line it belongs to. Days are written `2022-Sep-28 00:00:00`, flags
True and False; read are these, ISO days and 0 and 1 as well. It is no form of submission.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import IO, BinaryIO, NamedTuple

from sendtui.errors import SendtuiError
from sendtui.formats.sen2_names import canonical, shape_in
from sendtui.rules.counting import counted
from sendtui.rules.sen2_group import Group, Header
from sendtui.rules.sen2_shape import DAY_ITEMS, FLAG_ITEMS, Shape

PARENTS: dict[str, str] = {
    "sen2": "",
    "person": "sen2",
    "requests": "person",
    "assessment": "requests",
    "namedplan": "assessment",
    "plandetail": "namedplan",
    "activeplans": "requests",
    "placementdetail": "activeplans",
    "senneed": "activeplans",
}
"""The nine files, and the one that each belongs to."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BLADE_DAY = re.compile(r"(\d{4})-([A-Za-z]{3})-(\d{2})(?: 00:00:00)?")
_WHOLE = re.compile(r"\d+\.0")
_NAME = re.compile(r"(?i)(?:^|_)(sen2|person|requests|assessment|namedplan|plandetail|activeplans|"
                   r"placementdetail|senneed)\.csv$")  # fmt: skip
MAX_LINES = 5_000_000


def table_in(name: str) -> str:
    """Which of the nine a file's name says it is, or nothing."""
    found = _NAME.search(name)
    return found.group(1).lower() if found else ""


def file_name(table: str, made_on: date) -> str:
    """What COLLECT calls a file."""
    return f"Blade-Export_{made_on:%d-%m-%Y}_{table}.csv"


# ── Writing ───────────────────────────────────────────────────────────────────────────────────


def write(
    files: Mapping[str, BinaryIO], shape: Shape, header: Header, persons: Iterable[Group]
) -> int:
    """Write the nine files and give how many persons they hold; the files are left open."""
    texts = {name: io.TextIOWrapper(file, "utf-8", newline="") for name, file in files.items()}
    making = _Making(texts, shape, header.la)
    making.head(header)
    count = 0
    for count, person in enumerate(persons, 1):
        making.add(person, "1", count)
    for text in texts.values():
        text.flush()
        text.detach()
    return count


class _Making:
    def __init__(self, files: Mapping[str, IO[str]], shape: Shape, la: str) -> None:
        self._la = la
        self._columns = {name: _columns(shape, name) for name in PARENTS}
        self._lines = {name: csv.writer(file) for name, file in files.items()}
        self._count = dict.fromkeys(PARENTS, 0)
        for name, parent in PARENTS.items():
            own = [f"{name}tableid", "NativeId", f"{name}orderseqcolumn", "sourceid"]
            own += [f"{parent}tableid"] if parent else []
            self._lines[name].writerow([*own, *(c.lower() for c in self._columns[name])])

    def head(self, header: Header) -> None:
        items = header.items()
        said = [_blade(name, items.get(name, "")) for name in self._columns["sen2"]]
        self._lines["sen2"].writerow(["1", self._la, "1", "1", *said])

    def add(self, group: Group, parent: str, place: int) -> None:
        name = group.name.lower()
        self._count[name] += 1
        id_ = str(self._count[name])
        said = [_blade(item, group[item]) for item in self._columns[name]]
        self._lines[name].writerow([id_, self._la, str(place), "1", parent, *said])
        for number, below in enumerate(group.groups, 1):
            self.add(below, id_, number)


def _columns(shape: Shape, table: str) -> list[str]:
    names = ("CollectionDetails", "Source") if table == "sen2" else (_group_name(shape, table),)
    return [i for name in names for i in shape.groups[name] if i not in shape.groups]


def _group_name(shape: Shape, table: str) -> str:
    return next(name for name in shape.groups if name.lower() == table)


def _blade(item: str, value: str) -> str:
    if item in DAY_ITEMS and value:
        day = _as_day(value)
        return f"{day.year:04}-{_MONTHS[day.month - 1]}-{day.day:02} 00:00:00" if day else value
    if item in FLAG_ITEMS and value in ("0", "1"):
        return "True" if value == "1" else "False"
    return value


def _as_day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


# ── Reading ───────────────────────────────────────────────────────────────────────────────────


class _Line(NamedTuple):
    """A line of one of the files: its number, its id and its parent's, and its items."""

    number: int
    id: str
    parent: str
    items: dict[str, str]


_Below = Mapping[str, dict[str, list[_Line]]]
"""By file, the lines by the id of what they belong to."""


class Reading:
    """The return in the nine files, as `sen2_xml.Reading` is of one file."""

    def __init__(self, files: Mapping[str, BinaryIO], shape: Shape | None) -> None:
        for needed in ("sen2", "person", "requests"):
            if needed not in files:
                raise SendtuiError(f"Of the nine CSV files the one of {needed} is missing.")
        self._files = files
        self.unknown: dict[str, int] = {}
        first = next(iter(_lines(files["sen2"], "sen2")), None)
        if first is None:
            raise SendtuiError("The CSV file of sen2 has no line.")
        self.header: Mapping[str, str] = first.items
        self.shape = shape_in(self.header, "The return in these CSV files", shape)

    def persons(self) -> Iterator[Group]:
        """The persons one after another; what hangs on them is held in memory.

        Raises SendtuiError where a line belongs to one that is not there.
        """
        below = {
            name: _by_parent(file, name)
            for name, file in self._files.items()
            if PARENTS[name] not in ("", "sen2")
        }
        for line in _lines(self._files["person"], "person"):
            yield self._group("person", line, below)
        for name, left in below.items():
            lines = [line.number for those in left.values() for line in those]
            if lines:
                raise SendtuiError(
                    f"The CSV file of {name} has {counted(len(lines), 'line')} whose "
                    f"{PARENTS[name]} is not there, the first at line {min(lines)}: export all "
                    "nine together."
                )

    def _group(self, table: str, line: _Line, below: _Below) -> Group:
        groups = tuple(
            self._group(name, child, below)
            for name, parent in PARENTS.items()
            if parent == table and name in below
            for child in below[name].pop(line.id, ())
        )
        name = _group_name(self.shape, table)
        kept = {item: said for item, said in line.items.items() if self.shape.has(name, item)}
        return Group(name, kept, groups, line=line.number)


def read(files: Mapping[str, BinaryIO], shape: Shape | None = None) -> Reading:
    """The return in the nine files by name; some may be missing where nothing stands in them.

    Raises SendtuiError where they are no such files, or of another year.
    """
    return Reading(files, shape)


def _by_parent(file: BinaryIO, table: str) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = {}
    for line in _lines(file, table):
        found.setdefault(line.parent, []).append(line)
    return found


def _lines(file: BinaryIO, table: str) -> Iterator[_Line]:
    """The lines of a file, their items by the names this version has."""
    file.seek(0)
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", errors="strict")
    read_ = csv.reader(text, strict=True)
    try:
        headings = [heading.strip().lower() for heading in next(read_, [])]
        own, parent = f"{table}tableid", f"{PARENTS[table]}tableid"
        if own not in headings:
            raise SendtuiError(f"The CSV file of {table} has no column {own}: export it again.")
        places = {n: canonical(h).name for n, h in enumerate(headings) if not h.endswith("id")}
        own_at = headings.index(own)
        parent_at = headings.index(parent) if parent in headings else -1
        number = read_.line_num + 1
        for cells in read_:
            if number > MAX_LINES:
                raise SendtuiError(f"The CSV file of {table} has more lines than any return.")
            cells += [""] * (len(headings) - len(cells))
            said = {name: _plain(name, cells[n]) for n, name in places.items() if cells[n].strip()}
            yield _Line(number, cells[own_at], cells[parent_at] if parent_at >= 0 else "", said)
            number = read_.line_num + 1
    except (UnicodeDecodeError, csv.Error) as problem:
        why = "is not in UTF-8" if isinstance(problem, UnicodeDecodeError) else "is broken"
        raise SendtuiError(
            f"The CSV file of {table} {why} after line {read_.line_num}: export it again, and "
            "do not save it from a spreadsheet."
        ) from None
    finally:
        text.detach()


def _plain(item: str, said: str) -> str:
    value = said.strip()
    if item in DAY_ITEMS or item == "DateTime":
        found = _BLADE_DAY.fullmatch(value)
        month = found.group(2).capitalize() if found else ""
        if found and month in _MONTHS:
            return f"{found.group(1)}-{_MONTHS.index(month) + 1:02}-{found.group(3)}"
        return value
    if item in FLAG_ITEMS:
        return {"true": "1", "false": "0"}.get(value.lower(), value.removesuffix(".0"))
    return value[:-2] if _WHOLE.fullmatch(value) else value
