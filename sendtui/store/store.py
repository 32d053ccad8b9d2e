"""The case file: one door for reading and one for writing.

Two connections under write-ahead logging: one that writes, one that can only ask. Each is used by
one thread at a time, so that a long read never blocks a save, nor a save a read.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.store import carried, cipher
from sendtui.store.crash import crash_point
from sendtui.store.ground import CaseFile, Ground
from sendtui.store.ids import new_id
from sendtui.store.owning import Owner
from sendtui.store.shapes import shape
from sendtui.store.standing import Bases, standing
from sendtui.store.transaction import Transaction

OWN_NOTES = frozenset(
    {"author", "idle_minutes", "own_work", "recent_pupils", "saved_views", "work_trays"}
)
"""The notes that on a register are one person's own."""


class Store:
    """An open, unlocked case file or register. Close it when done; `with Store.open(…)` does."""

    def __init__(self, ground: Ground) -> None:
        """Use `Store.open`, `Store.create` or `Store.on`."""
        self.ground = ground
        self.path = ground.path
        self.read_only = ground.read_only
        self._writer = ground.writer()
        self._reader = ground.reader()
        self._write_turn = threading.Lock()
        self._read_turn = threading.RLock()
        self._reading: Session | None = None
        self._writing = 0
        self.kept: dict[str, Any] = {}
        """What services keep from one question to the next, under a name; closing forgets it."""

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
        owner = Owner.take(path, alone=own)
        return cls.on(CaseFile(path, key, read_only=read_only, owner=owner), fresh=fresh)

    @classmethod
    def on(cls, ground: Ground, *, fresh: bool = False) -> "Store":
        """Open what stands on this ground; it is let go where that fails."""
        store = cls(ground)
        try:
            with store.explained():
                ground.bring_up_to_date(store, fresh=fresh)
                if not store.read_only:
                    store._take_device()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close both connections and let go; whoever asks after that is told it is locked."""
        self.kept.clear()
        self._reader.dispose()
        self._writer.dispose()
        self.ground.close()

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

    @property
    def is_shared(self) -> bool:
        """Whether several people write into it all day: a register on a server, not a file."""
        return bool(self.ground.own)

    def interrupt(self) -> None:
        """Stop the reading that is under way, because a newer question has come."""
        self.ground.interrupt()

    def data_version(self) -> int:
        """A number that moves whenever anybody, in this program or another, has committed."""
        with self.read() as session:
            return self.ground.data_version(session.connection())

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
            author = self.ground.author(who.get("author", ""))
            act = Transaction(session, who["device"], author, label, written, now_ms)
            act.true_on, act.undoes = true_on, undoes
            with self.ground.writing(label):
                crash_point("write.begun")
                yield act
                act.flush()
                if session.new or session.dirty or session.deleted:
                    raise RuntimeError("A change went past the log: use add, put or remove.")
                crash_point("write.flushed")
                self.ground.committing(session.connection())
                session.commit()
                crash_point("write.committed")

    # ── What belongs to this copy alone ───────────────────────────────────────────────────

    @property
    def device(self) -> str:
        """The name this copy gives its changes."""
        return self.note("device")

    @property
    def devices_before(self) -> list[str]:
        """The names this copy has had before: it was moved, copied or put back."""
        return self.note("devices before").split()

    @property
    def author(self) -> str:
        """Who is at the keyboard, as written beside every change."""
        return self.ground.author(self.note("author"))

    @property
    def alone(self) -> str:
        """Whose acts undo is about where several people write under one device, else ""."""
        return self.ground.author("") if self.ground.own else ""

    @property
    def setting(self) -> str:
        """The id of the setting this case file was set up for."""
        return self.note("setting")

    def note(self, key: str) -> str:
        """What this copy has noted under a key, or nothing; never in the log, never sent."""
        with self.read() as session:
            found = (
                session.connection()
                .exec_driver_sql("SELECT value FROM meta WHERE key = ?", (self._noted(key),))
                .scalar()
            )
        return str(found or "")

    def keep_note(self, key: str, value: str) -> None:
        """Note something for this copy alone."""
        self._run_alone(_NOTE, (self._noted(key), value))

    def keep_draft(self, key: str, values: dict[str, Any]) -> None:
        """Keep what has been typed and not yet saved."""
        saved = datetime.now(UTC).isoformat(timespec="seconds")
        text = json.dumps(values, ensure_ascii=False)
        self._run_alone(_DRAFT, (self.ground.own + key, text, saved))

    def draft(self, key: str) -> dict[str, Any] | None:
        """What was typed and not saved under this key, or None."""
        with self.read() as session:
            found = (
                session.connection()
                .exec_driver_sql("SELECT value FROM draft WHERE key = ?", (self.ground.own + key,))
                .scalar()
            )
        return dict(json.loads(found)) if found else None

    def drafts(self) -> list[tuple[str, str]]:
        """Every draft's key and when it was kept (UTC), the newest first."""
        own = self.ground.own
        with self.read() as session:
            found = session.connection().exec_driver_sql(_DRAFTS, (len(own), own)).all()
        return [(str(key).removeprefix(own), str(saved)) for key, saved in found]

    def drop_draft(self, key: str) -> None:
        """Forget a draft that has been saved or given up."""
        self._run_alone("DELETE FROM draft WHERE key = ?", (self.ground.own + key,))

    def _noted(self, key: str) -> str:
        return self.ground.own + key if key in OWN_NOTES else key

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

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what the database library raises into something a person can act on."""
        try:
            yield
        except DBAPIError as problem:
            found = problem.orig if isinstance(problem.orig, Exception) else problem
            raise self.ground.explain(found) from None
        except cipher.DriverError as problem:
            raise self.ground.explain(problem) from None

    @property
    def key(self) -> bytes:
        """The data key, for the store's own rooms: backup and rekeying."""
        return self.ground.key

    @property
    def writer(self) -> Engine:
        """The writing engine, for the store's own rooms."""
        return self._writer

    @property
    def reader(self) -> Engine:
        """The reading engine, for the store's own rooms."""
        return self._reader

    def settle(self) -> None:
        """See that nothing of what was deleted stands beside the file any more."""
        if self.key:
            with self._turn_to_write():
                self._writer.dispose()
                cipher.settle(self.path, self.key)

    def note_carried(self) -> None:
        """Remember that what this copy wrote so far has left this computer."""
        carried.note(self.device, self._reached())

    def _reached(self) -> str:
        with self.read() as session:
            found = session.connection().exec_driver_sql(carried.REACHED, (self.device,)).one()
            return carried.reached(str(found[0]), int(found[1]))

    def _take_device(self) -> None:
        # A copied or restored file must not go on counting under the name of the one it came from.
        home, device = self.ground.home(), self.device
        if self.note("home") == home and device and not carried.is_behind(device, self._reached()):
            return
        before = " ".join([*self.devices_before, device]).strip()
        notes = {"home": home, "device": new_id(), "devices before": before}
        with self._turn_to_write(), self._writer.begin() as connection:
            for key, value in notes.items():
                connection.exec_driver_sql(_NOTE, (key, value))
        if device:
            from sendtui.store import erased_marks, revoked_marks

            erased_marks.erase_again(self)
            revoked_marks.revoke_again(self)


_WHO = "SELECT key, value FROM meta WHERE key IN ('device', 'author')"
_NOTE = (
    "INSERT INTO meta (key, value) VALUES (?, ?) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_DRAFT = (
    "INSERT INTO draft (key, value, saved) VALUES (?, ?, ?) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value, saved = excluded.saved"
)
_DRAFTS = "SELECT key, saved FROM draft WHERE substr(key, 1, ?) = ? ORDER BY saved DESC"
