"""The school's own desk: what belongs to the school and to no pupil, each part a digit away."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.rules.counting import counted
from sendtui.screens import drafted, school_library
from sendtui.screens.base import DataScreen
from sendtui.screens.lines import Fact, Lines, columns
from sendtui.screens.school_parts import PARTS
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, Stages, one_line, plain
from sendtui.services import amend, interventions, register
from sendtui.services.register import Query


class Parts(Stages):
    """Some of the parts with their digits, which go on from the `first`."""

    SEPARATOR = ""

    def __init__(self, current: str, stages: Sequence[str], first: int) -> None:
        self._first = first
        super().__init__(current, stages=stages)

    def _piece(self, number: int, stage: str, is_done: bool) -> Content:
        return super()._piece((number + self._first - 1) % 10, stage, is_done)


_IN_A_LINE = 5
"""Parts that stand beside each other on 80 cells."""


class SchoolDesk(DataScreen[None]):
    """What belongs to the school and to no single pupil."""

    CSS_PATH = "insight.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n % 10), f"show('{name}')", part.title, show=False)
            for n, (name, part) in enumerate(PARTS.items(), 1)
        ),
        Binding("a", "add", "Add"),
        Binding("j", "join", "Join"),
        Binding("m", "members", "Measures"),
        Binding("f", "files", "A list"),
        Binding("delete", "remove", "Remove", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "1 interventions, 2 the week, 3 adults and the SENCO’s qualification, 4 rates, 5 services, "
        "6 training by topic, 7 complaints and compliments, 8 the action plan, 9 the authority’s "
        "checklists, of which a takes in the file, 0 the library of strategies and targets. f "
        "writes interventions, strategies and targets to a list for another school, or takes one "
        "in. a adds, Enter changes the line, Delete removes what was put down by mistake; an undo "
        "brings it back. j lets those of a class who are on the SEN register join the "
        "intervention, m shows who is in it with what was measured. In the week a ! marks an "
        "adult, a pupil or a room that would be in two places: the line at the foot says who."
    )

    def __init__(self, part: str = "interventions") -> None:
        super().__init__()
        self.part = part

    def compose(self) -> ComposeResult:
        """The strip of parts, the list, and the line under the cursor in full."""
        yield Masthead("Insight", "The school’s own")
        with Vertical(classes="body"):
            for first in range(0, len(PARTS), _IN_A_LINE):
                yield Parts(self.part, tuple(PARTS)[first : first + _IN_A_LINE], first + 1)
            yield Line("", id="about")
            yield Lines(
                columns(heading=12, when=0, words="What", least=38, who=14),
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
        """Read the part that is shown."""
        part = PARTS[self.part]
        found = await part.facts(self)
        for parts in self.query(Parts):
            parts.set(self.part)
        self.query_one("#about", Line).say(part.says)
        lines = self.query_one("#own", Lines)
        lines.show(list(found))
        lines.say_empty("There is none yet.", "a adds the first.")
        self._say(lines.highlighted)

    def action_show(self, part: str) -> None:
        """Show another part."""
        self.part = part
        self.reload()

    @on(Stages.Asked)
    def _clicked(self, event: Stages.Asked) -> None:
        self.action_show(event.stage)

    @on(Lines.Begun)
    def action_add(self) -> None:
        """Add to the part that is shown."""
        self.begin_asking(partial(self._fill_in, ""))

    @on(Grid.Chosen)
    def _change(self, event: Grid.Chosen[Fact]) -> None:
        self.begin_asking(partial(self._fill_in, event.row.record))

    async def _fill_in(self, record: str) -> None:
        part = PARTS[self.part]
        if part.add is not None and not record:
            done = await part.add(self)
        else:
            asked = await part.form(self, record)
            done = asked is not None and await drafted.ask(self, asked)
        if done:
            self.reload()

    def action_remove(self) -> None:
        """Remove what the cursor is on, after asking."""
        fact = self.query_one("#own", Lines).highlighted
        if fact is not None:
            self.begin_asking(partial(self._remove, fact))

    async def _remove(self, fact: Fact) -> None:
        part = PARTS[self.part]
        named = one_line(fact.words if isinstance(fact.words, str) else fact.words.plain)
        goes = part.removes or f"{named.rstrip('.')}."
        sure = Confirm("Remove it?", f"{goes} Ctrl+Z brings it back.", yes="Remove")
        if await self.app.push_screen_wait(sure):
            if fact.kind:
                await self.ask(amend.remove, fact.kind, fact.record)
            else:
                await self.ask(part.remove, fact.record)
            self.reload()

    def action_join(self) -> None:
        """Let those of a class who are on the SEN register join the intervention."""
        fact = self.query_one("#own", Lines).highlighted
        if self.part != "interventions" or fact is None:
            self.say("j lets pupils join an intervention: 1 shows them.")
        else:
            self.begin_asking(partial(self._join, fact))

    async def _join(self, fact: Fact) -> None:
        today = self.face.today
        classes = await self.ask(register.classes, today)
        asks = (
            Ask("class_name", "Class", "choice", options=tuple((c, c) for c in classes),
                is_needed=True),
            Ask("starts", "Starts", "date", is_needed=True, prefer="near"),
        )  # fmt: skip
        joined: list[str] = []

        async def save(values: dict[str, object]) -> None:
            named, starts = str(values.get("class_name")), values.get("starts")
            query = Query(class_name=named)
            pupils = await self.ask(register.ids, query, today)
            if not pupils:
                problem = Problem("class_name", "", "Nobody of this class is on the SEN register.")
                raise InvalidError((problem,))
            day = starts if isinstance(starts, date) else today
            try:
                done = await self.ask(interventions.join, fact.record, pupils, day, today=today)
            except SendtuiError as why:
                raise InvalidError((Problem("class_name", "", str(why)),)) from None
            joined.append(f"{counted(len(done.lines), 'pupil')} joined.")
            joined.extend(sorted({f"Left out: {why}." for _, why in done.refused}))

        form = FormDialog("Join", asks, {"starts": today}, save=save, yes="Join")
        await self.app.push_screen_wait(form)
        if joined:
            self.say(" ".join(joined))
            self.reload()

    def action_members(self) -> None:
        """Show who is in the intervention, with what was measured of them."""
        fact = self.query_one("#own", Lines).highlighted
        if self.part != "interventions" or fact is None:
            self.say("m shows who is in an intervention: 1 lists them.")
        else:
            self.begin_asking(partial(self._members, fact.record))

    async def _members(self, record: str) -> None:
        from sendtui.screens.intervention_members import MembersScreen

        found = await self.ask(interventions.all_of, self.face.today)
        one = next((each for each in found if each.id == record), None)
        if one is not None:
            self.app.push_screen(MembersScreen(one.id, one.name, one.measure))

    def action_files(self) -> None:
        """Write the library to a list, or take one in."""
        self.begin_asking(self._files)

    async def _files(self) -> None:
        if await school_library.files(self):
            self.reload()

    def action_leave(self) -> None:
        """Go back to the questions."""
        self.dismiss(None)

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        self._say(event.row)

    def _say(self, fact: Fact | None) -> None:
        self.query_one("#whole", Static).update(plain(fact.whole if fact else ""))
