"""The school's own terms by keys: from the calendar, a term is written down and changed."""

from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.screens.calendar import Calendar
from sendtui.screens.school_year import SchoolYear
from sendtui.services import school_year
from tests.screens.opened import filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, look, saved, write
from tests.screens.waiting import until


def test_a_term_is_written_down_by_keys_and_the_calendar_shows_it(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        pilot.app.push_screen(Calendar())
        await seen(pilot, "November 2026")
        await pilot.press("t")
        await until(
            pilot, "the terms are in front", lambda: isinstance(pilot.app.screen, SchoolYear)
        )
        await seen(pilot, "England’s usual year stands in")
        await form_of(pilot, "a")
        await pilot.press("tab", "tab")
        await write(pilot, "3/9/26")
        await pilot.press("tab")
        await write(pilot, "18/12/26")
        await saved(pilot)
        await seen(pilot, "Autumn term, to 18 Dec 2026")
        await pilot.press("escape")
        await seen(pilot, "November 2026")

    walk_open(path, steps)

    (term,) = look(path, school_year.all_of)
    assert (term.starts, term.ends) == (date(2026, 9, 3), date(2026, 12, 18))
