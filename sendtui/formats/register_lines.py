"""One line of a list of pupils: what it is (a pupil, a total, a note) and what its cells say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sendtui.errors import SendtuiError
from sendtui.formats.dates import read_date
from sendtui.formats.headings import ADULT, REASON, Matched, Profile
from sendtui.formats.register_cells import BLANKS, Read, reading_for
from sendtui.formats.synonyms import squash
from sendtui.models.incoming import Rejected
from sendtui.rules.years import year_by_age

_TOTAL = re.compile(
    r"(?:(?:grand|sub)[ -]?)?totals?\b|(?:count|sum|average|mean|number of \w+)\b", re.IGNORECASE
)
_FIGURE = re.compile(r"[\d.,% ()/:-]+", re.ASCII)
_NOTE = re.compile(
    r"(?:printed|report|generated|page|filters?|filtered|source|notes?|please|key|exported|"
    r"produced|created|run (?:on|by|at)|end of|confidential|official|date of report|\*)",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"(?:required|optional|mandatory|must|e\.?g\.?\b|format|enter|please|free text|for example|"
    r"dd[/-]?mm|yyyy|up to|one of|if known|\[.*\]$|\(.*\)$|<.*>$)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Parsed:
    """A line whose cells have been read: values by field, what is odd, what is wrong."""

    number: int
    cells: Sequence[str]
    given: dict[str, object]
    odd: list[str] = field(default_factory=list)
    faults: list[Rejected] = field(default_factory=list)


class LineReader:
    """Reads the lines below one heading row."""

    def __init__(
        self, name: str, matched: Matched, profile: Profile | None, as_at: date | None
    ) -> None:
        self._name = name
        self._matched = matched
        self._as_at = as_at
        self._plan: list[tuple[int, str, Read]] = [
            (index, field, reading_for(field, profile, as_at))
            for index, field in matched.columns.items()
        ]
        self._index = {field: index for index, field in matched.columns.items()}
        self._width = len(matched.headings)
        self._headings = [squash(heading) for heading in matched.headings]
        self._apart = [
            i for i, f in matched.columns.items() if not f.startswith("need") and f not in ADULT
        ]

    def key(self, cells: Sequence[str]) -> tuple[object, ...] | None:
        """What makes two lines the same pupil: the UPN, or name and date of birth, or all of it."""
        if upn := self._cell(cells, "upn"):
            return ("".join(upn.split()).upper(),)
        name = self._cell(cells, "surname"), self._cell(cells, "forename")
        whole = name if any(name) else (self._cell(cells, "full_name"),)
        if not any(whole):
            return None
        if born := self._cell(cells, "born"):
            folded = tuple(" ".join(part.casefold().split()) for part in whole)
            return (*folded, _day_or_text(born))
        return tuple(cells[i].strip() if i < len(cells) else "" for i in self._apart)

    def _cell(self, cells: Sequence[str], field: str) -> str:
        index = self._index.get(field)
        if index is None or index >= len(cells):
            return ""
        text = cells[index].strip()
        return "" if text in BLANKS else text

    def read(self, number: int, cells: Sequence[str]) -> Parsed:
        """The line's cells, read; raises SendtuiError where a repeated column differs."""
        parsed = Parsed(number, cells, {})
        given, odd, width = parsed.given, parsed.odd, len(cells)
        for index, field_name, read in self._plan:
            if index >= width:
                continue
            text = cells[index].strip()
            if text in BLANKS:
                continue
            try:
                value, note = read(text)
            except ValueError as error:
                self._fault(parsed, index, field_name, text, str(error))
                continue
            if value is not None:
                given[field_name] = value
            if note:
                odd.append(note)
        if self._matched.twins:
            self._compare_twins(number, cells)
        if width > self._width and any(map(str.strip, cells[self._width :])):
            self._fault(parsed, self._width, "", cells[self._width], _TOO_MANY)
        self._finish(parsed)
        return parsed

    def _fault(self, parsed: Parsed, index: int, field_name: str, text: str, reason: str) -> None:
        heading = self._matched.headings[index] if index < self._width else ""
        parsed.faults.append(
            Rejected(parsed.number, field_name, text, reason, heading, tuple(parsed.cells))
        )

    def _finish(self, parsed: Parsed) -> None:
        """Settle the name, and compare the year with the one by age."""
        given = parsed.given
        whole = given.pop("full_name", None)
        if isinstance(whole, tuple):
            given["surname"], forename = whole
            if forename:
                given["forename"] = forename
        if "status" in given:
            given["status_as_given"] = self._cell(parsed.cells, "status")
        faulty = {fault.field for fault in parsed.faults}
        if "surname" not in given and faulty.isdisjoint(("surname", "full_name")):
            place = "surname" if "surname" in self._index else "full_name"
            self._fault(parsed, self._index[place], place, "", "no surname")
        born, year = given.get("born"), given.get("nc_year")
        if self._as_at and year and isinstance(born, date) and year not in ("M", "X"):
            by_age = _year_by_age(born, self._as_at)
            if by_age and by_age != year:
                parsed.odd.append(f"NC year {year} is not the one by age, {by_age}.")

    def _compare_twins(self, number: int, cells: Sequence[str]) -> None:
        for index, first in self._matched.twins.items():
            here = cells[index].strip() if index < len(cells) else ""
            there = cells[first].strip() if first < len(cells) else ""
            if here != there:
                heading = self._matched.headings[first]
                raise SendtuiError(
                    f"{self._name} has the heading “{heading}” twice, and the two columns differ "
                    f"in line {number}: rename or remove one of them."
                )

    def not_a_pupil(self, parsed: Parsed) -> str:
        """Why a line without UPN and date of birth is no pupil, or "" if it may be one."""
        if "upn" in parsed.given or "born" in parsed.given:
            return ""
        filled = [text for cell in parsed.cells if (text := cell.strip())]
        if self._is_heading_row(parsed.cells):
            return "the headings again"
        if _TOTAL.match(filled[0]) and all(map(_FIGURE.fullmatch, filled[1:])):
            return "a total"
        if len(filled) == 1 and self._width > 2 and (_NOTE.match(filled[0]) or len(filled[0]) > 60):
            return "a note"
        told = sum(1 for text in filled if _INSTRUCTION.match(text))
        return "instructions" if told >= 2 and told * 2 >= len(filled) else ""

    def _is_heading_row(self, cells: Sequence[str]) -> bool:
        squashed = [squash(cell) for cell in cells]
        return squashed[: self._width] == self._headings[: len(squashed)]


_TOO_MANY = (
    "the line has more cells than there are headings: put a cell with a comma in it between "
    f"quotation marks (a column “{REASON}” may be left off)"
)


def _day_or_text(text: str) -> date | str:
    try:
        return read_date(text)
    except ValueError:
        return text


@lru_cache(maxsize=16_384)
def _year_by_age(born: date, day: date) -> str:
    return year_by_age(born, day)
