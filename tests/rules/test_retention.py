"""When a pupil's file is looked at again."""

from dataclasses import replace
from datetime import date

import pytest

from sendtui.rules.retention import TOOLKIT, Kept, Terms, Why, review

D = date
SEN = Kept("p1", "Quillfeather, Zephyr", D(1996, 2, 29), None, True, True)
LEFT = replace(SEN, was_on_register=False, left_on=D(2020, 7, 17))


@pytest.mark.parametrize(
    ("one", "why", "day"),
    [
        (SEN, "sen file", D(2027, 2, 28)),
        (replace(SEN, left_on=D(2010, 7, 1)), "sen file", D(2027, 2, 28)),
        (replace(SEN, born=None), "sen file", None),
        (LEFT, "never on the register", D(2026, 7, 17)),
        (replace(LEFT, has_records=False), "only the roll", D(2021, 7, 17)),
    ],
    ids=["on the register", "on it, and left", "no birth", "never on it", "the roll alone"],
)
def test_a_file_is_looked_at_again_on_its_day(one: Kept, why: Why, day: date | None) -> None:
    found = review(one, Terms())

    assert found is not None
    assert (found.why, found.day) == (why, day)


def test_who_is_here_and_never_was_on_the_register_is_not_looked_at() -> None:
    assert review(replace(LEFT, left_on=None), Terms()) is None


def test_a_setting_has_terms_of_its_own() -> None:
    found = review(SEN, Terms(sen_years=25))

    assert found is not None
    assert found.day == D(2021, 2, 28)
    assert "25 years from birth" in found.because
    assert "not verified" in str(TOOLKIT)
