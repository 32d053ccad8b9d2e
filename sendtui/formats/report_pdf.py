"""A report as an accessible PDF: tagged, PDF/UA-1, its tables with headings a reader announces."""

from datetime import date
from typing import BinaryIO

from sendtui.formats import typeset
from sendtui.formats.report_text import cell
from sendtui.formats.wording import day, shown
from sendtui.models.report_page import Bars, ReportPage, ReportTable

TEMPLATE = "report.typ"
_UNSET = "The report could not be set as a PDF. Its text can still be made: name a .md file."


def pdf(page: ReportPage, *, machine_fonts: bool = True) -> bytes:
    """The report as a PDF.

    What the faces cannot draw is replaced as `typeset.pdf` says.
    """
    return typeset.pdf(TEMPLATE, words(page), machine_fonts=machine_fonts, unset=_UNSET)


def write(file: BinaryIO, page: ReportPage) -> int:
    """Write the report as a PDF and return how many reports that makes: one."""
    file.write(pdf(page))
    return 1


def words(page: ReportPage) -> dict[str, object]:
    """The words of the report as the template takes them."""
    return {
        "title": shown(page.title) or "A report",
        "setting": shown(page.setting),
        "dated": day(page.dated) if page.dated else "",
        "lead": [shown(each) for each in page.lead],
        "foot": shown(page.foot),
        "sections": [
            {
                "heading": shown(section.heading),
                "text": [shown(each) for each in section.text],
                "points": [shown(each) for each in section.points],
                "plot": bars(section.plot) if section.plot else None,
                "tables": [_table(each) for each in section.tables],
            }
            for section in page.sections
        ],
    }


def bars(plot: Bars) -> dict[str, object]:
    """A plot as a template takes it: each bar with its share of the longest."""
    most = max((value for _, value in plot.bars), default=0.0) or 1.0
    return {
        "unit": shown(plot.unit),
        "bars": [
            {"name": shown(name), "value": cell(round(value, 1)), "share": max(0.0, value / most)}
            for name, value in plot.bars
        ],
    }


def _table(table: ReportTable) -> dict[str, object]:
    return {
        "title": shown(table.title),
        "headings": [shown(each) for each in table.headings],
        "right": [_is_number(table, column) for column in range(len(table.headings))],
        "lines": [[cell(value) for value in line] for line in table.lines],
        "note": shown(table.note),
    }


def _is_number(table: ReportTable, column: int) -> bool:
    found = [line[column] for line in table.lines if line[column] not in (None, "")]
    return bool(found) and all(
        isinstance(value, (int, float)) and not isinstance(value, date) for value in found
    )
