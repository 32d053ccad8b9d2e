"""Help that is searched and acts, keys that say why they are shut, and the same by flags."""

import shlex
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.__main__ import _add_shared
from sendtui.commands import VERBS
from sendtui.commands.shared import parser_of
from sendtui.screens.app import SendtuiApp
from sendtui.screens.by_flags import every_form
from sendtui.screens.help_lines import HelpLine, matching, passages
from sendtui.services import pupils
from tests.screens.exchange_steps import noted
from tests.screens.opened import TODAY, filled_file, open_lock, seen, walk, walk_open
from tests.screens.pupils_at_hand import go_to, look
from tests.screens.waiting import until

UPN = "H801200001001"


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.removeprefix("sendtui "))
def test_what_is_shown_to_type_is_what_the_flags_take(form: str) -> None:
    _, verb, *words = shlex.split(form)
    parser = parser_of(VERBS[verb])
    _add_shared(parser)

    assert parser.parse_intermixed_args(words)


def test_a_key_is_found_by_its_words_in_the_help_and_enter_does_it(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        await pilot.press("f1")
        await seen(pilot, "Here and its keys")
        await pilot.press(*"conta")
        await pilot.press("down", "up")
        await until(pilot, "the key stands first", lambda: _under(pilot).startswith("key/add"))
        await seen(pilot, "sendtui contact add")
        await pilot.press("enter")
        await seen(pilot, "Log a contact")

    walk_open(path, steps)


def _under(pilot: Pilot[Any]) -> str:
    line = pilot.app.screen.query_one("#pages").highlighted
    return line.id if line else ""


def test_a_page_is_found_by_a_word_in_it(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f1")
        await seen(pilot, "Here and its keys")
        await pilot.press(*"quarantined")
        await seen(pilot, "The exchange", "reaches beyond")

    walk_open(path, steps)


def test_the_same_by_flags_names_the_pupil_in_front(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    named = {"surname": "Umberfeather", "forename": "Otis", "upn": UPN}
    pupil = look(path, lambda store: pupils.add(store, named))

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, pupil)
        await pilot.press("ctrl+p")
        await seen(pilot, "Find an action")
        await pilot.press(*"need")
        await seen(pilot, f"By flags: sendtui need add {UPN}")
        await pilot.press("ctrl+c")
        await until(pilot, "it was copied", lambda: UPN in pilot.app.clipboard)

    walk_open(path, steps)


def test_a_key_that_is_shut_says_why(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await open_lock(pilot)
        await go_to(pilot, made["Quillfeather"])
        await pilot.press("f1")
        await seen(pilot, "Here and its keys")
        await pilot.press(*"tick")
        await seen(pilot, "cannot be used now", "reading only")
        await pilot.press("enter")
        await seen(pilot, "cannot be used now")

    walk(SendtuiApp(path, TODAY, read_only=True), steps)


def test_a_shut_key_says_why_where_it_is_pressed(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await open_lock(pilot)
        await pilot.press("f4", "f4")
        await noted(pilot, "Last pupil: No pupil has been opened yet.")
        await go_to(pilot, made["Quillfeather"])
        await pilot.press("t", "t")
        await noted(pilot, "Tick: The file is open for reading only.")
        assert len(pilot.app._notifications) == 2

    walk(SendtuiApp(path, TODAY, read_only=True), steps)


def test_a_search_puts_what_is_called_so_before_what_mentions_it() -> None:
    lines = [HelpLine("a", "Today", "the register too"), HelpLine("b", "The register", "all")]

    assert [line.id for line in matching(["register"], lines)] == ["b", "a"]
    assert matching(["nowhere"], lines) == []


def test_a_passage_is_the_paragraph_a_word_stands_in() -> None:
    page = "# Title\n\nOne thing.\n\n- two\n- three\n\n| Key | Does |\n|---|---|\n| F9 | prints |"

    assert passages(page, ["thing"]) == "One thing."
    assert passages(page, ["three"]) == "- three"
    assert "F9" in passages(page, ["prints"])
    assert passages(page, []) == ""
