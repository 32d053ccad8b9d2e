"""The frame of a screen that lists what is held of one pupil, with the line in full beneath."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked, ask
from sendtui.screens.lines import Fact, Lines, headed
from sendtui.screens.pupil_forms import At
from sendtui.screens.pupil_marks import is_closed_to, mark, uncover
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dialog import Confirm
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import plain
from sendtui.services import pupils


class PupilList(DataScreen[None]):
    """One list of one pupil. A screen of its own says what it holds and what its keys do."""

    DEFAULT_CSS = """
    PupilList {
        & #held { height: 1fr; }
        & #whole {
            height: auto; min-height: 2; max-height: 5; color: $text-muted; padding: 0 3;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "mark", "Mark as confidential, or lift the mark", show=False),
        Binding("u", "uncover", "Show what is confidential, or veil it", show=False),
        Binding("delete", "remove", "Remove the line", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]

    NAME: ClassVar[str]
    """What the list is called, after the pupil."""

    COLUMNS: ClassVar[Sequence[Column[Fact]]]

    def __init__(self, pupil: str, record: str = "") -> None:
        """`record` is what the cursor lands on."""
        super().__init__()
        self.pupil = pupil
        self.at: At | None = None
        self._wanted = record

    def compose(self) -> ComposeResult:
        """The list, and the line under the cursor in full."""
        yield Masthead("Pupil", self.NAME)
        with Vertical(classes="body"):
            yield Lines(list(self.COLUMNS), id="held", marks=False, empty="Looking …")
            yield Static("", id="whole")
        yield Footer()

    async def load(self) -> None:
        """Read the pupil and all that is listed."""
        today = self.face.today
        view = await self.ask(pupils.view, self.pupil, today)
        self.at = At(self, view, today, self.face.author)
        facts = await self.facts(self.at)
        self.query_one(Masthead).say("Pupil", view.name, self.NAME)
        lines = self.lines
        lines.show(tuple(headed(facts)))
        if self._wanted and lines.land_on(self._wanted):
            self._wanted = ""
        lines.focus()
        self._say_whole()

    async def facts(self, at: At) -> Iterable[Fact]:
        """What is listed; to be overridden."""
        raise NotImplementedError

    @property
    def lines(self) -> Lines:
        """The list."""
        return self.query_one("#held", Lines)

    @property
    def highlighted(self) -> Fact | None:
        """What the cursor stands on."""
        return self.lines.highlighted

    # Asking

    def begin(self, work: Callable[[At], Awaitable[None]]) -> None:
        """Run what asks something, once the pupil has been read."""
        at = self.at
        if at is not None:
            self.begin_asking(lambda: work(at))

    def fill_in(self, form: Callable[[At], Asked | None], record: str = "") -> None:
        """Ask by a form, of a new record or of one that is not veiled."""

        async def work(at: At) -> None:
            if record and await is_closed_to(self, self.pupil, record):
                return
            asked = form(at)
            if asked is not None:
                await ask(self, asked)

        self.begin(work)

    def take_out(self, called: str, service: Callable[..., object], *which: Any) -> None:
        """Remove what was put down by mistake, after asking; undo brings it back."""

        async def remove(_at: At) -> None:
            sure = Confirm(
                f"Remove this {called}?",
                "Only for what was put down by mistake; what has ended gets a last day instead. "
                "Ctrl+Z brings it back.",
                yes="Remove",
                no="Keep",
            )
            if await self.app.push_screen_wait(sure):
                await self.ask(service, *which)

        self.begin(remove)

    def action_mark(self) -> None:
        """Mark the line under the cursor as confidential, or lift the mark."""
        fact = self.highlighted
        self.begin(lambda at: mark(self, at.pupil, fact))

    def action_uncover(self) -> None:
        """Show what is confidential, or veil it again."""
        self.act(lambda: uncover(self))

    def action_leave(self) -> None:
        """Go back to the pupil."""
        self.dismiss(None)

    @on(Grid.Highlighted)
    def _say_whole(self) -> None:
        fact = self.highlighted
        self.query_one("#whole", Static).update(plain(fact.whole if fact else ""))
