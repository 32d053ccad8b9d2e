"""One key after the other: each is delivered once the one before has done what it does.

Somebody who types quickly has pressed the next keys before a form is open or the next field has
the keys. Those keys wait here, and go where they were meant to go.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress

from textual.app import App, ScreenStackError
from textual.dom import DOMNode
from textual.events import Event, Key, Paste
from textual.screen import Screen

PATIENCE = 2.0
"""Seconds that keys which lead away, such as Escape, wait for one before them."""

LONGEST = 20.0
"""Seconds that what is typed waits: a slow moment must not send words where they are commands."""

GLANCE = 0.01
"""Seconds between two looks at whether what was asked for has come."""

BEHIND = frozenset(
    (
        "drafts",
        "figures",
        "fit",
        "folder",
        "load",
        "look",
        "look-up",
        "pupils",
        "read",
        "rows",
        "strength",
        "warm-up",
    )
)
"""The work that goes on behind the keys; any other may be about to ask something."""


class Keyboard:
    """The keys that have been pressed and not yet been delivered."""

    def __init__(self, app: App[None], deliver: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._waiting: deque[Event] = deque()
        self._delivering: asyncio.Task[None] | None = None

    @property
    def is_delivering(self) -> bool:
        """Whether a key has not yet done what it does."""
        return self._delivering is not None and not self._delivering.done()

    def take(self, event: Event) -> None:
        """Deliver a key or a paste in its turn."""
        self._waiting.append(event)
        if not self.is_delivering:
            self._delivering = asyncio.create_task(self._deliver_all())

    async def _deliver_all(self) -> None:
        while self._waiting and self._app.is_running:
            try:
                await self._deliver_one(self._waiting.popleft())
            except ScreenStackError:
                return  # The app is ending.
            except Exception as error:  # as in Textual's own pump: the app ends, with a report
                self._app._handle_exception(error)

    async def _deliver_one(self, event: Event) -> None:
        app = self._app
        screen, target = app.screen, app.focused or app.screen
        workers = set(app.workers)
        await self._deliver(event)
        settling = asyncio.create_task(self._settled(target, screen, workers))
        await asyncio.wait((settling,), timeout=PATIENCE)
        ends = asyncio.get_running_loop().time() + LONGEST
        while not settling.done() and asyncio.get_running_loop().time() < ends:
            if not all(_is_typed(each) for each in self._waiting):
                break
            await asyncio.wait((settling,), timeout=GLANCE)
        if not settling.cancel():
            settling.result()
        if app.is_running and app.screen is not screen:
            self._forget_repeats(event)

    async def _settled(
        self, target: DOMNode, before: Screen[object], workers: Collection[object]
    ) -> None:
        # First the key itself passes, then what was sent because of it.
        await _passed(target)
        await _passed(target)
        await self._answered(before, workers)

    async def _answered(self, before: Screen[object], workers: Collection[object]) -> None:
        """Wait for the screen a key has asked for, until it is there and has put the keys."""
        app = self._app
        while app.is_running and app.screen is before:
            begun = (worker for worker in app.workers if worker not in workers)
            if all(worker.is_finished or worker.group in BEHIND for worker in begun):
                return
            await asyncio.sleep(GLANCE)
        if app.is_running:
            await _passed(app.screen)

    def _forget_repeats(self, event: Event) -> None:
        """A key that has led elsewhere, and was pressed again before that was seen, meant the same.

        Escape alone may well be meant twice.
        """
        if not isinstance(event, Key) or event.key == "escape":
            return
        while self._waiting:
            first = self._waiting[0]
            if not isinstance(first, Key) or first.key != event.key:
                return
            self._waiting.popleft()


def _is_typed(event: Event) -> bool:
    """Whether it may be meant for a field: text, and how one goes on in it."""
    if isinstance(event, Key):
        return event.is_printable or event.key in _IN_A_FIELD
    return isinstance(event, Paste)


_IN_A_FIELD = frozenset(("backspace", "enter", "space", "tab"))


async def _passed(node: DOMNode) -> None:
    """Wait until a node and all that hold it have seen to what had been sent to them by now."""
    for each in node.ancestors_with_self:
        arrived = asyncio.Event()
        if each.call_later(arrived.set):
            # One that has been taken away sees to nothing more.
            while not (arrived.is_set() or each._closed):
                with suppress(TimeoutError):
                    await asyncio.wait_for(arrived.wait(), GLANCE)
