"""Backups that stay encrypted and are read back before they count.

A backup is one file: a ZIP, without compression, of the encrypted case file and its key slots.
Whoever has the file still needs the passphrase or a recovery key.
"""

import os
import re
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sendtui.errors import DamagedError, SendtuiError
from sendtui.rules.counting import counted
from sendtui.store import cipher, disk, slots
from sendtui.store.crash import crash_point

STORE_NAME, KEYS_NAME = "case.sendtui", "case.sendtui.keys"
SUFFIX = ".sendtui-backup"
DAYS, WEEKS = 7, 4

_OURS = re.compile(r"20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-\d{6}-")

Progress = Callable[[int, int], None]


def folder(store: Path) -> Path:
    """Where a case file's own backups are kept."""
    return store.with_name(store.name + ".backups")


def keep(store: Path, key: bytes, reason: str = "daily") -> Path:
    """Make a backup in the case file's own folder and thin out the old ones."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    place = folder(store)
    try:
        place.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise disk.could_not_write(place, problem) from None
    made = write(store, key, place / f"{stamp}-{reason}{SUFFIX}")
    disk.tidy(*superseded(sorted(place.glob(f"*{SUFFIX}"))))
    return made


def write(store: Path, key: bytes, target: Path, progress: Progress | None = None) -> Path:
    """Write a verified backup; an old one of that name stays until the new one is proven.

    Raises SendtuiError where it cannot be written, DamagedError where it does not read back.
    """
    if target.resolve() in {store.resolve(), slots.keys_path(store).resolve()}:
        raise SendtuiError("A backup must not replace the case file itself: name another file.")
    bare, fresh = disk.beside(target, ".part"), disk.beside(target, ".new")
    try:
        _copy(store, key, bare, progress)
        require_sound(bare, key)
        with open(fresh, "w+b", opener=disk.private) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as bundle:
                bundle.write(bare, STORE_NAME)
                bundle.writestr(KEYS_NAME, slots.dumps(slots.load(store)))
            file.flush()
            os.fsync(file.fileno())
        crash_point("backup.written")
        disk.put_in_place(fresh, target)
    except OSError as problem:
        raise disk.could_not_write(target, problem) from None
    finally:
        disk.tidy(bare, disk.beside(bare, "-journal"), fresh)
    return target


def require_sound(path: Path, key: bytes) -> None:
    """Check every page's seal and every table's structure.

    Raises DamagedError with what is wrong.
    """
    try:
        connection = cipher.connector(path, key, read_only=True)()
        try:
            seals = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            if seals:
                pages = counted(len(seals), "page")
                raise DamagedError(f"{path.name}: {pages} altered or damaged.")
            (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
        finally:
            connection.close()
    except cipher.DriverError as problem:
        raise cipher.explain(problem, path) from None
    if verdict != "ok":
        raise DamagedError(f"{path.name} is damaged: its structure does not hold together.")


def _copy(store: Path, key: bytes, target: Path, progress: Progress | None) -> None:
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    steps = (lambda _, left, total: progress(total - left, total)) if progress else None
    try:
        with (
            closing(cipher.connector(store, key, read_only=True)()) as held,
            closing(cipher.driver.connect(str(target))) as made,
        ):
            made.execute("PRAGMA cipher_log_level = NONE")
            made.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            held.backup(made, pages=500, progress=steps)
            made.execute("PRAGMA journal_mode = DELETE")
    except cipher.DriverError as problem:
        raise cipher.explain(problem, target) from None


def superseded(backups: list[Path]) -> list[Path]:
    """All but the newest of each of the last seven days and four weeks that have any.

    `backups` are in the order they were made; a file that is not named by its day is left alone.
    """
    backups = [path for path in backups if _OURS.match(path.name)]
    by_day: dict[str, Path] = {path.name[:8]: path for path in backups}
    by_week: dict[tuple[int, int], Path] = {}
    for path in backups:
        year, week, _ = datetime.strptime(path.name[:8], "%Y%m%d").replace(tzinfo=UTC).isocalendar()
        by_week[year, week] = path
    kept = {*list(by_day.values())[-DAYS:], *list(by_week.values())[-WEEKS:]}
    return [path for path in backups if path not in kept]
