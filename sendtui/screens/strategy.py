"""The inclusion strategy: drafted from the record, its lines changed, checked, and written out."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.models.inclusion import StrategyPart
from sendtui.rules.calendar import academic_year, academic_year_label
from sendtui.rules.inclusion import PUBLISH_BY
from sendtui.screens import report_out
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import ask
from sendtui.screens.lines import Fact, Lines, columns, headed
from sendtui.screens.strategy_lines import facts, line_form, texts_form
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Confirm, Notice
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, one_line, plain
from sendtui.services import inclusion
from sendtui.services.inclusion import StrategyView

_OURS = "These checks are ours: the Department has published none that we have read."


class StrategyScreen(DataScreen[None]):
    """The strategy of this school year, every line of it a key away."""

    CSS_PATH = "insight.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "add('barrier')", "Barrier"),
        Binding("a", "add('activity')", "Activity"),
        Binding("o", "add('outcome')", "Outcome"),
        Binding("t", "texts", "Texts, days"),
        Binding("c", "check", "Check"),
        Binding("f", "file", "To a file"),
        Binding("d", "draft", "Draft", show=False),
        Binding("delete", "remove", "Remove", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "The inclusion strategy that schools publish. d drafts it from the record where there is "
        "none; then every line is yours: Enter changes it, b, a and o add a barrier, an activity "
        "and an outcome, Delete removes one, t has the texts and the days. A ! stands where "
        "something is to be mended before it is published; the foot says what, c says all of it. "
        "f writes it as PDF, Word or text."
    )

    def __init__(self) -> None:
        super().__init__()
        self._view: StrategyView | None = None

    def compose(self) -> ComposeResult:
        """How it stands, its lines, and the line under the cursor in full."""
        yield Masthead("Insight", "Inclusion strategy")
        with Vertical(classes="body"):
            yield Line("", id="about")
            yield Lines(
                columns(heading=11, when=0, words="What", least=40, who=10),
                id="own",
                marks=False,
                empty="Looking …",
            )
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one("#own").focus()

    async def load(self) -> None:
        """Read the strategy of this year, if there is one."""
        today = self.face.today
        there_is = await self.ask(inclusion.has, today)
        self._view = view = await self.ask(inclusion.current, today) if there_is else None
        lines = self.query_one("#own", Lines)
        lines.show(tuple(headed(facts(view))) if view else ())
        lines.say_empty("There is none of this year yet.", "d drafts it from the record.")
        self.query_one("#about", Line).say(_standing(view) if view else "")
        self._say(lines.highlighted)

    @property
    def _fact(self) -> Fact | None:
        return self.query_one("#own", Lines).highlighted

    def _with(self, view: StrategyView | None) -> bool:
        if view is None:
            self.say("There is none of this year yet: d drafts it from the record.")
        return view is not None

    @on(Lines.Begun)
    def action_draft(self) -> None:
        """Draft it from the record, after asking."""
        if self._view is not None:
            self.say("There is one of this year already: its lines are changed one by one.")
            return
        self.begin_asking(self._draft)

    async def _draft(self) -> None:
        sure = Confirm(
            "Draft the inclusion strategy?",
            "A draft takes barriers from the register, activities and their cost from the "
            "provision map, and outcomes from what was rated. Read every line of it: it says what "
            "the record says, and people say why.",
            yes="Draft it",
        )
        if await self.app.push_screen_wait(sure):
            await self.ask(inclusion.draft, self.face.today)
            self.reload()

    def action_add(self, part: StrategyPart) -> None:
        """Add a barrier, an activity or an outcome."""
        view = self._view
        if view is not None and self._with(view):
            self.begin_asking(lambda: self._fill_in(view, part, ""))
        else:
            self._with(None)

    @on(Grid.Chosen)
    def _change(self, event: Grid.Chosen[Fact]) -> None:
        view, fact = self._view, event.row
        if view is None:
            return
        if fact.kind in inclusion.PARTS:
            self.begin_asking(lambda: self._fill_in(view, fact.kind, fact.record))
        else:
            self.begin_asking(lambda: self._change_texts(view, fact.record))

    async def _fill_in(self, view: StrategyView, part: str, record: str) -> None:
        if await ask(self, line_form(self, view, part, record)):
            self.reload()

    def action_texts(self) -> None:
        """Change the texts and the days."""
        view = self._view
        if view is None:
            self._with(None)
        else:
            self.begin_asking(lambda: self._change_texts(view, ""))

    async def _change_texts(self, view: StrategyView, start: str) -> None:
        if await ask(self, texts_form(self, view, start)):
            self.reload()

    def action_remove(self) -> None:
        """Remove the line under the cursor, after asking; the others move up."""
        fact = self._fact
        if fact is None or fact.kind not in inclusion.PARTS:
            self.say("Delete is for barriers, activities and outcomes; Enter changes a text.")
        else:
            self.begin_asking(lambda: self._remove(fact))

    async def _remove(self, fact: Fact) -> None:
        named = one_line(fact.whole.split("\n")[0])
        sure = Confirm("Remove it?", f"{named}\nCtrl+Z brings it back.", yes="Remove")
        if await self.app.push_screen_wait(sure):
            await self.ask(inclusion.remove_line, fact.record)
            self.reload()

    def action_check(self) -> None:
        """Say everything that is missing."""
        view = self._view
        if view is None:
            self._with(None)
            return
        said = [f"{'!' if g.hard else '·'} {g.part} {g.missing}: {g.todo}." for g in view.gaps]
        self.app.push_screen(
            Notice("What is missing", "\n".join([*(said or ["Nothing that we check."]), "", _OURS]))
        )

    def action_file(self) -> None:
        """Write it to a file."""
        view = self._view
        if view is None:
            self._with(None)
        else:
            self.begin_asking(lambda: self._file(view))

    async def _file(self, view: StrategyView) -> None:
        if hard := sum(gap.hard for gap in view.gaps):
            self.say(f"{hard} to mend before it is published: c says what.")
        await report_out.ask(self, await self.ask(inclusion.page, view))

    def action_leave(self) -> None:
        """Go back to the questions."""
        self.dismiss(None)

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        self._say(event.row)

    def _say(self, fact: Fact | None) -> None:
        self.query_one("#whole", Static).update(plain(fact.whole if fact else ""))


def _standing(view: StrategyView) -> str:
    hard = sum(gap.hard for gap in view.gaps)
    rest = len(view.gaps) - hard
    mend = f"{hard} to mend" if hard else "nothing to mend"
    think = f", {rest} to think about" if rest else ""
    by = f" Publish by {short(PUBLISH_BY)}." if view.year == academic_year(PUBLISH_BY) else ""
    return f"{academic_year_label(view.year)}: {mend}{think}.{by}"
