"""Beside a family: one child alone on the screen, and no internal note.

What is said and agreed is a record as soon as it is saved; what is being typed is kept as a draft
every two seconds. The notes themselves are not shown here, only that there are some.
"""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.rules.counting import counted
from sendtui.screens import visit_forms
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked, ask
from sendtui.screens.lines import Fact, Lines, columns, headed
from sendtui.screens.pupil_marks import is_closed_to
from sendtui.screens.visit_forms import InVisit
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Notice
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, plain
from sendtui.services import visit_beside, visit_pages, visits
from sendtui.services.visit_beside import Beside
from sendtui.services.visits import Agreed


class VisitBeside(DataScreen[None]):
    """One child beside their family."""

    CSS_PATH = "case_queue.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "write('notes')", "Notes"),
        Binding("c", "write('pupil')", "Child’s words"),
        Binding("v", "write('parent')", "Parents’ words"),
        Binding("a", "write('agree')", "Agreed"),
        Binding("r", "read_back", "Read back"),
        Binding("l", "leave_behind", "Leave behind"),
        Binding("w", "write('about')", "Where, and who is there", show=False),
        Binding("d", "file", "File the notes", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "For beside the family: this child alone, and nothing internal. n notes what is said while "
        "you talk; c and v are the child's and the parents' own words; a is what was agreed, who "
        "does it and by when; w where you are and who is there. What you type is kept every two "
        "seconds, also when the screen locks: the same key opens it again. r reads back what was "
        "agreed, l leaves it with the family in the print they need. d files the notes once they "
        "are tidied; until then they wait among the visits."
    )

    def __init__(self, pupil: str) -> None:
        super().__init__()
        self.pupil = pupil
        self.about: Beside | None = None

    def compose(self) -> ComposeResult:
        """The child, what to mind of the family, and what was said and agreed."""
        yield Masthead("Visit")
        with Vertical(classes="body"):
            yield Line("", id="minds")
            yield Lines(columns(heading=14, when=12, who=12, words="Said and agreed"), id="visit",
                        marks=False, empty="Looking …")  # fmt: skip
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one("#visit", Lines).focus()

    async def load(self) -> None:
        """Read the child and the visit of today."""
        about = await self.ask(visit_beside.beside, self.pupil, self.face.today)
        self.about = about
        self.query_one(Masthead).say("Visit", about.name)
        minds = badge(" · ".join(about.minds), "soon") if about.minds else plain("")
        self.query_one("#minds", Line).say(minds)
        lines = self.query_one("#visit", Lines)
        lines.show(tuple(headed(_facts(about))))
        lines.say_empty("Nothing is written down yet.", "n notes, c and v words, a what is agreed.")

    def _begin(self, work: Callable[[InVisit], Awaitable[None]]) -> None:
        async def begin() -> None:
            about = await self.ask(visit_beside.beside, self.pupil, self.face.today)
            if about.visit and await is_closed_to(self, self.pupil, about.visit.id):
                return
            await work(InVisit(self, about, self.face.today, self.face.author))

        self.begin_asking(begin, group="visit")

    def action_write(self, what: str) -> None:
        """Write down notes, words, what was agreed, or who is there."""

        async def write(at: InVisit) -> None:
            form: Asked = visit_forms.FORMS[what](at)
            await ask(self, form)

        self._begin(write)

    def action_read_back(self) -> None:
        """Show what was said and agreed, to be read out."""
        if self.about is None or self.about.visit is None:
            self.say("Nothing is written down yet, so there is nothing to read back.")
        else:
            said = visit_pages.read_back(self.about.visit, self.about.forename)
            self.app.push_screen(Notice("Read this back", said))

    def action_leave_behind(self) -> None:
        """Print what was agreed, by when, for the family to keep."""
        self._begin(visit_forms.leave_behind)

    def action_file(self) -> None:
        """Tidy the notes and file them."""

        async def tidy(at: InVisit) -> None:
            if at.about.visit is None:
                self.say("No visit waits to be filed today.")
            else:
                view = await self.ask(visits.view, at.about.visit.id, at.today)
                await ask(self, visit_forms.tidied(self, view, at.today))

        self._begin(tidy)

    def action_leave(self) -> None:
        """Go back to where the visit was opened."""
        self.dismiss(None)

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        self.query_one("#whole", Static).update(plain(event.row.whole if event.row else ""))

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        if event.row.kind == "notes":
            self.action_write("notes")
        else:
            self.app.push_screen(Notice("In full", event.row.whole))

    @on(Lines.Begun)
    def _begin_list(self, event: Lines.Begun) -> None:
        event.stop()
        self.action_write("notes")


def _facts(about: Beside) -> list[Fact]:
    """What was agreed before, what was said and agreed today, and that there are notes."""
    found = [_agreed(each, "Before") for each in about.before]
    visit = about.visit
    if visit is None:
        return found
    for said in visit.voices:
        who = about.forename if said.whose == "pupil" else "The parents"
        whose = "Child says" if said.whose == "pupil" else "Parents say"
        found.append(
            Fact(said.id, whose, said.words, "", who, "voice", said.id, f"{who}: {said.words}")
        )
    found += [_agreed(each, "Agreed") for each in visit.agreed]
    if visit.said:
        words = f"{counted(len(visit.said.split()), 'word')} of notes; n goes on"
        whole = "The notes are not shown here. n goes on with them."
        found.append(Fact(visit.id, "Notes", words, "", "", "notes", visit.id, whole))
    return found


def _agreed(each: Agreed, heading: str) -> Fact:
    due = short(each.due) if each.due else ""
    whole = visit_pages.agreement(each)
    return Fact(each.id, heading, each.what, due, each.owner, "action", each.id, whole)
