"""The meeting of an annual review told of each outcome of the plan, and its report letter."""

from datetime import date

import pytest

from sendtui.errors import InvalidError
from sendtui.services import (
    case_letters,
    case_reading,
    cases,
    confidential,
    ehc_plan_lines,
    ehc_plans,
    review_outcomes,
)
from sendtui.store.store import Store
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)
MET = date(2026, 11, 2)
TWO = ("Reads a timetable on her own", "Asks for a break before lessons go wrong")


@pytest.fixture
def child(store: Store) -> str:
    """A pupil of an authority's record."""
    return pupil(store)


@pytest.fixture
def plan(store: Store, child: str) -> str:
    """A final plan with two outcomes."""
    made = ehc_plans.start(store, child)
    for words in TWO:
        ehc_plan_lines.add(store, made, "E", {"words": words})
    ehc_plans.issue(store, made, "final", on=date(2026, 1, 20), today=TODAY)
    return made


@pytest.fixture
def review(store: Store, child: str) -> str:
    """An open annual review."""
    return cases.open_(store, child, "annual review", opened_on=date(2026, 9, 1), side="la")


def met(store: Store, review: str, **facts: str) -> str:
    return cases.log(store, review, "meeting", on=MET, facts=facts, today=TODAY).id


def test_a_review_looks_at_the_outcomes_of_the_plan_in_force_on_its_day(
    store: Store, plan: str, review: str
) -> None:
    met(store, review)
    amended = ehc_plans.amend(store, plan)
    ehc_plan_lines.add(store, amended, "E", {"words": "Travels to college by bus"})
    ehc_plans.issue(store, amended, "final", on=date(2026, 11, 20), today=TODAY)

    seen = case_reading.view(store, review, TODAY).outcomes

    assert [(each.label, each.words) for each in seen] == list(zip(("E1", "E2"), TWO, strict=True))


@pytest.mark.usefixtures("plan")
def test_progress_to_each_outcome_is_told_by_its_label_and_stands_in_the_report(
    store: Store, review: str
) -> None:
    made = met(store, review, progress_E2="Not yet: twice a week", progress="Both go on",
               progress_E1="Reached in May")  # fmt: skip

    (event,) = (e for e in case_reading.view(store, review, TODAY).events if e.id == made)
    (report, *_) = case_letters.letter(store, review, "review-report", TODAY)

    assert event.shown == (
        ("Progress to the outcomes", "Both go on"),
        ("Progress to E1", "Reached in May"),
        ("Progress to E2", "Not yet: twice a week"),
    )
    said = case_letters.text(report)
    told = [f"E1 ({TWO[0]}): Reached in May", f"E2 ({TWO[1]}): Not yet: twice a week", "Both go on"]
    assert [said.find(each) > 0 for each in told] == [True] * 3
    assert sorted(told, key=said.find) == told


@pytest.mark.usefixtures("plan")
def test_an_outcome_that_the_plan_has_not_is_refused_with_those_it_has(
    store: Store, review: str
) -> None:
    with pytest.raises(InvalidError, match="E1: Reads a timetable on her own; E2: Asks") as said:
        met(store, review, progress_E3="Reached")

    assert said.value.problems[0].field == "progress_E3"
    assert case_reading.view(store, review, TODAY).events == ()


def test_without_a_plan_here_outcomes_are_told_by_the_labels_of_the_paper(
    store: Store, review: str
) -> None:
    met(store, review, progress_E3="Reached")

    assert case_reading.view(store, review, TODAY).events[0].facts == {"progress_E3": "Reached"}
    with pytest.raises(InvalidError, match="progress, progress_E1"):
        met(store, review, progress_first="Reached")


def test_the_outcomes_of_a_confidential_plan_are_not_shown(
    store: Store, child: str, plan: str, review: str
) -> None:
    confidential.mark(store, child, "plan", plan, reason="Court order", today=TODAY)

    seen = case_reading.view(store, review, TODAY).outcomes

    assert [(each.label, each.words) for each in seen] == [
        ("E1", "confidential"), ("E2", "confidential"),
    ]  # fmt: skip


def test_what_the_last_review_said_of_the_outcomes_is_there_when_the_plan_ceases(
    store: Store, child: str, plan: str, review: str
) -> None:
    assert review_outcomes.last_progress(store, child, TODAY) == ()
    slip = met(store, review, progress_E1="Reached, by mistake")
    cases.strike(store, slip, on=TODAY, today=TODAY)
    meeting = met(store, review, progress_E2="Not yet", progress_E1="Reached")

    assert review_outcomes.last_progress(store, child, TODAY) == (
        f"E1 ({TWO[0]}): Reached", f"E2 ({TWO[1]}): Not yet",
    )  # fmt: skip
    confidential.mark(store, child, "plan", plan, today=TODAY)
    assert review_outcomes.last_progress(store, child, TODAY) == ("E1: Reached", "E2: Not yet")
    confidential.mark(store, child, "case_event", meeting, today=TODAY)
    assert review_outcomes.last_progress(store, child, TODAY) == ()
