"""Small numbers are hidden, and so is what would give them away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules.small import FEWEST, WORD, suppressed


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([10, 20, 30], (10, 20, 30)),
        ([3, 4, 30], (WORD, WORD, 30)),
        ([3, 20, 30], (WORD, "hidden", 30)),
        ([0, 0, 7], (0, 0, 7)),
        ([3, 0], (WORD, 0)),
        ([], ()),
    ],
    ids=["none small", "two small", "one could be worked out", "none at all", "alone", "nothing"],
)
def test_one_to_four_are_not_shown(numbers: list[int], shown: tuple[object, ...]) -> None:
    assert suppressed(numbers) == shown


@given(st.lists(st.integers(0, 50), max_size=12))
def test_no_hidden_number_follows_from_the_total(numbers: list[int]) -> None:
    shown = suppressed(numbers)

    hidden = [n for n, each in enumerate(shown) if isinstance(each, str)]
    assert not any(isinstance(each, int) and 0 < each < FEWEST for each in shown)
    others = [n for n in range(len(numbers)) if numbers[n] > 0]
    assert len(hidden) != 1 or others == hidden
