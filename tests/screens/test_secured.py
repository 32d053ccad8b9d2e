"""The hours a plan specifies and what was given, by keys: provision is tied to its line."""

from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.screens.case import CaseScreen
from sendtui.screens.secured import SecuredScreen
from sendtui.services import cases, deliveries, ehc_plan_lines, ehc_plans, secured
from sendtui.services.casefile import Unlock, open_store
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import look
from tests.screens.waiting import until
from tests.services.invented import cycle, provision

ISSUED = date(2026, 9, 7)


def test_from_the_case_a_shortfall_is_seen_and_provision_tied(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    zephyr = made["Quillfeather"]
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        case = cases.open_(store, zephyr, "annual review", opened_on=ISSUED, side="la")
        plan = ehc_plans.start(store, zephyr, "EHCP")
        line = {"words": "Speech therapy [/x]", "minutes_a_week": 60}
        ehc_plan_lines.add(store, plan, "F", line)
        ehc_plans.issue(store, plan, "final", on=ISSUED, today=TODAY)
        therapy = provision(store, cycle(store, zephyr), what="Therapy", minutes=40)
        deliveries.tick(store, therapy, date(2026, 9, 14), today=TODAY)

    async def steps(pilot: Pilot[Any]) -> None:
        app = pilot.app
        app.push_screen(CaseScreen(case))
        await seen(pilot, "Meeting to be arranged")
        await pilot.press("s")
        await until(pilot, "it is in front", lambda: isinstance(app.screen, SecuredScreen))
        await seen(pilot, "1 line short, 10 h in all", "Speech therapy [/x]", "! 10 h")
        await pilot.press("t")
        await seen(pilot, "Which provision meets F1?")
        await pilot.press("enter")
        await seen(pilot, "1 line short, 9 h 20 min in all", "Met by")

    walk_open(path, steps)

    found = look(path, lambda store: secured.of_pupil(store, zephyr, TODAY))
    assert found.loose == ()
