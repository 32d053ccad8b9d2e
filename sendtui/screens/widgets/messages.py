"""What a grid tells the screen it stands in; reached as `Grid.Chosen` and so on."""

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


class Highlighted(GridMessage, Generic[Q], namespace="grid"):
    """The cursor stands on another row, or on none because the list is empty."""

    def __init__(self, grid: "Grid[Any]", row: Q | None) -> None:
        super().__init__(grid)
        self.row = row


class Chosen(GridMessage, Generic[Q], namespace="grid"):
    """Enter or a double click on a row."""

    def __init__(self, grid: "Grid[Any]", row: Q) -> None:
        super().__init__(grid)
        self.row = row


class SortAsked(GridMessage, namespace="grid"):
    """Somebody wants the rows in another order; a grid of a plain list has sorted itself."""

    def __init__(self, grid: "Grid[Any]", sorting: Sorting) -> None:
        super().__init__(grid)
        self.sorting = sorting

    @property
    def key(self) -> str:
        """The column to sort by."""
        return self.sorting.key


class Marked(GridMessage, namespace="grid"):
    """The marks have changed."""

    def __init__(self, grid: "Grid[Any]", ids: frozenset[str]) -> None:
        super().__init__(grid)
        self.ids = ids


class Counted(GridMessage, namespace="grid"):
    """The length of the list is known."""

    def __init__(self, grid: "Grid[Any]", count: int) -> None:
        super().__init__(grid)
        self.count = count


class Failed(GridMessage, namespace="grid"):
    """Rows could not be read; the base of every data screen says so."""

    def __init__(self, grid: "Grid[Any]", error: SendtuiError) -> None:
        super().__init__(grid)
        self.error = error
