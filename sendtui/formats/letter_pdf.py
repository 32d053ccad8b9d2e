"""A letter or a form as an accessible PDF: tagged, PDF/UA-1, in standard or large print."""

from collections.abc import Sequence
from dataclasses import asdict

from sendtui.formats import typeset
from sendtui.formats.letter_words import words
from sendtui.models.letter_page import LetterPage

TEMPLATE = "letter.typ"
_UNSET = "The letter could not be set as a PDF. Its text can still be made with --text."


def pdf(page: LetterPage, *, large: bool = False, machine_fonts: bool = True) -> bytes:
    """The letter as a PDF; `large` sets every word at 18 points or more.

    What the faces cannot draw is replaced as `typeset.pdf` says.
    """
    return several(((page, large),), machine_fonts=machine_fonts)


def several(
    pages: Sequence[tuple[LetterPage, bool]], title: str = "", *, machine_fonts: bool = True
) -> bytes:
    """Several letters as one PDF, each from its own page 1 and in large print where it says so."""
    return typeset.pdf(TEMPLATE, _words(pages, title), machine_fonts=machine_fonts, unset=_UNSET)


def _words(pages: Sequence[tuple[LetterPage, bool]], title: str) -> dict[str, object]:
    letters = [{**asdict(words(page)), "large": large} for page, large in pages]
    return {"title": title or letters[0]["title"], "letters": letters}
