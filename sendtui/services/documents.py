"""Writing a document for people to a file: whole or not at all, and written down as having left."""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import mkstemp

from sendtui.errors import SendtuiError
from sendtui.services import writes
from sendtui.store.store import Store

PRINT = "print"
"""How a print is protected: not at all, as it is meant to be read and handed over."""


@writes
def write(
    store: Store,
    path: Path,
    made: bytes,
    *,
    what: str,
    pupils: Sequence[str],
    on: date,
    recipient: str = "",
    basis: str = "",
    protection: str = PRINT,
) -> Path:
    """Write a finished document to a path and log the disclosure: what, whose, to whom, why.

    The file appears whole or not at all; what stood there before is replaced. Nothing is logged
    where it could not be written.
    Raises SendtuiError where the file cannot be written or the case file is only being read.
    """
    if path.absolute() == store.path.absolute():
        raise SendtuiError("That is the case file itself. Choose another name.")
    setting = store.setting
    with store.write("Print a document", true_on=on) as tx:
        tx.add(
            "disclosure",
            {
                "setting": setting,
                "on": on,
                "what": what,
                "recipient": recipient,
                "basis": basis,
                "protection": protection,
                "pupils": list(pupils),
            },
        )
        tx.flush()
        put_in_place(path, made)
    return path


def put_in_place(path: Path, made: bytes) -> None:
    """Write bytes beside the target under a passing name, and move them there when they are safe.

    Raises SendtuiError, which does not repeat the file's name: it may be a child's.
    """
    beside = ""
    try:
        handle, beside = mkstemp(prefix=".", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except OSError as problem:
        if beside:
            with suppress(OSError):
                Path(beside).unlink()
        why = problem.strerror or "unknown reason"
        raise SendtuiError(
            f"The file could not be written: {why}. Check that its folder is there, and that the "
            "file is not open in another program."
        ) from None
