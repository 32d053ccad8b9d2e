"""A table of any length: it asks for the rows that are in view and never for the whole list."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, Focus, Resize
from textual.geometry import Offset, Size

from sendtui.errors import SendtuiError
from sendtui.screens.widgets import messages
from sendtui.screens.widgets.columns import (
    GAP,
    Column,
    R,
)
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.messages import Q, Sorting
from sendtui.screens.widgets.pages import PAGE, Count, Find, Load, Pages, Source
from sendtui.screens.widgets.sheet import GUTTER, Sheet

Reading = Callable[[], Coroutine[Any, Any, None]]


class Grid(Sheet[R], can_focus=True):
    """A table with a cursor, marks and a sort sign.

    `show(rows)` takes a list; `feed(load, count)` pages through one too long to hold. Both keep the
    cursor on the same id where that is still there.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", key_display="enter"),
        Binding("space", "mark", "Mark", show=False),
        Binding("escape", "unmark", "Take the marks away", show=False),
        Binding("s", "sort(1)", "Sort", show=False),
        Binding("S", "sort(0)", "Turn the sort round", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,ctrl+home", "go(0)", "First", show=False),
        Binding("end,ctrl+end", "go(-1)", "Last", show=False),
    ]

    help_text: str = (
        "Arrows, Page Up, Page Down, Home and End move. Enter opens. Space marks, Escape unmarks. "
        "s sorts by the next column, S turns the order round; a click on a heading does both."
    )

    class Highlighted(messages.Highlighted[Q]):
        """The cursor stands on another row, on one that says something else now, or on none."""

    class Chosen(messages.Chosen[Q]):
        """Enter or a double click on a row."""

    class SortAsked(messages.SortAsked):
        """Somebody wants the rows in another order; a grid of a plain list has sorted itself."""

    class Marked(messages.Marked):
        """The marks have changed."""

    class Counted(messages.Counted):
        """The length of the list is known."""

    class Failed(messages.Failed):
        """Rows could not be read; the base of every data screen says so."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        empty: str = "Nothing here yet.",
        step: str = "",
        marks: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(columns, empty=(empty, step), id=id, classes=classes)
        self._marks = marks
        self._list: Sequence[R] | None = None
        self._source: Source[R] | None = None
        self._pages: Pages[R] = Pages()
        self._under: R | None = None
        self._pumping = False
        self._turn = 0

    # What it shows

    def show(self, rows: Sequence[R]) -> None:
        """Show a list at hand, sorted as the header says; the cursor stays on the same id."""
        self._stop()
        self._source = None
        self._list = self._sorted(rows)
        self._set_length(len(rows), known=True)
        self._settle(self._place_in_list())

    def feed(self, load: Load[R], count: Count, *, find: Find | None = None) -> None:
        """Page through a list too long to hold, from its start.

        What was shown stays until the first page has come, and the count comes after the rows.
        `find(id)` gives where an id stands, so that `reload` can follow it anywhere.
        """
        self._restart(Source(load, count, find), keep=None)

    def reload(self) -> None:
        """Read again what is fed, keeping the cursor on the same id and in the same place."""
        if self._source is not None:
            self._restart(self._source, keep=self._under.id if self._under else None)

    @property
    def highlighted(self) -> R | None:
        """The row under the cursor, or None while there is none."""
        return self._under

    @property
    def is_settled(self) -> bool:
        """Whether everything in view has been read and the length is known."""
        seen = self._list is not None or self._pages.missing(*self._in_view()) is None
        return self.count is not None and not self._pumping and (seen or self.count == 0)

    def clear_marks(self) -> None:
        """Take every mark away."""
        self._set_marks(frozenset())

    action_unmark = clear_marks

    def action_mark_all(self, ids: Collection[str] = ()) -> None:
        """Mark these as well, or all of a plain list; where they all are, none of them."""
        these = frozenset(ids) or frozenset(each.id for each in self._list or ())
        self._set_marks(self.marked - these if these <= self.marked else self.marked | these)

    # Reading

    def _stop(self) -> None:
        self.workers.cancel_node(self)
        self._pumping = False

    def _restart(self, source: Source[R], keep: str | None) -> None:
        self._stop()
        self._source = source
        self._list = None
        self._begin(partial(self._fill, source, keep))

    def _begin(self, reading: Reading) -> None:
        self._turn += 1
        self._pumping = True
        self.run_worker(job(self._read, self._turn, reading), group="rows")

    async def _read(self, turn: int, reading: Reading) -> None:
        """Await a reading; what a person can act on goes to the screen."""
        try:
            await reading()
        except SendtuiError as error:
            self.post_message(self.Failed(self, error))
        finally:
            # A reading that was dropped ends after the one that took its place has begun.
            if turn == self._turn:
                self._pumping = False

    async def _fill(self, source: Source[R], keep: str | None) -> None:
        """Read the page the cursor belongs on, show it, then the rest of the view and the count."""
        place = self.cursor if keep else 0
        if keep and source.find is not None:
            found = await source.find(keep)
            place = found if found is not None else place
        number = place // PAGE
        rows = await source.load(number * PAGE, PAGE)
        if number and not rows:
            total = await source.count()
            place = max(0, total - 1)
            number = place // PAGE
            rows = await source.load(number * PAGE, PAGE)
        self._pages = Pages()
        self._pages.put(number, rows)
        if keep:
            found = self._pages.whereabouts(keep, place)
            place = place if found is None else found
        reached = number * PAGE + len(rows)
        known = len(rows) < PAGE
        self._set_length(reached if known else max(self._length, reached), known=known)
        self._settle(place)
        await self._pump(source)
        if not known:
            await self._drawn()
            seen = self._in_view()
            self._set_length(await source.count(), known=True)
            # What stands there stands there still: only the scrollbar is another.
            if self._in_view() != seen or self.cursor >= self._length:
                self._settle(self.cursor)
            await self._pump(source)

    async def _drawn(self) -> None:
        """Wait until what has been read is on the screen: to count the rest would hold it up."""
        drawn = asyncio.Event()
        if self.call_after_refresh(drawn.set):
            await drawn.wait()

    async def _pump(self, source: Source[R]) -> None:
        """Read what is in view now, one page at a time; views passed over are never read."""
        while self._length:
            number = self._pages.missing(*self._in_view())
            if number is None:
                return
            self._pages.put(number, await source.load(number * PAGE, PAGE))
            self._look_under()
            self.refresh()

    def _want(self) -> None:
        """See to it that what is in view gets read."""
        source = self._source
        if source is None or self._pumping or not self._length:
            return
        if self._pages.missing(*self._in_view()) is not None:
            self._begin(partial(self._pump, source))

    def _in_view(self) -> tuple[int, int]:
        first = min(max(0, self.scroll_offset.y), max(0, self._length - 1))
        last = min(max(0, self._length - 1), first + max(1, self.size.height))
        return first, last

    def get_row(self, index: int) -> R | None:
        if self._list is not None:
            return self._list[index] if index < len(self._list) else None
        return self._pages.get(index)

    # Keeping its place

    def _set_length(self, length: int, *, known: bool) -> None:
        self._length = length
        self._span()
        if known:
            self.count = length
            self.post_message(self.Counted(self, length))
        elif self._list is None:
            self.count = None

    def _span(self) -> None:
        """Tell the scrollbar how long the list is; nothing is laid out unless it comes or goes."""
        self.set_reactive(Sheet.virtual_size, Size(self.size.width, self._length + 1))
        self._scroll_update(self.virtual_size)

    def _place_in_list(self) -> int:
        if self._under is not None and self._list is not None:
            for place, row in enumerate(self._list):
                if row.id == self._under.id:
                    return place
        return self.cursor

    def _settle(self, place: int) -> None:
        """Put the cursor on a place, on the same line of the screen as before."""
        place = min(max(0, place), max(0, self._length - 1))
        line = self.cursor - self.scroll_offset.y
        if place != self.cursor:
            self.set_reactive(Sheet.cursor, place)
            self.scroll_to(y=place - line, animate=False, force=True)
        self._reveal()
        self._look_under()
        self.refresh()

    def _look_under(self) -> None:
        """Notice which row is under the cursor, and say so when it is another."""
        row = self.get_row(self.cursor) if self._length else None
        if row is None and self._length:
            return
        before, self._under = self._under, row
        if before != row:
            self.post_message(self.Highlighted(self, row))

    def _reveal(self) -> None:
        """Scroll just far enough that the cursor is in view below the header."""
        height = max(1, self.size.height - 1)
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)

    def watch_cursor(self) -> None:
        """Follow the cursor with the view and tell who listens."""
        self._reveal()
        self._look_under()
        self._want()
        self._place_real_cursor()
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read what has come into view."""
        super().watch_scroll_y(old_value, new_value)
        self._want()

    def on_resize(self, _event: Resize) -> None:
        """Fit the columns anew and read what has come into view."""
        self._span()
        self._reveal()
        self._want()

    def on_focus(self, _event: Focus) -> None:
        """Let magnifiers and screen readers find the cursor."""
        self._place_real_cursor()

    def _place_real_cursor(self) -> None:
        if self.has_focus:
            line = self.cursor - self.scroll_offset.y + 1
            self.app.cursor_position = self.content_region.offset + Offset(0, line)

    # Keys and mouse

    def action_move(self, by: int) -> None:
        """Move the cursor by so many rows."""
        self.cursor = min(max(0, self.cursor + by), max(0, self._length - 1))

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        self.action_move(direction * max(1, self.size.height - 2))

    def action_go(self, place: int) -> None:
        """Move the cursor to the first row (0) or the last (-1)."""
        self.cursor = 0 if place == 0 else max(0, self._length - 1)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        row = self.get_row(self.cursor) if self._length else None
        if row is not None:
            self.post_message(self.Chosen(self, row))

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and move on."""
        row = self.get_row(self.cursor) if self._length else None
        if self._marks and row is not None:
            self._set_marks(self.marked ^ {row.id})
            self.action_move(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Sort where a column can be sorted by; take marks away where there are any."""
        if action == "unmark" and not self.marked:
            return False
        if action == "sort" and not any(column.sortable for column in self.columns):
            return False
        return super().check_action(action, parameters)

    def action_sort(self, step: int) -> None:
        """Ask for the next column's order (1), or this one turned round (0)."""
        keys = [column.key for column, _ in self.fitted() if column.sortable]
        if not keys:
            return
        at = keys.index(self.sorting.key) if self.sorting and self.sorting.key in keys else -1
        if step == 0 and self.sorting is not None:
            self._ask_sort(Sorting(self.sorting.key, not self.sorting.descending))
        else:
            self._ask_sort(Sorting(keys[(at + 1) % len(keys)]))

    def on_click(self, event: Click) -> None:
        """Select on a click, open on a double click, sort on a heading."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        if offset.y == 0:
            self._click_heading(offset.x)
            return
        place = self.scroll_offset.y + offset.y - 1
        if place < self._length:
            self.cursor = place
            if event.chain == 2:
                self.action_choose()

    def _click_heading(self, x: int) -> None:
        start = GUTTER
        for column, width in self.fitted():
            if start <= x < start + width + GAP and column.sortable:
                now = self.sorting
                turned = now is not None and now.key == column.key and not now.descending
                self._ask_sort(Sorting(column.key, turned))
            start += width + GAP

    def _ask_sort(self, sorting: Sorting) -> None:
        if self._list is not None:
            self.sorting = sorting
            self.show(self._list)
        self.post_message(self.SortAsked(self, sorting))

    def _sorted(self, rows: Sequence[R]) -> Sequence[R]:
        chosen = [c for c in self.columns if self.sorting and c.key == self.sorting.key]
        if not chosen or self.sorting is None:
            return tuple(rows)
        column = chosen[0]
        filled = [row for row in rows if column.order(row)[0] == 0]
        blank = [row for row in rows if column.order(row)[0] != 0]
        filled.sort(key=column.order, reverse=self.sorting.descending)
        return (*filled, *blank)

    def _set_marks(self, ids: frozenset[str]) -> None:
        if ids != self.marked:
            self.marked = ids
            self.post_message(self.Marked(self, ids))
            self.refresh()
