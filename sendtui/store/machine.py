"""A random name for this computer, so that a copied case file knows it has moved."""

from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from sendtui import paths


def machine() -> str:
    """This computer's name for itself; made on first use, and telling nothing about it."""
    path: Path = paths.config_folder() / "machine"
    with suppress(OSError, UnicodeDecodeError):
        if found := path.read_text(encoding="ascii").strip():
            return found
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(token_hex(16), encoding="ascii")
        return path.read_text(encoding="ascii")
    except OSError:
        # Then only the case file's own place tells a copy from the original.
        return "unnamed"
