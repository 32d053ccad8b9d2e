"""An EHC case: its clock as a line of time, what happened, who was asked, what the family said."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import ContentSwitcher, Static

from sendtui.screens import case_lines
from sendtui.screens.case_clock import CaseClock
from sendtui.screens.case_keys import CaseKeys
from sendtui.screens.lines import Fact, Lines, columns
from sendtui.screens.pupil_forms import At
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, Stages, plain
from sendtui.services import case_reading, pupils
from sendtui.services.case_views import CaseView

LIMITS: list[Column[Fact]] = [
    Column("heading", "", width=15, sortable=False),
    Column("when", "When", width=11, sortable=False),
    Column("words", "What", width=24, fraction=1, sortable=False),
    Column("who", "Rule", width=9, sortable=False),
]
PARTS = ("clock", "events", "asked", "family")
_EMPTY = {
    "clock": ("No limit runs yet.", "l logs what happened first."),
    "events": ("Nothing is logged yet.", "l logs what happened."),
    "asked": ("Nobody was asked yet.", "a asks for advice; c consults a setting."),
    "family": ("The family has not commented yet.", "v writes down what they said."),
}


class Parts(Stages):
    """The parts of the screen with their digits."""

    SEPARATOR = ""


class CaseScreen(CaseKeys):
    """One case of one pupil."""

    CSS_PATH = "case.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"show('{part}')", part.capitalize(), show=False)
            for n, part in enumerate(PARTS, 1)
        ),
        Binding("escape", "leave", "Back", show=False),
        Binding("P", "pupil", "The pupil", show=False),
        Binding("G", "plan", "The written plan", show=False),
    ]

    help_text = (
        "1 the clock, 2 events, 3 advice and settings asked, 4 what the family said. l logs an "
        "event, those usually next first; e or Enter explains a date: the facts, the arithmetic, "
        "the rule, its exceptions. t writes the letter that the line asks for, and later says that "
        "it was sent. a asks for advice, c consults a setting, p writes the letter, the draft and "
        "the advice for it into one file with a password, k chases, w does without; Enter writes "
        "down what came back. v is what the family said, Enter our answer. h hands the case "
        "over, g edits who holds it, d closes it, o lists what is odd, s shows whether the plan’s "
        "provision is secured, Delete takes back an event or removes a drafted letter, P opens the "
        "pupil, G the written plan, which logs its draft and its final plan here as it is issued. "
        "A date never moves because of an "
        "exception: the limit is told as excepted once its evidence and who decided are recorded."
    )

    def __init__(self, case: str, record: str = "") -> None:
        """`record` is the limit, advice or event to land on."""
        super().__init__()
        self.case = case
        self.part = "clock"
        self._wanted = record

    def compose(self) -> ComposeResult:
        """Where the case stands, its line of time, the open part, and one line in full."""
        yield Masthead("Pupil", "Case")
        with Vertical(classes="body"):
            yield Line("", id="about")
            yield Line("", id="odd")
            yield CaseClock(id="drawn")
            yield Parts(stages=PARTS, id="parts")
            with ContentSwitcher(initial="clock", id="part"):
                yield Lines(LIMITS, id="clock", marks=False)
                yield Lines(columns(heading=0, who=14, words="Event"), id="events", marks=False)
                yield Lines(columns(heading=15, who=14, words="Asked"), id="asked", marks=False)
                yield Lines(columns(heading=13, words="What they said"), id="family", marks=False)
            yield Static("", id="whole")
        yield Footer()

    def on_mount(self) -> None:
        """Say what to do where a part is empty."""
        for name, step in _EMPTY.items():
            self.query_one(f"#{name}", Lines).say_empty(*step)
        self.query_one("#clock", Lines).focus()

    async def load(self) -> None:
        """Read the case and draw every part of it."""
        today = self.face.today
        view = await self.ask(case_reading.view, self.case, today)
        self.view = view
        self.query_one(Masthead).say("Pupil", view.name, f"Case: {view.process}")
        self.query_one("#about", Line).say(case_lines.head(view))
        self.query_one("#odd", Line).say(case_lines.odd(view))
        self.query_one(CaseClock).show_case(view, today)
        for name, found in (
            ("clock", case_lines.clock),
            ("events", case_lines.events),
            ("asked", case_lines.asked),
            ("family", case_lines.family),
        ):
            self.query_one(f"#{name}", Lines).show(found(view))
        self._land(view)
        self._say_whole()
        self.refresh_bindings()

    def _land(self, view: CaseView) -> None:
        """Land on what was asked for, or at first on the limit that is most urgent."""
        wanted, self._wanted = self._wanted, "-"
        if wanted == "-":
            return
        if wanted:
            for part in PARTS:
                if self.query_one(f"#{part}", Lines).land_on(wanted):
                    self.action_show(part)
                    return
        urgent = view.late or view.open
        if urgent:
            self.query_one("#clock", Lines).land_on(urgent[0].id)

    def action_show(self, part: str) -> None:
        """Show a part."""
        self.part = part
        self.query_one("#part", ContentSwitcher).current = part
        self.query_one(Parts).set(part)
        self.query_one(f"#{part}", Lines).focus()
        self._say_whole()

    def action_leave(self) -> None:
        """Go back to where the case was opened."""
        self.dismiss(None)

    def action_pupil(self) -> None:
        """Open the pupil."""
        if self.view is not None:
            self.face.open_pupil(self.view.pupil)

    def action_plan(self) -> None:
        """Open the plan of the case, or the pupil's newest; begin one where there is none."""
        from sendtui.screens import opening

        async def open_it() -> None:
            if (view := self.view) is not None:
                pupil = await self.ask(pupils.view, view.pupil, self.face.today)
                at = At(self, pupil, self.face.today, self.face.author)
                await opening.open_plan(at, view.plan)

        self.run_worker(job(self._guarded, open_it), group="asks")

    @on(Stages.Asked)
    def _clicked(self, event: Stages.Asked) -> None:
        self.action_show(event.stage)

    @property
    def highlighted(self) -> Fact | None:
        """What the cursor stands on in the part that is open."""
        return self.query_one(f"#{self.part}", Lines).highlighted

    @on(Grid.Highlighted)
    def _look_at(self) -> None:
        self._say_whole()

    def _say_whole(self) -> None:
        fact = self.highlighted
        said = ""
        if fact is not None:
            words = fact.words if isinstance(fact.words, str) else fact.words.plain
            said = fact.whole or words
        self.query_one("#whole", Static).update(plain(said))
