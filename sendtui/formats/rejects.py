"""Rejected lines written back as CSV: the file's own columns and the reason in the last one.

Mended in a spreadsheet, the file reads in again: the column of reasons is never read.
"""

import csv
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import BinaryIO

from sendtui.formats.headings import REASON
from sendtui.models.incoming import Rejected

_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write(file: BinaryIO, headings: Sequence[str], rejected: Iterable[Rejected]) -> int:
    """Write the rejected lines under the file's headings; gives how many lines that were.

    UTF-8 with the mark that Excel looks for. Several faults of one line become one reason.
    """
    # A file that has been mended before ends in the column already.
    kept = len(headings) - 1 if headings and headings[-1] == REASON else len(headings)
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        out = csv.writer(text)
        out.writerow([*map(harmless, headings[:kept]), REASON])
        lines = _by_line(rejected)
        for cells, reasons in lines.values():
            own = [*cells[:kept], *[""] * (kept - len(cells)), *_beyond(cells, headings)]
            out.writerow([*map(harmless, own), harmless("; ".join(reasons))])
        text.flush()
    finally:
        text.detach()
    return len(lines)


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before a leading sign."""
    return f"'{text}" if text.lstrip(" ").startswith(_SIGNS) else text


def _beyond(cells: Sequence[str], headings: Sequence[str]) -> list[str]:
    """Cells that no heading stands over; kept, because one of them is what is wrong."""
    return list(cells[len(headings) :])


def _by_line(rejected: Iterable[Rejected]) -> dict[int, tuple[Sequence[str], list[str]]]:
    lines: dict[int, tuple[Sequence[str], list[str]]] = {}
    for fault in rejected:
        _, reasons = lines.setdefault(fault.line, (fault.cells, []))
        about = f"{fault.heading}: {fault.reason}" if fault.heading else fault.reason
        reasons.append(about)
    return dict(sorted(lines.items()))
