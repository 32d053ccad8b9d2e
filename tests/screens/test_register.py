"""The register: found as one types, narrowed by a key, said in words."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.register_filters import FILTERS, chips, put
from sendtui.services.register import Query
from tests.screens.opened import ODD, filled_file, new_file, seen, walk_open
from tests.screens.waiting import text_of, until


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_names_are_found_as_they_are_typed(tmp_path: Path, size: tuple[int, int]) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await seen(pilot, "3 pupils", "Quillfeather, Zephyr", *ODD, "SEN Support 3")
        await pilot.press("slash", *"bram")
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
        await pilot.press("d")
        await seen(pilot, "type to narrow the list")
        await pilot.press(*"autis", "enter")
        await seen(pilot, "Need: Autistic", "0 pupils", "Nobody fits.")

        await pilot.press("escape")
        await seen(pilot, "3 pupils")
        assert "[Need" not in text_of(pilot)

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
        from sendtui.services import casefile, pupils
        from tests.screens.opened import PASSPHRASE

        await pilot.press("r")
        await seen(pilot, "3 pupils")
        with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as other:
            pupils.remove(other, made["Bramblewick"])
        await until(pilot, "it is gone", lambda: "Bramblewick" not in text_of(pilot))

    walk_open(path, steps)


@pytest.mark.parametrize("asked", FILTERS, ids=lambda each: each.name)
def test_what_is_asked_reads_in_words(asked: Any) -> None:
    answers = {"scope": "concerns", "status": "K", "need": "ASD", "nc_year": "4", "flag": "PP"}
    answers |= {"class_name": "[/x] 4B", "left": "yes"}
    words = {"scope": "with an open concern", "status": "SEN Support", "need": "Autistic"}
    words |= {"nc_year": "4", "flag": "premium", "class_name": "[/x] 4B", "left": "who have left"}

    query = put(Query(), asked, answers[asked.name])

    assert words[asked.name] in chips(query).plain
    assert put(query, asked, "") == Query()
