"""The profile's screen by keys: writing, whether it fits, leaving, signing, printing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.profile import ProfileScreen
from sendtui.screens.pupil import PupilScreen
from sendtui.screens.widgets.form import Form
from sendtui.services import profile_pages, profiles
from tests.screens.exchange_steps import noted
from tests.screens.opened import ODD, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import go_to, look, overlapping, put, saved, write
from tests.screens.waiting import until


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    """A case file and the id of a pupil in it."""
    path, made = filled_file(tmp_path)
    return path, made["Quillfeather"]


async def writing(pilot: Pilot[Any], pupil: str) -> ProfileScreen:
    """Open the profile of a pupil to write it."""
    await go_to(pilot, pupil, "profile")
    app = pilot.app
    await until(pilot, "the profile is in front", lambda: isinstance(app.screen, ProfileScreen))
    screen = app.screen
    assert isinstance(screen, ProfileScreen)
    await until(pilot, "the form is there", lambda: screen.form is not None)
    return screen


def test_a_profile_is_written_signed_and_printed_by_keys(
    filled: tuple[Path, str], tmp_path: Path
) -> None:
    path, zephyr = filled
    printed = tmp_path / "zephyr.pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await writing(pilot, zephyr)
        assert screen.form is not None
        await write(pilot, "My jokes")
        put(screen.form, helps=ODD[0], gathered=ODD[1])
        await seen(pilot, "fits on one page")
        await pilot.press("ctrl+t")
        await until(pilot, "who signs is asked", lambda: pilot.app.screen is not screen)
        await saved(pilot)
        await until(pilot, "the next is begun", lambda: screen.draft and screen.draft.from_version)
        await pilot.press("f9")
        await until(pilot, "where to is asked", lambda: pilot.app.screen is not screen)
        put(pilot.app.screen.query_one(Form), path=str(printed), how="large", same="3B")
        await saved(pilot)

    walk_open(path, steps)

    page = look(path, lambda store: profile_pages.page(store, zephyr, TODAY))
    assert (page.appreciate, page.helps, page.gathered) == ("My jokes", *ODD)
    assert (page.signed_on, page.signed_by) == (TODAY, "A. Tester")
    assert printed.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("how", ["pdf", "text"])
def test_a_profile_to_be_sent_has_a_password_and_text_always_has(
    filled: tuple[Path, str], tmp_path: Path, how: str
) -> None:
    path, zephyr = filled
    ending = ".txt.zip" if how == "text" else ".pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await writing(pilot, zephyr)
        await write(pilot, "My jokes")
        await pilot.press("ctrl+s", "f9")
        await until(pilot, "where to is asked", lambda: pilot.app.screen is not screen)
        form = pilot.app.screen.query_one(Form)
        secret = "sent" if how == "pdf" else "printed"
        put(form, path=str(tmp_path / "zephyr.pdf"), how=how, secret=secret, same="3b")
        await pilot.press("ctrl+s")
        await seen(pilot, "Password for the file", f"zephyr{ending}")

    walk_open(path, steps)

    assert b"jokes" not in (tmp_path / f"zephyr{ending}").read_bytes()


def test_too_much_for_one_page_is_said_while_it_is_typed(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await writing(pilot, zephyr)
        assert screen.form is not None
        put(screen.form, important="\n".join(f"{n} marbles" for n in range(120)))
        await seen(pilot, "pages: shorten it")

    walk_open(path, steps)


def test_what_was_typed_is_there_again_after_escape_and_no_version_was_made(
    filled: tuple[Path, str],
) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await writing(pilot, zephyr)
        await write(pilot, "My jokes")
        await pilot.press("escape")
        await until(pilot, "the pupil is back", lambda: isinstance(pilot.app.screen, PupilScreen))
        await pilot.press("f9")
        await noted(pilot, "nothing to print yet")
        screen = await writing(pilot, zephyr)
        assert screen.form is not None
        assert screen.form.fields["appreciate"].control.raw == "My jokes"

    walk_open(path, steps)

    assert look(path, lambda store: profiles.versions(store, zephyr)) == ()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_nothing_lies_over_anything_else(filled: tuple[Path, str], size: tuple[int, int]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await writing(pilot, zephyr)
        wanted = "#state, #fits, #written, Footer, Masthead"
        assert overlapping(list(screen.query(wanted))) == []
        assert screen.query_one("#written").size.height >= 12

    walk_open(path, steps, size)


def test_an_old_profile_is_said_to_be_old(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    def signed_long_ago(store: Any) -> None:
        then = date(2025, 9, 1)
        made = profiles.save(store, zephyr, {"helps": "Time"}, today=then)
        profiles.sign(store, made, on=then, by="A. Tester")

    look(path, signed_long_ago)

    async def steps(pilot: Pilot[Any]) -> None:
        await writing(pilot, zephyr)
        await seen(pilot, "Version 2", "over a year old")

    walk_open(path, steps)
