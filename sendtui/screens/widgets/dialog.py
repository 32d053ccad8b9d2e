"""Questions put over a screen: are you sure, look at this, fill this in, choose one."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from pydantic import BaseModel
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from sendtui.errors import InvalidError, SendtuiError
from sendtui.screens.widgets.asks import Ask, problems_of
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.form import Form
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, one_line, plain

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A box over the screen. Escape leaves it, always."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;

        & > .dialog {
            width: 64;
            max-width: 96%;
            height: auto;
            max-height: 96%;
            padding: 1 2;
            border: round $primary;
            border-title-style: bold;
            background: $background;
        }
        & .dialog--text { height: auto; margin-bottom: 1; }
        & .dialog--note { color: $text-muted; margin-bottom: 1; }
        & .dialog--note.-wrong { color: $text-error; }
        & .dialog--buttons { height: 1; align-horizontal: right; }
        & .dialog--buttons Button { margin-left: 2; }
        & .dialog--buttons Button:focus { text-style: bold underline; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back")]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """The box, its title and what the kind of dialog puts into it."""
        box = Vertical(*self.contents(), classes="dialog")
        box.border_title = Content(one_line(self._title)).markup
        yield box

    def contents(self) -> Sequence[Widget]:
        """What stands in the box."""
        return ()

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


def buttons(*labels: tuple[str, str], first: str = "") -> Horizontal:
    """A line of buttons, each an id and a label; `first` is the one that stands out."""
    return Horizontal(
        *(
            Button(
                Content(label),
                id=name,
                compact=True,
                variant="primary" if name == first else "default",
            )
            for name, label in labels
        ),
        classes="dialog--buttons",
    )


class Confirm(Dialog[bool]):
    """Whether to go on. For what is hard to reverse a word has to be typed first."""

    def __init__(
        self, title: str, text: str, *, yes: str = "Yes", no: str = "No", typed: str = ""
    ) -> None:
        super().__init__(title)
        self._text, self._yes, self._no, self._typed = text, yes, no, typed

    def contents(self) -> Sequence[Widget]:
        """The question, the word to type, the two answers."""
        asked: list[Widget] = []
        if self._typed:
            asked = [
                Line(f"Type {self._typed} to go on.", classes="dialog--note"),
                Entry(id="typed"),
                Static(""),
            ]
        return [
            Static(plain(self._text), classes="dialog--text"),
            *asked,
            buttons(("no", self._no), ("yes", self._yes), first="" if self._typed else "yes"),
        ]

    def on_mount(self) -> None:
        """Start at the word to type, or at the answer that changes nothing."""
        self.query_one("#yes", Button).disabled = bool(self._typed)
        self.query_one("#typed" if self._typed else "#no").focus()

    @on(Input.Changed)
    def _weigh(self, event: Input.Changed) -> None:
        self.query_one("#yes", Button).disabled = not self._is_typed(event.value)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        if self._is_typed(event.value):
            self.dismiss(True)

    def _is_typed(self, value: str) -> bool:
        return value.strip().casefold() == self._typed.casefold()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_leave(self) -> None:
        """Leave with no."""
        self.dismiss(False)


class Notice(Dialog[None]):
    """Something to read, such as an error in full, that can be selected and copied."""

    DEFAULT_CSS = """
    Notice {
        & > .dialog { width: 80; }
        & TextArea {
            height: auto;
            max-height: 14;
            border: none;
            padding: 0;
            margin-bottom: 1;
            background: transparent;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "copy", "Copy")]

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = text

    def contents(self) -> Sequence[Widget]:
        """The text and what can be done with it."""
        return [
            TextArea(plain(self._text).plain, read_only=True, show_cursor=False),
            Line("", classes="dialog--note"),
            buttons(("copy", "Copy"), ("close", "Close"), first="close"),
        ]

    def on_mount(self) -> None:
        """Start at the way out."""
        self.query_one("#close").focus()

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#copy")
    def action_copy(self) -> None:
        """Copy the whole text."""
        self.app.copy_to_clipboard(self._text)
        self.query_one(Line).say("Copied. If it does not paste, select it with Shift and mouse.")


class FormDialog(Dialog[dict[str, object] | None]):
    """A form over the screen; gives its values, or None.

    `twin` with the `known` fields checks the values before they are given. With `save` the dialog
    saves by itself and stays open, the problems at their fields, until that succeeds.
    Escape never loses work: what was typed goes to `keep_draft`; without one, it asks.
    """

    DEFAULT_CSS = """
    FormDialog {
        & > .dialog { width: 96; height: auto; padding: 1 1; }
        & Form { height: auto; max-height: 70vh; }
        & .dialog--note { padding: 0 1; margin: 0; }
        & Footer { background: transparent; }
    }
    """

    def __init__(
        self,
        title: str,
        asks: Sequence[Ask | str],
        initial: Mapping[str, object] | None = None,
        *,
        drafted: Mapping[str, str] | None = None,
        twin: type[BaseModel] | None = None,
        known: Mapping[str, object] | None = None,
        save: Callable[[dict[str, object]], Awaitable[object]] | None = None,
        keep_draft: Callable[[dict[str, str]], Awaitable[object] | None] | None = None,
        yes: str = "Save",
    ) -> None:
        super().__init__(title)
        self.form = Form(asks, initial, drafted)
        self._twin, self._known, self._save = twin, dict(known or {}), save
        self._keep_draft, self._yes = keep_draft, yes

    def contents(self) -> Sequence[Widget]:
        """The form, a line for what is wrong with all of it, and the way out."""
        return [
            self.form,
            Line("", classes="dialog--note"),
            buttons(("save", f"{self._yes}  ctrl+s"), ("leave", "Cancel  esc"), first="save"),
        ]

    def on_mount(self) -> None:
        """Start at the first field."""
        self.form.focus_first()

    @on(Form.Changed)
    def _draft(self) -> None:
        self._keep()

    @on(Form.Submitted)
    @on(Button.Pressed, "#save")
    def _submit(self, event: Form.Submitted | Button.Pressed) -> None:
        event.stop()
        button = self.query_one("#save", Button)
        if button.disabled:
            return
        values = self.form.values()
        problems = list(self.form.problems())
        if self._twin is not None:
            told = {problem.field for problem in problems}
            found = problems_of(self._twin, {**self._known, **values}, self.form.fields)
            problems += [problem for problem in found if problem.field not in told]
        self.form.show_problems(problems)
        if problems:
            return
        if self._save is None:
            self.dismiss(values)
        else:
            button.disabled = True
            self._save_values(values)

    @work(group="save")
    async def _save_values(self, values: dict[str, object]) -> None:
        try:
            if self._save is not None:
                await self._save(values)
        except InvalidError as error:
            self.form.show_problems(error.problems)
        except SendtuiError as error:
            self.say(str(error))
        else:
            self.dismiss(values)
        finally:
            self.query_one("#save", Button).disabled = False

    def say(self, text: str) -> None:
        """Say what is wrong with the form as a whole."""
        note = self.query_one(".dialog--note", Line)
        note.set_class(bool(text), "-wrong")
        note.say(f"! {text}" if text else "")

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Leave; what was typed is kept as a draft, or asked about where it cannot be."""
        self._leave()

    @work(group="leave")
    async def _leave(self) -> None:
        if self.form.dirty and not self._keep():
            sure = Confirm(
                "Leave without saving?",
                "What you typed here has not been saved.",
                yes="Throw it away",
                no="Go on typing",
            )
            if not await self.app.push_screen_wait(sure):
                return
        self.dismiss(None)

    def _keep(self) -> bool:
        if self._keep_draft is None:
            return False
        kept = self._keep_draft(self.form.raw())
        if kept is not None:
            self.app.run_worker(job(_awaited, kept), group="drafts")
        return True


async def _awaited(kept: Awaitable[object]) -> None:
    await kept


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: its id, its label and a quiet note."""

    id: str
    label: str
    note: str = ""


class Choose(Dialog[str | None]):
    """One of a list; typing narrows it. Gives the option's id, or None."""

    DEFAULT_CSS = """
    Choose {
        & > .dialog { width: 72; height: 20; }
        & Entry { margin-bottom: 1; }
        & Grid > .grid--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]

    def __init__(self, title: str, options: Sequence[Option], *, empty: str = "No match.") -> None:
        super().__init__(title)
        self._options = tuple(options)
        columns: list[Column[Option]] = [Column("label", "Choose", width=20, fraction=3)]
        if any(option.note for option in options):
            columns.append(Column("note", "", width=10, fraction=2, priority=1, sortable=False))
        self._grid = Grid[Option](columns, empty=empty, marks=False)

    def contents(self) -> Sequence[Widget]:
        """The line to type into and the list."""
        return [Entry(placeholder="type to narrow the list"), self._grid]

    def on_mount(self) -> None:
        """Show everything and start at the line to type into."""
        self._grid.show(self._options)
        self.query_one(Entry).focus()

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        words = event.value.casefold().split()
        self._grid.show(
            [
                option
                for option in self._options
                if all(word in f"{option.label} {option.note}".casefold() for word in words)
            ]
        )

    def action_move(self, by: int) -> None:
        """Move in the list while typing."""
        self._grid.action_move(by)

    def action_page(self, direction: int) -> None:
        """Move in the list by a screenful."""
        self._grid.action_page(direction)

    @on(Input.Submitted)
    def _take(self) -> None:
        self._grid.action_choose()

    @on(Grid.Chosen)
    def _choose(self, event: Grid.Chosen[Option]) -> None:
        self.dismiss(event.row.id)
