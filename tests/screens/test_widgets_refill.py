"""Filling a box anew, and what is left of it where nobody waits for it any more."""

import asyncio

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.screens.widgets.face import refill
from tests.screens.waiting import until


class Boxed(App[None]):
    """One box with something in it that takes its time to leave."""

    def compose(self) -> ComposeResult:
        with Vertical(id="box"), Vertical():
            yield Static("before")


@pytest.mark.parametrize("turns", range(1, 14))
def test_a_box_whose_filling_was_dropped_is_filled_all_the_same(turns: int) -> None:
    async def drive() -> list[str]:
        async with Boxed().run_test() as pilot:
            box = pilot.app.query_one("#box")
            (old,) = box.children
            leaving = old._task
            assert leaving is not None
            filling = asyncio.create_task(refill(box, Static("after", id="after")))
            for _ in range(turns):
                await asyncio.sleep(0)
            filling.cancel()
            await until(pilot, "it is filled", lambda: pilot.app.query("#after"))
            assert not leaving.cancelled()
            return [str(each.render()) for each in box.query(Static)]

    assert asyncio.run(drive()) == ["after"]
