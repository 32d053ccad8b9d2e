"""The register: found as one types, narrowed by a key, said in words."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.register_filters import FILTERS, PARTED, chips, put
from sendtui.services import amend, casefile, cases, people, pupils, statuses
from sendtui.services.register import Query
from sendtui.store.store import Store
from tests.screens.opened import ODD, PASSPHRASE, TODAY, filled_file, new_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, look, saved
from tests.screens.pupils_at_hand import put as fill_in
from tests.screens.waiting import text_of, until


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_names_are_found_as_they_are_typed(tmp_path: Path, size: tuple[int, int]) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "3 pupils", "Quillfeather, Zephyr", *ODD, "SEN Support 3")
        await pilot.press(*"bram")
        await seen(pilot, "1 pupil", "Bramblewick, Tansy")
        assert "Quillfeather" not in text_of(pilot)

        await pilot.press("escape")
        await seen(pilot, "3 pupils")
        assert all(len(line) <= size[0] for line in text_of(pilot).splitlines())

    walk_open(path, steps, size)


def test_a_key_opens_a_filter_and_escape_clears_it(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        await pilot.press("down", "d")
        await seen(pilot, "type to narrow the list")
        await pilot.press(*"autis", "enter")
        await seen(pilot, "Need: Autistic", "0 pupils", "Nobody fits.")

        await pilot.press("escape")
        await seen(pilot, "3 pupils")
        assert "[Need" not in text_of(pilot)

    walk_open(path, steps)


def test_escape_takes_back_the_marks_then_the_filters_then_the_whole_roll(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3", "ctrl+o", "down", "c", *"3b", "enter")
        await seen(pilot, "w the whole roll", "[Class: 3B]", "3 pupils")
        await pilot.press("a")
        await seen(pilot, "3 marked")

        await pilot.press("escape")
        await until(pilot, "the marks are gone", lambda: "marked" not in text_of(pilot))
        assert "[Class: 3B]" in text_of(pilot)
        await pilot.press("escape")
        await until(pilot, "so is the filter", lambda: "[Class" not in text_of(pilot))
        assert "w the whole roll" in text_of(pilot)
        await pilot.press("escape")
        await seen(pilot, "w on the SEN register")

    walk_open(path, steps)


def test_a_class_that_is_typed_is_shown_by_enter(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r", *"3b")
        await seen(pilot, "0 pupils", "Enter shows class 3B.")
        await pilot.press("enter")
        await seen(pilot, "[Class: 3B]", "3 pupils", "Quillfeather, Zephyr")
        await pilot.press("escape", *"r9z", "enter")
        await seen(pilot, "Nobody fits.")

    walk_open(path, steps)


def test_letters_are_typed_until_the_list_has_the_keys(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("f3")
        await seen(pilot, "3 pupils", "To the list")
        await pilot.press(*"wedn")
        await seen(pilot, "0 pupils", "Nobody fits.")
        await pilot.press("escape")
        await seen(pilot, "3 pupils")

        await pilot.press("enter")
        await seen(pilot, "n New pupil")
        await pilot.press("down", "enter")
        await until(pilot, "the pupil is open", lambda: app.current_mode.startswith("pupil"))
        await pilot.press("escape")
        await until(pilot, "the list is back", lambda: app.current_mode == "register")
        await until(pilot, "the list has the keys", lambda: app.focused is app.screen._grid)
        await pilot.press("slash", *"zeph")
        await seen(pilot, "1 pupil", "Quillfeather, Zephyr")

    walk_open(path, steps)


def test_the_register_is_ready_for_a_name_whenever_it_is_asked_for(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3")
        await seen(pilot, "3 pupils")
        await pilot.press("down")
        await pilot.press("f2")
        await seen(pilot, "Order a sloped board")
        await pilot.press("f3", *"xquill")
        words = pilot.app.screen.query_one("#words")
        await until(pilot, "the name is in the search", lambda: words.value == "xquill")

    walk_open(path, steps)


def test_who_is_on_the_roll_only_is_counted_and_a_key_away(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    def more(store: Store) -> None:
        pupils.add(store, {"surname": "Quillfeather", "forename": "Odo"})
        people.add(store, made["Bramblewick"], {"name": "Ms Quillfeather", "role": "mother"})
        pupils.add(store, {"surname": "Zednoodle", "forename": "Odo"})

    look(path, more)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3", *"quillf")
        await seen(pilot, "1 pupil", "Ctrl+O: 2 pupils more")
        await pilot.press("ctrl+o")
        await seen(pilot, "3 pupils", "Quillfeather, Odo", "Bramblewick, Tansy")
        await seen(pilot, "found by Ms Quillfeather, mother")

        await pilot.press("ctrl+o", "escape", *"zedn")
        await seen(pilot, "Nobody on the SEN register fits.", "1 pupil on the whole roll")
        await pilot.press("ctrl+o", "down", "enter")
        await seen(pilot, "Odo Zednoodle")

    walk_open(path, steps)


def test_an_empty_register_says_what_to_do(tmp_path: Path) -> None:
    path, _ = new_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "There are no pupils here yet.", "press i", "0 pupils")

    walk_open(path, steps)


def test_anothers_change_appears_by_itself(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "3 pupils")
        with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as other:
            amend.remove(other, "pupil", made["Bramblewick"])
        await until(pilot, "it is gone", lambda: "Bramblewick" not in text_of(pilot))

    walk_open(path, steps)


@pytest.mark.parametrize("asked", FILTERS, ids=lambda each: each.name)
def test_what_is_asked_reads_in_words(asked: Any) -> None:
    answers = {"scope": "concerns", "status": "K", "need": "ASD", "nc_year": "4", "flag": "PP"}
    answers |= {"class_name": "[/x] 4B", "left": "yes"}
    answers |= {"without": "profile", "own": f"House{PARTED}[/x] Red"}
    answers |= {"setting": "[/x] Hollow"}
    words = {"scope": "with an open concern", "status": "SEN Support", "need": "Autistic"}
    words |= {"nc_year": "4", "flag": "premium", "class_name": "[/x] 4B", "left": "who have left"}
    words |= {"without": "a one-page profile", "own": "House [/x] Red"}
    words |= {"setting": "[/x] Hollow"}

    query = put(Query(), asked, answers[asked.name])

    assert words[asked.name] in chips(query).plain
    assert put(query, asked, "") == Query()


def test_a_new_pupil_is_not_born_tomorrow(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3", "down")
        form = await form_of(pilot, "n")
        fill_in(form, surname="Noodlewick", born="2026-11-23")
        await pilot.press("ctrl+s")
        await until(pilot, "the field complains", lambda: "come" in form.fields["born"].reason)
        fill_in(form, born="2018-11-23")
        await saved(pilot)
        await seen(pilot, "Noodlewick")

    walk_open(path, steps)


def test_a_record_of_several_settings_says_where_a_pupil_is(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        with store.write("Add") as tx:
            other = tx.add("setting", {"name": "Acorn [/x] Hill"})
            there = tx.add("pupil", {"setting": other, "surname": "Thistle", "forename": "Fern"})
        statuses.place(store, there, "K", date(2026, 9, 7))

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3", "down")
        await seen(pilot, "Setting", "Acorn [/x] Hill", "Puddleby Com", "4 pupils")
        await pilot.press("h")
        await seen(pilot, "Any", "Acorn [/x] Hill")
        await pilot.press(*"acorn", "enter")
        await seen(pilot, "[Setting: Acorn [/x] Hill]", "1 pupil", "Thistle, Fern")

    walk_open(path, steps)


def test_an_authority_finds_every_child_it_deals_with(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        with store.write("It is an authority") as tx:
            tx.put("setting", store.setting, {"sort": "la"})
        asked_for = pupils.add(store, {"surname": "Zednoodle", "forename": "Odo"})
        people.add(store, made["Bramblewick"], {"name": "Ms Zednoodle", "role": "mother"})
        cases.open_(store, asked_for, "assessment", opened_on=TODAY, today=TODAY)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3")
        await seen(pilot, "w the whole roll", "4 pupils", "Zednoodle, Odo", "no SEN 1")
        await pilot.press(*"zedn")
        await seen(pilot, "1 pupil ", "Ctrl+O: 1 pupil more")
        await pilot.press("ctrl+o")
        await seen(pilot, "2 pupils", "Bramblewick, Tansy")
        await pilot.press("escape", "down", "d", *"autis", "enter")
        await seen(pilot, "0 pupils", "Nobody fits.")
        await pilot.press("escape")
        await seen(pilot, "w the whole roll", "4 pupils")

    walk_open(path, steps)


def test_where_there_are_several_settings_that_question_comes_before_the_class() -> None:
    asked = chips(Query(), is_wide=False, several=True).plain

    assert asked.startswith("w on the SEN register  h Setting  ")
    assert "Class" not in asked
    assert not asked.endswith("…")
    narrowed = chips(Query(class_name="3B"), is_wide=False, several=True).plain
    assert "[Class: 3B]" in narrowed


def test_in_a_narrow_terminal_the_questions_break_no_line() -> None:
    asked = chips(Query(class_name="3B", left="any"), is_wide=False).plain

    assert asked.startswith("w on the SEN register  c [Class: 3B]  l [Leavers: here or left]")
    assert asked.endswith("  …")
    assert len(asked) <= 78
    assert "o Without" in chips(Query(class_name="3B", left="any")).plain
