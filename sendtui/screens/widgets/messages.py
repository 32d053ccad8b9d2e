"""What a grid's messages carry; a screen handles `Grid.Chosen` and its like."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual.message import Message

from sendtui.errors import SendtuiError

if TYPE_CHECKING:
    from sendtui.screens.widgets.grid import Grid

Q = TypeVar("Q")


@dataclass(frozen=True, slots=True)
class Sorting:
    """The column a grid is sorted by, and which way."""

    key: str
    descending: bool = False


class GridMessage(Message):
    """Anything a grid says."""

    def __init__(self, grid: "Grid[Any]") -> None:
        super().__init__()
        self.grid = grid

    @property
    def control(self) -> "Grid[Any]":
        """The grid that speaks."""
        return self.grid


class Highlighted(GridMessage, Generic[Q]):
    """Carries the row the cursor stands on now."""

    def __init__(self, grid: "Grid[Any]", row: Q | None) -> None:
        super().__init__(grid)
        self.row = row


class Chosen(GridMessage, Generic[Q]):
    """Carries the row to open."""

    def __init__(self, grid: "Grid[Any]", row: Q) -> None:
        super().__init__(grid)
        self.row = row


class SortAsked(GridMessage):
    """Carries the order asked for."""

    def __init__(self, grid: "Grid[Any]", sorting: Sorting) -> None:
        super().__init__(grid)
        self.sorting = sorting

    @property
    def key(self) -> str:
        """The column to sort by."""
        return self.sorting.key


class Marked(GridMessage):
    """Carries the ids that are marked."""

    def __init__(self, grid: "Grid[Any]", ids: frozenset[str]) -> None:
        super().__init__(grid)
        self.ids = ids


class Counted(GridMessage):
    """Carries the number of rows."""

    def __init__(self, grid: "Grid[Any]", count: int) -> None:
        super().__init__(grid)
        self.count = count


class Failed(GridMessage):
    """Carries what went wrong."""

    def __init__(self, grid: "Grid[Any]", error: SendtuiError) -> None:
        super().__init__(grid)
        self.error = error
