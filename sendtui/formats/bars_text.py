"""A plot for a terminal, in characters and without colour."""

from sendtui.models.report_page import Bars

LONGEST = 34
"""Cells a name may take; the table beside the plot has it whole."""


def text(plot: Bars, width: int, height: int, *, ascii_only: bool = False) -> str:
    """The bars as lines of text with their values, at most `height` lines with the unit below."""
    import plotext

    bars = plot.bars[: max(1, height - 1)]
    names = [_short(name, min(LONGEST, width // 3)) for name, _ in bars]
    values = [round(value, 1) for _, value in bars]
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.simple_bar(names, values, width=width, marker="#" if ascii_only else None)
    drawn = plotext.uncolorize(plotext.build()).splitlines()
    return "\n".join([*(line.rstrip() for line in drawn), plot.unit])


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
