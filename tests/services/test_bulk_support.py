"""SEN status, cycles, provision and reviews of many: the rules are those of one pupil alone."""

from datetime import date
from typing import Any

import pytest

from sendtui.errors import InvalidError
from sendtui.services import (
    bulk,
    concerns,
    cycle_reading,
    cycles,
    plans,
    pupils,
    reviews,
    statuses,
)
from sendtui.services.bulk import Preview, Step
from sendtui.services.cycle_views import CycleView
from sendtui.services.reviews import Rated
from sendtui.store.store import Store
from sendtui.store.undo import undo

SEPTEMBER, NEXT = date(2026, 9, 7), date(2027, 2, 12)
READING: dict[str, Any] = {"outcome": "read 30 words", "who": "TA", "minutes": 20, "group_size": 3}


@pytest.fixture
def three(store: Store) -> list[str]:
    """Three pupils on roll, the first on SEN Support already."""
    named = ("Bramblewick", "Mossop", "Quillfeather")
    made = [pupils.add(store, {"surname": name, "born": date(2018, 3, 1)}) for name in named]
    statuses.place(store, made[0], "K", SEPTEMBER)
    return made


def done(store: Store, those: list[str], step: Step, today: date) -> Preview:
    shown = bulk.preview(store, those, step, today)
    bulk.do(store, those, step, today, shown)
    return shown


def view(store: Store, pupil: str, today: date) -> CycleView:
    return cycle_reading.cycle(store, cycle_reading.current(store, pupil), today)


def test_a_status_is_given_with_what_parents_were_told(
    store: Store, three: list[str], today: date
) -> None:
    concerns.raise_(store, three[1], what="Reading", tried="A card", raised_on=SEPTEMBER)
    told = {"parents_told_on": today, "parents_told_how": "letter"}

    shown = done(store, three, Step("status", "K", today, told), today)

    assert (len(shown.changes), shown.unchanged) == (2, 1)
    assert "Of some of them it is not written what was tried before" in shown.note
    steps = [pupils.view(store, pupil, today).statuses[-1] for pupil in three]
    assert [step.since for step in steps] == [SEPTEMBER, today, today]
    assert [step.parents_told_on for step in steps] == [None, today, today]
    assert not bulk.preview(store, three[1:2], Step("status", "E", NEXT), today).note


@pytest.mark.parametrize(
    ("since", "problem"),
    [
        (SEPTEMBER, "has a SEN status from that day already: edit that one"),
        (date(2017, 1, 1), "was born on 1 Mar 2018, after that day"),
    ],
    ids=["again that day", "before birth"],
)
def test_a_status_that_one_pupil_is_refused_is_a_problem(
    store: Store, three: list[str], today: date, since: date, problem: str
) -> None:
    shown = bulk.preview(store, three[:1], Step("status", "E", since), today)

    assert [line.problem for line in shown.problems] == [problem]


def test_a_class_goes_from_its_first_cycle_to_its_second(
    store: Store, three: list[str], today: date
) -> None:
    done(store, three, Step("status", "K", SEPTEMBER), today)
    done(store, three, Step("cycle", on=SEPTEMBER, more={"focus": "Reading"}), today)
    done(store, three, Step("provision", "Words, then a page", more=READING), today)
    first = view(store, three[0], today)
    reviews.rate(store, first.id, Rated(first.outcomes[0].id, effect="met"), today)
    held = {"decision": "continue", "next_review": NEXT}

    shown = done(store, three, Step("reviewed", "nearly", today, held), today)
    done(store, three, Step("cycle", on=today, more={"with_provision": True}), today)

    assert [line.after for line in shown.changes] == [
        "continue, 1 rated already",
        "continue, 1 outcome: Nearly met",
        "continue, 1 outcome: Nearly met",
    ]
    seconds = [view(store, pupil, today) for pupil in three]
    assert [(each.number, each.focus) for each in seconds] == [(2, "Reading")] * 3
    assert [len(each.outcomes) for each in seconds] == [0, 1, 1]
    (carried,) = seconds[1].outcomes
    assert [(line.what, line.group_size) for line in carried.provision] == [
        ("Words, then a page", 3)
    ]
    undo(store)
    undo(store)
    assert [view(store, pupil, today).number for pupil in three] == [1, 1, 1]


def test_a_second_line_serves_the_outcome_there_is(
    store: Store, three: list[str], today: date
) -> None:
    cycle = cycles.start(store, three[0], started_on=SEPTEMBER)
    plans.add(store, cycle, "outcome", {"what": "Read 30 words"})

    done(store, three[:1], Step("provision", "Reading with a friend", more=READING), today)

    (outcome,) = view(store, three[0], today).outcomes
    assert [line.what for line in outcome.provision] == ["Reading with a friend"]


def test_to_whom_it_cannot_be_done_is_said(store: Store, three: list[str], today: date) -> None:
    cycle = cycles.start(store, three[0], started_on=today)
    plans.add(store, cycle, "outcome", {"what": "Read 30 words"})
    plans.sign(store, cycle, by="A. Tester", on=today)
    early = Step("reviewed", "met", SEPTEMBER, {"decision": "continue"})

    promised = bulk.preview(store, three, Step("provision", "Words"), today).problems
    reviewed = bulk.preview(store, three[:1], early, today).problems
    started = bulk.preview(store, three[1:2], Step("cycle", on=today), today).problems

    assert [line.problem for line in promised] == [
        "the plan of cycle 1 is signed: change it on its page",
        "has no open cycle: start one first",
        "has no open cycle: start one first",
    ]
    assert [line.problem for line in reviewed] == ["began the cycle on 22 Nov 2026, after that day"]
    assert [line.problem for line in started] == ["is not on the SEN register"]


@pytest.mark.parametrize(
    "step",
    [
        Step("status", "Q", SEPTEMBER),
        Step("status", "K"),
        Step("status", "K", SEPTEMBER, {"parents_told_on": NEXT}),
        Step("provision", " "),
        Step("provision", "Words", more={"times": 1_000}),
        Step("provision", "Words", more={"colour": "red"}),
        Step("reviewed", "met", SEPTEMBER, {"decision": "maybe"}),
        Step("reviewed", "met", NEXT, {"decision": "continue"}),
        Step("reviewed", "met", SEPTEMBER, {"decision": "continue", "next_review": SEPTEMBER}),
    ],
    ids=str,
)
def test_what_holds_for_nobody_is_refused(
    store: Store, three: list[str], today: date, step: Step
) -> None:
    with pytest.raises(InvalidError):
        bulk.preview(store, three, step, today)


def test_a_class_that_nobody_is_in_is_remarked_on(
    store: Store, three: list[str], today: date
) -> None:
    shown = done(store, three[:1], Step("class_name", "4B"), today)

    again = bulk.preview(store, three, Step("class_name", "4b"), today)

    assert shown.note == "There is no such class yet: 4B."
    assert not again.note
