"""Undo and redo as readings of the log: nothing is taken out, the reverse is written after it.

Only this device's acts are undone, the last first, and only where nothing later builds on them.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.store.history import value_at
from sendtui.store.standing import BIRTH, DELETED, standing
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Act:
    """One act of this device: its number in the log, its label, who did it and when (UTC)."""

    n: int
    label: str
    who: str
    written: str
    undoes: int | None


@dataclass(frozen=True, slots=True)
class Edit:
    """A line of an act: its number, whose field it set, and the lines it replaced."""

    n: int
    record: str
    name: str
    bases: tuple[int, ...]


def undoable(connection: Connection, device: str) -> Act | None:
    """The act that undo would reverse: the latest that stands, be it done or redone."""
    done, _ = _standing_acts(connection, device)
    return done[-1] if done else None


def redoable(connection: Connection, device: str) -> Act | None:
    """The undoing that redo would reverse, unless something else has been done since."""
    _, undone = _standing_acts(connection, device)
    return undone[-1] if undone else None


UNDO = "Undo: "
REDO = "Redo: "


def undo(store: Store, *, dry: bool = False) -> Act:
    """Reverse this device's last act and say which it was.

    Raises SendtuiError where there is none, or where later changes build on it.
    """
    return _reverse(store, UNDO, undoable, "There is nothing of yours to undo.", dry=dry)


def redo(store: Store, *, dry: bool = False) -> Act:
    """Reverse the last undoing and say what came back.

    Raises SendtuiError where there is none.
    """
    return _reverse(store, REDO, redoable, "There is nothing to redo.", dry=dry)


Finder = Callable[[Connection, str], Act | None]


def _reverse(store: Store, word: str, find: Finder, nothing: str, *, dry: bool) -> Act:
    with store.read() as session:
        act = find(session.connection(), store.device)
    if act is None:
        raise SendtuiError(nothing)
    if dry:
        return act
    label = word + act.label.removeprefix(UNDO).removeprefix(REDO)
    with store.write(label, true_on=None, undoes=act.n) as tx:
        if find(tx.connection, store.device) != act:
            raise SendtuiError("Something else was done in the meantime. Look again, then undo.")
        _refuse_if_built_on(tx.connection, act)
        for lines in _by_field(tx.connection, act.n):
            _reverse_field(tx, lines)
    return act


def _reverse_field(tx: Transaction, lines: list[Edit]) -> None:
    """Give a field back what it said before the act's first line about it."""
    first, last = lines[0], lines[-1]
    now = standing(tx.connection, first.record)
    assert now is not None
    if first.name == BIRTH:
        if not now.deleted:
            tx.restate(now, DELETED, True, now.versions(DELETED))
        return
    decided = any(later.bases != (earlier.n,) for earlier, later in pairwise(lines))
    if decided or len(first.bases) != 1:
        raise SendtuiError("A decision about a clash is not undone: decide again instead.")
    if now.versions(first.name) != (last.n,):
        raise SendtuiError("That has been changed again since, so it cannot be undone.")
    before = value_at(tx.connection, now.kind, first.name, first.bases[0])
    tx.restate(now, first.name, before, (last.n,))


def _refuse_if_built_on(connection: Connection, act: Act) -> None:
    """Raise SendtuiError where what this act brought has been edited or referred to since."""
    brought = {
        str(record): str(kind)
        for record, kind in connection.exec_driver_sql(
            "SELECT record, kind FROM change WHERE batch = ? "
            "AND (field = '*' OR (field = ? AND value = 'false'))",
            (act.n, DELETED),
        )
    }
    if not brought:
        return
    for record, kind in connection.exec_driver_sql(_EDITED_SINCE, (act.n,)).all():
        if record in brought and _differs_from_birth(connection, str(record)):
            raise SendtuiError(
                f"Later changes build on it (a {kind} was edited), so it is not undone."
            )
    for kind, record, value in connection.exec_driver_sql(_BORN_SINCE, (act.n,)).all():
        if record not in brought and brought.keys() & set(
            map(str, json.loads(value or "{}").values())
        ):
            now = standing(connection, str(record))
            if now is not None and not now.deleted:
                raise SendtuiError(
                    f"Later changes build on it (a {kind} was added), so it is not undone."
                )


_STREAMS = "SELECT DISTINCT stream FROM change WHERE batch = ?1"
_EDITED_SINCE = f"""
    SELECT DISTINCT record, kind FROM change WHERE stream IN ({_STREAMS})
    AND batch > ?1 AND field NOT IN ('*', '{DELETED}')
"""
_BORN_SINCE = f"""
    SELECT kind, record, value FROM change WHERE stream IN ({_STREAMS})
    AND batch > ?1 AND field = '*'
"""


def _differs_from_birth(connection: Connection, record: str) -> bool:
    now = standing(connection, record)
    if now is None:
        return False
    return any(
        now.values.get(name) != value_at(connection, now.kind, name, now.birth)
        for name in now.heads
        if name != DELETED
    )


def _by_field(connection: Connection, batch: int) -> list[list[Edit]]:
    """An act's lines in their order, field by field; the field written last comes first."""
    found = connection.exec_driver_sql(
        "SELECT n, record, field, bases FROM change WHERE batch = ? ORDER BY n", (batch,)
    )
    fields: dict[tuple[str, str], list[Edit]] = {}
    for n, record, name, bases in found:
        edit = Edit(n, record, name, tuple(json.loads(bases)) if bases else ())
        fields.setdefault((record, name), []).append(edit)
    return sorted(fields.values(), key=lambda lines: lines[-1].n, reverse=True)


def _standing_acts(connection: Connection, device: str) -> tuple[list[Act], list[Act]]:
    """What undo would reverse and what redo would, the next one last: the acts as two piles."""
    done: list[Act] = []
    undone: list[Act] = []
    for act in reversed(_acts(connection, device)):
        if act.label.startswith(UNDO):
            if done and done[-1].n == act.undoes:
                done.pop()
            undone.append(act)
        else:
            if act.undoes is None:
                undone.clear()
            elif undone and undone[-1].n == act.undoes:
                undone.pop()
            done.append(act)
    return done, undone


def _acts(connection: Connection, device: str) -> list[Act]:
    """The latest acts of this device that can be reversed at all.

    What has left cannot be called back, so the record that it left stands; and without its setting
    a case file is nobody's.
    """
    found = connection.exec_driver_sql(
        """SELECT batch.n, label, who, written, undoes FROM batch
           JOIN device ON device.n = batch.device WHERE device.id = ?
           AND NOT EXISTS (SELECT 1 FROM change WHERE change.batch = batch.n
                           AND change.kind IN ('disclosure', 'setting') AND change.field = '*')
           ORDER BY batch.n DESC LIMIT 500""",
        (device,),
    )
    return [Act(*line) for line in found]
