"""Bring back what was undone last. 1 where there is nothing to redo."""

from argparse import ArgumentParser

from sendtui.commands.call import Call
from sendtui.commands.reversing import Words, add_words, reverse

WORDS = Words("redone", "Back again", "Redo would bring back", "There is nothing to redo.")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser)


def run(call: Call) -> int:
    """Redo and say what."""
    from sendtui.services import past

    return reverse(call, WORDS, past.can_redo, past.redo)
