"""A form for views as a workbook, and what comes back on it: workbook, Word or plain text.

Whatever comes back is text: nothing in it is calculated, run or taken for a command.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sendtui.formats.letter_words import words
from sendtui.formats.wording import NO_DATE
from sendtui.models.letter_page import LetterPage

LONGEST = 20_000
"""The characters of an answer that are kept."""

MOST = 100
"""The questions a form may have."""

_QUESTION = re.compile(r"^\s*(\d{1,3})[.)]\s+(.+?)\s*$")
_LINE = re.compile(r"^[\s>_]+|[\s_]+$")
_BOXES = re.compile(r"\[\s*([^\]]*?)\s*\]\s*([^\[]+)")
_CHOICES = re.compile(r"\s*\((?:[^(),]+,)+[^(),]+\)$")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of a form and what was written under it."""

    question: str
    answer: str


def xlsx(page: LetterPage) -> bytes:
    """A form as a workbook: a question to a line, its answer beside it."""
    from xlsxwriter import Workbook

    own, made = words(page), io.BytesIO()
    book = Workbook(made, {"in_memory": True, "strings_to_formulas": False,
                           "strings_to_numbers": False, "strings_to_urls": False})  # fmt: skip
    book.set_properties({"title": own.title, "author": "", "created": NO_DATE})
    sheet = book.add_worksheet("Your views")
    plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 45, plain)
    sheet.set_column(1, 1, 70, plain)
    sheet.write_string(0, 0, own.title, bold)
    asked = [part for part in own.parts if part.kind in ("ask", "faces")]
    for row, part in enumerate(asked, start=1):
        choices = f" ({', '.join(part.answers)})" if part.answers else ""
        sheet.write_string(row, 0, f"{row}. {part.text}{choices}", bold)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return made.getvalue()


def in_text(text: str) -> tuple[Answered, ...]:
    """The numbered questions of a form as text or Word, each with what stands under it."""
    found, answer = list[tuple[str, list[str]]](), list[str]()
    for line in text.splitlines():
        asked = _QUESTION.match(line)
        # Numbers go up: a list that somebody writes into an answer begins anew.
        if asked and int(asked[1]) == len(found) + 1 and len(found) < MOST:
            answer = []
            found.append((asked[2], answer))
        elif re.match(r"^(Name|Date):", line):
            answer = []
        else:
            answer.append(_ticked(_LINE.sub("", line)))
    return tuple(_answered(question, lines) for question, lines in found)


def in_lines(lines: Iterable[tuple[int, list[str]]]) -> tuple[Answered, ...]:
    """The same of a workbook: the question in one cell, the answer in those after it."""

    def each() -> Iterator[Answered]:
        number = 0
        for _, cells in lines:
            asked = _QUESTION.match(cells[0]) if cells else None
            if asked and int(asked[1]) == number + 1 and number < MOST:
                number += 1
                yield _answered(asked[2], [cell for cell in cells[1:] if cell.strip()])

    return tuple(each())


def _ticked(line: str) -> str:
    """A line of boxes as the words beside those that are ticked; any other line as it is."""
    if not line.startswith("["):
        return line
    return ", ".join(words.strip() for mark, words in _BOXES.findall(line) if mark)


def _answered(question: str, lines: Iterable[str]) -> Answered:
    said = "\n".join(line.strip() for line in lines if line.strip())
    return Answered(_CHOICES.sub("", question), said[:LONGEST])
