"""The one place that knows how the case file is encrypted.

SQLCipher with a raw 256-bit key: the key never enters a URL, an exception or a log, opening costs
0.2 ms, and the pragmas' order is ours. Measured reasons stand in the comments.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from sendtui.errors import BusyError, DamagedError, SendtuiError
from sendtui.store import busy

OLDEST_SQLITE = (3, 51, 3)
"""Before this, two connections could corrupt a write-ahead log that restarts under them."""

KEY_BYTES = 32
BUSY_SECONDS = 10.0

driver: Any = dbapi2
"""The database library, for the store's own rooms."""

DriverError: type[Exception] = driver.DatabaseError
"""What the database library raises; SQLAlchemy wraps it and keeps it as `.orig`."""


def require_cipher() -> str:
    """The cipher's version.

    Raises SendtuiError where the cipher is missing or the SQLite inside it is too old: some builds
    accept a key and quietly write plain text.
    """
    connection = driver.connect(":memory:")
    try:
        found = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    if not found or not found[0]:
        raise SendtuiError(
            "The encryption library is missing, so nothing is opened. Reinstall sendtui."
        )
    if driver.sqlite_version_info < OLDEST_SQLITE:
        raise SendtuiError(
            f"The encryption library brings SQLite {driver.sqlite_version}, and versions before "
            f"{'.'.join(map(str, OLDEST_SQLITE))} can damage a file. Update sqlcipher3."
        )
    return str(found[0])


def connector(path: Path, key: bytes, *, read_only: bool) -> Callable[[], Any]:
    """A function that opens one more connection to the file, keyed and with our pragmas set."""

    def connect() -> Any:
        connection = driver.connect(
            f"{path.absolute().as_uri()}?{_mode(path) if read_only else 'mode=rwc'}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            prepare(connection, key, read_only=read_only)
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def writable(path: Path) -> bool:
    """Whether this file can be written where it is; its side files must be, too."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _mode(path: Path) -> str:
    # On a read-only disk there is nowhere for the side files, and nobody who could write behind us.
    # With a write-ahead log left over, `immutable` would miss what is in it.
    if not writable(path) and not path.with_name(path.name + "-wal").exists():
        return "mode=ro&immutable=1"
    return "mode=ro"


def prepare(connection: Any, key: bytes, *, read_only: bool) -> None:
    """Key a fresh connection and set its pragmas; a wrong key shows here."""
    # First of all, or SQLCipher prints a wrong key's complaint over the screen.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
    # NORMAL would lose acknowledged saves in half of all simulated power cuts.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    # With the default 2 MB every page is decrypted again and again.
    connection.execute("PRAGMA cache_size = -64000")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")


def explain(error: Exception, path: Path) -> SendtuiError:
    """What a database library's error means to a person, as one of our kinds."""
    text = str(error).lower()
    name = path.name
    if "locked" in text or "busy" in text:
        return BusyError(
            f"{name} is being written by another sendtui{_by(path)}. Wait a moment and try again."
        )
    if "not a database" in text:
        # Whoever comes here has a data key that its slots have proven.
        return DamagedError(
            f"{name} and its keys do not belong together, or its beginning is damaged. "
            "Nothing was changed. Put back the right file, or restore a backup."
        )
    if "interrupt" in text:
        return SendtuiError("Stopped, because something newer was asked.")
    if "full" in text:
        return SendtuiError(
            "The disk is full. This change was not saved; everything saved before is safe. "
            "Free some space and do it again."
        )
    if "readonly" in text or "read-only" in text or "attempt to write" in text:
        return SendtuiError(f"{name} can only be read here: the disk or the folder is read-only.")
    # A damaged page of the search's own tables says that the search cannot be constructed.
    if any(said in text for said in ("malformed", "corrupt", "i/o error", "vtable constructor")):
        return DamagedError(
            f"{name} is damaged. Nothing was changed. Run “sendtui verify”, then restore a backup."
        )
    if "unable to open" in text:
        return SendtuiError(
            f"{name} cannot be opened: the folder is missing or may not be written."
        )
    # Its wrapper names it as its cause: without an end to the chain, printing it never ends.
    raise error from None


def _by(path: Path) -> str:
    said = busy.who(path)
    return f" ({said})" if said else ""


def settle(path: Path, key: bytes) -> None:
    """Write what stands beside a case file into it, and leave nothing there."""
    connection = connector(path, key, read_only=False)()
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
