"""A backup put where the case file is; what was there is kept beside it.

The backup is unpacked and checked under another name. From the moment that it and its slots stand
ready, the restore counts: if it is cut short after that, the next opening finishes it.
"""

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sendtui.errors import DamagedError, SendtuiError
from sendtui.store import cipher, disk, migrations, slots
from sendtui.store.backup import KEYS_NAME, STORE_NAME, require_sound
from sendtui.store.crash import crash_point
from sendtui.store.owning import Owner

SLOTS_LIMIT = 1 << 20
SIDES = ("-wal", "-shm", "-journal")


def restore(source: Path, target: Path, open_slots: Callable[[slots.Slots], bytes]) -> None:
    """Put a backup where the case file is.

    `open_slots` gets the backup's own slots and returns its data key, so that only somebody who
    can read a backup can restore it. Raises DamagedError, LockedError, BusyError or SendtuiError;
    until the backup has been proven nothing has been touched.
    """
    owner = Owner.take(target, alone=True)
    fresh = disk.beside(target, ".restoring")
    try:
        _finish(target)
        with _bundle(source) as bundle:
            found = slots.loads(bundle.read(KEYS_NAME).decode("utf-8"), source.name)
            key = open_slots(found)
            _unpack(bundle, fresh)
        require_sound(fresh, key)
        _make_at_home(fresh, key)
        disk.replace_text(slots.keys_path(_ready(target)), slots.dumps(found))
        disk.put_in_place(fresh, _ready(target))
        crash_point("restore.ready")
        _finish(target)
    except OSError as problem:
        raise disk.could_not_write(target, problem) from None
    finally:
        disk.tidy(fresh, *(disk.beside(fresh, side) for side in SIDES))
        owner.release()


def finish(target: Path) -> None:
    """Finish a restore that was cut short, if there is one.

    Raises BusyError where somebody else has the file open.
    """
    if not _ready(target).exists():
        return
    owner = Owner.take(target, alone=True)
    try:
        _finish(target)
    except OSError as problem:
        raise disk.could_not_write(target, problem) from None
    finally:
        owner.release()


def _finish(target: Path) -> None:
    ready = _ready(target)
    if not ready.exists():
        return
    if target.exists():
        _set_aside(target, ready)
    crash_point("restore.set_aside")
    if slots.keys_path(ready).exists():
        disk.put_in_place(slots.keys_path(ready), slots.keys_path(target))
    crash_point("restore.keyed")
    disk.put_in_place(ready, target)


def _set_aside(target: Path, ready: Path) -> None:
    """Rename the present case file and all that belongs to it, the file itself last."""
    # By the restore's own time, so that a second attempt goes on with the same names.
    stamp = datetime.fromtimestamp(ready.stat().st_mtime, UTC).strftime("%Y%m%d-%H%M%S")
    aside = disk.beside(target, f".before-{stamp}")
    for ending in ("-wal", "-journal", ".keys", ""):
        if (path := disk.beside(target, ending)).exists():
            disk.put_in_place(path, disk.beside(aside, ending))
    disk.beside(target, "-shm").unlink(missing_ok=True)


def _ready(target: Path) -> Path:
    return disk.beside(target, ".restored")


def _unpack(bundle: zipfile.ZipFile, fresh: Path) -> None:
    with bundle.open(STORE_NAME) as held, open(fresh, "wb", opener=disk.private) as file:
        while chunk := held.read(1 << 20):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _make_at_home(path: Path, key: bytes) -> None:
    """See that this sendtui knows the schema, and forget where the file lived."""
    connection = cipher.connector(path, key, read_only=False)()
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > migrations.LATEST:
            raise SendtuiError("This backup is from a newer sendtui. Update this one first.")
        # The next opening then gives the restored copy a device of its own.
        connection.execute("DELETE FROM meta WHERE key = 'home'")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    except cipher.DriverError as problem:
        raise cipher.explain(problem, path) from None
    finally:
        connection.close()


@contextmanager
def _bundle(source: Path) -> Iterator[zipfile.ZipFile]:
    """The backup's ZIP; whatever is wrong with it while it is read becomes a DamagedError."""
    damaged = DamagedError(
        f"{source.name} is not a whole backup: it is damaged or cut off. Nothing was changed."
    )
    try:
        bundle = zipfile.ZipFile(source)
    except FileNotFoundError:
        raise SendtuiError(f"There is no backup at {source}.") from None
    except IsADirectoryError:
        raise SendtuiError(f"{source} is a folder. Name the backup in it.") from None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged from None
    with bundle:
        held = {info.filename: info for info in bundle.infolist()}
        if not {STORE_NAME, KEYS_NAME} <= held.keys():
            raise DamagedError(f"{source.name} is not a sendtui backup. Nothing was changed.")
        if held[KEYS_NAME].file_size > SLOTS_LIMIT:
            raise damaged
        try:
            yield bundle
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError):
            raise damaged from None
