"""The school's own fields on a pupil's screen."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.services import custom_fields
from sendtui.store.store import Store
from tests.screens.opened import TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, go_to, look, put, saved
from tests.screens.waiting import text_of, until


def test_the_first_field_is_made_and_filled_in_where_the_pupil_is(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        form = await form_of(pilot, "i")
        put(form, name="House [/x]", sort="choice", choices="Red, Blue")
        await pilot.press("ctrl+s")
        await seen(pilot, "Our own fields: Zephyr")
        from sendtui.screens.widgets.form import Form

        (name,) = pilot.app.screen.query_one(Form).fields
        put(pilot.app.screen.query_one(Form), **{name: "Blue"})
        await saved(pilot)
        await seen(pilot, "Our own", "House [/x]: Blue")

    walk_open(path, steps, (120, 40))

    def says(store: Store) -> list[str]:
        found = custom_fields.of_pupil(store, made["Quillfeather"], TODAY)
        return [one.words for one in found]

    assert look(path, says) == ["Blue"]


def test_a_further_field_is_made_in_the_register_and_stands_as_a_column(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    def house(store: Store) -> None:
        field = custom_fields.add(store, "House", "choice", ["Red", "Blue"])
        custom_fields.set_values(store, made["Quillfeather"], {field: "Blue"}, TODAY)

    look(path, house)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3", "down")
        await seen(pilot, "3 pupils")
        await pilot.press("z")
        await seen(pilot, "Columns of our own", "House", "+ A further field")
        await pilot.press(*"further")
        form = await form_of(pilot, "enter")
        await seen(pilot, "There are: House.")
        put(form, name="Taxi [/x]", sort="text")
        await pilot.press("ctrl+s")
        await seen(pilot, "Columns of our own", "Taxi [/x]")
        await pilot.press(*"house", "enter")
        await seen(pilot, "Blue")
        await pilot.press("z")
        await seen(pilot, "a column now")
        await pilot.press(*"house", "enter")
        await until(pilot, "the column has gone", lambda: "Blue" not in text_of(pilot))

    walk_open(path, steps)
