"""A report as plain text: Markdown, which reads well aloud and opens anywhere."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO

from sendtui.formats.wording import day, shown
from sendtui.models.report_page import Cell, ReportPage, ReportTable


def text(page: ReportPage) -> str:
    """The report as Markdown."""
    return "\n".join(_lines(page)).strip() + "\n"


def write(file: BinaryIO, page: ReportPage) -> int:
    """Write the report as text and return how many reports that makes: one."""
    file.write(text(page).encode("utf-8"))
    return 1


def cell(value: Cell) -> str:
    """A cell in words: days as 3 February 2026, numbers with thousands, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.1f}" if isinstance(value, float) else shown(value)


def _lines(page: ReportPage) -> Iterator[str]:
    yield f"# {shown(page.title)}"
    yield ""
    if page.setting:
        yield shown(page.setting)
    if page.dated:
        yield day(page.dated)
    yield ""
    for each in page.lead:
        yield from (shown(each), "")
    for section in page.sections:
        yield from (f"## {shown(section.heading)}", "")
        for each in section.text:
            yield from (shown(each), "")
        yield from (f"- {shown(each)}" for each in section.points)
        if section.points:
            yield ""
        for table in section.tables:
            yield from _table(table)
    if page.foot:
        yield shown(page.foot)


def _table(table: ReportTable) -> Iterator[str]:
    if table.title:
        yield from (f"### {shown(table.title)}", "")
    yield _columns(table.headings)
    yield _columns("---" for _ in table.headings)
    for line in table.lines:
        yield _columns(cell(value).strip() for value in line)
    yield ""
    if table.note:
        yield from (shown(table.note), "")


def _columns(cells: Iterable[str]) -> str:
    # A bar would begin a column of its own.
    return f"| {' | '.join(shown(each).replace('|', '/') for each in cells)} |"
