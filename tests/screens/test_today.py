"""Today: the latest first, each line opening what it names."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.cycle import CycleScreen
from sendtui.screens.profile import ProfileScreen
from sendtui.screens.today import Today
from sendtui.screens.today_lines import group_of, items, sections, strip
from sendtui.screens.widgets.form import Form
from sendtui.services import action_plan, concerns, contacts, cycles, drafts, pupils, statuses
from sendtui.services.agenda import Agenda
from sendtui.services.due_views import Due
from sendtui.store.store import Store
from tests.screens.exchange_steps import noted
from tests.screens.opened import ODD, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, look, saved, seen_of, write
from tests.screens.waiting import text_of, until

LONG_AGO = date(2026, 9, 7)


def late(kind: Any, days: int | None, record: str = "r") -> Due:
    return Due(kind, TODAY, days, "What it is about", "Quillfeather, Zephyr", record=record)


def of(*found: Due) -> Agenda:
    return Agenda(found, Counter(group_of(one) for one in found))


@pytest.mark.parametrize(
    ("one", "section", "said"),
    [
        (late("review overdue", 3), "late", "! 3 days late"),
        (late("action", 1), "late", "! 1 day late"),
        (late("parents not told", 1346), "late", "! 3 years late"),
        (late("action", 0), "week", "~ today"),
        (late("reply promised", 70), "replies", "! 2 months late"),
        (late("draft", 2), "drafts", ""),
        (late("no profile", None), "profiles", ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_line_stands_in_its_section(one: Due, section: str, said: str) -> None:
    (item,) = items(of(one), TODAY)

    assert item.section == section
    assert getattr(item.when, "plain", item.when) == said


def test_a_section_is_named_once_and_counted() -> None:
    found = of(late("action", 2, "a"), late("action", 1, "b"), late("draft", 0, "c"))

    lines = items(found, TODAY)

    assert [line.heading for line in lines] == ["Overdue 2", "", "Not saved 1"]
    assert sections(found.counts) == (("late", 2), ("drafts", 1))


def test_many_of_one_kind_are_one_line_until_it_is_opened() -> None:
    told = [late("parents not told", n, f"r{n}") for n in range(1, 8)]
    found = of(late("action", 2, "a"), *told)
    group = group_of(told[0])

    shut, opened = items(found, TODAY), items(found, TODAY, {group})

    assert [line.name for line in shut] == ["Quillfeather, Zephyr", "7 pupils"]
    assert shut[0].heading == "Overdue 8"
    assert [line.fold for line in opened] == [False, True, *[False] * 7]
    assert len({line.id for line in opened}) == len(opened)


def test_what_is_not_held_is_said_and_can_be_asked_for() -> None:
    held = [late("action", n, f"r{n}") for n in range(1, 4)]
    found = Agenda(tuple(held), {group_of(held[0]): 4_003})

    *_, last = items(found, TODAY)

    assert (last.more, last.name) == (True, "and 4,000 more")


def test_the_sections_go_to_a_second_line_before_they_are_cut() -> None:
    counts = {f"{name}/action": 1_234 for name in ("late", "replies", "week", "later", "reviews")}

    lines = strip(counts, "late", 60).plain.split("\n")

    assert len(lines) == 2
    assert all(len(line) <= 60 for line in lines)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_an_action_is_done_and_taken_back_by_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "Overdue 1", "Order a sloped board", "! 2 days late", *ODD)
        await pilot.press("d")
        await until(pilot, "it is gone", lambda: "sloped board" not in text_of(pilot))

        await pilot.press("ctrl+z")
        await seen(pilot, "Undo?", "A. Tester")
        await pilot.press("y")
        await seen(pilot, "Overdue 1", "Order a sloped board")

    walk_open(path, steps, size)


def owed(store: Store, pupil: str) -> None:
    """A reply, a concern and a review of which the day has passed."""
    contacts.log(store, pupil, on=LONG_AGO, said="[/x] rang", promised="A", reply_by=LONG_AGO)
    concerns.raise_(store, pupil, what="Cannot sit", raised_on=LONG_AGO, review_on=LONG_AGO)
    cycles.start(store, pupil, started_on=LONG_AGO, review_due=date(2026, 10, 1))


async def on_line(pilot: Pilot[Any], words: str) -> None:
    """Stand on the line of Today with these words."""
    screen: Any = pilot.app.screen
    await until(pilot, f"{words} is listed", lambda: words in str(screen._lines))
    for place, line in enumerate(screen._lines):
        if words in line.words:
            screen._grid.cursor = place
            return


@pytest.mark.parametrize(
    ("words", "key", "opens"),
    [
        ("Review the cycle", "enter", CycleScreen),
        ("No one-page profile", "enter", ProfileScreen),
        ("A", "enter", Form),
        ("A", "d", Form),
        ("Order a sloped board", "enter", Form),
    ],
    ids=["review", "profile", "reply", "reply by d", "action"],
)
def test_a_key_opens_what_is_due_itself_and_escape_comes_back_to_the_line(
    tmp_path: Path, words: str, key: str, opens: type
) -> None:
    path, made = filled_file(tmp_path)
    look(path, lambda store: owed(store, made["Quillfeather"]))

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await on_line(pilot, words)
        before = app.screen._grid.cursor

        await pilot.press(key)
        await until(
            pilot,
            "it is open",
            lambda: app.screen.query(Form) if opens is Form else isinstance(app.screen, opens),
        )
        await pilot.pause()
        await pilot.press("escape")
        await until(pilot, "Today is back", lambda: isinstance(app.screen, Today))
        assert app.screen._grid.cursor == before

    walk_open(path, steps)


@pytest.mark.parametrize("kind", ["need", "action", "cycle-start"])
def test_a_draft_is_gone_on_with_from_its_line(tmp_path: Path, kind: str) -> None:
    path, made = filled_file(tmp_path)
    zephyr = made["Quillfeather"]
    field = "focus" if kind == "cycle-start" else "note"
    look(path, lambda store: drafts.keep(store, drafts.key(kind, zephyr), {field: "half"}))

    async def steps(pilot: Pilot[Any]) -> None:
        await on_line(pilot, "typed and not saved")
        form = await form_of(pilot, "enter")
        assert form.raw()[field] == "half"
        await pilot.press("escape")
        await until(pilot, "Today is back", lambda: isinstance(pilot.app.screen, Today))

    walk_open(path, steps)


def test_a_concern_is_closed_from_its_line(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    look(path, lambda store: owed(store, made["Quillfeather"]))

    async def steps(pilot: Pilot[Any]) -> None:
        await on_line(pilot, "Cannot sit")
        await pilot.press("enter")
        await seen(pilot, "This concern")
        await pilot.press(*"close", "enter")
        await until(pilot, "the form is there", lambda: pilot.app.screen.query(Form))
        await pilot.pause()
        await write(pilot, "Teaching was enough")
        await saved(pilot)
        await until(pilot, "it is gone", lambda: "Cannot sit" not in text_of(pilot))

    walk_open(path, steps)

    (concern,) = seen_of(path, made["Quillfeather"]).concerns
    assert concern.outcome == "Teaching was enough"


def test_d_says_why_where_there_is_nothing_to_do(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    look(path, lambda store: owed(store, made["Quillfeather"]))

    async def steps(pilot: Pilot[Any]) -> None:
        await on_line(pilot, "Review the cycle")
        await pilot.press("d")
        await noted(pilot, "d is for an action")

    walk_open(path, steps)


def not_told(store: Store) -> list[str]:
    """Pupils as a school's list brings them: on SEN Support, with nothing said of their parents."""
    made = []
    for n in range(8):
        pupil = pupils.add(store, {"surname": f"Noodlewick {n}", "forename": "Odo"})
        statuses.place(store, pupil, "K", LONG_AGO)
        made.append(pupil)
    return made


def test_parents_of_all_are_told_in_one_act(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    made = look(path, not_told)

    async def steps(pilot: Pilot[Any]) -> None:
        await on_line(pilot, "Parents told")
        await seen(pilot, "8 pupils")
        await form_of(pilot, "b")
        await seen(pilot, "SEN Support: 8 pupils")
        await saved(pilot)
        await until(pilot, "they are gone", lambda: "Parents told" not in text_of(pilot))

        await pilot.press("ctrl+z")
        await seen(pilot, "Undo?")
        await pilot.press("y")
        await seen(pilot, "8 pupils")

        await on_line(pilot, "Parents told")
        await pilot.press("enter", "down", "space", "space")
        await seen(pilot, "Noodlewick 1")
        await form_of(pilot, "b")
        await seen(pilot, "SEN Support: 2 pupils")
        await saved(pilot)
        await seen(pilot, "6 pupils")

    walk_open(path, steps, (120, 40))

    told = [seen_of(path, pupil).statuses[0].parents_told_on for pupil in made]
    assert told == [TODAY] * 2 + [None] * 6


def test_a_step_of_the_schools_plan_is_done_by_d_and_opens_on_the_desk(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    step = {"what": "[/x] Paint", "due_on": date(2026, 11, 20)}
    look(path, lambda store: action_plan.add(store, step, today=TODAY))

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await seen(pilot, "[/x] Paint")
        lines = app.screen._lines
        place = next(n for n, line in enumerate(lines) if line.due.kind == "school action")
        app.screen._grid.cursor = place
        await pilot.press("enter")
        await seen(pilot, "[8 Plan]", "! [/x] Paint, 2 days late")
        await pilot.press("escape")
        await seen(pilot, "Overdue")
        await pilot.press("d")
        await until(
            pilot,
            "it is gone",
            lambda: all(line.due.kind != "school action" for line in app.screen._lines),
        )

    walk_open(path, steps)

    (found,) = look(path, lambda store: action_plan.all_of(store, TODAY))
    assert found.done_on == TODAY
