"""What every data screen shares: reading, writing, errors, freshness and help."""

import asyncio
import threading
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from sendtui.errors import BusyError, DamagedError, SendtuiError
from sendtui.screens.base import DataMoved, DataScreen, help_for, keys_for
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dialog import Notice
from sendtui.screens.widgets.form import Form
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line
from tests.screens.stand import Stand, drive
from tests.screens.waiting import text_of, until


class Pupils(DataScreen[None]):
    """A screen that reads how many there are and can add one."""

    help_text = "Everybody [/x] you may see."

    def __init__(self) -> None:
        super().__init__()
        self.pupils = 3
        self.runs = 0
        self.error: SendtuiError | None = None

    def compose(self) -> ComposeResult:
        yield Line(id="count")
        yield Form([Ask("name", "Name", hint="as it is written")])
        yield Grid([Column("id", "Id")])

    async def load(self) -> None:
        self.runs += 1
        count = await self.ask(self.read)
        self.query_one("#count", Line).say(f"{count} pupils")

    def read(self, _store: object) -> int:
        if self.error:
            raise self.error
        return self.pupils

    async def add(self) -> None:
        await self.ask(self.write, 1)

    def write(self, _store: object, more: int) -> None:
        if self.error:
            raise self.error
        self.pupils += more


async def opened(pilot: Pilot[Any]) -> Pupils:
    screen = Pupils()
    await pilot.app.push_screen(screen)
    await until(pilot, "it is drawn", lambda: "3 pupils" in text_of(pilot))
    return screen


def test_a_screen_reads_off_the_event_loop_and_draws() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await opened(pilot)
        assert await screen.ask(lambda _store: threading.get_ident()) != threading.get_ident()
        assert screen.runs == 1

    drive(Stand(), steps)


def test_writes_are_all_carried_out_and_drawn() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await opened(pilot)
        for _ in range(5):
            screen.act(screen.add)
        await until(pilot, "all are drawn", lambda: "8 pupils" in text_of(pilot))

    drive(Stand(), steps)


@pytest.mark.parametrize(
    ("error", "stays"),
    [
        (BusyError("Another [/x] window is writing."), False),
        (DamagedError("The file [/x] is damaged."), True),
        (SendtuiError("First [/x] line.\nSecond line."), True),
    ],
    ids=["passing", "grave", "long"],
)
def test_an_error_is_told_and_the_screen_stays_up(error: SendtuiError, stays: bool) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await opened(pilot)
        screen.error = error
        screen.act(screen.add)
        first = str(error).split("\n")[0]
        await until(pilot, "it is told", lambda: first in text_of(pilot))
        assert isinstance(pilot.app.screen, Notice) is stays

    drive(Stand(), steps)


def test_rows_that_cannot_be_read_are_told_like_any_error() -> None:
    async def load(_offset: int, _limit: int) -> list[Any]:
        raise BusyError("Another window is writing.")

    async def count() -> int:
        return 0

    async def steps(pilot: Pilot[None]) -> None:
        screen = await opened(pilot)
        screen.query_one(Grid).feed(load, count)
        await until(pilot, "it is told", lambda: "Another window" in text_of(pilot))

    drive(Stand(), steps)


def test_a_screen_draws_again_when_the_data_moved_and_only_then() -> None:
    app = Stand()

    async def steps(pilot: Pilot[None]) -> None:
        screen = await opened(pilot)
        screen.pupils = 4
        screen.post_message(DataMoved(1))
        app.data_version = 2
        screen.post_message(DataMoved(2))
        await until(pilot, "it is drawn again", lambda: "4 pupils" in text_of(pilot))
        assert screen.runs == 2
        screen.pupils = 5
        await app.push_screen(Notice("Over it", "x"))
        app.data_version = 3
        await pilot.press("escape")
        await until(pilot, "it is drawn on return", lambda: "5 pupils" in text_of(pilot))

    drive(app, steps)


def test_a_reading_that_was_left_is_dropped_and_done_on_return() -> None:
    app = Stand()
    may_go_on = threading.Event()

    class Slow(Pupils):
        dropped = 0

        async def load(self) -> None:
            try:
                await super().load()
            except asyncio.CancelledError:
                self.dropped += 1
                raise

        def read(self, _store: object) -> int:
            if self.runs == 1:
                may_go_on.wait()
            return self.pupils

    async def steps(pilot: Pilot[None]) -> None:
        screen = Slow()
        app.add_mode("here", lambda: screen)
        await app.switch_mode("here")
        await until(pilot, "it is reading", lambda: screen.runs == 1)
        app.add_mode("elsewhere", Screen)
        await app.switch_mode("elsewhere")
        try:
            await until(pilot, "the reading is dropped", lambda: screen.dropped == 1)
        finally:
            may_go_on.set()
        await app.switch_mode("here")
        await until(pilot, "it is drawn on return", lambda: "3 pupils" in text_of(pilot))
        assert screen.runs == 2

    drive(app, steps)


def test_help_speaks_of_what_has_focus_first() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await opened(pilot)
        screen.query_one(Form).focus_first()
        await pilot.pause()
        told = help_for(screen.focused)

        assert told[0] == "The field “Name”: as it is written."
        assert told[1] == Form.help_text
        assert told[-1] == "Everybody [/x] you may see."
        does = {key.does for key in keys_for(screen) if key.is_enabled}
        assert "Focus Next" in does
        assert "Select all" not in does

    drive(Stand(), steps)
