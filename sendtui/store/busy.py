"""Who is writing: a line beside the case file while an act lasts, so that others can be told.

It holds the process, when it began and the act's label, which never has personal text.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path


def path_of(store: Path) -> Path:
    """Where the line stands."""
    return store.with_name(store.name + ".writer")


@contextmanager
def writing(store: Path, label: str) -> Iterator[None]:
    """Say that this process writes, for as long as it does."""
    line = path_of(store)
    began = datetime.now().strftime("%H:%M:%S")  # noqa: DTZ005
    with suppress(OSError):
        line.write_text(f"process {os.getpid()}, “{label}”, since {began}", encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            line.unlink()


def who(store: Path) -> str:
    """Who writes, as a person is told it, or nothing where nobody said so."""
    try:
        return path_of(store).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
