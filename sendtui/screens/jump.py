"""Going to a field by one letter, which stands beside it while one is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Static

from sendtui.screens.widgets.field import Field
from sendtui.screens.widgets.words import one_line

LETTERS = "asdfghjklqwertyuiopzxcvbnm1234567890"
"""Those under the hands first."""


@dataclass(frozen=True, slots=True)
class Target:
    """What can be gone to, its letter and its name; `seen` is where it is in view, or None."""

    letter: str
    widget: Widget
    name: str
    seen: Region | None


def targets(screen: Screen[object]) -> tuple[Target, ...]:
    """Everything on a screen that takes keys, in reading order, with a letter each."""
    chain = (widget for widget in screen.focus_chain if not isinstance(widget, VerticalScroll))
    return tuple(
        Target(letter, widget, _name(widget), _seen(screen, widget))
        for letter, widget in zip(LETTERS, chain, strict=False)
    )


def _name(widget: Widget) -> str:
    for each in widget.ancestors_with_self:
        if isinstance(each, Field):
            return one_line(each.ask.label)
        if isinstance(each, Button):
            return one_line(str(each.label))
    placeholder = getattr(widget, "placeholder", "")
    return one_line(str(placeholder)) or "the list"


def _seen(screen: Screen[object], widget: Widget) -> Region | None:
    found = screen.find_widget(widget)
    shown = found.region.intersection(found.clip)
    return shown if shown.area else None


class Jump(ModalScreen[None]):
    """Letters over the screen behind; what is out of view is listed at the foot."""

    DEFAULT_CSS = """
    Jump {
        background: transparent;
        & > .jump--letter {
            position: absolute;
            width: 3;
            height: 1;
            background: $warning;
            color: $background;
            text-style: bold reverse;
        }
        & > #jump--foot {
            dock: bottom;
            height: auto;
            padding: 0 1;
            background: $panel;
            color: $text;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+g", "leave", "Back", show=False),
        Binding("ctrl+l", "app.lock", "Lock now", show=False),
    ]

    help_text = "A letter stands at each field and button: press it to go there. Escape stays."

    def __init__(self, screen: Screen[object]) -> None:
        """`screen` is the one in front, to go about in."""
        super().__init__()
        self._targets = targets(screen)

    def compose(self) -> ComposeResult:
        """A letter at each field in view, and the rest by name."""
        for target in self._targets:
            if target.seen is not None:
                letter = Static(Content(f" {target.letter} "), classes="jump--letter")
                letter.styles.offset = (max(0, target.seen.x - 1), target.seen.y)
                yield letter
        yield Static(Content(self._foot()), id="jump--foot")

    def _foot(self) -> str:
        rest = list(self._out_of_view())
        told = "A letter goes to its field. Escape stays."
        return f"{told}\nOut of view:  {'   '.join(rest)}" if rest else told

    def _out_of_view(self) -> Iterator[str]:
        for target in self._targets:
            if target.seen is None:
                yield f"{target.letter} {target.name}"

    def on_key(self, event: Key) -> None:
        """Go to the field of a letter."""
        for target in self._targets:
            if event.character == target.letter:
                event.stop()
                event.prevent_default()
                self.dismiss(None)
                target.widget.focus()
                return

    def action_leave(self) -> None:
        """Stay where one was."""
        self.dismiss(None)
