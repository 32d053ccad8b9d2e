"""Impact: what was met, what the measures moved, and how little few of them say."""

from datetime import date

import pytest

from sendtui.services import cycle_reading, deliveries, impact, interventions, plans, reviews
from sendtui.services.impact import BYS, By, moved
from sendtui.services.reviews import Notes, Rated
from sendtui.store.store import Store
from tests.services.provision import TODAY, School, school

HELD = date(2026, 11, 20)


def reviewed(store: Store, effect: str = "met") -> School:
    """The school with the first pupil's line serving an outcome that was rated."""
    made = school(store)
    cycle = cycle_reading.current(store, made.pupils[0])
    (outcome,) = cycle_reading.cycle(store, cycle, TODAY).outcomes
    plans.amend(store, "provision", made.lines[0], {"outcome": outcome.id})
    deliveries.tick(store, made.lines[0], date(2026, 9, 14), today=TODAY)
    reviews.hold(store, cycle, Notes(HELD, "continue", (Rated(outcome.id, effect),)))
    return made


@pytest.mark.parametrize("by", BYS)
def test_an_outcome_counts_once_under_each_name_that_served_it(store: Store, by: By) -> None:
    reviewed(store)

    found = [(each.rated, each.met) for each in impact.read(store, TODAY).by(by) if each.rated]

    assert found == [(1, 1)]


def test_few_outcomes_are_counted_and_no_share_is_said(store: Store) -> None:
    reviewed(store)

    effect = impact.read(store, TODAY).by("intervention")[0]

    assert (effect.name, effect.is_few, effect.share) == ("Talking tables", True, None)


def test_a_pupil_who_had_much_and_met_nothing_is_named(store: Store) -> None:
    reviewed(store, "no change")

    found = impact.read(store, TODAY)

    assert [each.name for each in found.much_and_little()] == ["Zephyr Quillfeather"]


def test_entry_and_exit_show_the_middle_and_the_spread(store: Store) -> None:
    made = school(store)
    for line, entry, exit_ in zip(made.lines, (10, 20), (14, 19), strict=True):
        interventions.measure(store, line, "entry", entry, date(2026, 9, 7))
        interventions.measure(store, line, "exit", exit_, HELD)

    (effect,) = impact.read(store, TODAY).by("intervention")

    (found,) = effect.moved
    assert (found.measure, found.pairs) == ("Words in a minute", 2)
    assert (found.least, found.middle, found.most) == (-1, 1.5, 4)


def test_an_entry_without_an_exit_says_nothing(store: Store) -> None:
    made = school(store)
    interventions.measure(store, made.lines[0], "entry", 10, date(2026, 9, 7))

    assert impact.read(store, TODAY).by("intervention")[0].moved == ()
    assert moved([]) == ()
