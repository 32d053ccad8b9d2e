"""A random name for this computer, so that a copied case file knows it has moved."""

from pathlib import Path
from secrets import token_hex

from sendtui import paths


def machine() -> str:
    """This computer's name for itself; made on first use, and telling nothing about it."""
    path: Path = paths.config_folder() / "machine"
    try:
        return path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(token_hex(16), encoding="ascii")
        return path.read_text(encoding="ascii")
