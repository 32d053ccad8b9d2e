"""What follows a review, a group's session, the rating scale and the printed cycle, by keys."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens import cycle_held, cycle_lines
from sendtui.screens.cycle import CycleScreen
from sendtui.services import (
    casefile,
    confidential,
    cycle_carry,
    cycle_reading,
    cycles,
    deliveries,
    plans,
    reviews,
    scales,
)
from sendtui.services.doses import Figures
from sendtui.services.reviews import Notes, Rated
from sendtui.store.store import Store
from tests.screens.exchange_steps import noted
from tests.screens.opened import ODD, PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, go_to, look, put, saved
from tests.screens.waiting import text_of, until

STARTED, FRIDAY = date(2026, 9, 7), date(2026, 11, 20)


def group_of_two(store: Store, *pupils: str) -> list[str]:
    """A line of the same group for each pupil, in a cycle that runs."""
    lines = []
    for pupil in pupils:
        cycle = cycles.start(store, pupil, started_on=STARTED)
        outcome = plans.add(store, cycle, "outcome", {"what": ODD[0]})
        line = {"what": "Listening", "who": "Ms T", "group_size": 3, "outcome": outcome}
        lines.append(plans.add(store, cycle, "provision", line))
    return lines


@pytest.fixture
def school(tmp_path: Path) -> tuple[Path, dict[str, str], list[str]]:
    """A case file, its pupils by surname, and the lines of a group of two of them."""
    path, made = filled_file(tmp_path)
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        return path, made, group_of_two(store, made["Quillfeather"], made["Bramblewick"])


async def in_cycle(pilot: Pilot[Any], pupil: str) -> CycleScreen:
    """Open the cycle of a pupil and wait until it has been read."""
    await go_to(pilot, pupil)
    await pilot.press("y")
    app = pilot.app
    await until(pilot, "the cycle is in front", lambda: isinstance(app.screen, CycleScreen))
    screen = app.screen
    assert isinstance(screen, CycleScreen)
    await until(pilot, "the cycle was read", lambda: screen.stage is not None)
    return screen


def test_a_group_is_logged_with_its_exception_in_one_act(
    school: tuple[Path, dict[str, str], list[str]],
) -> None:
    path, made, lines = school

    async def steps(pilot: Pilot[Any]) -> None:
        await in_cycle(pilot, made["Quillfeather"])
        await pilot.press("3", "l")
        await seen(pilot, "2 there, 0 missed", "Tansy", "Zephyr")
        await pilot.press("space")
        await seen(pilot, "Why did they miss it?")
        await pilot.press("1")
        await seen(pilot, "1 there, 1 missed", "enter Log it")
        await pilot.press("up", "space")
        await seen(pilot, "Why did they miss it?", "was there after all", "enter Take it")
        await pilot.press("escape")
        await seen(pilot, "1 there, 1 missed", "missed: pupil absent")
        await pilot.press("space", "end", "enter")
        await seen(pilot, "2 there, 0 missed")
        await pilot.press("up", "space", "1")
        await seen(pilot, "1 there, 1 missed")
        await pilot.press("enter")
        await seen(pilot, "1 of ")

    walk_open(path, steps)

    (there,), (missed,) = (
        look(path, lambda store, line=line: deliveries.sessions(store, line)) for line in lines
    )
    assert (there.on, there.happened) == (FRIDAY, True)
    assert (missed.on, missed.happened, missed.missed_because) == (FRIDAY, False, "pupil absent")


def test_a_confidential_outcome_opens_once_it_is_shown(
    school: tuple[Path, dict[str, str], list[str]],
) -> None:
    path, made, _ = school
    zephyr = made["Quillfeather"]

    def mark(store: Store) -> None:
        plan = cycle_reading.cycle(store, cycle_reading.current(store, zephyr), TODAY)
        confidential.mark(store, zephyr, "outcome", plan.outcomes[0].id, today=TODAY)

    look(path, mark)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await in_cycle(pilot, zephyr)
        screen.action_stage("plan")
        await seen(pilot, "confidential")
        await pilot.press("home", "enter")
        await noted(pilot, "u shows it")
        assert ODD[0] not in text_of(pilot)
        await pilot.press("u")
        await seen(pilot, ODD[0])
        form = await form_of(pilot, "enter")
        assert form.fields["what"].control.raw == ODD[0]

    walk_open(path, steps)


def test_the_next_cycle_is_one_key_away_after_a_review(
    school: tuple[Path, dict[str, str], list[str]],
) -> None:
    path, made, _ = school
    zephyr = made["Quillfeather"]

    def hold(store: Store) -> str:
        cycle = cycle_reading.current(store, zephyr)
        (outcome,) = cycle_reading.cycle(store, cycle, TODAY).outcomes
        reviews.hold(store, cycle, Notes(FRIDAY, "continue", (Rated(outcome.id, "some"),)))
        return cycle

    first = look(path, hold)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        pilot.app.push_screen(CycleScreen(zephyr, first))
        await seen(pilot, "y starts the next cycle, with 1 outcome to carry forward")
        form = await form_of(pilot, "y")
        await seen(pilot, "Carried from cycle 1, outcome 1 (some progress)")
        outcome = next(name for name in form.fields if name.startswith("by_"))
        assert form.fields[outcome.replace("by_", "with_")].control.raw == "yes"
        put(form, **{outcome: "2027-01-08"})
        await saved(pilot)
        app: Any = pilot.app
        await until(pilot, "it is shown", lambda: getattr(app.screen, "cycle", first) != first)

    walk_open(path, steps)

    view = look(path, lambda s: cycle_reading.cycle(s, cycle_reading.current(s, zephyr), TODAY))
    assert [(o.by, o.carried_from_says) for o in view.outcomes] == [
        (date(2027, 1, 8), "carried from cycle 1, outcome 1")
    ]
    assert [line.what for line in view.provision] == ["Listening"]
    assert look(path, lambda s: cycle_carry.next_of(s, zephyr, TODAY)).after == 2


def test_a_day_to_come_is_refused_at_its_field(
    school: tuple[Path, dict[str, str], list[str]],
) -> None:
    path, made, _ = school

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await in_cycle(pilot, made["Quillfeather"])
        screen.action_stage("assess")
        form = await form_of(pilot, "a")
        put(form, what="Reads", on="2026-11-23")
        await pilot.press("ctrl+s")
        await until(pilot, "the day is refused", lambda: "still to come" in text_of(pilot))

    walk_open(path, steps)


def test_the_rating_scale_is_edited_by_keys(
    school: tuple[Path, dict[str, str], list[str]],
) -> None:
    path, made, _ = school

    async def steps(pilot: Pilot[Any]) -> None:
        await in_cycle(pilot, made["Quillfeather"])
        await pilot.press("2", "k")
        await seen(pilot, "A great deal of effort", "Met  (counts as met)")
        form = await form_of(pilot, "a")
        put(form, label="[/x] Shining")
        await saved(pilot)
        await seen(pilot, "[/x] Shining")
        await pilot.press("delete")
        await seen(pilot, "A great deal of effort  (retired)")
        await pilot.press("right_square_bracket")
        await until(pilot, "it moved", lambda: _order(pilot) > 0)

    def _order(pilot: Pilot[Any]) -> int:
        text = text_of(pilot)
        return text.find("A great deal") - text.find("Steady effort")

    walk_open(path, steps)

    effort = look(path, lambda s: scales.scale(s)).of("effort", retired=True)
    told = [(p.label, p.retired) for p in effort]
    assert told[:2] == [("Steady effort", False), ("A great deal of effort", True)]
    assert told[-1] == ("[/x] Shining", False)


def test_a_cycle_is_printed_for_the_family(
    school: tuple[Path, dict[str, str], list[str]], tmp_path: Path
) -> None:
    path, made, _ = school
    pdf = tmp_path / "plan.pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        await in_cycle(pilot, made["Quillfeather"])
        form = await form_of(pilot, "f9")
        await seen(pilot, "To be sure")
        put(form, same="3B", path=str(pdf), whom="family", how="large")
        await saved(pilot)
        await until(pilot, "it is printed", pdf.exists)

    walk_open(path, steps)

    assert pdf.read_bytes().startswith(b"%PDF-")


def test_the_words_of_a_review_have_the_room_while_they_are_written(
    school: tuple[Path, dict[str, str], list[str]],
) -> None:
    path, made, _ = school

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await in_cycle(pilot, made["Quillfeather"])
        screen.action_stage("review")
        part = screen.review
        assert part is not None
        await seen(pilot, "1 of 1 not rated")
        await pilot.press("tab")
        await seen(pilot, "1 of 1 not rated   Shift+Tab: back to them")
        await pilot.press("shift+tab", "1", "1", "4", "1")
        await seen(pilot, "Tab goes on")
        steady = part.ratings.scale.of("effort")[0].code
        assert part.ratings.code(part.view.outcomes[0].id, "effort") == steady
        await pilot.press("tab")
        await until(pilot, "the words have it", lambda: part.form.size.height >= 15)
        await seen(pilot, "1 outcome rated · Met 1")
        asked = part.form.fields
        assert not asked["told_on"].display
        assert asked["with_parents"].control.raw == ""
        asked["decision"].control.focus()
        await pilot.press("l")
        await until(pilot, "it is asked", lambda: asked["told_on"].display)

    walk_open(path, steps)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        pytest.param(
            Figures(1, 1, 1, 0, 20, 20, 20),
            "By today 1 session (20 min) was promised, 1 (20 min) happened, 1 was missed.",
            id="one",
        ),
        pytest.param(
            Figures(2, 0, 2, 0, 0, 0, 0),
            "By today 2 sessions were promised, 0 happened, 2 were missed.",
            id="two",
        ),
    ],
)
def test_figures_are_told_in_whole_sentences(found: Figures, says: str) -> None:
    assert cycle_lines.figures(found) == says


@pytest.mark.parametrize(
    ("answered", "says"),
    [
        pytest.param(True, "The parents were there.", id="they were"),
        pytest.param(False, "The parents were not there.", id="they were not"),
        pytest.param(None, "not recorded whether the parents were there", id="nobody said"),
    ],
)
def test_a_held_review_says_no_more_than_was_answered(
    tmp_path: Path, answered: bool | None, says: str
) -> None:
    path, made = filled_file(tmp_path)

    def held(store: Store) -> str:
        cycle = cycles.start(store, made["Quillfeather"], started_on=STARTED)
        reviews.hold(store, cycle, Notes(FRIDAY, "continue", with_parents=answered))
        return cycle_held.held(cycle_reading.cycle(store, cycle, TODAY)).plain

    assert says in look(path, held)
