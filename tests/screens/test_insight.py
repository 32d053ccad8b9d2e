"""Insight by keys: a question, why, the pupil behind it; and a report on its way to a file."""

from datetime import date
from pathlib import Path
from typing import Any

import pypdf
from textual.pilot import Pilot

from sendtui.services import casefile, interventions
from sendtui.store.store import Store
from tests.copies import copied
from tests.screens.opened import PASSPHRASE, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, put, saved
from tests.screens.waiting import until
from tests.services.provision import school


def _provided(folder: Path) -> None:
    path, _ = filled_file(folder)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        _give(store)


def _give(store: Store) -> None:
    from sendtui.services import deliveries, statuses

    made = school(store, "Otterley", "Fernsby")
    statuses.place(store, made.pupils[0], "K", date(2026, 9, 7))
    deliveries.tick(store, made.lines[1], date(2026, 9, 14))


def test_a_question_leads_to_its_rows_and_a_row_to_its_pupil(tmp_path: Path) -> None:
    copied(_provided, tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f8")
        await seen(pilot, "Who is where in the week?", "0 times in the week")
        await pilot.press("down", "enter")
        await seen(pilot, "sessions promised by today have not happened", "sessions short")
        await seen(pilot, "Zephyr Otterley")
        await pilot.press("enter")
        app: Any = pilot.app
        await until(pilot, "the pupil opens", lambda: app.current_mode.startswith("pupil:"))
        await seen(pilot, "Otterley")

    walk_open(tmp_path / "case.sendtui", steps)


def test_a_total_opens_its_lines_and_a_line_its_arithmetic(tmp_path: Path) -> None:
    copied(_provided, tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f8")
        await seen(pilot, "0 times in the week")
        await pilot.press(*["down"] * 5, "enter")
        await seen(pilot, "Talking tables", "hours given of")
        await pilot.press("b")
        await seen(pilot, "Gather by")
        await pilot.press(*"class", "enter")
        await seen(pilot, "4B", "Class")
        await pilot.press("enter")
        await seen(pilot, "1 line of provision", "Zephyr Fernsby")
        await pilot.press("enter")
        await seen(pilot, "in a group of 3: £1.67 for each pupil")
        await pilot.press("p")
        app: Any = pilot.app
        await until(pilot, "the pupil opens", lambda: app.current_mode.startswith("pupil:"))

    walk_open(tmp_path / "case.sendtui", steps)


def test_the_governors_report_is_written_where_one_says(tmp_path: Path) -> None:
    copied(_provided, tmp_path)
    target = tmp_path / "governors.pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f8")
        await seen(pilot, "For governors", "0 times in the week")
        await pilot.press("end", "up", "enter")
        app: Any = pilot.app
        await until(pilot, "the form opens", lambda: app.screen.query("#path, Form"))
        app.screen.form.fields["path"].control.value = str(target)
        await pilot.press("ctrl+s")
        await until(pilot, "it is written", target.exists)
        await until(pilot, "the form closes", lambda: not app.screen.query("Form"))

    walk_open(tmp_path / "case.sendtui", steps)

    said = "".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
    assert "Otterley" not in said
    assert "SEND report to governors" in said


def test_an_intervention_is_added_and_a_class_joins_it(tmp_path: Path) -> None:
    copied(_provided, tmp_path)
    case = tmp_path / "case.sendtui"

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f8")
        await seen(pilot, "0 times in the week")
        await pilot.press("o")
        await seen(pilot, "Talking tables")
        form = await form_of(pilot, "a")
        put(form, name="[/x] Sums", minutes="15")
        await saved(pilot)
        await seen(pilot, "[/x] Sums")
        await pilot.press("end")
        form = await form_of(pilot, "j")
        put(form, class_name="3B")
        await saved(pilot)
        await seen(pilot, "[/x] Sums", "1 pupil")

    walk_open(case, steps)

    with casefile.open_store(case, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        found = {each.name: each.members for each in interventions.all_of(store, date(2026, 12, 1))}
    assert found["[/x] Sums"] == 1
