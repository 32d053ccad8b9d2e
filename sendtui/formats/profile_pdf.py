"""A one-page profile as an accessible PDF: tagged, PDF/UA-1, in standard or large print."""

from dataclasses import asdict

from sendtui.formats import typeset
from sendtui.formats.profile_words import words
from sendtui.models.pages import ProfilePage

TEMPLATE = "profile.typ"
_UNSET = "The profile could not be set as a PDF. Its plain text can still be made with --text."


def pdf(page: ProfilePage, *, large: bool = False, machine_fonts: bool = True) -> bytes:
    """The profile as a PDF; `large` sets every word at 18 points or more, on more pages if need be.

    What the faces cannot draw is replaced as `typeset.pdf` says.
    """
    own = asdict(words(page))
    return typeset.pdf(TEMPLATE, own, large=large, machine_fonts=machine_fonts, unset=_UNSET)


def pages(page: ProfilePage, *, large: bool = False) -> int:
    """How many A4 pages the profile fills."""
    return typeset.pages(TEMPLATE, asdict(words(page)), large=large)
