"""The step into a new school year, from the palette."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.services import pupils, register
from sendtui.services.register import Query
from tests.screens.exchange_steps import noted
from tests.screens.opened import TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import look, overlapping, put


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_the_school_moves_on(tmp_path: Path, size: tuple[int, int]) -> None:
    path, _ = filled_file(tmp_path)
    six = {"surname": "Leaverton", "forename": "Odo", "born": "2015-10-01", "class_name": "6A"}
    look(path, lambda store: pupils.add(store, six))

    async def steps(pilot: Pilot[Any]) -> None:
        from sendtui.screens.widgets.form import Form

        app: Any = pilot.app
        await pilot.press("ctrl+p")
        await seen(pilot, "Find an action or a pupil")
        await pilot.press(*"new school year", "enter")
        await seen(pilot, "NC years that leave", "A class without a new name")
        form = app.screen.query_one(Form)
        assert form.raw() == {}
        put(form, to="Puddleby High")
        await pilot.press("ctrl+s")
        await seen(pilot, "4 pupils would change.", "1 leave", "Leaverton, Odo")
        assert not overlapping(list(app.screen.query(".dialog > *")))
        await pilot.press("ctrl+s")
        await noted(pilot, "Done for 4 pupils.")

    walk_open(path, steps, size)

    found = look(path, lambda store: register.page(store, Query(scope="roll"), TODAY))
    assert {one.class_name for one in found} == {"4B"}
