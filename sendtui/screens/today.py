"""Today: what is due, overdue, promised, unsaved and unsent; each line opens what it names."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.rules.typed_dates import say
from sendtui.screens import bringing_in, parents_told
from sendtui.screens.base import READ_ONLY
from sendtui.screens.narrowed import Narrowed
from sendtui.screens.opening import open_due
from sendtui.screens.pupil_forms import At
from sendtui.screens.pupil_keys import NOT_DONE
from sendtui.screens.today_lines import PARTS, Item, group_of, in_full, items, sections, strip
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, one_line, plain
from sendtui.services import action_plan, actions, pupils, register
from sendtui.services.agenda import Agenda, agenda, records
from sendtui.services.due_views import Due, DueKind
from sendtui.services.register import Query

NOT_TOLD: DueKind = "parents not told"
COLUMNS: list[Column[Item]] = [
    Column("heading", "", width=14, priority=1, sortable=False),
    Column("when", "When", width=16, sortable=False),
    Column("name", "Pupil", width=23, fraction=2, sortable=False),
    Column("words", "What", width=31, fraction=5, sortable=False),
]


_ON_THE_DESK = {"school_feedback": "feedback", "school_action": "plan"}
"""What belongs to the school → the part of its desk that has it."""

_EXCHANGED = {"unsent": "send", "card": "keys", "pack": "pack"}
"""What is done in the exchange → its part there."""


class Today(Narrowed):
    """Where the day starts: the latest first, and what is due itself one key away."""

    CSS_PATH = "today.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "done", "Done"),
        Binding("p", "pupil", "The pupil"),
        Binding("b", "told", "Parents told", show=False),
        Binding("i", "import_", "Import a list", show=False),
        *(Binding(str(n), f"jump({n})", f"Section {n}", show=False) for n in range(1, 10)),
    ]

    help_text = (
        "What is late stands first. Enter opens the thing itself: the review, the reply to give, "
        "the concern, the profile; Escape comes back here. p opens the pupil. d marks an action as "
        "done, or logs the reply that was promised. Where many are due for one reason they are one "
        "line, and Enter lists them. b writes down that parents were told, of those marked with "
        "Space or of all of the line. A view you have kept in the register may stand here with its "
        "count. The digits go to a section. f shows only a kind, a caseworker, a setting or what "
        "is near; e explains a date of the law."
    )

    def __init__(self) -> None:
        super().__init__()
        self._grid = Grid[Item](COLUMNS, empty="Looking …", id="due")
        self._agenda = Agenda((), {})
        self._lines: tuple[Item, ...] = ()
        self._opened: frozenset[str] = frozenset()
        self._whole: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """The day, the sections with their keys, and the list."""
        yield Masthead("Today")
        with Vertical(classes="body"):
            yield Line("", id="day")
            yield Static("", id="sections")
            yield self._grid
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self._grid.focus()

    async def load(self) -> None:
        """Read what is due, and draw it."""
        self._agenda = await self.ask(
            agenda, self.face.today, group_of, self._whole, only=self.only
        )
        day = say(self.face.today)
        whose = one_line(self.face.setting_name)
        only = f"only: {self.only.says}" if self.only.says else ""
        self.query_one("#day", Line).say(" · ".join(filter(None, (only, whose, day))))
        if not self._agenda.found:
            await self._say_empty()
        self._draw()

    def _draw(self) -> None:
        self._lines = items(self._agenda, self.face.today, self._opened)
        self._grid.show(self._lines)
        self._say_whole()
        self.refresh_bindings()

    async def _say_empty(self) -> None:
        if self.only.says:
            self._grid.say_empty("Nothing of that is due.", "f shows all again.")
            return
        everyone = await self.ask(register.count, Query(scope="roll", left="any"), self.face.today)
        if everyone:
            self._grid.say_empty("Nothing is due. Well done.", "F3 shows the register.")
        else:
            whose = bringing_in.what(self.face)
            self._grid.say_empty("There are no pupils here yet.", f"Import {whose}: press i.")

    # What the line under the cursor is

    @property
    def at_hand(self) -> Due | None:
        """What is due on the line under the cursor."""
        item = self._grid.highlighted
        return item.due if item is not None and not (item.fold or item.more) else None

    @on(Grid.Highlighted)
    def _look_at(self) -> None:
        self._say_whole()
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Put the sections into lines as wide as the terminal."""
        self._say_whole()

    def _say_whole(self) -> None:
        item = self._grid.highlighted
        width = max(20, self._grid.size.width)
        bar = strip(self._agenda.counts, item.section if item else "", width)
        self.query_one("#sections", Static).update(bar)
        self.query_one("#whole", Static).update(plain(in_full(item) if item else ""))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There are as many sections as there are."""
        if action == "jump":
            number = parameters[0]
            return isinstance(number, int) and number <= len(sections(self._agenda.counts))
        return super().check_action(action, parameters)

    def action_jump(self, number: int) -> None:
        """Go to a section."""
        section = sections(self._agenda.counts)[number - 1][0]
        places = (n for n, line in enumerate(self._lines) if line.section == section)
        self._grid.cursor = next(places)
        self._grid.scroll_to(y=self._grid.cursor, animate=False)
        self._grid.focus()

    # Opening what is due

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Item]) -> None:
        item, one = event.row, event.row.due
        if item.fold:
            self._opened ^= {item.group}
            self._draw()
            self._grid.scroll_to(y=self._grid.cursor, animate=False)
        elif item.more:
            self._whole |= {item.group}
            self.reload()
        elif one.kind in _EXCHANGED:
            self.face.open_exchange(_EXCHANGED[one.kind])
        elif one.kind == "view":
            self.face.open_register(one.record)
        elif one.kind == "clash":
            self._decide(one)
        elif one.kind_of_record in _ON_THE_DESK:
            self._open_desk(_ON_THE_DESK[one.kind_of_record])
        elif not one.pupil:
            self.say(one.words)
        elif self.face.read_only:
            self._open_pupil(one)
        else:
            self._begin(one)

    def _decide(self, one: Due) -> None:
        from sendtui.screens.clash_desk import ClashDesk

        self.app.push_screen(ClashDesk(one.record))

    def _open_desk(self, part: str) -> None:
        from sendtui.screens.school_desk import SchoolDesk

        self.app.push_screen(SchoolDesk(part))

    def _begin(self, one: Due) -> None:
        """Open the form, the cycle or the profile over the list, which it leads back to."""

        async def begin() -> None:
            today = self.face.today
            view = await self.ask(pupils.view, one.pupil, today)
            await open_due(At(self, view, today, self.face.author), one)

        self.run_worker(job(self._guarded, begin), group="asks")

    def _open_pupil(self, one: Due) -> None:
        self.face.open_pupil(one.pupil, PARTS.get(one.kind_of_record, ""), one.record)

    def action_pupil(self) -> None:
        """Open the pupil of the line."""
        item = self._grid.highlighted
        if item is None or not item.due.pupil:
            self.say("This line is about no single pupil.")
        else:
            self.face.open_pupil(item.due.pupil)

    def action_done(self) -> None:
        """Mark the action as done today, or log the reply that was promised."""
        item = self._grid.highlighted
        kind = item.due.kind if item is not None and not (item.fold or item.more) else ""
        if self.face.read_only:
            self.say(READ_ONLY)
        elif item is not None and kind == "action":
            self.act(partial(self._done, item.due.record))
        elif item is not None and kind == "school action":
            self.act(partial(self._step_done, item.due.record))
        elif item is not None and kind == "reply promised":
            self._begin(item.due)
        else:
            self.say(NOT_DONE)

    async def _done(self, record: str) -> None:
        await self.ask(actions.done, record, self.face.today, self.face.today)
        self.say("Done. Ctrl+Z takes it back.")

    async def _step_done(self, record: str) -> None:
        today = self.face.today
        await self.ask(action_plan.change, record, {"done_on": today}, today=today)
        self.say("Done. Ctrl+Z takes it back. Enter says what came of it.")

    def action_told(self) -> None:
        """Write down that parents were told: of the marked lines, or the one under the cursor."""
        item = self._grid.highlighted
        marked = [line for line in self._lines if line.id in self._grid.marked]
        asked = [line for line in marked or filter(None, [item]) if line.due.kind == NOT_TOLD]
        if asked or self.face.read_only:
            self.begin_asking(partial(self._tell, asked))
        else:
            self.say(
                "b is for parents who were not told. Mark their lines with Space, or stand on one."
            )

    async def _tell(self, asked: Sequence[Item]) -> None:
        steps = [line.due.record for line in asked if line.due.record]
        if any(line.fold or line.more for line in asked):
            steps = list(await self.ask(records, self.face.today, NOT_TOLD))
        if await parents_told.ask(self, steps, self.face.today):
            self._grid.clear_marks()

    def action_import_(self) -> None:
        """Bring in a school's list, or an authority's cases."""
        bringing_in.begin(self.face)
