"""Case files made once and copied: to make one takes ten times as long as to copy it.

A copy is a real, encrypted case file with a device of its own. Only its data key is that of the
first of its name, so that files of two names have two keys, as two people's have.
"""

import atexit
import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

from sendtui.store import slots
from sendtui.store.store import Store

Found = TypeVar("Found")

ON = "SENDTUI_TESTS_ON"
"""“register” puts the throw-away stores of a run on PostgreSQL, to see that services work there."""


def copied(make: Callable[[Path], Found], folder: Path) -> Found:
    """Put into a folder what `make` puts into one, and give what it gave.

    `make` closes what it opens, and what it gives names no place.
    """
    first, found = _once(make)
    shutil.copytree(first, folder, dirs_exist_ok=True)
    return found


def new_store(path: Path) -> Store:
    """An open case file that nobody has set up yet; a register where the whole run is on one."""
    if os.environ.get(ON) == "register":
        from tests.registers import as_a_file

        return as_a_file(path)
    first, key = _empty(path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(first / path.name, path)
    return Store.open(path, key)


@cache
def _once(make: Callable[[Path], Found]) -> tuple[Path, Found]:
    folder = _kept()
    return folder, make(folder)


@cache
def _empty(name: str) -> tuple[Path, bytes]:
    folder, key = _kept(), slots.new_key()
    Store.create(folder / name, key).close()
    return folder, key


def _kept() -> Path:
    folder = mkdtemp(prefix="sendtui-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
