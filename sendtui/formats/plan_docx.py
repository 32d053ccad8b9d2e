"""A plan for Word: every part under its own heading, to be changed there.

Put together in memory. No word of the record is read as anything but text.
"""

import io
from typing import TYPE_CHECKING

from sendtui.formats.page_words import Block, Said
from sendtui.formats.plan_words import words
from sendtui.formats.wording import NO_DATE
from sendtui.models.plan_page import PlanPage

if TYPE_CHECKING:
    from docx.document import Document


def docx(page: PlanPage, *, large: bool = False) -> bytes:
    """The plan as a Word file; `large` sets every word at 18 points or more."""
    import docx as word
    from docx.shared import Pt

    own, made = words(page), word.Document()
    about = made.core_properties
    about.title, about.author, about.comments, about.language = own.title, "", "", "en-GB"
    about.created = about.modified = NO_DATE
    made.styles["Normal"].font.size = Pt(18 if large else 11)
    if large:
        for name in ("Title", "Heading 1", "Heading 2"):
            made.styles[name].font.size = Pt(22)
    made.add_heading(own.title, level=0)
    for line in (" · ".join(own.where), own.edition):
        made.add_paragraph(line)
    for each in own.facts:
        _say(made, each)
    for section in own.sections:
        made.add_heading(section.heading, level=1)
        for block in section.blocks:
            _add(made, block)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _add(made: "Document", block: Block) -> None:
    if block.heading:
        made.add_heading(block.heading, level=2)
    for each in block.lines:
        _say(made, each)


def _say(made: "Document", said: Said) -> None:
    line = made.add_paragraph()
    if said.label:
        line.add_run(f"{said.label}: ").bold = True
    line.add_run(said.text)
