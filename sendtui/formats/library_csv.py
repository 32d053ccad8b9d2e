"""A library of interventions as CSV, which a school edits in a spreadsheet and shares."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats.register_csv import safe
from sendtui.formats.sheets import read_sheet
from sendtui.formats.synonyms import squash
from sendtui.models.incoming import Rejected

COLUMNS: dict[str, str] = {
    "name": "Intervention",
    "area": "Area",
    "layer": "Layer",
    "purpose": "Purpose",
    "evidence": "Evidence",
    "measure": "Measure",
    "times": "Times",
    "per": "Per",
    "minutes": "Minutes",
    "group_size": "Group of",
    "weeks": "Weeks",
    "room": "Room",
    "materials_pence": "Materials in pence",
}
"""Our field → its heading. An area is CI, CL, SEMH or SP."""

_NUMBERS = ("times", "minutes", "group_size", "weeks", "materials_pence")
_KNOWN = {squash(heading): field for field, heading in COLUMNS.items()} | {
    squash(word): "name" for word in ("name", "title", "provision", "strategy")
}


@dataclass(frozen=True, slots=True)
class LibraryRead:
    """Interventions by line of the file, what was rejected, and columns nobody knows."""

    entries: tuple[tuple[int, Mapping[str, object]], ...]
    rejected: tuple[Rejected, ...]
    unknown: tuple[str, ...]


def write(file: BinaryIO, entries: Iterable[Mapping[str, object]]) -> int:
    """Write the interventions and return how many there are."""
    text = io.StringIO(newline="")
    lines = [[safe(str(entry.get(name) or "")) for name in COLUMNS] for entry in entries]
    csv.writer(text).writerows([COLUMNS.values(), *lines])
    file.write(text.getvalue().encode("utf-8-sig"))
    return len(lines)


def read(file: BinaryIO, name: str) -> LibraryRead:
    """The interventions in a list.

    Raises SendtuiError for a file that is no list, or that has no column of names.
    """
    lines = read_sheet(file, name).lines()
    headings: list[str] = []
    entries: list[tuple[int, Mapping[str, object]]] = []
    rejected: list[Rejected] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if not headings:
            headings = cells
            fields = [_KNOWN.get(squash(each), "") for each in cells]
            if "name" not in fields:
                raise SendtuiError(
                    f"{name} has no column of names: one is headed “Intervention”. "
                    "“intervention export” writes such a list."
                )
            continue
        said = {f: c.strip() for f, c in zip(fields, cells, strict=False) if f and c.strip()}
        wrong = [f for f in _NUMBERS if not said.get(f, "0").isdecimal()]
        rejected += [
            Rejected(number, f, said[f], "is no whole number", COLUMNS[f], tuple(cells))
            for f in wrong
        ]
        if not said.get("name"):
            rejected.append(Rejected(number, "name", "", "is missing", COLUMNS["name"], (*cells,)))
        elif not wrong:
            entries.append((number, {f: int(v) if f in _NUMBERS else v for f, v in said.items()}))
    unknown = tuple(h for h in headings if h.strip() and squash(h) not in _KNOWN)
    return LibraryRead(tuple(entries), tuple(rejected), unknown)
