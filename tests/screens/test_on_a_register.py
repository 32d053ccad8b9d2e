"""The app on a register: its server lets people in, and after the lock it is asked again."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui import paths
from sendtui.screens.app import SendtuiApp
from tests.registers import new_register, url
from tests.screens.opened import TODAY, seen, walk
from tests.screens.waiting import until


def test_the_server_lets_in_and_is_asked_again_after_the_lock(tmp_path: Path) -> None:
    with new_register(tmp_path) as store:
        with store.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Authority Hollow", "sort": "la"})
            pupil = tx.add("pupil", {"setting": setting, "surname": "Quillfeather"})
            tx.add("status", {"pupil": pupil, "status": "E", "since": "2026-09-01"})
        store.keep_note("setting", setting)
        with store.read() as session:
            found = session.connection().exec_driver_sql("SELECT current_database()")
            place = paths.register_place(url(str(found.scalar_one())))

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await until(pilot, "the register is open", lambda: not app.is_locked)
        await pilot.press("f3")
        await seen(pilot, "Quillfeather")

        await pilot.press("ctrl+l")
        await until(pilot, "the register is locked", lambda: app.is_locked)
        await seen(pilot, "Locked.", "press Enter to go on")
        await pilot.press("enter")
        await seen(pilot, "Quillfeather")

    walk(SendtuiApp(place, TODAY), steps)


def test_a_register_that_is_not_there_is_told_on_the_lock(tmp_path: Path) -> None:
    place = paths.register_place(f"postgresql+psycopg:///sen?host={tmp_path}")

    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "register sen on this computer", "cannot be reached")
        assert pilot.app.current_mode == "lock"

    walk(SendtuiApp(place, TODAY), steps)
