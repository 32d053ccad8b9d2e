"""A school's list taken in by keys: shown first, taken in as one act, taken back by one key."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.exchange_import import ImportScreen
from sendtui.screens.widgets.form import Form
from sendtui.services import casefile, custom_fields, import_profiles, register
from sendtui.services.register import Query
from sendtui.store.undo import undo
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
        await seen(pilot, "list.csv · columns not taken: Quirk")
        await pilot.press("8")
        await seen(pilot, "the column “Quirk”")
        await pilot.press("a")
        await seen(pilot, "Taken in: 1 added, 1 changed", "2 rejected", "Ctrl+Z takes all of it")
        await pilot.press("ctrl+z")
        await seen(pilot, "Import the school's list")
        await pilot.press("y")
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
        await seen(pilot, "Save the rejected lines", "Yes, shown once")
        form = pilot.app.screen.query_one(Form)
        form.fields["way"].control.put_raw("plain")
        await pilot.press("ctrl+s")
        await until(pilot, "the word is asked for", lambda: form.fields["word"].reason)
        form.fields["word"].control.put_raw("plain")
        await pilot.press("ctrl+s")
        await seen(pilot, "The file:")
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
        await seen(pilot, "2 new", "columns: first", "2 new pupils would have no date of birth.")
        await pilot.press("escape")
        await name(pilot, tmp_path / "second.csv")
        await seen(pilot, "2 new", "columns: first", "3B")
        await pilot.press("m")
        await seen(pilot, "Forget first")
        await pilot.press(*"forget", "enter")
        await seen(pilot, "Which column of second.csv is what?")
        await pilot.press("escape")
        await seen(pilot, "Which file?")

    walk_open(path, steps)

    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        assert import_profiles.all_of(store) == ()
        undo(store)
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


PLACED = "Surname,Forename,DOB,SEN status\nQuillfeather,Zephyr,01/03/2018,N\n"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_what_the_senco_recorded_is_held_back_until_a_key_takes_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path, made = filled_file(tmp_path)
    (tmp_path / "list.csv").write_text(PLACED, encoding="utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, tmp_path / "list.csv")
        await seen(pilot, "0 changed · 1 held back", "here SEN Support, the file No special")
        await pilot.press("a")
        await noted(pilot, "there is nothing to take in")
        await pilot.press("enter")
        await seen(pilot, "Take the file’s SEN status for this pupil", "Open the pupil")
        await pilot.press("down", "enter")
        await seen(pilot, "1 changed", "held: some taken", "SEN Support → No special")
        await pilot.press("h")
        await seen(pilot, "Keep what is recorded here")
        await pilot.press("enter")
        await seen(pilot, "0 changed · 1 held back")
        await pilot.press("h")
        await seen(pilot, "Take everything the file says")
        await pilot.press("down", "down", "enter")
        await seen(pilot, "held: all taken")
        await pilot.press("a")
        await seen(pilot, "Taken in: 0 added, 1 changed")

    walk_open(path, steps, size)

    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        found = register.page(store, Query(), TODAY, 0, 100)
    assert made["Quillfeather"] not in {each.id for each in found}


def test_who_is_absent_is_marked_as_left_one_by_one_or_all(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    (tmp_path / "list.csv").write_text(PLACED.replace(",N", ",K"), encoding="utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, tmp_path / "list.csv")
        await seen(pilot, "2 absent")
        await pilot.press("b")
        await seen(pilot, "All of them have left", "2 pupils")
        await pilot.press("enter")
        await seen(pilot, "When did these 2 pupils leave?")
        await pilot.press("ctrl+s")
        await seen(pilot, "0 absent · 2 leave", "leaves: on 22 Nov")
        await pilot.press("enter")
        await seen(pilot, "Stays on roll")
        await pilot.press("down", "enter")
        await seen(pilot, "1 absent · 1 leave")
        await pilot.press("a")
        await seen(pilot, "Taken in: 0 added", "1 left")

    walk_open(path, steps)

    assert len(everyone(path)) == len(made) - 1


@pytest.mark.parametrize("way", [("f3", "f6"), ("f6",), ("escape",)], ids=" ".join)
def test_an_import_that_is_done_is_over(tmp_path: Path, way: tuple[str, ...]) -> None:
    path, _ = filled_file(tmp_path)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, tmp_path / "list.csv")
        await seen(pilot, "1 new · 1 changed")
        await pilot.press("a")
        await seen(pilot, "Taken in: 1 added", "Ctrl+Z takes all of it back")
        for key in way:
            await pilot.press(key)
            await seen(pilot, "SEN register" if key == "f3" else "1 To whom")
        assert "list.csv" not in text_of(pilot)
        await pilot.press("i")
        await seen(pilot, "Which file?")

    walk_open(path, steps)


def test_whose_a_column_is_is_said_with_the_columns(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    text = "Surname,Forename,DOB,Class\nQuillfeather,Zephyr,01/03/2018,6C\n"
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, tmp_path / "list.csv")
        await seen(pilot, "1 changed")
        await pilot.press("m")
        await seen(pilot, "Which column of list.csv is what?", "school")
        await pilot.press("end", "o")
        await seen(pilot, "yours")
        await pilot.press("a")
        await seen(pilot, "Keep this answer as")
        await pilot.press("ctrl+s")
        await seen(pilot, "0 changed · 1 held back", "(the SENCO's own field)", "columns: list")

    walk_open(path, steps)

    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        (kept,) = import_profiles.all_of(store)
    assert kept.owners == {"class_name": "senco"}


def test_a_column_nothing_is_known_of_is_kept_as_a_field_of_our_own(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    text = "Surname,Forename,DOB,Class,House [/x]\nQuillfeather,Zephyr,01/03/2018,3B,Red\n"
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, tmp_path / "list.csv")
        await seen(pilot, "columns not taken: House [/x]")
        await pilot.press("m")
        await seen(pilot, "Which column of list.csv is what?", "left out")
        await pilot.press("home", "enter")
        await seen(pilot, "Keep as our own: text")
        await pilot.press(*"own text", "enter")
        await seen(pilot, "our own House", "ours")
        await pilot.press("a")
        await seen(pilot, "Keep this answer as")
        await pilot.press("ctrl+s")
        await seen(pilot, "1 changed", "House [/x]")
        await pilot.press("a")
        await seen(pilot, "Taken in: 0 added, 1 changed")

    walk_open(path, steps)

    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        (said,) = custom_fields.of_pupil(store, made["Quillfeather"], TODAY)
    assert (said.name, said.value) == ("House [/x]", "Red")
