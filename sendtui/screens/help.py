"""Help: what has the focus, the keys that work there, and the pages of the guide."""

import asyncio
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Markdown

from sendtui.screens.base import help_for, keys_for, only_moves
from sendtui.screens.by_flags import upn_of
from sendtui.screens.help_lines import HERE, HelpLine, key_lines, matching, passages
from sendtui.screens.places import AWAY_KEYS
from sendtui.screens.why_not import shut_keys
from sendtui.screens.widgets.box import Dialog
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.face import BREAKPOINTS, job
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line

GUIDE = Path(__file__).parents[1] / "help"
PAUSE = 0.1
"""Seconds that hands rest before the page of what they came to is drawn."""

COLUMNS: list[Column[HelpLine]] = [
    Column("label", "Keys here, and pages", width=16, fraction=1, sortable=False)
]


class Help(ModalScreen[None]):
    """What is looked for on the left, what is said of it on the right."""

    CSS_PATH = "help.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "leave", "Back", key_display="esc"),
        Binding("ctrl+l", "app.lock", "Lock now", show=False),
        Binding("ctrl+c", "copy_flags", "Copy by flags"),
        Binding("tab", "turn", "Page / text", show=True),
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("pagedown", "scroll(1)", "Page down", show=False),
        Binding("pageup", "scroll(-1)", "Page up", show=False),
        *AWAY_KEYS,
    ]

    def __init__(self, screen: Screen[object]) -> None:
        """`screen` is the one that help is asked on."""
        super().__init__()
        self._here = here_page(screen)
        self._pages = guide_pages()
        upn = upn_of(screen)
        pages = [HelpLine(name, title, text) for name, (title, text) in self._pages.items()]
        here = HelpLine(HERE, "Here and its keys", self._here)
        self._lines = (here, *pages, *key_lines(screen, upn))
        self._words: list[str] = []
        self._list = Grid[HelpLine](COLUMNS, marks=False, empty="Nothing is called so.", id="pages")

    def compose(self) -> ComposeResult:
        """The line to search with, the list, and the page."""
        with Horizontal(id="help-title"):
            yield Line("Help", classes="strong")
            yield Entry(placeholder="type to search; Enter does what a key does", id="sought")
        with Horizontal(classes="body"):
            yield self._list
            with VerticalScroll(id="page"):
                yield Markdown(self._here, id="text", open_links=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Start with what help was asked on."""
        self._list.show(self._lines)
        self.query_one("#sought").focus()

    @on(Input.Changed, "#sought")
    def _search(self, event: Input.Changed) -> None:
        self._words = event.value.casefold().split()
        self._list.show(matching(self._words, self._lines))
        self._list.cursor = 0
        self._turn_to(self._list.highlighted)

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[HelpLine]) -> None:
        self._turn_to(event.row)

    def _turn_to(self, line: HelpLine | None) -> None:
        text = self._text_of(line) if line is not None else ""
        self.run_worker(job(self._show, text), group="read", exclusive=True)

    async def _show(self, text: str) -> None:
        # A whole page takes longer to lay out than the next letter takes to type.
        await asyncio.sleep(PAUSE)
        # Meanwhile somebody may have gone back.
        for shown in self.query("#text").results(Markdown):
            # To its end, though a newer page drops this one: `refill` says why.
            await asyncio.shield(_awaited(shown.update(text)))
        for page in self.query("#page"):
            page.scroll_home(animate=False)

    def _text_of(self, line: HelpLine) -> str:
        if line.action:
            return key_page(line)
        if line.id == HERE:
            return self._here
        text = self._pages[line.id][1]
        found = passages(text, self._words)
        return f"{found}\n\n---\n\n{text}" if found else text

    # Going on

    @on(Input.Submitted)
    @on(Grid.Chosen)
    def _take(self) -> None:
        """Do what the key of a line does; of a page, go into its text."""
        line = self._list.highlighted
        if line is None or line.why:
            return
        if not line.action:
            self.action_turn()
            return
        app = self.app
        self.dismiss(None)
        app.call_later(app.run_action, line.action, line.node)

    def action_move(self, by: int) -> None:
        """Move in the list while typing, or in the page while that is read."""
        page = self.query_one("#page")
        if page.has_focus:
            page.scroll_relative(y=by, animate=False)
        else:
            self._list.action_move(by)

    def action_scroll(self, direction: int) -> None:
        """Read on, or back, in the page."""
        page = self.query_one("#page")
        page.scroll_relative(y=direction * max(1, page.size.height - 2), animate=False)

    def action_turn(self) -> None:
        """Go to the page, to scroll in it, and back to the line to type into."""
        page = self.query_one("#page")
        (self.query_one("#sought") if page.has_focus else page).focus()

    def action_copy_flags(self) -> None:
        """Copy what does the same by flags; of a page, its text."""
        line = self._list.highlighted
        if line is not None:
            text = line.flags or line.words
            self.app.copy_to_clipboard(text)
            said = text if line.flags else "the page"
            self.app.notify(f"Copied: {said}", markup=False)

    def action_leave(self) -> None:
        """Go back to where help was asked."""
        self.dismiss(None)


def key_page(line: HelpLine) -> str:
    """What is said of a key: what it does, the same by flags, or why it cannot be used."""
    parts = [f"## {escaped(line.label)}"]
    if line.why:
        parts.append(f"This key cannot be used now. {escaped(line.why)}")
    else:
        parts.append("**Enter** does it.")
    if line.flags:
        parts += ["The same by flags:", f"```\n{line.flags}\n```", "**Ctrl+C** copies that."]
        if "--text-file -" in line.flags:
            parts.append(
                "The words come from a file or from standard input (-), never as an argument, "
                "because a shell keeps those."
            )
    return "\n\n".join(parts) + "\n"


def here_page(screen: Screen[object]) -> str:
    """What has the focus, the box it stands in, the keys there and the screen behind, as Markdown.

    `screen` is the one in front.
    """
    told = help_for(screen.focused or screen)
    lines = [f"## {escaped(screen.heading)}\n"] if isinstance(screen, Dialog) else []
    lines += [f"{escaped(each)}\n" for each in told] or ["This place needs no explaining.\n"]
    lines += ["## Keys here\n"]
    shut = [f"- ({escaped(s.key)}) {escaped(s.does)}: {escaped(s.why)}" for s in shut_keys(screen)]
    seen: set[str] = set()
    for key in keys_for(screen):
        if key.is_enabled and key.action not in seen and not only_moves(key.action):
            seen.add(key.action)
            lines.append(f"- **{escaped(key.key)}** {escaped(key.does)}")
    if shut:
        lines += ["\n## Not now\n", *shut]
    behind = [text for text in _behind(screen) if text not in told]
    if behind:
        lines += ["", "## The screen behind\n", *(f"{escaped(each)}\n" for each in behind)]
    return "\n".join(lines) + "\n"


def _behind(screen: Screen[object]) -> Iterator[str]:
    """What the screen says about itself over which boxes are open."""
    stack = screen.app.screen_stack
    for each in reversed(stack[: stack.index(screen)] if screen.is_modal else []):
        if not each.is_modal:
            yield from help_for(each)
            return


def guide_pages() -> dict[str, tuple[str, str]]:
    """The pages of the guide by name: title and Markdown, those about doing things first."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(GUIDE.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ").strip()
        found[path.stem] = (title, text)
    between = [name for name in found if name not in FIRST + LAST]
    order = [*(n for n in FIRST if n in found), *between, *(n for n in LAST if n in found)]
    return {name: found[name] for name in order}


FIRST = ("start", "today", "register", "keys")
"""The pages that come first, in this order."""

LAST = (
    "screen-readers", "one-page", "technician", "scale", "data-protection", "data-map",
    "pack-format", "sync-format",
)  # fmt: skip
"""Those for other readers."""


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>()#+-!|~" else char for char in text)


async def _awaited(shown: Awaitable[object]) -> None:
    await shown
