"""The whole app over a throw-away encrypted case file, driven by keys."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.screens.app import SendtuiApp
from sendtui.services import actions, casefile, pupils, statuses
from sendtui.store.store import Store
from tests.copies import copied
from tests.screens.waiting import text_of, until

PASSPHRASE = "correct horse battery staple"
TODAY = date(2026, 11, 22)
ODD = ("[/x] Quill", "זפיר")

Steps = Callable[[Pilot[Any]], Coroutine[Any, Any, None]]


def new_file(folder: Path) -> tuple[Path, str]:
    """A case file that is set up and empty, and its recovery key."""
    return folder / "case.sendtui", copied(_set_up, folder)


def _set_up(folder: Path) -> str:
    made = casefile.create(folder / "case.sendtui", PASSPHRASE)
    with made.store as store:
        setting = {"name": "Puddleby Common Primary School"}
        casefile.set_up(store, author="A. Tester", role="senco", setting=setting)
    return made.recovery


def fill(store: Store) -> dict[str, str]:
    """A few pupils on the SEN register, an action that is late; names → ids."""
    made: dict[str, str] = {}
    named = (("Quillfeather", "Zephyr"), ("Bramblewick", "Tansy"), (ODD[0], ODD[1]))
    for surname, forename in named:
        born = date(2018, 3, 1)
        values = {"surname": surname, "forename": forename, "born": born, "class_name": "3B"}
        pupil = pupils.add(store, values)
        statuses.place(store, pupil, "K", date(2026, 9, 7), parents_told_on=date(2026, 9, 7))
        made[surname] = pupil
    actions.add(store, made["Quillfeather"], what="Order a sloped board", due=date(2026, 11, 20))
    return made


def filled_file(folder: Path) -> tuple[Path, dict[str, str]]:
    """A case file with a few pupils in it."""
    return folder / "case.sendtui", dict(copied(_filled, folder))


def _filled(folder: Path) -> dict[str, str]:
    path, _ = new_file(folder)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        return fill(store)


def walk(app: SendtuiApp, steps: Steps, size: tuple[int, int] = (80, 24)) -> None:
    """Run the app headless and drive it, locked as it is at the start."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await steps(pilot)
            app.workers.cancel_all()
            await app.desk.lock()

    try:
        asyncio.run(run())
    finally:
        app.desk.clear()


def walk_open(path: Path, steps: Steps, size: tuple[int, int] = (80, 24)) -> None:
    """Run the app over a case file, past the lock, and drive it."""

    async def past_the_lock(pilot: Pilot[Any]) -> None:
        await open_lock(pilot)
        await steps(pilot)

    walk(SendtuiApp(path, TODAY), past_the_lock, size)


async def open_lock(pilot: Pilot[Any]) -> None:
    """Type the passphrase and wait for what was behind the lock."""
    app: Any = pilot.app
    await until(pilot, "the lock is in front", lambda: app.screen.query("#passphrase"))
    app.screen.query_one("#passphrase").value = PASSPHRASE
    await pilot.press("enter")
    await until(pilot, "the case file is open", lambda: not app.is_locked)


async def seen(pilot: Pilot[Any], *words: str) -> None:
    """Wait until all these words stand on the screen."""
    for each in words:
        await until(pilot, f"“{each}” is shown", lambda each=each: each in text_of(pilot))
