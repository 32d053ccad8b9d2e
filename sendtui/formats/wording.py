"""Dates and texts as people read them, the same on every machine and in every locale."""

from datetime import date, datetime
from unicodedata import category

from sendtui.rules.typed_dates import MONTHS

NO_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - a constant, with no zone to be in
"""When every file says it was made, so that equal pages are equal files."""


def day(when: date) -> str:
    """A date in words: 3 February 2026."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that hold anything, without what no reader can be shown.

    Control characters and halves of characters cut in two are dropped; a tab becomes a space.
    """
    kept = (shown(line).strip() for line in text.splitlines())
    return tuple(line for line in kept if line)


def shown(text: str) -> str:
    """One line of text without control characters and halves of characters."""
    spaced = text.replace("\t", " ").replace("\n", " ")
    return "".join(c for c in spaced if category(c) not in ("Cc", "Cs"))
