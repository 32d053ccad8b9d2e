"""The school's own desk: what belongs to the school and to no pupil, each part a digit away."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sendtui.screens import drafted, joining, school_kept, school_library
from sendtui.screens.base import DataScreen
from sendtui.screens.lines import Fact, Lines, columns
from sendtui.screens.school_parts import PARTS
from sendtui.screens.widgets.dialog import Confirm
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, Stages, one_line, plain
from sendtui.services import amend, intervention_reading


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


_WHERE = {
    "join": ("interventions",),
    "members": ("interventions",),
    "answer": ("feedback",),
    "files": ("interventions", "library"),
}
"""What is done with lines → the parts that have such lines."""


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
        Binding("r", "answer", "Answer"),
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
        "brings it back. j lets pupils of the SEN register join the intervention: Space marks them "
        "in a list. m shows who is in it with what was measured. r answers a complaint. In the "
        "week a ! marks an adult, a pupil or a room that would be in two places: the line at the "
        "foot says who."
    )

    def __init__(self, part: str = "interventions") -> None:
        super().__init__()
        self.part = part
        self._shown: frozenset[str] = frozenset()
        self._before: frozenset[str] | None = None
        """What was listed before something was added: what is not among it is new."""

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
        facts = list(await part.facts(self))
        for parts in self.query(Parts):
            parts.set(self.part)
        self.query_one("#about", Line).say(part.says)
        lines = self.query_one("#own", Lines)
        lines.show(facts)
        lines.say_empty("There is none yet.", "a adds the first.")
        self._shown = frozenset(each.record for each in facts)
        if self._before is not None and (added := self._first_new(facts)):
            lines.land_on(added)
            self._before = None
        self._say(lines.highlighted)

    def _first_new(self, facts: Sequence[Fact]) -> str:
        before = self._before or frozenset()
        return next((each.record for each in facts if each.record not in before), "")

    def action_show(self, part: str) -> None:
        """Show another part."""
        self._before = None
        self.part = part
        self.refresh_bindings()
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
        self._before = None if record else self._shown
        if part.add is not None and not record:
            done = await part.add(self)
        else:
            asked = await part.form(self, record)
            done = asked is not None and await drafted.ask(self, asked)
        if done:
            self.reload()
        else:
            self._before = None

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
        """Let pupils of the SEN register join the intervention."""
        fact = self.query_one("#own", Lines).highlighted
        if fact is not None:
            self.begin_asking(partial(self._join, fact))

    async def _join(self, fact: Fact) -> None:
        found = await self.ask(intervention_reading.all_of, self.face.today)
        one = next((each for each in found if each.id == fact.record), None)
        if one is not None and await joining.join(self, one):
            self.reload()

    def action_members(self) -> None:
        """Show who is in the intervention, with what was measured of them."""
        fact = self.query_one("#own", Lines).highlighted
        if fact is not None:
            self.begin_asking(partial(self._members, fact.record))

    async def _members(self, record: str) -> None:
        from sendtui.screens.intervention_members import MembersScreen

        found = await self.ask(intervention_reading.all_of, self.face.today)
        one = next((each for each in found if each.id == record), None)
        if one is not None:
            self.app.push_screen(MembersScreen(one.id, one.name, one.measure))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done with the lines of some parts is offered there alone."""
        if action in _WHERE:
            return self.part in _WHERE[action]
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """Where a key that does nothing here would do something."""
        found = [f"{part.title}: {n % 10}" for n, (name, part) in enumerate(PARTS.items(), 1)
                 if name in _WHERE.get(action, ())]  # fmt: skip
        return f"In another part: {', '.join(found)}." if found else ""

    def action_answer(self) -> None:
        """Say when the complaint under the cursor was answered, and what came of it."""
        fact = self.query_one("#own", Lines).highlighted
        if fact is not None:
            self.begin_asking(partial(self._answer, fact.record))

    async def _answer(self, record: str) -> None:
        if await school_kept.answer(self, record):
            self.reload()

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
