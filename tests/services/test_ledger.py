"""The ledger: what was promised, what happened, what it cost, and the sum that shows it."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendtui.rules.costs import rounded
from sendtui.services import (
    confidential,
    cycle_reading,
    deliveries,
    interventions,
    ledger,
    plans,
    workforce,
)
from sendtui.services.ledger_sums import spent
from sendtui.services.rates import Rates
from sendtui.store.store import Store
from tests.services.provision import SEPTEMBER, TODAY, begin, school

MONDAY = date(2026, 9, 14)


def test_a_group_shares_its_adult_with_a_place_that_is_not_in_the_record(store: Store) -> None:
    made = school(store)

    for line in made.lines:
        deliveries.tick(store, line, MONDAY, today=TODAY)

    found = ledger.read(store, TODAY)
    # Twenty minutes at £15 an hour are £5 for three places: two are in this record.
    assert [line.to_date_pence for line in found.lines] == [167, 167]
    assert found.others_pence == 166
    assert [line.adult_minutes for line in found.lines] == [Fraction(20, 3)] * 2


def test_the_whole_session_falls_to_those_who_were_there_where_all_places_are_known(
    store: Store,
) -> None:
    made = school(store, "Quillfeather", "Bramblewick", "Fernsby")

    for line in made.lines[:2]:
        deliveries.tick(store, line, MONDAY, today=TODAY)
    deliveries.tick(store, made.lines[2], MONDAY, happened=False, today=TODAY)

    found = ledger.read(store, TODAY)
    assert sum(line.to_date_pence for line in found.lines) + found.others_pence == 500
    assert [line.missed for line in found.lines] == [0, 0, 1]


def test_one_to_one_is_all_the_pupils_own(store: Store) -> None:
    (pupil,) = begin(store, "Quillfeather")
    workforce.set_rate(store, 1_200, date(2026, 9, 1), role="Mentor")
    line = {"what": "Mentoring", "who": "mentor", "minutes": 30}
    made = plans.add(store, cycle_reading.current(store, pupil), "provision", line)
    deliveries.tick(store, made, MONDAY, today=TODAY)

    (found,) = ledger.read(store, TODAY).lines

    assert (found.to_date_pence, found.adult_minutes) == (600, 30)
    assert found.sum[:2] == (
        "mentor at £12 an hour since 01/09/2026: 30 minutes are £6",
        "one to one: all of it for this pupil",
    )


def test_a_rate_counts_from_its_day_on(store: Store) -> None:
    made = school(store, "Quillfeather", hour_pence=1_800)
    workforce.set_rate(store, 3_600, date(2026, 11, 2), staff=made.adult)
    interventions.change(store, made.intervention, {"group_size": 1})

    for day in (MONDAY, date(2026, 11, 9)):
        deliveries.tick(store, made.lines[0], day, today=TODAY)

    # £6 for three places at the role's rate, then £12 at the adult's own.
    (found,) = ledger.read(store, TODAY).lines
    assert found.to_date_pence == 200 + 400


def test_a_line_nobody_has_priced_says_so(store: Store) -> None:
    made = school(store)
    workforce.remove_rate(store, workforce.rates(store)[0].id)
    deliveries.tick(store, made.lines[0], MONDAY, today=TODAY)

    found = ledger.read(store, TODAY).lines

    assert [(line.unpriced, line.to_date_pence) for line in found] == [(True, 0), (True, 0)]
    assert found[0].sum == ("no rate is known for Ms Thistledown: “staff rate” writes one down",)


def test_materials_are_dealt_among_the_lines(store: Store) -> None:
    made = school(store)
    interventions.change(store, made.intervention, {"materials_pence": 1_001})

    found = ledger.read(store, TODAY).lines
    assert [line.materials_pence for line in found] == [501, 500]
    # Nothing has happened yet: the materials are bought, and the year has them in it, too.
    assert [line.pence for line in found] == [501, 500]
    assert [line.whole_pence - rounded(line.whole * Fraction(500, 3)) for line in found] == [
        501,
        500,
    ]


def test_a_confidential_line_is_counted_and_left_out(store: Store) -> None:
    made = school(store)
    confidential.mark(store, made.pupils[0], "provision", made.lines[0], today=TODAY)

    found = ledger.read(store, TODAY)

    assert ([line.id for line in found.lines], found.hidden) == ([made.lines[1]], 1)


def test_another_year_has_none_of_it(store: Store) -> None:
    school(store)

    assert ledger.read(store, TODAY, ledger.Period.school_year(date(2025, 1, 1))).lines == ()


@pytest.mark.parametrize(
    ("day", "first"), [(date(2026, 8, 31), 2025), (SEPTEMBER, 2026)], ids=["August", "September"]
)
def test_the_school_year_begins_in_september(day: date, first: int) -> None:
    assert ledger.Period.school_year(day).first == date(first, 9, 1)


class _Written:
    """A line as the ledger reads it."""

    def __init__(self, id_: str, group_size: int) -> None:
        self.id, self.group_size = id_, group_size
        self.what, self.who, self.leads, self.intervention = "Talk", "Ms T", "", "run"
        self.cost_pence = 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.differing_executors])
@given(
    size=st.integers(1, 8),
    rate=st.integers(1, 9_999),
    days=st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=1, max_size=8),
    minutes=st.integers(1, 90),
)
def test_no_penny_and_no_minute_of_a_group_is_lost_or_made(
    size: int, rate: int, days: list[set[int]], minutes: int
) -> None:
    rows = {str(n): _Written(str(n), size) for n in range(10)}
    on = [date(2026, 9, n + 1) for n in range(len(days))]
    logged = {
        id_: [
            (day, True, minutes) for day, there in zip(on, days, strict=True) if int(id_) in there
        ]
        for id_ in rows
    }
    rates = Rates({"t": ("Ms T", "")}, {"t": [(date(2026, 1, 1), rate)]})

    found = spent(rows, logged, rates)

    met = [len(there) if size == 1 else -(-len(there) // size) for there in days]
    cost = sum((minutes * rate * times * 2 + 60) // 120 for times in met) if size > 1 else None
    if cost is not None:
        assert sum(found.pence.values()) + found.others_pence == cost
    places = sum(times * (size if size > 1 else 1) for times in met)
    there = sum(len(each) for each in days)
    assert sum(found.minutes.values()) <= minutes * sum(met)
    assert (sum(found.minutes.values()) == minutes * sum(met)) == (places == there)
