"""A school's list taken in by keys: shown first, taken in as one act, taken back by one key."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.exchange_import import ImportScreen
from sendtui.services import casefile, import_profiles, register
from sendtui.services.register import Query
from tests.screens.exchange_steps import go, name, noted
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, new_file, seen, walk_open
from tests.screens.waiting import text_of, until

HEADINGS = "UPN,Surname,Forename,DOB,Class,SEN status,Quirk\n"
LIST = HEADINGS + (
    ",Quillfeather,Zephyr,01/03/2018,4B,K,\n"
    ",Quill [/x] [bold],זפיר,03/02/2017,4B,E,\n"
    ",Brackenhurst,Ottoline,99/99/2016,4B,K,\n"
    ",Fogsworth,Mistral,01/01/2016,4B,Zonk,\n"
)


def everyone(path: Path) -> dict[str, str]:
    """Name → class of everybody in the case file."""
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        found = register.page(store, Query(scope="roll"), TODAY, 0, 100)
        return {each.name: each.class_name for each in found}


async def choose(pilot: Pilot[Any], path: Path) -> None:
    """Open the import and say which file."""
    await go(pilot, "i", "Which file?")
    await name(pilot, path)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_a_list_is_shown_then_taken_in_then_taken_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path, _ = filled_file(tmp_path)
    before = everyone(path)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, tmp_path / "list.csv")
        await seen(pilot, "1 new · 1 changed", "2 rejected", "2 absent", "Class: 3B → 4B")
        await seen(pilot, "Quill [/x]", "זפיר", "“Zonk”")
        assert all(len(line) <= size[0] for line in text_of(pilot).splitlines())
        await pilot.press("7")
        await seen(pilot, "the column “Quirk”")
        await pilot.press("a")
        await seen(pilot, "Taken in: 1 added, 1 changed", "2 rejected", "Ctrl+Z takes all of it")
        await pilot.press("ctrl+z")
        await seen(pilot, "Import the school's list")
        await pilot.press("ctrl+z")
        await seen(pilot, "1 new · 1 changed")

    walk_open(path, steps, size)

    assert everyone(path) == before


def test_stopped_before_its_end_nothing_of_a_list_is_in(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    before = everyone(path)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, tmp_path / "list.csv")
        await seen(pilot, "1 new · 1 changed")
        screen = pilot.app.screen
        assert isinstance(screen, ImportScreen)
        screen.action_apply()
        screen.action_back()
        await noted(pilot, "Stopped: nothing was changed.")
        await seen(pilot, "1 new · 1 changed")
        await pilot.press("escape", "escape")
        await seen(pilot, "Bring in a school’s list")

    walk_open(path, steps)

    assert everyone(path) == before


def test_rejected_lines_are_saved_mended_and_taken_in(tmp_path: Path) -> None:
    path, _ = new_file(tmp_path)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    saved = tmp_path / "list-rejected.csv"

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, tmp_path / "list.csv")
        await seen(pilot, "2 new", "2 rejected")
        await pilot.press("w")
        await seen(pilot, "Save the rejected lines")
        await pilot.press("enter")
        await until(pilot, "the file is written", saved.exists)
        mended = (
            saved.read_text(encoding="utf-8-sig").replace("99/99", "09/09").replace("Zonk", "K")
        )
        saved.write_text(mended, encoding="utf-8-sig")
        await pilot.press("escape")
        await name(pilot, saved)
        await seen(pilot, "2 new", "0 rejected")
        await pilot.press("a")
        await seen(pilot, "Taken in: 2 added", "Nothing of the file is left over.")

    walk_open(path, steps)

    assert {"Brackenhurst, Ottoline", "Fogsworth, Mistral"} <= everyone(path).keys()


def test_headings_of_its_own_are_asked_about_once(tmp_path: Path) -> None:
    path, _ = new_file(tmp_path)
    for each in ("first.csv", "second.csv"):
        text = "Fledgling;Chirp;Nest\nQuill [/x];Ada;3B\nזפיר;נוצה;3B\n"
        (tmp_path / each).write_text(text, encoding="utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, tmp_path / "first.csv")
        await seen(pilot, "Which column of first.csv is what?", "Quill [/x] · זפיר")
        await pilot.press("a")
        await seen(pilot, "No column is the legal surname")
        for words in ("legal sur", "legal fore", "class"):
            await pilot.press("enter")
            await seen(pilot, "Leave this column out")
            await pilot.press(*(key if key != " " else "space" for key in words), "enter")
            await until(pilot, "it is chosen", lambda: "type to narrow" not in text_of(pilot))
        await pilot.press("a")
        await seen(pilot, "Keep this answer as")
        await pilot.press("ctrl+s")
        await seen(pilot, "2 new", "columns: first")
        await pilot.press("escape")
        await name(pilot, tmp_path / "second.csv")
        await seen(pilot, "2 new", "columns: first", "3B")

    walk_open(path, steps)

    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        (kept,) = import_profiles.all_of(store)
    assert kept.headings == {"Fledgling": "surname", "Chirp": "forename", "Nest": "class_name"}


def test_a_file_that_is_no_list_says_so_and_asks_again(tmp_path: Path) -> None:
    path, _ = new_file(tmp_path)
    (tmp_path / "list.csv").write_bytes(b"%PDF-1.7 not a list")

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, tmp_path / "list.csv")
        await noted(pilot, "list.csv is a PDF")
        await seen(pilot, "Which file?")

    walk_open(path, steps)
