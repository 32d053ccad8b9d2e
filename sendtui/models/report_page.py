"""A report as it leaves: headings, sentences, points and tables, for any format to write."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table with its headings; every line has a cell under each. `note` is said below it."""

    title: str
    headings: Sequence[str]
    lines: Sequence[Sequence[Cell]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A plot: a bar for each name with its value, all in one unit, the first at the top."""

    unit: str
    bars: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it: sentences, points, a plot, then tables."""

    heading: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    plot: Bars | None = None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A whole report. `lead` stands before the first heading; `foot` at the foot of each page."""

    title: str
    sections: tuple[Section, ...]
    setting: str = ""
    dated: date | None = None
    lead: tuple[str, ...] = ()
    foot: str = ""

    def tables(self) -> Iterator[ReportTable]:
        """Its tables, in their order."""
        for section in self.sections:
            yield from section.tables
