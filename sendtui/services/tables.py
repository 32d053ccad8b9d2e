"""The record's tables as plain selects see them, for readings that are too large for objects."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import cast

from sqlalchemy import Table, inspect

from sendtui.models import kind

AT_ONCE = 500
"""How many ids one question names; SQLite takes no more than some thousands."""


@cache
def table(name: str) -> Table:
    """The table of a noun."""
    return cast("Table", inspect(kind(name).table).local_table)


def in_parts(ids: Sequence[str], size: int = AT_ONCE) -> Iterator[tuple[str, ...]]:
    """The ids in order, in parts no larger than one question may name."""
    left = iter(ids)
    while part := tuple(islice(left, size)):
        yield part
