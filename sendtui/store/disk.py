"""Files put in place so that a power cut leaves the old one or the new one, whole.

The folder is made to remember the new name before anything that relies on it is done: a case file
under a new key whose slots are still the old ones would be lost.
"""

import os
from contextlib import suppress
from pathlib import Path

from sendtui.errors import SendtuiError


def replace_text(path: Path, text: str) -> None:
    """Replace a small file, which only its owner may read where the system knows owners.

    Raises SendtuiError where it cannot be written; then the old one stands.
    """
    fresh = beside(path, ".new")
    try:
        with open(fresh, "w", encoding="utf-8", newline="\n", opener=private) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(fresh, path)
    except OSError as problem:
        tidy(fresh)
        raise could_not_write(path, problem) from None


def put_in_place(fresh: Path, path: Path) -> None:
    """Give a finished file its name, in one step that has reached the disk on return."""
    fresh.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def tidy(*strays: Path) -> None:
    """Remove what was left over, where it is there and can be removed."""
    for stray in strays:
        with suppress(OSError):
            stray.unlink(missing_ok=True)


def beside(path: Path, ending: str) -> Path:
    """The file of this name and ending."""
    return path.with_name(path.name + ending)


def could_not_write(path: Path, problem: OSError) -> SendtuiError:
    """What the system says, as something a person can act on."""
    return SendtuiError(
        f"{path.name} could not be written: {problem.strerror or 'the system gave no reason'}. "
        "What was there before still stands."
    )


def private(name: str, flags: int) -> int:
    """An opener whose new files only their owner may read, where the system knows owners."""
    return os.open(name, flags, 0o600)
