"""The record's tables as plain selects see them, for readings that are too large for objects."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sendtui.store.shapes import table as table

AT_ONCE = 500
"""How many ids one question names; SQLite takes no more than some thousands."""


def in_parts(ids: Sequence[str], size: int = AT_ONCE) -> Iterator[tuple[str, ...]]:
    """The ids in order, in parts no larger than one question may name."""
    left = iter(ids)
    while part := tuple(islice(left, size)):
        yield part
