"""Backups that stay encrypted, are read back before they count, and can be put back.

A backup is one file: a ZIP, without compression, of the encrypted case file and its key slots.
Whoever has the file still needs the passphrase or a recovery key.
"""

import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sendtui.errors import DamagedError, SendtuiError
from sendtui.store import cipher, slots
from sendtui.store.crash import crash_point
from sendtui.store.owning import Owner

STORE_NAME, KEYS_NAME = "case.sendtui", "case.sendtui.keys"
SUFFIX = ".sendtui-backup"
DAYS, WEEKS = 7, 4

Progress = Callable[[int, int], None]


def folder(store: Path) -> Path:
    """Where a case file's own backups are kept."""
    return store.with_name(store.name + ".backups")


def keep(store: Path, key: bytes, reason: str = "daily") -> Path:
    """Make a backup in the case file's own folder and thin out the old ones."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    place = folder(store)
    place.mkdir(exist_ok=True)
    made = write(store, key, place / f"{stamp}-{reason}{SUFFIX}")
    for old in _superseded(sorted(place.glob(f"*{SUFFIX}"))):
        old.unlink()
    return made


def write(store: Path, key: bytes, target: Path, progress: Progress | None = None) -> Path:
    """Write a verified backup; an old one of that name stays until the new one is proven.

    Raises SendtuiError where it cannot be written, DamagedError where it does not read back.
    """
    bare, fresh = target.with_name(target.name + ".part"), target.with_name(target.name + ".new")
    try:
        _copy(store, key, bare, progress)
        require_sound(bare, key)
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED, allowZip64=True) as bundle:
            bundle.write(bare, STORE_NAME)
            bundle.writestr(KEYS_NAME, slots.dumps(slots.load(store)))
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        crash_point("backup.written")
        fresh.replace(target)
    except OSError as problem:
        raise SendtuiError(
            f"The backup could not be written: {problem.strerror}. Nothing was changed."
        ) from None
    finally:
        bare.unlink(missing_ok=True)
        fresh.unlink(missing_ok=True)
    return target


def restore(source: Path, target: Path, open_slots: Callable[[slots.Slots], bytes]) -> None:
    """Put a backup where the case file is; what was there is kept beside it.

    `open_slots` gets the backup's own slots and returns its data key, so that only somebody who
    can read a backup can restore it. Raises DamagedError, LockedError or BusyError; until the last
    step nothing has been touched.
    """
    owner = Owner.take(target, alone=True)
    fresh = target.with_name(target.name + ".restoring")
    try:
        with _bundle(source) as bundle:
            found = slots.loads(bundle.read(KEYS_NAME).decode("utf-8"))
            key = open_slots(found)
            with bundle.open(STORE_NAME) as held, fresh.open("wb") as file:
                while chunk := held.read(1 << 20):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        require_sound(fresh, key)
        _forget_home(fresh, key)
        _set_aside(target)
        crash_point("restore.set_aside")
        slots.save(target, found)
        fresh.replace(target)
    finally:
        for stray in (fresh, *(_side(fresh, s) for s in ("-wal", "-shm"))):
            stray.unlink(missing_ok=True)
        owner.release()


def require_sound(path: Path, key: bytes) -> None:
    """Check every page's seal and every table's structure.

    Raises DamagedError with what is wrong.
    """
    try:
        connection = cipher.driver.connect(str(path))
        try:
            cipher.prepare(connection, key, read_only=True)
            seals = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            if seals:
                raise DamagedError(f"{path.name}: {len(seals)} pages have been altered or damaged.")
            (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
        finally:
            connection.close()
    except cipher.DriverError as problem:
        raise cipher.explain(problem, path) from None
    if verdict != "ok":
        raise DamagedError(f"{path.name} is damaged: its structure does not hold together.")


def _copy(store: Path, key: bytes, target: Path, progress: Progress | None) -> None:
    target.unlink(missing_ok=True)
    held = cipher.connector(store, key, read_only=True)()
    made = cipher.driver.connect(str(target))
    try:
        made.execute("PRAGMA cipher_log_level = NONE")
        made.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        steps = (lambda _, left, total: progress(total - left, total)) if progress else None
        held.backup(made, pages=500, progress=steps)
        made.execute("PRAGMA journal_mode = DELETE")
    except cipher.DriverError as problem:
        raise cipher.explain(problem, target) from None
    finally:
        made.close()
        held.close()


def _forget_home(path: Path, key: bytes) -> None:
    # The next opening then gives the restored copy a device of its own.
    connection = cipher.connector(path, key, read_only=False)()
    try:
        connection.execute("DELETE FROM meta WHERE key = 'home'")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


def _set_aside(target: Path) -> None:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    for path in (target, slots.keys_path(target), _side(target, "-wal")):
        if path.exists():
            path.replace(path.with_name(f"{path.name}.before-{stamp}"))
    _side(target, "-shm").unlink(missing_ok=True)


def _bundle(source: Path) -> zipfile.ZipFile:
    try:
        bundle = zipfile.ZipFile(source)
    except FileNotFoundError:
        raise SendtuiError(f"There is no backup at {source}.") from None
    except (zipfile.BadZipFile, OSError):
        raise DamagedError(
            f"{source.name} is not a whole backup: it is damaged or cut off."
        ) from None
    if {STORE_NAME, KEYS_NAME} - set(bundle.namelist()):
        bundle.close()
        raise DamagedError(f"{source.name} is not a sendtui backup.")
    return bundle


def _superseded(backups: list[Path]) -> list[Path]:
    """All but the newest of each of the last seven days and four weeks."""
    by_day: dict[str, Path] = {path.name[:8]: path for path in backups}
    by_week: dict[tuple[int, int], Path] = {}
    for path in backups:
        year, week, _ = datetime.strptime(path.name[:8], "%Y%m%d").replace(tzinfo=UTC).isocalendar()
        by_week[year, week] = path
    kept = {*list(by_day.values())[-DAYS:], *list(by_week.values())[-WEEKS:]}
    return [path for path in backups if path not in kept]


def _side(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
