"""A visit by keys: beside the family, through a lock, read back and left behind; a day file."""

from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import pytest
from textual.pilot import Pilot

from sendtui.screens.visit import VisitBeside
from sendtui.screens.visit_day import VisitDay
from sendtui.screens.widgets.dialog import Notice
from sendtui.screens.widgets.form import Form
from sendtui.services import day_file, drafts, visit_beside, visits
from sendtui.services.casefile import Unlock, open_store
from sendtui.services.visits import VisitView
from tests.screens.exchange_steps import noted
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, open_lock, seen, walk_open
from tests.screens.pupils_at_hand import look, put, saved, write
from tests.screens.waiting import text_of, until

SECRET = "snails and slates in a teapot"


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    """A case file and the id of a pupil in it whose mother speaks Polish; the father is barred."""
    path, made = filled_file(tmp_path)
    zephyr = made["Quillfeather"]
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store, store.write("Add") as tx:
        for name, more in (("Ada", {"language": "Polish"}), ("Cy", {"gets_letters": False})):
            tx.add("person", {"pupil": zephyr, "name": f"{name} Quillfeather", "role": "parent",
                              "parental_responsibility": True, **more})  # fmt: skip
    return path, zephyr


async def fill_in(pilot: Pilot[Any], key: str, says: str, /, **raw: str) -> None:
    """Press a key, fill its form in and save it."""
    await pilot.press(key)
    await seen(pilot, says)
    await until(pilot, "its fields are there", lambda: pilot.app.screen.query(Form))
    await pilot.pause()
    put(pilot.app.screen.query_one(Form), **raw)
    await saved(pilot)


def test_beside_the_family_no_word_is_lost_to_the_lock_and_what_was_agreed_stays_with_them(
    filled: tuple[Path, str], tmp_path: Path
) -> None:
    path, zephyr = filled
    target = tmp_path / "agreed.txt"

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        screen = VisitBeside(zephyr)
        await app.push_screen(screen)
        await seen(pilot, "speaks Polish", "Nothing is written down yet")
        assert "Cy" not in text_of(pilot)
        await fill_in(pilot, "c", "In their own words", words="I like [snails]")
        await seen(pilot, "Child says")
        await fill_in(pilot, "a", "What is agreed", what="Ask for a board", due="4/12/26")
        await until(pilot, "both are read", lambda: screen.about and screen.about.visit.agreed)
        await pilot.press("n")
        await seen(pilot, "Notes: Zephyr")
        await write(pilot, "the flat is cold")
        await pilot.press("ctrl+l")
        await until(pilot, "it is locked", lambda: app.is_locked)
        await open_lock(pilot)
        await seen(pilot, "Visit › Zephyr")
        if app.screen is screen:
            await pilot.press("n")
        await seen(pilot, "the flat is cold")
        await write(pilot, " and dark")
        await saved(pilot)
        await seen(pilot, "6 words of notes")
        assert "cold" not in text_of(pilot)
        await pilot.press("r")
        await until(pilot, "it is read back", lambda: isinstance(app.screen, Notice))
        await seen(pilot, "1. Ask for a board", "by 4 December 2026")
        await pilot.press("escape")
        await until(pilot, "the visit is in front", lambda: app.screen is screen)
        await pilot.press("l")
        await seen(pilot, "What we agreed: for Ada Quillfeather")
        await pilot.press("ctrl+s")
        await seen(pilot, "What we agreed: print it")
        await pilot.pause()
        put(app.screen.query_one(Form), path=str(target))
        await saved(pilot)
        await seen(pilot, "Write this file?", ".txt.zip")
        await pilot.pause()
        put(app.screen.query_one(Form), same="1/3/2018")
        await saved(pilot)
        await seen(pilot, "Password for the file")
        await noted(pilot, "Written to")

    walk_open(path, steps, (80, 24))

    assert is_zipfile(tmp_path / "agreed.txt.zip")
    assert look(path, drafts.all_of) == ()
    (visit,) = look(path, lambda store: visits.of_pupil(store, zephyr, TODAY))
    assert visit.said == "the flat is cold and dark"
    assert [each.words for each in visit.voices] == ["I like [snails]"]


def test_children_are_picked_carried_and_brought_back_and_the_notes_are_filed(
    filled: tuple[Path, str], tmp_path: Path
) -> None:
    path, zephyr = filled
    day = tmp_path / "day.sendtui"
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        day_file.carry(store, day, [zephyr], SECRET, TODAY)
    with open_store(day, Unlock(passphrase=SECRET)) as carried:
        visits.note(carried, visits.begin(carried, zephyr, TODAY, TODAY), "the flat is cold")

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await app.push_screen(VisitDay())
        await seen(pilot, "Nobody is picked")
        await pilot.press("a")
        await seen(pilot, "Find a pupil")
        await pilot.press(*"quillf", "enter")
        await seen(pilot, "may not be met or told: Cy Quillfeather")
        await pilot.press("y")
        await seen(pilot, "Day file", "and of nobody")
        await pilot.pause()
        put(app.screen.query_one(Form), path=str(day))
        await pilot.press("ctrl+s")
        await seen(pilot, "There is such a file: name another.")
        put(app.screen.query_one(Form), path=str(tmp_path / "of 23.11"))
        await saved(pilot)
        await seen(pilot, "A passphrase for the day file")
        await pilot.press(*SECRET, "tab", *SECRET, "ctrl+s")
        await seen(pilot, "The day file is written")
        await pilot.press("escape")
        await pilot.press("b")
        await seen(pilot, "Which day file?")
        app.screen.query_one("Input").value = str(day)
        await pilot.press("enter")
        await seen(pilot, "brought back", "Quillfeather, Zephyr")
        await pilot.press("escape")
        await seen(pilot, "Not yet filed")
        await pilot.press("end")
        await fill_in(pilot, "d", "Notes, tidied", said="We met at home.")
        await until(pilot, "nothing waits", lambda: "Not yet filed" not in text_of(pilot))

    walk_open(path, steps, (100, 40))

    def read(store: Any) -> tuple[VisitView, tuple[str, ...]]:
        (visit,) = visits.of_pupil(store, zephyr, TODAY)
        return visit, visit_beside.picked_ids(store, TODAY)

    visit, picked = look(path, read)
    assert (tmp_path / "of 23.11.sendtui").exists()
    assert (visit.filed_on, visit.said, picked) == (TODAY, "We met at home.", (zephyr,))
