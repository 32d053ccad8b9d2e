"""Today: the latest first, each line opening what it names."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.today_lines import counts, items
from sendtui.services.due_views import Due
from tests.screens.opened import ODD, TODAY, filled_file, seen, walk_open
from tests.screens.waiting import text_of, until


def late(kind: Any, days: int | None, record: str = "r") -> Due:
    return Due(kind, TODAY, days, "What it is about", "Quillfeather, Zephyr", record=record)


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
    (item,) = items([one], TODAY)

    assert item.section == section
    assert getattr(item.when, "plain", item.when) == said


def test_a_section_is_named_once_and_counted() -> None:
    lines = items([late("action", 2, "a"), late("action", 1, "b"), late("draft", 0, "c")], TODAY)

    assert [line.heading for line in lines] == ["Overdue 2", "", "Not saved 1"]
    assert counts(lines) == (("late", 2), ("drafts", 1))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_an_action_is_done_and_taken_back_by_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "Overdue 1", "Order a sloped board", "! 2 days late", *ODD)
        await pilot.press("d")
        await until(pilot, "it is gone", lambda: "sloped board" not in text_of(pilot))

        await pilot.press("ctrl+z")
        await seen(pilot, "Undo?", "A. Tester")
        await pilot.press("ctrl+z")
        await seen(pilot, "Overdue 1", "Order a sloped board")

    walk_open(path, steps, size)
