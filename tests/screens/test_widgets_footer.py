"""The line of keys: what stands in it, what a click does, and what does not fit."""

from typing import Any, ClassVar

import pytest
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.pilot import Pilot

from sendtui.screens.widgets.footer import Footer
from tests.screens.stand import Stand, drive
from tests.screens.waiting import text_of, until


class Desk(Container, can_focus=True):
    """What has the keys: two that are open, one that is shut, one that is not shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", "Write"),
        Binding("x,y", "post", "Post"),
        Binding("z", "shut", "Shut up shop"),
        Binding("q", "quietly", "Quietly", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if action == "shut" else super().check_action(action, parameters)

    def action_write(self) -> None:
        self.done.append("written")

    def action_post(self) -> None:
        self.done.append("posted")

    def action_quietly(self) -> None:
        self.done.append("quietly")


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (60, " w Write  x Post  z Shut up shop "),
        (24, " w Write  x Post  … "),
        (6, " … "),
    ],
)
def test_the_keys_that_fit_stand_in_the_line(width: int, line: str) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        pilot.app.query_one(Desk).focus()
        await until(pilot, "the keys are there", lambda: line.rstrip() in text_of(pilot))

    drive(Stand(Desk(), Footer(show_command_palette=False)), steps, (width, 5))


@pytest.mark.parametrize(
    ("x", "done"), [(1, ["written"]), (11, ["posted"]), (22, []), (40, [])], ids=str
)
def test_a_click_presses_the_key_that_stands_there(x: int, done: list[str]) -> None:
    desk = Desk()

    async def steps(pilot: Pilot[Any]) -> None:
        desk.focus()
        await until(pilot, "the keys are there", lambda: "Shut up" in text_of(pilot))
        await pilot.click(Footer, offset=(x, 0))
        await pilot.press("q")
        await until(pilot, "the keys are through", lambda: "quietly" in desk.done)

    drive(Stand(desk, Footer(show_command_palette=False)), steps)

    assert desk.done == [*done, "quietly"]


def test_all_actions_are_a_click_away_at_the_right() -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        pilot.app.query_one(Desk).focus()
        await until(pilot, "the keys are there", lambda: "^p palette" in text_of(pilot))
        assert text_of(pilot).splitlines()[-1].endswith("▏^p palette")
        await pilot.click(Footer, offset=(75, 0))
        await until(pilot, "they are open", lambda: len(pilot.app.screen_stack) == 2)

    drive(Stand(Desk(), Footer()), steps)
