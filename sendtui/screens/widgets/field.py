"""A field of a form: its label, its control, and what is wrong with what stands there."""

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.controls import (
    HINT,
    DateLine,
    FormControl,
    LongText,
    TextLine,
    control_for,
)
from sendtui.screens.widgets.words import one_line, plain


class Field(Container):
    """A label, a control and a line for the hint or the error.

    The label stands beside the control where there is room, above it where there is not.
    """

    DEFAULT_CSS = """
    Field {
        layout: horizontal;
        height: auto;
        margin-bottom: 1;

        & > .field--label { width: 24; height: auto; padding: 0 1 0 0; color: $text-muted; }
        &:focus-within > .field--label { color: $text; text-style: bold; }
        & > .field--body { width: 1fr; height: auto; max-width: 90; }
        & .field--note { height: auto; padding: 0 2; color: $text-muted; display: none; }
        & .field--note.-told { display: block; }
        &.-wrong .field--note { color: $text-error; }
    }
    """

    def __init__(self, ask: Ask, value: object = None) -> None:
        super().__init__(id=f"field-{ask.name.replace('_', '-')}")
        self.ask = ask
        self.control: FormControl = control_for(ask, value)
        self.reason = ""
        self._note = Static("", classes="field--note")

    @property
    def help_text(self) -> str:
        """What the field is for."""
        needed = " It is needed." if self.ask.is_needed else ""
        hint = f": {self.ask.hint.rstrip('.')}" if self.ask.hint else ""
        return f"The field “{self.ask.label}”{hint}.{needed}"

    def compose(self) -> ComposeResult:
        """The label, then the control with its note beneath."""
        mark = " *" if self.ask.is_needed else ""
        yield Static(Content(one_line(self.ask.label) + mark), classes="field--label")
        with Vertical(classes="field--body"):
            yield self.control
            yield self._note

    def on_mount(self) -> None:
        """Show the hint, where the control has no place of its own for it."""
        self.complain("")

    def complain(self, reason: str) -> None:
        """Say what is wrong here; nothing, for an empty reason."""
        self.reason = reason
        self.set_class(bool(reason), "-wrong")
        if isinstance(self.control, DateLine):
            self.control.complain(reason)
            return
        self.control.set_class(bool(reason), "-invalid")
        is_line = isinstance(self.control, TextLine) and len(self.ask.hint) <= HINT
        has_own_hint = is_line or isinstance(self.control, LongText)
        told = f"! {reason}" if reason else ("" if has_own_hint else self.ask.hint)
        self._note.update(plain(told))
        self._note.set_class(bool(told), "-told")
