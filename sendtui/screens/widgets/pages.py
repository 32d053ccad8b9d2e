"""Where a grid's rows come from: a list at hand, or pages asked for one at a time."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from sendtui.screens.widgets.columns import R

PAGE = 40
"""Rows asked for at once: what a terminal of 40 lines shows; a person waits for the first page."""

KEPT = 80
"""Pages held at most, so that memory stays flat however long the list is."""

Load = Callable[[int, int], Awaitable[Sequence[R]]]
Count = Callable[[], Awaitable[int]]
Find = Callable[[str], Awaitable[int | None]]


@dataclass(frozen=True, slots=True)
class Source(Generic[R]):
    """A list too long to hold: how to get a page of it, its length, and where an id stands."""

    load: Load[R]
    count: Count
    find: Find | None = None


class Pages(Generic[R]):
    """The pages of a list that have been read, the least recently used let go first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, Sequence[R]] = OrderedDict()

    def get(self, index: int) -> R | None:
        """The row at this place, or None where its page has not been read."""
        page = self._pages.get(index // PAGE)
        place = index % PAGE
        return page[place] if page is not None and place < len(page) else None

    def missing(self, first: int, last: int) -> int | None:
        """The number of the first page not yet read that holds rows from `first` to `last`."""
        for number in range(first // PAGE, last // PAGE + 1):
            if number not in self._pages:
                return number
            self._pages.move_to_end(number)
        return None

    def put(self, number: int, rows: Sequence[R]) -> None:
        """Keep a page that has been read."""
        self._pages[number] = rows
        self._pages.move_to_end(number)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def whereabouts(self, row_id: str, near: int) -> int | None:
        """Where a row of this id stands on the page around `near`, if it is there."""
        first = near // PAGE * PAGE
        for place, row in enumerate(self._pages.get(near // PAGE, ())):
            if row.id == row_id:
                return first + place
        return None
