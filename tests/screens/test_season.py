"""The season board, a month's reviews and the list of what others owe, by keys."""

from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.screens.case_queue import CaseQueue
from sendtui.screens.case_tracker import CaseTracker
from sendtui.screens.season import SeasonBoard
from sendtui.screens.season_list import SeasonList
from sendtui.screens.widgets.grid import Grid
from sendtui.services import case_parts, case_tracker, cases, season
from sendtui.services.casefile import Unlock, open_store
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import look
from tests.screens.waiting import until


def filled(tmp_path: Path) -> Path:
    """A pupil whose review's report is to be chased, and one whose advice is late."""
    path, made = filled_file(tmp_path)
    zephyr = made["Quillfeather"]
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        case = cases.open_(store, zephyr, "annual review", opened_on=date(2026, 9, 1), side="la")
        for code, on in (("plan-made", date(2026, 1, 20)), ("meeting", date(2026, 11, 2))):
            cases.log(store, case, code, on=on, today=TODAY)
        other = cases.open_(store, zephyr, "assessment", opened_on=date(2026, 9, 1), side="la")
        case_parts.ask(store, other, "medical", on=date(2026, 10, 1), who="Dr Owl", today=TODAY)
    return path


def test_a_month_is_opened_and_its_reports_chased_in_one_act(tmp_path: Path) -> None:
    path = filled(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app = pilot.app
        app.push_screen(CaseQueue())
        await seen(pilot, "assessment")
        await pilot.press("y")
        await until(pilot, "the board is in front", lambda: isinstance(app.screen, SeasonBoard))
        await seen(pilot, "Jan 2027", "1 report awaited")
        await pilot.press("enter")
        await until(pilot, "the month is open", lambda: isinstance(app.screen, SeasonList))
        await seen(pilot, "12 months end 19 Jan 2027")
        await pilot.press("space", "m")
        await seen(pilot, "Log that the report of the review was chased")
        await pilot.press(*"report", "enter")
        await seen(pilot, "Today, in 1 case")
        await pilot.press("y")
        await until(pilot, "it is done", lambda: not app.screen.query_one(Grid).marked)

    walk_open(path, steps)

    (line,) = look(path, lambda store: season.reviews(store, TODAY))
    events = look(path, lambda store: _codes(store, line.case))
    assert "report-chased" in events


def _codes(store: Any, case: str) -> list[str]:
    from sendtui.services import case_reading

    return [each.code for each in case_reading.view(store, case, TODAY).events]


def test_what_others_owe_is_chased_under_the_cursor_or_marked(tmp_path: Path) -> None:
    path = filled(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app = pilot.app
        app.push_screen(CaseQueue())
        await seen(pilot, "assessment")
        await pilot.press("o")
        await until(pilot, "the list is in front", lambda: isinstance(app.screen, CaseTracker))
        await seen(pilot, "Dr Owl", "10 late", "1 outstanding, 1 late")
        tracker = app.screen
        await pilot.press("k")
        await seen(pilot, "Chase 1 adviser or setting?")
        await pilot.press("n")
        await until(pilot, "the list is in front", lambda: app.screen is tracker)
        await pilot.press("space", "m")
        await seen(pilot, "Chase 1 adviser or setting?")
        await pilot.press("y")
        await seen(pilot, "22 Nov 2026")

    walk_open(path, steps)

    (owed,) = look(path, lambda store: case_tracker.outstanding(store, TODAY))
    assert owed.chased_on == TODAY
