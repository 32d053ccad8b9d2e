"""An answer of Insight: a sentence, its rows, a value of each to draw, and what a row opens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from sendtui.errors import SendtuiError
from sendtui.models.report_page import Bars, Cell, ReportPage, ReportTable, Section
from sendtui.rules.small import HIDDEN, in_columns, without_small
from sendtui.services.insight_readings import Readings
from sendtui.services.records import alike

MOST_BARS = 24
"""More than this cannot be told apart; the table has them all."""


class Row(NamedTuple):
    """One line of an answer: its cells, the value that is drawn, and the pupil it is of, if any.

    `behind` are the rows it was made from. Its name is `id`, else what stands in its first cell.
    """

    cells: tuple[Cell, ...]
    value: float | None = None
    pupil: str = ""
    behind: "Answer | None" = None
    id: str = ""

    @property
    def name(self) -> str:
        """What it is known by among the rows of its answer."""
        return self.id or str(self.cells[0])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was answered with. `unit` is what the drawn value counts.

    `counts` are the columns that hold numbers of children.
    """

    question: str
    says: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    note: str = ""
    counts: tuple[int, ...] = ()

    @property
    def plot(self) -> Bars | None:
        """What is drawn: the lines that have a value, named by their first words."""
        bars = tuple(
            (str(row.cells[1] if row.pupil and self.headings[0] == "Class" else row.cells[0]),
             row.value)
            for row in self.rows
            if row.value is not None
        )  # fmt: skip
        return Bars(self.unit, bars[:MOST_BARS]) if bars and self.unit else None

    def within(self, names: Sequence[str]) -> "Answer":
        """What is behind the row of a name, and behind a row of that, and so on.

        Raises SendtuiError where there is no such row, or nothing behind it.
        """
        found = self
        for name in names:
            rows = [row for row in found.rows if row.behind and alike(row.name) == alike(name)]
            if not rows or rows[0].behind is None:
                known = ", ".join(row.name for row in found.rows if row.behind) or "none"
                raise SendtuiError(f"There is nothing behind {name!r}. There is behind: {known}.")
            found = rows[0].behind
        return found

    def page(self, setting: str, today: date) -> ReportPage:
        """The answer as a report."""
        lines = tuple(row.cells for row in self.rows)
        shown = ReportTable("", self.headings, lines, self.note)
        section = Section("What it shows", text=(self.says,), tables=(shown,), plot=self.plot)
        return ReportPage(self.question, (section,), setting, today)

    def suppressed(self) -> "Answer":
        """The same with small numbers of children left out, for where it leaves the house.

        With a number go its share and its bar, from which it could be worked out.
        """
        rows = in_columns((row.cells for row in self.rows), self.counts)
        shares = [n for n, name in enumerate(self.headings) if "%" in name or "Times" in name]
        for cells, row in zip(rows, self.rows, strict=True):
            if tuple(cells) != row.cells:
                for column in shares:
                    cells[column] = HIDDEN if cells[column] is not None else None
        kept = tuple(
            Row(tuple(cells), row.value if tuple(cells) == row.cells else None, row.pupil)
            for cells, row in zip(rows, self.rows, strict=True)
        )
        says = without_small(self.says) if self.counts else self.says
        return replace(self, rows=kept, says=says)


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its name as a flag, as a person asks it, and what answers it.

    `by`: what else the answer can be gathered by → what answers it then.
    """

    name: str
    asks: str
    answer: Callable[[Readings], Answer]
    by: Mapping[str, Callable[[Readings], Answer]] = field(default_factory=dict)
