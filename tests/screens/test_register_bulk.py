"""Marking pupils in the register, and doing one thing for all of them."""

from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from sendtui.services import (
    custom_fields,
    cycle_reading,
    interventions,
    pupils,
    register,
)
from sendtui.services.register import Query
from sendtui.store.store import Store
from tests.screens.exchange_steps import noted
from tests.screens.opened import ODD, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, look, overlapping
from tests.screens.pupils_at_hand import put as fill_in
from tests.screens.waiting import text_of, until


def classes(path: Path) -> list[str]:
    found: list[str] = look(
        path, lambda store: [one.class_name for one in register.page(store, Query(), TODAY)]
    )
    return found


async def chosen(pilot: Pilot[Any], words: str) -> Any:
    """Choose what is to be done by its words, and wait for its form."""
    await pilot.press("b")
    await seen(pilot, "type to narrow the list")
    await pilot.press(*words)
    return await form_of(pilot, "enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_a_class_moves_on_and_one_key_takes_it_back(tmp_path: Path, size: tuple[int, int]) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        await pilot.press("down", "a")
        await seen(pilot, "3 marked", "b: one thing for all of them")
        form = await chosen(pilot, "class")
        fill_in(form, value="4B")
        await pilot.press("ctrl+s")
        await seen(pilot, "3 pupils would change.", ODD[1], "Do it for 3")
        assert not overlapping(list(app.screen.query(".dialog > *")))
        assert classes(path) == ["3B"] * 3

        await pilot.press("ctrl+s")
        await noted(pilot, "Done for 3 pupils.")
        await seen(pilot, "3 marked")
        assert classes(path) == ["4B"] * 3
        await pilot.press("ctrl+z")
        await seen(pilot, "Set the class of many")
        await pilot.press("y")
        await until(pilot, "it is taken back", lambda: classes(path) == ["3B"] * 3)

    walk_open(path, steps, size)


def test_a_group_gets_one_plan_and_it_is_signed_by_two_more_keys(tmp_path: Path) -> None:
    path, named = filled_file(tmp_path)
    made = tuple(named.values())

    def ready(store: Store) -> None:
        interventions.add(store, {"name": "Word box", "minutes": 15, "group_size": 3})

    look(path, ready)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        await pilot.press("down", "a")
        await seen(pilot, "3 marked")
        form = await chosen(pilot, "group")
        run = form.fields["intervention"].ask.options[0][0]
        fill_in(form, value="will be able to read 30 words", intervention=run, strategy="Cards")
        await pilot.press("ctrl+s")
        await seen(pilot, "3 pupils would change.", "2027: will be able to read")
        await pilot.press("ctrl+s")
        await noted(pilot, "Done for 3 pupils.")
        await chosen(pilot, "sign")
        await pilot.press("ctrl+s")
        await seen(pilot, "3 pupils would change.")
        await pilot.press("ctrl+s")
        await until(pilot, "it is signed", lambda: look(path, signed) == [True] * 3)

    def signed(store: Store) -> list[bool]:
        found = [cycle_reading.current(store, pupil) for pupil in made]
        views = [cycle_reading.cycle(store, cycle, TODAY) for cycle in found]
        assert all(
            (v.provision[0].what, v.strategies[0].what) == ("Word box", "Cards") for v in views
        )
        return [view.signed_on == TODAY for view in views]

    walk_open(path, steps)


def test_what_holds_for_nobody_is_said_at_its_field(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        await pilot.press("down", "space")
        await seen(pilot, "1 marked")
        form = await chosen(pilot, "nc year")
        fill_in(form, value="99")
        await pilot.press("ctrl+s")
        await until(pilot, "it complains", lambda: "NC year" in form.fields["value"].reason)
        fill_in(form, value="r")
        await pilot.press("ctrl+s")
        await seen(pilot, "1 pupil would change.")
        await pilot.press("escape")
        await noted(pilot, "Nothing was changed.")
        await pilot.press("escape")
        await until(pilot, "no marks are left", lambda: "marked" not in text_of(pilot))

    walk_open(path, steps)


def test_a_field_of_our_own_is_set_for_those_marked(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    look(path, lambda store: custom_fields.add(store, "House", "choice", ["Red", "Blue"]))

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        await pilot.press("down", "a")
        await seen(pilot, "3 marked")
        form = await chosen(pilot, "house")
        fill_in(form, value="Blue")
        await pilot.press("ctrl+s")
        await seen(pilot, "3 pupils would change.")
        await pilot.press("ctrl+s")
        await noted(pilot, "Done for 3 pupils.")

    walk_open(path, steps)

    def says(store: Store) -> str:
        return custom_fields.of_pupil(store, made["Bramblewick"], TODAY)[0].value

    assert look(path, says) == "Blue"


def test_those_marked_are_copied_as_a_spreadsheet_takes_them(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    look(path, lambda store: pupils.add(store, {"surname": "=SUM(1)", "forename": "Odo"}))

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        await pilot.press("ctrl+o")
        await seen(pilot, "4 pupils")
        await pilot.press("down", "a")
        await seen(pilot, "4 marked")
        await pilot.press("k")
        await noted(pilot, "Copied 4 pupils.")
        lines = pilot.app.clipboard.split("\r\n")
        assert lines[0].startswith("Name\tYr\tClass")
        assert [line.split("\t")[0] for line in lines[1:3]] == ["'=SUM(1), Odo", "[/x] Quill, זפיר"]

        await pilot.press("a")
        await until(pilot, "no marks are left", lambda: "marked" not in text_of(pilot))

    walk_open(path, steps)


def test_a_view_is_kept_stands_on_today_and_leads_back(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        await pilot.press("down", "o")
        await seen(pilot, "A one-page profile")
        await pilot.press(*"profile", "enter")
        await seen(pilot, "[Without: a one-page profile]")
        await pilot.press("v")
        await seen(pilot, "+ Keep what is asked now")
        form = await form_of(pilot, "enter")
        fill_in(form, name="No profile [/x]", on_today="yes")
        await pilot.press("ctrl+s")
        await noted(pilot, "Kept.")
        await pilot.press("escape")
        await until(pilot, "nothing is asked", lambda: "[Without" not in text_of(pilot))

        await pilot.press("f2")
        await seen(pilot, "Your own 3", "No profile [/x]")
        grid = app.screen._grid
        grid.cursor = len(app.screen._lines) - 1
        await pilot.press("enter")
        await seen(pilot, "[Without: a one-page profile]", "3 pupils")

        await pilot.press("v")
        await seen(pilot, "on Today")
        await pilot.press(*"forget", "enter")
        await noted(pilot, "Forgotten.")

    walk_open(path, steps)


def test_lines_of_a_spreadsheet_pasted_into_the_list_are_an_import(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    text = "Surname\tForename\tDOB\tClass\r\nQuillfeather\tZephyr\t01/03/2018\t6C\r\n"

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        await pilot.press("down")
        app.post_message(Paste(text))
        await seen(pilot, "1 changed", "Class: 3B → 6C")
        await pilot.press("a")
        await seen(pilot, "Taken in: 0 added, 1 changed")
        await pilot.press("escape")
        await seen(pilot, "3 pupils", "6C")

    walk_open(path, steps)

    assert sorted(classes(path)) == ["3B", "3B", "6C"]
