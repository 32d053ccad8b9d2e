"""Every act on a cycle is one act: one undo shows again all that was there before it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from sendtui.services import cycle_reading, cycles, deliveries, plans, reviews, scales
from sendtui.services.reviews import Rated
from sendtui.store.store import Store
from sendtui.store.undo import redo, undo
from tests.services.invented import CRASHING, TERM_BEGAN, cycle, outcome, provision, pupil

TODAY = date(2026, 11, 22)


class Plan:
    """A cycle with one of everything, unsigned."""

    def __init__(self, store: Store) -> None:
        """Make it."""
        self.cycle = cycle(store, pupil(store))
        found = {"sort": "baseline", "on": TERM_BEGAN, "what": "x"}
        self.evidence = cycles.add_evidence(store, self.cycle, found)
        self.outcome, self.other = outcome(store, self.cycle), outcome(store, self.cycle)
        self.provision = provision(store, self.cycle, outcome=self.outcome)
        self.strategy = plans.add(store, self.cycle, "strategy", {"what": "Board"})


Act = Callable[[Store, Plan], object]

ACTS: dict[str, Act] = {
    "amend the cycle": lambda s, p: cycles.amend(s, p.cycle, {"focus": CRASHING, "lead": "x"}),
    "end the cycle": lambda s, p: cycles.end_because_left(s, p.cycle, TODAY),
    "add evidence": lambda s, p: cycles.add_all_evidence(
        s, p.cycle, [{"sort": "advice", "on": TODAY, "what": CRASHING}] * 2
    ),
    "amend evidence": lambda s, p: cycles.amend_evidence(s, p.evidence, {"what": CRASHING}),
    "remove evidence": lambda s, p: cycles.remove_evidence(s, p.evidence),
    "add outcomes": lambda s, p: plans.add_all(s, p.cycle, "outcome", [{"what": CRASHING}] * 2),
    "amend an outcome": lambda s, p: plans.amend(s, "outcome", p.outcome, {"what": CRASHING}),
    "remove an outcome": lambda s, p: plans.remove(s, "outcome", p.outcome),
    "reorder outcomes": lambda s, p: plans.reorder(s, p.cycle, [p.other, p.outcome]),
    "add provision": lambda s, p: provision(s, p.cycle, what=CRASHING),
    "amend provision": lambda s, p: plans.amend(s, "provision", p.provision, {"times": 5}),
    "remove provision": lambda s, p: plans.remove(s, "provision", p.provision),
    "add a strategy": lambda s, p: plans.add(s, p.cycle, "strategy", {"what": CRASHING}),
    "amend a strategy": lambda s, p: plans.amend(s, "strategy", p.strategy, {"what": CRASHING}),
    "remove a strategy": lambda s, p: plans.remove(s, "strategy", p.strategy),
    "sign": lambda s, p: plans.sign(s, p.cycle, on=TODAY, by=CRASHING),
    "log a session": lambda s, p: deliveries.tick(s, p.provision, TERM_BEGAN),
    "log sessions": lambda s, p: deliveries.tick_many(s, [p.provision] * 3, TERM_BEGAN),
    "rate": lambda s, p: reviews.rate(s, p.cycle, Rated(p.outcome, "met"), TODAY),
    "review": lambda s, p: reviews.hold(
        s,
        p.cycle,
        reviews.Notes(TODAY, "step up", (Rated(p.outcome, "some"),), with_parents=True, carry=True),
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_undo_shows_what_was_and_redo_what_came(store: Store, act: Act) -> None:
    def shown() -> object:
        return replace(cycle_reading.cycle(store, plan.cycle, TODAY), heads={})

    plan = Plan(store)
    before = shown()
    act(store, plan)
    after = shown()

    undo(store)
    undone = shown()
    redo(store)

    assert after != before
    assert undone == before
    assert shown() == after


def test_editing_the_scale_is_undone(store: Store) -> None:
    acts: list[Callable[[], object]] = [
        lambda: scales.add(store, "effect", CRASHING),
        lambda: scales.amend(store, "effect", "met", {"label": CRASHING}),
        lambda: scales.reorder(store, "effect", ["some", "met"]),
    ]
    for act in acts:
        before = [replace(p, id="") for p in scales.scale(store).points]
        act()
        assert [replace(p, id="") for p in scales.scale(store).points] != before
        undo(store)
        assert [replace(p, id="") for p in scales.scale(store).points] == before
