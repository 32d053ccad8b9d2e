"""Small numbers, kept out of what leaves the house: nobody shall be recognised from a count."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

FEWEST = 5
"""The smallest number that is printed where a file leaves; none at all is printed, too."""

WORD = "under 5"
HIDDEN = "hidden"
"""What stands for a number that would let another be worked out."""

C = TypeVar("C")

_COUNT = re.compile(r"(?<![\d/.,£:])[1-4](?![\d/,:%]|\.\d)(?= )")
"""A count of 1 to 4 in a sentence: not a part of a day, of money or of a larger number."""


def without_small(sentence: str) -> str:
    """A sentence with its counts of 1 to 4 written as “under 5”."""
    return _COUNT.sub(WORD, sentence)


def suppressed(numbers: Sequence[int]) -> tuple[int | str, ...]:
    """Numbers that may stand in one list with its total known: 1 to 4 become “under 5”.

    Where only one is hidden it could be worked out from the total, so the next smallest is hidden
    with it.
    """
    hidden = {n for n, number in enumerate(numbers) if 0 < number < FEWEST}
    if len(hidden) == 1:
        others = [n for n, number in enumerate(numbers) if n not in hidden and number > 0]
        if others:
            hidden.add(min(others, key=lambda n: (numbers[n], n)))
    return tuple(
        (WORD if numbers[n] < FEWEST else HIDDEN) if n in hidden else numbers[n]
        for n in range(len(numbers))
    )


def in_columns(lines: Iterable[Sequence[C]], columns: Iterable[int]) -> list[list[C | int | str]]:
    """The lines of a table with the numbers of these columns `suppressed`; no number stays none."""
    made: list[list[C | int | str]] = [list(line) for line in lines]
    for column in columns:
        numbers = {n: cell for n, line in enumerate(made) if isinstance(cell := line[column], int)}
        for n, shown in zip(numbers, suppressed(tuple(numbers.values())), strict=True):
            made[n][column] = shown
    return made
