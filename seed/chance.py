"""Chance that falls the same way everywhere: from a seed, on every Python and every platform.

Only `random()` and `getrandbits()` are used, the two whose sequence Python promises to keep;
`choice`, `shuffle` and `sample` have changed between versions.
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")

GOLDEN = 0.6180339887498949
"""Steps of this length spread evenly over [0, 1) however many are taken."""

PLASTIC = 0.7548776662466927
"""The same for a second property, evenly spread over the first."""

_MIX = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


class Shares:
    """Things with weights, to draw from by one number in [0, 1)."""

    __slots__ = ("_ends", "_things")

    def __init__(self, weights: Mapping[str, float]) -> None:
        whole = sum(weights.values())
        self._things = tuple(weights)
        self._ends = [end / whole for end in accumulate(weights.values())]

    def at(self, point: float) -> str:
        """The thing whose stretch of [0, 1) holds this point."""
        return self._things[min(bisect(self._ends, point), len(self._things) - 1)]


class Chance:
    """Draws for one pupil of one school; the same seed and number draw the same."""

    __slots__ = ("_bits", "random")

    def __init__(self, seed: int, number: int, purpose: int = 0) -> None:
        state = (seed * 0x1000003 + number * 8 + purpose + 1) * _MIX & _MASK
        source = Random(state)
        self.random = source.random
        self._bits = source.getrandbits

    def bits(self, count: int) -> int:
        """A number of this many random bits."""
        return self._bits(count)

    def below(self, end: int) -> int:
        """A number from 0 up to, not including, `end`."""
        return int(self.random() * end)

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def happens(self, share: float) -> bool:
        """True in this share of cases."""
        return self.random() < share

    def pick(self, things: Sequence[T]) -> T:
        """One of these."""
        return things[int(self.random() * len(things))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """This many different ones, or all where there are fewer."""
        left = list(things)
        return [left.pop(int(self.random() * len(left))) for _ in range(min(count, len(left)))]

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included."""
        return first + timedelta(days=self.between(0, max(0, (last - first).days)))
