"""How far a device had got when its changes last left this computer.

A case file that is put back by hand, over the one that is there, does not know that it was. Were it
to go on counting where it stands, one name would be used for two changes, and one number for two
files. So a line beside this computer's preferences says how far the device had come when a sealed
file was written; a case file that is behind that has been put back, and takes a new name. It tells
nothing but a random id.
"""

from contextlib import suppress
from pathlib import Path

from sendtui import paths

REACHED = """
    SELECT coalesce((SELECT max(hlc) FROM batch JOIN device ON device.n = batch.device
                     WHERE device.id = ?1), ''),
           (SELECT count(*) FROM file WHERE direction = 'out' AND device = ?1)
"""
"""The stamp of a device's last act in a case file, and how many sealed files it has written."""


def reached(stamp: str, files: int) -> str:
    """How far a device has come, as texts that compare."""
    return f"{stamp:0>16} {files:09d}"


def note(device: str, reached: str) -> None:
    """Remember that what a device wrote up to here has left."""
    place = _place(device)
    if reached <= _noted(place):
        return
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(reached, encoding="ascii")


def is_behind(device: str, reached: str) -> bool:
    """Whether more has left under this name than the case file now holds."""
    return bool(device) and reached < _noted(_place(device))


def _place(device: str) -> Path:
    return paths.config_folder() / "carried" / device


def _noted(place: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return place.read_text(encoding="ascii").strip()
    return ""
