"""The smallest app a widget can stand in: a day, and services run off the event loop."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from sendtui import screens
from sendtui.screens.widgets.face import BREAKPOINTS

BRACKETS = "Quill [/x] [bold]feather"
HEBREW = "זפיר נוצה"
ODD = {"brackets": BRACKETS, "right to left": HEBREW, "wide": "花子 羽毛"}
"""Names that have broken tables before, all made up."""


class Stand(App[None]):
    """An app holding the widgets under test and keeping what they say."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    today = date(2026, 11, 22)
    data_version = 1

    CSS_PATH = Path(screens.__file__).with_name("app.tcss")

    def __init__(self, *widgets: Widget, keep: tuple[type[Message], ...] = ()) -> None:
        super().__init__()
        self.widgets = widgets
        self.keep = keep
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self.widgets

    def hear(self, message: Message) -> None:
        """Keep a message of the kinds asked for, once, however far it bubbles."""
        if isinstance(message, self.keep) and message not in self.said:
            self.said.append(message)

    async def call(self, service: Callable[..., Any], *args: object, **kwargs: object) -> Any:
        """Run a service on a thread of the default executor."""
        job = partial(service, None, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(None, job)


def drive(
    app: Stand,
    steps: Callable[[Pilot[Any]], Coroutine[Any, Any, None]],
    size: tuple[int, int] = (80, 24),
) -> None:
    """Run an app headless and drive it."""

    async def run() -> None:
        async with app.run_test(size=size, message_hook=app.hear, notifications=True) as pilot:
            await steps(pilot)
            await app.workers.wait_for_complete()

    asyncio.run(run())
