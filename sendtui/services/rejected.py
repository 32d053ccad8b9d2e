"""The lines of a list that were not taken in, in a file to be mended and taken in again.

They are lines about children: the file has a password unless it is meant to be plain, and is the
owner's alone, where the system knows owners.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from sendtui.errors import SendtuiError
from sendtui.models.incoming import Rejected
from sendtui.services import protection
from sendtui.store.disk import private


def keep(path: Path, headings: Sequence[str], faults: Sequence[Rejected], password: str) -> int:
    """Write the lines with their reasons to a new file, with a password in a ZIP; gives how many.

    Raises SendtuiError where there is such a file already, or it cannot be written.
    """
    from sendtui.formats import rejects

    made = BytesIO()
    count = rejects.write(made, headings, faults)
    raw = made.getvalue()
    if password:
        raw = protection.protect(raw, ".csv", password, path.name.removesuffix(".zip"))
    try:
        with open(path, "xb", opener=private) as file:
            file.write(raw)
    except FileExistsError:
        raise SendtuiError(f"{path.name} exists already. Name another file.") from None
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be written: {problem.strerror}.") from None
    return count
