"""The same fixtures as a file's tests have, on a register."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sendtui.store.store import Store
from tests.registers import new_register


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open register with the authority as its setting."""
    with new_register(tmp_path) as made:
        with made.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Puddleby Common Primary School"})
        made.keep_note("setting", setting)
        yield made
