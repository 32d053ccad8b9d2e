"""A report for Word: its headings, lists and tables as Word knows them, to be changed there.

Put together in memory. No word of the record is read as anything but text.
"""

import io
from typing import TYPE_CHECKING, BinaryIO

from sendtui.formats.report_text import cell
from sendtui.formats.wording import NO_DATE, day, shown
from sendtui.models.report_page import ReportPage, ReportTable

if TYPE_CHECKING:
    from docx.document import Document


def docx(page: ReportPage) -> bytes:
    """The report as a Word file."""
    import docx as word

    made = word.Document()
    about = made.core_properties
    about.title, about.author, about.comments, about.language = shown(page.title), "", "", "en-GB"
    about.created = about.modified = NO_DATE
    made.add_heading(shown(page.title), level=0)
    for line in (page.setting, day(page.dated) if page.dated else "", *page.lead):
        if line:
            made.add_paragraph(shown(line))
    for section in page.sections:
        made.add_heading(shown(section.heading), level=1)
        for each in section.text:
            made.add_paragraph(shown(each))
        for each in section.points:
            made.add_paragraph(shown(each), style="List Bullet")
        for table in section.tables:
            _add(made, table)
    if page.foot:
        made.sections[0].footer.paragraphs[0].text = shown(page.foot)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def write(file: BinaryIO, page: ReportPage) -> int:
    """Write the report for Word and return how many reports that makes: one."""
    file.write(docx(page))
    return 1


def _add(made: "Document", table: ReportTable) -> None:
    if table.title:
        made.add_heading(shown(table.title), level=2)
    grid = made.add_table(rows=1, cols=len(table.headings), style="Light Grid Accent 1")
    for box, heading in zip(grid.rows[0].cells, table.headings, strict=True):
        box.text = shown(heading)
    _repeat_on_each_page(grid.rows[0])
    for line in table.lines:
        for box, value in zip(grid.add_row().cells, line, strict=True):
            box.text = cell(value)
    made.add_paragraph(shown(table.note))


def _repeat_on_each_page(row: object) -> None:
    """Say that this line is the table's heading, to Word and to a screen reader."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # type: ignore[attr-defined]
