"""From the pupil to their cases, and what is arranged for them, by keys."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.case import CaseScreen
from sendtui.screens.case_pupil import PupilCases
from sendtui.screens.lines import Lines
from sendtui.services import arrangements, case_list, cases
from sendtui.services.casefile import Unlock, open_store
from tests.screens.by_keys import typed
from tests.screens.opened import ODD, PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, go_to, look, overlapping, saved
from tests.screens.test_case import log
from tests.screens.waiting import until

ASKED = date(2026, 9, 1)


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    path, made = filled_file(tmp_path)
    return path, made["Quillfeather"]


async def among_cases(pilot: Pilot[Any], pupil: str) -> PupilCases:
    """Go to the pupil, and by k to their cases and arrangements."""
    await go_to(pilot, pupil)
    await pilot.press("k")
    app = pilot.app
    await until(pilot, "cases are in front", lambda: isinstance(app.screen, PupilCases))
    screen = app.screen
    assert isinstance(screen, PupilCases)
    await until(pilot, "they were read", lambda: screen.query_one("#held", Lines).count is not None)
    return screen


def test_a_case_is_opened_from_the_pupil_and_shown(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await among_cases(pilot, zephyr)
        await form_of(pilot, "o")
        await typed(pilot, process="annual review", opened_on="1/9/26")
        await saved(pilot)
        await until(pilot, "it is shown", lambda: isinstance(pilot.app.screen, CaseScreen))
        await seen(pilot, "Meeting to be arranged", "the school's side")
        await pilot.press("escape", "escape")
        await seen(pilot, "Annual review · Meeting to be arranged")

    walk_open(path, steps)

    (line,) = look(path, lambda store: case_list.of_pupil(store, zephyr, TODAY))
    assert (line.process, line.caseworker) == ("annual review", "A. Tester")


def test_the_overview_shows_an_open_case_and_enter_opens_it(filled: tuple[Path, str]) -> None:
    path, zephyr = filled
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        case = cases.open_(store, zephyr, "assessment", opened_on=ASKED, side="la")
        cases.log(store, case, "request", on=ASKED, today=TODAY)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        await seen(pilot, "40 late", "Assessment · Deciding")
        await pilot.press("home", "enter")
        await until(pilot, "the case is open", lambda: isinstance(pilot.app.screen, CaseScreen))

    walk_open(path, steps)


def test_the_list_under_a_case_is_read_anew_when_it_comes_to_the_front_and_not_before(
    filled: tuple[Path, str],
) -> None:
    path, zephyr = filled
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        cases.open_(store, zephyr, "assessment", opened_on=ASKED, side="la")

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        below = await among_cases(pilot, zephyr)
        below.query_one("#held", Lines).focus()
        await pilot.press("enter")
        await until(pilot, "the case is open", lambda: isinstance(app.screen, CaseScreen))
        screen: CaseScreen = app.screen
        await until(pilot, "it was read", lambda: screen.view is not None)
        drawn = below._drawn_version
        await log(pilot, screen, "request r")
        assert below._drawn_version == drawn != app.data_version
        await pilot.press("escape")
        await seen(pilot, "Assessment · Deciding")

    walk_open(path, steps)


def test_an_arrangement_is_added_changed_ended_and_removed(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await among_cases(pilot, zephyr)
        await form_of(pilot, "a")
        await typed(pilot, sort="transport", where=ODD[0], since="1/9/26", education_pence="1,200")
        await saved(pilot)
        await seen(pilot, "£1,200 a year", ODD[0])
        await form_of(pilot, "enter")
        await typed(pilot, who="A. Driver")
        await saved(pilot)
        await form_of(pilot, "d")
        await typed(pilot, until="20/11/26", outcome="Walks now")
        await saved(pilot)
        await seen(pilot, "Not now", "Walks now")
        assert overlapping(list(screen.query("Line, Static, Lines"))) == []

    walk_open(path, steps)

    (found,) = look(path, lambda store: arrangements.of_pupil(store, zephyr, TODAY))
    assert (found.who, found.until, found.outcome) == (
        "A. Driver", date(2026, 11, 20), "Walks now",
    )  # fmt: skip


def test_b_shows_what_goes_to_the_authority_with_what_is_missing(
    filled: tuple[Path, str],
) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await among_cases(pilot, zephyr)
        await pilot.press("b")
        await seen(pilot, "Request for top-up funding")
        await pilot.press("enter")
        await seen(pilot, "things missing, at its end", "To a file")

    walk_open(path, steps)
