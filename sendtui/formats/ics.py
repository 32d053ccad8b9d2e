"""Days as an iCalendar file (RFC 5545), which every calendar program can take in.

Each day is an event of the whole day that keeps nobody busy; one written again under its UID
replaces the one before.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_FOLD = 75
"""The most octets of a line, without its end (RFC 5545 3.1)."""

_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NAMELESS = re.compile(r"[^A-Za-z0-9@.\-]")


@dataclass(frozen=True, slots=True)
class Day:
    """One thing on a day, or from `day` to `last`; `uid` stays the same from file to file."""

    uid: str
    day: date
    summary: str
    description: str = ""
    category: str = ""
    last: date | None = None


def calendar(days: Iterable[Day], *, name: str, made_on: date) -> bytes:
    """The file: lines of 75 octets at most that end with CRLF, in UTF-8.

    Of two with the same UID the second is left out, for a calendar would keep only one.
    """
    return "".join(f"{part}\r\n" for line in _lines(days, name, made_on) for part in _folded(line))\
        .encode()  # fmt: skip


def _lines(days: Iterable[Day], name: str, made_on: date) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//sendtui//sendtui//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{escaped(name)}"
    seen: set[str] = set()
    for each in days:
        if each.uid not in seen:
            seen.add(each.uid)
            yield from _event(each, made_on)
    yield "END:VCALENDAR"


def _event(each: Day, made_on: date) -> Iterator[str]:
    # DTEND is the day after the last one: it is not part of the event (RFC 5545 3.6.1).
    after = (each.last or each.day) + timedelta(days=1)
    yield "BEGIN:VEVENT"
    yield f"UID:{_NAMELESS.sub('-', each.uid)}"
    yield f"DTSTAMP:{made_on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    yield f"SUMMARY:{escaped(each.summary)}"
    if each.description:
        yield f"DESCRIPTION:{escaped(each.description)}"
    if each.category:
        yield f"CATEGORIES:{escaped(each.category)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A text value (RFC 5545 3.3.11), without what no calendar shows."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_ESCAPED.get(sign, sign) for sign in plain)


def _folded(line: str) -> Iterator[str]:
    """The line in parts of 75 octets, each but the first begun by a space; no sign is cut."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _FOLD:
            yield part
            part, size = " ", 1
        part += sign
        size += octets
    yield part
