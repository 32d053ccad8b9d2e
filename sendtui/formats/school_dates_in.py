"""A school's dates as authorities publish them: a list of terms and closures, or a calendar file.

A line or an event that names no sort of day is left out, and told.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats.dates import read_date
from sendtui.formats.sheets import Cells, read_sheet
from sendtui.formats.synonyms import squash
from sendtui.rules.school_days import Span, term_name

MAX_CALENDAR = 5_000_000
_HEADINGS = {
    "name": "what|name|event|title|subject|term|description|dates|summary",
    "sort": "sort|type|category|kind",
    "starts": "starts|start|from|first day|start date|opens|begins|date|date from|start of term",
    "ends": "ends|end|to|last day|end date|closes|finishes|date to|end of term",
}
_KNOWN = {squash(word): field for field, words in _HEADINGS.items() for word in words.split("|")}
_SEARCHED = 20
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,\s]+", re.I
)
_TRAINING = re.compile(r"\b(inset|training|staff day|non[- ]pupil|occasional day|pd day)", re.I)
_HALF = re.compile(r"\bhalf[- ]?term\b", re.I)
_CLOSED = re.compile(r"\b(holidays?|clos|break|vacation|shut)", re.I)
_ENDS = re.compile(r"\b(ends?|finish|closes?|last day|breaks? up)\b", re.I)
_BEGINS = re.compile(r"\b(begins?|starts?|opens?|first day|re-?opens?|returns?|back)\b", re.I)
_A_TERM = re.compile(r"\b(term|autumn|spring|summer)\b", re.I)
_FULL = timedelta(days=14)
"""A term or half a term is longer than this; a shorter one is a day of it that was named."""


@dataclass(frozen=True, slots=True)
class SchoolDatesRead:
    """The days of a file, in order, and the lines that name no sort of day."""

    spans: tuple[Span, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    words: str
    starts: date
    ends: date


def read(file: BinaryIO, name: str) -> SchoolDatesRead:
    """The terms, half terms, closures and training days of a file.

    Raises SendtuiError for a file that is neither a list nor a calendar, or has none of them.
    """
    head = file.read(200)
    file.seek(0)
    left_out: list[str] = []
    if b"BEGIN:VCALENDAR" in head.upper():
        named = list(_events(file, name))
    else:
        named = list(_lines(file, name, left_out))
    spans = _spans(named, left_out)
    if not spans:
        raise SendtuiError(
            f"{name} has no school dates. A list has the columns What, From and To, with lines "
            "such as “Autumn term”, “Half term” or “INSET day”."
        )
    return SchoolDatesRead(tuple(spans), tuple(left_out))


def _spans(named: Iterable[_Named], left_out: list[str]) -> list[Span]:
    found: set[Span] = set()
    begun: list[_Named] = []
    for each in sorted(named, key=lambda one: (one.starts, one.ends, one.words)):
        sort = _sort(each)
        if sort == "begins":
            begun.append(each)
        elif sort == "ends" and begun:
            first = begun.pop(0)
            found.add(Span("term", first.starts, each.ends, term_name(first.starts)))
            begun.clear()
        elif sort in ("", "begins", "ends"):
            left_out.append(f"{each.words} ({each.starts:%d/%m/%Y})")
        else:
            called = term_name(each.starts) if sort == "term" else each.words
            found.add(Span(sort, each.starts, each.ends, called))
    left_out += [f"{each.words} ({each.starts:%d/%m/%Y})" for each in begun]
    return sorted(found, key=lambda span: (span.starts, span.ends, span.sort))


def _sort(each: _Named) -> str:
    """The sort of day that the words name; “begins” or “ends” for one end of a term."""
    words, is_long = each.words, each.ends - each.starts > _FULL
    if _TRAINING.search(words):
        return "training"
    if _A_TERM.search(words) and is_long and not re.search(r"holiday", words, re.I):
        return "term"
    if not is_long and _BEGINS.search(words) and _A_TERM.search(words):
        return "begins"
    if not is_long and _ENDS.search(words) and _A_TERM.search(words):
        return "ends"
    if _HALF.search(words):
        return "half term"
    return "closed" if _CLOSED.search(words) else ""


def _lines(file: BinaryIO, name: str, left_out: list[str]) -> Iterator[_Named]:
    sheet = read_sheet(file, name, score=lambda cells: len(_columns(cells)))
    columns: dict[str, int] = {}
    for number, cells in sheet.lines():
        if not columns:
            found = _columns(cells)
            if "starts" in found and ("name" in found or "sort" in found):
                columns = found
            elif number > _SEARCHED:
                break
            continue
        if not any(cell.strip() for cell in cells):
            continue
        try:
            yield _line(columns, cells)
        except ValueError as problem:
            left_out.append(f"line {number}: {problem}")


def _columns(cells: Cells) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if field := _KNOWN.get(squash(cell)):
            found.setdefault(field, place)
    return found


def _line(columns: dict[str, int], cells: Cells) -> _Named:
    def cell(field: str) -> str:
        place = columns.get(field, -1)
        return cells[place].strip() if 0 <= place < len(cells) else ""

    words = " ".join(dict.fromkeys(filter(None, (cell("sort"), cell("name")))))
    starts = _day(cell("starts"))
    ends = _day(cell("ends")) if cell("ends") else starts
    if ends < starts:
        raise ValueError("it ends before it begins")
    return _Named(words, starts, ends)


def _day(written: str) -> date:
    return read_date(_WEEKDAY.sub("", written.strip()))


def _events(file: BinaryIO, name: str) -> Iterator[_Named]:
    whole = file.read(MAX_CALENDAR + 1)
    if len(whole) > MAX_CALENDAR:
        raise SendtuiError(f"{name} is too long for a calendar of school dates.")
    text = whole.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    event: dict[str, tuple[str, str]] = {}
    for line in re.sub(r"\n[ \t]", "", text).split("\n"):
        head, _, value = line.partition(":")
        prop, _, parameters = head.partition(";")
        match prop.upper():
            case "BEGIN" if value.strip().upper() == "VEVENT":
                event = {}
            case "END" if value.strip().upper() == "VEVENT":
                yield from _event(event)
                event = {}
            case "SUMMARY" | "DTSTART" | "DTEND" as known:
                event[known] = (parameters.upper(), value.strip())


def _event(event: dict[str, tuple[str, str]]) -> Iterator[_Named]:
    """The event as whole days; DTEND is the day after the last one where no hour is given."""
    starts = _ics_day(event.get("DTSTART", ("", ""))[1])
    if starts is None:
        return
    written = event.get("DTEND", ("", ""))[1]
    ends = _ics_day(written) or starts
    if "T" not in written and ends > starts:
        ends -= timedelta(days=1)
    words = re.sub(r"\\([,;\\])", r"\1", event.get("SUMMARY", ("", ""))[1])
    yield _Named(" ".join(words.replace("\\n", " ").split()), starts, max(starts, ends))


def _ics_day(written: str) -> date | None:
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:8]))
    except ValueError:
        return None
