"""The groups of a day: who they are, and what is logged of them."""

from datetime import date

import pytest

from sendtui.services import cycle_groups, cycles, deliveries
from sendtui.store.store import Store
from tests.services.invented import TERM_BEGAN, cycle, provision, pupil

DAY = date(2026, 9, 15)


def line(store: Store, forename: str, class_name: str = "3B", **fields: object) -> str:
    """A pupil's line in a group of three."""
    whose = pupil(store, forename=forename, class_name=class_name)
    return provision(store, cycle(store, whose), **{"group_size": 3, "who": "Ms T", **fields})


def names(store: Store, on: date = DAY) -> list[list[str]]:
    found = cycle_groups.groups(store, on)
    return [[member.name.split()[0] for member in group.members] for group in found]


def test_the_same_provision_by_the_same_adult_is_one_group(store: Store) -> None:
    line(store, "Zephyr")
    line(store, "Tansy", what="paired  READING.", who="ms t")
    line(store, "Papaya", who="Mr B")
    line(store, "Alone", group_size=1)

    assert sorted(names(store)) == [["Papaya"], ["Tansy", "Zephyr"]]


def test_more_than_a_group_has_places_for_is_a_group_of_each_class(store: Store) -> None:
    for forename, class_name in (("A", "3B"), ("B", "3B"), ("C", "4C"), ("D", "4C")):
        line(store, forename, class_name)

    assert names(store) == [["A", "B"], ["C", "D"]]
    assert [group.class_name for group in cycle_groups.groups(store, DAY)] == ["3B", "4C"]


@pytest.mark.parametrize(
    ("fields", "on", "runs"),
    [
        pytest.param({"starts": date(2026, 9, 14)}, date(2026, 9, 13), False, id="before it"),
        pytest.param({"ends": DAY}, DAY, True, id="its last day"),
        pytest.param({"ends": DAY}, date(2026, 9, 16), False, id="after it"),
        pytest.param({"weeks": 2}, date(2026, 9, 20), True, id="within its weeks"),
        pytest.param({"weeks": 2}, date(2026, 9, 21), False, id="past its weeks"),
    ],
)
def test_a_group_meets_on_the_days_its_lines_run(
    store: Store, fields: dict[str, object], on: date, runs: bool
) -> None:
    line(store, "Zephyr", **fields)

    assert bool(names(store, on)) == runs


def test_a_cycle_that_has_ended_has_no_group_any_more(store: Store) -> None:
    whose = pupil(store)
    reading = cycle(store, whose)
    provision(store, reading, group_size=3)
    cycles.end_because_left(store, reading, DAY)

    assert (len(names(store, DAY)), len(names(store, date(2026, 9, 16)))) == (1, 0)


def test_what_is_logged_for_the_day_is_told(store: Store) -> None:
    zephyr, tansy = line(store, "Zephyr"), line(store, "Tansy")
    line(store, "Papaya")
    deliveries.tick(store, zephyr, DAY, happened=False)
    deliveries.tick(store, tansy, DAY)
    deliveries.tick(store, tansy, TERM_BEGAN)

    (group,) = cycle_groups.groups(store, DAY)

    logged = {member.name.split()[0]: member.logged for member in group.members}
    assert logged == {"Zephyr": "missed", "Tansy": "happened", "Papaya": ""}
    assert [member.name for member in group.left] == ["Papaya Quillfeather"]
    assert cycle_groups.group_of((group,), zephyr) is group
    assert cycle_groups.group_of((group,), "0" * 32) is None
