"""Adults, their rates and their training."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import workforce
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)


def test_a_senco_without_the_qualification_has_three_years(store: Store) -> None:
    workforce.add(store, {"name": "Ms T", "senco_since": date(2025, 9, 1)})
    workforce.add(
        store,
        {"name": "Mr P", "senco_since": date(2020, 9, 1), "qualified_on": date(2022, 7, 1)},
    )

    found = {each.name: each.qualify_by for each in workforce.all_of(store, TODAY)}

    assert found == {"Ms T": date(2028, 9, 1), "Mr P": None}


def test_a_rate_of_the_same_day_is_put_right(store: Store) -> None:
    for pence in (1_400, 1_500):
        workforce.set_rate(store, pence, date(2026, 9, 1), role="Teaching assistant")
    workforce.set_rate(store, 1_600, date(2027, 9, 1), role="teaching assistant")

    assert [(r.since.year, r.hour_pence) for r in workforce.rates(store)] == [
        (2027, 1_600),
        (2026, 1_500),
    ]


def test_a_rate_is_one_adults_or_a_roles(store: Store) -> None:
    with pytest.raises(SendtuiError, match="either"):
        workforce.set_rate(store, 1_400, TODAY)


def test_two_adults_of_one_name_are_told_apart(store: Store) -> None:
    workforce.add(store, {"name": "Ms T"})

    with pytest.raises(InvalidError):
        workforce.add(store, {"name": "ms  t"})


def test_training_that_ran_out_is_marked(store: Store) -> None:
    adult = workforce.add(store, {"name": "Ms T"})
    for topic, expires in (("Autism", None), ("First aid", date(2026, 1, 31))):
        workforce.train(store, adult, {"topic": topic, "on": date(2025, 1, 31), "expires": expires})

    found = workforce.trainings(store, TODAY)

    assert [(t.topic, t.name, t.expired) for t in found] == [
        ("Autism", "Ms T", False),
        ("First aid", "Ms T", True),
    ]


def test_who_left_is_listed_only_when_asked(store: Store) -> None:
    workforce.add(store, {"name": "Ms T", "until": date(2026, 7, 20)})

    assert workforce.all_of(store, TODAY) == ()
    assert workforce.named(store, "ms t", TODAY).name == "Ms T"
