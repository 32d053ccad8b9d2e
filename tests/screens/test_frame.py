"""What holds in every box: help, saving, locking and undoing by the same keys as anywhere."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from sendtui.screens.app import SendtuiApp
from sendtui.screens.widgets.form import Form
from sendtui.services import actions, amend, casefile, made_up
from tests.screens.opened import (
    PASSPHRASE,
    TODAY,
    filled_file,
    new_file,
    open_lock,
    seen,
    walk,
    walk_open,
)
from tests.screens.pupils_at_hand import form_of, go_to, look, seen_of
from tests.screens.waiting import text_of, until


def test_help_in_a_form_is_about_its_field_and_keeps_what_was_typed(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        form = await form_of(pilot, "a")
        await pilot.press(*"Ring")
        assert text_of(pilot).splitlines()[-1].split() == [
            "f1",
            "Help",
            "esc",
            "Back",
            "^s",
            "Save",
        ]
        await pilot.press("f1")
        await seen(pilot, "The field “What”", "It is needed", "The screen behind", "Ctrl+S saves")
        await pilot.press("escape")
        await until(pilot, "the form is back", lambda: pilot.app.screen.query(Form))
        await pilot.press(*"up")
        assert form.fields["what"].control.raw == "Ringup"

    walk_open(path, steps, (80, 40))


def test_help_is_there_in_the_steps_of_the_first_run(tmp_path: Path) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "Press Enter to begin.")
        await pilot.press("enter")
        await seen(pilot, "1 of 4", "f1 Help", "Next", "esc Back")
        await pilot.press(*"Imelda", "f1")
        await seen(pilot, "Your name", "as written beside")
        await pilot.press("escape")
        await seen(pilot, "1 of 4", "Imelda")

    walk(SendtuiApp(tmp_path / "case.sendtui", TODAY), steps)


def test_a_form_is_saved_from_its_buttons_too(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await go_to(pilot, made["Bramblewick"])
        await form_of(pilot, "a")
        form = app.screen
        await pilot.press(*"Ring", "shift+tab")
        assert isinstance(app.focused, Button)
        await pilot.press("ctrl+s")
        await until(pilot, "it is saved", lambda: app.screen is not form)

    walk_open(path, steps)
    assert [each.what for each in seen_of(path, made["Bramblewick"]).actions] == ["Ring"]


def test_the_lock_is_reached_from_a_form_and_leads_back_to_its_typing(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await go_to(pilot, made["Quillfeather"])
        await form_of(pilot, "a")
        await pilot.press(*"Ring", "ctrl+l")
        await seen(pilot, "Passphrase", "What you typed is kept.")
        assert app.desk.is_locked
        await open_lock(pilot)
        await seen(pilot, "Ring")
        await pilot.press(*"up")
        assert app.screen.query_one(Form).fields["what"].control.raw == "Ringup"

    walk_open(path, steps)


def test_typing_replaces_what_a_field_began_with(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        form = await form_of(pilot, "a")
        due = form.fields["due"].control
        due.put_raw("2026-12-01")
        await pilot.press("tab", *"tomorrow", "tab")
        assert due.raw == "2026-11-23"

    walk_open(path, steps)


def test_undo_names_the_pupil_and_its_opposite_does_not_say_yes(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    # A copied file has a device of its own, which undoes only what it did itself.
    look(path, lambda store: actions.add(store, made["Quillfeather"], what="Ring the clinic"))

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        await pilot.press("ctrl+z")
        await seen(pilot, "Undo?", "Add an action", "Zephyr Quillfeather", "Undo  y")
        await pilot.press("ctrl+y", "ctrl+z")
        await seen(pilot, "Undo?", "Keep it  enter")
        await pilot.press("enter", "ctrl+z")
        await seen(pilot, "Undo?", "Add an action")
        await pilot.press("y")
        await until(pilot, "it is undone", lambda: "Ring the clinic" not in text_of(pilot))

    walk_open(path, steps)
    (left,) = seen_of(path, made["Quillfeather"]).actions
    assert "sloped board" in left.what


def test_undo_of_a_field_says_what_goes_back(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    zephyr = made["Quillfeather"]
    look(path, lambda store: amend.amend(store, "pupil", zephyr, {"class_name": "9Z"}))

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        await pilot.press("ctrl+z")
        await seen(pilot, "Undo?", "Edit a pupil", "Class: 9Z -> 3B")

    walk_open(path, steps)


@pytest.mark.parametrize("is_demo", [True, False], ids=["a demo", "a real file"])
def test_only_a_demo_tells_its_passphrase_on_its_lock(tmp_path: Path, is_demo: bool) -> None:
    path = new_file(tmp_path)[0]
    store = casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE))
    if is_demo:
        store.close()
        store = made_up.school(tmp_path, 10, TODAY)
    app = SendtuiApp(store.path, TODAY)
    app.given = store

    async def steps(pilot: Pilot[Any]) -> None:
        await until(pilot, "the case file is open", lambda: not app.is_locked)
        await pilot.press("ctrl+l")
        await seen(pilot, "Locked.", *(["This is a demo", "Puddleby Common”."] if is_demo else []))
        assert ("This is a demo" in text_of(pilot)) is is_demo

    walk(app, steps)


def test_one_list_of_a_screen_shows_the_cursor(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        await seen(pilot, "Order a sloped board", "What happened")
        assert text_of(pilot).count("▸") == 1
        await pilot.press("tab")
        await pilot.pause()
        assert text_of(pilot).count("▸") == 1

    walk_open(path, steps, (120, 40))


def test_a_key_of_a_place_leads_there_from_anywhere_and_in_it_to_its_start(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("f6", "w")
        await until(pilot, "sending is in front", lambda: len(app.screen_stack) > 1)
        sending = app.screen
        await pilot.press("f7")
        await until(pilot, "the cases are in front", lambda: app.current_mode == "cases")
        await pilot.press("f6")
        await until(pilot, "it is as it was left", lambda: app.screen is sending)
        await pilot.press("f6")
        await until(pilot, "the start is in front", lambda: len(app.screen_stack) == 1)
        assert app.current_mode == "exchange"

        await pilot.press("f1", "f2")
        await until(pilot, "help gave way to Today", lambda: app.current_mode == "today")

    walk_open(path, steps)


def test_a_key_of_a_place_asks_before_it_drops_what_was_typed(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("f5", "g")
        await until(pilot, "the day is asked for", lambda: app.screen.query(Form))
        form = app.screen
        await pilot.press(*"3/2/27", "f2")
        await seen(pilot, "Leave without saving?")
        await pilot.press("n")
        await until(pilot, "the form is back", lambda: app.screen is form)
        assert app.current_mode == "calendar"
        await pilot.press("f2")
        await seen(pilot, "Leave without saving?")
        await pilot.press("y")
        await until(pilot, "Today is in front", lambda: app.current_mode == "today")

        await go_to(pilot, made["Quillfeather"])
        await form_of(pilot, "a")
        await pilot.press(*"Ring", "f6")
        await until(pilot, "the exchange is in front", lambda: app.current_mode == "exchange")
        await go_to(pilot, made["Quillfeather"])
        assert (await form_of(pilot, "a")).raw() == {"what": "Ring"}

    walk_open(path, steps)
