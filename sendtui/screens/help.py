"""Help: what has the focus, the keys that work there, and the pages of the guide."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Markdown

from sendtui.screens.base import help_for, keys_for, only_moves
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dialog import Option
from sendtui.screens.widgets.face import BREAKPOINTS
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line

GUIDE = Path(__file__).parents[1] / "help"
HERE = "here"

COLUMNS: list[Column[Option]] = [Column("label", "Pages", width=16, fraction=1, sortable=False)]


class Help(ModalScreen[None]):
    """The pages on the left, the one that is open on the right."""

    CSS_PATH = "help.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "leave", "Back", key_display="esc"),
        Binding("tab", "turn", "Page / text", show=True),
    ]

    def __init__(self, screen: Screen[object]) -> None:
        """`screen` is the one that help is asked on."""
        super().__init__()
        self._here = here_page(screen)
        self._pages = guide_pages()
        self._list = Grid[Option](
            [Column("label", "Pages", width=16, fraction=1, sortable=False)],
            marks=False,
            id="pages",
        )

    def compose(self) -> ComposeResult:
        """The list of pages and the page."""
        yield Line("Help", classes="strong", id="help-title")
        with Horizontal(classes="body"):
            yield self._list
            with VerticalScroll(id="page"):
                yield Markdown(self._here, id="text", open_links=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Start with what help was asked on."""
        titles = [Option(name, title) for name, (title, _) in self._pages.items()]
        self._list.show([Option(HERE, "Here and its keys"), *titles])
        self._list.focus()

    @on(Grid.Highlighted)
    async def _turn_to(self, event: Grid.Highlighted[Option]) -> None:
        if event.row is None:
            return
        text = self._here if event.row.id == HERE else self._pages[event.row.id][1]
        await self.query_one("#text", Markdown).update(text)
        self.query_one("#page").scroll_home(animate=False)

    @on(Grid.Chosen)
    def action_turn(self) -> None:
        """Go from the list to the page, to scroll in it, and back."""
        page = self.query_one("#page")
        (self._list if page.has_focus else page).focus()

    def action_leave(self) -> None:
        """Go back to where help was asked."""
        self.dismiss(None)


def here_page(screen: Screen[object]) -> str:
    """What has the focus on a screen, and every key that works there, as Markdown."""
    told = help_for(screen.focused or screen)
    lines = [f"{escaped(each)}\n" for each in told] or ["This place needs no explaining.\n"]
    lines += ["## Keys here\n"]
    seen: set[str] = set()
    for key in keys_for(screen):
        if key.is_enabled and key.action not in seen and not only_moves(key.action):
            seen.add(key.action)
            lines.append(f"- **{escaped(key.key)}** {escaped(key.does)}")
    return "\n".join(lines) + "\n"


def guide_pages() -> dict[str, tuple[str, str]]:
    """The pages of the guide by name: title and Markdown, those about doing things first."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(GUIDE.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ").strip()
        found[path.stem] = (title, text)
    order = [*(name for name in FIRST if name in found), *(n for n in found if n not in FIRST)]
    return {name: found[name] for name in order}


FIRST = ("start", "today", "register", "keys")
"""The pages that come first, in this order."""


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>()#+-!|~" else char for char in text)
