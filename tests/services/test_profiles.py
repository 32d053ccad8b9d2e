"""One-page profiles: drafted, signed, renewed."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import profiles
from sendtui.store.standing import standing
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import CRASHING, pupil


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil."""
    return pupil(store)


def test_a_first_draft_is_empty_and_made_today(store: Store, zephyr: str, today: date) -> None:
    found = profiles.draft(store, zephyr, today)

    assert (found.id, found.version, found.from_version) == ("", 1, 0)
    assert found.values == dict.fromkeys(profiles.FIELDS, "") | {"made_on": today}


@pytest.mark.parametrize("field", profiles.WORDS)
def test_words_are_kept_as_they_were_said(
    store: Store, zephyr: str, today: date, field: str
) -> None:
    profiles.save(store, zephyr, {field: CRASHING}, today=today)

    assert profiles.draft(store, zephyr, today).values[field] == CRASHING


def test_saving_again_changes_the_same_draft(store: Store, zephyr: str, today: date) -> None:
    first = profiles.save(store, zephyr, {"important": "Trains"}, today=today)
    bases = profiles.draft(store, zephyr, today).heads

    again = profiles.save(store, zephyr, {"support": "Maps"}, today=today, bases=bases)

    found = profiles.draft(store, zephyr, today)
    assert (first, found.version) == (again, 1)
    assert (found.values["important"], found.values["support"]) == ("Trains", "Maps")


def test_a_draft_opened_twice_keeps_both_words(store: Store, zephyr: str, today: date) -> None:
    saved = profiles.save(store, zephyr, {"important": "Trains"}, today=today)
    bases = profiles.draft(store, zephyr, today).heads

    profiles.save(store, zephyr, {"important": "Maps"}, today=today, bases=bases)
    profiles.save(store, zephyr, {"important": "Buses"}, today=today, bases=bases)

    with store.read() as session:
        now = standing(session.connection(), saved)
    assert now is not None
    assert now.clashes == ("important",)


def test_saving_is_undone(store: Store, zephyr: str, today: date) -> None:
    profiles.save(store, zephyr, {"important": "Trains"}, today=today)
    profiles.save(store, zephyr, {"important": "Buses"}, today=today)

    undo(store)
    assert profiles.draft(store, zephyr, today).values["important"] == "Trains"
    undo(store)
    assert profiles.versions(store, zephyr) == ()


def test_a_change_after_signing_makes_the_next_version(
    store: Store, zephyr: str, today: date
) -> None:
    first = profiles.save(
        store, zephyr, {"important": "Trains", "made_on": date(2026, 1, 9)}, today=today
    )
    profiles.sign(store, first, on=date(2026, 1, 9), by=CRASHING)
    renewed = profiles.draft(store, zephyr, today)

    second = profiles.save(store, zephyr, {"support": "Maps"}, today=today)

    assert (renewed.id, renewed.version, renewed.from_version) == ("", 2, 1)
    assert renewed.values["important"] == "Trains"
    draft = profiles.draft(store, zephyr, today)
    assert (draft.id, draft.values["important"], draft.values["made_on"]) == (
        second,
        "Trains",
        today,
    )
    assert [(v.version, v.signed_by) for v in profiles.versions(store, zephyr)] == [
        (2, ""),
        (1, CRASHING),
    ]


def test_a_profile_is_made_and_signed_on_days_that_have_come(
    store: Store, zephyr: str, today: date
) -> None:
    tomorrow = date(2026, 11, 23)

    with pytest.raises(InvalidError, match="Made on: is still to come"):
        profiles.save(store, zephyr, {"made_on": tomorrow, "support": "Maps"}, today=today)
    made = profiles.save(store, zephyr, {"support": "Maps"}, today=today)
    with pytest.raises(InvalidError, match="Signed on: is still to come"):
        profiles.sign(store, made, on=tomorrow, by="A. Tester", today=today)

    assert profiles.draft(store, zephyr, today).id == made


def test_signing_is_undone(store: Store, zephyr: str, today: date) -> None:
    first = profiles.save(store, zephyr, {"important": "Trains"}, today=today)
    profiles.sign(store, first, on=today, by="A. Tester")

    undo(store)

    assert profiles.draft(store, zephyr, today).id == first


def test_a_version_is_signed_once(store: Store, zephyr: str, today: date) -> None:
    first = profiles.save(store, zephyr, {"important": "Trains"}, today=today)
    profiles.sign(store, first, on=today, by="A. Tester")

    with pytest.raises(SendtuiError, match="Saving a change makes the next one"):
        profiles.sign(store, first, on=today, by="A. Tester")


def test_an_empty_profile_is_not_signed(store: Store, zephyr: str, today: date) -> None:
    empty = profiles.save(store, zephyr, {"gathered": "Talking"}, today=today)

    with pytest.raises(SendtuiError, match="nothing in this profile"):
        profiles.sign(store, empty, on=today, by="A. Tester")


def test_a_profile_is_signed_by_somebody(store: Store, zephyr: str, today: date) -> None:
    saved = profiles.save(store, zephyr, {"important": "Trains"}, today=today)

    with pytest.raises(InvalidError):
        profiles.sign(store, saved, on=today, by="")


@pytest.mark.parametrize("field", ["version", "signed_on", "pupil", "nonsense"])
def test_named_acts_are_not_done_by_saving(
    store: Store, zephyr: str, today: date, field: str
) -> None:
    with pytest.raises(InvalidError):
        profiles.save(store, zephyr, {field: "1"}, today=today)


def test_a_profile_is_good_for_a_year(store: Store, zephyr: str, today: date) -> None:
    before = profiles.age(store, zephyr, today)
    saved = profiles.save(
        store, zephyr, {"important": "Trains", "made_on": date(2025, 11, 23)}, today=today
    )
    profiles.sign(store, saved, on=today, by="A. Tester")

    assert not before.met
    assert profiles.age(store, zephyr, today).met
    assert not profiles.age(store, zephyr, date(2026, 11, 23)).met


def test_a_profile_of_nobody_is_refused(store: Store, today: date) -> None:
    with pytest.raises(SendtuiError, match="no such pupil"):
        profiles.save(store, "0" * 32, {"important": "x"}, today=today)
