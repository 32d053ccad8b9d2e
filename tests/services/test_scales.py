"""The school's own rating scale: effort, delivery and effect apart."""

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import scales
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import CRASHING


def codes(store: Store, axis: str) -> list[str]:
    return [point.code for point in scales.scale(store).of(axis)]


def test_a_school_begins_with_a_scale(store: Store) -> None:
    found = scales.scale(store)

    assert codes(store, "effect") == ["met", "nearly", "some", "no change", "not measured"]
    assert all(found.of(axis) for axis in scales.AXES)
    assert found.label("effect", "nearly") == "Nearly met"
    assert [code for code in codes(store, "effect") if found.is_met(code)] == ["met"]


def test_a_school_adds_a_point_of_its_own(store: Store) -> None:
    code = scales.add(store, "effect", CRASHING, code="beyond", met=True)

    found = scales.scale(store)
    assert codes(store, "effect")[-1] == code == "beyond"
    assert (found.label("effect", code), found.is_met(code)) == (CRASHING, True)
    assert len(codes(store, "effort")) == 5


def test_adding_a_point_is_undone(store: Store) -> None:
    before = codes(store, "effort")
    scales.add(store, "effort", "Flying")

    undo(store)

    assert codes(store, "effort") == before


def test_one_code_is_one_point(store: Store) -> None:
    with pytest.raises(InvalidError):
        scales.add(store, "effect", "Met again", code="met")


def test_words_change_and_codes_stay(store: Store) -> None:
    scales.amend(store, "delivered", "hardly", {"label": CRASHING})

    assert scales.scale(store).label("delivered", "hardly") == CRASHING
    assert len(codes(store, "delivered")) == 4


def test_a_retired_point_is_known_and_not_offered(store: Store) -> None:
    scales.amend(store, "effect", "nearly", {"retired": True})

    assert "nearly" not in codes(store, "effect")
    assert scales.scale(store).label("effect", "nearly") == "Nearly met"


def test_points_are_put_in_another_order(store: Store) -> None:
    scales.reorder(store, "delivered", ["hardly", "some"])

    assert codes(store, "delivered") == ["hardly", "some", "as planned", "most"]


@pytest.mark.parametrize("field", ["code", "axis", "position"])
def test_what_ratings_hold_on_to_is_not_edited(store: Store, field: str) -> None:
    with pytest.raises(InvalidError):
        scales.amend(store, "effect", "met", {field: "x"})


def test_a_point_there_is_not_is_refused(store: Store) -> None:
    with pytest.raises(SendtuiError, match="no such point"):
        scales.amend(store, "effect", "splendid", {"retired": True})


def test_an_axis_there_is_not_is_refused(store: Store) -> None:
    with pytest.raises(InvalidError):
        scales.add(store, "blame", "x")  # type: ignore[arg-type]
