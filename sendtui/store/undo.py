"""Undo and redo as readings of the log: nothing is taken out, the reverse is written after it.

Only this device's acts are undone, the last first, and only where nothing later builds on them.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.store.history import of_field, values_at
from sendtui.store.parts import in_parts
from sendtui.store.standing import BIRTH, DELETED, Standing, standing, standings
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


def undoable(connection: Connection, device: str, who: str = "") -> Act | None:
    """The act that undo would reverse: the latest that stands, be it done or redone.

    `who` asks for that person's alone, where several work under one device's name.
    """
    done, _ = _standing_acts(connection, device, who)
    return done[-1] if done else None


def redoable(connection: Connection, device: str, who: str = "") -> Act | None:
    """The undoing that redo would reverse, unless something else has been done since."""
    _, undone = _standing_acts(connection, device, who)
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


Finder = Callable[[Connection, str, str], Act | None]


def _reverse(store: Store, word: str, find: Finder, nothing: str, *, dry: bool) -> Act:
    with store.read() as session:
        act = find(session.connection(), store.device, store.alone)
    if act is None:
        raise SendtuiError(nothing)
    if dry:
        return act
    label = word + act.label.removeprefix(UNDO).removeprefix(REDO)
    with store.write(label, true_on=None, undoes=act.n) as tx:
        if find(tx.connection, store.device, store.alone) != act:
            raise SendtuiError("Something else was done in the meantime. Look again, then undo.")
        _refuse_if_built_on(tx.connection, act)
        for part in in_parts(_by_field(tx.connection, act.n)):
            _reverse_fields(tx, part)
    return act


def _reverse_fields(tx: Transaction, fields: Sequence[list[Edit]]) -> None:
    known = tx.look_ahead({lines[0].record for lines in fields})
    if any(not now.born for now in known.values()):
        raise SendtuiError("What it was about has been erased, so it cannot be undone.")
    roots = {lines[0]: _roots(tx.connection, lines) for lines in fields}
    asked = [(known[e.record].kind, e.name, n) for e, found in roots.items() for n in found]
    before = values_at(tx.connection, asked)
    undone: set[str] = set()
    for lines in fields:
        record, name = lines[0].record, lines[0].name
        # Fields do not touch one another, but for this: what was removed just now is not removed
        # again with its birth.
        again = name == BIRTH and record in undone
        now = tx.standing(record) if again else known[record]
        _reverse_field(tx, now, lines, [before[now.kind, name, n] for n in roots[lines[0]]])
        undone.add(record)


def _roots(connection: Connection, lines: list[Edit]) -> list[int]:
    """The lines that an act's lines about a field replaced, the one that was shown first last."""
    own = {line.n for line in lines}
    found = sorted({base for line in lines for base in line.bases} - own)
    if len(found) < 2:
        return found
    # A removal names besides what it saw of other fields.
    order = connection.exec_driver_sql(
        "SELECT change.n FROM change JOIN batch ON batch.n = change.batch "
        "JOIN device ON device.n = change.device "
        "WHERE change.n IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) "
        "AND change.field IN (?, '*') ORDER BY batch.hlc, device.id, change.counter",
        (json.dumps(found), lines[0].name),
    )
    return [int(n) for (n,) in order]


def _reverse_field(tx: Transaction, now: Standing, lines: list[Edit], said: list[object]) -> None:
    """Give a field back what it said before the act's first line about it.

    Where the act decided a clash, all that it decided between: it is a clash again.
    """
    name = lines[0].name
    if name == BIRTH:
        if not now.deleted:
            tx.restate(now, DELETED, True, now.versions(DELETED))
        return
    tops = {line.n for line in lines} - {base for line in lines for base in line.bases}
    heads = now.versions(name)
    if set(heads) != tops and not (len(tops) == 1 and _is_back(tx.connection, heads, lines[-1])):
        raise SendtuiError("That has been changed again since, so it cannot be undone.")
    for number, value in enumerate(said):
        tx.restate(tx.standing(now.record) if number else now, name, value, heads)


def _is_back(connection: Connection, heads: tuple[int, ...], line: Edit) -> bool:
    """Whether what came after a line has all been reversed, so that the field says it again."""
    while len(heads) == 1 and heads[0] > line.n:
        found = connection.exec_driver_sql(_RESTORED, (heads[0], line.record, line.name)).scalar()
        heads = of_field(connection, json.loads(found), line.name) if found else ()
    return heads == (line.n,)


_RESTORED = """
    SELECT bases FROM change WHERE record = ?2 AND field = ?3 AND field <> '*' AND batch = (
        SELECT undoes FROM batch WHERE n = (SELECT batch FROM change WHERE n = ?1)
    ) ORDER BY n LIMIT 1
"""
"""What stood before the act that a line's own act reverses: the line says that again."""


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
    edited = connection.exec_driver_sql(_EDITED_SINCE, (act.n,)).scalars().all()
    own: dict[str, set[str]] = {}
    for record, name in connection.exec_driver_sql(_OWN_EDITS, (act.n,)) if edited else ():
        own.setdefault(str(record), set()).add(str(name))
    for part in in_parts(record for record in edited if record in brought):
        for record, one in standings(connection, part).items():
            # What the act wrote after the birth is looked at as that is reversed.
            if one.differs_from_birth(but=own.get(record, ())):
                raise SendtuiError(
                    f"Later changes build on it (a {one.kind} was edited), so it is not undone."
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


_OWN_EDITS = f"SELECT record, field FROM change WHERE batch = ? AND field NOT IN ('*', '{DELETED}')"
_STREAMS = "SELECT DISTINCT stream FROM change WHERE batch = ?1"
_EDITED_SINCE = f"""
    SELECT DISTINCT record FROM change WHERE stream IN ({_STREAMS})
    AND batch > ?1 AND field NOT IN ('*', '{DELETED}')
"""
_BORN_SINCE = f"""
    SELECT kind, record, value FROM change WHERE stream IN ({_STREAMS})
    AND batch > ?1 AND field = '*'
"""


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


def _standing_acts(connection: Connection, device: str, who: str) -> tuple[list[Act], list[Act]]:
    """What undo would reverse and what redo would, the next one last: the acts as two piles."""
    done: list[Act] = []
    undone: list[Act] = []
    for act in reversed(_acts(connection, device, who)):
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


def _acts(connection: Connection, device: str, who: str) -> list[Act]:
    """The latest acts of this device that can be reversed at all.

    What has left cannot be called back, so the record that it left stands; and without its setting
    a case file is nobody's.
    """
    found = connection.exec_driver_sql(
        """SELECT batch.n, label, who, written, undoes FROM batch
           JOIN device ON device.n = batch.device WHERE device.id = ?1
           AND ?2 IN ('', who) AND NOT EXISTS (SELECT 1 FROM change WHERE change.batch = batch.n
                           AND change.kind IN ('disclosure', 'setting', 'erasure')
                           AND change.field = '*')
           ORDER BY batch.n DESC LIMIT 500""",
        (device, who),
    )
    return [Act(*line) for line in found]
