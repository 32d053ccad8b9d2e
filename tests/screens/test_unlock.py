"""The lock: right and wrong passphrases, the recovery key, and what an idle lock keeps."""

import asyncio
import gc
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot

from sendtui.screens.app import SendtuiApp
from sendtui.screens.widgets.entry import Entry
from sendtui.services import casefile, keys, recovery
from sendtui.store import keychain
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
from tests.screens.waiting import text_of, until


def test_a_wrong_passphrase_is_said_plainly_and_the_right_one_opens(tmp_path: Path) -> None:
    path, _ = new_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        pilot.app.screen.query_one("#passphrase", Entry).value = "open sesame, please"
        await pilot.press("enter")
        await seen(pilot, "! Wrong passphrase.")
        assert pilot.app.screen.query_one("#passphrase", Entry).value == ""

        await open_lock(pilot)
        await seen(pilot, "There are no pupils here yet.", "Import your school’s list: press i.")

    walk(SendtuiApp(path, TODAY), steps)


def test_a_passphrase_typed_twice_is_no_command_behind_the_lock(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await until(pilot, "the lock is ready", lambda: app.query("Footer"))
        app.screen.query_one("#passphrase", Entry).value = PASSPHRASE
        for key in ("enter", *"run", "enter", "f3", *"qu"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await seen(pilot, "▎ qu")

        assert app.screen.query_one("#words", Entry).value == "qu"

    walk(SendtuiApp(path, TODAY), steps)


def test_no_key_leads_past_the_lock(tmp_path: Path) -> None:
    path, _ = new_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f2", "f3", "f6", "ctrl+f", "ctrl+z", "ctrl+p", "ctrl+l", "escape")

        assert pilot.app.current_mode == "lock"
        assert len(pilot.app.screen_stack) == 1

    walk(SendtuiApp(path, TODAY), steps)


def test_the_recovery_key_gives_a_new_passphrase(tmp_path: Path) -> None:
    path, key = new_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("ctrl+r")
        by_hand = recovery.grouped(key).lower()
        typed = {"#recovery": by_hand, "#new": "purple walrus kettle", "#again": "purple walrus"}
        for name, text in typed.items():
            app.screen.query_one(name, Entry).value = text
        await pilot.press("enter")
        await seen(pilot, "not the same")

        app.screen.query_one("#again", Entry).value = typed["#new"]
        await pilot.press("enter")
        await until(pilot, "the case file is open", lambda: not app.is_locked)

    walk(SendtuiApp(path, TODAY), steps)
    with casefile.open_store(path, casefile.Unlock(passphrase="purple walrus kettle")) as store:
        assert store.author == "A. Tester"


def test_by_the_recovery_key_one_of_several_people_has_a_new_passphrase(tmp_path: Path) -> None:
    path, key = new_file(tmp_path)
    old = "correct horse battery staple"
    with casefile.open_store(path, casefile.Unlock(passphrase=old)) as store:
        keys.add_person(store, "B. Senco", "green lantern nine saucepans")
    new = "purple walrus kettle"

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("ctrl+r")
        await seen(pilot, "A. Tester, B. Senco")
        for name, text in (("#recovery", key), ("#new", new), ("#again", new)):
            app.screen.query_one(name, Entry).value = text
        await pilot.press("enter")
        assert app.is_locked
        app.screen.query_one("#whose", Entry).value = "B. Senco"
        await pilot.press("enter")
        await until(pilot, "the case file is open", lambda: not app.is_locked)

    walk(SendtuiApp(path, TODAY), steps)
    with casefile.open_store(path, casefile.Unlock(passphrase=new)) as store:
        assert store.author == "B. Senco"
    casefile.open_store(path, casefile.Unlock(passphrase=old)).close()


def test_a_damaged_file_is_said_in_words(tmp_path: Path) -> None:
    path, _ = new_file(tmp_path)
    path.write_bytes(b"\x00" * 8192)

    async def steps(pilot: Pilot[Any]) -> None:
        pilot.app.screen.query_one("#passphrase", Entry).value = "correct horse battery staple"
        await pilot.press("enter")
        await seen(pilot, "damaged", "restore a backup")

        assert pilot.app.current_mode == "lock"

    walk(SendtuiApp(path, TODAY), steps)


def test_an_idle_lock_drops_the_key_and_keeps_what_is_typed(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("r", "down", "n")
        await until(pilot, "the form is open", lambda: hasattr(app.screen, "form"))
        form = app.screen.form
        form.fields["surname"].control.value = "Half a na"
        app.idle_since -= 11 * 60
        await app.tick()

        await seen(pilot, "Locked after 10 minutes", "Passphrase")
        assert app.desk.is_locked
        assert "Half a na" not in text_of(pilot)
        await open_lock(pilot)
        await seen(pilot, "New pupil", "Half a na")

    walk_open(path, steps)


def test_after_an_idle_lock_the_keyring_opens_nothing_until_the_passphrase_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = new_file(tmp_path)
    kept: dict[str, bytes] = {}
    monkeypatch.setattr(keychain, "keep", kept.__setitem__)
    monkeypatch.setattr(keychain, "find", kept.get)
    monkeypatch.setattr(keychain, "forget", lambda name: kept.pop(name, None))

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await app.call(casefile.remember)
        assert kept
        app.idle_since -= 11 * 60
        await app.tick()
        assert not kept

        await open_lock(pilot)
        await until(pilot, "the keyring holds it again", lambda: kept)

    walk_open(path, steps)


def test_garbage_is_looked_for_once_while_hands_rest(tmp_path: Path) -> None:
    path, _ = new_file(tmp_path)
    looks: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "stop" and about["generation"] == 2:
            looks.append(1)

    async def looked(app: Any) -> int:
        looks.clear()
        gc.callbacks.append(note)
        await app.tick()
        gc.callbacks.remove(note)
        return len(looks)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        gc.disable()
        try:
            busy = await looked(app)
            app.idle_since -= 5
            assert (busy, await looked(app), await looked(app)) == (0, 1, 0)
        finally:
            gc.enable()

    walk(SendtuiApp(path, TODAY), steps)


def test_two_locks_at_once_lead_back_to_where_one_was(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("r")
        await until(pilot, "the register is in front", lambda: app.current_mode == "register")
        await asyncio.gather(app.lock("Locked.", idle=True), app.lock("Locked."))
        await open_lock(pilot)
        assert app.current_mode == "register"

    walk_open(path, steps)
