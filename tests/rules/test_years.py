"""Age, NC year, key stage, phase and the end of compulsory school age."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules import years
from sendtui.rules.codes import NC_YEARS

TODAY = date(2026, 11, 22)
BORN = st.dates(date(2000, 1, 1), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("born", "year"),
    [
        (date(2012, 8, 31), "10"),
        (date(2012, 9, 1), "9"),
        (date(2013, 2, 10), "9"),
        (date(2013, 8, 31), "9"),
        (date(2013, 9, 1), "8"),
        (date(2021, 9, 1), "R"),
        (date(2022, 8, 31), "R"),
        (date(2022, 9, 1), "N2"),
        (date(2023, 9, 1), "N1"),
        (date(2024, 9, 1), ""),
        (date(2008, 8, 31), "14"),
        (date(2007, 8, 31), ""),
        (date(2020, 9, 1), "1"),
    ],
)
def test_the_year_group_follows_from_the_date_of_birth(born: date, year: str) -> None:
    assert years.year_by_age(born, TODAY) == year


def test_a_child_goes_up_a_year_on_the_first_of_september() -> None:
    born = date(2015, 3, 3)

    assert years.year_by_age(born, date(2026, 8, 31)) == "6"
    assert years.year_by_age(born, date(2026, 9, 1)) == "7"


def test_a_child_taught_out_of_cohort_keeps_the_recorded_year() -> None:
    placed = years.nc_year(date(2013, 2, 10), TODAY, override="8")

    assert (placed.code, placed.by_age, placed.out_of_cohort) == ("8", "9", True)


@pytest.mark.parametrize(
    ("born", "override", "code", "moved"),
    [
        pytest.param(date(2013, 2, 10), "", "9", False, id="by age"),
        pytest.param(None, "X", "X", False, id="no date of birth"),
        pytest.param(None, "", "", False, id="nothing known"),
    ],
)
def test_a_pupil_is_placed_by_what_is_known(
    born: date | None, override: str, code: str, moved: bool
) -> None:
    placed = years.nc_year(born, TODAY, override)

    assert (placed.code, placed.out_of_cohort) == (code, moved)


@pytest.mark.parametrize(
    ("year", "stage", "phase"),
    [
        ("N2", "EYFS", "early years"),
        ("R", "EYFS", "primary"),
        ("2", "KS1", "primary"),
        ("3", "KS2", "primary"),
        ("7", "KS3", "secondary"),
        ("11", "KS4", "secondary"),
        ("12", "KS5", "post-16"),
        ("X", "", ""),
        ("", "", ""),
    ],
)
def test_a_year_has_its_key_stage_and_phase(year: str, stage: str, phase: str) -> None:
    assert years.key_stage(year) == stage
    assert years.phase(year) == phase


@pytest.mark.parametrize(
    ("born", "year", "known"),
    [
        (date(2013, 8, 31), "9", True),
        (date(2013, 9, 1), "8", False),
        (date(2015, 1, 1), "9", True),
        (date(2005, 5, 5), "", True),
        (date(2013, 8, 31), "X", True),
        (date(2013, 9, 1), "M", False),
        (date(2022, 1, 1), "N2", False),
        (None, "11", True),
        (None, "X", False),
        (None, "", False),
    ],
    ids=str,
)
def test_year_9_is_by_the_year_and_without_a_numbered_one_by_age(
    born: date | None, year: str, known: bool
) -> None:
    assert years.is_from_year_9(born, year, date(2026, 11, 22)) is known


def test_the_years_sort_as_a_school_has_them() -> None:
    assert sorted(["10", "2", "R", "?", "N1", "X"], key=years.order) == [
        "N1",
        "R",
        "2",
        "10",
        "X",
        "?",
    ]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2001, 12, 10), date(2026, 12, 9), 24),
        (date(2001, 12, 10), date(2026, 12, 10), 25),
        (date(2012, 2, 29), date(2027, 2, 28), 14),
        (date(2012, 2, 29), date(2027, 3, 1), 15),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
    ],
)
def test_a_birthday_on_29_february_is_kept_on_1_march(born: date, day: date, age: int) -> None:
    assert years.age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "ends"),
    [
        (date(2010, 3, 3), date(2026, 6, 26)),
        (date(2010, 8, 31), date(2026, 6, 26)),
        (date(2010, 9, 1), date(2027, 6, 25)),
        (date(2012, 1, 1), date(2028, 6, 30)),
    ],
)
def test_compulsory_school_age_ends_on_the_last_friday_in_june(born: date, ends: date) -> None:
    assert years.compulsory_school_age_ends(born) == ends
    assert not years.is_young_person(born, ends)
    assert years.is_young_person(born, ends + timedelta(days=1))


def test_nobody_is_a_young_person_at_25() -> None:
    assert years.is_young_person(date(2001, 12, 10), date(2026, 12, 9))
    assert not years.is_young_person(date(2001, 12, 10), date(2026, 12, 10))


@given(BORN)
def test_every_child_is_in_a_known_year_or_in_none(born: date) -> None:
    year = years.year_by_age(born, TODAY)

    assert not year or year in NC_YEARS


@given(BORN)
def test_compulsory_school_age_ends_in_the_school_year_of_the_sixteenth_birthday(
    born: date,
) -> None:
    ends = years.compulsory_school_age_ends(born)

    assert ends.weekday() == 4
    assert years.age_on(born, ends + timedelta(days=70)) >= 16
    assert years.age_on(born, ends - timedelta(days=303)) < 16
