"""What is due, counted in groups and held only as far as it is shown."""

from datetime import date

import pytest

from sendtui.errors import InvalidError
from sendtui.services import pupils, statuses
from sendtui.services.agenda import agenda, records
from sendtui.services.due import due
from sendtui.services.due_views import Due
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)


@pytest.fixture
def steps(store: Store) -> list[str]:
    """The SEN statuses of nine pupils whose parents were not told, one a day later than another."""
    made = []
    for n in range(9):
        pupil = pupils.add(store, {"surname": f"Noodlewick {n}", "forename": "Odo"})
        made.append(statuses.place(store, pupil, "K", date(2026, 9, 20 - n)))
    return made


def by_kind(one: Due) -> str:
    return one.kind


def test_all_are_counted_and_the_latest_held(store: Store, steps: list[str]) -> None:
    found = agenda(store, TODAY, by_kind, most=2)

    told = [one for one in found.found if one.kind == "parents not told"]
    assert found.counts["parents not told"] == 9
    assert [one.record for one in told] == [steps[8], steps[7]]


@pytest.mark.usefixtures("steps")
def test_a_group_that_is_asked_for_is_held_whole(store: Store) -> None:
    found = agenda(store, TODAY, by_kind, {"parents not told", "no profile", "no next review"}, 2)

    assert found.found == due(store, TODAY)


def test_telling_the_parents_of_many_is_one_act(store: Store, steps: list[str]) -> None:
    wanted = records(store, TODAY, "parents not told")

    news = statuses.tell_parents_of(store, wanted, TODAY, "letter", TODAY)

    assert sorted(wanted) == sorted(steps)
    assert news == 9
    assert records(store, TODAY, "parents not told") == ()


def test_nobody_is_told_tomorrow(store: Store, steps: list[str]) -> None:
    with pytest.raises(InvalidError, match="still to come"):
        statuses.tell_parents_of(store, steps, date(2026, 11, 23), today=TODAY)
