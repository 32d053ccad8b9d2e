"""The tour: it says what to press, sees that it was done, and can be left at any step."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.screens.tour import STEPS, Panel, TourApp
from tests.screens.opened import TODAY, filled_file, open_lock, seen, walk
from tests.screens.pupils_at_hand import form_of, overlapping, saved, write
from tests.screens.waiting import text_of, until


def test_the_tour_goes_on_as_its_steps_are_done_and_ends_at_the_lock(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    app = TourApp(path, TODAY)

    async def at(pilot: Pilot[Any], number: int) -> None:
        await until(pilot, f"step {number}", lambda: app.step == number - 1)
        await seen(pilot, f"{number} of {len(STEPS)}")

    async def steps(pilot: Pilot[Any]) -> None:
        await open_lock(pilot)
        await at(pilot, 1)
        await pilot.press("f3")
        await at(pilot, 2)
        await seen(pilot, "3 pupils")
        await pilot.press(*"quillf", "down")
        await until(pilot, "one is found", lambda: "1 pupil" in text_of(pilot))
        await pilot.press("enter")
        await at(pilot, 3)
        await form_of(pilot, "c")
        await seen(pilot, "3 of 12")
        await write(pilot, "Late bus")
        await saved(pilot)
        await at(pilot, 4)
        await pilot.press("ctrl+z")
        await seen(pilot, "Undo?")
        await pilot.press("y")
        await at(pilot, 5)
        await pilot.press("ctrl+n", "ctrl+n")
        await at(pilot, 7)
        await pilot.press("3")
        await seen(pilot, "[3 Profile]")
        await pilot.press("enter")
        await at(pilot, 8)
        await pilot.press("f5")
        await at(pilot, 9)
        await pilot.press("ctrl+p")
        await at(pilot, 10)
        await pilot.press("escape", "f1")
        await at(pilot, 11)
        await pilot.press("escape", "f6")
        await at(pilot, 12)
        await pilot.press("ctrl+l")
        await until(pilot, "it is locked", lambda: app.is_locked)
        await open_lock(pilot)
        await seen(pilot, "That was the tour.")
        await pilot.press("ctrl+t")
        await until(pilot, "the line is gone", lambda: not app.screen.query(Panel))

    walk(app, steps)


def test_what_the_tour_says_lies_over_nothing(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await open_lock(pilot)
        await seen(pilot, "1 of 12", "[Today]", "Order a sloped board", "p The pupil")
        names = ("Masthead", "Panel", "#day", "#due", "Footer")
        assert overlapping([pilot.app.screen.query_one(name) for name in names]) == []

    walk(TourApp(path, TODAY), steps)
