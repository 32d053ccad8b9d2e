"""One plan for a group: begun or added to for each of them in one act, and signed in another."""

from datetime import date
from typing import Any

import pytest

from sendtui.errors import InvalidError
from sendtui.services import (
    bulk,
    cycle_reading,
    cycles,
    intervention_reading,
    interventions,
    plans,
    pupils,
    statuses,
)
from sendtui.services.bulk import Step
from sendtui.services.cycle_views import CycleView
from sendtui.store.store import Store
from sendtui.store.undo import undo

SEPTEMBER, REVIEW = date(2026, 9, 7), date(2027, 2, 12)
READS = "will be able to read 30 words"
GROUP: dict[str, Any] = {
    "focus": "Reading",
    "review_due": REVIEW,
    "measure": "word list",
    "provided": "Word box",
    "times": 3,
    "minutes": 15,
    "group_size": 3,
    "strategy": "Words taught ahead",
}


@pytest.fixture
def three(store: Store) -> list[str]:
    """Three pupils on SEN Support: one without a cycle, one with a plan, one whose is signed."""
    made = [pupils.add(store, {"surname": n}) for n in ("Bramblewick", "Mossop", "Quillfeather")]
    for pupil in made:
        statuses.place(store, pupil, "K", SEPTEMBER)
    for pupil in made[1:]:
        cycle = cycles.start(store, pupil, started_on=SEPTEMBER, review_due=REVIEW)
        plans.add(store, cycle, "outcome", {"what": "count to 20"})
    plans.sign(store, cycle_reading.current(store, made[2]), on=SEPTEMBER, by="A. Senco")
    return made


def view(store: Store, pupil: str, today: date) -> CycleView:
    return cycle_reading.cycle(store, cycle_reading.current(store, pupil), today)


def test_a_group_gets_one_plan_in_one_act(store: Store, three: list[str], today: date) -> None:
    step = Step("plan", READS, today, GROUP)
    shown = bulk.preview(store, three, step, today)

    bulk.do(store, three, step, today, shown)

    assert [line.problem for line in shown.problems] == [
        "the plan of cycle 1 is signed: change it on its page"
    ]
    first, second = (view(store, pupil, today) for pupil in three[:2])
    assert (first.focus, first.started_on, first.review_due) == ("Reading", today, REVIEW)
    assert [one.what for one in first.outcomes] == [READS]
    assert [one.what for one in second.outcomes] == ["count to 20", READS]
    for each in (first, second):
        (line,) = each.provision
        assert (line.what, line.minutes, line.outcome) == ("Word box", 15, each.outcomes[-1].id)
        assert [one.what for one in each.strategies] == ["Words taught ahead"]
        assert each.outcomes[-1].by == REVIEW
    undo(store)
    assert not cycle_reading.current(store, three[0])


def test_the_same_words_are_not_said_twice_and_an_intervention_brings_its_dose(
    store: Store, three: list[str], today: date
) -> None:
    run = interventions.add(store, {"name": "Word box", "minutes": 25, "group_size": 4})
    for more in (GROUP, {"intervention": run, "minutes": 5}):
        step = Step("plan", READS, today, more)
        shown = bulk.preview(store, three[:1], step, today)
        bulk.do(store, three[:1], step, today, shown)
    step = Step("plan", "will be able to tell a story", today, {"intervention": run})
    bulk.do(store, three[1:2], step, today, bulk.preview(store, three[1:2], step, today))

    first, second = (view(store, pupil, today) for pupil in three[:2])
    assert (len(first.outcomes), len(first.provision)) == (1, 1)
    assert [(line.what, line.minutes) for line in second.provision] == [("Word box", 25)]
    (member,) = intervention_reading.members(store, run, today)
    assert member.pupil == three[1]


def test_plans_are_signed_together_and_a_signed_or_empty_one_stays(
    store: Store, three: list[str], today: date
) -> None:
    cycles.start(store, three[0], started_on=SEPTEMBER)
    step = Step("signed", "A. Senco", today)
    shown = bulk.preview(store, three, step, today)

    bulk.do(store, three, step, today, shown)

    assert [line.id for line in shown.changes] == [three[1]]
    assert [line.problem for line in shown.problems] == [
        "has nothing in the plan of cycle 1 to sign"
    ]
    assert view(store, three[1], today).signed_on == today
    assert view(store, three[2], today).signed_on == SEPTEMBER


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (Step("plan", " ", SEPTEMBER), "value"),
        (Step("plan", READS, SEPTEMBER, {"review_due": date(2026, 9, 1)}), "review_due"),
        (Step("plan", READS, SEPTEMBER, {"provided": "Word box", "minutes": -1}), "minutes"),
        (Step("plan", READS, SEPTEMBER, {"decision": "continue"}), "decision"),
        (Step("signed", "", SEPTEMBER), "value"),
        (Step("signed", "A. Senco", REVIEW), "on"),
    ],
    ids=["no outcome", "review before it starts", "dose", "not asked", "nobody signs", "ahead"],
)
def test_what_holds_for_nobody_is_refused(
    store: Store, three: list[str], today: date, step: Step, field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        bulk.preview(store, three, step, today)

    assert [each.field for each in refused.value.problems] == [field]
