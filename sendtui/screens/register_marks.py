"""The pupils of the register that are marked: one thing done for all of them, or a copy of them."""

from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Paste

from sendtui.screens.base import READ_ONLY, DataScreen
from sendtui.screens.register_columns import COLUMNS
from sendtui.screens.register_filters import pupils
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.tsv import spelled
from sendtui.services import register
from sendtui.services.pasted import is_lines, pasted
from sendtui.services.register import Query
from sendtui.services.register_entries import Entry as Pupil


class Marking(DataScreen[None]):
    """A screen over the register whose list can be marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "mark_all", "Mark everybody found, or nobody", show=False),
        Binding("b", "bulk", "Do one thing for those marked", show=False),
        Binding("k", "copy_marked", "Copy those marked for a spreadsheet", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._query = Query()
        self._grid = Grid[Pupil](COLUMNS, empty="Looking …", id="pupils")

    def on_paste(self, event: Paste) -> None:
        """Show what lines pasted from a spreadsheet would do, as if they were a file."""
        if not is_lines(event.text):
            return
        event.stop()
        if self.face.read_only:
            self.say(READ_ONLY)
            return
        from sendtui.screens.exchange_import import ImportScreen

        self.app.push_screen(ImportScreen(pasted(event.text)))

    def action_mark_all(self) -> None:
        """Mark everybody the question finds, or nobody where they all are."""
        self.look_up(self._mark_all, group="marks")

    async def _mark_all(self) -> None:
        self._grid.action_mark_all(await self.ask(register.ids, self._query, self.face.today))

    def _those(self) -> tuple[str, ...]:
        """Those marked, or the one under the cursor where nobody is."""
        under = self._grid.highlighted
        return tuple(sorted(self._grid.marked)) or ((under.id,) if under else ())

    def action_bulk(self) -> None:
        """Ask what is to be done for those marked, show it, and do it."""
        those = self._those()
        if those or self.face.read_only:
            self.begin_asking(partial(self._bulk, those), group="bulk")

    async def _bulk(self, those: tuple[str, ...]) -> None:
        from sendtui.screens.register_bulk import ask

        await ask(self, those)

    def action_copy_marked(self) -> None:
        """Copy those marked, with their headings, as a spreadsheet takes them."""
        if those := self._those():
            self.look_up(partial(self._copy, those), group="copy")

    async def _copy(self, those: tuple[str, ...]) -> None:
        rows = await self.ask(register.named, those, self.face.today)
        self.app.copy_to_clipboard(spelled(COLUMNS, rows))
        self.say(f"Copied {pupils(len(rows))}. They paste into a spreadsheet.")
