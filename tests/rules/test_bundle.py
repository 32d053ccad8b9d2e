"""What is missing of a bundle, with where it is expected."""

from dataclasses import replace
from datetime import date

import pytest

from sendtui.rules.bundle import Held, missing

TODAY = date(2026, 11, 22)
WHOLE = Held(
    born=True, upn=True, need=True, told=True, reviewed=(date(2026, 3, 1), date(2026, 10, 1)),
    sessions=20, unlogged=0, baseline=True, pupil_said=date(2026, 10, 1),
    parents_said=date(2026, 10, 1), reports=1, attendance=True, school_pence=650_000, unpriced=0,
)  # fmt: skip


def test_nothing_is_missing_where_all_is_there() -> None:
    assert missing(WHOLE, "request", TODAY) == ()
    assert missing(WHOLE, "top-up", TODAY) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"need": False}, "No need"),
        ({"reviewed": ()}, "No cycle"),
        ({"reviewed": (date(2026, 10, 1),)}, "Only one cycle"),
        ({"reviewed": (date(2025, 1, 1), date(2025, 3, 1))}, "The last review was on"),
        ({"sessions": 0}, "no session is logged"),
        ({"unlogged": 3}, "3 sessions that fell due were never logged"),
        ({"pupil_said": None}, "The pupil’s views are not recorded"),
        ({"parents_said": date(2025, 1, 1)}, "The parents’ views are of"),
        ({"reports": 0}, "outside the school"),
        ({"unpriced": 2}, "2 lines of provision have no cost"),
        ({"told": False}, "parents were told"),
    ],
    ids=str,
)
def test_what_is_missing_is_named_with_where_it_is_expected(
    change: dict[str, object], says: str
) -> None:
    (found,) = missing(replace(WHOLE, **change), "request", TODAY)  # type: ignore[arg-type]

    assert says in found.says
    assert found.citation.text
    assert ("told" not in change) or found.citation.text.endswith("s.68")


def test_top_up_is_measured_against_the_first_six_thousand_pounds() -> None:
    (found,) = missing(replace(WHOLE, school_pence=120_000), "top-up", TODAY)

    assert "£1,200 of £6,000" in found.says
    assert missing(replace(WHOLE, school_pence=120_000), "request", TODAY) == ()
