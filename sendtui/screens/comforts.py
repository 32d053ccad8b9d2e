"""What is the same on every screen: looks, copying, recent pupils, going to a field."""

import asyncio
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.filter import Monochrome, NoColor
from textual.widgets import Input

from sendtui.errors import SendtuiError
from sendtui.rules.counting import counted
from sendtui.screens import looks
from sendtui.screens.clipboard import hand_over
from sendtui.screens.desk import Desk
from sendtui.screens.places import Places
from sendtui.screens.sheets import Sheets
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.themes import DARK, OWN, TERMINAL, THEMES
from sendtui.screens.widgets.words import one_line

if TYPE_CHECKING:
    from sendtui.screens.widgets.grid import Grid

LIBRARY = "textual-dark"
"""The theme an app begins with, where nobody has named another in the environment."""

SHOWN = 40
"""Characters of what was copied that are said."""


class Comforts(Places):
    """An app with looks that are remembered and words that can be taken away."""

    looks = looks.Looks()
    desk: Desk
    today: date
    read_only: bool

    @property
    def is_locked(self) -> bool:
        """Whether the lock is in front and no key is held."""
        return self.current_mode == "lock"

    def dress(self) -> None:
        """Put on the looks that were kept, before anything is drawn."""
        for theme in THEMES:
            self.register_theme(theme)
        self.looks = looks.kept()
        wanted = self.looks.theme if self.looks.theme in self.available_themes else DARK.name
        if self.no_color:
            # No colour at all, rather than as many greys.
            wanted = TERMINAL.name
            kept = [each for each in self._filters if not isinstance(each, Monochrome)]
            self._filters = [*kept, NoColor()]
        if self.theme == LIBRARY:
            # Before anything is drawn, so that nothing has to be drawn twice.
            self.set_reactive(Places.theme, wanted)
        self.stylesheet = Sheets(variables=self.get_css_variables())
        self.set_class(self.looks.compact, "-compact")

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Do what a key is for; of one that is shut, say why where it is pressed."""
        if priority or not self.screen_stack:
            return await super()._check_bindings(key, priority)
        from sendtui.screens.why_not import shut_by

        said = one_line(shut_by(self.screen, key))
        if not said:
            return await super()._check_bindings(key, priority)
        if not any(each.message == said for each in self._notifications):
            self.notify(said, severity="warning", markup=False)
        return True

    def put_on(self, theme: str) -> None:
        """Change the colours and remember them."""
        self.theme = theme
        self.looks = looks.Looks(theme, self.looks.compact)
        looks.keep(self.looks)

    def pack(self, *, is_compact: bool) -> None:
        """Leave blank lines out, or put them back; and remember it."""
        self.set_class(is_compact, "-compact")
        self.looks = looks.Looks(self.looks.theme, is_compact)
        looks.keep(self.looks)

    def named_themes(self) -> dict[str, str]:
        """Every look by its name: the program's own first, then the library's."""
        others = sorted(name for name in self.available_themes if name not in OWN)
        return {**OWN, **{name: name for name in others if not name.startswith("textual-ansi")}}

    # Copying

    def copy_to_clipboard(self, text: str) -> None:
        """Copy through the terminal, and through this computer's own tool where it has one."""
        super().copy_to_clipboard(text)
        if not self.is_headless:
            self.run_worker(job(_hand_over, text), group="copy")

    def action_help_quit(self) -> None:
        """Copy what one is on, where nothing is selected; Ctrl+C never leaves."""
        if self.is_locked:
            return
        text = self._here()
        if not text:
            self.notify("There is nothing here to copy. Ctrl+Q leaves.", markup=False)
            return
        self.copy_to_clipboard(text)
        said = one_line(text.replace("\t", " · "))
        short = said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
        self.notify(f"Copied: {short}", markup=False)

    def _here(self) -> str:
        """What has the keys: a line of a list, or what stands in a field."""
        from textual.widgets import TextArea

        from sendtui.screens.widgets.grid import Grid

        match self.focused:
            case Input() as line:
                # A list may stand below the line one types into, as in the palette.
                grids = self.screen.query(Grid) if self.screen.is_modal else ()
                return next((line_of(grid) for grid in grids), "") or (
                    "" if line.password else line.value
                )
            case TextArea() as area:
                return area.text
            case Grid() as grid:
                return line_of(grid)
        return ""

    def copy_all(self) -> None:
        """Copy every line that has been read of the list in front, ready for a spreadsheet."""
        from sendtui.screens.widgets.grid import Grid
        from sendtui.screens.widgets.tsv import spelled

        grid = next(iter(self.screen.query(Grid)), None)
        read = (grid.get_row(place) for place in range(grid.count or 0)) if grid else ()
        rows = [row for row in read if row is not None]
        if grid is None or not rows:
            self.notify("There is no list here.", markup=False)
            return
        self.copy_to_clipboard(spelled(grid.columns, rows))
        count = counted(len(rows), "line")
        self.notify(f"Copied: {count}. They paste into a spreadsheet.", markup=False)

    def show_words(self) -> None:
        """Show the screen as plain text, to be selected and copied where nothing else works."""
        from sendtui.screens.widgets.dialog import Notice

        screen = self.screen
        strips = screen._compositor.render_strips(screen.size)
        text = "\n".join(strip.text.rstrip() for strip in strips)
        self.push_screen(Notice("The words on the screen", text.strip("\n")))

    # Recent pupils

    def action_recent(self) -> None:
        """Choose among the pupils opened last."""
        from sendtui.screens.recent import choose

        self.run_worker(job(choose, self), group="recent", exclusive=True)

    async def keep_recents(self) -> None:
        """Remember the pupils opened last, in the case file."""
        from sendtui.services import recents

        if self.opened_last and not self.read_only and not self.desk.is_locked:
            with suppress(SendtuiError):
                await self.desk.call(recents.keep, tuple(self.opened_last))

    async def action_quit(self) -> None:
        """Leave."""
        await self.keep_recents()
        await super().action_quit()

    def action_to_field(self) -> None:
        """Show a letter at every field and button in view; that letter goes there."""
        from sendtui.screens.jump import Jump, targets

        if not isinstance(self.screen, Jump) and targets(self.screen):
            self.push_screen(Jump(self.screen))


async def _hand_over(text: str) -> None:
    await asyncio.to_thread(hand_over, text)


def line_of(grid: "Grid[Any]") -> str:
    """The line under the cursor, its cells parted by tabs."""
    from sendtui.screens.widgets.tsv import cells

    row = grid.highlighted
    return "" if row is None else "\t".join(cells(grid.columns, row))
