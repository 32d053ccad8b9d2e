"""Insight: the questions of the whole school, each with its answer in a line; Enter shows why."""

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.screens.base import DataScreen
from sendtui.screens.insight_answer import AnswerScreen
from sendtui.screens.lines import Fact, Lines, columns
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import plain
from sendtui.services import governors, information, insight, inspection, roll

_REPORTS = (
    ("inspection", "For an inspector", "The register, provision, outcomes, reviews: one report"),
    ("governors", "For governors", "The termly report, with no child in its figures"),
    ("information", "SEN information report", "Its figures, under the headings of the law"),
    ("strategy", "Inclusion strategy", "What is to be published by 31 December 2026"),
)


class InsightScreen(DataScreen[None]):
    """The questions, answered one after the other, and the reports people ask for."""

    CSS_PATH = "insight.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "own", "The school’s own"),
        Binding("escape", "top", "To the top", show=False),
    ]

    help_text = (
        "The questions one has of the whole school, each with its answer in a line. Enter draws "
        "the answer and shows the rows behind it; from there Enter opens the pupil, and f writes "
        "it to a file. Below the questions stand the reports people ask for: Enter writes one, or "
        "opens the inclusion strategy. o "
        "opens the school’s own lists: interventions, the week, adults, rates, services."
    )

    def __init__(self) -> None:
        super().__init__()
        self._known: insight.Readings | None = None
        self._facts: dict[str, Fact] = {
            name: Fact(name, question.asks, "…", kind="question", record=name)
            for name, question in insight.QUESTIONS.items()
        }

    def compose(self) -> ComposeResult:
        """The list, and the answer under the cursor in full."""
        yield Masthead("Insight")
        with Vertical(classes="body"):
            yield Lines(
                columns(heading=40, when=0, words="", least=36),
                id="questions",
                marks=False,
                empty="Looking …",
            )
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one("#questions").focus()

    async def load(self) -> None:
        """Answer the questions one by one; each line is filled as its answer comes."""
        lines = self.query_one("#questions", Lines)
        reports = [
            Fact(name, title, what, kind="report", record=name, whole=what)
            for name, title, what in _REPORTS
        ]
        lines.show([*self._facts.values(), *reports])
        self._known = known = await self.ask(insight.readings, self.face.today)
        for name in insight.QUESTIONS:
            found = await self.ask(insight.answer, name, self.face.today, known=known)
            self._facts[name] = replace(self._facts[name], words=found.says, whole=found.says)
            lines.show([*self._facts.values(), *reports])
            self._say(lines.highlighted)

    def action_own(self) -> None:
        """Open the interventions, the week, adults, rates and services."""
        from sendtui.screens.school_desk import SchoolDesk

        self.app.push_screen(SchoolDesk())

    def action_top(self) -> None:
        """Go to the first question."""
        self.query_one("#questions", Lines).cursor = 0

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        self._say(event.row)

    def _say(self, fact: Fact | None) -> None:
        self.query_one("#whole", Static).update(plain(fact.whole if fact else ""))

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        if event.row.kind == "question":
            known = self._known if self.is_up_to_date else None
            self.app.push_screen(AnswerScreen(event.row.record, known=known))
        elif event.row.record == "strategy":
            from sendtui.screens.strategy import StrategyScreen

            self.app.push_screen(StrategyScreen())
        else:
            name = event.row.record
            self.begin_asking(lambda: self._report(name))

    async def _report(self, name: str) -> None:
        from sendtui.screens import report_out

        today = self.face.today
        if name == "governors":
            await report_out.ask(self, await self.ask(governors.report, today))
        elif name == "information":
            await report_out.ask(self, await self.ask(information.report, today))
        else:
            found = await self.ask(roll.read, today)
            page = await self.ask(inspection.pack, today)
            await report_out.ask(self, page, [child.id for child in found.register])
