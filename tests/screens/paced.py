"""Keys at the pace of the app: on as soon as a key has been worked through, and not before.

The framework's pilot sleeps two fiftieths of a second after each key, and more until the processor
rests, whether anything is done or not. It also draws what changes on the way; here the screen is
drawn once a key has been worked through, as slow terminals do: a fifth of the time went there.
"""

import asyncio
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import pytest
from textual.app import App
from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.screen import Screen

from sendtui.screens.desk import Desk

TURN = 0.002
"""Seconds the event loop is given between two looks."""

LONGEST = 5.0
"""Seconds after which a key is taken as worked through; a test waits for what is meant besides."""


class Pace:
    """How many readings and writings are asked for and not answered, and whether an app rests."""

    def __init__(self) -> None:
        self.asked = 0

    def is_busy(self, app: App[Any]) -> bool:
        """Whether keys wait to be delivered, or something is read or written."""
        keyboard: Any = getattr(app, "keyboard", None)
        if keyboard is not None and keyboard.is_delivering:
            return True
        # What is asked of a locked case file waits until somebody opens it.
        return self.asked > 0 and not getattr(app, "is_locked", False)

    async def rest(self, app: App[Any]) -> None:
        """Wait until an app rests: seen so twice, for an answer may ask for more."""
        clock = asyncio.get_running_loop().time
        ends, rested = clock() + LONGEST, 0
        while rested < 2 and clock() < ends:
            await _passed(app)
            rested = 0 if self.is_busy(app) else rested + 1
            if not rested:
                await asyncio.sleep(TURN)
        draw(app)

    async def press(self, app: App[Any], keys: Iterable[str]) -> None:
        """Press keys, each once the one before has been worked through."""
        for key in keys:
            assert app._driver is not None
            name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
            event = Key(name, _character(name))
            event.set_sender(app)
            app._driver.send_message(event)
            await self.rest(app)


def keep_pace(patch: pytest.MonkeyPatch) -> None:
    """Let every pilot press its keys so, and pause until the app rests."""
    pace, call, pause = Pace(), Desk.call, Pilot.pause

    async def counted(desk: Desk, *what: Any, **how: Any) -> Any:
        pace.asked += 1
        try:
            return await call(desk, *what, **how)
        finally:
            pace.asked -= 1

    async def rested(pilot: Pilot[Any], delay: float | None = None) -> None:
        if delay is not None:
            await pause(pilot, delay)
            return
        await pilot._wait_for_screen()
        await pace.rest(pilot.app)

    patch.setattr(Desk, "call", counted)
    patch.setattr(App, "_press_keys", lambda app, keys: pace.press(app, keys))
    patch.setattr(Pilot, "pause", rested)
    patch.setattr(Screen, "_compositor_refresh", _draw_later)


_draw = Screen._compositor_refresh


def draw(app: App[Any]) -> None:
    """Draw what has changed on the screen in front."""
    if app.screen_stack and app._exception is None and not app._batch_count:
        _draw(app.screen)


def _draw_later(screen: Screen[Any]) -> None:
    """Leave it to `draw`; what is behind hands on to the screen in front what is to be drawn."""
    if screen is not screen.app.screen:
        _draw(screen)
        return
    screen._dirty_widgets.clear()
    screen.app._update_mouse_over(screen)


async def _passed(app: App[Any]) -> None:
    """Let what has been sent by now be seen to, and drawn."""
    if app._exception is not None or not app.screen_stack:
        return
    for node in (app, app.screen, app.focused or app.screen):
        done = asyncio.Event()
        if node.call_later(done.set):
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await done.wait()
    if app.screen_stack:
        app.screen._on_timer_update()


def _character(key: str) -> str | None:
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        return key if len(key) == 1 else None
