"""The clash desk by keys: both versions side by side, and nothing decided but by a key."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.services import amend, casefile, pupils
from tests.screens.exchange_steps import noted
from tests.screens.opened import ODD, PASSPHRASE, filled_file, seen, walk_open
from tests.screens.waiting import text_of, until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A case file in which two forms, opened together, changed three fields."""
    made, ids = filled_file(tmp_path)
    with casefile.open_store(made, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        for surname, field, values in (
            ("Quillfeather", "class_name", ("3C", "4D")),
            ("Bramblewick", "interpreter", ("Polish [/x]", "signs")),
            (ODD[0], "class_name", ("5E", "6F")),
        ):
            heads = amend.form(store, "pupil", ids[surname]).heads
            for value in values:
                amend.amend(store, "pupil", ids[surname], {field: value}, heads)
    return made


def desk(pilot: Pilot[Any]) -> Any:
    """The list of clashes."""
    return pilot.app.screen.query_one("#clashes")


def says(path: Path) -> dict[str, tuple[object, object]]:
    """What holds in the end: surname → class and interpreter."""
    unlock = casefile.Unlock(passphrase=PASSPHRASE)
    with casefile.open_store(path, unlock) as store, store.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT surname, class_name, interpreter FROM pupil"
        )
        return {line[0]: (line[1], line[2]) for line in found}


def test_clashes_are_decided_by_keys_and_by_nothing_else(path: Path) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "1 Decide 3")
        await pilot.press("enter")
        await seen(pilot, "3 fields to decide", "same field", "2  here, A. Tester")
        await pilot.press("escape")
        await seen(pilot, "1 Decide 3")
        await pilot.press("f6", "d")
        await seen(pilot, "Bramblewick, Tansy", "6F", "5E", "1  here, A. Tester")
        await pilot.press("down")
        await until(pilot, "the two can stand together", lambda: "b Both" in text_of(pilot))
        await pilot.press("b")
        await seen(pilot, "Decided: Bramblewick, Tansy, Pupil, Interpreter: signs / Polish")
        await until(pilot, "two are left", lambda: desk(pilot).count == 2)
        await pilot.press("end", "2")
        await seen(pilot, "Decided: Quillfeather, Zephyr, Pupil, Class: 3C")
        await pilot.press("n")
        await seen(pilot, "what holds?", "1  6F", "2  5E")
        pilot.app.screen.query_one("#field-class-name Input").value = "7G"
        await pilot.press("ctrl+s")
        await seen(pilot, "Nothing waits to be decided.", "7G")
        await pilot.press("escape")
        await seen(pilot, "nothing waits")

    walk_open(path, steps)

    held = says(path)
    assert held["Quillfeather"][0] == "3C"
    assert held["Bramblewick"][1] == "signs / Polish [/x]"
    assert held[ODD[0]][0] == "7G"


UPN = "H801200001001"


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    """A case file with one child twice, by UPN, and two children of one name and birth."""
    path, made = filled_file(tmp_path)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        amend.amend(store, "pupil", made["Quillfeather"], {"upn": UPN})
        pupils.add(store, {"surname": "Quill", "forename": "Zeph", "upn": UPN})
        like = {"surname": "Bramblewick", "forename": "Tansy", "born": date(2018, 3, 1)}
        pupils.add(store, {**like, "class_name": "6Z"})
    return path


def test_a_child_known_twice_is_joined_by_keys_and_parted_again(twice: Path) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f6")
        await seen(pilot, "5 Known twice")
        await pilot.press("5")
        await seen(pilot, "Quillfeather, Zep", "! Puddleby")
        await pilot.press("enter")
        await seen(pilot, "! UPN", "Both have the same UPN, which no two children have.", UPN)
        await pilot.press("b")
        await noted(pilot, "Keep both")
        await pilot.press("1")
        await seen(pilot, "Quillfeather, Zephyr, 3B, at Puddleby", "Quill, Zeph, at Puddleby")
        await pilot.press(*"one UPN", "ctrl+s")
        await seen(pilot, "one child: 1 leads")
        await pilot.press("end")
        await seen(pilot, "Because: one UPN. p takes this back")
        await pilot.press("p")
        await seen(pilot, "! UPN")
        await pilot.press("escape", "b")
        await seen(pilot, "Known twice", "! UPN")
        await pilot.press("2")
        await seen(pilot, "Quill, Zeph, at Puddleby Common Primary School, leads")
        await pilot.press("ctrl+s")
        await seen(pilot, "one child: 1 leads")

    walk_open(twice, steps)

    assert "Quill" in says(twice)
    assert "Quillfeather" not in says(twice)


def test_two_children_are_kept_and_a_mistake_is_discarded_by_keys(twice: Path) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f6")
        await seen(pilot, "5 Known twice")
        await pilot.press("b")
        await seen(pilot, "! UPN", "~ name and date of birth")
        await pilot.press("end")
        await seen(pilot, "1 or 2 leads where they are one child", "6Z")
        await pilot.press("b")
        await seen(pilot, "are two children.")
        await pilot.press("ctrl+s")
        await seen(pilot, "two children, 22 Nov")
        await pilot.press("home", "d")
        await seen(pilot, "Which one was a mistake?")
        await pilot.press("2", "enter")
        await seen(pilot, "Quill, Zeph, at")
        await pilot.press("y")
        await noted(pilot, "Discarded.")

    walk_open(twice, steps)

    assert "Quill" not in says(twice)
    assert "Quillfeather" in says(twice)
