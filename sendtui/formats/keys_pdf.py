"""The key card as an accessible PDF: tagged, PDF/UA-1, two columns, in standard or large print."""

from collections.abc import Sequence

from sendtui.formats import typeset

TEMPLATE = "keys.typ"

Place = tuple[str, Sequence[tuple[str, str]]]
"""A place of the app, and its keys with what they do."""


def pdf(card: Sequence[Place], *, large: bool = False) -> bytes:
    """The card as a PDF."""
    places = [
        {"place": place, "keys": [{"key": key, "does": does} for key, does in keys]}
        for place, keys in card
    ]
    return typeset.pdf(
        TEMPLATE, {"places": places}, large=large, unset="The key card could not be set as a PDF."
    )
