"""The week: who is where, and who would be in two places."""

from datetime import date

import pytest

from sendtui.errors import InvalidError
from sendtui.services import interventions, week, workforce
from sendtui.store.store import Store
from tests.services.provision import TODAY, school


def test_a_slot_of_an_intervention_has_its_adult_its_room_and_its_pupils(store: Store) -> None:
    made = school(store)
    week.add(store, {"intervention": made.intervention, "weekday": 1, "at": "09:30", "minutes": 20})

    (slot,) = week.of_week(store, TODAY)

    assert (slot.what, slot.who, slot.room) == ("Talking tables", "Ms Thistledown", "The nest")
    assert slot.names == ("Zephyr Bramblewick", "Zephyr Quillfeather")
    assert slot.ends_at == "09:50"


@pytest.mark.parametrize(
    ("at", "weekday", "sorts"),
    [
        ("9.40", 1, {"adult", "room", "pupil"}),
        ("09:50", 1, set()),
        ("09:40", 2, set()),
    ],
    ids=["at the same time", "right after", "on another day"],
)
def test_nobody_is_in_two_places(store: Store, at: str, weekday: int, sorts: set[str]) -> None:
    made = school(store)
    for day, time in ((1, "09:30"), (weekday, at)):
        week.add(
            store,
            {"intervention": made.intervention, "weekday": day, "at": time, "minutes": 20},
        )

    found = week.overlaps(week.of_week(store, TODAY))

    assert {each.sort for each in found} == sorts


def test_a_pupil_with_two_adults_at_once_is_found(store: Store) -> None:
    made = school(store)
    other = workforce.add(store, {"name": "Mr Puddlemere"})
    run = interventions.add(store, {"name": "Sums", "staff": other})
    interventions.join(store, run, made.pupils[:1], date(2026, 9, 7), today=TODAY)
    for each in (made.intervention, run):
        week.add(store, {"intervention": each, "weekday": 3, "at": "10:00", "minutes": 30})

    (found,) = week.overlaps(week.of_week(store, TODAY))

    assert (found.sort, found.who) == ("pupil", "Zephyr Quillfeather")


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "25:00"},
        {"weekday": 6},
        {"intervention": ""},
        {"until": "2026-01-01", "since": TODAY},
    ],
    ids=["no such time", "a Saturday", "nothing to be there for", "ends before it begins"],
)
def test_a_slot_that_cannot_be_is_refused(store: Store, wrong: dict[str, object]) -> None:
    made = school(store)
    values = {"intervention": made.intervention, "weekday": 1, "at": "09:30", "minutes": 20}

    with pytest.raises(InvalidError):
        week.add(store, values | wrong)


def test_a_slot_that_ended_is_gone_from_the_week(store: Store) -> None:
    made = school(store)
    values = {"intervention": made.intervention, "weekday": 1, "at": "09:30", "minutes": 20}
    slot = week.add(store, values)

    week.change(store, slot, {"until": date(2026, 10, 1)})

    assert week.of_week(store, TODAY) == ()
