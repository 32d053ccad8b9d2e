"""The palette and the help: every action, every pupil, every key."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.help import escaped, guide_pages
from tests.screens.opened import ODD, filled_file, seen, walk_open
from tests.screens.waiting import text_of, until


def test_the_palette_runs_an_action_by_its_words(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("ctrl+p")
        await seen(pilot, "Action done", "Find a pupil")
        await pilot.press(*"regis", "enter")
        await until(pilot, "the register is open", lambda: app.current_mode == "register")

    walk_open(path, steps)


@pytest.mark.parametrize("typed", ["quill", ODD[1]], ids=["brackets", "right to left"])
def test_a_pupil_of_any_name_is_found_from_anywhere(tmp_path: Path, typed: str) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "Overdue")
        await pilot.press("slash")
        await seen(pilot, "Find a pupil")
        pilot.app.screen.query_one("Entry").value = typed  # type: ignore[attr-defined]
        await seen(pilot, f"{ODD[0]}, {ODD[1]}")

    walk_open(path, steps)


def test_help_names_the_keys_of_the_place_it_is_asked_on(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        await pilot.press("question_mark")
        await seen(pilot, "Here and its keys", "Starting", "a UPN or an admission")
        await pilot.press("down", "down")
        await seen(pilot, "What is due, the latest first.")
        await pilot.press("escape")
        await until(pilot, "the register is back", lambda: "3 pupils" in text_of(pilot))

    walk_open(path, steps)


def test_every_page_of_the_guide_has_a_title() -> None:
    pages = guide_pages()

    assert list(pages)[:4] == ["start", "today", "register", "keys"]
    assert all(title and text.startswith("# ") for title, text in pages.values())


def test_what_a_key_does_is_never_read_as_markdown() -> None:
    assert escaped("[a](b) *c*") == r"\[a\]\(b\) \*c\*"
