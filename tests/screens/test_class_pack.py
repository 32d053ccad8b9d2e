"""A class's pack and its week's form: made from the register, taken in where lists are."""

from datetime import date
from pathlib import Path
from typing import Any

import pypdf
from textual.pilot import Pilot

from sendtui.services import casefile, cycle_reading, statuses
from tests.copies import copied
from tests.screens.exchange_steps import go, name, noted
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, put
from tests.screens.waiting import until
from tests.services.provision import school
from tests.services.test_class_pack import filled


def _placed(folder: Path) -> str:
    """A pupil of 3B with a line of provision, and the form of the week filled in for them."""
    path, _ = filled_file(folder)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        made = school(store, "Otterley")
        statuses.place(store, made.pupils[0], "K", date(2026, 9, 7))
        cells = ((1, "2026-11-16", "y"), (1, "2026-11-17", "fire drill"), (1, "What I saw", "[/x]"))
        filled(store, folder / "form.xlsx", *cells)
        return made.pupils[0]


def test_the_pack_of_a_class_is_written_from_the_register(tmp_path: Path) -> None:
    copied(_placed, tmp_path)
    target = tmp_path / "pack.pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3")
        await seen(pilot, "Otterley")
        await pilot.press("down")
        form = await form_of(pilot, "m")
        put(form, class_name="3B")
        await pilot.press("ctrl+s")
        await seen(pilot, "Support in class 3B")
        app: Any = pilot.app
        put(app.screen.form, path=str(target), way="plain")
        await pilot.press("ctrl+s")
        await seen(pilot, "names and needs of 4 children")
        sure = app.screen.form
        put(sure, **dict(zip(sure.fields, ("4", "plain"), strict=True)))
        await pilot.press("ctrl+s")
        await until(pilot, "it is written", target.exists)

    walk_open(tmp_path / "case.sendtui", steps)

    said = "".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
    assert "Zephyr Otterley" in said


def test_a_form_that_came_back_is_known_among_lists_and_logged(tmp_path: Path) -> None:
    pupil = copied(_placed, tmp_path)
    case = tmp_path / "case.sendtui"

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "i", "Which file?")
        await name(pilot, tmp_path / "form.xlsx")
        await seen(pilot, "is the form of a class’s week")
        await pilot.press("ctrl+s")
        await seen(pilot, "1 happened, 1 missed, 1 observation", "missed: fire", "[/x]")
        await pilot.press("y")
        await noted(pilot, "Logged: 3 lines")

    walk_open(case, steps)

    with casefile.open_store(case, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        view = cycle_reading.cycle(store, cycle_reading.current(store, pupil), TODAY)
    assert (view.delivery.happened, view.delivery.missed) == (1, 1)
    assert [each.what for each in view.evidence] == ["[/x]"]
