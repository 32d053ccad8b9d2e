"""A plan: its parts as tabs, the lines of one, and what the checks say beside them."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sendtui.rules.plan_sections import SectionOf
from sendtui.screens import plan_lines
from sendtui.screens.lines import Fact, Lines
from sendtui.screens.plan_keys import PlanKeys
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.signs import signs
from sendtui.screens.widgets.words import Line, Stages, plain
from sendtui.services import ehc_plan_checks, ehc_plan_reading


class Parts(Stages):
    """The parts of a plan by their letters; one in which nothing is open has a tick."""

    SEPARATOR = ""

    def _piece(self, number: int, stage: str, is_done: bool) -> Content:  # noqa: ARG002
        word = f"{stage}{signs().done}" if is_done else stage
        if stage == self.current:
            return Content.styled(f"[{word}]", "bold $text-primary")
        return Content.styled(f" {word} ", "$text" if is_done else "$text-muted")


class PlanScreen(PlanKeys):
    """One version of a plan of one pupil."""

    CSS_PATH = "plan.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n", "part(1)", "Next part", show=False),
        Binding("left,b", "part(-1)", "Part before", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "Left and Right go from part to part; a tick says that nothing is open there. a adds a "
        "line, Enter opens it, [ and ] rank it, m moves it to another part, Delete removes it. k "
        "lists what is open in the whole plan. g issues this version and freezes it; then g makes "
        "the next one. i shows what changed since the version before, v the versions and other "
        "plans, e its days, h the hours secured, F9 prints. C ceases the plan. Nothing that is "
        "open stops you."
    )

    def __init__(self, pupil: str, plan: str, record: str = "") -> None:
        """`record` is the line to land on."""
        super().__init__()
        self.pupil, self.plan = pupil, plan
        self.wanted = record

    def compose(self) -> ComposeResult:
        """How it stands, the parts, the lines of one, and what is said of the line beside it."""
        yield Masthead("Pupil", "Plan")
        with Vertical(classes="body"):
            yield Line("", id="state")
            yield Parts(id="parts")
            yield Line("", id="heading", classes="strong")
            with Vertical(id="flow"):
                yield Lines(
                    plan_lines.COLUMNS,
                    id="lines",
                    marks=False,
                    empty="Nothing is in this part yet.",
                )
                with VerticalScroll(id="beside", can_focus=False):
                    yield Static("", id="whole")
                    yield Static("", id="told")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list of the part that is open."""
        self.query_one("#lines").focus()

    # Reading

    async def load(self) -> None:
        """Read the version and check it."""
        view = await self.ask(ehc_plan_reading.view, self.plan)
        self.found = await self.ask(ehc_plan_checks.check, self.plan, self.face.today)
        self.view = view
        self.letter = self.letter or view.parts[0].letter
        wanted, self.wanted = self.wanted, ""
        line = view.named(wanted) if wanted else None
        # A new line that was being written is named by its place: the plan and a part.
        drafted = wanted.partition("-")[2]
        letters = [each.letter for each in view.parts]
        self.letter = line.section if line else drafted if drafted in letters else self.letter
        self.draw()
        if line is not None:
            self.query_one("#lines", Lines).land_on(line.id)
            self._tell()

    @property
    def part(self) -> SectionOf | None:
        """The part that is open."""
        parts = self.view.parts if self.view else ()
        return next((each for each in parts if each.letter == self.letter), None)

    def draw(self) -> None:
        """Show what was read."""
        view, found, part = self.view, self.found, self.part
        if view is None or found is None or part is None:
            return
        self.query_one(Masthead).say("Pupil", view.name, view.sort_label)
        self.query_one("#state", Line).say(
            plan_lines.state(view, found, narrow=self.has_class("-narrow"))
        )
        letters = tuple(each.letter for each in view.parts)
        strip = self.query_one("#parts", Parts)
        strip.stages = letters
        strip.set(part.letter, [letter for letter in letters if self._is_fine(letter)])
        self.query_one("#heading", Line).say(plan_lines.head(view, part))
        step = "" if view.frozen or self.face.read_only else "a adds a line."
        self.query_one("#lines", Lines).say_empty("Nothing is in this part.", step)
        self.query_one("#lines", Lines).show(plan_lines.lines(view, part, found.remarks))
        self._tell()
        self.refresh_bindings()

    def _is_fine(self, letter: str) -> bool:
        view, found = self.view, self.found
        if view is None or found is None:
            return False
        ids = {x.id for x in view.of(letter)}
        if plan_lines.of_part(found.remarks, letter):
            return False
        return not any(each.record in ids for each in found.remarks)

    @property
    def highlighted(self) -> Fact | None:
        """What the cursor stands on."""
        return self.query_one("#lines", Lines).highlighted

    @on(Grid.Highlighted)
    def _look_at(self) -> None:
        self._tell()

    def _tell(self) -> None:
        view, found, part, fact = self.view, self.found, self.part, self.highlighted
        if view is None or found is None or part is None:
            return
        line = view.named(fact.record) if fact else None
        self.query_one("#whole", Static).update(plain(plan_lines.about(view, line) if line else ""))
        mine = plan_lines.of_line(found.remarks, line.id) if line else ()
        whole = plan_lines.of_part(found.remarks, part.letter)
        if self.has_class("-narrow"):
            open_ = [*mine, *whole]
            hard = sum(each.hard for each in open_)
            said = f"{hard} of law or format, {len(open_) - hard} hints. k tells each, with why."
            said = said if open_ else "Nothing is open here."
            self.query_one("#told", Static).update(Content.styled(said, "$text-muted"))
        else:
            self.query_one("#told", Static).update(plan_lines.told([*mine, *whole]))

    def on_resize(self) -> None:
        """Say as much as there is room for."""
        self.draw()

    # Going about

    def action_part(self, by: int) -> None:
        """Go to the next part, or the one before."""
        if self.view is None:
            return
        letters = [each.letter for each in self.view.parts]
        self.letter = letters[(letters.index(self.letter) + by) % len(letters)]
        self.draw()

    @on(Stages.Asked)
    def _clicked(self, event: Stages.Asked) -> None:
        self.letter = event.stage
        self.draw()

    def action_leave(self) -> None:
        """Go back to the pupil."""
        self.dismiss(None)
