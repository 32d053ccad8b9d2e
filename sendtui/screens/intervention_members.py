"""Who is in an intervention, and what was measured at the start, on the way and at the end."""

from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from sendtui.models.intervention import MeasureIn
from sendtui.rules.named_steps import steps
from sendtui.screens import drafted
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.widgets.asks import Ask, Options, asks_of
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line
from sendtui.services import drafts, intervention_reading, interventions
from sendtui.services.intervention_reading import MemberView

_AT: Options = (("entry", "At the start"), ("during", "On the way"), ("exit", "At the end"))


def _dates(one: MemberView) -> str:
    starts, ends = (short(day) if day else "" for day in (one.starts, one.ends))
    return f"{starts} to {ends}" if ends else starts


def _columns(measure: str) -> list[Column[MemberView]]:
    """What is shown of a pupil; there is room for the names of the measure’s steps."""
    width = min(12, max((7, *map(len, steps(measure)))))
    return [
        Column("class_name", "Class", width=7),
        Column("name", "Pupil", width=18, fraction=3),
        Column("entry", "Start", width=width, align="right", show=lambda m: m.entry_said),
        Column("exit", "End", width=width, align="right", show=lambda m: m.exit_said),
        Column("dates", "From and to", width=14, fraction=2, show=_dates, sortable=False),
    ]


class MembersScreen(DataScreen[None]):
    """The pupils of one intervention with their measures."""

    CSS_PATH = "insight.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "pupil", "The pupil"),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "Who has or had this intervention. Enter writes down what was measured of a pupil: at the "
        "start, on the way or at the end, where what was measured last counts. o opens the pupil. "
        "How far it moved them is asked in Insight: What is working, and what is not?"
    )

    def __init__(self, intervention: str, name: str, measure: str) -> None:
        super().__init__()
        self._intervention, self._called, self._measure = intervention, name, measure

    def compose(self) -> ComposeResult:
        """What is measured, and the pupils."""
        yield Masthead("Insight", self._called)
        with Vertical(classes="body"):
            says = self._measure or "The intervention names no measure: Enter there names one."
            yield Line(f"Measured by: {says}" if self._measure else says, id="about")
            yield Grid(
                _columns(self._measure), empty="No pupil has it: j lets pupils join.", marks=False
            )
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one(Grid).focus()

    async def load(self) -> None:
        """Read the pupils."""
        found = await self.ask(intervention_reading.members, self._intervention, self.face.today)
        self.query_one(Grid).show(list(found))

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[MemberView]) -> None:
        self.begin_asking(partial(self._ask_measure, event.row))

    async def _ask_measure(self, one: MemberView) -> None:
        known = asks_of(MeasureIn, ("on", "note"), prefer={"on": "past"})
        named = tuple((step, step) for step in steps(self._measure))
        about = self._measure.split(":", 1)[0] if named else self._measure
        value = Ask("value", about or "What was measured", hint="" if named else "a number",
                    kind="choice" if named else "text", options=named, is_needed=True)  # fmt: skip
        asks = (Ask("at", "When in it", "choice", options=_AT, is_needed=True), value, *known)

        async def save(values: dict[str, object]) -> None:
            on_day = values.get("on")
            await self.ask(
                interventions.measure,
                one.id,
                str(values.get("at")),
                str(values.get("value") or ""),
                on_day if isinstance(on_day, date) else self.face.today,
                note=str(values.get("note") or ""),
                today=self.face.today,
            )

        start = {"at": "entry" if one.entry is None else "exit", "on": self.face.today}
        key = drafts.key("measure", one.pupil, one.id)
        if await drafted.ask(self, Asked(one.name, key, asks, save, start, start="value")):
            self.reload()

    def action_pupil(self) -> None:
        """Open the pupil under the cursor."""
        one: MemberView | None = self.query_one(Grid).highlighted
        if one is not None:
            self.face.open_pupil(one.pupil)

    def action_leave(self) -> None:
        """Go back to the interventions."""
        self.dismiss(None)
