"""Which returns are next, and their days in the calendar."""

from datetime import date

import pytest

from sendtui.services import dates, returns_due, returns_kept
from sendtui.store.store import Store
from tests.services.invented import cycle, pupil, status
from tests.services.returned import child, planned

TODAY = date(2026, 11, 22)


def be_authority(store: Store) -> None:
    with store.write("Set up") as tx:
        tx.put("setting", store.setting, {"sort": "la"})


def test_a_school_has_the_census_days_of_a_year(store: Store) -> None:
    found = returns_due.returns_due(store, TODAY)

    assert [(due.sort, due.day, due.term) for due in found] == [
        ("census", date(2027, 1, 21), "spring"),
        ("census", date(2027, 5, 20), "summer"),
    ]
    assert returns_due.returns_due(store, date(2031, 1, 1)) == ()


@pytest.mark.parametrize(
    ("today", "year"), [(TODAY, 2027), (date(2026, 3, 12), 2026), (date(2026, 3, 13), 2027)]
)
def test_an_authority_has_the_next_sen2_with_what_is_left(
    store: Store, today: date, year: int
) -> None:
    be_authority(store)
    returns_kept.note_left(store, year, (4, 2), date(2026, 1, 9))

    due = returns_due.returns_due(store, today)[0]

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


def test_reviews_that_are_late_and_those_that_come_are_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(store, child(store, "Thistlewick"), made=date(2025, 6, 20))
    planned(store, child(store, "Quillfeather"), made=date(2025, 12, 20))
    planned(store, child(store, "Marrowby"), made=date(2026, 9, 1))
    here = pupil(store)
    status(store, here, "K")
    cycle(store, here, review_due=date(2026, 12, 4))

    found = returns_due.reviews_due(store, TODAY)

    assert found == returns_due.Reviews(1, 2, date(2026, 12, 4))
    monkeypatch.setattr(returns_due, "MOST", 2)
    assert returns_due.reviews_due(store, TODAY) is None
