"""A library as CSV, which a school edits in a spreadsheet and shares.

One file holds interventions, strategies and targets; the column “Kind” says which, and where it is
empty it is an intervention.
"""

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
    "kind": "Kind",
    "name": "Name",
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

KINDS = ("intervention", "strategy", "target")
SHORT = ("kind", "name", "area", "layer")
"""What is kept of a strategy and of a target: what it says, for which need, in which layer."""

_NUMBERS = ("times", "minutes", "group_size", "weeks", "materials_pence")
_KNOWN = {squash(heading): field for field, heading in COLUMNS.items()} | {
    squash(word): "name"
    for word in ("intervention", "title", "provision", "strategy", "target", "statement")
}


@dataclass(frozen=True, slots=True)
class LibraryRead:
    """Entries by line of the file, each with its kind, what was rejected, and unknown columns."""

    entries: tuple[tuple[int, Mapping[str, object]], ...]
    rejected: tuple[Rejected, ...]
    unknown: tuple[str, ...]


def write(file: BinaryIO, entries: Iterable[Mapping[str, object]]) -> int:
    """Write the entries and return how many there are."""
    text = io.StringIO(newline="")
    lines = [[safe(str(entry.get(name) or "")) for name in COLUMNS] for entry in entries]
    csv.writer(text).writerows([COLUMNS.values(), *lines])
    file.write(text.getvalue().encode("utf-8-sig"))
    return len(lines)


def read(file: BinaryIO, name: str) -> LibraryRead:
    """The entries of a list.

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
                    f"{name} has no column of names: one is headed “Name”. "
                    "“library export” writes such a list."
                )
            continue
        said = {f: c.strip() for f, c in zip(fields, cells, strict=False) if f and c.strip()}
        said["kind"] = said.get("kind", KINDS[0]).casefold()
        if said["kind"] not in KINDS:
            why = f"is not one of {', '.join(KINDS)}"
            rejected.append(Rejected(number, "kind", said["kind"], why, COLUMNS["kind"], (*cells,)))
            continue
        if said["kind"] != KINDS[0]:
            said = {f: v for f, v in said.items() if f in SHORT}
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
