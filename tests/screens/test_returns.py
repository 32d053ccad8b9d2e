"""The returns by keys: what is due, what is to be mended, and the field that mends it."""

from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.services import casefile, returns_kept
from tests.copies import copied
from tests.screens.exchange_steps import go, name, noted
from tests.screens.opened import PASSPHRASE, filled_file, seen, walk_open
from tests.screens.waiting import text_of, until
from tests.services.returned import authority


def _authority(folder: Path) -> dict[str, str]:
    made = casefile.create(folder / "case.sendtui", PASSPHRASE)
    with made.store as store:
        setting = {"name": "Puddleshire Council", "sort": "la"}
        casefile.set_up(store, author="B. Tester", role="caseworker", setting=setting)
        returns_kept.note_left(store, 2027, (9, 7), date(2026, 11, 20))
        return authority(store)


async def land_on(pilot: Pilot[Any], words: str) -> None:
    """Go down the findings until the cursor stands on these words."""
    lines = pilot.app.screen.query_one("#found")
    place = next(n for n in range(lines.count) if words in str(lines.get_row(n).words))
    lines.cursor = place
    await until(pilot, words, lambda: words in str(lines.highlighted.words))


def test_a_finding_is_mended_where_it_stands(tmp_path: Path) -> None:
    copied(_authority, tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "n", "SEN2 2027", "9 errors, 7 queries to mend")
        await pilot.press("enter")
        await seen(pilot, "3 persons in the return", "designated medical officer")
        await seen(pilot, "Errors and queries before: 20 Nov 2026 9 + 7", "that of 2026 is used")
        looked = pilot.app.screen.looked
        await pilot.press("n")
        await seen(pilot, "Bramblecoat, Zephyr: The SEN status is E")
        await pilot.press("n")
        await seen(pilot, "Thistlewick, Zephyr: UPN")
        await land_on(pilot, "Thistlewick, Zephyr: UPN")
        await pilot.press("enter")
        await seen(pilot, "For the returns: Thistlewick", "Home postcode")
        form = pilot.app.screen.form
        form.fields["no_upn_because"].control.value = "UN3"
        await pilot.press("ctrl+s")
        await until(pilot, "mended", lambda: "Thistlewick, Zephyr: UPN" not in text_of(pilot)
                    and "persons in the return" in text_of(pilot))  # fmt: skip
        # Once for what was mended: a note of how much is left is no reason to look again.
        assert pilot.app.screen.looked == looked + 1
        await pilot.press("escape")
        await seen(pilot, "errors", "to mend")

    walk_open(tmp_path / "case.sendtui", steps, size=(100, 40))


def test_a_return_is_written_and_not_checked_again_for_that(tmp_path: Path) -> None:
    copied(_authority, tmp_path)
    target = tmp_path / "sen2.xml"

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "n", "SEN2 2027", "9 errors, 7 queries to mend")
        await pilot.press("enter")
        await seen(pilot, "3 persons in the return", "designated medical officer")
        looked = pilot.app.screen.looked
        await pilot.press("f")
        await seen(pilot, "The file for COLLECT", "left in it")
        pilot.app.screen.focused.value = str(target)
        await pilot.press("ctrl+s")
        await seen(pilot, "To be sure", "3 children")
        pilot.app.screen.focused.value = "3"
        await pilot.press("tab")
        pilot.app.screen.focused.value = "plain"
        await pilot.press("ctrl+s")
        await noted(pilot, "3 persons written")
        screen = pilot.app.screen
        await until(pilot, "nothing is to be read again", lambda: screen.is_up_to_date)
        assert screen.looked == looked

    walk_open(tmp_path / "case.sendtui", steps, size=(100, 40))
    assert b"<Persons>" in target.read_bytes()


def test_a_school_sees_the_census_and_what_is_to_be_mended_before(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    listed = tmp_path / "plans.csv"
    listed.write_text("UPN,Surname\nA823432110001,Snapdragon\n", encoding="utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "n", "School census", "21 Jan 2027")
        await seen(pilot, "SEN2, Annex A and Audit: an authority’s")
        await pilot.press("end")
        await seen(pilot, "This is a school’s file")
        await pilot.press("home", "enter")
        await seen(pilot, "3 pupils on roll", "SC02", "Quillfeather, Zephyr")
        await pilot.press("a")
        await seen(pilot, "The authority’s list of plans")
        await name(pilot, listed)
        await seen(pilot, "3 pupils on roll · 0 plans differ")
        await land_on(pilot, "Bramblewick, Tansy")
        await pilot.press("enter")
        await seen(pilot, "Bramblewick", "SEN Support")

    walk_open(path, steps)


def test_a_return_is_taken_in_once_it_has_been_shown(tmp_path: Path) -> None:
    copied(_authority, tmp_path)
    came = Path(__file__).parents[1] / "formats" / "golden" / "sen2_2026.xml"

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "n", "SEN2 2027")
        await pilot.press("i")
        await seen(pilot, "A SEN2 return: its XML")
        await name(pilot, came)
        await seen(pilot, "Take in SEN2 2026 of 201?", "1 new, 1 known")
        await pilot.press("tab", "enter")
        await noted(pilot, "1 pupil added")

    walk_open(tmp_path / "case.sendtui", steps)
