"""Reverse your last act; nothing is taken out of the history. 1 where there is nothing to undo."""

from argparse import ArgumentParser

from sendtui.commands.call import Call
from sendtui.commands.reversing import Words, add_words, reverse

WORDS = Words("undone", "Undone", "Undo would reverse", "There is nothing of yours to undo.")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser)


def run(call: Call) -> int:
    """Undo and say what."""
    from sendtui.services import past

    return reverse(call, WORDS, past.can_undo, past.undo)
