"""What every data screen shares: reading, writing, what went wrong, and help for what has focus."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from textual import on
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, TextArea

from sendtui.errors import DamagedError, LockedError, SendtuiError
from sendtui.screens.covering import COVERED, LEFT, leave_covered
from sendtui.screens.widgets.dialog import Notice
from sendtui.screens.widgets.face import BREAKPOINTS, Face, face, job
from sendtui.screens.widgets.grid import Grid

P = ParamSpec("P")
T = TypeVar("T")
D = TypeVar("D")

TOAST = 160
"""Characters an error may have to pass by as a toast; a longer one opens in a box to read."""

NOT_DRAWN = -1
"""A data version there never is: what is on the screen has not been read."""

READ_ONLY = "This file is open for reading only: nothing can be changed in it."


class DataMoved(Message):
    """The app has seen a newer data version: somebody, here or elsewhere, has committed."""

    def __init__(self, version: int) -> None:
        super().__init__()
        self.version = version


class DataScreen(Screen[D]):
    """A screen over the case file.

    Override `load` to read and draw; it runs when the screen is first shown, when it comes back
    after the data moved, and when they move under it. A newer run replaces an older one.
    Write with `act`, which is never cut short.
    """

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    help_text: str = ""
    """What the screen is for and what to do here, for the help on what has focus."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn_version: int | None = None
        self.is_always_fresh = False
        """Whether it is read anew each time it comes to the front, as after a lock."""

    @property
    def face(self) -> Face:
        """The app, as screens see it."""
        return face(self)

    async def load(self) -> None:
        """Read what the screen shows and draw it; to be overridden."""

    # Reading

    def reload(self) -> None:
        """Run `load` again; a run that has not ended is dropped."""
        self._drawn_version = self.face.data_version
        self.run_worker(job(self._guarded, self._load_and_draw), group="load", exclusive=True)

    async def _load_and_draw(self) -> None:
        await self.load()
        self.remove_class(COVERED)

    def look_up(self, reading: Callable[[], Awaitable[None]], *, group: str = "look-up") -> None:
        """Run another reading, such as a search as it is typed; a newer one drops an older one."""
        self.run_worker(job(self._guarded, reading), group=group, exclusive=True)

    async def ask(
        self, service: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a service gives, run off the event loop."""
        return await self.face.call(service, *args, **kwargs)

    # Writing

    def act(self, writing: Callable[[], Awaitable[None]]) -> None:
        """Run a writing to its end, whatever else is asked meanwhile; then draw what is new."""

        async def write_and_draw() -> None:
            await writing()
            self.reload()

        self.run_worker(job(self._guarded, write_and_draw), group="act", exclusive=False)

    def begin_asking(self, asking: Callable[[], Awaitable[None]], *, group: str = "asks") -> None:
        """Run what asks and then writes; where the file is only being read, say so instead."""
        if self.face.read_only:
            self.say(READ_ONLY)
        else:
            self.run_worker(job(self._guarded, asking), group=group)

    def keep_draft(self, key: str, raw: Mapping[str, str]) -> None:
        """Keep what is typed, by a worker that outlives the screen."""
        from sendtui.services import drafts

        keep = partial(self.ask, drafts.keep, key, raw)
        self.app.run_worker(job(self._guarded, keep), group="drafts")

    # What went wrong, and what went well

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except SendtuiError as error:
            self.say_error(error)
        except NoMatches:
            # What was read came back after the screen had been left: there is nobody to show it to.
            if self.is_attached and self.is_running:
                raise

    def say_error(self, error: SendtuiError) -> None:
        """Show an error: short ones pass by, long and grave ones stay until they are closed."""
        text = str(error)
        if isinstance(error, DamagedError | LockedError) or len(text) > TOAST or "\n" in text:
            self.app.push_screen(Notice("This did not work", text))
        else:
            self.app.notify(text, title="This did not work", severity="error", markup=False)

    def say(self, text: str) -> None:
        """Say in passing what has been done."""
        self.app.notify(text, markup=False)

    @on(Grid.Failed)
    def _rows_failed(self, event: Grid.Failed) -> None:
        event.stop()
        self.say_error(event.error)

    # Staying fresh

    def on_mount(self) -> None:
        """Read and draw for the first time."""
        self.reload()

    def on_screen_suspend(self) -> None:
        """Drop a reading that nobody waits for any more; it is done when the screen comes back."""
        # Under a box the screen is still seen.
        if self in self.app.screen_stack:
            return
        # What was shown before a lock is read anew after it: it may be veiled then.
        if self.workers.cancel_group(self, "load") or self.app.current_mode == "lock":
            self._drawn_version = NOT_DRAWN

    def on_screen_resume(self) -> None:
        """Draw again, if anything was committed while another screen was in front."""
        if self._drawn_version is None:
            return
        if self.has_class(LEFT):
            self.call_next(leave_covered, self.app)
        elif self.is_stale or self._drawn_version != self.face.data_version:
            self.reload()

    @property
    def is_stale(self) -> bool:
        """Whether what is drawn is not to be seen again before it has been read anew."""
        return self.is_always_fresh or self.has_class(COVERED)

    @property
    def is_up_to_date(self) -> bool:
        """Whether nothing was committed since this screen was last read."""
        return not self.is_stale and self._drawn_version == self.face.data_version

    def on_data_moved(self, event: DataMoved) -> None:
        """Draw again, for something was committed."""
        event.stop()
        if event.version != self._drawn_version or self.has_class(COVERED):
            self.reload()


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """A key, what it does, and whether it can be used now."""

    key: str
    does: str
    action: str
    is_enabled: bool


def help_for(node: DOMNode | None) -> tuple[str, ...]:
    """What the focused widget and all that hold it say about themselves, nearest first."""
    if node is None:
        return ()
    told: dict[str, None] = {}
    for each in node.ancestors_with_self:
        text = getattr(each, "help_text", "")
        if isinstance(text, str) and text:
            told[text] = None
    return tuple(told)


def keys_for(screen: Screen[object]) -> tuple[KeyHelp, ...]:
    """Every key that does something where the focus is now, nearest first.

    Left out is how one moves and marks in a line of text: that is the same everywhere.
    """
    return tuple(
        KeyHelp(
            key=screen.app.get_key_display(active.binding),
            does=active.binding.description,
            action=active.binding.action,
            is_enabled=active.enabled,
        )
        for active in screen.active_bindings.values()
        if active.binding.description and not isinstance(active.node, Input | TextArea)
    )


MOVES = frozenset(
    [
        "choose",
        "mark",
        "move",
        "page",
        "go",
        "list",
        "jump",
        "submit",
        "copy_text",
        "command_palette",
        "leave",
        "help_quit",
        "step",
    ]
)
"""Actions that only move about where one is."""


def only_moves(action: str) -> bool:
    """Whether an action only moves about, so that no list of things to do need name it."""
    name = action.partition("(")[0].rpartition(".")[2]
    return name in MOVES or name.startswith(("scroll_", "page_", "focus_", "cursor_", "delete_"))
