"""A plan as an accessible PDF: tagged, PDF/UA-1, in standard or large print."""

from dataclasses import asdict

from sendtui.formats import typeset
from sendtui.formats.plan_words import words
from sendtui.models.plan_page import PlanPage

# A plan has what a cycle has: facts, then parts with their lines.
TEMPLATE = "cycle.typ"
_UNSET = "The plan could not be set as a PDF. Its plain text can still be made with --text."


def pdf(page: PlanPage, *, large: bool = False, machine_fonts: bool = True) -> bytes:
    """The plan as a PDF; `large` sets every word at 18 points or more.

    What the faces cannot draw is replaced as `typeset.pdf` says.
    """
    own = asdict(words(page))
    return typeset.pdf(TEMPLATE, own, large=large, machine_fonts=machine_fonts, unset=_UNSET)
