"""An authority's case list by keys: named, its columns said, taken in, and what is new copied."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.screens.case_import import CaseImport
from sendtui.screens.exchange import ExchangeScreen
from sendtui.services import case_list, case_profiles
from tests.screens.opened import TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, look, saved, write
from tests.screens.waiting import until

LIST = (
    "UPN,Surname,Forename,Case Type,Wkr,Review due\n"
    "H801200001019,Teapot,Ivo,Annual review,Tansy,19/01/2027\n"
)


def test_a_case_list_is_taken_in_by_keys_and_its_columns_are_remembered(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    (tmp_path / "cases.csv").write_text(LIST, "utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        app = pilot.app
        app.push_screen(ExchangeScreen())
        await seen(pilot, "Bring in a case list")
        await pilot.press("c")
        await until(pilot, "the list is in front", lambda: isinstance(app.screen, CaseImport))
        await seen(pilot, "No list has been read")
        await form_of(pilot, "f")
        await write(pilot, str(tmp_path / "cases.csv"))
        await pilot.press("tab")
        await write(pilot, "Ourtown")
        await saved(pilot)
        await seen(pilot, "1 new case", "Wkr. c says")
        await form_of(pilot, "c")
        await pilot.press("enter")
        await write(pilot, "Casew")
        await pilot.press("enter")
        await saved(pilot)
        await seen(pilot, "caseworker Tansy")
        await pilot.press("t")
        await seen(pilot, "Take this in?")
        await pilot.press("y")
        await seen(pilot, "1 unchanged")
        await pilot.press("s")
        await seen(pilot, "Copy it, to paste it there")

    walk_open(path, steps)

    lines = look(path, lambda store: case_list.listing(store, TODAY))
    assert [line.caseworker for line in lines] == ["Tansy"]
    (kept,) = look(path, case_profiles.all_of)
    assert (kept.name, kept.headings) == ("Ourtown", {"Wkr": "caseworker"})
