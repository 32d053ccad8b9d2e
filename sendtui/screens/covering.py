"""What was shown though it is confidential, taken off every screen when the file is locked.

A screen that is covered draws nothing until it has been read anew. What lay over it, such as a
form, a notice or a second screen, is left when the file is opened again: what was typed there is
kept as a draft.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from textual.app import App

COVERED = "-covered"
"""The class of a screen whose words are not drawn."""

LEFT = "-left"
"""The class of a screen that is left as soon as it comes to the front."""


def cover(stacks: Iterable[Sequence[Screen[Any]]]) -> None:
    """Cover every screen of every place; all but the lowest are to be left."""
    for stack in stacks:
        for place, screen in enumerate(stack):
            screen.add_class(COVERED)
            screen.set_class(place > 0, LEFT)


def leave_covered(app: "App[Any]") -> None:
    """Leave what lay over the screen that is in front now."""
    while len(app.screen_stack) > 1 and app.screen.has_class(LEFT):
        app.screen.dismiss(None)
