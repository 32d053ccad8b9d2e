"""Merging gives the same whatever comes first, however it is put together, and however often."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sendtui.store.store import Store
from tests.copies import new_store
from tests.registers import as_a_file, server
from tests.sync.desks import FIELDS, START, VALUES, Desks, desks, lines, said, take

Lines = list[dict[str, Any]]
New = Callable[[], Store]


def a_week_apart(made: Desks, chance: Random) -> None:
    """Three desks that hear nothing of each other."""
    for _ in range(12):
        n = chance.randrange(3)
        record = chance.choice(made.records(n))
        name = chance.choice(FIELDS[made.kinds[record]][:2])
        what = chance.random()
        if what < 0.15:
            made.add(n, chance.choice(VALUES))
        elif what < 0.25:
            made.remove(n, record)
        else:
            made.edit(n, record, name, chance.choice(VALUES))


@pytest.fixture
def new(tmp_path: Path) -> Iterator[New]:
    """Case files with nothing in them."""
    with ExitStack() as stack:
        made: list[Store] = []

        def one_more() -> Store:
            made.append(stack.enter_context(new_store(tmp_path / f"{len(made)}.sendtui")))
            return made[-1]

        yield one_more


def taken(new: New, *several: Lines) -> Store:
    store = new()
    for each in several:
        take(store, each, START)
    return store


def check(new: New, seed: int) -> None:
    with desks() as made:
        a_week_apart(made, Random(seed))
        one, two, three = (lines(store) for store in made.stores)
    whole = said(taken(new, one, two, three))
    assert whole["pupil"]

    # In any order.
    for order in permutations((one, two, three)):
        assert said(taken(new, *order)) == whole
    # However they are put together on the way.
    first, last = lines(taken(new, one, two)), lines(taken(new, two, three))
    assert said(taken(new, first, three)) == said(taken(new, one, last)) == whole
    # And as often as they come.
    assert said(taken(new, three, first, one, last, two, first)) == whole


@pytest.mark.parametrize("seed", range(2))
def test_files_merge_to_the_same_in_any_order_and_together(new: New, seed: int) -> None:
    check(new, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 14))
def test_very_many_files_merge_to_the_same_in_any_order(new: New, seed: int) -> None:
    check(new, seed)


@pytest.mark.slow
def test_files_merge_to_the_same_on_registers(tmp_path: Path) -> None:
    server()
    with ExitStack() as stack:

        def one_more() -> Store:
            return stack.enter_context(as_a_file(tmp_path / "register"))

        check(one_more, 1)
