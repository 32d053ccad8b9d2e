"""A case by keys alone: from the request to the final plan, and on to its annual review."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.rules.typed_dates import say
from sendtui.screens.case import CaseScreen
from sendtui.screens.case_clock import drawn
from sendtui.screens.case_lines import told
from sendtui.screens.case_pupil import PupilCases
from sendtui.screens.case_queue import CaseQueue
from sendtui.screens.case_risk import CaseRisk
from sendtui.screens.lines import Lines
from sendtui.screens.widgets.dialog import Choose, Notice
from sendtui.screens.widgets.form import Form
from sendtui.screens.widgets.grid import Grid
from sendtui.services import (
    case_parts,
    case_reading,
    cases,
    drafts,
    ehc_plan_lines,
    ehc_plans,
)
from sendtui.services.case_views import CaseView, EventView
from sendtui.services.casefile import Unlock, open_store
from sendtui.store.store import Store
from tests.screens.by_keys import typed
from tests.screens.opened import ODD, PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, go_to, look, overlapping, saved, write
from tests.screens.waiting import text_of, until

ASKED = date(2026, 9, 1)


def opened(store: Store, pupil: str, process: str = "assessment", **more: Any) -> str:
    """A case of the authority's side."""
    about = {"side": "la", "caseworker": "Tansy", **more}
    return cases.open_(store, pupil, process, opened_on=ASKED, **about)


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    """A case file, and an assessment in it whose request is logged."""
    path, made = filled_file(tmp_path)
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        case = opened(store, made["Quillfeather"])
        cases.log(store, case, "request", on=ASKED, today=TODAY)
        return path, case


def case_of(path: Path, case: str) -> CaseView:
    """The case as the record has it."""
    view: CaseView = look(path, lambda store: case_reading.view(store, case, TODAY))
    return view


async def in_case(pilot: Pilot[Any], case: str) -> CaseScreen:
    """Open a case and wait until it has been read."""
    screen = CaseScreen(case)
    await pilot.app.push_screen(screen)
    await until(pilot, "the case was read", lambda: screen.view is not None)
    return screen


async def log(pilot: Pilot[Any], screen: CaseScreen, words: str, **raw: str) -> None:
    """Log an event found by its words, with the keys alone."""
    before = len(screen.view.events) if screen.view else 0
    await pilot.press("l")
    await until(pilot, "the events are listed", lambda: isinstance(pilot.app.screen, Choose))
    await write(pilot, words)
    await pilot.press("enter")
    await until(pilot, "the form is open", lambda: pilot.app.screen.query(Form))
    await typed(pilot, **{"on": "today", **raw})
    await saved(pilot)
    await until(pilot, f"{words} is logged", lambda: len(screen.view.events) > before)  # type: ignore[union-attr]


async def begun(pilot: Pilot[Any], process: str) -> CaseScreen:
    """Open a case from among the pupil's, and wait until it has been read."""
    app: Any = pilot.app
    before = app.screen
    await form_of(pilot, "o")
    await typed(pilot, process=process, opened_on="1/9/26")
    await saved(pilot)
    await until(pilot, "the case is in front", lambda: isinstance(app.screen, CaseScreen))
    screen: CaseScreen = app.screen
    assert screen is not before
    await until(pilot, "the case was read", lambda: screen.view is not None)
    return screen


def test_from_the_request_to_the_final_plan_to_the_amended_one_by_keys_alone(
    tmp_path: Path,
) -> None:
    path, made = filled_file(tmp_path)
    zephyr = made["Quillfeather"]
    # Kept by an authority, so that its cases are on the authority's side.
    look(path, lambda store: store.keep_note("role", "caseworker"))

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await go_to(pilot, zephyr)
        await pilot.press("k")
        await until(pilot, "cases are in front", lambda: isinstance(app.screen, PupilCases))
        await until(pilot, "they were read", lambda: "No case" in text_of(pilot))
        screen = await begun(pilot, "assessment")
        await pilot.press("l")
        await write(pilot, "request r")
        form = await form_of(pilot, "enter")
        assert form.fields["on"].control.raw == ASKED.isoformat()
        await typed(pilot, **{"from": "parent"})
        await saved(pilot)
        await log(pilot, screen, "whether", on="13/10/26", decision="assess",
                  rights="yes")  # fmt: skip
        await pilot.press("a")
        await until(pilot, "who to ask", lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("enter")
        await seen(pilot, "Educational; Medical; Psychological", say(TODAY + timedelta(weeks=6)))
        assert not screen.view.advice  # type: ignore[union-attr]
        await saved(pilot)
        await until(pilot, "all are asked", lambda: len(screen.view.advice) == 5)  # type: ignore[union-attr]
        await until(pilot, "they are listed", lambda: "Psychological" in text_of(pilot))
        await pilot.press("k")
        await until(pilot, "one is chased", lambda: screen.view.advice[0].chased_on)  # type: ignore[union-attr]
        for number in range(5):
            await form_of(pilot, "enter")
            await write(pilot, "")
            await saved(pilot)
            await until(
                pilot, "it came",
                lambda n=number: sum(bool(a.received_on) for a in screen.view.advice) == n + 1,  # type: ignore[union-attr]
            )  # fmt: skip
            await pilot.press("down")
        await log(pilot, screen, "make a", decision="make")
        await log(pilot, screen, "draft")
        await form_of(pilot, "c")
        await write(pilot, "A school")
        await saved(pilot)
        await until(pilot, "it is consulted", lambda: screen.view.consultations)  # type: ignore[union-attr]
        await form_of(pilot, "v")
        await write(pilot, ODD[0])
        await saved(pilot)
        await until(pilot, "the comment is shown", lambda: "[/x]" in text_of(pilot))
        await form_of(pilot, "enter")
        await write(pilot, "Done")
        await saved(pilot)
        await until(pilot, "answered", lambda: screen.view.representations[0].answer)  # type: ignore[union-attr]
        await log(pilot, screen, "final plan", rights="yes")
        await until(pilot, "it is over", lambda: screen.view.stage == "final")  # type: ignore[union-attr]
        await seen(pilot, "G opens the plan.")
        await pilot.press("G")
        await seen(pilot, "Begin a plan: Zephyr")
        await pilot.press("escape")
        await until(pilot, "the case is in front", lambda: app.screen is screen)
        await pilot.press("escape")
        await until(pilot, "cases are in front", lambda: isinstance(app.screen, PupilCases))
        screen = await begun(pilot, "annual review")
        await log(pilot, screen, "held", on="1/9/26")
        await log(pilot, screen, "report s", on="10/9/26", recommends="amend")
        await log(pilot, screen, "after", on="20/9/26", decision="amend")
        await log(pilot, screen, "notice", on="22/9/26")
        await log(pilot, screen, "final a", on="20/11/26", rights="yes")
        await form_of(pilot, "d")
        await saved(pilot)
        await until(pilot, "it is closed", lambda: screen.view.closed_on)  # type: ignore[union-attr]

    walk_open(path, steps)

    first, second = look(path, lambda store: case_reading.of_pupil(store, zephyr))
    plan, found = case_of(path, first), case_of(path, second)
    assert plan.warnings == ()
    assert {d.rule: d.state for d in plan.deadlines}["NA-09"] == "done"
    assert look(path, drafts.all_of) == ()
    states = {d.rule: (d.state, d.due) for d in found.deadlines}
    assert states["AR-11"] == ("done late", date(2026, 11, 17))
    assert states["AR-12"] == ("done", date(2026, 11, 24))
    assert found.outcome == "Final amended plan sent"


@pytest.mark.parametrize("key", ["e", "enter"])
def test_a_date_is_explained_with_its_arithmetic_and_rule(
    filled: tuple[Path, str], key: str
) -> None:
    path, case = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await in_case(pilot, case)
        await until(pilot, "the late limit is under the cursor", lambda: "NA-03" in text_of(pilot))
        await pilot.press(key)
        await until(pilot, "it is explained", lambda: isinstance(pilot.app.screen, Notice))
        said = text_of(pilot)
        assert "Late: due 40 days ago." in said
        assert "SEND Regulations 2014 reg 5(1)" in said
        assert "6 weeks are 42 calendar days" in said

    walk_open(path, steps, (120, 40))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_case_fits_its_terminal_and_tells_states_apart_without_colour(
    filled: tuple[Path, str], size: tuple[int, int]
) -> None:
    path, case = filled
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        case_parts.represent(store, case, ODD[0], on=TODAY)
        claim = {"code": "ABSENT_4W", "evidence": "Tickets", "decided_by": ODD[1]}
        cases.log(store, case, "exception", on=TODAY, facts=claim, today=TODAY)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await in_case(pilot, case)
        await until(pilot, "the clock is drawn", lambda: "x excepted" in text_of(pilot))
        assert "o due" in text_of(pilot)
        assert "Deciding whether to assess" in text_of(pilot)
        for part in "1234":
            await pilot.press(part)
            assert overlapping(list(screen.query("Line, Static, Lines, CaseClock"))) == []

    walk_open(path, steps, size)


def test_today_shows_a_late_limit_with_its_rule_and_enter_opens_the_case(
    filled: tuple[Path, str],
) -> None:
    path, _case = filled

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await seen(pilot, "40 days late", "NA-03, SEND Regulations 2014 reg 5(1) (statutory)")
        await pilot.press("enter")
        await until(pilot, "the case is open", lambda: isinstance(app.screen, CaseScreen))
        await seen(pilot, "Deciding whether to assess")
        await pilot.press("escape")
        await seen(pilot, "40 days late")
        await pilot.press("e")
        await seen(pilot, "6 weeks are 42 calendar days")
        await pilot.press("escape")
        await form_of(pilot, "f")
        await typed(pilot, kind="action")
        await saved(pilot)
        await seen(pilot, "only: Action", "Order a sloped board")
        assert "40 days late" not in text_of(pilot)

    walk_open(path, steps)


def test_the_meeting_of_a_review_is_asked_for_each_outcome_of_the_plan(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        plan = ehc_plans.start(store, made["Quillfeather"])
        ehc_plan_lines.add(store, plan, "E", {"words": f"Reads {ODD[0]}"})
        ehc_plans.issue(store, plan, "final", on=ASKED, today=TODAY)
        case = opened(store, made["Quillfeather"], "annual review")
        ceasing = opened(store, made["Quillfeather"], "ceasing")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await in_case(pilot, case)
        await log(pilot, screen, "meeting held", progress_E1="Reached", progress="All of it")
        await pilot.press("2")
        await seen(pilot, "Progress to E1: Reached")
        await pilot.press("enter")
        await seen(pilot, f"E1: Reads {ODD[0]}")

        await pilot.press("escape")
        await in_case(pilot, ceasing)
        await pilot.press("l")
        await write(pilot, "decision on")
        form = await form_of(pilot, "enter")
        assert form.fields["achieved"].control.raw == f"E1 (Reads {ODD[0]}): Reached\nAll of it"

    walk_open(path, steps)

    (met,) = case_of(path, case).events
    assert met.facts == {"progress_E1": "Reached", "progress": "All of it"}


def test_an_event_is_told_with_when_it_was_written_and_by_whom() -> None:
    written = datetime(2026, 11, 20, 12, tzinfo=UTC)
    view = EventView("1", "decision", "Decision", date(2026, 10, 12), "the panel", "", "", {}, (),
                     "", "A. Tester", "", put_right=False, written=written)  # fmt: skip

    assert told(view).splitlines() == [
        "Decision, 12 Oct 2026, the panel", "Written on 20 Nov 2026 by A. Tester.",
    ]  # fmt: skip


def test_an_event_is_put_right_and_another_taken_back(filled: tuple[Path, str]) -> None:
    path, case = filled

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await in_case(pilot, case)
        await pilot.press("2")
        await form_of(pilot, "enter")
        await typed(pilot, on="3/9/26")
        await saved(pilot)
        await until(pilot, "both are shown", lambda: len(screen.view.events) == 2)  # type: ignore[union-attr]
        screen.query_one("#events", Lines).land_on(screen.view.events[0].id)  # type: ignore[union-attr]
        await pilot.press("delete")
        await until(pilot, "it asks", lambda: "Was this logged" in text_of(pilot))
        await pilot.press("tab", "enter")
        await until(pilot, "it is taken back", lambda: len(screen.view.events) == 3)  # type: ignore[union-attr]

    walk_open(path, steps)

    assert case_of(path, case).stage == "waiting"


def test_a_case_is_handed_over_by_keys(filled: tuple[Path, str]) -> None:
    path, case = filled

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await in_case(pilot, case)
        await form_of(pilot, "h")
        await write(pilot, "Bramble")
        await saved(pilot)
        await until(pilot, "it is handed over", lambda: screen.view.caseworker == "Bramble")  # type: ignore[union-attr]

    walk_open(path, steps)

    handed = case_of(path, case).events[0]
    assert handed.facts["to"] == "Bramble"
    assert "40 days late" in handed.facts["late"]


def test_an_odd_event_is_kept_and_its_oddity_stands_on_the_screen(
    filled: tuple[Path, str],
) -> None:
    path, case = filled

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await in_case(pilot, case)
        await log(pilot, screen, "final plan")
        # The first is told, with how many there are: all of them would cover the case.
        await seen(pilot, "3 oddities, o lists them: Final plan sent")
        told = [each.message for each in pilot.app._notifications if each.message[0] == "!"]
        assert len(told) == 1
        assert told[0].endswith("And 2 more: o lists them.")
        await pilot.press("o")
        await seen(pilot, "What is odd", "is there without")

    walk_open(path, steps)


def test_the_day_of_an_event_is_never_assumed(filled: tuple[Path, str]) -> None:
    path, case = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await in_case(pilot, case)
        await pilot.press("l")
        await until(pilot, "the events are listed", lambda: isinstance(pilot.app.screen, Choose))
        await write(pilot, "panel")
        await pilot.press("enter")
        await seen(pilot, "when it happened")
        await pilot.press("ctrl+s")
        await seen(pilot, "This is needed.")
        await write(pilot, "13/10")
        await saved(pilot)

    walk_open(path, steps)

    days = {event.code: event.on for event in case_of(path, case).events}
    assert days["panel"] == date(2026, 10, 13)


def test_the_queue_narrows_sorts_and_opens_a_case(filled: tuple[Path, str]) -> None:
    path, first = filled
    pupil = case_of(path, first).pupil
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        opened(store, pupil, "ceasing", caseworker="Bramble")

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("f7")
        await until(pilot, "the queue is in front", lambda: isinstance(app.screen, CaseQueue))
        await until(pilot, "both are shown", lambda: "2 cases, 1 late" in text_of(pilot))
        assert "! 40 late" in text_of(pilot)
        await pilot.press("w")
        await until(pilot, "caseworkers are shown", lambda: isinstance(app.screen, Choose))
        await write(pilot, "bram")
        await pilot.press("enter")
        await until(pilot, "one is left", lambda: "1 case" in text_of(pilot))
        await pilot.press("escape")
        await until(pilot, "all are back", lambda: "2 cases" in text_of(pilot))
        await pilot.press("l")
        await until(pilot, "the late one", lambda: "1 case, 1 late" in text_of(pilot))
        await pilot.press("enter")
        await until(pilot, "the case is open", lambda: isinstance(app.screen, CaseScreen))
        await pilot.press("escape")
        await until(pilot, "the queue is back", lambda: isinstance(app.screen, CaseQueue))

    walk_open(path, steps)


def test_the_queue_and_today_open_on_whose_work_they_showed_last(
    filled: tuple[Path, str],
) -> None:
    path, first = filled
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        opened(store, case_of(path, first).pupil, "re-assessment", caseworker="Bramble")

    async def narrow(pilot: Pilot[Any]) -> None:
        await seen(pilot, "NA-03")
        await form_of(pilot, "f")
        await typed(pilot, caseworker="Tansy", kind="statutory")
        await saved(pilot)
        await seen(pilot, "only: Limit of an EHC case, Tansy")
        await pilot.press("f7")
        await seen(pilot, "2 cases")
        await pilot.press("w")
        await seen(pilot, "type to narrow the list")
        await pilot.press(*"bramb", "enter")
        await seen(pilot, "1 case", "Caseworker: Bramble")

    async def again(pilot: Pilot[Any]) -> None:
        await seen(pilot, "only: Tansy")
        await pilot.press("f7")
        await seen(pilot, "1 case", "Caseworker: Bramble")
        await pilot.press("escape")
        await seen(pilot, "2 cases")

    walk_open(path, narrow)
    walk_open(path, again)


def test_what_the_queue_is_narrowed_to_is_kept_as_a_work_tray(filled: tuple[Path, str]) -> None:
    path, first = filled
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        opened(store, case_of(path, first).pupil, "re-assessment", caseworker="Bramble")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f7")
        await seen(pilot, "2 cases")
        await pilot.press("l")
        await seen(pilot, "1 case, 1 late")
        await pilot.press("d", "d")
        await seen(pilot, "only what is late  ·  within 28 days")
        await pilot.press("v")
        await seen(pilot, "Work trays", "only what is late")
        await pilot.press("enter")
        await seen(pilot, "Keep a work tray", "It shows: only what is late, within 28 days.")
        await write(pilot, "Over the limit")
        await saved(pilot)
        await pilot.press("escape")
        await seen(pilot, "2 cases")
        await pilot.press("v")
        await seen(pilot, "Over the limit", "1 case")
        await pilot.press("enter")
        await seen(pilot, "1 case, 1 late", "only what is late")

    walk_open(path, steps)


def test_who_is_at_risk_is_a_key_away_and_opens_the_case(filled: tuple[Path, str]) -> None:
    path, first = filled
    pupil = case_of(path, first).pupil
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        case_parts.represent(store, first, "More speech", on=date(2026, 11, 9))
        case = opened(store, pupil, "re-assessment")
        cases.log(store, case, "request", on=date(2026, 8, 3), today=TODAY)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await pilot.press("f7")
        await until(pilot, "the queue is read", lambda: "2 cases" in text_of(pilot))
        await pilot.press("b")
        await until(pilot, "risks are shown", lambda: isinstance(app.screen, CaseRisk))
        await seen(pilot, "1 at risk", "not answered")
        for kind, said in (("age", "Nobody is at risk"), ("unanswered", "only: Unanswered")):
            await form_of(pilot, "f")
            await typed(pilot, kind=kind)
            await saved(pilot)
            await seen(pilot, said)
        await seen(pilot, "not answered")
        await pilot.press("enter")
        await until(pilot, "the case is open", lambda: isinstance(app.screen, CaseScreen))

    walk_open(path, steps)


@pytest.mark.parametrize("width", [24, 60, 100])
def test_the_line_of_time_has_its_width_and_no_sign_is_lost_to_a_lesser_one(
    filled: tuple[Path, str], width: int
) -> None:
    path, case = filled

    lines = drawn(case_of(path, case), TODAY, width).plain.splitlines()

    assert len(lines[0]) == width
    assert len(lines[1]) <= width
    assert "!" in lines[0]
    assert "o" in lines[0]
    assert "13 Oct" in lines[1]


def test_too_narrow_a_line_of_time_is_left_out(filled: tuple[Path, str]) -> None:
    path, case = filled

    assert drawn(case_of(path, case), TODAY, 10).plain == ""


def test_advice_of_all_marked_cases_is_chased_in_one_act(filled: tuple[Path, str]) -> None:
    path, case = filled
    look(path, lambda s: case_parts.ask(s, case, "medical", on=ASKED, today=TODAY))

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f7")
        await seen(pilot, "1 case", "Quillfeather")
        await pilot.press("a")
        await seen(pilot, "1 case, 1 late, 1 marked")
        await pilot.press("m")
        await seen(pilot, "For 1 marked case", "Chase the advice")
        await pilot.press("enter")
        await seen(pilot, "Today, in 1 case (1 record).")
        queue = next(s for s in pilot.app.screen_stack if isinstance(s, CaseQueue))
        await pilot.press("tab", "enter")
        await until(pilot, "the marks are gone", lambda: not queue.query_one("#cases", Grid).marked)

    walk_open(path, steps, (120, 40))

    assert [each.chased_on for each in case_of(path, case).advice] == [TODAY]
