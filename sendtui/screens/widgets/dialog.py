"""Questions put over a screen: are you sure, look at this, fill this in, choose one."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import BaseModel
from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from sendtui.errors import InvalidError, SendtuiError
from sendtui.screens.widgets.asks import Ask, problems_of
from sendtui.screens.widgets.box import Dialog, Reader, buttons
from sendtui.screens.widgets.choose import Choose as Choose
from sendtui.screens.widgets.choose import Option as Option
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.form import Form
from sendtui.screens.widgets.words import Line, plain


class Confirm(Dialog[bool]):
    """Whether to go on. For what is hard to reverse a word has to be typed first.

    One rule for all of them: Enter takes the safe answer, which the keys stand on and which has
    “enter” on its button; y and n take the others. Safe is what changes nothing, unless `safe` says
    that going on is.
    """

    help_text = (
        "A question before something is done. Enter takes the answer that says so, which is the "
        "safe one; y and n answer it too. Escape changes nothing."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "say(True)", "Yes", show=False),
        Binding("n", "say(False)", "No", show=False),
    ]

    def __init__(
        self,
        title: str,
        text: str,
        *,
        yes: str = "Yes",
        no: str = "No",
        typed: str = "",
        safe: Literal["yes", "no"] = "no",
    ) -> None:
        super().__init__(title)
        self._text, self._yes, self._no, self._typed = text, yes, no, typed
        self._safe = safe

    def contents(self) -> Sequence[Widget]:
        """The question, the word to type, the two answers with their keys."""
        keys = {"yes": "y", "no": "n"} | {self._safe: "enter"}
        if self._typed:
            keys = {"yes": "enter", "no": "esc"}
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
            buttons(
                ("no", f"{self._no}  {keys['no']}"),
                ("yes", f"{self._yes}  {keys['yes']}"),
                first="" if self._typed else self._safe,
            ),
        ]

    def on_mount(self) -> None:
        """Start at the word to type, or at the safe answer."""
        self.query_one("#yes", Button).disabled = bool(self._typed)
        self.query_one("#typed" if self._typed else f"#{self._safe}").focus()

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where a word is asked for, a letter alone says nothing."""
        if action == "say":
            return not self._typed
        return super().check_action(action, parameters)

    def action_say(self, answer: bool) -> None:
        """Take one of the answers."""
        self.dismiss(answer)

    def action_leave(self) -> None:
        """Leave with no."""
        self.dismiss(False)


AROUND = 11
"""The lines of a notice's box and of the screen that its text does not have."""


class Notice(Reader[None]):
    """Something to read, such as an error in full, that can be selected and copied."""

    DEFAULT_CSS = """
    Notice > .dialog { width: 80; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "copy", "Copy")]

    help_text = "Something to read. Arrows move in it, c copies all; Escape or Enter closes it."

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = text

    def contents(self) -> Sequence[Widget]:
        """The text and what can be done with it."""
        return [
            TextArea(plain(self._text).plain, read_only=True, show_cursor=False),
            Line("", classes="dialog--note"),
            buttons(("copy", "Copy  c"), ("close", "Close  enter"), first="close"),
        ]

    def on_mount(self) -> None:
        """Start at the way out."""
        self.query_one("#close").focus()

    def on_resize(self) -> None:
        """Leave room for the answers beneath the text."""
        self.query_one(TextArea).styles.max_height = max(4, self.size.height - AROUND)

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
        & .dialog--note { padding: 0 1; margin: 0; max-height: 6; }
    }
    """

    help_text = (
        "A form over the screen: nothing is written before you save. Escape goes back; what you "
        "typed is kept, or you are asked."
    )

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
        # Wherever the keys are, on the buttons too; named as the button is.
        self._bindings.bind("ctrl+s", "save", yes)

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

    def action_save(self) -> None:
        """Save, wherever the keys are."""
        self.form.action_submit()

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
            return
        self.query_one("#save", Button).disabled = False

    def say(self, text: str) -> None:
        """Say what is wrong with the form as a whole."""
        note = self.query_one(".dialog--note", Line)
        note.set_class(bool(text), "-wrong")
        note.say(f"! {text}" if text else "")
        self.call_after_refresh(self._fit)

    def on_resize(self) -> None:
        """Leave room for the buttons."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Let the form scroll rather than push the buttons out of sight, whatever is said below."""
        if not self.is_attached:
            return
        said = max(1, self.query_one(".dialog--note", Line).size.height)
        around = self.query_one(".dialog").gutter.height + said + 1
        # The keys stand below the box, which leaves a little of the rest free.
        most = int((self.size.height - 1) * 0.96) - around
        self.form.styles.max_height = max(3, most)

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
