"""The box that every question over a screen stands in, with its own keys at the foot."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, TextArea

from sendtui.screens.places import AWAY_KEYS
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.words import one_line

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A box over the screen, with its own keys at the foot. Escape leaves it, always."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;

        & > .dialog {
            width: 64;
            max-width: 96%;
            height: auto;
            max-height: 96%;
            overflow-y: auto;
            scrollbar-size-vertical: 1;
            padding: 1 2;
            border: round $primary;
            border-title-style: bold;
            background: $background;
        }
        & .dialog--text { height: auto; margin-bottom: 1; }
        & .dialog--note {
            height: auto;
            color: $text-muted;
            margin-bottom: 1;
            text-wrap: wrap;
            text-overflow: fold;
        }
        & .dialog--note.-wrong { color: $text-error; }
        & .dialog--buttons { height: 1; align-horizontal: right; }
        & .dialog--buttons Button { margin-left: 2; }
        & .dialog--buttons Button:focus { text-style: bold underline; }
    }
    """

    # What works anywhere has to be named again here: keys end at a box.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "app.help", "Help", key_display="f1"),
        Binding("escape", "leave", "Back", key_display="esc"),
        Binding("ctrl+l", "app.lock", "Lock now", show=False),
        Binding("ctrl+g", "app.to_field", "Go to a field by its letter", show=False),
        Binding("ctrl+c", "app.help_quit", "Copy", show=False),
        *AWAY_KEYS,
    ]

    help_text: str = ""
    """What the box is for and how it is answered."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = one_line(title)

    def compose(self) -> ComposeResult:
        """The box, its title and what the kind of dialog puts into it."""
        box = Vertical(*self.contents(), classes="dialog")
        box.border_title = Content(self.heading).markup
        yield box
        yield Footer(show_command_palette=False)

    def contents(self) -> Sequence[Widget]:
        """What stands in the box."""
        return ()

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class Reader(Dialog[T]):
    """A box with a text to read, in which the arrows move wherever the keys stand."""

    DEFAULT_CSS = """
    Reader TextArea {
        height: auto;
        border: none;
        padding: 0;
        margin-bottom: 1;
        background: transparent;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "turn(-1)", "Up", show=False),
        Binding("down,j", "turn(1)", "Down", show=False),
        Binding("pageup", "turn(-8)", "Page up", show=False),
        Binding("pagedown", "turn(8)", "Page down", show=False),
    ]

    def action_turn(self, by: int) -> None:
        """Move in the text."""
        self.query_one(TextArea).scroll_relative(y=by, animate=False)


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
