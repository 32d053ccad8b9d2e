"""Four pictures of the app at 80 by 24, as a person sees it; a change of looks shows here.

`pytest tests/screens/test_pictures.py -n 0 --snapshot-update` takes them anew: look at them then.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.app import SendtuiApp
from sendtui.screens.widgets.themes import DARK
from sendtui.services import casefile, cycles, needs, plans
from sendtui.store.store import Store
from tests.screens.opened import PASSPHRASE, TODAY, Steps, filled_file, open_lock, seen
from tests.screens.pupils_at_hand import go_to
from tests.screens.waiting import until

Compare = Callable[..., bool]


@pytest.fixture
def of_zephyr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case file in the folder one is in, with a signed plan; gives the pupil's id."""
    path, made = filled_file(tmp_path)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        plan(store, made["Quillfeather"])
    # The lock says where the file is, and that is another place each time.
    monkeypatch.chdir(tmp_path)
    return made["Quillfeather"]


def plan(store: Store, pupil: str) -> None:
    """A need and a cycle with a signed plan."""
    started = date(2026, 9, 7)
    needs.add(store, pupil, "SLCN")
    cycle = cycles.start(
        store, pupil, started_on=started, focus="Asking for help", review_due=date(2026, 12, 9)
    )
    outcome = {"what": "ask for help in three lessons out of four", "measure": "lessons"}
    first = plans.add(store, cycle, "outcome", outcome)
    provision = {"what": "Words for help, with a card", "outcome": first, "starts": started}
    plans.add(store, cycle, "provision", provision)
    plans.sign(store, cycle, on=started, by="A. Tester")


def is_as_before(compare: Compare, steps: Steps) -> bool:
    """Whether the app, driven so far, looks as in the picture that was kept."""
    app = SendtuiApp(Path("case.sendtui"), TODAY)
    app.theme = DARK.name

    async def drive(pilot: Pilot[Any]) -> None:
        await steps(pilot)
        await app.workers.wait_for_complete()
        # Nothing is drawn from here on.
        await app.desk.lock()
        await pilot.pause()

    try:
        return compare(app, terminal_size=(80, 24), run_before=drive)
    finally:
        app.desk.clear()


@pytest.mark.usefixtures("of_zephyr")
def test_the_lock_looks_as_it_did(snap_compare: Compare) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "Passphrase", "f1 Help")

    assert is_as_before(snap_compare, steps)


@pytest.mark.usefixtures("of_zephyr")
def test_the_register_looks_as_it_did(snap_compare: Compare) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await open_lock(pilot)
        await pilot.press("f3")
        await seen(pilot, "Bramblewick, Tansy", "3 pupils", "SEN Support 3")

    assert is_as_before(snap_compare, steps)


def test_a_pupil_looks_as_they_did(snap_compare: Compare, of_zephyr: str) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await open_lock(pilot)
        await go_to(pilot, of_zephyr)
        await seen(pilot, "Order a sloped board", "plan signed")

    assert is_as_before(snap_compare, steps)


def test_a_plan_looks_as_it_did(snap_compare: Compare, of_zephyr: str) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await open_lock(pilot)
        await go_to(pilot, of_zephyr)
        await pilot.press("y")
        await until(pilot, "the cycle is in front", lambda: len(app.screen_stack) == 2)
        await seen(pilot, "Words for help, with a card")

    assert is_as_before(snap_compare, steps)
