"""A file that leaves: written beside its place under a passing name, and whole when it appears."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from sendtui.errors import SendtuiError
from sendtui.store.disk import put_in_place


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes its place when the block has ended well.

    Raises SendtuiError, which does not repeat the file's name: it may be a child's.
    """
    beside = ""
    try:
        handle, beside = mkstemp(prefix=".", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        put_in_place(Path(beside), path)
    except BaseException as problem:
        if beside:
            with suppress(OSError):
                Path(beside).unlink()
        if not isinstance(problem, OSError):
            raise
        raise SendtuiError(
            f"The file could not be written: {problem.strerror or 'unknown reason'}. Check that "
            "its folder is there, and that the file is not open in another program."
        ) from None
