"""What the lists under Returns share: a line of figures, the list, and its line in full."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.screens.base import DataScreen
from sendtui.screens.lines import Fact, Lines
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, plain


def columns_of(heading: int, mark: int, words: str) -> list[Column[Fact]]:
    """A heading, a mark and the words; a heading of 0 leaves it out."""
    found: list[Column[Fact]] = [
        Column("heading", "", width=heading, sortable=False),
        Column("when", "", width=mark, sortable=False),
        Column("words", words, width=36, fraction=5, sortable=False),
    ]
    return found if heading else found[1:]


class ReturnList(DataScreen[None]):
    """A list under Returns; Enter opens the pupil of a line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "file", "To a workbook"),
        Binding("escape", "leave", "Back"),
    ]

    TITLE_OF: ClassVar[str] = ""
    """What stands beside Returns at the head."""

    LIST: ClassVar[Sequence[Column[Fact]]] = columns_of(11, 11, "What")

    def compose(self) -> ComposeResult:
        """The figures, the list, and the line under the cursor in full."""
        yield Masthead("Returns", self.TITLE_OF)
        with Vertical(classes="body"):
            yield Line("", id="left")
            yield Lines(list(self.LIST), id="found", marks=False, empty="Looking …")
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    @property
    def lines(self) -> Lines:
        """The list."""
        return self.query_one("#found", Lines)

    def draw(self, figures: str, facts: Sequence[Fact], empty: str) -> None:
        """Show what was read."""
        self.query_one("#left", Line).say(figures)
        self.lines.show(list(facts))
        self.lines.say_empty(empty, "")
        self.lines.focus()
        # The cursor may stand on the line it stood on, which says something else now.
        self._say(self.lines.highlighted)

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        self._say(event.row)

    def _say(self, fact: Fact | None) -> None:
        self.query_one("#whole", Static).update(plain(fact.whole if fact else ""))

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        if event.row.record:
            self.mend(event.row)
        else:
            self.say("Nobody of this number or name is in the record.")

    def mend(self, fact: Fact) -> None:
        """Go to what mends a line: the pupil, where no field is known."""
        self.face.open_pupil(fact.record)

    def action_file(self) -> None:
        """Write it to a workbook."""
        self.begin_asking(self.to_file)

    async def to_file(self) -> None:
        """Ask where to, and write it; to be overridden."""

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
