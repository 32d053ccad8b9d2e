"""How far a long reading or writing is, told by the thread that does it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.message import Message

from sendtui.screens.base import DataScreen


class HowFar(Message):
    """So many are done, in words."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said


def telling(screen: DataScreen[Any], words: str) -> Callable[[int, int], None]:
    """What a service calls as it goes on: the screen hears a `HowFar`; a total of 0 is unknown."""

    def move(done: int, total: int) -> None:
        of_all = f" of {total:,}" if total else ""
        # The app may have gone while its last writing runs on.
        with suppress(RuntimeError):
            screen.post_message(HowFar(f"{words} {done:,}{of_all} …"))

    return move
