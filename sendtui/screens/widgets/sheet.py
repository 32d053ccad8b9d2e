"""How a grid is drawn: a header, the lines in view, or what an empty list says."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sendtui.screens.widgets.columns import (
    GAP,
    Column,
    R,
    fit_columns,
    fit_content,
    fit_text,
    plain_cell,
)
from sendtui.screens.widgets.messages import Sorting
from sendtui.screens.widgets.signs import signs
from sendtui.screens.widgets.words import empty_words

GUTTER = 3
"""Cells before the first column: the cursor's sign, the mark, a blank."""


class Sheet(ScrollView, Generic[R]):
    """The drawn side of a grid; where its rows come from is the grid's business."""

    DEFAULT_CSS = """
    Sheet {
        height: 1fr;
        background: transparent;
        color: $text;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;

        & > .grid--header { color: $text-muted; text-style: bold; }
        & > .grid--sorted { color: $text-primary; text-style: bold; }
        & > .grid--cursor { background: $boost; text-style: none; }
        & > .grid--marked { text-style: bold; }
        & > .grid--waiting { color: $text-muted; }
        &:focus > .grid--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--header",
        "grid--sorted",
        "grid--cursor",
        "grid--marked",
        "grid--waiting",
    }

    cursor: reactive[int] = reactive(0, init=False)
    """Where the cursor stands, from 0."""

    sorting: reactive[Sorting | None] = reactive(None, init=False)
    """The sort sign in the header; the screen sets it when it feeds rows in that order."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        empty: tuple[str, str],
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.count: int | None = None
        self.marked: frozenset[str] = frozenset()
        self._empty = empty
        self._length = 0
        self._look = Style.null()
        self._fitted: tuple[int, tuple[tuple[Column[R], int], ...]] = (0, ())

    def say_empty(self, what: str, step: str = "") -> None:
        """What an empty grid says, and the next step."""
        if self._empty != (what, step):
            self._empty = (what, step)
            self.refresh()

    def put_columns(self, columns: Sequence[Column[R]]) -> None:
        """Show other columns of the same rows."""
        self.columns = tuple(columns)
        self._fitted = (0, ())
        self.refresh()

    @abstractmethod
    def get_row(self, index: int) -> R | None:
        """The row at this place, or None where it has not been read."""

    def fitted(self) -> tuple[tuple[Column[R], int], ...]:
        """The columns that fit now, each with its width."""
        width = self.scrollable_content_region.width - GUTTER
        if not self._fitted[1] or self._fitted[0] != width:
            self._fitted = (width, fit_columns(self.columns, width))
        return self._fitted[1]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the terminal; the look they have in common is worked out once for all."""
        self._look = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the terminal: the header, a row, or what an empty list says."""
        width = self.size.width
        if y == 0:
            strip = self._header()
        elif self.count == 0:
            strip = self._empty_line(y)
        elif (place := self.scroll_offset.y + y - 1) < self._length:
            strip = self._line(place)
        else:
            strip = Strip.blank(width, self._look)
        return strip.adjust_cell_length(width, self._look)

    def _header(self) -> Strip:
        segments = [Segment(" " * GUTTER, self._look)]
        for column, width in self.fitted():
            name = "grid--header"
            title = column.title
            if self.sorting is not None and self.sorting.key == column.key:
                name = "grid--sorted"
                title = f"{title} {signs().down if self.sorting.descending else signs().up}"
            style = self.get_component_rich_style(name)
            segments.append(Segment(fit_text(title, width, column.align), style))
            segments.append(Segment(" " * GAP, self._look))
        return Strip(segments)

    def _line(self, place: int) -> Strip:
        row = self.get_row(place)
        at_cursor = place == self.cursor
        is_marked = row is not None and row.id in self.marked
        style = self._style(row is None, at_cursor, is_marked)
        sign = signs().cursor if at_cursor and self._has_keys else " "
        mark = signs().mark if is_marked else " "
        if row is None:
            return Strip([Segment(f"{sign}{mark} {fit_text(signs().quiet, 12)}", style)])
        segments: list[Segment] = []
        # Neighbours of one look are one piece: each piece of a line costs as much as all its words.
        plain = f"{sign}{mark} "
        for column, width in self.fitted():
            cell = column.cell(row)
            if isinstance(cell, str) or at_cursor:
                plain += column.fit(plain_cell(cell), width)
            else:
                segments.append(Segment(plain, style))
                pieces = fit_content(cell, width, column.align).render_segments(end="")
                segments += (
                    Segment(text, style + look if look else style) for text, look, _ in pieces
                )
                plain = ""
            plain += " " * GAP
        # The cells are counted here, so that nobody has to count them again letter by letter.
        used = GUTTER + sum(width + GAP for _, width in self.fitted())
        blank = max(0, self.size.width - used)
        segments.append(Segment(plain + " " * blank, style))
        return Strip(segments, used + blank)

    @property
    def _has_keys(self) -> bool:
        """Whether Enter would open a line of this list: no other list of the screen has the keys.

        A line to type into may have them, as the one above a list to choose from.
        """
        focused = self.screen.focused
        return focused is self or not isinstance(focused, Sheet)

    def _style(self, is_waiting: bool, at_cursor: bool, is_marked: bool) -> Style:
        style = self._look
        if is_waiting:
            style = self.get_component_rich_style("grid--waiting")
        if is_marked:
            style = self.get_component_rich_style("grid--marked")
        if at_cursor:
            style = self.get_component_rich_style("grid--cursor")
        return style

    def _empty_line(self, y: int) -> Strip:
        words = empty_words(*self._empty)
        room = max(8, self.size.width - GUTTER)
        lines = [line for part in words.split("\n", allow_blank=True) for line in part.wrap(room)]
        if y - 2 not in range(len(lines)):
            return Strip.blank(self.size.width, self._look)
        pieces = lines[y - 2].render_segments(self.visual_style)
        return Strip([Segment(" " * GUTTER, self._look), *pieces])
