"""The plan of a cycle: editable until it is signed, and then changed by its next version."""

from datetime import date, timedelta

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import cycle_reading, cycles, deliveries, plan_versions, plans
from sendtui.store.store import Store
from sendtui.store.undo import redo, undo
from tests.services.invented import CRASHING, TERM_BEGAN, cycle, outcome, provision, pupil


@pytest.fixture
def reading(store: Store) -> str:
    """An open cycle."""
    return cycle(store, pupil(store))


def test_outcomes_are_numbered_as_they_come(store: Store, reading: str, today: date) -> None:
    outcome(store, reading, CRASHING)
    outcome(store, reading, "Zephyr will be able to ask for a break")

    found = cycle_reading.cycle(store, reading, today).outcomes

    assert [(o.number, o.what) for o in found] == [
        (1, CRASHING),
        (2, "Zephyr will be able to ask for a break"),
    ]


def test_outcomes_are_put_in_another_order(store: Store, reading: str, today: date) -> None:
    first, second = outcome(store, reading), outcome(store, reading)

    plans.reorder(store, reading, [second, first])

    assert [o.id for o in cycle_reading.cycle(store, reading, today).outcomes] == [second, first]
    undo(store)
    assert [o.id for o in cycle_reading.cycle(store, reading, today).outcomes] == [first, second]


def test_an_order_that_leaves_one_out_is_refused(store: Store, reading: str) -> None:
    first, second = outcome(store, reading), outcome(store, reading)

    for order in ([first], [first, first], [first, second, "0" * 32]):
        with pytest.raises(InvalidError):
            plans.reorder(store, reading, order)


def test_an_outcome_that_goes_leaves_its_provision(store: Store, reading: str, today: date) -> None:
    first, second = outcome(store, reading), outcome(store, reading)
    line = provision(store, reading, outcome=first)
    before = cycle_reading.cycle(store, reading, today)

    plans.remove(store, "outcome", first)

    found = cycle_reading.cycle(store, reading, today)
    assert [(o.id, o.number) for o in found.outcomes] == [(second, 1)]
    assert [p.id for p in found.unlinked] == [line]
    undo(store)
    restored = cycle_reading.cycle(store, reading, today)
    assert (restored.outcomes, restored.unlinked) == (before.outcomes, before.unlinked)


def test_provision_serves_only_outcomes_of_its_own_plan(store: Store, reading: str) -> None:
    elsewhere = outcome(store, cycle(store, pupil(store)))

    with pytest.raises(InvalidError) as refused:
        provision(store, reading, outcome=elsewhere)

    assert [p.field for p in refused.value.problems] == ["outcome"]


def test_each_part_is_amended(store: Store, reading: str, today: date) -> None:
    ten, line = outcome(store, reading), provision(store, reading)
    board = plans.add(store, reading, "strategy", {"what": "Board"})

    plans.amend(store, "outcome", ten, {"target": CRASHING})
    plans.amend(store, "provision", line, {"who": CRASHING, "outcome": ten, "times": 3})
    plans.amend(store, "strategy", board, {"where": CRASHING})

    found = cycle_reading.cycle(store, reading, today)
    assert (found.outcomes[0].target, found.strategies[0].where) == (CRASHING, CRASHING)
    assert (found.provision[0].who, found.provision[0].times) == (CRASHING, 3)


@pytest.mark.parametrize("field", ["pupil", "cycle", "number", "carried_from"])
def test_where_a_part_belongs_is_not_edited(store: Store, reading: str, field: str) -> None:
    with pytest.raises(InvalidError):
        plans.amend(store, "outcome", outcome(store, reading), {field: "1"})


def test_a_dose_with_sessions_against_it_stands(store: Store, reading: str) -> None:
    line = provision(store, reading)
    deliveries.tick(store, line, TERM_BEGAN)

    with pytest.raises(SendtuiError, match="add a line with the new dose"):
        plans.amend(store, "provision", line, {"times": 1})
    with pytest.raises(SendtuiError, match="Give it a last day"):
        plans.remove(store, "provision", line)
    changed = plans.amend(store, "provision", line, {"times": 2, "ends": date(2026, 10, 2)})

    assert changed == ("ends",)


def test_a_provision_may_have_begun_earlier_but_not_after_its_first_session(
    store: Store, reading: str
) -> None:
    day = TERM_BEGAN + timedelta(days=7)
    line = provision(store, reading, starts=day)
    deliveries.tick(store, line, day)

    with pytest.raises(InvalidError, match="a session was logged on"):
        plans.amend(store, "provision", line, {"starts": day + timedelta(days=1)})
    plans.amend(store, "provision", line, {"starts": TERM_BEGAN})
    deliveries.tick(store, line, TERM_BEGAN)


def test_an_empty_plan_is_not_signed(store: Store, reading: str, today: date) -> None:
    with pytest.raises(SendtuiError, match="nothing in this plan"):
        plans.sign(store, reading, on=today, by="A. Tester")


def test_a_plan_is_signed_by_somebody(store: Store, reading: str, today: date) -> None:
    outcome(store, reading)

    with pytest.raises(InvalidError):
        plans.sign(store, reading, on=today, by=" ")


def test_a_signed_plan_is_frozen(store: Store, reading: str, today: date) -> None:
    ten, line = outcome(store, reading), provision(store, reading)
    board = plans.add(store, reading, "strategy", {"what": "Board"})
    plans.sign(store, reading, on=TERM_BEGAN, by=CRASHING)
    before = cycle_reading.cycle(store, reading, today)

    acts = (
        lambda: outcome(store, reading),
        lambda: plans.amend(store, "outcome", ten, {"what": "x"}),
        lambda: plans.amend(store, "provision", line, {"ends": today}),
        lambda: plans.amend(store, "strategy", board, {"what": "x"}),
        lambda: plans.remove(store, "strategy", board),
        lambda: plans.reorder(store, reading, [ten]),
        lambda: plans.sign(store, reading, on=today, by="x"),
    )
    for act in acts:
        with pytest.raises(SendtuiError, match="“Change the plan”"):
            act()

    after = cycle_reading.cycle(store, reading, today)
    assert after == before
    assert (after.signed_by, after.frozen, after.stage) == (CRASHING, True, "do")


def test_evidence_may_still_come_after_signing(store: Store, reading: str, today: date) -> None:
    outcome(store, reading)
    plans.sign(store, reading, on=TERM_BEGAN, by="A. Tester")

    advice = {"sort": "advice", "on": today, "what": CRASHING}

    assert cycles.add_evidence(store, reading, advice)


def test_signing_is_undone(store: Store, reading: str, today: date) -> None:
    outcome(store, reading)
    plans.sign(store, reading, on=TERM_BEGAN, by="A. Tester")

    undo(store)

    found = cycle_reading.cycle(store, reading, today)
    assert (found.signed_on, found.signed_by) == (None, "")
    assert plan_versions.signed(store, reading) == ()


def test_an_unsigned_plan_needs_no_new_version(store: Store, reading: str, today: date) -> None:
    with pytest.raises(SendtuiError, match="can be edited as it is"):
        plans.revise(store, reading, on=today)


def test_what_was_signed_stays_readable(store: Store, reading: str, today: date) -> None:
    ten, line = outcome(store, reading, CRASHING), provision(store, reading)
    plans.sign(store, reading, on=TERM_BEGAN, by="A. Tester")
    plans.revise(store, reading, on=today)
    plans.amend(store, "outcome", ten, {"what": "Zephyr will be able to read a page"})
    plans.remove(store, "provision", line)
    outcome(store, reading, "Zephyr will be able to ask for a break")
    plans.sign(store, reading, on=today, by="A. Tester")

    first, second = plan_versions.signed(store, reading)

    assert (first.version, first.signed_on, second.version) == (1, TERM_BEGAN, 2)
    assert [o["what"] for o in first.outcomes] == [CRASHING]
    assert [p["times"] for p in first.provision] == [2]
    assert [o["number"] for o in second.outcomes] == [1, 2]
    assert second.provision == ()


def test_changing_a_plan_is_undone_and_redone(store: Store, reading: str, today: date) -> None:
    outcome(store, reading)
    plans.sign(store, reading, on=TERM_BEGAN, by="A. Tester")
    signed = plan_versions.signed(store, reading)

    assert plans.revise(store, reading, on=today) == 2
    undo(store)

    found = cycle_reading.cycle(store, reading, today)
    assert (found.version, found.signed_on, found.signed_by) == (1, TERM_BEGAN, "A. Tester")
    assert plan_versions.signed(store, reading) == signed
    redo(store)
    assert cycle_reading.cycle(store, reading, today).version == 2
    assert plan_versions.signed(store, reading) == signed


def test_a_plan_that_ended_is_not_changed(store: Store, reading: str, today: date) -> None:
    outcome(store, reading)
    cycles.end_because_left(store, reading, today)

    with pytest.raises(SendtuiError, match="Cycle 1 ended"):
        outcome(store, reading)
