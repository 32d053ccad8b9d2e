"""A whole school year of one pupil by keys alone, day by day: nothing is done but by what is typed.

The same for a class of thirty by flags: tests/commands/test_a_class_year.py.
"""

from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.app import SendtuiApp
from sendtui.screens.cycle import CycleScreen
from sendtui.screens.cycle_ratings import Ratings
from sendtui.screens.jump import Jump
from sendtui.screens.profile import ProfileScreen
from sendtui.screens.pupil import PupilScreen
from sendtui.screens.widgets.field import Field
from sendtui.screens.widgets.form import Form
from sendtui.services import casefile, cycle_reading, profiles, pupils
from tests.screens.opened import PASSPHRASE, new_file, open_lock, seen, walk
from tests.screens.pupils_at_hand import form_of, look, saved, seen_of, write
from tests.screens.waiting import text_of, until

pytestmark = pytest.mark.slow

SEPTEMBER, DECEMBER = date(2026, 9, 7), date(2026, 12, 2)
MARCH, JULY = date(2027, 3, 24), date(2027, 7, 14)

Steps = Callable[[Pilot[Any]], Coroutine[Any, Any, None]]


@pytest.fixture
def case(tmp_path: Path) -> tuple[Path, str]:
    """A case file with one pupil on roll, who is not on the SEN register."""
    path, _ = new_file(tmp_path)
    named = {"surname": "Quillfeather", "forename": "Zephyr", "born": date(2018, 3, 1)}
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        return path, pupils.add(store, {**named, "class_name": "3B"})


def on_day(path: Path, day: date, steps: Steps) -> None:
    """Open the app on a day, type the passphrase, do what that day asks for, and leave."""

    async def past_the_lock(pilot: Pilot[Any]) -> None:
        await open_lock(pilot)
        await steps(pilot)

    walk(SendtuiApp(path, day), past_the_lock)


async def find(pilot: Pilot[Any]) -> None:
    """Find the pupil by name, from anywhere."""
    await pilot.press("ctrl+f")
    await seen(pilot, "Find a pupil")
    await write(pilot, "quill")
    await seen(pilot, "Quillfeather, Zephyr")
    await pilot.press("enter")
    app = pilot.app
    await until(
        pilot,
        "the pupil was read",
        lambda: isinstance(app.screen, PupilScreen) and app.screen.view is not None,
    )


async def to_field(pilot: Pilot[Any], name: str) -> None:
    """Go to a field by the letter that Ctrl+G shows at it."""
    await pilot.press("ctrl+g")
    await until(pilot, "the letters are shown", lambda: isinstance(pilot.app.screen, Jump))
    targets = pilot.app.screen._targets  # type: ignore[attr-defined]
    letter = next(
        target.letter
        for target in targets
        for each in target.widget.ancestors
        if isinstance(each, Field) and each.ask.name == name
    )
    await pilot.press(letter)
    await until(pilot, "the letters are gone", lambda: not isinstance(pilot.app.screen, Jump))


async def fill_in(pilot: Pilot[Any], key: str, **words: str) -> None:
    """Open a form by its key, go to each field by its letter, type, and save."""
    await form_of(pilot, key)
    for name, text in words.items():
        await to_field(pilot, name)
        await write(pilot, text)
    await saved(pilot)


async def in_cycle(pilot: Pilot[Any]) -> CycleScreen:
    """Wait until the cycle is in front and has been read."""
    app = pilot.app
    await until(pilot, "the cycle is in front", lambda: isinstance(app.screen, CycleScreen))
    screen = app.screen
    assert isinstance(screen, CycleScreen)
    await until(pilot, "the cycle was read", lambda: screen.view is not None)
    return screen


async def review(pilot: Pilot[Any], rating: str, words: str, decision: str) -> None:
    """Rate, write what the pupil said, decide, and hold the review."""
    screen = await in_cycle(pilot)
    if screen.stage != "review":
        await pilot.press("4")
    await until(pilot, "the ratings have the keys", lambda: _rating(screen))
    await pilot.press(rating, "1", "1", "tab")
    await until(pilot, "the form has the keys", lambda: not screen.query(Ratings)[0].has_focus)
    await write(pilot, words)
    await to_field(pilot, "decision")
    await pilot.press(decision, "ctrl+s")


def _rating(screen: CycleScreen) -> bool:
    return any(each.has_focus for each in screen.query(Ratings))


async def in_september(pilot: Pilot[Any]) -> None:
    """A concern, the SEN register, a need, and the first plan, signed."""
    await find(pilot)
    await fill_in(pilot, "o", what="Does not ask for help", tried="A card to show")
    await seen(pilot, "Does not ask for help")
    await fill_in(pilot, "p", parents_told_on="today")
    await seen(pilot, "SEN Support since 7 Sep 2026")
    await form_of(pilot, "y")
    await write(pilot, "Asking for help")
    await pilot.press("ctrl+s")
    screen = await in_cycle(pilot)
    await fill_in(pilot, "a", what="Asked once in ten lessons", measure="lessons", score="1")
    await pilot.press("2")
    await fill_in(pilot, "o", what="ask for help in four lessons", target="4")
    await fill_in(pilot, "p", what="Words for help, with a card", times="2", minutes="15")
    await form_of(pilot, "g")
    await saved(pilot)
    await until(pilot, "the plan is signed", lambda: screen.view and screen.view.frozen)


async def in_december(pilot: Pilot[Any]) -> None:
    """A session is ticked, and the review of the first cycle begins the second."""
    await find(pilot)
    await pilot.press("y")
    screen = await in_cycle(pilot)
    # Its review is due, and that is what it opens at.
    await until(pilot, "it is at the review", lambda: screen.stage == "review")
    await pilot.press("b", "t")
    await until(pilot, "the lines are shown", lambda: pilot.app.screen.is_modal)
    await pilot.press("enter")
    await seen(pilot, "1 of 22")
    await review(pilot, "3", "The card helps", "c")
    await seen(pilot, "Start cycle 2")
    await pilot.press("ctrl+s")
    await seen(pilot, "[2 Plan]", "carried")


async def in_march(pilot: Pilot[Any]) -> None:
    """The second review begins the third cycle; the profile is written and signed."""
    await find(pilot)
    await pilot.press("y")
    await review(pilot, "2", "I ask my friend first", "c")
    await seen(pilot, "Start cycle 3")
    await pilot.press("ctrl+s")
    await seen(pilot, "[2 Plan]", "carried")
    await pilot.press("escape")
    await until(pilot, "the pupil is back", lambda: isinstance(pilot.app.screen, PupilScreen))
    await pilot.press("3")
    await seen(pilot, "[3 Profile]")
    await pilot.press("enter")
    app = pilot.app
    await until(
        pilot,
        "the profile is in front",
        lambda: isinstance(app.screen, ProfileScreen) and app.screen.query(Form),
    )
    await write(pilot, "I am good at maps")
    await pilot.press("ctrl+t")
    await until(pilot, "who signs is asked", lambda: app.screen.is_modal)
    await pilot.press("ctrl+s")
    await seen(pilot, "version 1 is signed")


async def in_july(pilot: Pilot[Any]) -> None:
    """The third review, and the pupil leaves for another school."""
    await find(pilot)
    await pilot.press("y")
    await review(pilot, "1", "I put my hand up now", "c")
    await until(pilot, "it is held", lambda: "Start cycle 4" in text_of(pilot))
    await pilot.press("escape")
    await in_cycle(pilot)
    await pilot.press("escape")
    await until(pilot, "the pupil is back", lambda: isinstance(pilot.app.screen, PupilScreen))
    await fill_in(pilot, "L", left_to="Fernhollow Middle School")
    await seen(pilot, "Fernhollow")


def test_a_school_year_of_one_pupil_by_keys_alone(case: tuple[Path, str]) -> None:
    path, zephyr = case

    on_day(path, SEPTEMBER, in_september)
    on_day(path, DECEMBER, in_december)
    on_day(path, MARCH, in_march)
    on_day(path, JULY, in_july)

    view = seen_of(path, zephyr, JULY)
    assert [each.what for each in view.concerns] == ["Does not ask for help"]
    assert [(s.status, s.since) for s in view.statuses] == [("K", SEPTEMBER)]
    assert (view.left_on, len(view.cycles)) == (JULY, 3)
    cycles = look(path, lambda store: cycle_reading.of_pupil(store, zephyr, JULY))
    first, second, third = sorted(cycles, key=lambda cycle: cycle.number)
    assert [each.ended_on for each in (first, second, third)] == [DECEMBER, MARCH, JULY]
    (version,) = look(path, lambda store: profiles.versions(store, zephyr))
    assert version.signed_on == MARCH
