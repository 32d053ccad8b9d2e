"""What a cycle's lists and forms say before any screen draws them."""

from datetime import date
from typing import Any

import pytest

from sendtui.screens import cycle_forms, cycle_lines
from sendtui.screens.cycle_forms import InCycle
from sendtui.services import cycle_reading, plans
from sendtui.services.cycle_views import CycleView
from sendtui.store.store import Store
from tests.services.invented import TERM_BEGAN, cycle, outcome, provision, pupil


@pytest.fixture
def planned(store: Store) -> str:
    """A cycle whose plan lacks nothing."""
    reading = cycle(store, pupil(store), focus="Reading")
    said = {"measure": "words a minute", "baseline": "10", "target": "30", "by": "2026-12-18"}
    served = outcome(store, reading, "Zëphyr will be able to read ten lines aloud by himself")
    plans.amend(store, "outcome", served, {**said, "need": "SLCN"})
    provision(store, reading, outcome=served, who="Ms T", weeks=10, need="SLCN")
    plans.add(store, reading, "strategy", {"what": "Reads aloud first"})
    return reading


def view(store: Store, reading: str, today: date) -> CycleView:
    return cycle_reading.cycle(store, reading, today)


def test_a_plan_has_its_tick_once_it_is_signed(store: Store, planned: str, today: date) -> None:
    before = view(store, planned, today)
    lacking = {stage.name for stage in before.stages if not stage.complete}
    assert "plan" not in lacking
    assert "plan" not in cycle_lines.complete(before)
    assert "g signs it" in cycle_lines.advice(before, "plan", "").plain

    plans.sign(store, planned, on=today, by="A. Tester", today=today)

    after = view(store, planned, today)
    assert "plan" in cycle_lines.complete(after)
    assert "g signs it" not in cycle_lines.advice(after, "plan", "").plain


def test_a_promise_starts_with_its_cycle_and_one_of_a_changed_plan_today(
    store: Store, planned: str, today: date
) -> None:
    def starts() -> object:
        at = InCycle(_nowhere(), view(store, planned, today), today, "A. Tester")
        return cycle_forms.provision(at).initial["starts"]

    assert starts() == TERM_BEGAN
    plans.sign(store, planned, on=today, by="A. Tester", today=today)
    plans.revise(store, planned, on=today, today=today)
    assert starts() == today


def _nowhere() -> Any:
    """No screen: nothing is saved here."""
    return None
