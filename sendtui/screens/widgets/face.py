"""What screens and widgets ask of the app they stand in."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from textual.dom import DOMNode
from textual.widget import Widget
from textual.worker import WorkType

P = ParamSpec("P")
T = TypeVar("T")

BREAKPOINTS: list[tuple[int, str]] = [(0, "-narrow"), (100, "-wide"), (150, "-very-wide")]
"""The classes a screen carries by its width in cells; styles hang on them."""


class Face(Protocol):
    """The app as its screens see it."""

    today: date
    """The day the rules reckon from."""

    data_version: int
    """The newest data version the app has seen; moves when any process has committed."""

    author: str
    """Who is at the keyboard."""

    setting_name: str
    """The setting whose record this is."""

    is_authority: bool
    """Whether that setting is a local authority; otherwise it is a school."""

    read_only: bool
    """Whether nothing may be changed."""

    path: Path
    """Where the case file lies, or the register it stands for."""

    def open_today(self) -> None:
        """Show what is due."""
        ...

    def open_register(self, view: str = "") -> None:
        """Show the register; `view` is a question kept under a name, to be asked there."""
        ...

    def take_view(self) -> str:
        """The view that the register was opened for, once; "" for none."""
        ...

    def open_pupil(self, pupil: str, part: str = "", record: str = "") -> None:
        """Show a pupil; `part` and `record` say where in all that is held about them."""
        ...

    def leave_pupil(self) -> None:
        """Go back to where the pupil was opened from."""
        ...

    def forget_pupil(self, pupil: str) -> None:
        """Leave a pupil who was erased: nothing leads back to them."""
        ...

    def open_calendar(self) -> None:
        """Show what has a day, month by month."""
        ...

    def open_exchange(self, part: str = "") -> None:
        """Show imports, exports and sealed files."""
        ...

    def call(
        self, service: "Callable[Concatenate[Any, P], T]", /, *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """Run a service on the open case file, off the event loop; gives what it gives."""
        ...


def face(node: DOMNode) -> Face:
    """The app that a screen or widget stands in."""
    return cast(Face, node.app)


def job(
    work: Callable[P, Coroutine[Any, Any, None]], *args: P.args, **kwargs: P.kwargs
) -> WorkType[None]:
    """Work for `run_worker` that has not begun, so that dropping it early leaves nothing behind."""
    return partial(work, *args, **kwargs)


async def refill(box: Widget, *widgets: Widget) -> None:
    """Put these in a box in place of all that it holds.

    It goes to its end even where the reading that asked for it is dropped: whoever waits for a
    widget to leave and is dropped ends that widget's own task as cancelled, and the app, which
    waits for the same task when it closes, would end so too.
    """

    async def swap() -> None:
        await box.remove_children()
        if box.is_attached:
            await box.mount(*widgets)

    await asyncio.shield(swap())
