"""Columns of a school's list that are fields of the school's own: offered, typed, never lost."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, UsageError
from sendtui.services import custom_fields, exports, own_columns, past, pupils, receive_files
from sendtui.services.import_profiles import Answers, keep
from sendtui.services.register import Query
from sendtui.store.store import Store
from tests.services.taking_in import HEADINGS, MAX, TODAY, ZEPHYR, shown, taken, written

HEADS = (*HEADINGS, "House", "Taxi since", "Reading age")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A list with three columns the record has no field for."""
    lines = [(*ZEPHYR, "Red", "01/09/2026", "7.5"), (*MAX, "blue", "", "9")]
    return written(tmp_path / "list.csv", lines, HEADS)


def says(store: Store, upn: str) -> dict[str, str]:
    found = custom_fields.of_pupil(store, pupils.find_one(store, upn), TODAY)
    return {one.name: one.value for one in found}


def test_unknown_columns_are_named(store: Store, file: Path) -> None:
    assert shown(store, file).left_out == ("House", "Taxi since", "Reading age")


def test_columns_become_typed_fields_and_their_values_come_in(store: Store, file: Path) -> None:
    wanted = {"house": "choice", "Taxi since": "", "Reading age": ""}
    made = own_columns.make(store, file, wanted, TODAY)

    assert made == ("House", "Taxi since", "Reading age")
    fields = {one.name: (one.sort, one.choices) for one in custom_fields.all_of(store)}
    assert fields == {
        "House": ("choice", ("Red", "blue")),
        "Reading age": ("number", ()),
        "Taxi since": ("date", ()),
    }
    taken(store, file)
    assert says(store, ZEPHYR[0]) == {
        "House": "Red",
        "Reading age": "7.5",
        "Taxi since": "2026-09-01",
    }
    assert says(store, MAX[0]) == {"House": "blue", "Reading age": "9"}
    assert shown(store, file).changes_nothing

    past.undo(store)
    assert len(custom_fields.all_of(store)) == 3


def test_a_change_is_shown_by_the_name_of_its_field(
    store: Store, file: Path, tmp_path: Path
) -> None:
    own_columns.make(store, file, {"House": ""}, TODAY)
    taken(store, file)
    lines = [(*ZEPHYR, "Green", "", ""), (*MAX, "", "", "")]

    found = shown(store, written(tmp_path / "second.csv", lines, HEADS))

    (changed,) = found.changed
    assert [(d.label, d.before, d.after) for d in changed.differences] == [
        ("House", "Red", "Green")
    ]


def test_what_a_field_does_not_hold_is_odd_and_the_rest_comes_in(
    store: Store, file: Path, tmp_path: Path
) -> None:
    own_columns.make(store, file, {"House": "choice", "Reading age": ""}, TODAY)
    lines = [(*ZEPHYR, "Green", "", "8")]

    odd = written(tmp_path / "odd.csv", lines, HEADS)

    (new,) = shown(store, odd).new
    taken(store, odd)

    assert any("House" in odd and "Green" in odd for odd in new.oddities)
    assert says(store, ZEPHYR[0]) == {"Reading age": "8"}


def test_a_profile_may_say_that_another_column_is_the_field_or_leave_it_out(
    store: Store, file: Path
) -> None:
    custom_fields.add(store, "Team")
    custom_fields.add(store, "Reading age", "number")
    keep(store, "Ours", Answers({"House": "own:Team", "Reading age": ""}))

    taken(store, file, profile="Ours")

    assert says(store, ZEPHYR[0]) == {"Team": "Red"}


def test_our_own_export_comes_back_with_them(store: Store, file: Path, tmp_path: Path) -> None:
    own_columns.make(store, file, {"House": "", "Taxi since": "date"}, TODAY)
    taken(store, file)
    path = tmp_path / "register.csv"
    exports.register(store, path, form="csv", query=Query(scope="roll"), today=TODAY)

    found = shown(store, path)

    assert (found.changes_nothing, found.unchanged) == (True, 2)
    assert "House" not in found.left_out


def test_the_columns_say_what_they_are_taken_for(store: Store, file: Path) -> None:
    custom_fields.add(store, "House")

    look = receive_files.look(store, file)

    taken_for = {each.heading: each.field for each in look.headings}
    assert (taken_for["House"], taken_for["Reading age"]) == ("own:House", "")


def test_a_column_there_is_not_and_one_of_ours_are_refused(
    store: Store, file: Path, today: date
) -> None:
    with pytest.raises(UsageError, match="no column"):
        own_columns.make(store, file, {"Horse": ""}, today)
    with pytest.raises(InvalidError, match="the record has"):
        own_columns.make(store, file, {"Class": ""}, today)
