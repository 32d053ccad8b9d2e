"""A checklist of what is ordinarily available, as an authority shares it: a list, or plain text.

A list has a column of statements and, where they are given, the area of need and the layer. In
plain text a line that names an area begins its part, and each other line is a statement.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats.sheets import Cells, read_sheet
from sendtui.formats.synonyms import squash
from sendtui.models.incoming import Rejected
from sendtui.rules.codes import BROAD_AREAS, LAYERS

MAX_TEXT = 1_000_000
MOST = 999
"""The most statements of one checklist."""

_HEADINGS = {
    "statement": "statement|expectation|what|provision|strategy|descriptor|indicator",
    "area": "area|area of need|broad area|need|broad area of need",
    "layer": "layer|level|wave|tier",
}
_KNOWN = {squash(word): field for field, words in _HEADINGS.items() for word in words.split("|")}
_AREAS = {squash(word): code.code for code in BROAD_AREAS for word in (code.code, code.label)} | {
    squash(word): code
    for code, words in (
        ("SP", "sensory and physical|physical and sensory|sensory and physical needs"),
        ("SEMH", "social emotional mental health"),
        ("", "all|all areas|all pupils|everybody|whole school|general|"),
    )
    for word in words.split("|")
}
_LAYER_CODES = tuple(code for code in LAYERS if not code.preview)
_LAYERS = {squash(word): code.code for code in _LAYER_CODES for word in (code.code, code.label)} | {
    "": "universal"
}
_BULLET = re.compile(r"^\s*(?:[-*•·▪–]|\(?\d{1,3}[.)])\s+")


@dataclass(frozen=True, slots=True)
class ChecklistRead:
    """Statements in their order as (line, area or "", layer, statement), and what was rejected."""

    lines: tuple[tuple[int, str, str, str], ...]
    rejected: tuple[Rejected, ...]


def read(file: BinaryIO, name: str) -> ChecklistRead:
    """The statements of a file; a file named .txt or .md is plain text.

    Raises SendtuiError for a file that is neither, or has no statement.
    """
    rejected: list[Rejected] = []
    is_text = name.casefold().endswith((".txt", ".md"))
    found = list(_of_text(file, name) if is_text else _of_list(file, name, rejected))
    kept: list[tuple[int, str, str, str]] = []
    seen: dict[str, int] = {}
    for line, area, layer, statement in found:
        said = squash(statement)
        if said in seen:
            why = f"stands on line {seen[said]} already"
            rejected.append(Rejected(line, "statement", statement, why))
        else:
            seen[said] = line
            kept.append((line, area, layer, statement))
    if not kept and not rejected:
        raise SendtuiError(
            f"{name} has no statement. A list has a column headed “Statement”, and one headed "
            "“Area” with CI, CL, SEMH, SP or nothing."
        )
    if len(kept) > MOST:
        raise SendtuiError(f"{name} has {len(kept):,} statements: a checklist has {MOST} at most.")
    return ChecklistRead(tuple(kept), tuple(rejected))


def _of_list(
    file: BinaryIO, name: str, rejected: list[Rejected]
) -> Iterator[tuple[int, str, str, str]]:
    columns: dict[str, int] = {}
    for number, cells in read_sheet(file, name, score=lambda c: len(_columns(c))).lines():
        if not columns:
            found = _columns(cells)
            columns = found if "statement" in found else {}
            continue
        if not any(cell.strip() for cell in cells):
            continue
        said = {field: _cell(cells, place) for field, place in columns.items()}
        wrong = list(_wrong(number, said))
        rejected += wrong
        if not wrong:
            area, layer = squash(said.get("area", "")), squash(said.get("layer", ""))
            yield number, _AREAS[area], _LAYERS[layer], said["statement"]


def _wrong(number: int, said: dict[str, str]) -> Iterator[Rejected]:
    if not said["statement"]:
        yield Rejected(number, "statement", "", "is missing")
    if squash(said.get("area", "")) not in _AREAS:
        codes = ", ".join(code.code for code in BROAD_AREAS)
        yield Rejected(number, "area", said["area"], f"is not one of {codes}, or nothing for all")
    if squash(said.get("layer", "")) not in _LAYERS:
        codes = ", ".join(code.code for code in _LAYER_CODES)
        yield Rejected(number, "layer", said["layer"], f"is not one of {codes}")


def _of_text(file: BinaryIO, name: str) -> Iterator[tuple[int, str, str, str]]:
    area = ""
    for number, line in enumerate(_text(file, name), 1):
        words = " ".join(_BULLET.sub("", line).split())
        heading = squash(words.lstrip("#").rstrip(":"))
        if not heading:
            continue
        if heading in _AREAS:
            area = _AREAS[heading]
        elif not line.lstrip().startswith("#"):
            yield number, area, "universal", words


def _text(file: BinaryIO, name: str) -> Iterable[str]:
    raw = file.read(MAX_TEXT + 1)
    if len(raw) > MAX_TEXT or b"\0" in raw:
        raise SendtuiError(f"{name} is no text of a checklist: it is too long, or no text.")
    try:
        return raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").splitlines()


def _columns(cells: Cells) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if field := _KNOWN.get(squash(cell)):
            found.setdefault(field, place)
    return found


def _cell(cells: Cells, place: int) -> str:
    return " ".join(cells[place].split()) if place < len(cells) else ""
