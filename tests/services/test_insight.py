"""Insight: every question has an answer, with the rows behind it."""

from datetime import date
from typing import Any

import pytest

from sendtui.errors import SendtuiError
from sendtui.rules.costs import pounds
from sendtui.services import (
    cycle_reading,
    deliveries,
    insight,
    plans,
    provision_map,
    pupils,
    reviews,
    statuses,
)
from sendtui.services.insight_views import Answer, Row
from sendtui.services.reviews import Rated
from sendtui.store.store import Store
from tests.services.provision import TODAY, school


@pytest.mark.parametrize("name", insight.QUESTIONS)
def test_an_empty_school_has_an_answer_to_every_question(store: Store, name: str) -> None:
    found = insight.answer(store, name, TODAY)

    assert found.question.endswith("?")
    assert insight.plot(found, 78, 16) == "" or found.rows


@pytest.mark.parametrize("name", insight.QUESTIONS)
def test_every_row_has_a_cell_under_each_heading(store: Store, name: str) -> None:
    made = school(store)
    for pupil in made.pupils:
        statuses.place(store, pupil, "K", date(2026, 9, 7))
    deliveries.tick(store, made.lines[0], date(2026, 9, 14), today=TODAY)

    found = insight.answer(store, name, TODAY)

    assert all(len(row.cells) == len(found.headings) for row in found.rows)


@pytest.mark.parametrize("by", provision_map.BYS)
def test_the_rows_behind_a_total_make_it_up(store: Store, by: str) -> None:
    made = school(store, "Quillfeather", "Quillfeather", "Fernsby")
    for line in made.lines:
        deliveries.tick(store, line, date(2026, 9, 14), today=TODAY)

    totals = insight.answer(store, "given", TODAY, by=by).rows

    assert totals
    for total in totals:
        found = insight.answer(store, "given", TODAY, by=by, of=(total.name,))
        lines = [dict(zip(found.headings, row.cells, strict=True)) for row in found.rows]
        assert pounds(sum(_pence(line["To date"]) for line in lines)) == total.cells[5]
        # Behind a line stands the arithmetic of its cost.
        deeper = insight.answer(store, "given", TODAY, by=by, of=(total.name, found.rows[0].name))
        assert "in a group of 3" in str(deeper.rows[1].cells[0])


def _pence(said: Any) -> int:
    return round(100 * float(said.removeprefix("£")))


def test_two_pupils_of_one_name_are_two(store: Store) -> None:
    school(store, "Quillfeather", "Quillfeather")

    rows = insight.answer(store, "pupils", TODAY).rows

    assert [row.cells[:2] for row in rows] == [("Zephyr Quillfeather", 1)] * 2
    assert len({row.name for row in rows}) == 2


@pytest.mark.parametrize("name", ["needs", "represented", "noticed", "moved"])
def test_a_number_of_pupils_opens_to_the_pupils(store: Store, name: str) -> None:
    made = school(store)
    for pupil in made.pupils:
        statuses.place(store, pupil, "K", date(2026, 9, 7))

    counted = [row for row in insight.answer(store, name, TODAY).rows if row.behind]

    assert counted
    for row in counted:
        assert row.behind is not None
        number = row.cells[2] if name == "represented" else row.cells[1]
        assert len(row.behind.rows) == number
    assert {each.pupil for row in counted for each in row.behind.rows} <= set(made.pupils)


def test_outcomes_rated_stand_behind_what_works(store: Store) -> None:
    made = school(store, "Quillfeather")
    cycle = cycle_reading.current(store, made.pupils[0])
    (outcome,) = cycle_reading.cycle(store, cycle, TODAY).outcomes
    plans.amend(store, "provision", made.lines[0], {"outcome": outcome.id})
    reviews.rate(store, cycle, Rated(outcome.id, effect="met"), TODAY)

    found = insight.answer(store, "works", TODAY, of=("talking tables",))

    assert [row.cells for row in found.rows] == [
        ("Zephyr Quillfeather", "Reads aloud", "Met", "yes")
    ]


def test_what_leaves_the_house_takes_nothing_along_from_behind_its_numbers(store: Store) -> None:
    made = school(store)
    statuses.place(store, made.pupils[0], "K", date(2026, 9, 7))

    shown = insight.answer(store, "needs", TODAY).suppressed()

    assert "Quillfeather" not in repr(shown)


def test_a_row_there_is_not_names_those_there_are(store: Store) -> None:
    school(store)

    with pytest.raises(SendtuiError, match="Talking tables"):
        insight.answer(store, "given", TODAY, of=("Sums",))
    with pytest.raises(SendtuiError, match="class"):
        insight.answer(store, "given", TODAY, by="colour")


def test_who_had_no_session_for_weeks_is_not_being_seen(store: Store) -> None:
    made = school(store, "Quillfeather", "Bramblewick", "Fernsby")
    for pupil in made.pupils:
        statuses.place(store, pupil, "K", date(2026, 9, 7))
    deliveries.tick(store, made.lines[0], date(2026, 11, 16), today=TODAY)
    deliveries.tick(store, made.lines[1], date(2026, 9, 14), today=TODAY)

    found = insight.answer(store, "unseen", TODAY)

    # Nobody knows when the third was last seen: they come first.
    assert [(row.pupil, row.value) for row in found.rows] == [
        (made.pupils[2], None),
        (made.pupils[1], 9.0),
    ]


def test_a_group_is_set_beside_all_the_others(store: Store) -> None:
    for number in range(40):
        values = {"surname": f"Quill{number}", "sex": "M" if number < 20 else "F"}
        pupil = pupils.add(store, values)
        if number < 10 or number >= 35:
            statuses.place(store, pupil, "K", date(2026, 9, 7))

    rows = {row.cells[0]: row for row in insight.answer(store, "represented", TODAY).rows}

    assert (rows["Boys"].value, rows["Girls"].value) == (2.0, 0.5)
    assert rows["Disadvantaged"].value is None


def test_small_numbers_are_left_out_where_it_leaves_the_house() -> None:
    rows = (Row(("Talk", 3), 3.0), Row(("Calm", 12), 12.0), Row(("Sight", 30), 30.0))
    found = Answer("?", "", ("Need", "Pupils"), rows, "pupils", counts=(1,))

    shown = found.suppressed()

    assert [row.cells[1] for row in shown.rows] == ["under 5", "hidden", 30]
    assert shown.plot is not None
    assert ("Talk", 3.0) not in shown.plot.bars


def test_an_answer_is_drawn_with_its_names_and_values() -> None:
    rows = (Row(("[/x] Talk", 3), 3.0), Row(("Calm", 12), 12.0))
    found = Answer("?", "", ("Need", "Pupils"), rows, "pupils")

    drawn = insight.plot(found, 60, 10, ascii_only=True)

    assert "[/x] Talk ###" in drawn
    assert drawn.isascii()
    assert drawn.endswith("pupils")


def test_a_question_there_is_not_names_those_there_are(store: Store) -> None:
    with pytest.raises(SendtuiError, match="unseen, missing"):
        insight.answer(store, "why", TODAY)
