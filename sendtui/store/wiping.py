"""Taking a case file off this computer: its key slots first, without which nothing opens it.

What an SSD keeps of a deleted file cannot be reached from here; it is of no use without the slots.
"""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes

from sendtui.errors import SendtuiError
from sendtui.store import backup, disk, keychain, slots
from sendtui.store.owning import Owner, lock_path

SIDES = ("", "-wal", "-shm", "-journal")


def wipe(path: Path, *, backups: bool) -> tuple[str, ...]:
    """Delete a case file and its slots, with `backups` its own folder of them too.

    Gives the names of what could not be deleted. Raises BusyError where it is open elsewhere.
    """
    owner = Owner.take(path, alone=True)
    try:
        _forget_keyring(path)
        gone = [slots.keys_path(path), *(disk.beside(path, side) for side in SIDES)]
        gone += path.parent.glob(f"{path.name}.before-*")
        folder = backup.folder(path)
        if backups and folder.is_dir():
            gone += folder.glob(f"*{backup.SUFFIX}")
        left = [each.name for each in gone if not _delete(each)]
    finally:
        owner.release()
    disk.tidy(lock_path(path))
    if backups:
        with suppress(OSError):
            backup.folder(path).rmdir()
    return tuple(left)


def _forget_keyring(path: Path) -> None:
    with suppress(SendtuiError):
        for slot in slots.load(path).slots:
            if slot.way == "keyring":
                keychain.forget(slot.name)


def _delete(path: Path) -> bool:
    """Write over what opens a file, then delete it; whether it has gone."""
    try:
        if path.name.endswith((".keys", backup.SUFFIX)):
            _write_over(path)
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _write_over(path: Path) -> None:
    if not path.exists():
        return
    size = path.stat().st_size
    with path.open("r+b") as file:
        # A backup holds its slots at its end, where the archive writes them last.
        for start in {0, max(0, size - _EDGE)}:
            file.seek(start)
            file.write(token_bytes(min(_EDGE, size - start)))
        file.flush()
        os.fsync(file.fileno())


_EDGE = 1 << 20
