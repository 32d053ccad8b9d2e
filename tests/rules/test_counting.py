"""Numbers with their nouns."""

import pytest

from sendtui.rules.counting import counted


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param(0, "0 boxes of socks", id="none"),
        pytest.param(1, "1 box of socks", id="one"),
        pytest.param(1234, "1,234 boxes of socks", id="thousands"),
    ],
)
def test_a_number_says_how_many(number: int, said: str) -> None:
    assert counted(number, "box of socks", "boxes of socks") == said


def test_most_nouns_take_an_s() -> None:
    assert (counted(1, "change"), counted(2, "change")) == ("1 change", "2 changes")
