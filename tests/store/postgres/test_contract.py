"""What a file's store promises, a register's keeps: the same tests over PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.fixtures import FixtureFunctionDefinition

from sendtui.store.store import Store
from tests.copies import new_store
from tests.store import test_attachments, test_merging, test_replay, test_store, test_words

ROOMS = (test_attachments, test_merging, test_replay, test_store, test_words)

OF_FILES_ALONE = frozenset(
    {
        "test_the_wrong_key_opens_nothing",
        "test_a_copied_file_takes_a_device_of_its_own",
        "test_a_file_from_the_future_is_left_alone",
    }
)
"""Tests of the file itself: its pragmas, its lock, its damage."""

for room in ROOMS:
    globals().update(
        {
            name: test
            for name, test in vars(room).items()
            if (name.startswith("test_") and name not in OF_FILES_ALONE)
            or isinstance(test, FixtureFunctionDefinition)
        }
    )


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """A school's own case file, whose changes a register takes in."""
    with new_store(tmp_path / "other.sendtui") as made:
        yield made
