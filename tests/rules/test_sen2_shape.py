"""The shape of the SEN2 return by year, and as a table that somebody can put right."""

from datetime import date

import pytest

from sendtui.rules.sen2_shape import LEAST, MOST, as_table, from_table, shape_of


@pytest.mark.parametrize(
    ("year", "group", "item", "is_there"),
    [
        (2023, "Person", "GenderCurrent", True),
        (2023, "Person", "Sex", False),
        (2024, "Person", "Sex", True),
        (2023, "PlacementDetail", "AttendancePattern", True),
        (2024, "PlacementDetail", "AttendancePattern", False),
        (2023, "PlacementDetail", "Res", False),
        (2024, "PlacementDetail", "Res", True),
        (2023, "ActivePlans", "ReviewMeeting", False),
        (2024, "ActivePlans", "ReviewMeeting", True),
        (2024, "Requests", "RequestSource", False),
        (2025, "Requests", "RequestSource", True),
        (2024, "Source", "DSCO", False),
        (2025, "Source", "DSCO", True),
        (2025, "ActivePlans", "PhaseTransferDueDate", True),
        (2026, "ActivePlans", "ReviewDraft", True),
    ],
)
def test_a_year_has_its_own_items(year: int, group: str, item: str, is_there: bool) -> None:
    assert shape_of(year).has(group, item) is is_there


def test_down_syndrome_came_in_2025() -> None:
    assert "DS" not in shape_of(2024).allowed("SENneed", "SENtype")
    assert "DS" in shape_of(2025).allowed("SENneed", "SENtype")


def test_a_year_that_was_not_seen_borrows_the_last_one_and_says_so() -> None:
    shape = shape_of(2027)

    assert shape.groups == shape_of(2026).groups
    assert shape.census_day == date(2027, 1, 21)
    assert "2026 is used" in shape.notice
    assert shape_of(2026).notice == ""


@pytest.mark.parametrize(("year", "says"), [(2022, "first of this kind"), (2031, "not known")])
def test_a_year_without_a_shape_is_refused(year: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        shape_of(year)


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_a_shape_written_as_a_table_comes_back(year: int) -> None:
    shape = shape_of(year)

    assert from_table(as_table(shape)) == shape


@pytest.mark.parametrize("table", [[], {}, {"year": 2026}, {"year": "x", "census_day": "soon"},
                                   {"year": 2026, "census_day": "2026-01-15",
                                    "groups": {"Person": ["Surname"]}}])  # fmt: skip
def test_a_table_that_is_no_shape_is_refused(table: object) -> None:
    with pytest.raises(ValueError, match=r"it lacks|isoformat"):
        from_table(table)


def test_groups_that_are_counted_are_groups_of_the_shape() -> None:
    assert (MOST.keys() | LEAST.keys()) <= shape_of(2026).groups.keys()
