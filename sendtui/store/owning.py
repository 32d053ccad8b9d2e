"""Who has the case file open: shared by several, or owned by one.

A small SQLite file beside the case file is the lock. Its shared and exclusive locks work on every
system, and the system itself gives them back when a program is killed. It holds no record.
"""

import os
import sqlite3
from contextlib import suppress
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

    @classmethod
    def take(cls, store: Path, *, alone: bool) -> "Owner":
        """Hold the case file.

        Raises BusyError where somebody else owns it, or has it open and `alone` is asked for.
        """
        path = lock_path(store)
        try:
            connection = sqlite3.connect(
                path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            owner = cls(path, connection)
            owner._hold(alone=alone)
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem):
                # A read-only folder has nobody else writing in it either.
                return cls(path, None)
            raise BusyError(_TAKEN if not alone else _OPEN_ELSEWHERE) from None
        return owner

    def require_alone(self) -> None:
        """Turn a shared hold into one's own.

        Raises BusyError where somebody else has the file open.
        """
        if self._connection is None:
            raise SendtuiError("The folder of this case file is read-only.")
        self._connection.execute("ROLLBACK")
        try:
            self._hold(alone=True)
        except sqlite3.OperationalError:
            self._hold(alone=False)
            raise BusyError(_OPEN_ELSEWHERE) from None

    def share(self) -> None:
        """Let others open the file again."""
        if self._connection is not None:
            self._connection.execute("ROLLBACK")
            self._hold(alone=False)

    def who_is_busy(self, problem: BusyError) -> BusyError:
        """The same problem, with how many others have the file open said where it can be known."""
        return problem

    def release(self) -> None:
        """Let go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _hold(self, *, alone: bool) -> None:
        assert self._connection is not None
        if alone:
            self._connection.execute("BEGIN EXCLUSIVE")
            return
        self._connection.execute("BEGIN")
        with suppress(sqlite3.DatabaseError):
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return
        raise sqlite3.OperationalError("database is locked")


def lock_path(store: Path) -> Path:
    """Where the lock of a case file is."""
    return store.with_name(store.name + ".lock")


_TAKEN = (
    "Another sendtui owns this case file for a moment (it is being migrated, restored or given a "
    f"new key). Try again when that is done. (This is process {os.getpid()}.)"
)
_OPEN_ELSEWHERE = "This case file is open in another sendtui. Close that one first, then try again."
