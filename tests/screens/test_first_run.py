"""The first run, by keys alone, from nothing to an open case file."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui import paths
from sendtui.screens.app import SendtuiApp
from sendtui.services import casefile, keys, preferences
from tests.screens.opened import TODAY, seen, walk
from tests.screens.waiting import until

WORDS = "purple walrus kettle drum"


def test_a_case_file_is_made_by_keys_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.sendtui"
    monkeypatch.setattr(Path, "home", lambda: tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await seen(pilot, "Press Enter to begin.")
        await pilot.press("enter")
        await seen(pilot, "1 of 4")
        app.screen.form.fields["author"].control.value = "Imelda [/x] Thistlewood"
        await pilot.press("enter", "enter")
        await seen(pilot, "2 of 4")
        app.screen.form.fields["name"].control.value = "Puddleby Common"
        app.screen.form.fields["urn"].control.value = "12345"
        await seen(pilot, "A URN has 6 digits.")
        await pilot.press("ctrl+s")
        await seen(pilot, "3 of 4")
        app.screen.query_one("#first").value = "kettle"
        await seen(pilot, "very weak")
        app.screen.query_one("#first").value = app.screen.query_one("#again").value = WORDS
        await pilot.press("ctrl+s")
        await seen(pilot, "4 of 4", "AGE-SECRET-KEY-1")
        groups = app.screen.query_one("#key").text.split()
        assert (len(groups), "".join(groups)) == (11, app.screen._key)
        await seen(pilot, *groups)
        await pilot.press("escape")
        await seen(pilot, "4 of 4")
        await pilot.press("s", "enter")
        await seen(pilot, "Print it, lock it away")
        await pilot.press("w")
        await seen(pilot, "A key for the school too?")
        await pilot.press("enter")
        await seen(pilot, "The school’s key", "AGE-SECRET-KEY-1")
        await pilot.press("s", "enter")
        await seen(pilot, "Print it, lock it away")
        await pilot.press("w")
        await until(pilot, "the case file is open", lambda: not app.is_locked)
        await seen(pilot, "Import your school’s list: press i.", "Puddleby Common")
        await pilot.press("ctrl+l")
        await seen(pilot, "Passphrase", "Locked.")

    walk(SendtuiApp(path, TODAY), steps)
    assert "AGE-SECRET-KEY-1" in (tmp_path / "case-recovery-key.txt").read_text(encoding="utf-8")
    with casefile.open_store(path, casefile.Unlock(passphrase=WORDS)) as store:
        assert preferences.desktop(store).author == "Imelda [/x] Thistlewood"
    page = (tmp_path / "case-school-key.txt").read_text(encoding="utf-8")
    secret = next(line for line in page.splitlines() if line.startswith("AGE-SECRET-KEY-1"))
    casefile.find_key(path, casefile.Unlock(recovery=secret))
    assert not keys.lacks_second(path)


def test_an_authority_is_asked_about_itself_and_led_to_its_case_list(tmp_path: Path) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await seen(pilot, "Press Enter to begin.")
        await pilot.press("enter")
        await seen(pilot, "1 of 4")
        app.screen.form.fields["author"].control.value = "Imelda Thistlewood"
        await pilot.press("tab", "right", "ctrl+s")
        await seen(pilot, "2 of 4 · Local authority")
        app.screen.form.fields["name"].control.value = "Puddleshire Council"
        await pilot.press("ctrl+s")
        await seen(pilot, "3 of 4")
        app.screen.query_one("#first").value = app.screen.query_one("#again").value = WORDS
        await pilot.press("ctrl+s")
        await seen(pilot, "4 of 4", "AGE-SECRET-KEY-1")
        await pilot.press("w")
        await seen(pilot, "A key for the authority too?")
        await pilot.press("n")
        await seen(pilot, "Import your case list: press i.")
        await pilot.press("f3")
        await seen(pilot, "Import your case list: press i. Or press n")
        await pilot.press("i")
        await seen(pilot, "No list has been read.", "f names the file.")

    walk(SendtuiApp(tmp_path / "case.sendtui", TODAY), steps)


def test_a_synced_folder_is_refused_with_the_reason_and_a_safe_place(tmp_path: Path) -> None:
    app = SendtuiApp(tmp_path / "OneDrive" / "case.sendtui", TODAY)

    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "in a synced folder (OneDrive)", "Press s to use the safe place.")
        await pilot.press("enter")
        assert len(app.screen_stack) == 1
        await pilot.press("s")
        await seen(pilot, "Press Enter to begin.")
        assert app.path == paths.default_store()

    walk(app, steps)
