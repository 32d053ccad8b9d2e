"""One key after the other: each is delivered once the one before has done what it does.

Somebody who types quickly has pressed the next keys before a form is open or the next field has
the keys. Those keys wait here, and go where they were meant to go.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import chain
from weakref import WeakKeyDictionary

from textual.app import App, ScreenStackError
from textual.dom import DOMNode
from textual.events import Event, Key, Paste
from textual.screen import Screen
from textual.worker import Worker

PATIENCE = 2.0
"""Seconds that keys which lead away, such as Escape, wait for one before them."""

LONGEST = 20.0
"""Seconds that the others wait: a slow moment must not send words where they are commands."""

AWAY = frozenset(("escape", "ctrl+q", "ctrl+l", *(f"f{number}" for number in range(2, 9))))
"""The keys that lead away from what has not come yet."""

WHILE_LOCKED = frozenset(("escape", "ctrl+q"))
"""Those of them while the case file is being opened: the others lead to what is behind."""

GLANCE = 0.01
"""Seconds between two looks at whether what was asked for has come."""

QUICK = 50
"""Turns of the event loop in which a key has passed, as a rule; after them the looks are rarer."""

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


@dataclass(frozen=True, slots=True)
class Before:
    """What there was when a key was pressed: the screen in front, all screens, and all work."""

    front: Screen[object]
    screens: frozenset[Screen[object]]
    workers: frozenset[Worker[object]]


class Keyboard:
    """The keys that have been pressed and not yet been delivered."""

    def __init__(self, app: App[None], deliver: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._waiting: deque[Event] = deque()
        self._delivering: asyncio.Task[None] | None = None
        self._askers: WeakKeyDictionary[Screen[object], list[Worker[object]]] = WeakKeyDictionary()
        """What goes on once a box has been answered: it may ask for more."""

    @property
    def is_delivering(self) -> bool:
        """Whether a key has not yet done what it does."""
        return self._delivering is not None and not self._delivering.done()

    @property
    def _is_locked(self) -> bool:
        return bool(getattr(self._app, "is_locked", False))

    def take(self, event: Event) -> None:
        """Deliver a key or a paste in its turn."""
        self._waiting.append(event)
        if not self.is_delivering:
            self._delivering = asyncio.create_task(self._deliver_all())

    def _forget_typed(self) -> None:
        """Drop the words that wait, up to the first key that leads somewhere."""
        while self._waiting and _is_typed(self._waiting[0]):
            self._waiting.popleft()

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
        screens = frozenset(chain.from_iterable(app._screen_stacks.values()))
        before = Before(screen, screens, frozenset(app.workers))
        was_locked = self._is_locked
        await self._deliver(event)
        settling = asyncio.create_task(self._settled(target, before))
        await asyncio.wait((settling,), timeout=PATIENCE)
        ends = asyncio.get_running_loop().time() + LONGEST
        while not settling.done() and asyncio.get_running_loop().time() < ends:
            away = WHILE_LOCKED if self._is_locked else AWAY
            if any(isinstance(each, Key) and each.key in away for each in self._waiting):
                break
            await asyncio.wait((settling,), timeout=GLANCE)
        if not settling.cancel():
            settling.result()
        if app.is_running and app.screen is not screen:
            self._forget_repeats(event)
        if was_locked and not self._is_locked:
            # Whoever saw nothing happen typed the passphrase again: here its letters command.
            self._forget_typed()

    async def _settled(self, target: DOMNode, before: Before) -> None:
        # First the key itself passes, then what was sent because of it.
        await _passed(target)
        await _passed(target)
        # A list below the line one types into may have been told to open what it is at.
        for each in before.front.query("Grid"):
            await _passed(each)
        await self._answered(before)

    async def _answered(self, before: Before) -> None:
        """Wait for what a key has asked for, until it is there and has put the keys."""
        app, seen = self._app, before.front
        while app.is_running:
            if not app.screen_stack:
                # Between two places there is none in front.
                await asyncio.sleep(GLANCE)
            elif app.screen is not seen:
                # What it does when it comes to the front is begun by then.
                seen = app.screen
                await _passed(seen)
            elif working := self._working(before):
                is_coming = any(each.group in ("go", "load") for each in working)
                if seen not in before.screens and (seen.is_modal or not is_coming):
                    self._askers[seen] = working
                    return
                await asyncio.sleep(GLANCE)
            else:
                return

    def _working(self, before: Before) -> list[Worker[object]]:
        """The work begun since, and that which waited for a box that has been left.

        A screen that is new has no use for keys before it has been read for the first time.
        """
        front = self._app.screen
        is_left = not before.front.is_attached
        going_on = self._askers.get(before.front, ()) if is_left else ()
        return [
            each
            for each in self._app.workers
            if (each not in before.workers or each in going_on)
            and not each.is_finished
            and (
                each.group not in BEHIND
                or (each.group == "load" and each.node is front not in before.screens)
            )
        ]

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
    """Whether it is text, or what one ends or mends a text with."""
    if isinstance(event, Key):
        return event.is_printable or event.key in ("enter", "backspace")
    return isinstance(event, Paste)


async def _passed(node: DOMNode) -> None:
    """Wait until a node and all that hold it have seen to what had been sent to them by now."""
    for each in node.ancestors_with_self:
        arrived = asyncio.Event()
        if each.call_later(arrived.set):
            turns = 0
            # One that has been taken away sees to nothing more.
            while not (arrived.is_set() or each._closed):
                await asyncio.sleep(0 if turns < QUICK else GLANCE)
                turns += 1
