"""Who has the case file open: shared by several, or owned by one.

A small SQLite file beside the case file is the lock. Its shared and exclusive locks work on every
system, and the system itself gives them back when a program is killed. It holds no record.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sendtui.errors import BusyError, SendtuiError

PATIENCE = 2.0
"""Seconds to wait for others to let go of the file."""


class Owner:
    """This program's hold on a case file, shared or alone."""

    def __init__(self, path: Path, connection: sqlite3.Connection | None) -> None:
        """Use `Owner.take`."""
        self._path = path
        self._connection = connection
        self._is_alone = False

    @classmethod
    def take(cls, store: Path, *, alone: bool, patience: float | None = None) -> "Owner":
        """Hold the case file, after at most `patience` seconds of waiting.

        Raises BusyError where somebody else owns it, or has it open and `alone` is asked for.
        """
        path = lock_path(store)
        try:
            connection = sqlite3.connect(
                path,
                timeout=PATIENCE if patience is None else patience,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.OperationalError:
            # A read-only folder has nobody else writing in it either.
            return cls(path, None)
        try:
            owner = cls(path, connection)
            owner._hold(alone=alone)
        except sqlite3.DatabaseError as problem:
            connection.close()
            text = str(problem)
            if "locked" in text:
                raise BusyError(_OPEN_ELSEWHERE if alone else _TAKEN) from None
            if "not a database" in text or "malformed" in text:
                # Nobody can hold a lock that is no lock; nothing of the record is in it.
                path.unlink(missing_ok=True)
                return cls.take(store, alone=alone, patience=patience)
            return cls(path, None)
        return owner

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Own the file for a block, and hold it as before after that.

        Raises BusyError where somebody else has the file open; it is then held as before, too.
        """
        if self._connection is None:
            raise SendtuiError("The folder of this case file is read-only.")
        was_alone = self._is_alone
        if not was_alone:
            self._turn(alone=True)
        yield
        if not was_alone:
            self._turn(alone=False)

    def _turn(self, *, alone: bool) -> None:
        assert self._connection is not None
        self._connection.execute("ROLLBACK")
        try:
            self._hold(alone=alone)
        except sqlite3.OperationalError:
            self._hold(alone=False)
            raise BusyError(_OPEN_ELSEWHERE) from None

    def release(self) -> None:
        """Let go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _hold(self, *, alone: bool) -> None:
        assert self._connection is not None
        self._connection.execute("BEGIN EXCLUSIVE" if alone else "BEGIN")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        self._is_alone = alone


def lock_path(store: Path) -> Path:
    """Where the lock of a case file is."""
    return store.with_name(store.name + ".lock")


_TAKEN = (
    "Another sendtui has this case file to itself for a moment: it is being brought up to date, "
    "restored or given a new key. Try again when that is done."
)
_OPEN_ELSEWHERE = "This case file is open in another sendtui. Close that one first, then try again."
