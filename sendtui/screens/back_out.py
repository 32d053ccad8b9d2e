"""Backing out of what stands in front, as Escape would, so that one can go elsewhere."""

import asyncio
from collections.abc import Collection

from textual.app import App
from textual.screen import Screen

from sendtui.screens.keyboard import BEHIND, GLANCE

MOST = 12
"""Presses of Escape that lead from anywhere to the start of a place."""


async def back_out(app: App[None], *, pages: bool) -> bool:
    """Leave the boxes in front, and with `pages` what is open over the place too.

    What asks before it is left asks here as well; False where somebody stays.
    """
    for _ in range(MOST):
        front = app.screen
        if len(app.screen_stack) < 2 or not (pages or front.is_modal):
            return True
        active = front.active_bindings.get("escape")
        if active is None:
            return False
        before = set(app.workers)
        await app.run_action(active.binding.action, active.node)
        if await _asked(app, front, before) and front in app.screen_stack:
            return False
    return False


async def _asked(app: App[None], front: Screen[object], before: Collection[object]) -> bool:
    """Wait until leaving is done with; whether something was asked first."""
    asked = False
    while front in app.screen_stack:
        if app.screen is not front:
            asked = True
        elif not any(
            each.node is front and not each.is_finished and each.group not in BEHIND
            for each in app.workers
            if each not in before
        ):
            break
        await asyncio.sleep(GLANCE)
    # Whoever waited for what is left may have something in front of it by now.
    await asyncio.sleep(GLANCE)
    return asked
