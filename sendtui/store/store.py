"""The case file: one door for reading and one for writing.

Two connections under write-ahead logging: one that writes, one that can only ask. Each is used by
one thread at a time, so that a long read never blocks a save, nor a save a read.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from sendtui.errors import DamagedError, LockedError, SendtuiError
from sendtui.store import busy, cipher, migrations
from sendtui.store.crash import crash_point
from sendtui.store.ids import new_id
from sendtui.store.owning import Owner
from sendtui.store.shapes import shape
from sendtui.store.standing import Bases, standing
from sendtui.store.transaction import Transaction


class Store:
    """An open, unlocked case file. Close it when done; `with Store.open(…) as store` does."""

    def __init__(self, path: Path, key: bytes, *, read_only: bool, owner: Owner) -> None:
        """Use `Store.open` or `Store.create`."""
        self.path = path
        self.read_only = read_only
        self._key = key
        self._owner = owner
        self._asking: Any = None
        self._writer = _engine(lambda: self._connect(read_only), "BEGIN IMMEDIATE")
        self._reader = _engine(self._connect_asking, "BEGIN")
        self._write_turn = threading.Lock()
        self._read_turn = threading.RLock()
        self._reading: Session | None = None
        self._writing = 0

    # ── Opening and closing ───────────────────────────────────────────────────────────────

    @classmethod
    def create(cls, path: Path, key: bytes) -> "Store":
        """Make a new case file and open it.

        Raises SendtuiError where there is one already.
        """
        cipher.require_cipher()
        if path.exists():
            raise SendtuiError(
                f"{path.name} exists already. Choose another place, or open that one."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        try:
            return cls.open(path, key, fresh=True)
        except BaseException:
            for ending in ("", "-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            raise

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes,
        *,
        read_only: bool = False,
        own: bool = False,
        fresh: bool = False,
    ) -> "Store":
        """Open a case file with its data key.

        `own` asks for the file alone, which restoring, rekeying and erasing need. On a read-only
        disk it is open for reading only, asked for or not.
        Raises SendtuiError, LockedError, DamagedError or BusyError, each saying what to do.
        """
        cipher.require_cipher()
        if not fresh and not path.exists():
            raise SendtuiError(f"There is no case file at {path}. “sendtui init” makes one.")
        read_only = read_only or not cipher.writable(path)
        store = cls(path, key, read_only=read_only, owner=Owner.take(path, alone=own))
        try:
            with store.explained():
                store._bring_up_to_date(fresh=fresh)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close both connections and drop the key; whoever asks after that is told it is locked."""
        self._key = b""
        self._asking = None
        self._reader.dispose()
        self._writer.dispose()
        self._owner.release()

    def __enter__(self) -> "Store":
        """Stay open for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close at the block's end."""
        self.close()

    # ── Reading ───────────────────────────────────────────────────────────────────────────

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that can only ask, seeing the file as it is at this moment.

        Asking again inside a reading is the same reading.
        """
        with self._read_turn, self.explained():
            if self._reading is not None:
                yield self._reading
                return
            with Session(self._reader, autoflush=False) as session:
                self._reading = session
                try:
                    yield session
                finally:
                    self._reading = None

    def interrupt(self) -> None:
        """Stop the reading that is under way, because a newer question has come."""
        if (asking := self._asking) is not None:
            asking.interrupt()

    def data_version(self) -> int:
        """A number that moves whenever anybody, in this program or another, has committed."""
        with self.read() as session:
            return int(session.connection().exec_driver_sql("PRAGMA data_version").scalar_one())

    def heads(self, session: Session, record: str) -> Bases:
        """The versions of every field of a record, for a form to hand back with its changes."""
        found = standing(session.connection(), record)
        if found is None:
            return {}
        # A field left as it was at birth is in no line of the log, and a form may fill it in.
        names = {*shape(found.kind).kind.twin.model_fields, *found.values}
        return {name: found.versions(name) for name in names}

    # ── Writing ───────────────────────────────────────────────────────────────────────────

    @contextmanager
    def write(
        self, label: str, *, true_on: date | None = None, undoes: int | None = None
    ) -> Iterator[Transaction]:
        """One act: all of it is written together under this label, or none of it.

        `label` names the act in history and undo and holds no personal text. `true_on` is when the
        facts were true, where that is not the day they are written.
        Raises BusyError after ten seconds of another's writing, SendtuiError on a read-only file.
        """
        if self.read_only:
            raise SendtuiError("This case file is open for reading only. Nothing was changed.")
        with self._turn_to_write(), Session(self._writer, autoflush=False) as session:
            now_ms = time.time_ns() // 1_000_000
            written = datetime.now(UTC).isoformat(timespec="seconds")
            # By the writer's own connection: a long reading must not hold up a save.
            found = session.connection().exec_driver_sql(_WHO).all()
            who: dict[str, str] = dict(found)
            act = Transaction(session, who["device"], who.get("author", ""), label, written, now_ms)
            act.true_on, act.undoes = true_on, undoes
            with busy.writing(self.path, label):
                crash_point("write.begun")
                yield act
                act.flush()
                if session.new or session.dirty or session.deleted:
                    raise RuntimeError("A change went past the log: use add, put or remove.")
                crash_point("write.flushed")
                session.commit()
                crash_point("write.committed")

    # ── What belongs to this copy alone ───────────────────────────────────────────────────

    @property
    def device(self) -> str:
        """The name this copy gives its changes."""
        return self.note("device")

    @property
    def author(self) -> str:
        """Who is at the keyboard, as written beside every change."""
        return self.note("author")

    @property
    def setting(self) -> str:
        """The id of the setting this case file was set up for."""
        return self.note("setting")

    def note(self, key: str) -> str:
        """What this copy has noted under a key, or nothing; never in the log, never sent."""
        with self.read() as session:
            found = (
                session.connection()
                .exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,))
                .scalar()
            )
        return str(found or "")

    def keep_note(self, key: str, value: str) -> None:
        """Note something for this copy alone."""
        self._run_alone("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    def keep_draft(self, key: str, values: dict[str, Any]) -> None:
        """Keep what has been typed and not yet saved."""
        saved = datetime.now(UTC).isoformat(timespec="seconds")
        text = json.dumps(values, ensure_ascii=False)
        self._run_alone(
            "INSERT OR REPLACE INTO draft (key, value, saved) VALUES (?, ?, ?)", (key, text, saved)
        )

    def draft(self, key: str) -> dict[str, Any] | None:
        """What was typed and not saved under this key, or None."""
        with self.read() as session:
            found = (
                session.connection()
                .exec_driver_sql("SELECT value FROM draft WHERE key = ?", (key,))
                .scalar()
            )
        return dict(json.loads(found)) if found else None

    def drafts(self) -> list[tuple[str, str]]:
        """Every draft's key and when it was kept (UTC), the newest first."""
        with self.read() as session:
            found = (
                session.connection()
                .exec_driver_sql("SELECT key, saved FROM draft ORDER BY saved DESC")
                .all()
            )
        return [(str(key), str(saved)) for key, saved in found]

    def drop_draft(self, key: str) -> None:
        """Forget a draft that has been saved or given up."""
        self._run_alone("DELETE FROM draft WHERE key = ?", (key,))

    def _run_alone(self, statement: str, values: tuple[Any, ...]) -> None:
        if self.read_only:
            return
        with self._turn_to_write(), self._writer.begin() as connection:
            connection.exec_driver_sql(statement, values)

    # ── Underneath ────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        if self._writing == threading.get_ident():
            raise RuntimeError("This thread is writing already: one act, one transaction.")
        with self._write_turn, self.explained():
            self._writing = threading.get_ident()
            try:
                yield
            finally:
                self._writing = 0

    def _connect(self, read_only: bool) -> Any:
        if not self._key:
            raise LockedError("The case file is locked.")
        return cipher.connector(self.path, self._key, read_only=read_only)()

    def _connect_asking(self) -> Any:
        self._asking = self._connect(True)
        return self._asking

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what the database library raises into something a person can act on."""
        try:
            yield
        except DBAPIError as problem:
            found = cipher.explain(problem.orig or problem, self.path)
            raise found from None
        except cipher.DriverError as problem:
            raise cipher.explain(problem, self.path) from None

    @property
    def key(self) -> bytes:
        """The data key, for the store's own rooms: backup and rekeying."""
        return self._key

    @property
    def writer(self) -> Engine:
        """The writing engine, for the store's own rooms."""
        return self._writer

    @property
    def reader(self) -> Engine:
        """The reading engine, for the store's own rooms."""
        return self._reader

    def _bring_up_to_date(self, *, fresh: bool) -> None:
        with self._reader.connect() as connection:
            found = migrations.require_known(connection)
        if not found and not fresh:
            # To fill it anew would hide that a record was lost.
            raise DamagedError(
                f"{self.path.name} is empty: it has been emptied, or was never finished. Restore a "
                "backup; if there is none, move it away and make a new one."
            )
        if self.read_only:
            if found < migrations.LATEST:
                raise SendtuiError(
                    "This case file is of an older schema. Open it for writing once."
                )
            return
        if found < migrations.LATEST:
            self._migrate()
        self._take_device()

    def _migrate(self) -> None:
        with self._owner.alone():
            with self._reader.connect() as connection:
                # Another sendtui may have taken the same steps while we waited.
                found = migrations.require_known(connection)
            if found:
                from sendtui.store import backup

                backup.keep(self.path, self._key, "before-migration")
            for number in range(found + 1, migrations.LATEST + 1):
                with self._writer.begin() as connection:
                    migrations.take(connection, number)
                    crash_point("migrate.taken")

    def _take_device(self) -> None:
        # A copied or restored file must not go on counting under the name of the one it came from.
        home = self._home()
        if self.note("home") == home and self.device:
            return
        with self._turn_to_write(), self._writer.begin() as connection:
            for key, value in (("home", home), ("device", new_id())):
                connection.exec_driver_sql(
                    "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value)
                )

    def _home(self) -> str:
        from sendtui.store.machine import machine

        return f"{machine()}:{self.path.resolve()}:{self.path.stat().st_ino}"


_WHO = "SELECT key, value FROM meta WHERE key IN ('device', 'author')"


def _engine(connect: Callable[[], Any], begin: str) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=StaticPool,
        module=cipher.driver,
        # An error must not carry what was being saved into a traceback.
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A read transaction that turns into a writing one does not wait for its turn.
        connection.exec_driver_sql(begin)

    return engine
