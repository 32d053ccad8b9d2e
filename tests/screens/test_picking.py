"""Picking from the library while a plan is written: by keys, and only what one did not type."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets._select import SelectOverlay

from sendtui.models.provision import ProvisionIn
from sendtui.screens.widgets.asks import Ask, asks_of
from sendtui.screens.widgets.form import Form
from sendtui.services import (
    casefile,
    cycle_reading,
    cycles,
    intervention_reading,
    interventions,
    library,
    plans,
    workforce,
)
from tests.copies import copied
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, go_to, look, put, saved, write
from tests.screens.stand import Stand, drive
from tests.screens.waiting import text_of, until

PICKED = Ask(
    "intervention",
    "Intervention",
    "choice",
    options=(("talk", "Talking tables"), ("sums", "[/x] Sums")),
    fills={
        "talk": {"what": "Talking tables", "minutes": 20, "who": "Ms T"},
        "sums": {"what": "[/x] Sums", "minutes": 15, "who": ""},
    },
)
ASKS = (PICKED, *asks_of(ProvisionIn, ("what", "who", "minutes")))


def _planned(folder: Path) -> str:
    """A pupil with a cycle, and an intervention whose hour has a rate."""
    path, made = filled_file(folder)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        pupil = made["Quillfeather"]
        # Not due today: its page would be the review, where a digit is a rating.
        due = TODAY + timedelta(days=20)
        cycle = cycles.start(store, pupil, started_on=date(2026, 9, 7), review_due=due)
        plans.add(store, cycle, "outcome", {"what": "Reads a page"})
        adult = workforce.add(store, {"name": "Ms Thistledown", "role": "TA"})
        workforce.set_rate(store, 1_500, date(2026, 9, 1), role="TA")
        interventions.add(store, {"name": "Paired reading with a reading buddy"})
        dose = {"minutes": 20, "times": 2, "group_size": 3}
        interventions.add(store, {**dose, "name": "[/x] Talking tables with cards", "staff": adult})
        return pupil


def test_an_intervention_is_picked_by_keys_and_fills_in_its_line(tmp_path: Path) -> None:
    pupil = copied(_planned, tmp_path)
    case = tmp_path / "case.sendtui"

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, pupil)
        await pilot.press("y", "2")
        await until(pilot, "the plan is shown", lambda: "Reads a page" in text_of(pilot))
        form = await form_of(pilot, "p")
        await pilot.press("enter")
        app: Any = pilot.app
        await until(pilot, "the list is open", lambda: isinstance(app.focused, SelectOverlay))
        await until(pilot, "its cost is beside it", lambda: "£1.67" in text_of(pilot))
        await pilot.press("down", "down", "enter")
        await until(pilot, "it is filled in", lambda: form.fields["minutes"].control.raw == "20")
        assert form.fields["who"].control.raw == "Ms Thistledown"
        await saved(pilot)
        await until(pilot, "the line is shown", lambda: "twice a week" in text_of(pilot))

    walk_open(case, steps)

    view = look(case, lambda s: cycle_reading.cycle(s, cycle_reading.current(s, pupil), TODAY))
    (line,) = view.provision
    assert (line.what, line.times, line.group_size) == ("[/x] Talking tables with cards", 2, 3)
    assert line.intervention == look(case, lambda s: intervention_reading.offers(s, TODAY)[1].id)


def test_a_strategy_is_put_into_the_library_and_picked_from_it(tmp_path: Path) -> None:
    pupil = copied(_planned, tmp_path)
    case = tmp_path / "case.sendtui"

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f8")
        await seen(pilot, "0 times in the week")
        await pilot.press("o", "0")
        await seen(pilot, "to pick from in a plan")
        form = await form_of(pilot, "a")
        put(form, name="[/x] Wait ten seconds before you ask again")
        await saved(pilot)
        await seen(pilot, "Strategy", "[/x] Wait ten seconds")
        await go_to(pilot, pupil)
        await pilot.press("y", "2")
        await seen(pilot, "Reads a page")
        form = await form_of(pilot, "s")
        form.fields["library"].control.put_raw(_first(case))
        await until(pilot, "it is filled in", lambda: "[/x]" in str(form.values()["what"]))
        await saved(pilot)
        await seen(pilot, "Teaching", "[/x] Wait ten seconds")

    walk_open(case, steps)


def _first(case: Path) -> str:
    return str(look(case, lambda store: library.entries(store, "strategy")[0].id))


def test_another_choice_fills_in_anew_and_leaves_what_was_typed() -> None:
    form = Form(ASKS, {"minutes": 0})

    async def steps(pilot: Pilot[Any]) -> None:
        put(form, who="A. Tester")
        form.fields["intervention"].control.put_raw("talk")
        await until(pilot, "it is filled in", lambda: form.values()["minutes"] == 20)
        form.fields["intervention"].control.put_raw("sums")
        await until(pilot, "it is filled in anew", lambda: form.values()["minutes"] == 15)
        assert form.values()["what"] == "[/x] Sums"
        assert form.values()["who"] == "A. Tester"

    drive(Stand(form), steps)


def test_a_draft_is_not_filled_in_over() -> None:
    form = Form(ASKS, {}, {"intervention": "talk", "what": "Talking tables", "minutes": "45"})

    async def steps(pilot: Pilot[Any]) -> None:
        form.fields["what"].control.focus()
        await write(pilot, "s")
        assert form.values()["minutes"] == 45

    drive(Stand(form), steps)
