"""The palette and the help: every action, every pupil, every key."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.help import escaped, guide_pages
from sendtui.services import people, profiles
from tests.screens.opened import ODD, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, go_to, look, saved, seen_of, write
from tests.screens.waiting import text_of, until


def test_the_palette_runs_an_action_by_its_words(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("ctrl+p")
        await seen(pilot, "Done", "Find a pupil")
        await pilot.press(*"regis", "enter")
        await until(pilot, "the register is open", lambda: app.current_mode == "register")

    walk_open(path, steps)


@pytest.mark.parametrize(
    ("typed", "opens"),
    [
        ("phone call", "Log a contact: Zephyr"),
        ("print prof", "Print the profile"),
        ("upload", "› Import"),
        ("write prof", "own words"),
        ("open a case", "Open a case: Zephyr"),
        ("annual review", "Open a case: Zephyr"),
    ],
)
def test_what_concerns_the_last_pupil_is_done_from_anywhere(
    tmp_path: Path, typed: str, opens: str
) -> None:
    path, made = filled_file(tmp_path)
    words = {"important": "Quiet"}
    look(path, lambda store: profiles.save(store, made["Quillfeather"], words, today=TODAY))

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await go_to(pilot, made["Quillfeather"])
        await pilot.press("f2")
        await until(pilot, "today is in front", lambda: app.current_mode == "today")
        await pilot.press("ctrl+p")
        await seen(pilot, "Find a pupil")
        app.screen.query_one("Entry").value = typed
        await pilot.pause()
        await pilot.press("enter")
        await seen(pilot, opens)

    walk_open(path, steps)


@pytest.mark.parametrize(
    ("typed", "opens"),
    [("intervention", "What the school runs"), ("complain", "about no single pupil")],
)
def test_what_is_the_school_s_own_is_opened_from_anywhere(
    tmp_path: Path, typed: str, opens: str
) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("ctrl+p")
        await seen(pilot, "Find a pupil")
        await pilot.press(*typed)
        await until(pilot, "it is found", lambda: app.screen.query_one("Entry").value == typed)
        await pilot.press("enter")
        await until(pilot, "the desk is open", lambda: hasattr(app.screen, "part"))
        await seen(pilot, opens)

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


def test_what_a_letter_does_is_offered_while_letters_are_typed(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3")
        await seen(pilot, "3 pupils")
        await pilot.press("ctrl+p")
        await seen(pilot, "Find an action")
        await pilot.press(*"new", "space", *"pup", "enter")
        await seen(pilot, "Legal surname")

    walk_open(path, steps)


def test_the_queue_of_cases_and_the_pupil_s_own_are_both_offered_on_a_pupil(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        await pilot.press("ctrl+p", *"ehc")
        await seen(pilot, "EHC cases: the queue, by days left", "EHC cases and arrangements")
        assert text_of(pilot).count("the queue, by days left") == 1

    walk_open(path, steps)


def test_a_call_is_logged_by_a_name_two_keys_and_what_was_said(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    mother = {"name": "Marigold Pompom", "role": "mother", "parental_responsibility": True}
    look(path, lambda store: people.add(store, made["Quillfeather"], mother))

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+f", *"pompom", "enter")
        await until(pilot, "a pupil is open", lambda: pilot.app.screen.query("#who"))
        await form_of(pilot, "c")
        await write(pilot, "Late bus")
        await saved(pilot)

    walk_open(path, steps)

    (call,) = seen_of(path, made["Quillfeather"]).contacts
    assert (call.said, call.who) == ("Late bus", "Marigold Pompom")


def test_help_names_the_keys_of_the_place_it_is_asked_on(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        await pilot.press("f1")
        await seen(pilot, "Here and its keys", "Starting", "a UPN, an admission")
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
