"""All that others owe in open cases, in one list: chased together, opened one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sendtui.rules.counting import counted
from sendtui.screens import case_letters_batch
from sendtui.screens.case_batch import choose_caseworker
from sendtui.screens.listed import ListScreen
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Confirm
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, badge
from sendtui.services import case_tracker
from sendtui.services.case_tracker import Owed

_TITLES = {"": "All", "advice": "Advice", "consultation": "Consultations"}


@dataclass(frozen=True, slots=True)
class _Asked:
    sort: str = ""
    caseworker: str = ""
    late: bool = False


def _days(owed: Owed) -> Cell:
    if owed.days_left is None:
        return ""
    words = f"{-owed.days_left} late" if owed.days_left < 0 else str(owed.days_left)
    return badge(words, "late") if owed.is_late else words


COLUMNS: list[Column[Owed]] = [
    Column("days_left", "Days", width=10, show=_days),
    Column("who", "From", width=14, fraction=2, show=lambda owed: owed.who or owed.what),
    Column("what", "What", width=13, fraction=1,
           show=lambda owed: owed.what if owed.who else "Advice"),
    Column("name", "Pupil", width=16, fraction=2),
    Column("chased_on", "Chased", width=11,
           show=lambda owed: short(owed.chased_on) if owed.chased_on else ""),
    Column("asked_on", "Asked", width=11, priority=1, show=lambda owed: short(owed.asked_on)),
    Column("caseworker", "Caseworker", width=10, fraction=1, priority=2),
]  # fmt: skip


class CaseTracker(ListScreen[Owed]):
    """Advice and consultations that are out, the longest late first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "sort", "Advice / settings"),
        Binding("w", "caseworker", "Caseworker"),
        Binding("l", "late", "Only late"),
        Binding("a", "focused.mark_all", "Mark all, or none", show=False),
        Binding("m,k", "chase", "Chase", key_display="m"),
        Binding("x", "letter", "Letters"),
        Binding("escape", "widen", "Back", show=False),
    ]

    help_text = (
        "Every adviser and every setting that still owes an answer in an open case, the longest "
        "late first. t shows advice, consultations or both, l what is late, w one caseworker's. "
        "m writes down that the one under the cursor was chased today, or all that Space marks, "
        "or a; x writes the letters that chase them. Enter opens the case."
    )

    def __init__(self) -> None:
        grid = Grid[Owed](COLUMNS, empty="Looking …", id="owed")
        super().__init__(grid, "Cases", "Outstanding")
        self._asked = _Asked()
        self._found: tuple[Owed, ...] = ()

    async def load(self) -> None:
        """Read what is outstanding."""
        asked = self._asked
        found = await self.ask(
            case_tracker.outstanding, self.face.today,
            sort=asked.sort, caseworker=asked.caseworker, late=asked.late,
        )  # fmt: skip
        self._found = tuple(found)
        self._grid.show(found)
        self._grid.say_empty("Nothing is outstanding.", "Escape shows all, or goes back.")
        late = sum(owed.is_late for owed in found)
        told = [f"{len(found):,} outstanding, {late} late", _TITLES[asked.sort]]
        told += [asked.caseworker] if asked.caseworker else []
        told += ["only what is late"] if asked.late else []
        self.query_one("#chips", Line).say("  ·  ".join(told))

    def _ask_anew(self, asked: _Asked) -> None:
        self._asked = asked
        self.reload()

    def action_sort(self) -> None:
        """Show both, then advice alone, then consultations alone."""
        order = list(_TITLES)
        after = order[(order.index(self._asked.sort) + 1) % len(order)]
        self._ask_anew(replace(self._asked, sort=after))

    def action_late(self) -> None:
        """Show only what is late, or all again."""
        self._ask_anew(replace(self._asked, late=not self._asked.late))

    def action_caseworker(self) -> None:
        """Narrow the list to one caseworker."""
        self.run_worker(job(self._guarded, self._narrow), group="filter", exclusive=True)

    async def _narrow(self) -> None:
        found = await self.ask(case_tracker.outstanding, self.face.today)
        chosen = await choose_caseworker(self, (each.caseworker for each in found))
        if chosen is not None:
            self._ask_anew(replace(self._asked, caseworker=chosen))

    def action_widen(self) -> None:
        """Show all again; go back."""
        if self._asked != _Asked():
            self._ask_anew(_Asked())
        else:
            self.dismiss(None)

    def action_chase(self) -> None:
        """Write down that all the marked, or the one under the cursor, were chased today."""
        those = tuple(each.id for each in self._meant())
        if not those:
            return

        async def chase() -> None:
            today = self.face.today
            says = "Written down as chased today. Ctrl+Z takes it all back."
            title = f"Chase {counted(len(those), 'adviser or setting', 'advisers and settings')}?"
            if await self.app.push_screen_wait(Confirm(title, says, yes="Chased")):
                done = await self.ask(case_tracker.chase, those, on=today, today=today)
                self._grid.clear_marks()
                self.reload()
                self.say(f"{done} chased. Ctrl+Z takes it back.")

        self.begin_asking(chase, group="batch")

    def action_letter(self) -> None:
        """Write the letters that chase those marked, or the one under the cursor."""
        if those := self._meant():
            self.begin_asking(lambda: self._letters(those), group="letter")

    def _meant(self) -> list[Owed]:
        """Those marked, or the one under the cursor."""
        row = self._grid.highlighted
        marked = [each for each in self._found if each.id in self._grid.marked]
        return marked or ([row] if row is not None else [])

    async def _letters(self, those: Sequence[Owed]) -> None:
        for sort in dict.fromkeys(each.sort for each in those):
            meant = [each for each in those if each.sort == sort]
            cases = tuple(dict.fromkeys(each.case for each in meant))
            only = {each.id for each in meant}
            if not await case_letters_batch.ask(self, cases, f"{sort}-chase", only):
                return
        self._grid.clear_marks()
        self.reload()

    def in_full(self, row: Owed | None) -> str:
        """Who owes what, in words."""
        return _in_full(row) if row else ""

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Owed]) -> None:
        from sendtui.screens.case import CaseScreen

        self.app.push_screen(CaseScreen(event.row.case))


def _in_full(owed: Owed) -> str:
    due = f"due {short(owed.due)}" if owed.due else "no limit runs"
    excused = ", excepted" if owed.excused else ""
    who = f"{owed.who}: " if owed.who else ""
    return (
        f"{owed.name} ({owed.process}): {who}{owed.what}, asked {short(owed.asked_on)}, "
        f"{due}{excused}. {owed.rule}"
    )
