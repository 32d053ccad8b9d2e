"""A school's list taken in: the file, then what it would do, then the one act that does it."""

import asyncio
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from sendtui.errors import SendtuiError
from sendtui.screens.exchange_deciding import Deciding
from sendtui.screens.exchange_import_lines import (
    SECTIONS,
    Told,
    left_over,
    lines_of,
    rejected_lines,
)
from sendtui.screens.exchange_paths import start_of
from sendtui.screens.exchange_pickers import PathPicker
from sendtui.screens.exchange_preview import PreviewView
from sendtui.screens.widgets.dialog import Notice
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line
from sendtui.services import class_pack, receive_files, views_forms
from sendtui.services.pasted import Pasted
from sendtui.services.receive import Choices, Preview, Progress, Received

State = Literal["choose", "read", "shown", "take", "done"]

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods", ".xml")

STOPS = "Escape stops, and then nothing is changed."


class StoppedError(SendtuiError):
    """Somebody pressed Escape while a file was read or taken in."""


class ImportScreen(Deciding):
    """Bring in a school's list: nothing is changed before it has been seen."""

    class Moved(Message):
        """So many lines are done; sent from the thread that does them."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done, self.total = done, total

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "apply", "Take in"),
        Binding("w", "rejects", "Save rejected"),
        Binding("l", "alike", "What becomes of pupils who look alike", show=False),
        Binding("h", "held", "What becomes of what is held back", show=False),
        Binding("b", "absent", "Who of the absent has left", show=False),
        Binding("d", "day", "Of which day the file speaks", show=False),
        Binding("m", "columns", "Which column is what", show=False),
        *(
            Binding(str(number), f"section('{name}')", f"Show: {title}", show=False)
            for number, (name, title) in enumerate((("", "All"), *SECTIONS.items()))
        ),
        Binding("escape", "back", "Back"),
        Binding("f6,x", "finish", "Exchange", show=False),
        # Until it is committed, undo would take back the act before it.
        Binding("ctrl+z,ctrl+y", "wait", "Wait", show=False),
    ]

    help_text = (
        "Choose a file: CSV, Excel, LibreOffice or a Common Transfer File, or the form of a "
        "class’s week that came back. What it would do is "
        "shown first: 0 to 8 choose what to look at. SEN status, needs and reviews that you "
        "recorded are held back where the file differs: h takes some or all of it, Enter of one "
        "pupil. l says what becomes of pupils who look like one already here, b who of the absent "
        "has left, d of which day the file speaks, m which column is what. a takes it in as one "
        "act, which Ctrl+Z takes back; Escape leaves and changes nothing. w saves the rejected "
        "lines with their reasons, to be mended and taken in."
    )

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(path or Path())
        self._state: State = "choose"
        self._picker = PathPicker(start_of(), suffixes=SUFFIXES, id="picker")
        self._view = PreviewView(id="looking", classes="body")
        self._told: tuple[Told, ...] = ()
        self._stop = threading.Event()
        self._version = 0
        self._was_away = False

    def compose(self) -> ComposeResult:
        """The file to choose; then the figures, the sections, the list and a line in full."""
        yield Masthead("Exchange", "Import")
        with Vertical(classes="body", id="choosing"):
            yield Line("Which file? A list of pupils as your school’s system exports it.")
            yield self._picker
            yield Line("By flags: sendtui import FILE", classes="quiet")
        yield self._view
        yield Footer()

    def on_mount(self) -> None:
        """Start at the path."""
        if isinstance(self._path, Pasted):
            self._read()
        else:
            self._be("choose")

    def _be(self, state: State) -> None:
        self._state = state
        self.query_one("#choosing").display = state == "choose"
        self.query_one("#looking").display = state != "choose"
        (self._picker.entry if state == "choose" else self._view.grid).focus()
        self.refresh_bindings()

    async def load(self) -> None:
        """Look again at the record when it has moved under a preview, or an import is undone."""
        moved = self.face.data_version != self._version
        if moved and (self._state == "shown" or (self._state == "done" and not self._was_away)):
            self._read()

    def on_screen_suspend(self) -> None:
        """Notice that somebody has gone elsewhere, not only into a box over this screen."""
        self._was_away = self not in self.app.screen_stack

    def on_screen_resume(self) -> None:
        """Leave an import that is done to whoever comes back: it is over."""
        if self._state == "done" and self._was_away:
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what has a meaning now is offered."""
        if action in ("apply", "alike", "day", "columns"):
            return self._state == "shown"
        if action == "held":
            is_asked = self._shown is not None and bool(self._shown.held_back)
            return self._state == "shown" and (is_asked or bool(self._choices.take))
        if action == "absent":
            shown = self._shown
            return self._state == "shown" and bool(shown and (shown.absent or shown.leaving))
        if action == "finish":
            return self._state == "done"
        if action == "wait":
            return self._state == "take"
        if action == "section":
            return self._state in ("shown", "done")
        if action == "rejects":
            is_shown = self._state in ("shown", "done")
            return is_shown and self._shown is not None and bool(self._shown.rejected)
        return super().check_action(action, parameters)

    # Reading

    @on(PathPicker.Picked)
    def _picked(self, event: PathPicker.Picked) -> None:
        self._path, self._profile = event.path, None
        self._choices, self._day = Choices(), None
        self._view.section = ""
        self._read()

    def _read(self) -> None:
        self._be("read")
        self._stop = threading.Event()
        self._view.say_state(self._path, f"Reading {self._path.name} …", "Escape stops.")
        self.look_up(self._guarded_read, group="read")

    async def _guarded_read(self) -> None:
        try:
            await self._read_file()
        except StoppedError:
            self._be("choose")
        except SendtuiError:
            self._be("choose")
            raise

    async def _read_file(self) -> None:
        if views_forms.is_locked(self._path):
            self._take_form()
            return
        look = await self.ask(receive_files.look, self._path, self._profile)
        if class_pack.is_form(each.heading for each in look.headings):
            self._take_form()
            return
        self._look, self._profile = look, look.profile
        if not look.is_readable:
            self.ask_columns()
            return
        self._version = self.face.data_version
        shown = await self.ask(
            receive_files.preview_file, self._path, self.day, self._profile or "", self._choices,
            self._progress(self._stop),
        )  # fmt: skip
        self._told = await asyncio.to_thread(lines_of, shown)
        self._shown = shown
        self._be("shown")
        self._draw()

    def _take_form(self) -> None:
        """A form of a class's week came back: it is no list of pupils."""
        from sendtui.screens import class_pack as form

        self._be("choose")
        self.begin_asking(partial(form.take_in, self, self._path))

    @on(Grid.Chosen, "#told")
    def _open(self, event: Grid.Chosen[Told]) -> None:
        """Open the pupil a line speaks of; of a line that has none yet, show all it says."""
        told = event.row
        if self._state == "shown" and told.section in ("held", "absent"):
            self.ask_of(told)
        elif told.pupil:
            self.face.open_pupil(told.pupil)
        else:
            where = f" · line {told.line}" if told.line else ""
            self.app.push_screen(Notice(f"{told.heading}{where}", told.whole))

    def _progress(self, stop: threading.Event) -> Progress:
        def move(done: int, total: int) -> None:
            if stop.is_set():
                raise StoppedError("Stopped: nothing was changed.")
            # The app may have gone while its last writing runs on.
            with suppress(RuntimeError):
                self.post_message(self.Moved(done, total))

        return move

    @on(Moved)
    def _moved(self, event: Moved) -> None:
        """Say how far it is."""
        if self._state == "read":
            words = f"Reading {self._path.name}: {event.done:,} lines …"
        elif self._state == "take":
            words = f"Taking in {event.done:,} of {event.total:,} …"
        else:
            return
        self._view.say_state(self._path, words, STOPS)

    def read_again(self) -> None:
        """Look at the file with what has been said of it."""
        self._read()

    def stay(self) -> None:
        """Keep the preview that is in front; without one, ask for the file."""
        if self._shown is None or self._state != "shown":
            self._be("choose")

    # Showing

    def _draw(self) -> None:
        if self._shown is not None:
            self._view.draw(self._path, self._shown, self.said(self._shown), self._told)

    def action_section(self, name: str) -> None:
        """Show one section, or all of them."""
        self._view.turn_to(name)

    # Doing

    def action_apply(self) -> None:
        """Take the file in as it was shown."""
        shown = self._shown
        if shown is None:
            return
        if self.face.read_only:
            self.app.notify("This case file is open for reading only.", severity="warning")
        elif shown.changes_nothing:
            self.app.notify("The record says all of this already: there is nothing to take in.")
        else:
            self._stop = threading.Event()
            self._be("take")
            self._view.say_state(
                self._path, "Taking it in …", "Escape stops, and then nothing is changed."
            )
            self.act(lambda: self._take(shown))

    async def _take(self, shown: Preview) -> None:
        try:
            done = await self.ask(
                receive_files.receive_file, self._path, self.day, shown, self._profile or "",
                self._choices, self._progress(self._stop),
            )  # fmt: skip
        except SendtuiError as error:
            if not isinstance(error, StoppedError):
                self._read()
                raise
            self._be("shown")
            self._draw()
            self.say(str(error))
        else:
            self._version = self.face.data_version
            self._say_done(done, shown)

    def _say_done(self, done: Received, shown: Preview) -> None:
        self._be("done")
        self._told = left_over(shown)
        self._view.say_done(done, self._told)
        if self._stop.is_set():
            self.say("It had been taken in already. Ctrl+Z takes it back.")

    @work(group="choose", exclusive=True)
    async def action_rejects(self) -> None:
        """Save the rejected lines to a file of their own."""
        shown = self._shown
        if shown is None:
            return
        from sendtui.screens.exchange_rejects import ask_where

        where = f"{start_of(self._path.parent)}{self._path.stem}-rejected.csv"
        found = await ask_where(self, rejected_lines(shown), where)
        if found is not None:
            self.act(partial(self._write_rejects, shown, *found))

    async def _write_rejects(self, shown: Preview, target: Path, password: str) -> None:
        from sendtui.screens.leaving import show_password

        await self.ask(
            receive_files.reject_file,
            *(self._path, self.day, shown, target, self._profile or "", password),
        )
        self.say(f"Saved: {target}")
        if password:
            await show_password(self, password, target)

    def action_wait(self) -> None:
        """Say that it is still going on."""
        self.app.notify("It is still being taken in. Escape stops it.", severity="warning")

    def action_finish(self) -> None:
        """Go to the exchange: this import is over."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Stop what runs; else go back to the file; leave what is done."""
        if self._state in ("read", "take"):
            self._stop.set()
        elif self._state in ("choose", "done") or isinstance(self._path, Pasted):
            self.dismiss(None)
        else:
            self._shown, self._told = None, ()
            self._picker.look()
            self._be("choose")
