"""One line of text to type, with an undo of its own."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class Entry(Input):
    """A quiet input of one line: a bar appears beside it where the keys go.

    What stands there is selected when it gets the keys, so that typing replaces it.

    Ctrl+Z and Ctrl+Y are its own while it has the focus, so that they never reach the record.
    """

    DEFAULT_CSS = """
    Entry {
        height: 1;
        border: none;
        border-left: wide transparent;
        padding: 0 1;
        background: $surface;
        color: $text;

        &:focus {
            border: none;
            border-left: wide $primary;
            background: $boost;
            background-tint: $foreground 4%;
        }
        &.-invalid, &.-invalid:focus { border: none; border-left: wide $error; }
        &:disabled { color: $text-muted; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z,super+z", "undo", "Undo typing", show=False),
        Binding("ctrl+y,super+y", "redo", "Redo typing", show=False),
    ]

    # How much is typed lays nothing out: the line is as wide as it is and scrolls.
    virtual_size = Reactive(Size(0, 0))

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        password: bool = False,
        max_length: int = 0,
        disabled: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self._past: list[str] = []
        self._future: list[str] = []
        self._is_turning_back = False
        super().__init__(
            placeholder=placeholder,
            password=password,
            max_length=max_length,
            disabled=disabled,
            id=id,
            classes=classes,
        )
        self.set_reactive(Input.value, value)

    def on_mount(self) -> None:
        """Stand behind what is there."""
        self.cursor_position = len(self.value)

    def watch_value(self, before: str, now: str) -> None:
        """Remember what was there, for undo."""
        if not self._is_turning_back and not self.password and before != now:
            self._past.append(before)
            self._future.clear()

    def action_undo(self) -> None:
        """Take back the last change to this line."""
        self._turn(self._past, self._future)

    def action_redo(self) -> None:
        """Bring back what was taken back."""
        self._turn(self._future, self._past)

    def _turn(self, source: list[str], target: list[str]) -> None:
        if not source:
            return
        target.append(self.value)
        self._is_turning_back = True
        self.value = source.pop()
        self._is_turning_back = False
        self.cursor_position = len(self.value)
