"""Many things, taken a part at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 500
"""How many ids one question names; SQLite takes no more than some thousands."""


def in_parts(things: Iterable[T], size: int = AT_ONCE) -> Iterator[tuple[T, ...]]:
    """The things in order, in parts no larger than this; no more is read than is asked for."""
    left = iter(things)
    while part := tuple(islice(left, size)):
        yield part
