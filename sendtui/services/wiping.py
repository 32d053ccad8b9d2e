"""Taking the case file off this computer: first what would be lost, then a word that is typed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.services import casefile
from sendtui.services.stream_names import names_of
from sendtui.store import wiping
from sendtui.store.store import Store

WORD = "WIPE"


NAMED = 20
"""Unsent acts that are named, the latest first."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """An act that no sealed file has carried: what it was, when (UTC), and about whom."""

    label: str
    when: datetime
    about: str


@dataclass(frozen=True, slots=True)
class Loss:
    """What goes with the case file.

    `unsent` are this copy's changes that no sealed file has carried, `acts` the latest acts that
    made them, `sent` whether a file was ever written.
    """

    pupils: int
    unsent: int
    sent: bool
    drafts: int
    backups: int
    acts: tuple[Unsent, ...] = ()


def loss(store: Store) -> Loss:
    """What would be lost with this copy of the record."""
    with store.read() as session:
        run = session.connection().exec_driver_sql
        last = run("SELECT max(at) FROM file WHERE direction = 'out'").scalar() or ""
        before = run("SELECT coalesce(max(n), 0) FROM batch WHERE written <= ?", (last,))
        since = int(before.scalar_one()) if last else 0
        waiting = run(
            """SELECT count(*) FROM change JOIN batch ON batch.n = change.batch
               WHERE change.batch > ? AND batch.received IS NULL""",
            (since,),
        )
        pupils = int(run("SELECT count(*) FROM pupil").scalar_one())
        unsent = int(waiting.scalar_one())
        acts = _acts(session.connection(), since)
    drafts, backups = len(store.drafts()), casefile.backups(store.path)
    return Loss(pupils, unsent, bool(last), drafts, backups, acts)


def _acts(connection: Connection, since: int) -> tuple[Unsent, ...]:
    found = connection.exec_driver_sql(
        """SELECT n, label, written FROM batch
           WHERE n > ? AND received IS NULL ORDER BY n DESC LIMIT ?""",
        (since, NAMED),
    ).all()
    acts = []
    for n, label, written in found:
        touched = connection.exec_driver_sql(
            "SELECT DISTINCT stream.id FROM change JOIN stream ON stream.n = change.stream "
            "WHERE change.batch = ?",
            (n,),
        )
        names = sorted(name for name, _ in names_of(connection, list(touched.scalars())).values())
        more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
        about = f"{names[0]}{more}" if names else ""
        acts.append(Unsent(label, datetime.fromisoformat(written), about))
    return tuple(acts)


def wipe(path: Path, word: str, *, backups: bool = False) -> tuple[str, ...]:
    """Delete the case file with its keys; gives the names of what could not be deleted.

    Raises SendtuiError where the word is not typed, BusyError where the file is open.
    """
    if word != WORD:
        raise SendtuiError(f"Nothing was deleted: the word is {WORD}.")
    return wiping.wipe(path, backups=backups)
