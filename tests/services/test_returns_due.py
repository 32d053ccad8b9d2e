"""Which returns are next, and their days in the calendar."""

from datetime import date

import pytest

from sendtui.services import dates, returns_due, returns_kept
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)


def be_authority(store: Store) -> None:
    with store.write("Set up") as tx:
        tx.put("setting", store.setting, {"sort": "la"})


def test_a_school_has_the_next_census(store: Store) -> None:
    (due,) = returns_due.returns_due(store, TODAY)

    assert (due.sort, due.day, due.term) == ("census", date(2027, 1, 21), "spring")
    assert returns_due.returns_due(store, date(2031, 1, 1)) == ()


@pytest.mark.parametrize(
    ("today", "year"), [(TODAY, 2027), (date(2026, 3, 12), 2026), (date(2026, 3, 13), 2027)]
)
def test_an_authority_has_the_next_sen2_with_what_is_left(
    store: Store, today: date, year: int
) -> None:
    be_authority(store)
    returns_kept.note_left(store, year, (4, 2), date(2026, 1, 9))

    (due,) = returns_due.returns_due(store, today)

    assert (due.sort, due.year, due.left, due.looked) == ("sen2", year, (4, 2), date(2026, 1, 9))


def test_the_days_stand_in_the_calendar(store: Store) -> None:
    be_authority(store)

    found = dates.dates(store, date(2027, 1, 1), date(2027, 3, 31), TODAY)

    said = [(one.day, one.label) for one in found if one.id.startswith("return/")]
    assert said == [
        (date(2027, 1, 21), "Census"),
        (date(2027, 1, 21), "SEN2"),
        (date(2027, 3, 11), "SEN2"),
    ]
