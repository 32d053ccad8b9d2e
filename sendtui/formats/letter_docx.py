"""A letter or a form for Word: headings, lists and a title as Word knows them, to be changed there.

Put together in memory. Nothing in it runs, and no word of the record is read as anything but text.
"""

import io
from typing import TYPE_CHECKING

from sendtui.formats.letter_words import Block, LetterWords, words
from sendtui.formats.wording import NO_DATE
from sendtui.models.letter_page import LetterPage

if TYPE_CHECKING:
    from docx.document import Document


LINES = 3
"""The lines to write on under a question."""

_LINE = "_" * 60


def docx(page: LetterPage, *, large: bool = False) -> bytes:
    """The letter as a Word file; `large` sets every word at 18 points or more."""
    import docx as word
    from docx.shared import Pt

    own, made = words(page), word.Document()
    _say_what_it_is(made, own)
    made.styles["Normal"].font.size = Pt(18 if large else 11.5)
    if own.answer_by:
        made.sections[0].header.paragraphs[0].add_run(own.answer_by).bold = True
    for line in (own.setting, *own.head, "", *own.to, "", own.dated, "", own.greeting):
        made.add_paragraph(line)
    made.add_heading(own.title, level=0)
    number = 0
    for part in own.parts:
        number += part.kind in ("ask", "faces")
        _add(made, part, number)
    for line in ("", *own.ending):
        made.add_paragraph(line)
    for each in own.sign:
        made.add_paragraph(f"{each}: {_LINE[:40]}")
    for each in own.notes:
        made.add_paragraph(each)
    if large:
        _no_smaller(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _say_what_it_is(made: "Document", own: LetterWords) -> None:
    about = made.core_properties
    about.title, about.author, about.comments, about.language = own.title, "", "", "en-GB"
    about.created = about.modified = NO_DATE


def _add(made: "Document", part: Block, number: int) -> None:
    if part.kind == "heading":
        made.add_heading(part.text, level=1)
    elif part.kind == "points":
        for each in part.points:
            made.add_paragraph(each, style="List Bullet")
    elif part.kind in ("ask", "faces"):
        made.add_paragraph(f"{number}. {part.text}").runs[0].bold = True
        if part.answers:
            made.add_paragraph("     ".join(f"[  ] {each}" for each in part.answers))
        else:
            for _ in range(LINES):
                made.add_paragraph(_LINE)
    else:
        made.add_paragraph(part.text)


def _no_smaller(made: "Document") -> None:
    from docx.shared import Pt

    for name in ("Heading 1", "Title", "List Bullet", "Header"):
        made.styles[name].font.size = Pt(22 if name in ("Heading 1", "Title") else 18)
