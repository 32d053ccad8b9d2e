"""The reviews of a month, a school or a stage: one thing done for all that are marked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sendtui.rules.counting import counted
from sendtui.screens import case_letters_batch
from sendtui.screens.base import DataScreen
from sendtui.screens.case_batch import do_for
from sendtui.screens.listed import ListScreen
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Option
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, badge
from sendtui.services import season
from sendtui.services.season import Reviewed

Read = Callable[[DataScreen[None]], Awaitable[tuple[Reviewed, ...]]]
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list shows: its title, how it is read, and whose list it is where it is a school's."""

    title: str
    read: Read
    empty: str = "No review stands here any more."
    day: str = "Due"
    school: str | None = None


def _days(line: Reviewed) -> Cell:
    left = line.owed.days_left if line.owed else line.days_left
    if left is None:
        return "at once" if line.owed else ""
    words = f"{-left} late" if left < 0 else str(left)
    return badge(words, "late") if line.is_late else words


def _columns(day: str) -> list[Column[Reviewed]]:
    def due(line: Reviewed) -> str:
        usual = line.owed.by if line.owed else line.due
        found = line.decide_by if day == "Decide by" else usual
        return short(found) if found else "not known"

    return [
        Column("name", "Pupil", width=16, fraction=2),
        Column("label", "Stage", width=20, fraction=2, sortable=False),
        Column("due", day, width=11, show=due),
        Column("days_left", "Days", width=11, show=_days),
        Column("where", "School", width=12, fraction=1, priority=1),
        Column("caseworker", "Caseworker", width=10, fraction=1, priority=2),
    ]


class SeasonList(ListScreen[Reviewed]):
    """Reviews in a list, to be marked; Enter opens the case, or the pupil while there is none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "focused.mark_all", "Mark all, or none", show=False),
        Binding("m", "batch", "Do for marked"),
        Binding("t", "letter", "Letters"),
        Binding("x", "write", "Write the list"),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "Space marks a review, a all of them, and m does one thing for all that are marked: opens "
        "the case, logs the invitations, chases the report, logs the decision to maintain. t "
        "writes one letter for all that are marked, such as the invitation. Enter opens the case, "
        "or the pupil where there is none yet. x writes the list, for the school it is about."
    )

    def __init__(self, shown: Shown) -> None:
        grid = Grid[Reviewed](_columns(shown.day), empty="Looking …", id="reviews")
        super().__init__(grid, "Season", shown.title)
        self._shown = shown
        self._lines: tuple[Reviewed, ...] = ()

    async def load(self) -> None:
        """Read the reviews."""
        self._lines = await self._shown.read(self)
        self._grid.show(self._lines)
        self._grid.say_empty(self._shown.empty, "Escape goes back.")
        self.query_one("#chips", Line).say(counted(len(self._lines), "review"))

    def in_full(self, row: Reviewed | None) -> str:
        """The review in words."""
        return _in_full(row) if row else ""

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Reviewed]) -> None:
        from sendtui.screens.case import CaseScreen

        if event.row.case:
            self.app.push_screen(CaseScreen(event.row.case))
        else:
            self.face.open_pupil(event.row.pupil)

    def action_batch(self) -> None:
        """Choose one thing, see for how many it is, and do it for all that are marked."""
        marked = [each for each in self._lines if each.id in self._grid.marked]
        if not marked:
            self.say("Mark reviews with Space first; m then does one thing for all of them.")
            return

        async def do() -> None:
            own = (Option(OPEN, "Open a case for the review"),)
            cases = tuple(each.case for each in marked if each.case)
            chosen = await do_for(self, cases, own, len(marked))
            if chosen == OPEN:
                pupils = [each.pupil for each in marked if not each.case]
                today = self.face.today
                done = await self.ask(season.open_reviews, pupils, on=today, today=today)
                self.say(f"{counted(done, 'case')} opened. Ctrl+Z takes it back.")
            if chosen:
                self._grid.clear_marks()
                self.reload()

        self.begin_asking(do, group="batch")

    def action_letter(self) -> None:
        """Write one letter for all that are marked, or for the one under the cursor."""
        row = self._grid.highlighted
        marked = [each for each in self._lines if each.id in self._grid.marked]
        those = marked or ([row] if row is not None else [])
        cases = tuple(each.case for each in those if each.case)
        if not cases:
            self.say("A letter is of a case, and none is open for this review. m opens one.")
            return

        async def write() -> None:
            if await case_letters_batch.ask(self, cases):
                self._grid.clear_marks()
                self.reload()

        self.begin_asking(write, group="letter")

    def action_write(self) -> None:
        """Write the list to a file, for the school it is about."""
        if self._shown.school is None:
            self.say("Only a school's list is written: p on the board.")
            return
        from sendtui.screens.season_out import ask as write_list

        school, term = self._shown.school, self._shown.title
        self.begin_asking(lambda: write_list(self, school, term, self._lines))

    def action_leave(self) -> None:
        """Go back to the board."""
        self.dismiss(None)


def _in_full(line: Reviewed) -> str:
    parts = [f"{line.name}, {line.where}" if line.where else line.name, line.label]
    if line.due:
        parts.append(f"12 months end {short(line.due)}")
    if line.meeting:
        parts.append(f"meeting {short(line.meeting)}")
    if line.report_on:
        says = f", recommends: {line.recommends}" if line.recommends else ""
        parts.append(f"report {short(line.report_on)}{says}")
    if line.decide_by and line.stage in ("held", "decide"):
        parts.append(f"decide by {short(line.decide_by)}")
    if line.owed:
        when = "since" if line.owed.days_left is None else "by"
        parts.append(f"{line.owed.what} ({line.owed.rule}), {when} {short(line.owed.by)}")
    return " · ".join(parts)
