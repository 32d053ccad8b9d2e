"""A whole cycle by keys alone, from its start to the review that ends it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.cycle import CycleScreen
from sendtui.screens.cycle_ratings import Ratings
from sendtui.screens.pupil import PupilScreen
from sendtui.screens.widgets.form import Form
from sendtui.services import casefile, cycle_reading, cycles, drafts, needs, plans
from sendtui.services.cycle_views import CycleView
from sendtui.store.store import Store
from tests.screens.opened import ODD, PASSPHRASE, TODAY, filled_file, walk_open
from tests.screens.pupils_at_hand import form_of, go_to, look, overlapping, put, saved, write
from tests.screens.waiting import text_of, until


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    """A case file and the id of a pupil with a need in it."""
    path, made = filled_file(tmp_path)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        needs.add(store, made["Quillfeather"], "SLCN")
    return path, made["Quillfeather"]


def planned(store: Store, pupil: str) -> str:
    """A cycle with two outcomes, one line of provision and a signed plan."""
    started = date(2026, 9, 7)
    cycle = cycles.start(store, pupil, started_on=started, focus=ODD[0], review_due=TODAY)
    first = plans.add(store, cycle, "outcome", {"what": ODD[0], "measure": "words"})
    plans.add(store, cycle, "outcome", {"what": ODD[1]})
    plans.add(store, cycle, "provision", {"what": ODD[1], "outcome": first, "starts": started})
    plans.sign(store, cycle, on=started, by="A. Tester")
    return cycle


@pytest.fixture
def signed(filled: tuple[Path, str]) -> tuple[Path, str, str]:
    """The same with a signed cycle whose review is due today."""
    path, zephyr = filled
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        return path, zephyr, planned(store, zephyr)


def cycle_of(path: Path, pupil: str, cycle: str = "") -> CycleView:
    """A cycle as the record has it, the current one unless told."""
    view: CycleView = look(
        path,
        lambda store: cycle_reading.cycle(
            store, cycle or cycle_reading.current(store, pupil), TODAY
        ),
    )
    return view


async def in_cycle(pilot: Pilot[Any], key: str = "y") -> CycleScreen:
    """Open the cycle that runs and wait until it has been read."""
    await pilot.press(key)
    app = pilot.app
    await until(pilot, "the cycle is in front", lambda: isinstance(app.screen, CycleScreen))
    screen = app.screen
    assert isinstance(screen, CycleScreen)
    await until(pilot, "the cycle was read", lambda: screen.stage is not None)
    return screen


async def add(pilot: Pilot[Any], key: str, words: str, **raw: str) -> None:
    """Add a part with its form and wait until the screen shows it."""
    form = await form_of(pilot, key)
    await write(pilot, words)
    put(form, **raw)
    await saved(pilot)
    await until(pilot, f"{words} is shown", lambda: words in text_of(pilot))


def test_a_cycle_from_start_to_review_by_keys_alone(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        await form_of(pilot, "y")
        await write(pilot, "Reading")
        await pilot.press("ctrl+s")
        screen = await in_cycle(pilot, "ctrl+f5")
        await add(pilot, "a", "Reads 40", measure="words a minute", score="40")
        await pilot.press("n")
        await add(pilot, "o", "read a page", target="60")
        await add(pilot, "p", "Paired reading", times="3", minutes="20")
        await add(pilot, "s", "Wait ten seconds")
        await form_of(pilot, "g")
        await saved(pilot)
        await pilot.press("n")
        await until(pilot, "the plan is signed", lambda: screen.view and screen.view.frozen)
        await pilot.press("t")
        await until(pilot, "the lines are shown", lambda: pilot.app.screen is not screen)
        await pilot.press("enter")
        await until(pilot, "the session is shown", lambda: "1 so far" in text_of(pilot))
        await pilot.press("m")
        await until(pilot, "the reasons are shown", lambda: "pupil absent" in text_of(pilot))
        await pilot.press("1")
        await until(pilot, "the miss is shown", lambda: "1 missed" in text_of(pilot))
        await pilot.press("n", "2", "1", "3", "tab")
        await until(pilot, "the form has the keys", lambda: not screen.query(Ratings)[0].has_focus)
        await write(pilot, "More please")
        form = screen.query_one("#review-form", Form)
        form.fields["decision"].control.focus()
        await pilot.press("c", "ctrl+s")
        await until(pilot, "the next is asked for", lambda: "Start cycle 2" in text_of(pilot))
        assert "Carried from cycle 1, outcome 1 (nearly met)" in text_of(pilot)
        await pilot.press("ctrl+s")
        await until(
            pilot,
            "the next is shown",
            lambda: getattr(pilot.app.screen, "cycle", screen.cycle) != screen.cycle,
        )

    walk_open(path, steps)

    first = look(path, lambda store: cycle_reading.of_pupil(store, zephyr, TODAY))[-1].id
    done = cycle_of(path, zephyr, first)
    outcome = done.outcomes[0]
    assert (outcome.what, outcome.measure, outcome.baseline) == (
        "read a page",
        "words a minute",
        "40",
    )
    assert (outcome.rating.effect, outcome.rating.delivered) == ("nearly", "as planned")  # type: ignore[union-attr]
    assert (done.delivery.happened, done.delivery.missed) == (1, 1)
    assert [voice.words for voice in done.pupil_views] == ["More please"]
    carried = cycle_of(path, zephyr)
    assert (carried.number, [each.what for each in carried.outcomes]) == (2, ["read a page"])
    assert carried.outcomes[0].by == carried.review_due
    assert done.reviews[0].with_parents is None
    assert look(path, drafts.all_of) == ()


def test_a_signed_plan_refuses_edits_and_offers_its_next_version(
    signed: tuple[Path, str, str],
) -> None:
    path, zephyr, cycle = signed

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        screen = await in_cycle(pilot)
        await pilot.press("escape")
        await until(pilot, "the pupil is back", lambda: isinstance(pilot.app.screen, PupilScreen))
        screen = await in_cycle(pilot)
        screen.action_stage("plan")
        await pilot.press("o")
        await pilot.pause()
        assert pilot.app.screen is screen

        await pilot.press("g")
        await until(pilot, "it is asked", lambda: "Change the plan?" in text_of(pilot))
        await pilot.press("tab", "enter")
        await until(pilot, "it can be edited", lambda: screen.view and not screen.view.frozen)
        await add(pilot, "o", "spell ten words")

    walk_open(path, steps)

    view = cycle_of(path, zephyr, cycle)
    assert (view.version, view.signed_on, len(view.outcomes)) == (2, None, 3)


def test_a_review_half_written_is_there_again_after_escape(signed: tuple[Path, str, str]) -> None:
    path, zephyr, cycle = signed

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        screen = await in_cycle(pilot)
        assert screen.stage == "review"
        await pilot.press("1", "2")
        await pilot.press("tab")
        await write(pilot, "Good [/x]")
        await pilot.press("escape")
        await until(pilot, "the pupil is back", lambda: isinstance(pilot.app.screen, PupilScreen))

        again = await in_cycle(pilot)
        part = again.review
        assert part is not None
        first = part.view.outcomes[0].id
        await until(pilot, "it is there again", lambda: part.ratings.code(first, "effect") == "met")
        assert part.ratings.code(first, "delivered") == "most"
        assert part.form.fields["pupil_words"].control.raw == "Good [/x]"

    walk_open(path, steps)

    assert cycle_of(path, zephyr, cycle).ended_on is None
    assert [draft.kind for draft in look(path, drafts.all_of)] == ["review"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_nothing_lies_over_anything_else(
    signed: tuple[Path, str, str], size: tuple[int, int]
) -> None:
    path, zephyr, _ = signed

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        screen = await in_cycle(pilot)
        for stage in ("assess", "plan", "do", "review"):
            screen.action_stage(stage)  # type: ignore[arg-type]
            await pilot.pause()
            wanted = "#about, #stages, #stage, #beside, Footer, Masthead"
            assert overlapping(list(screen.query(wanted))) == []
            assert screen.query_one("#stage").size.height >= 8
            assert ODD[1] in text_of(pilot) or stage == "assess"

    walk_open(path, steps, size)
