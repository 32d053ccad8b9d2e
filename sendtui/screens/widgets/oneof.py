"""A choice among few: all of them in view, the chosen one in brackets."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Key
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from sendtui.screens.widgets.words import one_line


class OneOf(Static, can_focus=True):
    """One of a few options on one line, such as `[Yes]  No `.

    Arrows go from option to option, a letter to the option it begins, a digit to the option
    whose value it is. The space bar takes the
    first where none is chosen yet, and changes nothing else.
    """

    DEFAULT_CSS = """
    OneOf {
        height: auto;
        max-height: 2;
        border-left: wide transparent;
        padding: 0 1;
        text-wrap: wrap;
        text-overflow: fold;
        &:focus { border-left: wide $primary; background: $boost; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Before", show=False),
        Binding("right", "step(1)", "Next", show=False),
        Binding("space", "take", "Take the first", show=False),
        Binding("enter", "submit", "Next field", show=False),
    ]

    help_text = "Left and right choose; so does an option’s first letter."

    value: reactive[str] = reactive("", init=False)
    """The value of the option that is chosen; empty while none is."""

    class Changed(Message):
        """Another option is chosen."""

        def __init__(self, oneof: "OneOf", value: str) -> None:
            super().__init__()
            self.oneof = oneof
            self.value = value

        @property
        def control(self) -> "OneOf":
            """The choice that changed."""
            return self.oneof

    class Submitted(Message):
        """Enter: on to the next field."""

    def __init__(
        self, options: tuple[tuple[str, str], ...], value: str = "", *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.options = options
        self.set_reactive(OneOf.value, value)

    def render(self) -> Content:
        """The options in their order."""
        return Content("").join(
            Content.styled(f"[{one_line(label)}]", "bold")
            if value == self.value
            else Content.styled(f" {one_line(label)} ", "$text-muted")
            for value, label in self.options
        )

    def watch_value(self) -> None:
        """Tell who listens."""
        self.post_message(self.Changed(self, self.value))

    def action_step(self, by: int) -> None:
        """Choose the option beside the chosen one; the last and the first are ends."""
        values = [value for value, _ in self.options]
        at = values.index(self.value) if self.value in values else (-1 if by > 0 else len(values))
        self.value = values[min(max(0, at + by), len(values) - 1)]

    def action_take(self) -> None:
        """Choose the first option where none is chosen."""
        if self.value not in dict(self.options):
            self.action_step(1)

    def action_submit(self) -> None:
        """Go on to the next field."""
        self.post_message(self.Submitted())

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep what is typed here from being a command elsewhere."""
        return key != "space" and character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        """Choose the option whose value the digit is, or the next that begins with the letter."""
        if not self.check_consume_key(event.key, event.character):
            return
        event.stop()
        letter = (event.character or "").casefold()
        if letter.isdecimal() and letter in dict(self.options):
            self.value = letter
            return
        begun = [value for value, label in self.options if label.casefold().startswith(letter)]
        if begun:
            at = begun.index(self.value) + 1 if self.value in begun else 0
            self.value = begun[at % len(begun)]

    def on_click(self, event: Click) -> None:
        """Choose the option under the pointer, where all stand on one line."""
        offset = event.get_content_offset(self)
        if self.size.height > 1:
            return
        start = 0
        for value, label in self.options:
            end = start + Content(f"[{one_line(label)}]").cell_length
            if offset is not None and start <= offset.x < end:
                self.value = value
            start = end
