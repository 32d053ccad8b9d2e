"""How many children an authority expects in each specialist provision, as a list."""

from collections.abc import Sequence
from typing import BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats.sheets import read_sheet
from sendtui.formats.synonyms import squash
from sendtui.rules.sen2_checks_school import Expected, Sort

_HEADINGS = {
    "urn": "URN",
    "ukprn": "UKPRN",
    "name": "name|school|setting|establishment|establishment name",
    "sort": "provision|sort|kind|type",
    "least": "least|minimum|at least|fewest",
    "places": "places|places bought|commissioned places|capacity",
}
_KNOWN = {squash(word): field for field, words in _HEADINGS.items() for word in words.split("|")}
_CALLED: dict[Sort, str] = {
    "unit": "SEN unit|unit|SENU",
    "resourced": "resourced provision|resourced|RP",
    "special": "special school|special|neither",
}
_SORTS = {squash(word): sort for sort, words in _CALLED.items() for word in words.split("|")}
_DIGITS = {"urn": range(1, 7), "ukprn": range(8, 9)}
_MOST = 5_000
_SEARCHED = 20
"""How many lines may stand above the headings."""


def read(file: BinaryIO, name: str) -> tuple[Expected, ...]:
    """The fewest expected in each, in the order of the list; `name` is only for messages.

    Where a line says how many places are bought and not the least, three quarters of them count,
    rounded down. Raises SendtuiError for a file that is no such list, or the first line that
    cannot be read: a list is taken whole or not at all.
    """
    columns: list[str] = []
    found: dict[tuple[str, Sort], Expected] = {}
    for line, cells in read_sheet(file, name, score=lambda cells: len(_columns(cells))).lines():
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = _columns(cells)
            if not columns and line > _SEARCHED:
                break
            continue
        one = _line(columns, cells, f"{name}, line {line}")
        if (one.number, one.sort) in found:
            raise SendtuiError(f"{name}, line {line}: {one.number} has this provision twice.")
        found[one.number, one.sort] = one
    if not columns:
        raise _no_list(name)
    return tuple(found.values())


def _columns(cells: Sequence[str]) -> list[str]:
    """What each column is, where these are the headings; else none."""
    found = [_KNOWN.get(squash(cell), "") for cell in cells]
    has = set(found)
    is_it = has & {"urn", "ukprn"} and "sort" in has and has & {"least", "places"}
    return found if is_it else []


def _no_list(name: str) -> SendtuiError:
    return SendtuiError(
        f"{name} is no list of expected places: its columns are URN (or UKPRN), Name, Provision "
        "(SEN unit, resourced provision or special school) and Least (or Places, of which three "
        "quarters count)."
    )


def _line(columns: Sequence[str], cells: Sequence[str], where: str) -> Expected:
    said = {f: " ".join(c.split()) for f, c in zip(columns, cells, strict=False) if f and c.strip()}
    item = "urn" if "urn" in said else "ukprn"
    number = said.get(item, "")
    if not _is_number(number) or len(number) not in _DIGITS[item]:
        raise SendtuiError(
            f"{where}: {item.upper()} is “{number}”. A URN has up to 6 digits, a UKPRN 8."
        )
    sort = _SORTS.get(squash(said.get("sort", "")))
    if sort is None:
        raise SendtuiError(
            f"{where}: the provision is “{said.get('sort', '')}”. Write SEN unit, resourced "
            "provision or special school."
        )
    column = "least" if "least" in said else "places"
    many = said.get(column, "")
    if not _is_number(many) or len(many) > len(str(_MOST)) or int(many) > _MOST:
        raise SendtuiError(
            f"{where}: {column} is “{many}”. Write a whole number of children, up to {_MOST:,}."
        )
    least = int(many) if column == "least" else int(many) * 3 // 4
    return Expected(number, sort, least, said.get("name", "")[:200])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()
