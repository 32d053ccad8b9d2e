"""The school's own fields: typed, kept in one spelling, found by, and never lost."""

from datetime import date

import pytest
from sqlmodel import select

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import confidential, custom_fields, past, pupils, register
from sendtui.services.register import Query
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)


@pytest.fixture
def zephyr(store: Store) -> str:
    return pupils.add(store, {"surname": "Quillfeather", "forename": "Zephyr"})


def says(store: Store, pupil: str) -> dict[str, str]:
    return {one.name: one.words for one in custom_fields.of_pupil(store, pupil, TODAY)}


@pytest.mark.parametrize(
    ("sort", "written", "kept"),
    [
        ("text", " Likes [/x] trams ", "Likes [/x] trams"),
        ("number", "1,250.5", "1250.5"),
        ("date", "3/2/26", "2026-02-03"),
        ("yes or no", "Y", "yes"),
        ("yes or no", "No", "no"),
        ("choice", "red", "Red"),
        ("number", "  ", ""),
    ],
)
def test_a_value_is_kept_in_one_spelling(
    store: Store, zephyr: str, today: date, sort: str, written: str, kept: str
) -> None:
    field = custom_fields.add(store, "Ours", sort, ["Red", "Blue"])

    custom_fields.set_values(store, zephyr, {field: written}, today)

    assert [one.value for one in custom_fields.of_pupil(store, zephyr, TODAY)] == (
        [kept] if kept else []
    )


@pytest.mark.parametrize(
    ("sort", "written"),
    [("number", "many"), ("date", "soon"), ("yes or no", "perhaps"), ("choice", "Green")],
)
def test_what_a_field_does_not_hold_is_refused(
    store: Store, zephyr: str, today: date, sort: str, written: str
) -> None:
    field = custom_fields.add(store, "Ours", sort, ["Red", "Blue"])

    with pytest.raises(InvalidError):
        custom_fields.set_values(store, zephyr, {field: written}, today)

    assert says(store, zephyr) == {}


def test_two_fields_of_one_name_are_refused(store: Store) -> None:
    custom_fields.add(store, "House")

    with pytest.raises(InvalidError, match="is a field already"):
        custom_fields.add(store, " house ")


def test_a_choice_needs_two_choices(store: Store) -> None:
    with pytest.raises(InvalidError, match="at least two"):
        custom_fields.add(store, "House", "choice", ["Red", "red"])


def test_a_renamed_field_takes_its_values_along(store: Store, zephyr: str, today: date) -> None:
    field = custom_fields.add(store, "House")
    custom_fields.set_values(store, zephyr, {field: "Red"}, today)

    custom_fields.amend(store, field, {"name": "Team"})

    assert says(store, zephyr) == {"Team": "Red"}


def test_a_retired_field_keeps_what_it_said(store: Store, zephyr: str, today: date) -> None:
    field = custom_fields.add(store, "Starts", "date")
    custom_fields.set_values(store, zephyr, {field: "1/9/26"}, today)

    custom_fields.retire(store, field)
    assert (says(store, zephyr), custom_fields.all_of(store)) == ({}, ())

    custom_fields.retire(store, field, back=True)
    assert says(store, zephyr) == {"Starts": "1 Sep 2026"}


def test_pupils_are_found_by_what_a_field_says(store: Store, zephyr: str, today: date) -> None:
    pupils.add(store, {"surname": "Bramblewick"})
    field = custom_fields.add(store, "House")
    custom_fields.set_values(store, zephyr, {field: "Red"}, today)

    def found(value: str) -> list[str]:
        query = Query(scope="roll", own="house", own_value=value)
        return [one.surname for one in register.page(store, query, today)]

    assert [found(""), found("red"), found("Blue")] == [["Quillfeather"], ["Quillfeather"], []]


def test_undo_takes_a_value_back(store: Store, zephyr: str, today: date) -> None:
    field = custom_fields.add(store, "House")
    custom_fields.set_values(store, zephyr, {field: "Red"}, today)
    custom_fields.set_values(store, zephyr, {field: "Blue"}, today)

    past.undo(store)

    assert says(store, zephyr) == {"House": "Red"}


def test_a_field_there_is_not_is_named_with_those_there_are(store: Store) -> None:
    custom_fields.add(store, "House")

    with pytest.raises(SendtuiError, match="House"):
        custom_fields.named(store, "Horse")


@pytest.mark.parametrize(
    ("samples", "sort"),
    [
        (["01/09/2025", "12 Nov 2026"], "date"),
        (["1", "0", "yes"], "yes or no"),
        (["12", "97.5"], "number"),
        (["Red", "7"], "text"),
        (["tomorrow"], "text"),
        ([], "text"),
    ],
)
def test_what_a_column_holds_is_guessed(samples: list[str], sort: str, today: date) -> None:
    assert custom_fields.guess(samples, today) == sort


def test_what_is_confidential_is_not_shown_and_does_not_leave(
    store: Store, zephyr: str, today: date
) -> None:
    from sendtui.models.custom import CustomValue

    field = custom_fields.add(store, "Taxi")
    custom_fields.set_values(store, zephyr, {field: "Blue door"}, today)
    with store.read() as session:
        record = session.exec(select(CustomValue.id)).one()
        before = custom_fields.said_of(session, (zephyr,), today)

    confidential.mark(store, zephyr, "custom_value", record, today=today)

    assert before == {zephyr: {"Taxi": "Blue door"}}
    assert says(store, zephyr) == {"Taxi": "confidential"}
    with store.read() as session:
        assert custom_fields.said_of(session, (zephyr,), today) == {zephyr: {}}


@pytest.mark.parametrize("name", ["Class", "Surname", "date of birth"])
def test_a_field_the_record_has_is_not_made_again(store: Store, name: str) -> None:
    with pytest.raises(InvalidError, match="the record has"):
        custom_fields.add(store, name)
