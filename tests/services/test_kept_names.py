"""Names that people give to what a copy keeps."""

from typing import NamedTuple

import pytest

from sendtui.errors import SendtuiError, UsageError
from sendtui.services.kept_names import MOST, in_order, named, placed


class Kept(NamedTuple):
    name: str


THREE = (Kept("Late ones"), Kept("[/x]"), Kept("älter"))


def test_they_stand_by_name_whatever_its_case() -> None:
    assert [each.name for each in in_order((Kept("b"), Kept("A"), Kept("c")))] == ["A", "b", "c"]


def test_one_is_found_in_whatever_case_and_spaces_it_is_typed() -> None:
    assert named(THREE, "  LATE   ones ", "view") is THREE[0]


def test_one_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(SendtuiError, match=r"no work tray of this name.*Late ones"):
        named(THREE, "Early", "work tray")


def test_a_name_takes_the_place_of_the_same_in_another_case() -> None:
    assert placed(THREE, " late ONES", "view") == ("late ONES", [THREE[1], THREE[2]])


@pytest.mark.parametrize("name", ["", "  ", "n" * 61])
def test_a_name_is_neither_empty_nor_too_long(name: str) -> None:
    with pytest.raises(UsageError, match="A view needs a name"):
        placed(THREE, name, "view")


def test_there_is_no_end_of_names_but_one_can_be_kept_anew() -> None:
    full = tuple(Kept(f"View {n}") for n in range(MOST))

    assert placed(full, "view 3", "view")[0] == "view 3"
    with pytest.raises(UsageError, match="30 views already"):
        placed(full, "One more", "view")
