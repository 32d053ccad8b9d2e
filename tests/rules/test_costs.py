"""Costs: shares that make up the whole exactly, and what an hour costs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules.costs import Paid, deal, evenly, paid, pounds, rounded, time_pence


@pytest.mark.parametrize(
    ("whole", "weights", "dealt"),
    [
        (100, [1, 1, 1], (34, 33, 33)),
        (100, [3, 1], (75, 25)),
        (1, [1, 1], (1, 0)),
        (7, [0, 0], (4, 3)),
        (5, [], ()),
        (0, [2, 3], (0, 0)),
        (10, [Fraction(1, 3), Fraction(2, 3)], (3, 7)),
    ],
    ids=[
        "thirds",
        "by weight",
        "a penny",
        "no weights that tell",
        "nobody",
        "nothing",
        "fractions",
    ],
)
def test_a_sum_is_dealt_by_weight(
    whole: int, weights: list[int | Fraction], dealt: tuple[int, ...]
) -> None:
    assert deal(whole, weights) == dealt


@given(st.integers(0, 10**9), st.lists(st.integers(0, 1_000), min_size=1, max_size=40))
def test_no_penny_is_lost_or_made(whole: int, weights: list[int]) -> None:
    dealt = deal(whole, weights)

    assert sum(dealt) == whole
    assert all(share >= 0 for share in dealt)


@given(st.integers(0, 10**7), st.integers(1, 60))
def test_even_shares_differ_by_a_penny_at_most(whole: int, shares: int) -> None:
    dealt = evenly(whole, shares)

    assert sum(dealt) == whole
    assert max(dealt) - min(dealt) <= 1


@given(st.integers(0, 10**8), st.integers(0, 40), st.integers(0, 30), st.integers(0, 30))
def test_what_funders_pay_makes_up_the_sum(pence: int, la: int, health: int, care: int) -> None:
    assert paid(pence, la, health, care).whole == pence


def test_the_school_pays_what_no_one_else_does() -> None:
    assert paid(1_000, 50, 10, 0) == Paid(school=400, authority=500, health=100, care=0)


def test_shares_beyond_a_hundred_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 100"):
        paid(1_000, 80, 30)


def test_half_a_penny_goes_up() -> None:
    assert rounded(time_pence(20, 1_500)) == 500
    assert rounded(Fraction(1, 2)) == 1


@pytest.mark.parametrize(
    ("pence", "said"),
    [(0, "£0"), (1_200, "£12"), (123_450, "£1,234.50"), (5, "£0.05"), (-250, "-£2.50")],
)
def test_a_sum_is_said_as_people_read_it(pence: int, said: str) -> None:
    assert pounds(pence) == said
