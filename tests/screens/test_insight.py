"""Insight by keys: a question, why, the pupil behind it; and a report on its way to a file."""

from datetime import date
from pathlib import Path
from typing import Any

import pypdf
from textual.pilot import Pilot

from sendtui.services import casefile, checklists, feedback, intervention_reading
from sendtui.store.store import Store
from tests.copies import copied
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, seen, walk_open
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
        await seen(pilot, "in a group of 3: £1.66 or £1.67")
        await pilot.press("p")
        app: Any = pilot.app
        await until(pilot, "the pupil opens", lambda: app.current_mode.startswith("pupil:"))

    walk_open(tmp_path / "case.sendtui", steps)


def test_the_governors_report_is_written_where_one_says(tmp_path: Path) -> None:
    copied(_provided, tmp_path)
    target = tmp_path / "governors.pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f8")
        await seen(pilot, "0 times in the week")
        await pilot.press("end", "up", "up", "enter")
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


def test_the_schools_own_desk_keeps_training_complaints_steps_and_checklists(
    tmp_path: Path,
) -> None:
    copied(_provided, tmp_path)
    case = tmp_path / "case.sendtui"
    listed = tmp_path / "oap.csv"
    listed.write_text("Area,Statement\nCI,[/x] Visual timetables\n")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f8", "o")
        await seen(pilot, "Talking tables", "6 Training")
        for digit, typed, shown in (
            ("6", {"topic": "[/x] Autism", "expires": "1/9/29", "on": "1/9/26"}, "[/x] Autism"),
            ("7", {"about": "[/x] The fair", "sort": "compliment"}, "Compliment · [/x] The fair"),
            ("8", {"what": "[/x] Paint", "due_on": "20/11/26"}, "! [/x] Paint, 2 days late"),
        ):
            await pilot.press(digit)
            await seen(pilot, f"[{digit} ")
            form = await form_of(pilot, "a")
            if digit == "6":
                typed = {**typed, "staff": form.fields["staff"].control.options[-1][0]}
            put(form, **typed)
            await saved(pilot)
            await seen(pilot, shown)
        await pilot.press("9")
        await seen(pilot, "[9 ")
        put(await form_of(pilot, "a"), path=str(listed), name="Ours")
        await pilot.press("ctrl+s")
        await seen(pilot, "1 statement new", "New: [/x] Visual timetables")
        await pilot.press("y")
        await seen(pilot, "CI", "loaded 22 Nov 2026")

    walk_open(case, steps)

    with casefile.open_store(case, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        (held,) = checklists.all_of(store)
        (said,) = feedback.all_of(store, TODAY)
    assert (held.name, held.statements) == ("Ours", 1)
    assert (said.sort, said.kind) == ("compliment", "school_feedback")


def test_what_was_measured_is_written_down_by_keys(tmp_path: Path) -> None:
    copied(_provided, tmp_path)
    case = tmp_path / "case.sendtui"

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f8")
        await seen(pilot, "0 times in the week")
        await pilot.press("o")
        await seen(pilot, "Talking tables")
        await pilot.press("m")
        await seen(pilot, "Measured by: Words in a minute", "Zephyr Fernsby")
        form = await form_of(pilot, "enter")
        put(form, value="twelve")
        await pilot.press("ctrl+s")
        await seen(pilot, "is not a number")
        put(form, value="12,5")
        await saved(pilot)
        await seen(pilot, "12.5", "Pupil")
        form = await form_of(pilot, "enter")
        assert form.values()["at"] == "exit"
        put(form, value="20")
        await saved(pilot)
        await seen(pilot, "20", "12.5")

    walk_open(case, steps)

    with casefile.open_store(case, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        run = intervention_reading.named(store, "Talking tables", TODAY)
        found = intervention_reading.members(store, run.id, TODAY)
    assert [(each.entry, each.exit) for each in found] == [(12.5, 20.0), (None, None)]
