"""The SEN register as CSV: UTF-8 with the mark Excel looks for, dates as 2026-02-03."""

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from sendtui.formats.register_columns import COLUMNS, Cell
from sendtui.formats.wording import shown
from sendtui.models.pages import RegisterLine

FORMULA_STARTS = frozenset("=+-@＝＋－＠")
"""What makes a spreadsheet take a cell for a formula, the full-width forms among them."""


def write(file: BinaryIO, lines: Iterable[RegisterLine]) -> int:
    """Write the register and return how many pupils it has; the file is left open."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    try:
        out = csv.writer(text)
        out.writerow(column.heading for column in COLUMNS)
        count = 0
        for line in lines:
            out.writerow(_safe(column.value(line)) for column in COLUMNS)
            count += 1
    finally:
        text.detach()
    return count


def _safe(cell: Cell) -> str:
    """The cell as text, behind an apostrophe where a spreadsheet would calculate it."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell.isoformat()
    kept = shown(cell)
    return f"'{kept}" if kept.lstrip()[:1] in FORMULA_STARTS and kept.strip() else kept
