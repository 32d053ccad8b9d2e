"""The SEN register as CSV: UTF-8 with the mark Excel looks for, dates as 2026-02-03."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from sendtui.formats.register_columns import Cell, columns
from sendtui.formats.wording import shown
from sendtui.models.pages import RegisterLine

FORMULA_STARTS = frozenset("=+-@＝＋－＠")
"""What makes a spreadsheet take a cell for a formula, the full-width forms among them."""


def write(file: BinaryIO, lines: Iterable[RegisterLine], own: Sequence[str] = ()) -> int:
    """Write the register and return how many pupils it has; the file is left open.

    `own` names the school's own fields, a column each.
    """
    asked = columns(own)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    try:
        out = csv.writer(text)
        out.writerow([*(c.heading for c in asked[: len(asked) - len(own)]), *map(safe, own)])
        count = 0
        for line in lines:
            out.writerow(safe(column.value(line)) for column in asked)
            count += 1
    finally:
        text.detach()
    return count


def safe(cell: Cell) -> str:
    """The cell as text, behind an apostrophe where a spreadsheet would calculate it."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell.isoformat()
    kept = shown(cell)
    return f"'{kept}" if kept.lstrip()[:1] in FORMULA_STARTS and kept.strip() else kept
