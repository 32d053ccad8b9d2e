"""The quiet line at the top of every screen: where one is, and whose records these are."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from sendtui.screens.widgets.signs import signs
from sendtui.screens.widgets.words import Line, one_line


class Masthead(Horizontal):
    """Where one is, as a path, on the left; the setting and the day on the right."""

    DEFAULT_CSS = """
    Masthead {
        dock: top;
        height: 1;
        padding: 0 2;
        background: $panel;
        color: $text-muted;
        & > #masthead-path { width: 1fr; }
        & > #masthead-aside { width: auto; max-width: 50%; margin-left: 2; }
    }
    """

    def __init__(self, *path: str, aside: str = "") -> None:
        super().__init__()
        self._path = Line(_trail(path), id="masthead-path")
        self._aside = Line(aside, id="masthead-aside")

    def compose(self) -> ComposeResult:
        """Path and aside."""
        yield self._path
        yield self._aside

    def say(self, *path: str) -> None:
        """Show another path."""
        self._path.say(_trail(path))

    def say_aside(self, text: str) -> None:
        """Show another aside."""
        self._aside.say(text)


def _trail(path: tuple[str, ...]) -> Content:
    pieces = [Content.styled(one_line(step), "$text-muted") for step in path[:-1]]
    pieces += [Content.styled(one_line(step), "bold $text") for step in path[-1:]]
    return Content.styled(f" {signs().step} ", "$text-muted").join(pieces)
