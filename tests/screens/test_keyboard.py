"""Keys pressed before what they are meant for is there: none is lost, none goes elsewhere."""

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen

from sendtui import screens
from sendtui.screens import keyboard
from sendtui.screens.app import SendtuiApp
from sendtui.screens.places import PLACE_KEYS
from sendtui.screens.pupil import PupilScreen
from sendtui.screens.widgets.form import Form
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, seen, walk, walk_open
from tests.screens.pupils_at_hand import go_to
from tests.screens.waiting import until


def type_at_once(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys quicker than anything can be drawn between them."""
    for key in keys:
        event = Key(key, key if len(key) == 1 else {"space": " "}.get(key))
        event.set_sender(pilot.app)
        pilot.app.post_message(event)


@pytest.mark.parametrize("on", ["enter", "tab"])
def test_what_is_typed_right_after_a_field_goes_to_the_next(tmp_path: Path, on: str) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        type_at_once(pilot, "a", *"Ring", on, *"tomorrow", on, *"Imelda")
        await until(pilot, "the form is open", lambda: pilot.app.screen.query(Form))
        fields = pilot.app.screen.query_one(Form).fields
        await until(pilot, "all is typed", lambda: fields["owner"].control.raw == "Imelda")

        assert fields["what"].control.raw == "Ring"
        assert fields["due"].control.raw == "2026-11-23"

    walk_open(path, steps)


def test_a_key_pressed_three_times_opens_one_form(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await go_to(pilot, made["Quillfeather"])
        type_at_once(pilot, "a", "a", "a")
        await until(pilot, "the form is open", lambda: app.screen.query(Form))
        await pilot.pause()
        assert app.screen.query_one(Form).raw() == {}

        await pilot.press("escape")
        await until(pilot, "the pupil is back", lambda: isinstance(app.screen, PupilScreen))
        assert len(app.screen_stack) == 1

    walk_open(path, steps)


def test_enter_pressed_twice_on_the_lock_opens_nothing_behind_it(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await until(pilot, "the lock is in front", lambda: app.screen.query("#passphrase"))
        app.screen.query_one("#passphrase").value = PASSPHRASE
        type_at_once(pilot, "enter", "enter", "f1")
        await seen(pilot, "Here and its keys", "What is late")
        assert app.current_mode == "today"

    walk(SendtuiApp(path, TODAY), steps)


def test_a_name_typed_right_after_the_key_that_finds_is_searched(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "Overdue")
        type_at_once(pilot, "slash", *"tansy")
        await seen(pilot, "Bramblewick, Tansy")

    walk_open(path, steps)


@pytest.mark.parametrize("opens", ["a", "ctrl+f", "f3", "ctrl+p", "f1"])
def test_a_slow_moment_sends_no_word_where_letters_are_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opens: str
) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await go_to(pilot, made["Quillfeather"])
        monkeypatch.setattr(keyboard, "PATIENCE", 0.0)
        type_at_once(pilot, opens, *"tansy")
        await until(pilot, "all is typed", lambda: getattr(app.focused, "value", "") == "tansy")

    walk_open(path, steps)


def test_a_key_that_leads_somewhere_means_nothing_else_anywhere() -> None:
    for module in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"sendtui.screens.{module.name}")
    leading = {
        key: each.action for each in PLACE_KEYS for key in each.key.split(",") if len(key) > 1
    }
    screens_there_are = {each for each in _all_of(Screen) if each.__module__.startswith("sendtui.")}

    other = {
        f"{each.__name__}: {key} {binding.action}"
        for each in screens_there_are
        for binding in each.BINDINGS
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
        if key in leading and binding.action.removeprefix("app.") not in SAME_PLACE | {leading[key]}
    }

    assert not other


SAME_PLACE = frozenset(("help", "leave", "search", "finish", "now", "to_field", "recover"))
"""What such a key does where it has led already, or before there is a place to go to."""


def _all_of(kind: type[Screen[Any]]) -> set[type[Screen[Any]]]:
    found = {kind}
    for each in kind.__subclasses__():
        found |= _all_of(each)
    return found
