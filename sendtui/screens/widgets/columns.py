"""The columns of a grid: what they show, which of them fit, and cells cut to their width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, Literal, Protocol, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.content import Content

from sendtui.rules.typed_dates import MONTHS
from sendtui.screens.widgets.signs import signs
from sendtui.screens.widgets.words import one_line

Align = Literal["left", "right", "centre"]
Cell = str | Text | Content


class Row(Protocol):
    """Anything a grid can show: a frozen object with an id that never changes."""

    @property
    def id(self) -> str:
        """What names this row across refreshes."""
        ...


R = TypeVar("R", bound=Row)

GAP = 2
"""Blank cells between two columns."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column: `width` cells at least, and `fraction` shares of what is left over.

    A column of priority 0 is always there; of the others the highest goes first when the terminal
    is narrow, until those that want `ample` cells can have them. Without `show` the attribute of
    that name is shown. The column called `name` holds names, surname first: where one is too long,
    its forename stays in view.
    """

    key: str
    title: str
    width: int = 0
    fraction: int = 0
    ample: int = 0
    align: Align = "left"
    priority: int = 0
    show: Callable[[R], Cell] | None = None
    sortable: bool = True

    def fit(self, words: str, width: int) -> str:
        """The words of a cell in exactly `width` cells."""
        fitting = fit_name if self.key == "name" else fit_text
        return fitting(words, width, self.align)

    @property
    def least(self) -> int:
        """The width in cells below which the column is dropped or clipped."""
        return self.width or max(cell_len(self.title) + 2, 8)

    def cell(self, row: R) -> Cell:
        """What the column shows of a row."""
        if self.show is not None:
            return self.show(row)
        return in_words(getattr(row, self.key, ""))

    def order(self, row: R) -> tuple[int, float, str]:
        """Sorts a plain list: numbers and dates as such, words as words, blanks last."""
        value = getattr(row, self.key, None)
        if isinstance(value, bool | int | float):
            return (0, float(value), "")
        if isinstance(value, date):
            return (0, float(value.toordinal()), "")
        text = plain_cell(self.cell(row)).casefold()
        return (0, 0.0, text) if text else (1, 0.0, "")


def in_words(value: object) -> Cell:
    """A value as a cell shows it: dates as `03 Feb 2026`, yes and no as words."""
    match value:
        case str() | Text() | Content():
            return value
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return f"{value.day:02} {MONTHS[value.month - 1][:3]} {value.year}"
        case int():
            return f"{value:,}"
    return str(value)


def plain_cell(cell: Cell) -> str:
    """The words of a cell, whole, without their look."""
    return cell if isinstance(cell, str) else cell.plain


def fit_columns(columns: Sequence[Column[R]], available: int) -> tuple[tuple[Column[R], int], ...]:
    """The columns that fit in so many cells, each with its width."""
    kept = list(columns)
    while len(kept) > 1 and _wanted(kept) > available:
        dropped = max(kept, key=lambda column: column.priority)
        if dropped.priority == 0:
            break
        kept.remove(dropped)
    spare = max(0, available - _needed(kept))
    shares = sum(column.fraction for column in kept)
    fitted: list[tuple[Column[R], int]] = []
    for column in kept:
        extra = spare * column.fraction // shares if shares else 0
        spare -= extra
        shares -= column.fraction
        fitted.append((column, column.least + extra))
    return tuple(fitted)


def _wanted(columns: Sequence[Column[R]]) -> int:
    return _needed(columns) + sum(max(0, column.ample - column.least) for column in columns)


def _needed(columns: Sequence[Column[R]]) -> int:
    return sum(column.least for column in columns) + GAP * (len(columns) - 1)


@lru_cache(maxsize=8192)
def fit_text(text: str, width: int, align: Align = "left") -> str:
    """The text in exactly `width` cells, clipped with `…`; wide characters are never halved."""
    text = one_line(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + signs().clipped if width > 0 else ""
    spare = width - length
    left = {"left": 0, "right": spare, "centre": spare // 2}[align]
    return " " * left + text + " " * (spare - left)


@lru_cache(maxsize=8192)
def fit_name(name: str, width: int, align: Align = "left") -> str:
    """A name in exactly `width` cells; of one that is too long both parts are seen.

    Brothers and sisters have their surname in common, and more than half of the cells for it.
    """
    surname, comma, forename = one_line(name).partition(", ")
    if comma and cell_len(surname) + 2 + cell_len(forename) > width:
        last = max(width - 2 - cell_len(surname), min(cell_len(forename), (width - 2) // 2))
        first = min(cell_len(surname), width - 2 - last)
        name = f"{fit_text(surname, first)}, {fit_text(forename, last).rstrip()}"
    return fit_text(name, width, align)


def fit_content(cell: Text | Content, width: int, align: Align = "left") -> Content:
    """Styled text in exactly `width` cells, clipped with `…`."""
    content = cell if isinstance(cell, Content) else Content.from_rich_text(cell)
    if "\n" in content.plain or "\t" in content.plain:
        content = Content(one_line(content.plain))
    content = content.truncate(width, ellipsis=True)
    spare = width - content.cell_length
    left = {"left": 0, "right": spare, "centre": spare // 2}[align]
    return content.pad(left, spare - left) if spare else content
