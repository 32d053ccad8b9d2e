"""The app over a case file that is open already, as the demo opens it."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.screens.app import SendtuiApp
from sendtui.services import casefile
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, walk
from tests.screens.waiting import until


def test_a_file_that_is_open_already_is_not_asked_a_passphrase_for(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    app = SendtuiApp(path, TODAY)
    app.given = casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE))

    async def steps(pilot: Pilot[Any]) -> None:
        await until(pilot, "Today is in front", lambda: app.current_mode == "today")

    walk(app, steps)
    app.desk.clear()
