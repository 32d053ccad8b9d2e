"""The calendar: what has a day, one month or week at a time."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.calendar import sheet
from sendtui.screens.widgets.form import Form
from sendtui.services import actions, cases
from sendtui.services.dates import Dated
from sendtui.store.store import Store
from tests.screens.by_keys import typed
from tests.screens.opened import TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, look, overlapping, put, saved, write
from tests.screens.waiting import text_of, until


def test_a_line_of_the_calendar_opens_what_it_names_and_escape_comes_back(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f5")
        await seen(pilot, "November 2026", "[Calendar]", "Order a sloped board", "! Fri 20")
        await until(pilot, "the cursor is on the action", lambda: "Friday 20" in text_of(pilot))
        await pilot.press("enter")
        await until(pilot, "its form is open", lambda: pilot.app.screen.query(Form))
        await pilot.press("escape")
        await seen(pilot, "[Calendar]")

    walk_open(path, steps)


def test_left_right_and_a_typed_day_go_about_in_it(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    day = TODAY.replace(year=2027, month=3, day=4)
    look(path, lambda s: actions.add(s, made["Quillfeather"], what="Ring the clinic", due=day))

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f5")
        await seen(pilot, "November 2026")
        await pilot.press("right")
        await seen(pilot, "December 2026", "Christmas")
        await pilot.press("g")
        await seen(pilot, "Which day")
        await write(pilot, "3/3/27")
        await pilot.press("ctrl+s")
        await seen(pilot, "March 2027: 1 thing to do", "Ring the clinic")
        await pilot.press("w")
        await seen(pilot, "to Sunday 7 March 2027: 1 thing to do", "Ring the clinic")
        await pilot.press("0")
        await seen(pilot, "Week of Monday 16 November 2026")

    walk_open(path, steps)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_nothing_lies_over_anything(tmp_path: Path, size: tuple[int, int]) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f5")
        await seen(pilot, "November 2026", "Order a")
        names = ("#span", "#sheet", "#dates", "#whole", "Footer")
        assert overlapping([pilot.app.screen.query_one(name) for name in names]) == []

    walk_open(path, steps, size)


def test_the_sheet_says_by_signs_what_a_colour_would_say() -> None:
    action = Dated("a", TODAY.replace(day=25), "action", "Action", "Ring", pupil="p")
    closed = Dated("s", TODAY.replace(day=27), "school", "No school", "Closed")
    span = (TODAY.replace(day=1), TODAY.replace(day=30))

    said = sheet(TODAY, TODAY, [action, closed], span).plain

    assert "[22" in said
    assert "*25" in said
    assert "-27" in said


def test_a_file_for_another_calendar_is_written_without_names(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    file = tmp_path / "mine.ics"

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f5")
        await seen(pilot, "November 2026", "Order a")
        form = await form_of(pilot, "i")
        put(form, path=str(file))
        await saved(pilot)
        await until(pilot, "the file is there", file.exists)

    walk_open(path, steps)

    made = file.read_bytes().decode()
    assert "SUMMARY:Action" in made
    assert "Quillfeather" not in made
    assert "sloped board" not in made


def test_f_narrows_it_and_e_explains_a_date_of_the_law(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    def begin(store: Store) -> None:
        asked = TODAY.replace(month=10, day=5)
        case = cases.open_(store, made["Bramblewick"], "assessment", opened_on=asked, side="la")
        cases.log(store, case, "request", on=asked, today=TODAY)

    look(path, begin)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f5")
        await seen(pilot, "Order a sloped board", "Bramblewick")
        await form_of(pilot, "f")
        await typed(pilot, kind="statutory")
        await saved(pilot)
        await seen(pilot, "only: Limit of an EHC case", "Bramblewick")
        assert "Order a sloped board" not in text_of(pilot)
        await until(pilot, "the limit is under the cursor", lambda: "Monday 16" in text_of(pilot)
                    or "reg 5(1)" in text_of(pilot))  # fmt: skip
        await pilot.press("e")
        await seen(pilot, "6 weeks are 42 calendar days", "reg 5(1)")

    walk_open(path, steps, (100, 40))
