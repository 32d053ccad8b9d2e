"""A pupil: who they are, what is owed and due, and one key for each of the commonest acts."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import ContentSwitcher, Static

from sendtui.screens import pupil_header, pupil_history, pupil_lines
from sendtui.screens.lines import Fact, Lines, columns, headed
from sendtui.screens.pupil_keys import PupilKeys
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, Stages, plain
from sendtui.services import cycle_reading, past, profile_pages, pupils
from sendtui.services.pupil_views import PupilView
from sendtui.services.timeline import timeline

PARTS = ("overview", "cycles", "profile", "people", "contacts", "history")
NARROW = 100
"""Cells below which the head says less."""

FIRST_LIST = {"overview": "now", "profile": "profile-lines"}
"""The list of a part that has the keys first, where it is not named after the part."""


class Sections(Stages):
    """The parts of the screen with their digits."""

    SEPARATOR = ""


class PupilScreen(PupilKeys):
    """Everything about one pupil: a head that stays, and six parts below it."""

    CSS_PATH = "pupil.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"show('{part}')", part.capitalize(), show=False)
            for n, part in enumerate(PARTS, 1)
        ),
        Binding("escape", "back", "Back", show=False),
    ]

    help_text = (
        "Digits go to the parts: 1 overview, 2 cycles, 3 profile, 4 people and views, 5 contacts "
        "and actions, 6 history. Letters add: c contact, a action, v views, n need, o concern, "
        "w who (a person), f flag, p place on the SEN register, y the cycle, t tick a session, k "
        "the EHC cases and what is arranged, s attendance, suspensions, exam access, complaints "
        "and where a leaver goes, O what is ordinarily available, g the EHC plan and other plans. "
        "e edits "
        "name, class and numbers, i the fields of your own; l writes to the family; d marks an "
        "action as done. b opens documents and who may receive what; h marks the line as "
        "confidential, u shows what is. F9 prints the profile, or the cycle the cursor is on; x "
        "narrows what happened to one sort. Enter opens the line."
    )

    def __init__(self, pupil: str, part: str = "", record: str = "") -> None:
        """`part` and `record` say where to begin."""
        super().__init__()
        self.pupil = pupil
        self.part = part if part in PARTS else "overview"
        self._wanted = record
        self._wants_screen = part
        self.only = ""

    def compose(self) -> ComposeResult:
        """The head, the parts and their digits, the part that is open, and a line in full."""
        yield Masthead("Pupil")
        with Vertical(classes="body"):
            with Vertical(id="head"):
                for name in ("who", "sen", "numbers"):
                    yield Line("", id=name)
                yield Static("", id="duties")
            yield Sections(stages=PARTS, id="parts")
            with ContentSwitcher(initial=self.part, id="part"):
                with Horizontal(id="overview", classes="columns"):
                    yield Lines(
                        columns(heading=10, when=13, least=20),
                        id="now",
                        marks=False,
                        empty="Nothing is recorded yet.",
                    )
                    yield Lines(
                        columns(heading=4, when=6, words="What happened", least=20),
                        id="timeline",
                        marks=False,
                        empty="Nothing has happened yet.",
                    )
                yield Lines(
                    columns(heading=10, when=20, who=12, words="Focus"),
                    id="cycles",
                    marks=False,
                    empty="No cycle yet.",
                )
                with Vertical(id="profile"):
                    yield Lines(
                        columns(heading=9, words="One-page profile"),
                        id="profile-lines",
                        marks=False,
                        empty="No profile yet.",
                    )
                    with VerticalScroll(id="profile-page"):
                        yield Static("", id="profile-text")
                yield Lines(
                    columns(heading=14, when=12, who=12),
                    id="people",
                    marks=False,
                    empty="Nobody and no views yet.",
                )
                yield Lines(
                    columns(heading=9, when=13, who=12),
                    id="contacts",
                    marks=False,
                    empty="No contacts and nothing to do yet.",
                )
                with Vertical(id="history"):
                    yield Line("", id="undo", classes="quiet")
                    yield Lines(
                        pupil_history.COLUMNS,
                        id="history-lines",
                        marks=False,
                        empty="Nothing was written yet.",
                    )
            yield Static("", id="whole")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list of the part that is open."""
        for name, step in _STEPS.items():
            grid = self.query_one(f"#{name}", Lines)
            grid.say_empty(*step)
        self.action_show(self.part)

    # Reading

    async def load(self) -> None:
        """Read the pupil and what the open part lists."""
        view = await self.ask(pupils.view, self.pupil, self.face.today)
        self.view = view
        self._draw_head(view)
        await self._draw_part(view)
        self.refresh_bindings()
        await self._go_on()

    def _draw_head(self, view: PupilView) -> None:
        today = self.face.today
        self.query_one(Masthead).say("Pupil", view.name)
        self.query_one("#who", Line).say(pupil_header.who(view, today))
        sen = pupil_header.sen(view, today, is_narrow=self.size.width < NARROW)
        self.query_one("#sen", Line).say(sen)
        self.query_one("#numbers", Line).say(pupil_header.numbers(view))
        duties = pupil_header.duties(view, today)
        self.query_one("#duties", Static).update(duties)
        self.query_one("#duties").display = bool(duties)

    async def _draw_part(self, view: PupilView) -> None:
        today, pupil = self.face.today, self.pupil
        match self.part:
            case "overview":
                cases = await self._open_cases()
                away = await self._much_away()
                own = await self._own_fields()
                self._list("now").show((*cases, *pupil_lines.now(view, today), *away, *own))
                events = await self.ask(timeline, pupil)
                self._list("timeline").show(pupil_lines.timeline(events, self.only))
            case "cycles":
                found = await self.ask(cycle_reading.of_pupil, pupil, today)
                self._list("cycles").show(pupil_lines.cycles(found, today))
            case "profile":
                await self._draw_profile()
            case "people":
                self._list("people").show(pupil_lines.people(view))
            case "contacts":
                self._list("contacts").show(pupil_lines.contacts(view, today))
            case "history":
                changes = await self.ask(past.of_pupil, pupil)
                self._list("history-lines").show(pupil_history.lines(changes))
                act = await self.ask(past.can_undo)
                said = f"Ctrl+Z undoes “{act.label}”." if act else "There is nothing to undo."
                self.query_one("#undo", Line).say(said)
        self._say_whole()

    async def _open_cases(self) -> tuple[Fact, ...]:
        """The EHC cases that are open, of a pupil who has any."""
        from sendtui.screens.case_lines import case_line
        from sendtui.services import case_list

        found = await self.ask(case_list.of_pupil, self.pupil, self.face.today)
        return tuple(headed(case_line(each) for each in found if each.closed_on is None))

    async def _much_away(self) -> tuple[Fact, ...]:
        """A part-time timetable that runs, and persistent absence, of a pupil who has any."""
        from sendtui.screens.pupil_school import urgent
        from sendtui.services import presence

        known = await self.ask(presence.of_pupil, self.pupil, self.face.today)
        return tuple(headed(urgent(known)))

    async def _own_fields(self) -> tuple[Fact, ...]:
        """What the school's own fields say."""
        from sendtui.screens.own_fields import facts
        from sendtui.services import custom_fields

        return facts(await self.ask(custom_fields.of_pupil, self.pupil, self.face.today))

    async def _draw_profile(self) -> None:
        lines = await self.profile_lines()
        self._list("profile-lines").show(lines)
        text = ""
        if lines:
            text = await self.ask(profile_pages.text, self.pupil, self.face.today)
        self.query_one("#profile-text", Static).update(plain(text))
        self.query_one("#profile-page").display = bool(text)

    def _list(self, name: str) -> Lines:
        return self.query_one(f"#{name}", Lines)

    def on_resize(self) -> None:
        """Say as much in the head as there is room for."""
        if self.view is not None:
            self._draw_head(self.view)

    # Where one is

    def go(self, part: str, record: str = "") -> None:
        """Show a part of the same pupil again, and what is asked for in it."""
        self._wanted, self._wants_screen = record, part
        self.action_show(part if part in PARTS else "overview")

    def action_show(self, part: str) -> None:
        """Show a part."""
        self.part = part
        self.query_one("#part", ContentSwitcher).current = part
        self.query_one(Sections).set(part)
        name = FIRST_LIST.get(part, "history-lines" if part == "history" else part)
        self._list(name).focus()
        self.reload()

    def action_back(self) -> None:
        """Go back to the overview, and from there to where the pupil was opened."""
        if self.part != "overview":
            self.action_show("overview")
        else:
            self.face.leave_pupil()

    async def _go_on(self) -> None:
        """Land on the record that was asked for, or open the draft or the screen it is in."""
        record, part = self._wanted, self._wants_screen
        self._wanted = self._wants_screen = ""
        if not record and part != "profile":
            return
        self.run_worker(self.guard(self.open_wanted, part, record), group="open")
        for grid in self.query(Lines):
            if grid.display and grid.land_on(record):
                grid.focus()

    @on(Stages.Asked)
    def _clicked(self, event: Stages.Asked) -> None:
        self.action_show(event.stage)

    @on(Lines.Begun)
    def _begin_first(self, event: Lines.Begun) -> None:
        event.stop()
        if self.face.read_only or self.view is None:
            return
        if event.lines.id == "profile-lines":
            self.open_profile()
        elif event.lines.id == "cycles":
            self.action_cycle()
        elif step := _STEPS.get(event.lines.id or "", ("", ""))[1]:
            self.say(step)

    # The line under the cursor

    @on(Grid.Highlighted)
    def _look_at(self) -> None:
        self._say_whole()
        self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        """Say in full what the list that has the keys now stands on."""
        self._say_whole()

    def _say_whole(self) -> None:
        fact = self.highlighted
        said = "" if fact is None else fact.whole or _plain(fact)
        self.query_one("#whole", Static).update(plain(said))

    @property
    def highlighted(self) -> Fact | None:
        """What the cursor stands on in the list that has the keys."""
        return self.focused.highlighted if isinstance(self.focused, Lines) else None


def _plain(fact: Fact) -> str:
    words = fact.words if isinstance(fact.words, str) else fact.words.plain
    return f"{words} ({fact.who})" if fact.who else words


_STEPS = {
    "now": ("Nothing is recorded yet.", "p places them on the SEN register; o raises a concern."),
    "cycles": ("No cycle yet.", "Enter starts the first one."),
    "profile-lines": ("No one-page profile yet.", "Enter begins one with the pupil."),
    "people": ("Nobody and no views yet.", "w adds a person; v writes down views."),
    "contacts": ("No contacts and nothing to do.", "c logs a contact; a adds an action."),
}
