"""Insight: every question has an answer, with the rows behind it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sendtui.errors import SendtuiError
from sendtui.rules.costs import pounds
from sendtui.services import (
    arrangements,
    cases,
    confidential,
    contacts,
    cycle_reading,
    cycles,
    deliveries,
    destinations,
    feedback,
    flags,
    insight,
    particulars,
    plans,
    provision_map,
    pupils,
    reviews,
    statuses,
)
from sendtui.services.insight_views import Answer, Row
from sendtui.services.reviews import Notes, Rated
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


def test_a_number_that_is_left_out_cannot_be_worked_out_from_its_share_or_its_bar() -> None:
    found = Answer(
        "Who?",
        "3 pupils of 40 since 1/9/2026, for £2 and in 20 weeks; 4 of 5 in time.",
        ("Group", "Pupils", "Share, %"),
        (Row(("A", 3), 3.0), Row(("B", 7), 7.0), Row(("C", 30), 30.0)),
        "pupils",
        counts=(1,),
    )
    shares = (30.0, 70.0, 75.0)
    rows = [Row((*row.cells, share), row.value) for row, share in zip(found.rows, shares,
                                                                      strict=True)]  # fmt: skip

    shown = replace(found, rows=tuple(rows)).suppressed()

    assert [row.cells for row in shown.rows] == [
        ("A", "under 5", "hidden"),
        ("B", "hidden", "hidden"),
        ("C", 30, 75.0),
    ]
    assert [row.value for row in shown.rows] == [None, None, 30.0]
    assert shown.says == (
        "under 5 pupils of 40 since 1/9/2026, for £2 and in 20 weeks; under 5 of 5 in time."
    )


def test_what_families_say_is_gathered_by_what_it_is_about(store: Store) -> None:
    pupil = pupils.add(store, {"surname": "Quillfeather", "forename": "Zephyr"})
    for about, sort, whose, answered in (
        ("Transport", "complaint", pupil, date(2026, 10, 8)),
        ("transport", "complaint", "", None),
        ("The fair", "compliment", "", None),
    ):
        values = {"sort": sort, "about": about, "received_on": date(2026, 10, 1)}
        given = values | {"answered_on": answered, "answer_by": date(2026, 10, 9)}
        feedback.add(store, given, whose, today=TODAY)

    found = insight.answer(store, "said", TODAY)

    assert found.says == (
        "2 complaints and 1 compliment; 1 of the complaints answered, in the middle after 7 days, "
        "1 late."
    )
    assert sorted(row.cells for row in found.rows) == [
        ("The fair", 0, 0, 0, 1),
        ("transport", 2, 1, 1, 0),
    ]
    behind = insight.answer(store, "said", TODAY, of=("Transport",)).rows
    assert {row.pupil for row in behind} == {pupil, ""}


def test_alternative_provision_shows_which_of_its_five_outcomes_are_written(store: Store) -> None:
    pupil = pupils.add(store, {"surname": "Quillfeather", "forename": "Zephyr"})
    span = {"sort": "alternative provision", "where": "The Barn", "since": date(2026, 9, 7)}
    arrangements.add(store, pupil, span)
    over = {"until": date(2026, 10, 19), "outcomes": {"attendance": "every day"}}
    arrangements.add(store, pupil, {**span, **over})

    found = insight.answer(store, "alternative", TODAY)

    assert found.says == (
        "1 pupil in alternative provision today; 1 of 2 placements this school year ended; of "
        "their outcomes, 1 of 5 are written."
    )
    assert [row.cells[4] for row in found.rows] == [10, 6]
    (ended,) = [row for row in found.rows if row.cells[3]]
    assert ended.behind is not None
    assert ("Attendance", "every day") in [row.cells for row in ended.behind.rows]


def test_leavers_are_counted_by_where_they_went(store: Store) -> None:
    for name, sort in (("Otterley", "employment"), ("Fernsby", "employment"), ("Quill", "")):
        pupil = pupils.add(store, {"surname": name, "forename": "Zephyr"})
        if name == "Otterley":
            statuses.place(store, pupil, "K", date(2025, 9, 7))
        pupils.leave(store, pupil, date(2026, 7, 17))
        if sort:
            given = {"stage": "begun", "sort": sort, "on": date(2026, 9, 7)}
            destinations.add(store, pupil, given, today=TODAY)

    found = insight.answer(store, "destinations", TODAY)

    assert [row.cells for row in found.rows] == [
        ("employment", 2, 1, 2, 0),
        ("not known", 1, 0, 0, 0),
    ]
    assert found.says.startswith("Of 2 of 3 leavers since 1/9/2025 it is known")


def test_reviews_and_plans_are_told_apart_by_their_day(store: Store) -> None:
    made = school(store, "Quillfeather", "Fernsby")
    cycle = cycle_reading.current(store, made.pupils[0])
    for pupil in made.pupils:
        due = {"review_due": date(2026, 11, 2)}
        cycles.amend(store, cycle_reading.current(store, pupil), due)
    next_one = date(2027, 2, 1)
    reviews.hold(store, cycle, Notes(date(2026, 11, 9), "continue", next_review=next_one))
    case = cases.open_(store, made.pupils[1], "assessment", opened_on=date(2026, 3, 2))
    for code, on in (("request", date(2026, 3, 2)), ("final", date(2026, 9, 14))):
        cases.log(store, case, code, on=on, today=TODAY)

    held, plans_in_time = insight.answer(store, "timely", TODAY).rows

    assert held.cells == ("Reviews of cycles", 0, 1, 1, 0.0)
    assert plans_in_time.cells == ("EHC plans within 20 weeks", 0, 1, 0, 0.0)
    assert plans_in_time.behind is not None
    assert [row.cells[3] for row in plans_in_time.behind.rows] == [56]


def test_how_soon_families_hear_is_counted_from_the_day_they_asked(store: Store) -> None:
    made = school(store, "Quillfeather", "Fernsby")
    for asked, answered in ((date(2026, 10, 1), date(2026, 10, 4)),
                            (date(2026, 10, 5), date(2026, 10, 14)),
                            (date(2026, 3, 2), date(2026, 9, 14))):  # fmt: skip
        one = contacts.log(store, made.pupils[0], on=asked, said="The bus?", by="Tansy")
        contacts.answer(store, one, on=answered, said="It comes.")
    for asked in (date(2026, 11, 20), date(2026, 7, 1)):
        contacts.log(store, made.pupils[1], on=asked, said="?", promised="A call", by="Fern")
    contacts.log(store, made.pupils[1], on=date(2026, 11, 2), said="Only told us", by="Fern")
    case = cases.open_(
        store, made.pupils[1], "assessment", opened_on=TODAY, side="la", caseworker="Bramble"
    )

    by_author = insight.answer(store, "replies", TODAY)
    by_caseworker = insight.answer(store, "replies", TODAY, by="caseworker")

    assert [row.cells for row in by_author.rows] == [
        ("Everybody", 2, 6.0, 9, 2, 1),
        ("Fern", 0, None, None, 2, 1),
        ("Tansy", 2, 6.0, 9, 0, 0),
    ]
    assert "2 contacts of this school year answered, half of them within 6" in by_author.says
    assert [row.cells[0] for row in by_caseworker.rows] == ["Everybody", "Not known", "Bramble"]
    behind = by_author.within(["Everybody"])
    assert [row.cells[3] for row in behind.rows] == [144, 2, 9, 3]

    confidential.mark(store, made.pupils[1], "case", case, today=TODAY)
    hidden = insight.answer(store, "replies", TODAY, by="caseworker")
    assert [row.cells[0] for row in hidden.rows] == ["Everybody", "Not known"]


def test_the_questions_share_what_they_read(store: Store) -> None:
    school(store)
    known = insight.readings(store, TODAY)
    alone = {name: insight.answer(store, name, TODAY) for name in insight.QUESTIONS}

    together = {name: insight.answer(store, name, TODAY, known=known) for name in insight.QUESTIONS}

    assert together == alone
    assert known.map is known.impact.map


def test_who_moved_is_told_by_the_layer_of_support_too(store: Store) -> None:
    made = school(store, "Quillfeather", "Fernsby")
    plans.amend(store, "provision", made.lines[0], {"starts": date(2026, 8, 3)})
    plans.amend(store, "provision", made.lines[1], {"layer": "specialist"})

    found = insight.answer(store, "moved", TODAY, by="layer")

    assert [row.cells for row in found.rows] == [("None → Specialist", 1)]
    assert found.rows[0].behind is not None
    assert [row.pupil for row in found.rows[0].behind.rows] == [made.pupils[1]]


def test_groups_are_told_by_birthday_flag_and_ethnicity_but_not_what_is_confidential(
    store: Store,
) -> None:
    pupil = pupils.add(store, {"surname": "Quill", "born": date(2017, 6, 1)})
    statuses.place(store, pupil, "K", date(2026, 9, 7))
    flag = flags.add(store, pupil, "LAC", since=date(2026, 9, 1))
    particulars.put(store, pupil, {"ethnicity": "WENG"})

    names = {row.name for row in insight.answer(store, "represented", TODAY).rows}
    confidential.mark(store, pupil, "flag", flag, today=TODAY)
    veiled = {row.name for row in insight.answer(store, "represented", TODAY).rows}

    assert {"Born May to August", "Looked after", "White - British"} <= names
    assert names - veiled == {"Looked after"}
