"""Lines of a list as a spreadsheet takes them: tabs between the cells, and no cell a formula."""

from collections.abc import Iterable, Sequence

from sendtui.screens.widgets.columns import Column, R, plain_cell
from sendtui.screens.widgets.words import one_line


def spelled(columns: Sequence[Column[R]], rows: Iterable[R]) -> str:
    """The headings and the lines."""
    lines = ["\t".join(column.title for column in columns)]
    lines += ["\t".join(map(_tame, cells(columns, row))) for row in rows]
    return "\r\n".join(lines)


def cells(columns: Sequence[Column[R]], row: R) -> list[str]:
    """The cells of a line as they read, each in one line."""
    return [one_line(plain_cell(column.cell(row))).strip() for column in columns]


def _tame(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") and len(cell) > 1 else cell
