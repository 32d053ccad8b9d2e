"""The inclusion strategy: drafted from the record, mended, checked, laid out."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.rules.inclusion import PRINCIPLES
from sendtui.services import (
    action_plan,
    cycle_reading,
    deliveries,
    governors,
    inclusion,
    inclusion_draft,
    interventions,
    needs,
    plans,
    statuses,
)
from sendtui.store.store import Store
from tests.services.provision import TODAY, school


def drafted(store: Store) -> inclusion.StrategyView:
    made = school(store, "Quillfeather", "Bramblewick")
    for pupil in made.pupils:
        statuses.place(store, pupil, "K", date(2026, 9, 7))
        needs.add(store, pupil, "SLCN", since=date(2026, 9, 7))
    interventions.change(store, made.intervention, {"materials_pence": 5_000})
    deliveries.tick(store, made.lines[0], date(2026, 9, 14), today=TODAY)
    inclusion.draft(store, TODAY)
    return inclusion.current(store, TODAY)


def test_barriers_activities_and_outcomes_come_from_the_record(store: Store) -> None:
    found = drafted(store)

    (barrier,), (activity,), (outcome,) = map(found.of, inclusion.PARTS)
    assert barrier.trend == (
        "Communication and interaction is the first need of some pupils on our register."
    )
    assert (activity.what, activity.barriers, activity.reach) == (
        "Talking tables",
        (1,),
        "targeted",
    )
    # Both lines of 38 weeks at a third of £5, and the materials.
    assert activity.cost_pence == 2 * 6_333 + 5_000
    assert outcome.success == "The outcomes of plans, rated at each review."


def test_words_written_for_one_pupil_are_not_published(store: Store) -> None:
    made = school(store)
    for pupil in made.pupils:
        statuses.place(store, pupil, "K", date(2026, 9, 7))
        needs.add(store, pupil, "SLCN", since=date(2026, 9, 7))
    cycle = cycle_reading.current(store, made.pupils[0])
    own = {"what": "Walks with Gran’s dog", "minutes": 30, "need": "SLCN", "cost_pence": 100}
    plans.add(store, cycle, "provision", own)

    inclusion.draft(store, TODAY)

    whats = [line.what for line in inclusion.current(store, TODAY).of("activity")]
    assert sorted(whats) == [inclusion_draft.ALONE, "Talking tables"]


def test_what_is_missing_goes_as_it_is_mended(store: Store) -> None:
    found = drafted(store)
    inclusion.change(
        store,
        found.id,
        {
            "intent": "Every pupil joins in.",
            "families": "An evening.",
            "authorised_by": "Governors",
            "published_on": date(2026, 12, 1),
            "review_on": date(2027, 12, 1),
        },
    )
    (activity,) = found.of("activity")
    inclusion.change_line(store, activity.id, {"principles": list(PRINCIPLES)})

    assert inclusion.current(store, TODAY).gaps == ()


def test_a_barrier_taken_out_renumbers_what_is_against_it(store: Store) -> None:
    found = drafted(store)
    inclusion.add_line(store, found.id, "barrier", {"what": "Calm"})
    inclusion.add_line(store, found.id, "activity", {"what": "Nest", "barriers": [1, 2]})
    inclusion.remove_line(store, found.of("barrier")[0].id)

    now = inclusion.current(store, TODAY)

    assert [(b.number, b.what) for b in now.of("barrier")] == [(1, "Calm")]
    assert [a.barriers for a in now.of("activity")] == [(), (1,)]


def test_a_strategy_is_never_drafted_over(store: Store) -> None:
    drafted(store)

    with pytest.raises(SendtuiError, match="already"):
        inclusion.draft(store, TODAY)
    with pytest.raises(SendtuiError, match="no strategy of 2027/28"):
        inclusion.current(store, TODAY, 2027)


def test_a_principle_there_is_not_is_refused(store: Store) -> None:
    found = drafted(store)

    with pytest.raises(InvalidError):
        inclusion.add_line(store, found.id, "activity", {"what": "x", "principles": ["kindness"]})


def test_the_page_has_the_departments_headings_and_no_child(store: Store) -> None:
    found = drafted(store)

    page = inclusion.page(store, found)

    assert [section.heading for section in page.sections][:4] == [
        "Overview",
        "Statement of intent",
        "Barriers to learning and participation",
        "Activity this academic year",
    ]
    assert "Quillfeather" not in str(page)


def test_governors_read_no_number_of_one_to_four_children(store: Store) -> None:
    drafted(store)

    page = governors.report(store, TODAY)

    first = page.sections[0].tables[0]
    assert [line[1] for line in first.lines] == [0, "under 5", 0, 2]
    assert "Quillfeather" not in str(page)


def test_a_draft_looks_back_on_the_year_before_and_leaves_the_rest_to_people(store: Store) -> None:
    strategy = inclusion.draft(store, date(2025, 11, 22))
    quiet = inclusion.add_line(store, strategy, "activity", {"what": "Quiet room"})
    inclusion.add_line(store, strategy, "outcome", {"what": "More is understood."})
    step = {"what": "Paint it", "strategy_line": quiet, "done_on": TODAY, "came": "It is used."}
    action_plan.add(store, step, today=TODAY)
    inclusion.draft(store, TODAY)

    now = inclusion.current(store, TODAY)

    assert now.review == (
        "In 2025/26 we set out: More is understood. [say what came of it]\n"
        "Quiet room. Paint it: It is used."
    )
    assert "IS09" in {gap.check for gap in now.gaps}
    mended = {"review": now.review.replace("[say what came of it]", "It is.")}
    inclusion.change(store, now.id, mended, now.heads)
    assert "IS09" not in {gap.check for gap in inclusion.current(store, TODAY).gaps}


def test_principles_that_are_no_list_are_refused(store: Store) -> None:
    strategy = inclusion.draft(store, TODAY)

    with pytest.raises(InvalidError, match="is a list"):
        inclusion.add_line(store, strategy, "activity", {"what": "x", "principles": "early"})
