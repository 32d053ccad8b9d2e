"""A preview drawn: the figures, the sections and their keys, the list, and one line in full."""

from collections import Counter
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sendtui.screens.exchange_import_lines import COLUMNS, SECTIONS, Told, chips, sums
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, badge, one_line, plain
from sendtui.services.receive import Preview, Received


class PreviewView(Vertical):
    """What a file would do, or has done."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.grid = Grid[Told](COLUMNS, empty="", marks=False, id="told")
        self.section = ""
        self._told: tuple[Told, ...] = ()

    def compose(self) -> ComposeResult:
        """The lines above the list, the list, and the line under its cursor in full."""
        yield Line("", id="file", classes="quiet")
        yield Line("", id="sums", classes="strong")
        yield Static("", id="minds")
        yield Line("", id="choices")
        yield Line("", id="sections")
        yield self.grid
        yield Static("", id="whole", classes="quiet")

    def say_state(self, path: Path, words: str, step: str) -> None:
        """Say what is going on, with nothing below."""
        self.query_one("#file", Line).say(str(path))
        self.query_one("#sums", Line).say(words)
        self._mind(())
        for name in ("#choices", "#sections"):
            self.query_one(name, Line).say("")
        self.query_one("#whole", Static).update("")
        if self.grid.count != 0:
            self.grid.show(())
        self.grid.say_empty(step)

    def draw(
        self,
        path: Path,
        shown: Preview,
        choices: tuple[tuple[str, str, str], ...],
        told: tuple[Told, ...],
    ) -> None:
        """Show a preview; `choices` are a key, what it chooses, and how that stands."""
        left = f" · columns not taken: {', '.join(shown.left_out)}" if shown.left_out else ""
        about = f" · {shown.about}" if shown.about else ""
        self.query_one("#file", Line).say(f"{path.name if left or about else path}{about}{left}")
        self.query_one("#sums", Line).say(sums(shown))
        bare = ("m says which column the forename or the date of birth is.",)
        self._mind((*shown.minds, *bare) if shown.is_bare else shown.minds)
        self.query_one("#choices", Line).say(
            Content("   ").join(
                Content.styled(f"{key} ", "$text-accent")
                + Content.styled(f"{what}: ", "$text-muted")
                + Content(one_line(answer))
                for key, what, answer in choices
            )
        )
        self._list(told, "None.")
        if shown.changes_nothing and not told:
            self.grid.say_empty("The record says all of this already.", "Escape goes back.")

    def say_done(self, done: Received, left: tuple[Told, ...]) -> None:
        """Say what was done, how to take it back, and what is left over."""
        words = f"Taken in: {done.added:,} added, {done.changed:,} changed, "
        words += f"{done.unchanged:,} as they were"
        words += f", {done.left:,} left" if done.left else ""
        words += f", {done.held + done.kept:,} held back" if done.held + done.kept else ""
        words += f", {done.rejected:,} rejected" if done.rejected else ""
        self.query_one("#sums", Line).say(badge(f"{words}.", "done"))
        self._mind(())
        back = "Ctrl+Z takes all of it back in one step.  F3 the register, F6 the exchange."
        self.query_one("#choices", Line).say(back)
        self.section = ""
        self._list(left, "Nothing of the file is left over.", "Escape goes to the exchange.")

    def _mind(self, minds: tuple[str, ...]) -> None:
        said = self.query_one("#minds", Static)
        said.display = bool(minds)
        said.update(badge(" ".join(minds), "late") if minds else "")

    def turn_to(self, section: str) -> None:
        """Show one section, or for an empty name all of them."""
        self.section = section
        self._list(self._told, "None.")

    def _list(self, told: tuple[Told, ...], empty: str, step: str = "") -> None:
        self._told = told
        counted = Counter(each.section for each in told)
        self.query_one("#sections", Line).say(
            chips({name: counted[name] for name in SECTIONS}, self.section)
        )
        chosen = tuple(t for t in told if t.section == self.section) if self.section else told
        self.grid.show(chosen)
        self.grid.say_empty(empty, step)

    @on(Grid.Highlighted, "#told")
    def _say_whole(self, event: Grid.Highlighted[Told]) -> None:
        row = event.row
        words = f"{row.name}  {row.words}".strip() if row is not None else ""
        self.query_one("#whole", Static).update(plain(words))
