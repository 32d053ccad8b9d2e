"""Passwords of files, whose data they hold, and the second identifier."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import SendtuiError
from sendtui.services import protection
from sendtui.store.store import Store
from tests.services import invented


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil born on 3 February 2017, in class 3B."""
    return invented.pupil(store, class_name="3B", preferred_forename="Zed")


@pytest.mark.parametrize(
    "typed", ["3/2/17", "3 February 2017", "2017-02-03", "3B", "3 b", "Class 3B"]
)
def test_the_birth_date_or_the_class_is_a_second_identifier(
    store: Store, zephyr: str, today: date, typed: str
) -> None:
    protection.require_same(store, [zephyr], typed, today)


@pytest.mark.parametrize("typed", ["3/2/16", "4B", "", "Zephyr", "1"])
def test_what_is_not_true_of_the_pupil_stops_the_file(
    store: Store, zephyr: str, today: date, typed: str
) -> None:
    with pytest.raises(SendtuiError, match="date of birth nor the class") as refused:
        protection.require_same(store, [zephyr], typed, today)

    assert "2017" not in str(refused.value)


def test_a_pupil_of_whom_little_is_known_is_told_by_their_numbers(
    store: Store, today: date
) -> None:
    bare = invented.pupil(store, born=None, upn="H801200001001")

    assert protection.asks(store, [bare]) == "the UPN"
    protection.require_same(store, [bare], "h801200001001", today)
    with pytest.raises(SendtuiError):
        protection.require_same(store, [bare], "", today)


def test_nothing_is_asked_where_nothing_is_known(store: Store) -> None:
    bare = invented.pupil(store, born=None)

    assert protection.asks(store, [bare]) == ""


def test_of_many_pupils_their_number_is_asked(store: Store, zephyr: str, today: date) -> None:
    both = [zephyr, invented.pupil(store, surname="Fern")]

    assert "how many" in protection.asks(store, both)
    protection.require_same(store, both, " 2 ", today)
    with pytest.raises(SendtuiError, match="how many"):
        protection.require_same(store, both, "3B", today)


def test_it_says_whose_data_by_the_names_they_go_by(store: Store, zephyr: str) -> None:
    others = [invented.pupil(store, surname=f"Fern{n}", forename="Ada") for n in range(4)]

    found = protection.whose(store, [zephyr, *others])

    assert found.pupils == 5
    assert found.says(2) == "Zed Quillfeather; Ada Fern0; and 3 more"
    assert found.says() == "; ".join(found.names)


def test_no_two_passwords_are_alike() -> None:
    assert len({protection.password() for _ in range(50)}) == 50


def test_a_password_somebody_chose_must_be_long_enough() -> None:
    assert protection.require_strong(" otter lantern ") == "otter lantern"
    with pytest.raises(SendtuiError, match="too short"):
        protection.require_strong("otter")


@pytest.mark.parametrize(
    ("name", "ending", "place"),
    [
        ("register.csv", ".csv", "register.csv.zip"),
        ("register.zip", ".csv", "register.zip"),
        ("register.xlsx", ".xlsx", "register.xlsx"),
        ("letter.pdf", ".pdf", "letter.pdf"),
        ("letter", ".txt", "letter.zip"),
    ],
)
def test_a_zip_says_by_its_name_that_it_is_one(name: str, ending: str, place: str) -> None:
    assert protection.place(Path(name), ending) == Path(place)
    assert protection.opened_by(Path(place))


def test_what_has_a_password_already_goes_into_a_zip() -> None:
    made, ending = protection.protect_foreign(b"%PDF-1.7 odd", ".pdf", "otter lantern", "a.pdf")

    assert (made[:2], ending) == (b"PK", ".zip")
