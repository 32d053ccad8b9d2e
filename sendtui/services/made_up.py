"""A made-up school to try everything on, in a case file of its own."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import seed
from sendtui.errors import SendtuiError
from sendtui.services import casefile
from sendtui.services.preferences import TOLD
from sendtui.store.owning import Owner, lock_path
from sendtui.store.store import Store

_FOLDER = "sendtui-demo-"
_HELD = "held"
"""What a running demo holds in its folder; the system lets go of it when the demo is killed."""

PASSPHRASE = "nobody real lives in Puddleby Common"
"""Opens the demo again after a lock; it protects nobody, because nobody in it is real."""


def school(folder: Path, pupils: int, today: date) -> Store:
    """An open, encrypted case file of a made-up school with a year of its record in it."""
    store = empty(folder / "demo.sendtui")
    known = seed.school(pupils, today).setting
    setting = casefile.set_up(store, author="Demo SENCO", role="senco", setting=known)
    made = seed.school(pupils, today, setting=setting)
    with store.write("Make a school up") as tx:
        for kind, id_, values in made.records:
            tx.add(kind, values, id_)
    with store.write("A new school year") as tx:
        for kind, id_, changed, true_on in made.amendments:
            tx.true_on = true_on
            tx.put(kind, id_, changed)
    return store


def empty(path: Path) -> Store:
    """A new case file with nobody in it, which the demo's passphrase opens."""
    store = casefile.create(path, PASSPHRASE).store
    store.keep_note(TOLD, PASSPHRASE)
    return store


@contextmanager
def thrown_away() -> Iterator[Path]:
    """A folder that is deleted at the end, and with it those that killed demos left behind."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_FOLDER, ignore_cleanup_errors=True) as made:
        held = Owner.take(Path(made) / _HELD, alone=True)
        try:
            yield Path(made)
        finally:
            held.release()


def _sweep(temporary: Path) -> None:
    for folder in temporary.glob(f"{_FOLDER}*"):
        try:
            if not (_is_ours(folder) and lock_path(folder / _HELD).is_file()):
                continue
            held = Owner.take(folder / _HELD, alone=True, patience=0)
        except (SendtuiError, OSError):
            continue
        try:
            with held.alone():
                shutil.rmtree(folder, ignore_errors=True)
        except SendtuiError:
            continue
        finally:
            held.release()
        # Where a file that is open cannot be deleted, what was held is still there.
        shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Whether this is a folder, no link to one, of whoever runs this."""
    found = folder.lstat()
    getuid = getattr(os, "getuid", None)
    return stat.S_ISDIR(found.st_mode) and (getuid is None or found.st_uid == getuid())
