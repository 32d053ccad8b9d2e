"""Sealed files that others have sent: what each would do, then merged whole or not at all."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from sendtui.errors import SendtuiError
from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_files import ARRIVALS, PUPILS, Arrival, Met, words_of_arrival
from sendtui.screens.exchange_paths import start_of
from sendtui.screens.exchange_pickers import PathPicker
from sendtui.screens.widgets.box import Dialog, buttons
from sendtui.screens.widgets.dialog import Notice
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, plain
from sendtui.services import merge
from sendtui.services.merge import Received
from sendtui.services.send import SUFFIX
from sendtui.services.touched import WORDS


class ByPupil(Dialog[None]):
    """What a file does to each pupil: new, changed, or changed on both sides."""

    DEFAULT_CSS = """
    ByPupil {
        & > .dialog { width: 100; height: 22; padding: 1 1; }
        & Grid { height: 1fr; }
        & .dialog--buttons { margin-top: 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "about", "About the file")]

    help_text = (
        "Each pupil whose record comes with the file, those first whom both sides changed. Where "
        "both changed the same field, both versions are kept and wait for a decision; nothing else "
        "has to be done. i tells about the file itself."
    )

    def __init__(self, found: Received) -> None:
        super().__init__(f"{found.path.name}, from {found.sender}")
        self._found = found
        self._grid = Grid[Met](PUPILS, marks=False)

    def contents(self) -> Sequence[Widget]:
        """The figures, the pupils, and the way out."""
        labels = Counter(each.label for each in self._found.touched)
        says = "  ·  ".join(f"{number:,} {WORDS[label]}" for label, number in labels.items())
        return [
            Line(says, classes="strong"),
            self._grid,
            buttons(("about", "About the file  i"), ("close", "Close  esc"), first="close"),
        ]

    def on_mount(self) -> None:
        """Show them all."""
        self._grid.show([Met(each.pupil, each) for each in self._found.touched])
        self._grid.focus()

    @on(Button.Pressed, "#about")
    def action_about(self) -> None:
        """Tell about the file itself."""
        self.app.push_screen(Notice("A sealed file", words_of_arrival(self._found)))

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)


class ReadScreen(DataScreen[None]):
    """Open sealed files: shown first, then merged."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "merge", "Merge"),
        Binding("ctrl+s", "all", "All in the list"),
        Binding("escape", "back", "Back"),
    ]

    help_text = (
        "Choose a sealed file; Ctrl+S takes all that the folder’s list shows. Each is read and "
        "checked, and shown with what it would do; nothing is changed before you press a. A file "
        "from somebody whose card does not cover it is quarantined, with the reason. Enter lists "
        "a file’s pupils: new, changed, or changed on both sides. By flags: sendtui sync import "
        "FILE…"
    )

    def __init__(self) -> None:
        super().__init__()
        self._picker = PathPicker(start_of(), suffixes=(SUFFIX,), id="picker")
        self._grid = Grid[Arrival](ARRIVALS, marks=False, id="arrivals")
        self._paths: tuple[Path, ...] = ()
        self._is_done = False
        self._is_busy = False

    def compose(self) -> ComposeResult:
        """The files to choose; then what becomes of each."""
        yield Masthead("Exchange", "Receive sealed files")
        with Vertical(classes="body", id="choosing"):
            yield Line("Which sealed file? Ctrl+S takes all in the list.")
            yield self._picker
            yield Line("By flags: sendtui sync import FILE…", classes="quiet")
        with Vertical(classes="body", id="looking"):
            yield Line("", id="sums", classes="strong")
            yield self._grid
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start at the path."""
        self._choose()

    def _choose(self) -> None:
        self._paths, self._is_done = (), False
        self._show(choosing=True)

    def _show(self, *, choosing: bool) -> None:
        self.query_one("#choosing").display = choosing
        self.query_one("#looking").display = not choosing
        (self._picker.entry if choosing else self._grid).focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what has a meaning now is offered."""
        if action == "merge":
            return bool(self._paths) and not self._is_done and not self._is_busy
        if action == "all":
            return not self._paths
        return super().check_action(action, parameters)

    @on(PathPicker.Picked)
    def _picked(self, event: PathPicker.Picked) -> None:
        self._read((event.path,))

    def action_all(self) -> None:
        """Take all the files in the list."""
        if paths := self._picker.files():
            self._read(paths)
        else:
            self.app.notify("There is no sealed file in the list.", severity="warning")

    def _read(self, paths: tuple[Path, ...]) -> None:
        self._paths = paths
        self._go("Reading and checking …", is_done=False)

    def action_merge(self) -> None:
        """Merge what was shown."""
        self._go("Merging …", is_done=True)

    def _go(self, words: str, *, is_done: bool) -> None:
        self._is_busy = True
        self._grid.show(())
        self._grid.say_empty("")
        self.query_one("#sums", Line).say(words)
        self._show(choosing=False)
        self.act(lambda: self._merge(is_done=is_done))

    async def _merge(self, *, is_done: bool) -> None:
        try:
            found = await self.ask(merge.merge, self._paths, self.face.today, dry_run=not is_done)
        except SendtuiError:
            self._choose()
            raise
        finally:
            self._is_busy = False
        self._is_done = is_done or not any(each.state == "would merge" for each in found)
        self._grid.show([Arrival(f"{n}", each) for n, each in enumerate(found)])
        self.query_one("#sums", Line).say(_sums(found, is_done=is_done))
        self.refresh_bindings()

    @on(Grid.Highlighted, "#arrivals")
    def _say_whole(self, event: Grid.Highlighted[Arrival]) -> None:
        row = event.row
        words = row.received.reason or f"From {row.received.sender}" if row is not None else ""
        self.query_one("#whole", Static).update(plain(words))

    @on(Grid.Chosen, "#arrivals")
    def _tell(self, event: Grid.Chosen[Arrival]) -> None:
        found = event.row.received
        if found.touched:
            self.app.push_screen(ByPupil(found))
        else:
            self.app.push_screen(Notice("A sealed file", words_of_arrival(found)))

    def action_back(self) -> None:
        """Go back to the files, else leave."""
        if self._is_busy:
            return
        if self._paths:
            self._choose()
            self._picker.look()
        else:
            self.dismiss(None)


def _sums(found: tuple[Received, ...], *, is_done: bool) -> Content:
    """What was or would be merged, in figures."""
    good = [each for each in found if each.state in ("merged", "would merge")]
    bad = sum(1 for each in found if each.state in ("refused", "quarantined"))
    fresh = sum(len(each.pupils_new) for each in good)
    changed = sum(len(each.pupils_changed) for each in good)
    clashes = sum(len(each.clashes) for each in good)
    files = f"{len(good):,} of {counted(len(found), 'file')}"
    parts = [f"{'Merged' if is_done else 'Can be merged:'} {files}"]
    if bad:
        parts.append(f"{bad:,} not taken in")
    if fresh or not changed:
        parts.append(counted(fresh, "new pupil"))
    if changed:
        parts.append(f"{changed:,} changed")
    if clashes:
        parts.append(f"{clashes:,} changed on both sides")
    words = "  ·  ".join(parts)
    if is_done or bad:
        return badge(words, "late" if bad else "done")
    return Content(words)
