"""A made-up school to try everything on, in a case file of its own."""

from datetime import date
from pathlib import Path

import seed
from sendtui.services import casefile
from sendtui.services.preferences import TOLD
from sendtui.store.store import Store

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
