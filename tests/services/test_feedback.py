"""Complaints and compliments, the school's action plan, and where leavers went."""

from datetime import date

import pytest

from sendtui.errors import InvalidError
from sendtui.services import (
    action_plan,
    amend,
    confidential,
    destinations,
    feedback,
    inclusion,
    pupils,
)
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)
CAME = date(2026, 11, 2)


def child(store: Store) -> str:
    return pupils.add(store, {"surname": "Quillfeather", "forename": "Zephyr"})


def test_a_complaint_is_late_until_it_is_answered(store: Store) -> None:
    values = {"sort": "complaint", "received_on": CAME, "about": "Taxi", "answer_by": CAME}
    made = feedback.add(store, values, child(store), today=TODAY)

    (before,) = feedback.all_of(store, TODAY)
    answered = {"answered_on": date(2026, 11, 20)}
    amend.amend(store, before.kind, made, answered, before.heads, TODAY)
    (after,) = feedback.all_of(store, TODAY)

    assert (before.standing, before.days, before.name) == ("late", 20, "Zephyr Quillfeather")
    assert (after.standing, after.days) == ("answered", 18)


@pytest.mark.parametrize("of_pupil", [True, False])
def test_what_came_of_a_complaint_is_written_down(store: Store, of_pupil: bool) -> None:
    pupil = child(store) if of_pupil else ""
    came = {"sort": "complaint", "received_on": CAME, "about": "Taxi"}
    made = feedback.add(store, came, pupil, today=TODAY)
    (before,) = feedback.all_of(store, TODAY)

    answer = {"answered_on": TODAY, "outcome": "Another taxi"}
    amend.amend(store, before.kind, made, answer, before.heads, TODAY)

    (after,) = feedback.all_of(store, TODAY)
    assert (after.answered_on, after.outcome) == (TODAY, "Another taxi")
    assert "outcome" in {each.name for each in amend.fields(before.kind)}


def test_what_is_said_of_the_school_stands_beside_what_is_said_of_a_pupil(store: Store) -> None:
    pupil = child(store)
    feedback.add(store, {"sort": "compliment", "about": "The fair"}, today=TODAY)
    about = feedback.add(store, {"sort": "complaint", "about": "Taxi"}, pupil, today=TODAY)

    found = {(each.sort, each.name) for each in feedback.all_of(store, TODAY)}
    confidential.mark(store, pupil, "feedback", about, today=TODAY)

    assert found == {("compliment", ""), ("complaint", "Zephyr Quillfeather")}
    assert [each.sort for each in feedback.all_of(store, TODAY)] == ["compliment"]
    assert feedback.of_pupil(store, pupil, TODAY)[0].about == ""


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"answered_on": date(2026, 11, 1)}, "answered_on"),
        ({"received_on": date(2026, 12, 1)}, "received_on"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_of_a_complaint_is_refused(
    store: Store, wrong: dict[str, object], field: str
) -> None:
    values = {"sort": "complaint", "received_on": CAME, "about": "Taxi", **wrong}

    with pytest.raises(InvalidError) as refused:
        feedback.add(store, values, today=TODAY)

    assert [each.field for each in refused.value.problems] == [field]


def test_the_action_plan_shows_what_is_late_first_and_what_is_done_last(store: Store) -> None:
    done = action_plan.add(store, {"what": "Talk to the taxi firm"}, today=TODAY)
    action_plan.add(store, {"what": "Train the lunch team"}, today=TODAY)
    late = {"what": "Paint the quiet room", "owner": "Mr Wren", "due_on": CAME}
    action_plan.add(store, late, today=TODAY)
    action_plan.change(store, done, {"done_on": TODAY, "came": "They wait now"}, today=TODAY)

    found = [
        (each.what, each.standing, each.days_late) for each in action_plan.all_of(store, TODAY)
    ]

    assert found == [
        ("Paint the quiet room", "late", 20),
        ("Train the lunch team", "open", 0),
        ("Talk to the taxi firm", "done", 0),
    ]


def test_a_step_follows_from_a_line_of_the_strategy(store: Store) -> None:
    strategy = inclusion.draft(store, TODAY)
    line = inclusion.add_line(store, strategy, "activity", {"what": "Quiet room"})
    action_plan.add(store, {"what": "Paint it", "strategy_line": line}, today=TODAY)

    (found,) = action_plan.all_of(store, TODAY)

    assert found.serves == "Quiet room"
    with pytest.raises(InvalidError, match="no line of an inclusion strategy"):
        action_plan.add(store, {"what": "Paint it", "strategy_line": "nothing"}, today=TODAY)


def test_of_a_leaver_the_latest_that_is_known_counts(store: Store) -> None:
    pupil = child(store)
    pupils.leave(store, pupil, date(2026, 7, 17), "Puddleby College")
    stays = pupils.add(store, {"surname": "Bramblewick", "forename": "Tansy"})
    for stage, sort, on in (
        ("begun", "further education", date(2026, 9, 10)),
        ("planned", "apprenticeship", date(2026, 5, 1)),
    ):
        values = {"stage": stage, "sort": sort, "on": on}
        destinations.add(store, pupil, values, today=TODAY)

    (found,) = destinations.leavers(store, date(2025, 9, 1), date(2026, 8, 31), TODAY)

    assert found.pupil != stays
    assert (found.name, found.to) == ("Zephyr Quillfeather", "Puddleby College")
    assert found.latest is not None
    assert (found.latest.sort, found.latest.stage) == ("further education", "begun")
