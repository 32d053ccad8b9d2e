"""The quiet line at the top of every screen: where one is, and where else one can go."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click

from sendtui.screens.widgets.signs import signs
from sendtui.screens.widgets.words import Line, one_line


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the app: the mode it is, its key, its name and the action that goes there."""

    mode: str
    key: str
    name: str
    action: str


PLACES = (
    Place("today", "F2", "Today", "today"),
    Place("register", "F3", "Register", "register"),
    Place("pupil", "F4", "Pupil", "pupil"),
    Place("calendar", "F5", "Calendar", "calendar"),
    Place("exchange", "F6", "Exchange", "exchange"),
)


class Masthead(Horizontal):
    """Where one is, as a path, on the left; the places and their keys on the right.

    The place one is at stands in brackets; one that cannot be gone to is left out.
    """

    DEFAULT_CSS = """
    Masthead {
        dock: top;
        height: 1;
        padding: 0 2;
        background: $panel;
        color: $text-muted;
        & > #masthead-path { width: 1fr; }
        & > #masthead-places { width: auto; margin-left: 4; }
    }
    Screen.-narrow Masthead { padding: 0 1; }
    Screen.-narrow #masthead-places { margin-left: 2; }
    """

    def __init__(self, *path: str) -> None:
        super().__init__()
        self._path = Line(_trail(path), id="masthead-path")
        self._places = Line("", id="masthead-places")
        self._spans: list[tuple[int, int, str]] = []

    def compose(self) -> ComposeResult:
        """Path and places."""
        yield self._path
        yield self._places

    def on_mount(self) -> None:
        """Show the places there are, now and whenever one goes to another."""
        self._show_places()
        self.app.mode_change_signal.subscribe(self, self._gone)

    def _gone(self, _mode: str) -> None:
        self._show_places()

    def on_resize(self) -> None:
        """Close the places up where there is less room."""
        self._show_places()

    def say(self, *path: str) -> None:
        """Show another path."""
        self._path.say(_trail(path))

    def _show_places(self) -> None:
        if not hasattr(self.app, "open_today"):
            return
        here = self.app.current_mode.partition(":")[0]
        strip = Content("")
        self._spans = []
        for place in PLACES:
            if not self.app.check_action(place.action, ()):
                continue
            is_here = place.mode == here
            blank = " " if self.screen.has_class("-narrow") else "  "
            piece = Content.styled(f"{place.key} ", "$text-muted") + Content.styled(
                f"[{place.name}]" if is_here else place.name,
                "bold $text" if is_here else "$text",
            )
            strip += Content(blank if strip else "")
            start = strip.cell_length
            strip += piece
            self._spans.append((start, strip.cell_length, place.action))
        self._places.say(strip)

    async def on_click(self, event: Click) -> None:
        """Go to the place under the pointer."""
        offset = event.get_content_offset(self._places)
        for start, end, action in self._spans:
            if offset is not None and start <= offset.x < end:
                await self.app.run_action(action)


def _trail(path: tuple[str, ...]) -> Content:
    pieces = [Content.styled(one_line(step), "$text-muted") for step in path[:-1]]
    pieces += [Content.styled(one_line(step), "bold $text") for step in path[-1:]]
    return Content.styled(f" {signs().step} ", "$text-muted").join(pieces)
