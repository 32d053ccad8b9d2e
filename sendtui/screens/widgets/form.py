"""A form: fields in reading order, their values, what changed, and where they are wrong."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import DescendantFocus, Resize
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

from sendtui.errors import Problem
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.controls import raw_of
from sendtui.screens.widgets.dateinput import DateInput
from sendtui.screens.widgets.field import Field
from sendtui.screens.widgets.oneof import OneOf
from sendtui.screens.widgets.words import plain

AUTOSAVE = 0.8
"""Seconds from the first unsaved keystroke to the message that saves a draft."""

NARROW = 72
"""Cells below which labels stand above their controls."""


class Form(VerticalScroll, can_focus=False):
    """Fields made from `asks_of(twin, names)`; a plain string among them is a heading.

    `initial` are the values the record holds, `drafted` what a draft laid over them.
    """

    DEFAULT_CSS = """
    Form {
        height: 1fr;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;

        & > .form--heading { height: auto; text-style: bold; margin: 0 0 1 0; }
        & > .form--note { height: auto; color: $text-error; display: none; margin: 0 0 1 0; }
        & > .form--note.-told { display: block; }
        &.-narrow Field { layout: vertical; }
        &.-narrow .field--label { width: 100%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # Editors undo by themselves; for the rest, so that the record's own undo is out of reach.
        Binding("ctrl+z,ctrl+y", "put_back", "Put back", show=False),
    ]

    help_text = (
        "Tab and Enter go to the next field, Shift+Tab back. Ctrl+S saves from anywhere. "
        "Ctrl+Z takes back typing in the field you are in. What you type is kept as a draft."
    )

    class Changed(Message):
        """Something has been typed; sent at most once in 0.8 seconds, for the draft."""

        def __init__(self, form: "Form") -> None:
            super().__init__()
            self.form = form

        @property
        def control(self) -> "Form":
            """The form that changed."""
            return self.form

    class Submitted(Message):
        """The values are to be saved; whoever holds the form has the key for it."""

        def __init__(self, form: "Form") -> None:
            super().__init__()
            self.form = form

        @property
        def control(self) -> "Form":
            """The form to save."""
            return self.form

    def __init__(
        self,
        asks: Sequence[Ask | str],
        initial: Mapping[str, object] | None = None,
        drafted: Mapping[str, str] | None = None,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        initial = initial or {}
        self._asks = tuple(asks)
        self._drafted = dict(drafted or {})
        self.fields: dict[str, Field] = {
            ask.name: Field(ask, initial.get(ask.name, ask.default))
            for ask in asks
            if isinstance(ask, Ask)
        }
        self._before = {
            name: raw_of(initial.get(name, field.ask.default), field.ask.kind)
            for name, field in self.fields.items()
        }
        self._filled: dict[str, str] = {}
        # A draft brings back what was filled in with the choice that did it.
        self._chosen = {
            name: self._drafted.get(name, self._before[name])
            for name, field in self.fields.items()
            if field.ask.fills
        }
        self.enter_submits = False
        """Whether Enter in the last field is as good as the button after it."""
        self._was_dirty = False
        self._note = Static("", classes="form--note")
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The headings and fields, in reading order."""
        yield self._note
        for ask in self._asks:
            if isinstance(ask, str):
                yield Static(plain(ask), classes="form--heading")
            else:
                yield self.fields[ask.name]

    def on_mount(self) -> None:
        """Lay the draft over what the record holds."""
        for name, raw in self._drafted.items():
            if name in self.fields:
                self.fields[name].control.put_raw(raw)

    # What it holds

    def values(self) -> dict[str, object]:
        """The values that could be read; what could not be is left out."""
        values: dict[str, object] = {}
        for name, field in self.fields.items():
            try:
                value = field.control.read()
            except ValueError:
                continue
            if value is None and not field.ask.may_be_none:
                if field.ask.kind in ("text", "long", "choice"):
                    values[name] = ""
                if field.ask.kind == "money":
                    values[name] = 0
                continue
            values[name] = value
        return values

    def changes(self) -> dict[str, object]:
        """The values of the fields that differ from what the record held."""
        changed = set(self.dirty)
        return {name: value for name, value in self.values().items() if name in changed}

    def raw(self) -> dict[str, str]:
        """What stands in the changed fields, read or not, as a draft keeps it."""
        return {name: self.fields[name].control.raw for name in self.dirty}

    @property
    def dirty(self) -> tuple[str, ...]:
        """The names of the fields that differ from what the record held."""
        return tuple(
            name for name, field in self.fields.items() if field.control.raw != self._before[name]
        )

    def problems(self) -> tuple[Problem, ...]:
        """What cannot be read, and what is needed and missing."""
        found: list[Problem] = []
        for name, field in self.fields.items():
            try:
                value = field.control.read()
            except ValueError as error:
                found.append(Problem(name, field.control.raw, str(error)))
                continue
            if value is None and field.ask.is_needed:
                found.append(Problem(name, "", "This is needed."))
        return tuple(found)

    def settle(self) -> None:
        """Take what stands there now as what the record holds: it has been saved."""
        self._stop_timer()
        self._before = {name: field.control.raw for name, field in self.fields.items()}

    def put(self, values: Mapping[str, object]) -> None:
        """Show other values, in fields that have not been changed here."""
        dirty = set(self.dirty)
        for name in self.fields.keys() & values.keys():
            self._before[name] = raw_of(values[name], self.fields[name].ask.kind)
            if name not in dirty:
                self.fields[name].control.put_raw(self._before[name])

    # What is wrong

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say each problem at its field and go to the first; the rest is said at the top."""
        told: dict[str, str] = {}
        elsewhere: list[str] = []
        for problem in problems:
            if problem.field in self.fields:
                told.setdefault(problem.field, problem.reason)
            else:
                elsewhere.append(f"{problem.title or problem.field}: {problem.reason}")
        for name, field in self.fields.items():
            field.complain(told.get(name, ""))
        self._note.update(plain("\n".join(elsewhere)))
        self._note.set_class(bool(elsewhere), "-told")
        for name in self.fields:
            if name in told:
                self.fields[name].control.focus()
                return

    def check(self) -> bool:
        """Whether everything can be read; shows what cannot."""
        problems = self.problems()
        self.show_problems(problems)
        return not problems

    def focus_first(self) -> None:
        """Put the keys into the first field."""
        for field in self.fields.values():
            field.control.focus()
            return

    # Autosave

    def flush(self) -> None:
        """Send what is unsent now: the screen is about to go."""
        if self._timer is not None:
            self._stop_timer()
            self._was_dirty = bool(self.dirty)
            self.post_message(self.Changed(self))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    @on(DateInput.Changed)
    @on(OneOf.Changed)
    def _edited(self, event: Message) -> None:
        event.stop()
        field = self._field_of(event)
        if field is None:
            return
        if field.reason:
            field.complain("")
        self._fill(field)
        if isinstance(event, TextArea.Changed):
            self.call_after_refresh(self._follow, event.text_area)
        if self._timer is None and (self.dirty or self._was_dirty):
            self._timer = self.set_timer(AUTOSAVE, self.flush)

    def _fill(self, field: Field) -> None:
        """Put in what a choice brings with it; what somebody typed themselves stays."""
        name, raw = field.ask.name, field.control.raw
        if self._chosen.get(name, raw) == raw:
            return
        self._chosen[name] = raw
        for other, value in field.ask.fills.get(raw, {}).items():
            there = self.fields.get(other)
            if there is None:
                continue
            stands = there.control.raw
            if stands in ("", self._before[other], self._filled.get(other)):
                self._filled[other] = raw_of(value, there.ask.kind)
                there.control.put_raw(self._filled[other])

    def _field_of(self, event: Message) -> Field | None:
        control = event.control
        if not isinstance(control, Widget):
            return None
        return next((each for each in control.ancestors_with_self if isinstance(each, Field)), None)

    # Moving about

    @on(Input.Submitted)
    @on(OneOf.Submitted)
    def _next(self, event: Message) -> None:
        """Enter goes to the next field; after the last one to the button, or on at once."""
        event.stop()
        chain = self.screen.focus_chain
        at = chain.index(self.screen.focused) if self.screen.focused in chain else len(chain)
        if at + 1 >= len(chain):
            return
        if self.enter_submits and self not in chain[at + 1].ancestors:
            self.action_submit()
        else:
            chain[at + 1].focus()

    def action_submit(self) -> None:
        """Ask for the values to be saved."""
        self.flush()
        self.post_message(self.Submitted(self))

    def action_put_back(self) -> None:
        """Put back in this field what the record held."""
        focused = self.screen.focused
        for name, field in self.fields.items():
            if focused is not None and field in focused.ancestors:
                field.control.put_raw(self._before[name])

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Keep the whole field in view, its label and its error too."""
        self.call_after_refresh(self._follow, event.widget)

    def _follow(self, widget: Widget) -> None:
        field = next((each for each in widget.ancestors if isinstance(each, Field)), None)
        if field is None or not self.is_attached:
            return
        if field.outer_size.height <= self.size.height:
            self.scroll_to_widget(field, animate=False)
        elif isinstance(widget, TextArea):
            caret = widget.cursor_screen_offset - self.content_region.offset
            if caret.y >= self.size.height:
                self.scroll_relative(y=caret.y - self.size.height + 1, animate=False)

    def on_resize(self, event: Resize) -> None:
        """Put the labels above the controls where the form is narrow."""
        self.set_class(event.size.width < NARROW, "-narrow")
