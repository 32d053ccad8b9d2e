"""Steps that the tests of the exchange share."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from tests.screens.opened import seen
from tests.screens.waiting import until


async def go(pilot: Pilot[Any], key: str, *words: str) -> None:
    """Open the exchange and one of its parts."""
    await pilot.press("f6")
    await seen(pilot, "Bring in a school’s list", "1 To whom")
    await pilot.press(key)
    await seen(pilot, *words)


async def name(pilot: Pilot[Any], path: Path, at: str = "#path") -> None:
    """Give a path where one is asked for."""
    pilot.app.screen.query_one(at).value = str(path)
    await pilot.press("enter")


async def noted(pilot: Pilot[Any], words: str) -> None:
    """Wait until these words have been said in passing."""

    def said() -> bool:
        return any(words in each.message for each in pilot.app._notifications)

    await until(pilot, f"“{words}” is said", said)
