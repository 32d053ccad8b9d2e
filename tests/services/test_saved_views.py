"""Questions to the register kept under a name, and those that stand on Today."""

from datetime import date

import pytest

from sendtui.errors import SendtuiError, UsageError
from sendtui.services import cycles, due, profiles, pupils, register, saved_views, statuses
from sendtui.services.register import Query
from sendtui.store.store import Store

YEAR_4 = Query(nc_year="4", without="profile", status=frozenset({"K", "E"}), sort="review")


@pytest.fixture
def two(store: Store) -> list[str]:
    """Two pupils of Year 4 on SEN Support."""
    made = []
    for surname in ("Quillfeather", "Bramblewick"):
        pupil = pupils.add(store, {"surname": surname, "born": "2018-03-01"})
        statuses.place(store, pupil, "K", date(2026, 9, 1))
        made.append(pupil)
    return made


def test_a_view_is_asked_again_as_it_was_kept(store: Store) -> None:
    saved_views.keep(store, "  Year 4  without profile ", YEAR_4)

    assert saved_views.named(store, "year 4 without profile").query == YEAR_4


def test_a_view_of_the_same_name_takes_its_place(store: Store) -> None:
    saved_views.keep(store, "Mine", YEAR_4)
    saved_views.keep(store, "MINE", Query())

    assert [(one.name, one.query) for one in saved_views.all_of(store)] == [("MINE", Query())]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_view_needs_a_name(store: Store, name: str) -> None:
    with pytest.raises(UsageError):
        saved_views.keep(store, name, YEAR_4)


def test_a_view_there_is_not_is_said(store: Store) -> None:
    saved_views.keep(store, "Mine", YEAR_4)

    with pytest.raises(SendtuiError, match="Mine"):
        saved_views.remove(store, "Yours")


def test_a_view_on_today_says_how_many_it_finds(store: Store, two: list[str], today: date) -> None:
    def on_today() -> list[tuple[str, int]]:
        return [(one.words, one.count) for one in due.due(store, today) if one.kind == "view"]

    saved_views.keep(store, "Year 4 without profile", YEAR_4, on_today=True)
    assert on_today() == [("Year 4 without profile", 2)]

    profiles.save(store, two[0], {"appreciate": "Draws trams"}, today=today)
    assert on_today() == [("Year 4 without profile", 1)]

    saved_views.show_on_today(store, "Year 4 without profile", on_today=False)
    assert on_today() == []


@pytest.mark.parametrize("what", ["profile", "review", "cycle", "need", "parents told"])
def test_who_has_none_of_it_is_found(store: Store, two: list[str], today: date, what: str) -> None:
    cycles.start(store, two[0], started_on=date(2026, 9, 7))

    found = register.ids(store, Query(without=what), today)  # type: ignore[arg-type]

    assert set(found) == ({two[1]} if what in ("review", "cycle") else set(two))
