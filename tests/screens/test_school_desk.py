"""The school's own desk by keys: who joins what, where the cursor stands, answers to complaints."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.lines import Lines
from sendtui.services import casefile, feedback, intervention_reading, interventions, statuses
from tests.copies import copied
from tests.screens.exchange_steps import noted
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, look, put, saved
from tests.screens.waiting import text_of, until
from tests.services.provision import begin, school

RUN = "[/x] Sums"


def _provided(folder: Path) -> None:
    """Two pupils in a group, another with a plan, and one without; all on the SEN register."""
    path, _ = filled_file(folder)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        there = school(store, "Otterley", "Fernsby")
        (alone,) = begin(store, "Aldermoor")
        for pupil in (*there.pupils, alone):
            statuses.place(store, pupil, "K", date(2026, 9, 7))
        interventions.join(store, there.intervention, [alone], TODAY, today=TODAY)
        interventions.add(store, {"name": "Yoga", "minutes": 15})


@pytest.fixture
def case(tmp_path: Path) -> Path:
    copied(_provided, tmp_path)
    return tmp_path / "case.sendtui"


async def at_desk(pilot: Pilot[Any], digit: str = "1", shown: str = "Talking tables") -> Lines:
    """Go to the school's desk and a part of it."""
    await pilot.press("f8")
    await seen(pilot, "0 times in the week")
    await pilot.press("o")
    await seen(pilot, "Talking tables")
    await pilot.press(digit)
    await seen(pilot, f"[{digit} ", shown)
    lines: Lines = pilot.app.screen.query_one("#own", Lines)
    return lines


def test_what_was_added_has_the_cursor_and_marked_pupils_join_it(case: Path) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        lines = await at_desk(pilot)
        form = await form_of(pilot, "a")
        put(form, name=RUN, minutes="15")
        await saved(pilot)
        await until(pilot, "the cursor is on it", lambda: _under(lines) == RUN)

        await pilot.press("j")
        await seen(pilot, f"Join: {RUN}", "Fernsby, Zephyr", "All classes · 0 marked")
        await pilot.press("c", *"3b", "enter")
        await seen(pilot, "of 3B · 0 marked")
        await pilot.press("space")
        await seen(pilot, "5 pupils of 3B · 1 marked")
        await pilot.press("a")
        await seen(pilot, "5 pupils of 3B · 5 marked")
        await form_of(pilot, "enter")
        refused = "there is no open cycle: start one first."
        await seen(pilot, f"Join: {RUN}", "Will join (2): Aldermoor, Zephyr; Otterley, Zephyr.")
        await seen(pilot, "Left out (3):", "[/x] Quill", refused)
        await saved(pilot)
        await seen(pilot, "Joined (2): Aldermoor, Zephyr; Otterley, Zephyr.", "[/x] Quill", refused)
        await pilot.press("enter")
        await seen(pilot, "2 pupils")
        await until(pilot, "the cursor is on it still", lambda: _under(lines) == RUN)

    walk_open(case, steps)

    run = look(case, lambda s: intervention_reading.named(s, RUN, TODAY).id)
    found = look(case, lambda s: intervention_reading.members(s, run, TODAY))
    assert sorted(each.name for each in found) == ["Zephyr Aldermoor", "Zephyr Otterley"]


def test_each_pupil_refused_is_named_with_the_reason(case: Path) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await at_desk(pilot)
        await pilot.press("j")
        await seen(pilot, "Join: Talking tables")
        await pilot.press("a", "enter")
        await seen(pilot, "Nobody joined.", "Otterley, Zephyr: has it already.")
        await seen(pilot, "Fernsby, Zephyr: has it already.")

    walk_open(case, steps)


def _under(lines: Lines) -> str:
    return str(lines.highlighted.words) if lines.highlighted else ""


def test_the_day_of_the_week_is_a_digit(case: Path) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await at_desk(pilot, "2", "Who is with whom")
        form = await form_of(pilot, "a")
        form.fields["weekday"].control.focus()
        await pilot.press("3")
        assert form.values()["weekday"] == "3"
        await pilot.press("9")
        assert form.values()["weekday"] == "3"

    walk_open(case, steps)


def test_a_part_names_the_keys_that_do_something_there_and_says_where_others_do(
    case: Path,
) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await at_desk(pilot)
        await seen(pilot, "j Join", "m Measures", "f A list")
        await pilot.press("2")
        await seen(pilot, "Who is with whom")
        for each in ("j Join", "m Measures", "f A list", "r Answer"):
            await until(pilot, f"{each} is gone", lambda e=each: e not in text_of(pilot))  # type: ignore[misc]
        await pilot.press("j")
        await noted(pilot, "In another part: Interventions: 1.")

    walk_open(case, steps, (120, 40))


def test_a_complaint_is_answered_by_a_key_on_its_line(case: Path) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await at_desk(pilot, "7", "about one: on the pupil, s, then c")
        form = await form_of(pilot, "a")
        assert {"answered_on", "outcome"}.isdisjoint(form.fields)
        put(form, about="[/x] The fair", received_on="2026-11-02")
        await saved(pilot)
        await seen(pilot, "Complaint · [/x] The fair · open", "r Answer")
        form = await form_of(pilot, "r")
        assert list(form.fields) == ["answered_on", "outcome"]
        put(form, outcome="[/x] Put right")
        await saved(pilot)
        await seen(pilot, "Complaint · [/x] The fair · answered")

    walk_open(case, steps)

    (said,) = look(case, lambda s: feedback.all_of(s, TODAY))
    assert (said.answered_on, said.outcome) == (TODAY, "[/x] Put right")
