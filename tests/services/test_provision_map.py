"""The provision map: lines gathered by what one asks, with totals that reach down to them."""

from datetime import date

import pytest

from sendtui.services import deliveries, provision_map
from sendtui.services.provision_map import BYS, By
from sendtui.store.store import Store
from tests.services.provision import TODAY, school

MONDAY = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("intervention", ["Talking tables"]),
        ("class", ["3B", "4B"]),
        ("year", ["Year 4"]),
        ("area", ["Communication and interaction"]),
        ("layer", ["Targeted: extra, by the setting"]),
        ("adult", ["Ms Thistledown"]),
        ("role", ["Teaching assistant"]),
        ("need", ["Not known"]),
        ("pupil", ["Zephyr Bramblewick", "Zephyr Quillfeather"]),
    ],
)
def test_lines_are_gathered_by_what_one_asks(store: Store, by: By, names: list[str]) -> None:
    school(store)

    found = provision_map.read(store, TODAY)

    assert [total.name for total in found.by(by)] == names


@pytest.mark.parametrize("by", BYS)
def test_every_total_is_the_sum_of_its_lines_however_they_are_gathered(
    store: Store, by: By
) -> None:
    made = school(store, "Quillfeather", "Bramblewick", "Fernsby", "Otterley")
    for line in made.lines:
        deliveries.tick(store, line, MONDAY, today=TODAY)

    found = provision_map.read(store, TODAY)

    whole, parts = found.whole, found.by(by)
    assert sum(part.pence for part in parts) == whole.pence > 0
    assert sum(part.happened_minutes for part in parts) == whole.happened_minutes == 80
    assert sorted(line.id for part in parts for line in part.lines) == sorted(made.lines)


def test_one_pupils_share_of_the_first_threshold_is_the_schools_part(store: Store) -> None:
    made = school(store)
    with store.write("Share") as tx:
        tx.put("provision", made.lines[0], {"la_share": 50})
    deliveries.tick(store, made.lines[0], MONDAY, today=TODAY)

    one = provision_map.read(store, TODAY).of_pupil(made.pupils[0])

    assert (one.pence, one.paid.school, one.paid.authority) == (167, 84, 83)
    assert one.towards_threshold == 84 / 600_000
