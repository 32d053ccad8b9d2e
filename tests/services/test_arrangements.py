"""Arrangements from one day to another."""

from datetime import date
from typing import get_args

import pytest

from sendtui.errors import InvalidError
from sendtui.models.arrangement import ArrangementSort
from sendtui.rules.arranged import called
from sendtui.services import arrangements, confidential, dates, due, past, search
from sendtui.services.timeline import timeline
from sendtui.store.store import Store
from tests.services.invented import CRASHING, pupil

TODAY = date(2026, 11, 22)


def test_what_is_arranged_is_listed_with_what_holds_first(store: Store) -> None:
    child = pupil(store)
    old = arrangements.add(store, child, {"sort": "placement", "since": date(2024, 9, 2)})
    arrangements.end(store, old, date(2026, 7, 17), CRASHING)
    taxi = {"sort": "transport", "what": CRASHING, "since": TODAY, "education_pence": 120_000}
    new = arrangements.add(store, child, {**taxi, "care_pence": 30_000})

    found = arrangements.of_pupil(store, child, TODAY)

    assert [(a.id, a.current) for a in found] == [(new, True), (old, False)]
    assert (found[0].pence, found[1].outcome) == (150_000, CRASHING)


def test_a_change_is_one_act_and_clears_a_day(store: Store) -> None:
    made = arrangements.add(store, pupil(store), {"sort": "EOTAS", "since": TODAY, "until": TODAY})

    assert arrangements.change(store, made, {"until": "", "who": "A. Tutor"}) == ("until", "who")

    assert past.undo(store) == "Change an arrangement"


@pytest.mark.parametrize(
    "values",
    [
        {"sort": "moon landing"},
        {"sort": "transport", "since": date(2026, 9, 1), "until": date(2026, 8, 1)},
        {"sort": "transport", "education_pence": -1},
    ],
    ids=str,
)
def test_what_cannot_be_arranged_is_refused(store: Store, values: dict[str, object]) -> None:
    with pytest.raises(InvalidError):
        arrangements.add(store, pupil(store), values)


def test_an_arrangement_ends_once_and_not_before_it_began(store: Store) -> None:
    made = arrangements.add(store, pupil(store), {"sort": "transport", "since": TODAY})

    with pytest.raises(InvalidError):
        arrangements.end(store, made, date(2026, 9, 1))
    arrangements.end(store, made, TODAY)
    with pytest.raises(InvalidError):
        arrangements.end(store, made, TODAY)


def test_an_arrangement_is_found_by_its_words_and_stands_in_the_history(store: Store) -> None:
    child = pupil(store)
    arrangements.add(store, child, {"sort": "transport", "where": "Marmalade Taxis"})

    (found,) = search.search(store, "marmalade", TODAY)

    assert (found.pupil, found.places[0].kind_label) == (child, "Arrangement")
    assert past.of_pupil(store, child)[0].kind == "arrangement"


def test_alternative_provision_has_five_outcomes_and_a_day_to_be_back(store: Store) -> None:
    child = pupil(store)
    made = arrangements.add(
        store, child, {"sort": "alternative provision", "since": date(2026, 9, 1)}
    )

    arrangements.change(
        store, made, {"back_on": date(2027, 1, 5), "outcomes": {"attendance": "Nine in ten"}}
    )

    (view,) = arrangements.of_pupil(store, child, TODAY)
    assert (view.back_on, view.outcomes) == (date(2027, 1, 5), {"attendance": "Nine in ten"})
    assert view.lacks == ("No day is set to look at it again.",)
    with pytest.raises(InvalidError, match="outreach, attendance"):
        arrangements.change(store, made, {"outcomes": {"lunch": "Good"}})
    words = [e.words for e in timeline(store, child) if e.kind == "arrangement"]
    assert "Alternative provision, back in school" in words
    assert [each.pupil for each in search.search(store, "nine ten", TODAY)] == [child]
    confidential.mark(store, child, "arrangement", made, today=TODAY)
    (veiled,) = arrangements.of_pupil(store, child, TODAY)
    assert veiled.outcomes == {}


def test_a_budget_is_asked_for_and_decided_in_that_order(store: Store) -> None:
    child = pupil(store)
    values = {"sort": "personal budget", "asked_on": TODAY, "decided_on": date(2026, 9, 1)}

    with pytest.raises(InvalidError, match="asked for"):
        arrangements.add(store, child, values)


def test_no_sort_of_arrangement_is_an_orphan(store: Store) -> None:
    child = pupil(store)
    sorts = get_args(ArrangementSort)
    for number, sort in enumerate(sorts):
        arrangements.add(store, child, {"sort": sort, "what": f"Marmalade{number}", "since": TODAY})

    dated = " ".join(each.words for each in timeline(store, child) if each.kind == "arrangement")
    kept = [each for each in past.of_pupil(store, child) if each.kind == "arrangement"]

    assert all(f"{called(sort)}: Marmalade{n}" in dated for n, sort in enumerate(sorts))
    assert len({each.record for each in kept}) == len(sorts)
    for number in range(len(sorts)):
        (hit,) = search.search(store, f"marmalade{number}", TODAY)
        assert hit.pupil == child


def test_a_cost_that_is_shared_says_who_pays_what(store: Store) -> None:
    child = pupil(store)
    band = {"sort": "funding band", "education_pence": 500_000, "care_pence": 120_050}
    arrangements.add(store, child, {**band, "since": TODAY})
    arrangements.add(store, child, {"sort": "transport", "education_pence": 90_000})

    shared, alone = arrangements.of_pupil(store, child, TODAY)

    assert shared.paid == "£6,200.50 (education £5,000, social care £1,200.50)"
    assert alone.paid == "£900"


def due_of(store: Store) -> list[tuple[date | None, str, str]]:
    return [
        (each.day, each.words, str(each.citation))
        for each in due.due(store, TODAY)
        if each.kind == "arrangement"
    ]


FIRST_OCTOBER = date(2026, 10, 1)


def test_a_direct_payment_is_reviewed_within_three_months_by_its_rule(store: Store) -> None:
    child = pupil(store)
    made = arrangements.add(store, child, {"sort": "direct payment", "since": FIRST_OCTOBER})
    (view,) = arrangements.of_pupil(store, child, date(2026, 12, 10))

    assert view.looks_on == date(2026, 12, 31)
    assert "SP-06" in view.law[0]
    (found,) = (e for e in due.due(store, date(2026, 12, 10)) if e.kind == "arrangement")
    assert (found.day, found.record) == (date(2026, 12, 31), made)
    assert "by Thursday 31 December 2026 (SP-06, local authority)" in found.words
    assert str(found.citation).startswith("SI 2014/1652")
    last = date(2027, 1, 31)
    (owed,) = (d for d in dates.dates(store, TODAY, last, TODAY) if d.kind == "arrangement")
    assert (owed.day, owed.citation) == (date(2026, 12, 31), found.citation)
    arrangements.change(store, made, {"outcomes": {"first review": "It pays for what F says"}})
    (done,) = arrangements.of_pupil(store, child, TODAY)
    assert (done.looks_on, done.law) == (None, ())


@pytest.mark.parametrize(
    ("set_for", "looks_on"),
    [
        (date(2026, 12, 1), date(2026, 12, 1)),
        (date(2027, 6, 1), date(2026, 12, 31)),
    ],
    ids=["earlier", "later"],
)
def test_a_day_that_was_set_counts_where_it_is_before_that_of_the_rule(
    store: Store, set_for: date, looks_on: date
) -> None:
    child = pupil(store)
    values = {"sort": "direct payment", "since": FIRST_OCTOBER, "review_on": set_for}
    arrangements.add(store, child, values)

    (view,) = arrangements.of_pupil(store, child, TODAY)

    assert view.looks_on == looks_on


def test_a_budget_that_was_asked_for_is_owed_its_decision_at_once(store: Store) -> None:
    child = pupil(store)
    made = arrangements.add(store, child, {"sort": "personal budget", "asked_on": FIRST_OCTOBER})

    ((day, words, citation),) = due_of(store)

    assert day is None
    assert "as soon as practicable (SP-05, local authority)" in words
    assert "s.49" in citation
    arrangements.change(store, made, {"decided_on": TODAY})
    assert due_of(store) == []


def test_the_two_year_check_is_owed_until_the_third_birthday(store: Store) -> None:
    child = pupil(store)
    with store.write("Younger") as tx:
        tx.put("pupil", child, {"born": date(2023, 12, 10)})
    made = arrangements.add(store, child, {"sort": "two-year check"})

    ((day, words, citation),) = due_of(store)

    assert day == date(2026, 12, 10)
    assert "(SS-12, early years provider)" in words
    assert "not verified" in citation
    arrangements.change(store, made, {"outcomes": {"physical": "Climbs"}})
    assert due_of(store) == []


@pytest.mark.parametrize(
    ("sort", "says"),
    [
        ("elective home education", ("s.42(5)", "its annual review is due as before")),
        ("EOTAS", ("s.61", "still secures section F", "annual review is due as before")),
        ("adult pathway", ("reg 47",)),
    ],
    ids=str,
)
def test_an_arrangement_says_where_the_law_leaves_the_plan_while_it_runs(
    store: Store, sort: str, says: tuple[str, ...]
) -> None:
    child = pupil(store)
    made = arrangements.add(store, child, {"sort": sort, "since": FIRST_OCTOBER})

    (running,) = arrangements.of_pupil(store, child, TODAY)
    arrangements.end(store, made, date(2026, 11, 20))
    (ended,) = arrangements.of_pupil(store, child, TODAY)

    assert [each for each in says if each not in " ".join(running.law)] == []
    assert ended.law == ()
