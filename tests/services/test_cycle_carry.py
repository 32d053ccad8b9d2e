"""What a next cycle begins with, and the outcomes it takes along."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import confidential, cycle_carry, cycle_reading, cycles, plans, reviews
from sendtui.services.cycle_carry import Next
from sendtui.services.reviews import Notes, Rated
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import CRASHING, cycle, outcome, provision, pupil

HELD, NEXT = date(2026, 11, 20), date(2027, 2, 12)


@pytest.fixture
def zephyr(store: Store) -> str:
    return pupil(store)


@pytest.fixture
def left(store: Store, zephyr: str) -> tuple[str, str]:
    """Two outcomes that a review left: one not met, one unrated; a third was met."""
    reading = cycle(store, zephyr, focus=CRASHING, lead="A. Tester")
    met, unmet, unrated = (outcome(store, reading, what) for what in ("a", CRASHING, "c"))
    ratings = (Rated(met, "met"), Rated(unmet, "nearly"))
    reviews.hold(store, reading, Notes(HELD, "continue", ratings, next_review=NEXT))
    return unmet, unrated


def test_the_last_review_says_what_comes_next(
    store: Store, zephyr: str, left: tuple[str, str], today: date
) -> None:
    found = cycle_carry.next_of(store, zephyr, today)

    assert (found.after, found.focus, found.lead) == (1, CRASHING, "A. Tester")
    assert found.review_due == NEXT
    told = [(o.id, o.number, o.went) for o in found.unmet]
    assert told == [(left[0], 2, "Nearly met"), (left[1], 3, "")]


def test_a_first_cycle_begins_with_nothing(store: Store, zephyr: str, today: date) -> None:
    assert cycle_carry.next_of(store, zephyr, today) == Next()


@pytest.fixture
def promised(store: Store, zephyr: str) -> tuple[str, str]:
    """An outcome that was not met, and the line of provision for it."""
    reading = cycle(store, zephyr, focus=CRASHING)
    unmet = outcome(store, reading, CRASHING)
    line = provision(store, reading, outcome=unmet, who="Ms T", weeks=10, cost_pence=1250)
    provision(store, reading, what="Serves nothing")
    reviews.hold(store, reading, Notes(HELD, "continue", (Rated(unmet, "nearly"),)))
    return unmet, line


def test_an_outcome_takes_its_provision_along_where_it_is_said(
    store: Store, zephyr: str, promised: tuple[str, str], today: date
) -> None:
    unmet, _ = promised
    (left,) = cycle_carry.next_of(store, zephyr, today).unmet
    assert [line.what for line in left.provision] == [
        "Paired reading, twice a week, 20 minutes, one to one, for 10 weeks"
    ]

    fresh = cycles.start(store, zephyr, started_on=today, carry={unmet: None}, provided=[unmet])

    (carried,) = cycle_reading.cycle(store, fresh, today).outcomes
    (line,) = carried.provision
    assert (line.what, line.who, line.cost_pence, line.starts) == (
        "Paired reading", "Ms T", 1250, today,
    )  # fmt: skip
    undo(store)
    bare = cycles.start(store, zephyr, started_on=today, carry={unmet: None})
    assert cycle_reading.cycle(store, bare, today).provision == ()


def test_what_was_confidential_is_veiled_in_the_offer_and_stays_confidential(
    store: Store, zephyr: str, promised: tuple[str, str], today: date
) -> None:
    unmet, line = promised
    confidential.mark(store, zephyr, "outcome", unmet, reason="asked", today=today)
    confidential.mark(store, zephyr, "provision", line, today=today)

    (left,) = cycle_carry.next_of(store, zephyr, today).unmet
    fresh = cycles.start(store, zephyr, started_on=today, carry={unmet: None}, provided=[unmet])

    assert (left.what, left.provision) == ("confidential", ())
    (carried,) = cycle_reading.cycle(store, fresh, today).outcomes
    assert carried.what == "confidential"
    (whole,) = cycle_reading.cycle(store, fresh, today, whole=True).provision
    assert confidential.is_marked(store, zephyr, whole.id, today)


def test_what_is_carried_has_its_source_and_its_own_by_when(
    store: Store, zephyr: str, left: tuple[str, str], today: date
) -> None:
    own = date(2027, 1, 8)

    fresh = cycles.start(
        store, zephyr, started_on=today, review_due=NEXT, carry={left[1]: own, left[0]: None}
    )

    outcomes = cycle_reading.cycle(store, fresh, today).outcomes
    told = [(o.number, o.carried_from, o.by) for o in outcomes]
    assert told == [(1, left[1], own), (2, left[0], NEXT)]
    assert outcomes[1].carried_from_says == "carried from cycle 1, outcome 2"
    undo(store)
    assert [c.number for c in cycle_reading.of_pupil(store, zephyr, today)] == [1]


def test_a_by_when_before_the_cycle_is_refused_whole(
    store: Store, zephyr: str, left: tuple[str, str], today: date
) -> None:
    with pytest.raises(InvalidError) as refused:
        cycles.start(store, zephyr, started_on=today, carry={left[0]: HELD})

    assert [p.field for p in refused.value.problems] == [f"by_{left[0]}"]
    assert len(cycle_reading.of_pupil(store, zephyr, today)) == 1


def test_another_pupils_outcome_is_not_carried(
    store: Store, left: tuple[str, str], today: date
) -> None:
    with pytest.raises(SendtuiError, match="not here"):
        cycles.start(store, pupil(store), started_on=today, carry={left[0]: None})


@pytest.mark.parametrize("act", ["evidence", "amended", "sign", "revise", "end", "rate"])
def test_what_is_to_come_has_not_happened(store: Store, zephyr: str, today: date, act: str) -> None:
    ahead = date(2026, 11, 23)
    reading = cycle(store, zephyr)
    ten = outcome(store, reading)
    found: dict[str, object] = {"sort": "baseline", "on": HELD, "what": "x"}
    late = {**found, "on": ahead}
    evidence = cycles.add_evidence(store, reading, found, today=today)
    acts = {
        "evidence": lambda: cycles.add_evidence(store, reading, late, today=today),
        "amended": lambda: cycles.amend_evidence(store, evidence, {"on": ahead}, today=today),
        "sign": lambda: plans.sign(store, reading, on=ahead, by="A", today=today),
        "revise": lambda: plans.revise(store, reading, on=ahead, today=today),
        "end": lambda: cycles.end_because_left(store, reading, ahead, today=today),
        "rate": lambda: reviews.rate(store, reading, Rated(ten, "met"), ahead, today=today),
    }

    with pytest.raises(InvalidError, match="still to come"):
        acts[act]()
