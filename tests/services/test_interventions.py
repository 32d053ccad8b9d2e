"""Interventions: one entry for many pupils, each with their own line."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import cycle_reading, intervention_reading, interventions, plans
from sendtui.store.store import Store
from tests.services.provision import SEPTEMBER, TODAY, begin, school


def test_each_pupil_who_joins_has_a_line_of_their_own(store: Store) -> None:
    made = school(store)

    found = intervention_reading.members(store, made.intervention, TODAY)

    assert [(m.class_name, m.name, m.runs) for m in found] == [
        ("3B", "Zephyr Quillfeather", True),
        ("4B", "Zephyr Bramblewick", True),
    ]
    assert intervention_reading.named(store, "talking  TABLES", TODAY).members == 2


def test_who_cannot_join_is_named_with_the_reason(store: Store) -> None:
    made = school(store)
    (signed,) = begin(store, "Fernsby")
    plans.sign(store, cycle_reading.current(store, signed), by="Ms T", on=SEPTEMBER, today=TODAY)
    (free,) = begin(store, "Otterley")

    joined = interventions.join(
        store, made.intervention, (made.pupils[0], signed, free), TODAY, today=TODAY
    )

    assert len(joined.lines) == 1
    assert joined.refused == (
        (made.pupils[0], "has it already"),
        (signed, "the plan is signed: change it first"),
    )


def test_who_could_not_join_is_known_before(store: Store) -> None:
    made = school(store)
    (free,) = begin(store, "Otterley")

    found = interventions.barred(store, made.intervention, (free, made.pupils[0]), TODAY)

    assert found == ((made.pupils[0], "has it already"),)


def test_nobody_joining_is_said(store: Store) -> None:
    made = school(store)

    with pytest.raises(SendtuiError, match="has it already"):
        interventions.join(store, made.intervention, made.pupils, TODAY, today=TODAY)


@pytest.mark.parametrize(
    "wrong",
    [{"name": "Talking Tables"}, {"area": "XX"}, {"layer": "wave 9"}, {"colour": "red"},
     {"starts": date(2026, 9, 1), "ends": date(2026, 8, 1)}],
    ids=["a name there is", "no such area", "no such layer", "no such field", "ends before"],
)  # fmt: skip
def test_what_cannot_be_is_refused(store: Store, wrong: dict[str, object]) -> None:
    school(store)

    with pytest.raises(InvalidError):
        interventions.add(store, {"name": "Sums", **wrong})


def test_what_pupils_have_had_is_not_removed(store: Store) -> None:
    made = school(store)
    unused = interventions.add(store, {"name": "Sums"})

    interventions.remove(store, unused)
    with pytest.raises(SendtuiError, match="last day"):
        interventions.remove(store, made.intervention)

    assert [each.name for each in intervention_reading.all_of(store, TODAY)] == ["Talking tables"]


def test_what_is_offered_for_a_line_has_its_dose_its_adult_and_its_cost(store: Store) -> None:
    made = school(store)
    past = interventions.add(store, {"name": "Old sums", "ends": SEPTEMBER})

    (offer,) = intervention_reading.offers(store, TODAY)

    # Twenty minutes at £15 an hour are £5 for three places.
    assert (offer.id, offer.pence) == (made.intervention, 167)
    assert offer.dose == "once a week, 20 minutes, in a group of 3"
    assert offer.values["who"] == "Ms Thistledown"
    assert [each.name for each in intervention_reading.offers(store, TODAY, now=past)] == [
        "Old sums",
        "Talking tables",
    ]


def test_a_line_points_to_no_intervention_that_is_not_there(store: Store) -> None:
    (pupil,) = begin(store, "Fernsby")
    cycle = cycle_reading.current(store, pupil)

    with pytest.raises(InvalidError, match="intervention"):
        plans.add(store, cycle, "provision", {"what": "Sums", "intervention": "nowhere"})
