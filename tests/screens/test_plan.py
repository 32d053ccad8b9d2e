"""The plan's screens by keys: written with the checks beside, issued, amended, printed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.plan import PlanScreen
from sendtui.screens.plan_line import PlanLineScreen
from sendtui.screens.plan_open import PlanOpenScreen
from sendtui.screens.pupil import PupilScreen
from sendtui.screens.widgets.form import Form
from sendtui.services import case_reading, cases, ehc_plan_lines, ehc_plan_reading, ehc_plans
from sendtui.services.ehc_plan_reading import PlanView
from tests.screens.by_keys import typed
from tests.screens.opened import ODD, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, go_to, look, overlapping, saved, write
from tests.screens.waiting import text_of, until

WIDE = (120, 40)


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    """A case file and the id of a pupil in it."""
    path, made = filled_file(tmp_path)
    return path, made["Quillfeather"]


@pytest.fixture
def planned(filled: tuple[Path, str]) -> tuple[Path, str]:
    """A case file with a plan of three lines that is being written."""
    path, zephyr = filled

    def begin(store: Any) -> None:
        plan = ehc_plans.start(store, zephyr)
        words = {"words": "Misses the ends of words, so that spelling is hard.", "need": "HI"}
        need = ehc_plan_lines.add(store, plan, "B", words)
        ehc_plan_lines.add(store, plan, "B", {"words": f"{ODD[0]} finds noise hard."})
        line = {"words": "Regular spelling with signs.", "serves": [need]}
        ehc_plan_lines.add(store, plan, "F", line)

    look(path, begin)
    return path, zephyr


def plan_of(path: Path, pupil: str) -> PlanView:
    """The newest version as the record has it."""
    view: PlanView = look(
        path, lambda s: ehc_plan_reading.view(s, ehc_plan_reading.chosen(s, pupil))
    )
    return view


async def opened(pilot: Pilot[Any], pupil: str) -> PlanScreen:
    """Open the plan from the pupil and wait until it has been read."""
    await go_to(pilot, pupil)
    await pilot.press("g")
    app: Any = pilot.app
    await until(pilot, "the plan is in front", lambda: isinstance(app.screen, PlanScreen))
    screen = app.screen
    await until(pilot, "the plan was read", lambda: screen.found is not None)
    return screen  # type: ignore[no-any-return]


async def writing(pilot: Pilot[Any], key: str) -> PlanLineScreen:
    """Press a key and wait for the line it opens."""
    await pilot.press(key)
    app: Any = pilot.app
    await until(pilot, "a line is open", lambda: isinstance(app.screen, PlanLineScreen))
    screen = app.screen
    await until(pilot, "its form is there", lambda: screen.form is not None)
    await pilot.pause()
    return screen  # type: ignore[no-any-return]


def test_a_plan_is_begun_written_and_issued_by_keys(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        await form_of(pilot, "g")
        await saved(pilot)
        app: Any = pilot.app
        await until(pilot, "the plan is in front", lambda: isinstance(app.screen, PlanScreen))
        await until(pilot, "it was read", lambda: app.screen.found is not None)
        await pilot.press("right")
        await seen(pilot, "Section B: Special educational needs", "a adds a line.")
        screen = await writing(pilot, "a")
        await write(pilot, "Hard of hearing")
        await pilot.press("ctrl+s")
        await until(pilot, "the line is kept", lambda: pilot.app.screen is not screen)
        await seen(pilot, "Hard of hearing", "B1")
        await form_of(pilot, "g")
        await typed(pilot, as_="final")
        await saved(pilot)
        await seen(pilot, "final")

    walk_open(path, steps)

    view = plan_of(path, zephyr)
    assert [(x.label, x.words, x.sort) for x in view.lines] == [("B1", "Hard of hearing", "need")]
    assert (view.stage, view.issued_on, view.issued_by) == ("final", TODAY, "A. Tester")


def test_the_checks_stand_beside_the_text_as_it_is_typed(planned: tuple[Path, str]) -> None:
    path, zephyr = planned

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await opened(pilot, zephyr)
        for _ in range(5):
            await pilot.press("right")
        await seen(pilot, "Section F", "Q12", "“regular” promises nothing certain")
        line = await writing(pilot, "enter")
        assert line.form is not None
        await typed(pilot, words="Spelling with signs as required.", who="teacher of the deaf")
        await seen(pilot, "“as required”", "5 words", "Better: Not “regular access")
        await typed(pilot, words="Spelling with signs.", how_often="weekly", how_long="30 minutes")
        await until(pilot, "no vague word is left", lambda: "Q12" not in text_of(pilot))
        assert screen.plan

    walk_open(path, steps, WIDE)


def test_in_a_narrow_window_a_key_shows_the_checks(planned: tuple[Path, str]) -> None:
    path, zephyr = planned

    async def steps(pilot: Pilot[Any]) -> None:
        await opened(pilot, zephyr)
        for _ in range(5):
            await pilot.press("right")
        await seen(pilot, "k tells each, with why.")
        await writing(pilot, "enter")
        assert "Q12" not in text_of(pilot)
        await pilot.press("ctrl+o")
        await seen(pilot, "Q12 wording, practice")
        await pilot.press("ctrl+o")
        await seen(pilot, "Regular spelling with signs.")

    walk_open(path, steps)


def test_what_was_typed_is_there_again_after_escape(planned: tuple[Path, str]) -> None:
    path, zephyr = planned

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await opened(pilot, zephyr)
        await writing(pilot, "a")
        await write(pilot, "I like snails")
        await pilot.press("escape")
        await until(pilot, "the plan is back", lambda: pilot.app.screen is screen)
        line = await writing(pilot, "a")
        assert line.form is not None
        assert line.form.fields["words"].control.raw == "I like snails"

    walk_open(path, steps)

    assert not plan_of(path, zephyr).of("A")


def test_links_are_written_as_labels(planned: tuple[Path, str]) -> None:
    path, zephyr = planned

    async def steps(pilot: Pilot[Any]) -> None:
        await opened(pilot, zephyr)
        for _ in range(5):
            await pilot.press("right")
        line = await writing(pilot, "enter")
        assert line.form is not None
        assert line.form.fields["serves"].control.raw == "B1"
        await typed(pilot, serves="B1, X9")
        await pilot.press("ctrl+s")
        await seen(pilot, "There is no line “X9”")
        await typed(pilot, serves="b2")
        await pilot.press("ctrl+s")
        await until(pilot, "it is saved", lambda: pilot.app.screen is not line)

    walk_open(path, steps, WIDE)

    view = plan_of(path, zephyr)
    assert view.links(view.of("F")[0]) == ("B2",)


def test_everything_open_is_listed_and_leads_to_its_line(planned: tuple[Path, str]) -> None:
    path, zephyr = planned

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await opened(pilot, zephyr)
        await pilot.press("k")
        app: Any = pilot.app
        await until(pilot, "the list is there", lambda: isinstance(app.screen, PlanOpenScreen))
        await seen(pilot, "Q1", "law")
        grid = app.screen.query_one("#open")
        facts = [grid.get_row(n) for n in range(grid.count)]
        grid.cursor = next(n for n, fact in enumerate(facts) if fact.heading == "Q12")
        await pilot.press("enter")
        await until(pilot, "its part is open", lambda: screen.letter == "F")

    walk_open(path, steps, WIDE)


def test_an_issued_version_is_frozen_and_the_next_is_its_copy(planned: tuple[Path, str]) -> None:
    path, zephyr = planned
    look(path, lambda s: ehc_plans.issue(
        s, ehc_plan_reading.chosen(s, zephyr), "final", on=date(2026, 11, 2), today=TODAY
    ))  # fmt: skip

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await opened(pilot, zephyr)
        await pilot.press("a")
        await pilot.pause()
        assert pilot.app.screen is screen
        await pilot.press("g")
        await until(pilot, "it is asked for", lambda: pilot.app.screen is not screen)
        await pilot.press("tab", "enter")
        await seen(pilot, "version 2")
        await pilot.press("right")
        line = await writing(pilot, "enter")
        assert line.form is not None
        await typed(pilot, words="Misses the ends of words, so that reading is hard.")
        await pilot.press("ctrl+s")
        await until(pilot, "it is saved", lambda: pilot.app.screen is screen)
        await seen(pilot, "reading is hard")
        await pilot.press("i")
        await seen(pilot, "B1", "- Misses the ends of words, so that spelling is hard.")

    walk_open(path, steps)

    assert plan_of(path, zephyr).version == 2


def test_lines_are_ranked_moved_and_removed_by_keys(planned: tuple[Path, str]) -> None:
    path, zephyr = planned

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await opened(pilot, zephyr)
        await pilot.press("right", "right_square_bracket")
        await until(pilot, "it was ranked", lambda: screen.view and
                    "noise" in screen.view.of("B")[0].words)  # fmt: skip
        await form_of(pilot, "m")
        await typed(pilot, section="C")
        await saved(pilot)
        await until(pilot, "it was moved", lambda: screen.view and screen.view.of("C"))
        await seen(pilot, "Section C")
        await pilot.press("delete")
        await until(pilot, "it is asked for", lambda: pilot.app.screen is not screen)
        await pilot.press("tab", "enter")
        await until(pilot, "it is gone", lambda: screen.view and not screen.view.of("C"))

    walk_open(path, steps)

    assert [x.label for x in plan_of(path, zephyr).lines] == ["B1", "F1"]


def test_another_plan_is_begun_beside_and_one_is_printed(
    planned: tuple[Path, str], tmp_path: Path
) -> None:
    path, zephyr = planned
    printed = tmp_path / "plan.pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await opened(pilot, zephyr)
        await form_of(pilot, "v")
        await typed(pilot, plan="")
        await pilot.press("ctrl+s")
        await until(pilot, "its sort is asked", lambda: pilot.app.screen.query(Form)
                    and "sort" in pilot.app.screen.query_one(Form).fields)  # fmt: skip
        await typed(pilot, sort="ISP preview")
        await saved(pilot)
        await until(pilot, "it is shown", lambda: screen.view and screen.view.sort == "ISP preview")
        assert "Section" not in text_of(pilot)
        await form_of(pilot, "f9")
        await typed(pilot, path=str(printed), same="3B")
        await saved(pilot)
        await pilot.press("escape")
        await until(pilot, "the pupil is back", lambda: isinstance(pilot.app.screen, PupilScreen))

    walk_open(path, steps)

    assert printed.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("size", [(80, 24), WIDE])
def test_nothing_lies_over_anything_else(planned: tuple[Path, str], size: tuple[int, int]) -> None:
    path, zephyr = planned

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await opened(pilot, zephyr)
        await pilot.press("right")
        await seen(pilot, ODD[0])
        parts = ["state", "parts", "heading", "lines", "beside"]
        assert overlapping([screen.query_one(f"#{name}") for name in parts]) == []
        line = await writing(pilot, "enter")
        assert overlapping([line.query_one(f"#{name}") for name in ("length", "writing")]) == []

    walk_open(path, steps, size)


def test_a_draft_of_a_new_line_leads_to_its_part(planned: tuple[Path, str]) -> None:
    path, zephyr = planned

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await opened(pilot, zephyr)
        await pilot.press("right", "right")
        await until(pilot, "C is open", lambda: screen.letter == "C")
        await writing(pilot, "a")
        await write(pilot, "Wax")
        await pilot.press("escape")
        await until(pilot, "the plan is back", lambda: pilot.app.screen is screen)
        await pilot.press("escape", "f2")
        app: Any = pilot.app
        await until(pilot, "today is in front", lambda: app.current_mode == "today")
        app.open_pupil(zephyr, "", f"{screen.plan}-C")
        await until(pilot, "the plan is in front", lambda: isinstance(app.screen, PlanScreen))
        await until(pilot, "its part is open", lambda: app.screen.letter == "C")

    walk_open(path, steps)


def test_a_key_that_is_shut_says_why(planned: tuple[Path, str]) -> None:
    path, zephyr = planned

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await opened(pilot, zephyr)

        assert "first version" in screen.why_not("changes")
        assert "never issued" in screen.why_not("cease")
        assert screen.why_not("add") == ""

    walk_open(path, steps)


def test_issuing_logs_it_in_the_open_case_unless_told_otherwise(
    planned: tuple[Path, str],
) -> None:
    path, zephyr = planned
    case = look(path, lambda s: cases.open_(s, zephyr, "assessment", opened_on=TODAY, side="la"))

    async def walk(pilot: Pilot[Any]) -> None:
        await opened(pilot, zephyr)
        await form_of(pilot, "g")
        await seen(pilot, "Log it in the case", "Assessment, since")
        await saved(pilot)

    walk_open(path, walk)

    events = look(path, lambda s: case_reading.view(s, case, TODAY)).events
    assert [each.code for each in events] == ["draft"]
