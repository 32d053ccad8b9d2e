"""The Department's public list of schools (GIAS), read by the names of its columns.

Layouts differ by some columns from year to year, so none is counted by its place.
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats.sheets import read_sheet
from sendtui.formats.synonyms import squash
from sendtui.models.school import School

_COLUMNS = {
    "urn": ("urn",),
    "la": ("lacode",),
    "number": ("establishmentnumber",),
    "laestab": ("laestab",),
    "name": ("establishmentname", "name"),
    "status": ("establishmentstatusname", "status"),
    "phase": ("phaseofeducationname", "phase"),
    "town": ("town",),
    "postcode": ("postcode",),
    "kind": ("typeofestablishmentname", "typename"),
    "provision": ("typeofresourcedprovisionname",),
}
"""What is kept of a school → its headings, as they are compared."""

_SEARCHED = 5


def read(file: BinaryIO, name: str) -> Iterator[School]:
    """The schools of an open file, those without a number or a name left out.

    Raises SendtuiError for a file that is not this list; `name` is only for messages.
    """
    lines = read_sheet(file, name).lines()
    places: dict[str, int] = {}
    for number, cells in lines:
        places = _places(cells)
        if {"urn", "name"} <= places.keys():
            break
        if number >= _SEARCHED:
            places = {}
            break
    if not {"urn", "name"} <= places.keys():
        raise SendtuiError(
            f"{name} is not the list of schools: it has no columns URN and EstablishmentName. Give "
            "the file “edubasealldata….csv” from Get Information about Schools."
        )
    for _, cells in lines:
        if found := _school(cells, places):
            yield found


def _places(cells: Sequence[str]) -> dict[str, int]:
    headings = [squash(cell) for cell in cells]
    found = {}
    for field, known in _COLUMNS.items():
        for heading in known:
            if heading in headings:
                found[field] = headings.index(heading)
                break
    return found


def _school(cells: Sequence[str], places: dict[str, int]) -> School | None:
    said = {
        field: " ".join(cells[place].split())[:200] if place < len(cells) else ""
        for field, place in places.items()
    }
    urn, name = said.get("urn", ""), said.get("name", "")
    if not (urn.isascii() and urn.isdigit() and name):
        return None
    la, number = said.get("la", ""), said.get("number", "")
    laestab = said.get("laestab", "") or (la + number.zfill(4) if la and number else "")
    return School(
        urn,
        laestab if len(laestab) == 7 and laestab.isdigit() else "",
        name,
        said.get("status", ""),
        said.get("phase", ""),
        said.get("town", ""),
        said.get("postcode", ""),
        said.get("kind", ""),
        said.get("provision", ""),
    )
