"""The app on a register: its server lets people in, and after the lock it is asked again."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui import paths
from sendtui.screens.app import SendtuiApp
from sendtui.services import casefile, pupils, statuses
from tests.registers import new_register, url
from tests.screens.opened import TODAY, seen, walk
from tests.screens.waiting import until


def test_the_server_is_asked_again_after_the_lock_and_others_are_seen(
    tmp_path: Path,
) -> None:
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

        with casefile.open_store(place, casefile.Unlock()) as other:
            statuses.place(other, pupils.add(other, {"surname": "Bramblewick"}), "K", TODAY)
        await seen(pilot, "Bramblewick")

    app = SendtuiApp(place, TODAY)
    assert app.look_seconds >= 2
    app.look_seconds = 0.5
    walk(app, steps)


def test_a_register_that_is_not_there_is_told_on_the_lock(tmp_path: Path) -> None:
    place = paths.register_place(f"postgresql+psycopg:///sen?host={tmp_path}")

    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "register sen on this computer", "cannot be reached")
        assert pilot.app.current_mode == "lock"

    walk(SendtuiApp(place, TODAY), steps)
