"""A cycle as an accessible PDF: tagged, PDF/UA-1, in standard or large print."""

from dataclasses import asdict

from sendtui.formats import typeset
from sendtui.formats.cycle_words import words
from sendtui.models.cycle_page import CyclePage

TEMPLATE = "cycle.typ"
_UNSET = "The cycle could not be set as a PDF. “sendtui cycle show” prints it as text."


def pdf(page: CyclePage, *, large: bool = False, machine_fonts: bool = True) -> bytes:
    """The cycle as a PDF; `large` sets every word at 18 points or more.

    What the faces cannot draw is replaced as `typeset.pdf` says.
    """
    own = asdict(words(page))
    return typeset.pdf(TEMPLATE, own, large=large, machine_fonts=machine_fonts, unset=_UNSET)


def pages(page: CyclePage, *, large: bool = False) -> int:
    """How many A4 pages the cycle fills."""
    return typeset.pages(TEMPLATE, asdict(words(page)), large=large)
