"""Waits that name what did not happen."""

import asyncio
from collections.abc import Callable

from textual.pilot import Pilot

from tests.screens.paced import draw

TURN = 0.005
"""Seconds the event loop is given between two looks."""


async def until(pilot: Pilot[object], what: str, happened: Callable[[], object]) -> None:
    """Let the app work until something is so; after twenty seconds fails with what is shown."""
    ends = asyncio.get_running_loop().time() + 20
    while not happened():
        if pilot.app._exception is not None:
            # What comes after the app has broken never happens: its own error says more.
            raise pilot.app._exception
        if asyncio.get_running_loop().time() > ends:
            raise AssertionError(f"never happened: {what}\n{text_of(pilot)}")
        await asyncio.sleep(TURN)
    await pilot._wait_for_screen()
    draw(pilot.app)


def text_of(pilot: Pilot[object]) -> str:
    """What a person sees on the screen now, line by line, without its colours."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips(screen.size)
    return "\n".join(strip.text.rstrip() for strip in strips)
