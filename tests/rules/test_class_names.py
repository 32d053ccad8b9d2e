"""What a class may be called a year on."""

import pytest

from sendtui.rules.class_names import a_year_on, leaving_years, year_on


@pytest.mark.parametrize(
    ("name", "then"),
    [
        ("3B", "4B"),
        ("Year 9 Oak", "Year 10 Oak"),
        ("10X", "11X"),
        ("R", "1"),
        ("RB", "1B"),
        ("R-Oak", "1-Oak"),
        ("Reception", "Year 1"),
        ("Reception Oak", "Year 1 Oak"),
        ("Oak", ""),
        ("Rainbow", ""),
        ("Robin 2", "Robin 3"),
        ("3/4B", ""),
        ("14", ""),
        ("", ""),
    ],
)
def test_a_class_is_guessed_a_year_on(name: str, then: str) -> None:
    assert a_year_on(name) == then


@pytest.mark.parametrize(
    ("code", "then"),
    [("N1", "N2"), ("N2", "R"), ("R", "1"), ("6", "7"), ("14", "14"), ("M", "M"), ("X", "X")],
)
def test_an_nc_year_is_followed_by_the_next(code: str, then: str) -> None:
    assert year_on(code) == then


@pytest.mark.parametrize(
    ("years", "leave"),
    [
        (["R", "3", "6"], {"6"}),
        (["1", "2"], {"2"}),
        (["7", "11"], {"11"}),
        (["7", "11", "12", "13", "14"], {"13", "14"}),
        (["3", "5"], set()),
        (["N1", "X"], set()),
        ([], set()),
    ],
)
def test_the_oldest_leave_where_schools_end(years: list[str], leave: set[str]) -> None:
    assert leaving_years(years) == leave
