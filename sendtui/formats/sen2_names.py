"""The names of elements and columns in SEN2 files, however their letters are cased, and the year.

Guides and readers differ in the case of some (`SENSetting`, `SENsetting`), COLLECT's CSV has them
all in lower case.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from sendtui.errors import SendtuiError
from sendtui.rules.sen2_shape import Shape, shape_of


class Named(NamedTuple):
    """An element by the name this version has for it."""

    name: str
    is_group: bool


@cache
def _known() -> dict[str, Named]:
    found: dict[str, Named] = {}
    for year in (2023, 2024, 2025, 2026):
        for group, items in shape_of(year).groups.items():
            found[group.lower()] = Named(group, is_group=True)
            for item in items:
                found.setdefault(item.lower(), Named(item, is_group=False))
    for group in shape_of(2026).groups:
        found[group.lower()] = Named(group, is_group=True)
    found |= {name.lower(): Named(name, is_group=False) for name in ("Header", "Persons")}
    return found


MORE = frozenset(named.name for named in _known().values())
"""Every name that some year has."""


def canonical(name: str) -> Named:
    """The name of an element as this version spells it, and whether it is a group."""
    return _known().get(name.lower()) or Named(name, is_group=False)


def shape_in(header: Mapping[str, str], name: str, expected: Shape | None) -> Shape:
    """The shape of the year that a header names.

    Raises SendtuiError for another collection, a year without a shape, another year than the one
    expected, or a census day of another year.
    """
    if header.get("Collection", "").upper() != "SEN2":
        raise SendtuiError(
            f"{name} does not say that it is a SEN2 return: its header has no Collection SEN2. "
            "Give the file for COLLECT."
        )
    said = header.get("Year", "")
    if not (said.isascii() and said.isdigit() and len(said) == 4):
        raise SendtuiError(f"{name} does not say of which year it is: its Year is “{said[:20]}”.")
    year = int(said)
    if expected is not None and year != expected.year:
        raise SendtuiError(f"{name} is the return of {year}, not {expected.year}.")
    day = _day(header.get("ReferenceDate", ""))
    if day is not None and day.year != year:
        raise SendtuiError(
            f"{name} mixes years: its Year is {year}, and its ReferenceDate is in {day.year}. Have "
            "the one that is wrong put right where it was made."
        )
    if expected is not None:
        return expected
    try:
        return shape_of(year, day)
    except ValueError as problem:
        raise SendtuiError(f"{name} cannot be read: {problem}") from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
