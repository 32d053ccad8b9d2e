"""A grid: pages of a long list, a cursor that keeps its place, columns that fit."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len
from textual.content import Content
from textual.pilot import Pilot

from sendtui.errors import SendtuiError
from sendtui.screens.widgets.columns import Column, fit_columns, fit_name, fit_text
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.messages import Sorting
from sendtui.screens.widgets.pages import KEPT, PAGE, Pages
from sendtui.screens.widgets.words import badge
from tests.screens.stand import ODD, Stand, drive
from tests.screens.waiting import text_of, until


@dataclass(frozen=True, slots=True)
class Child:
    """A line of the list under test."""

    id: str
    name: str
    year: int = 4
    born: date | None = None


COLUMNS: list[Column[Child]] = [
    Column("name", "Name", width=20, fraction=1),
    Column("year", "Year", width=6, align="right"),
    Column("born", "Born", width=11, priority=1),
    Column("state", "State", width=10, priority=2, show=lambda _child: badge("overdue", "late")),
]


class Shelf:
    """A long list that counts what is asked of it, and can be made to wait or fail."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.first = 0
        self.asked: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.error: SendtuiError | None = None

    async def load(self, offset: int, limit: int) -> Sequence[Child]:
        self.asked.append(offset)
        await self.gate.wait()
        if self.error:
            raise self.error
        last = min(offset + limit, self.total)
        return [self.child(n) for n in range(offset, last)]

    def child(self, place: int) -> Child:
        number = place + self.first
        return Child(f"id{number}", f"Pupil {number}", number % 14)

    async def count(self) -> int:
        return self.total

    async def find(self, row_id: str) -> int | None:
        return int(row_id[2:]) - self.first


def said(app: Stand, kind: type) -> list[Any]:
    return [message for message in app.said if isinstance(message, kind)]


def listed(*names: str) -> list[Child]:
    return [Child(f"id{n}", name) for n, name in enumerate(names)]


def test_a_million_rows_are_read_a_page_at_a_time_where_the_cursor_goes() -> None:
    grid = Grid[Child](COLUMNS)
    shelf = Shelf(1_000_000)
    app = Stand(grid, keep=(Grid.Highlighted,))

    async def steps(pilot: Pilot[None]) -> None:
        grid.focus()
        grid.feed(shelf.load, shelf.count)
        await until(pilot, "the first page is drawn", lambda: "Pupil 0" in text_of(pilot))
        await until(pilot, "the list is counted", lambda: grid.count == 1_000_000)
        await pilot.press("end")
        await until(pilot, "the last page is read", lambda: "Pupil 999999" in text_of(pilot))

        assert grid.cursor == 999_999
        assert grid.highlighted == shelf.child(999_999)
        assert len(shelf.asked) <= 3
        await pilot.press("pageup", "home")
        await until(pilot, "the cursor is back", lambda: grid.highlighted == shelf.child(0))

    drive(app, steps)


def test_views_that_were_passed_over_are_never_read() -> None:
    grid = Grid[Child](COLUMNS)
    shelf = Shelf(1_000_000)

    async def steps(pilot: Pilot[None]) -> None:
        grid.feed(shelf.load, shelf.count)
        await until(pilot, "the list is settled", lambda: grid.is_settled)
        shelf.asked.clear()
        shelf.gate.clear()
        for place in range(10_000, 900_000, 10_000):
            grid.cursor = place
        shelf.gate.set()
        await until(pilot, "the last view is read", lambda: grid.is_settled)

        assert len(shelf.asked) <= 3
        assert grid.highlighted == shelf.child(890_000)

    drive(Stand(grid), steps)


def test_a_newer_search_drops_the_answer_of_an_older_one() -> None:
    grid = Grid[Child](COLUMNS)
    slow, quick = Shelf(500), Shelf(3)
    quick.first = 7000

    async def steps(pilot: Pilot[None]) -> None:
        slow.gate.clear()
        grid.feed(slow.load, slow.count)
        await until(pilot, "the slow search is asked", lambda: slow.asked)
        grid.feed(quick.load, quick.count)
        await until(pilot, "the quick one is drawn", lambda: "Pupil 7002" in text_of(pilot))
        slow.gate.set()
        await until(pilot, "all is settled", lambda: grid.is_settled)

        assert "Pupil 0" not in text_of(pilot)
        assert grid.count == 3

    drive(Stand(grid), steps)


@pytest.mark.parametrize("can_find", [True, False], ids=["found anywhere", "found on the page"])
def test_a_refresh_keeps_the_cursor_on_the_same_id(can_find: bool) -> None:
    grid = Grid[Child](COLUMNS)
    shelf = Shelf(5000)

    async def steps(pilot: Pilot[None]) -> None:
        grid.feed(shelf.load, shelf.count, find=shelf.find if can_find else None)
        await until(pilot, "the list is settled", lambda: grid.is_settled)
        grid.cursor = 2115
        await until(pilot, "the row is read", lambda: grid.highlighted == shelf.child(2115))
        line = grid.cursor - grid.scroll_offset.y
        shelf.first = 30
        grid.reload()
        await until(pilot, "the list is settled again", lambda: grid.is_settled)

        assert grid.highlighted is not None
        assert grid.highlighted.id == "id2115"
        assert grid.cursor == 2085
        assert grid.cursor - grid.scroll_offset.y == line

    drive(Stand(grid), steps)


def test_a_list_that_shrinks_under_the_cursor_leaves_it_on_the_last_row() -> None:
    grid = Grid[Child](COLUMNS)
    shelf = Shelf(5000)

    async def steps(pilot: Pilot[None]) -> None:
        grid.feed(shelf.load, shelf.count)
        await until(pilot, "the list is settled", lambda: grid.is_settled)
        grid.cursor = 4000
        await until(pilot, "the row is read", lambda: grid.highlighted == shelf.child(4000))
        shelf.total = 12
        grid.reload()
        await until(pilot, "the list is settled again", lambda: grid.is_settled)

        assert grid.count == 12
        assert grid.highlighted == shelf.child(11)

    drive(Stand(grid), steps)


def test_a_list_at_hand_moves_marks_and_chooses_by_keys() -> None:
    grid = Grid[Child](COLUMNS)
    app = Stand(grid, keep=(Grid.Chosen, Grid.Marked))

    async def steps(pilot: Pilot[None]) -> None:
        grid.focus()
        grid.show(listed("Zephyr", "Bramble", "Thistle"))
        await pilot.press("space", "space", "up", "space", "enter")
        await until(pilot, "a row is chosen", lambda: said(app, Grid.Chosen))

        assert grid.marked == {"id0"}
        assert said(app, Grid.Chosen)[0].row.name == "Thistle"
        lines = text_of(pilot).splitlines()
        assert [line[:2].strip() for line in lines[1:4]] == ["✓", "", "▸"]

    drive(app, steps)


def test_a_row_that_says_something_else_is_told_and_one_that_is_as_it_was_is_not() -> None:
    grid = Grid[Child](COLUMNS)
    app = Stand(grid, keep=(Grid.Highlighted, Grid.Chosen))

    async def steps(pilot: Pilot[None]) -> None:
        grid.focus()
        for name in ("Zephyr", "Zephyr", "Bramble"):
            grid.show(listed(name))
        await pilot.press("enter")
        await until(pilot, "all of it is told", lambda: said(app, Grid.Chosen))

        assert [each.row.name for each in said(app, Grid.Highlighted)] == ["Zephyr", "Bramble"]

    drive(app, steps)


def test_a_click_selects_and_a_double_click_opens() -> None:
    grid = Grid[Child](COLUMNS)
    app = Stand(grid, keep=(Grid.Chosen, Grid.SortAsked))

    async def steps(pilot: Pilot[None]) -> None:
        grid.show(listed("Zephyr", "Bramble", "Thistle"))
        await pilot.click(grid, offset=(5, 2))
        assert grid.highlighted is not None
        assert grid.highlighted.name == "Bramble"
        assert not said(app, Grid.Chosen)
        await pilot.click(grid, offset=(5, 3), times=2)
        await until(pilot, "a row is chosen", lambda: said(app, Grid.Chosen))
        assert said(app, Grid.Chosen)[0].row.name == "Thistle"

    drive(app, steps)


def test_a_list_at_hand_sorts_itself_by_key_and_by_heading() -> None:
    grid = Grid[Child](COLUMNS)
    app = Stand(grid, keep=(Grid.SortAsked,))

    async def steps(pilot: Pilot[None]) -> None:
        grid.focus()
        grid.show(listed("Zephyr", "Bramble", "Thistle"))
        await pilot.press("s")
        assert re.findall("Bramble|Thistle|Zephyr", text_of(pilot)) == [
            "Bramble",
            "Thistle",
            "Zephyr",
        ]
        assert "Name ▲" in text_of(pilot)
        await pilot.click(grid, offset=(4, 0))
        assert grid.sorting == Sorting("name", descending=True)
        assert "Name ▼" in text_of(pilot)
        assert grid.highlighted is not None
        assert grid.highlighted.name == "Zephyr"
        assert [message.key for message in said(app, Grid.SortAsked)] == ["name", "name"]

    drive(app, steps)


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_a_name_is_shown_as_it_was_written(name: str) -> None:
    grid = Grid[Child](COLUMNS)

    async def steps(pilot: Pilot[None]) -> None:
        grid.show(listed(name))
        await until(pilot, "the name is drawn", lambda: name in text_of(pilot))

    drive(Stand(grid), steps)


def test_an_empty_list_says_the_next_step() -> None:
    grid = Grid[Child](COLUMNS, empty="No pupils yet [/x].", step="Press i to bring in a file.")

    async def steps(pilot: Pilot[None]) -> None:
        grid.show([])
        await until(pilot, "the step is drawn", lambda: "Press i to bring" in text_of(pilot))
        assert "No pupils yet [/x]." in text_of(pilot)
        grid.focus()
        await pilot.press("enter", "space", "down", "end", "s")
        assert grid.highlighted is None

    drive(Stand(grid), steps)


def test_rows_that_cannot_be_read_are_reported_and_the_grid_stays_up() -> None:
    grid = Grid[Child](COLUMNS)
    shelf = Shelf(10)
    shelf.error = SendtuiError("The case file is locked. Unlock it and try again.")
    app = Stand(grid, keep=(Grid.Failed,))

    async def steps(pilot: Pilot[None]) -> None:
        grid.feed(shelf.load, shelf.count)
        await until(pilot, "the failure is told", lambda: said(app, Grid.Failed))
        assert said(app, Grid.Failed)[0].error is shelf.error
        shelf.error = None
        grid.reload()
        await until(pilot, "the rows are drawn after all", lambda: "Pupil 9" in text_of(pilot))

    drive(app, steps)


@pytest.mark.parametrize(
    ("width", "kept"),
    [
        (120, ["name", "year", "born", "state"]),
        (50, ["name", "year", "born"]),
        (30, ["name", "year"]),
        (10, ["name", "year"]),
    ],
    ids=["all", "the least needed goes", "both go", "the needed stay"],
)
def test_columns_go_by_priority_as_the_terminal_narrows(width: int, kept: list[str]) -> None:
    fitted = fit_columns(COLUMNS, width)

    assert [column.key for column, _ in fitted] == kept
    if width >= 30:
        assert sum(cells for _, cells in fitted) + 2 * (len(fitted) - 1) == width


@pytest.mark.parametrize(("width", "kept"), [(60, 4), (59, 3)], ids=["room", "none"])
def test_a_column_that_wants_more_room_has_it_before_another_comes_in(
    width: int, kept: int
) -> None:
    first, *others = COLUMNS
    # 20 and 6 and 11 and 10 cells, and two between each; the first wants 27.
    fitted = fit_columns([replace(first, ample=27), *others], width)

    assert len(fitted) == kept
    assert fitted[0][1] >= 27


@pytest.mark.parametrize(
    ("text", "width", "align", "cut"),
    [
        ("Thistle", 9, "left", "Thistle  "),
        ("Thistle", 9, "right", "  Thistle"),
        ("Thistle", 4, "left", "Thi…"),
        ("花子羽毛", 6, "left", "花子 …"),
        ("花子羽毛", 8, "left", "花子羽毛"),
        ("two\nlines\there", 14, "left", "two lines here"),
        ("a\u202eb\x1bc", 4, "left", "abc "),
        ("x", 0, "left", ""),
    ],
    ids=["pad", "right", "cut", "wide cut", "wide fits", "one line", "no turners", "no room"],
)
def test_text_is_fitted_by_cells(text: str, width: int, align: Any, cut: str) -> None:
    assert fit_text(text, width, align) == cut


def test_numbers_dates_and_blanks_sort_as_people_expect() -> None:
    born: Column[Child] = Column("born", "Born")
    children = [
        Child("a", "A", born=date(2018, 3, 2)),
        Child("b", "B"),
        Child("c", "C", born=date(2017, 9, 1)),
    ]

    assert [child.id for child in sorted(children, key=born.order)] == ["c", "a", "b"]


def test_pages_let_go_of_what_was_used_longest_ago() -> None:
    pages: Pages[Child] = Pages()

    for number in range(KEPT + 1):
        pages.put(number, listed(*["x"] * PAGE))

    assert pages.get(0) is None
    assert pages.get(PAGE * KEPT) is not None


def test_a_badge_says_its_state_in_words_and_a_sign() -> None:
    assert badge("overdue", "late") == Content.styled("! overdue", "$text-error")


@pytest.mark.parametrize(
    ("name", "width", "cut"),
    [
        ("Quillfeather, Zephyr", 24, "Quillfeather, Zephyr    "),
        ("Ivorytuppence, Clover", 20, "Ivorytuppen…, Clover"),
        ("Nimbleflannel-Peppercorn, Maximiliana", 20, "Nimblefl…, Maximili…"),
        ("Moss, Maximiliana Wilhelmina", 16, "Moss, Maximilia…"),
        ("[/x] Odd and [b]even, Zed", 16, "[/x] Odd a…, Zed"),
        ("Nobodyknowswhat", 10, "Nobodykno…"),
        ("花子花子花子, 羽毛", 12, "花子 …, 羽毛"),
    ],
)
def test_of_a_name_that_is_too_long_both_parts_are_seen(name: str, width: int, cut: str) -> None:
    assert fit_name(name, width) == cut
    assert all(cell_len(fit_name(name, each)) == each for each in range(40))
