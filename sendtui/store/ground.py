"""What a store stands on: an encrypted file on this computer, or a register on a server.

The store asks its ground for two engines, one that writes and one that can only ask, and for the
few things that the two do differently. What is in the tables is the same on both.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache

from sendtui.errors import DamagedError, LockedError, SendtuiError
from sendtui.store import busy, cipher, migrations
from sendtui.store.crash import crash_point
from sendtui.store.owning import Owner

if TYPE_CHECKING:
    from sendtui.store.store import Store


class Ground(Protocol):
    """What the store asks of what it stands on."""

    path: Path
    """The file; of a register the place on this computer where its wordings are kept."""
    name: str
    """What it is called in a message."""
    read_only: bool
    key: bytes
    """The data key of a file; nothing for a register."""
    own: str
    """What the names of one person's own notes and drafts begin with, where several share them."""

    def writer(self) -> Engine:
        """The engine that writes: a transaction of it keeps every other writer out."""
        ...

    def reader(self) -> Engine:
        """The engine that can only ask, and sees one moment for as long as a reading lasts."""
        ...

    def explain(self, error: Exception) -> SendtuiError:
        """What the database library's error means to a person; raises what means nothing."""
        ...

    def interrupt(self) -> None:
        """Stop the reading that is under way."""
        ...

    def data_version(self, connection: Connection) -> int:
        """A number that moves whenever anybody has committed."""
        ...

    def committing(self, connection: Connection) -> None:
        """Do what has to be done last in a transaction that has written."""
        ...

    def writing(self, label: str) -> AbstractContextManager[None]:
        """Say to others who is writing, for as long as it lasts."""
        ...

    def home(self) -> str:
        """Where this copy is at home: one that finds itself elsewhere takes a new device."""
        ...

    def author(self, noted: str) -> str:
        """Who is at the keyboard; `noted` is whom the file itself names."""
        ...

    def bring_up_to_date(self, store: "Store", *, fresh: bool) -> None:
        """See that the schema is the one this sendtui knows."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class CaseFile:
    """An encrypted file on this computer, with two connections under write-ahead logging."""

    def __init__(self, path: Path, key: bytes, *, read_only: bool, owner: Owner) -> None:
        """Stand on the file that `owner` holds."""
        self.path = path
        self.name = path.name
        self.read_only = read_only
        self.key = key
        self.own = ""
        self._owner = owner
        self._asking: Any = None

    def writer(self) -> Engine:
        """One connection; a transaction of it writes from its first word."""
        # A read transaction that turns into a writing one does not wait for its turn.
        return _engine(lambda: self._connect(self.read_only), "BEGIN IMMEDIATE")

    def reader(self) -> Engine:
        """One query-only connection."""
        return _engine(self._connect_asking, "BEGIN")

    def explain(self, error: Exception) -> SendtuiError:
        """What SQLite says, as one of our kinds."""
        return cipher.explain(error, self.path)

    def interrupt(self) -> None:
        """Stop the reading that is under way."""
        if (asking := self._asking) is not None:
            asking.interrupt()

    def data_version(self, connection: Connection) -> int:
        """As SQLite counts."""
        return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def committing(self, connection: Connection) -> None:
        """Nothing: SQLite counts commits by itself."""

    def writing(self, label: str) -> AbstractContextManager[None]:
        """A line beside the file."""
        return busy.writing(self.path, label)

    def home(self) -> str:
        """This computer and this file."""
        from sendtui.store.machine import machine

        return f"{machine()}:{self.path.resolve()}:{self.path.stat().st_ino}"

    def author(self, noted: str) -> str:
        """As noted in the file."""
        return noted

    def bring_up_to_date(self, store: "Store", *, fresh: bool) -> None:
        """Take the steps that are missing, after a backup."""
        with store.reader.connect() as connection:
            found = migrations.require_known(connection)
        if not found and not fresh:
            # To fill it anew would hide that a record was lost.
            raise DamagedError(
                f"{self.name} is empty: it has been emptied, or was never finished. Restore a "
                "backup; if there is none, move it away and make a new one."
            )
        if found == migrations.LATEST:
            return
        if self.read_only:
            raise SendtuiError("This case file is of an older schema. Open it for writing once.")
        self._migrate(store)

    def close(self) -> None:
        """Drop the key and let go of the file; whoever asks after that is told it is locked."""
        self.key = b""
        self._asking = None
        forget_questions()
        self._owner.release()

    def _migrate(self, store: "Store") -> None:
        with self._owner.alone():
            with store.reader.connect() as connection:
                # Another sendtui may have taken the same steps while we waited.
                found = migrations.require_known(connection)
            if found:
                from sendtui.store import backup

                backup.keep(self.path, self.key, "before-migration")
            for number in range(found + 1, migrations.LATEST + 1):
                with store.writer.begin() as connection:
                    migrations.take(connection, number)
                    crash_point("migrate.taken")

    def _connect(self, read_only: bool) -> Any:
        if not self.key:
            raise LockedError("The case file is locked.")
        return cipher.connector(self.path, self.key, read_only=read_only)()

    def _connect_asking(self) -> Any:
        self._asking = self._connect(True)
        return self._asking


class FileDialect(SQLiteDialect_pysqlite):
    """SQLite as any of our engines speaks it: what one has put into SQL the others know."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.sendtui", __name__, FileDialect.__name__)

PUT_INTO_SQL: LRUCache[Any, Any] = LRUCache(1_000)
"""Questions as they were put into SQL, for the reader and the writer of a file alike."""


def forget_questions() -> None:
    """Keep no question: whoever asked it first may have asked with words of the record."""
    PUT_INTO_SQL.clear()


def _engine(connect: Callable[[], Any], begin: str) -> Engine:
    engine = create_engine(
        "sqlite+sendtui://",
        creator=connect,
        poolclass=StaticPool,
        module=cipher.driver,
        execution_options={"compiled_cache": PUT_INTO_SQL},
        # An error must not carry what was being saved into a traceback.
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
