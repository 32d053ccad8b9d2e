"""The season board: the reviews of every plan by month and school, counted by where they stand."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sendtui.rules.counting import counted
from sendtui.rules.typed_dates import MONTHS, say
from sendtui.screens.base import DataScreen
from sendtui.screens.case_batch import choose_caseworker
from sendtui.screens.listed import ListScreen
from sendtui.screens.season_list import SeasonList, Shown
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, badge
from sendtui.services import season
from sendtui.services.season import STAGES, BoardLine, Reviewed

_SHORT = {
    "none": "None",
    "arrange": "Arr.",
    "arranged": "Inv.",
    "invited": "Sent",
    "held": "Rep.",
    "decide": "Dec.",
    "amend": "Am.",
    "done": "Done",
}
_KEY = (
    "None: no case · Arr.: to arrange · Inv.: to invite · Sent: invited · Rep.: report awaited · "
    "Dec.: to decide · Am.: amending · Done: decided"
)


def _count(code: str) -> Column[BoardLine]:
    def shown(line: BoardLine) -> Cell:
        return str(line.counts.get(code) or "·")

    last = {"done": 2, "amend": 1}.get(code, 0)
    return Column(code, _SHORT[code], width=4, align="right", priority=last, show=shown,
                  sortable=False)  # fmt: skip


def _month(line: BoardLine) -> str:
    return f"{MONTHS[line.month.month - 1][:3]} {line.month.year}" if line.month else "Unknown"


def _late(line: BoardLine) -> Cell:
    return badge(str(line.late), "late") if line.late else ""


COLUMNS: list[Column[BoardLine]] = [
    Column("month", "Month", width=8, show=_month, sortable=False),
    Column("where", "School", width=16, fraction=1, sortable=False),
    *(_count(code) for code in STAGES),
    Column("late", "Late", width=5, align="right", show=_late, sortable=False),
]


class SeasonBoard(ListScreen[BoardLine]):
    """Months and schools, with how many reviews stand at each stage."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "caseworker", "Caseworker"),
        Binding("n", "schools", "By school"),
        Binding("d", "decide", "To decide"),
        Binding("p", "lists", "School lists"),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "Every plan by the month in which the 12 months of its next review end, by school, and how "
        "many stand at each stage. Enter opens the reviews of the line, to invite, chase or log "
        "for many at once. n counts a month's schools together, w narrows to a caseworker, d shows "
        "the reports that wait for a decision by the days left to four weeks, p the list that goes "
        "to each school two weeks before the coming term."
    )

    def __init__(self) -> None:
        grid = Grid[BoardLine](COLUMNS, marks=False, empty="Looking …", id="board")
        super().__init__(grid, "Cases", "Season of reviews")
        self._caseworker = ""
        self._by_school = True
        self._reviews: tuple[Reviewed, ...] = ()

    async def load(self) -> None:
        """Count the reviews."""
        today = self.face.today
        self._reviews = await self.ask(season.reviews, today, caseworker=self._caseworker)
        self._grid.show(season.board(self._reviews, by_school=self._by_school))
        self._grid.say_empty("No pupil has a plan.", "A plan, a status E or a review brings one.")
        late = sum(line.is_late for line in self._reviews)
        whose = f" held by {self._caseworker}" if self._caseworker else ""
        said = f"{counted(len(self._reviews), 'plan')}{whose}" + (f", {late} late" if late else "")
        self.query_one("#chips", Line).say(said)

    def in_full(self, row: BoardLine | None) -> str:
        """The board's line in words; without one, what its columns mean."""
        return _KEY if row is None else _in_words(row)

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[BoardLine]) -> None:
        line, worker, by_school = event.row, self._caseworker, self._by_school

        async def read(screen: DataScreen[None]) -> tuple[Reviewed, ...]:
            found = await screen.ask(season.reviews, self.face.today, caseworker=worker)
            return tuple(
                each
                for each in found
                if each.month == line.month and (not by_school or each.where == line.where)
            )

        where = f", {line.where}" if by_school else ""
        self.app.push_screen(SeasonList(Shown(f"{_month(line)}{where}", read)))

    def action_schools(self) -> None:
        """Count a month's schools each by itself, or together."""
        self._by_school = not self._by_school
        self.reload()

    def action_caseworker(self) -> None:
        """Narrow the board to one caseworker."""
        self.run_worker(job(self._guarded, self._narrow), group="filter", exclusive=True)

    async def _narrow(self) -> None:
        found = await self.ask(season.reviews, self.face.today)
        chosen = await choose_caseworker(self, (each.caseworker for each in found))
        if chosen is not None:
            self._caseworker = chosen
            self.reload()

    def action_decide(self) -> None:
        """Show the reports that have come and are not decided."""
        worker = self._caseworker

        async def read(screen: DataScreen[None]) -> tuple[Reviewed, ...]:
            return await screen.ask(season.to_decide, self.face.today, caseworker=worker)

        title, empty = "To decide, by four weeks", "No report waits for a decision."
        self.app.push_screen(SeasonList(Shown(title, read, empty, "Decide by")))

    def action_lists(self) -> None:
        """Choose a school, and show its list for the coming term."""
        self.run_worker(job(self._guarded, self._list), group="filter", exclusive=True)

    async def _list(self) -> None:
        found = await self.ask(season.school_lists, self.face.today)
        if not found:
            self.say("No review is due at any school in the coming term.")
            return
        options = [
            Option(each.where, each.where or "No school", counted(len(each.reviews), "review"))
            for each in found
        ]
        first = found[0]
        title = f"The {first.term}: its lists go out by {say(first.send_by)}"
        chosen = await self.app.push_screen_wait(Choose(title, options))
        if chosen is None:
            return

        async def read(screen: DataScreen[None]) -> tuple[Reviewed, ...]:
            lists = await screen.ask(season.school_lists, self.face.today)
            return next((each.reviews for each in lists if each.where == chosen), ())

        name = f"{chosen or 'No school'}, {first.term}"
        self.app.push_screen(SeasonList(Shown(name, read, school=chosen)))

    def action_leave(self) -> None:
        """Go back to the queue."""
        self.dismiss(None)


def _in_words(line: BoardLine) -> str:
    month = f"{MONTHS[line.month.month - 1]} {line.month.year}" if line.month else "No month known"
    stages = ", ".join(
        f"{line.counts[code]} {label.lower()}" for code, label in STAGES.items()
        if line.counts.get(code)
    )  # fmt: skip
    hidden = f", {line.counts['']} confidential" if line.counts.get("") else ""
    late = f"; {line.late} late" if line.late else ""
    where = f", {line.where}" if line.where else ""
    return f"{month}{where}: {counted(line.total, 'review')}: {stages}{hidden}{late}"
