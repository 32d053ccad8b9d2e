"""Whether a plan's provision is secured: the hours specified and given of each of its lines."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sendtui.rules.counting import hours
from sendtui.screens.listed import ListScreen
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, one_line
from sendtui.services import pupils, secured
from sendtui.services.secured import Secured, SecuredLine


def _short(line: SecuredLine) -> Cell:
    if line.why_not or not line.specified:
        return "not counted" if line.why_not else ""
    return badge(hours(line.short), "late") if line.short else badge("secured", "done")


def _of(name: str) -> Column[SecuredLine]:
    def shown(line: SecuredLine) -> str:
        return "" if line.why_not else hours(getattr(line, name))

    title = {"a_week": "A week", "specified": "Specified", "given": "Given"}[name]
    return Column(name, title, width=10, show=shown, sortable=False)


COLUMNS: list[Column[SecuredLine]] = [
    Column("label", "Line", width=4, sortable=False),
    Column("words", "Provision", width=18, fraction=1, sortable=False,
           show=lambda line: one_line(line.words)),
    _of("a_week"),
    _of("specified"),
    _of("given"),
    Column("short", "Short by", width=13, show=_short, sortable=False),
]  # fmt: skip


class SecuredScreen(ListScreen[SecuredLine]):
    """The provision lines of the plan in force, each with what was given of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "tie", "Tie provision to it"),
        Binding("u", "untie", "Untie", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "Each line of F, G and H of the plan: the hours it specifies in the school weeks since it "
        "was issued, and the hours logged of the provision that is tied to it. t, or Enter, ties a "
        "line of provision to the line under the cursor, u unties one. A line that does not say "
        "how often and how long cannot be counted."
    )

    def __init__(self, pupil: str, plan: str = "") -> None:
        grid = Grid[SecuredLine](COLUMNS, marks=False, empty="Looking …", id="secured")
        super().__init__(grid, "Pupil", "Provision secured")
        self.pupil, self._plan = pupil, plan
        self._secured: Secured | None = None

    async def load(self) -> None:
        """Count what the plan specifies and what was given."""
        today = self.face.today
        about = await self.ask(pupils.view, self.pupil, today)
        self.query_one(Masthead).say("Pupil", about.name, "Provision secured (s.42)")
        if self._plan:
            found: Secured | None = await self.ask(secured.of_plan, self._plan, today)
        else:
            found = await self.ask(secured.of_pupil, self.pupil, today)
        self._secured = found
        self._grid.show(found.lines if found else ())
        self._grid.say_empty("No provision is specified.", "x on the pupil’s screen is the plan.")
        loose = len(found.loose) if found else 0
        also = f" {loose} untied: t ties it." if loose else ""
        says = f"{found.says}{also}" if found else "There is no plan."
        self.query_one("#chips", Line).say(one_line(says))
        self.say_whole()

    def in_full(self, row: SecuredLine | None) -> str:
        """What the line specifies, and what was given of it."""
        if row is None:
            return ""
        tied = "; ".join(f"{t.what}: {hours(t.given)}" for t in row.tied)
        met = f" Met by: {tied}." if tied else ""
        return f"{row.label} {row.words}. {row.says}.{met}"

    @on(Grid.Chosen)
    def _choose(self, event: Grid.Chosen[SecuredLine]) -> None:
        event.stop()
        self.action_tie()

    def action_tie(self) -> None:
        """Tie a line of provision to the line under the cursor."""
        line, found = self._grid.highlighted, self._secured
        if line is None or found is None:
            return
        if not found.loose:
            self.say("All of the pupil’s provision is tied, or there is none yet.")
            return
        options = [Option(each.id, each.what, f"{hours(each.given)} given") for each in found.loose]

        async def tie() -> None:
            title = f"Which provision meets {line.label}?"
            chosen = await self.app.push_screen_wait(Choose(title, options))
            if chosen:
                await self.ask(secured.tie, chosen, line.id)
                self.reload()

        self.begin_asking(tie)

    def action_untie(self) -> None:
        """Untie a line of provision from the line under the cursor."""
        line = self._grid.highlighted
        if line is None or not line.tied:
            self.say("No provision is tied to this line.")
            return
        options = [Option(each.id, each.what) for each in line.tied]

        async def untie() -> None:
            chosen = await self.app.push_screen_wait(Choose(f"Untie from {line.label}", options))
            if chosen:
                await self.ask(secured.tie, chosen, "")
                self.reload()

        self.begin_asking(untie)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
