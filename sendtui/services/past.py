"""What was done: the history in words, and undo and redo with what they reverse."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from sendtui.services import confidential, same, writes
from sendtui.services.labels import is_link, kind_title, title, word
from sendtui.services.records import require_pupil
from sendtui.services.tables import table
from sendtui.services.veil import veil
from sendtui.store import history
from sendtui.store import undo as undoing
from sendtui.store.schema import change, stream
from sendtui.store.standing import DELETED
from sendtui.store.store import Store

ERASED = "(erased)"

FEW = 2
"""The fields of an act that is told field by field."""

NAMED = 3
"""Pupils that are named of those an act is about."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that was changed, or one that a new record was born with.

    `when` it was written (UTC); `true_on` the day it was true where that was another day. `before`
    and `after` are in words, "" for nothing. `born`: the line is part of a new record.
    """

    when: datetime
    true_on: date | None
    who: str
    act: str
    batch: int
    kind: str
    kind_label: str
    record: str
    field: str
    label: str
    before: str
    after: str
    born: bool
    device: str


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A file that left: when it was written (UTC), by whom, and whose data it held (ids).

    `protection` is a word: sealed, plain or print.
    """

    id: str
    when: datetime
    on: date | None
    who: str
    what: str
    recipient: str
    basis: str
    protection: str
    pupils: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """An act of this copy that undo or redo would reverse: its label, by whom and when (UTC).

    `about` names the pupils it is about, at most three of the `pupils` there are. `edits` are its
    fields where it changed one or two and nothing else: what is `after` goes back to `before`.
    """

    label: str
    who: str
    when: datetime
    about: tuple[str, ...] = ()
    pupils: int = 0
    edits: tuple[Change, ...] = ()


def of_pupil(
    store: Store, pupil: str, limit: int = 500, today: date = date.max
) -> tuple[Change, ...]:
    """What was changed about a pupil and what left of theirs, the newest first.

    A file that left is one line, with all that is known of it. A removed pupil keeps their history.
    What is confidential on the day is veiled.
    Raises SendtuiError where there never was one of this id.
    """
    with store.read() as session:
        streams = same.of_child(session, pupil)
        lines = list(history.of_streams(session.connection(), streams, limit))
        if not lines:
            require_pupil(session, pupil)
        changes = tuple(_in_words(lines))
        left = tuple(map(_left, history.disclosures(session.connection(), pupil, limit)))
        hidden = confidential.veiled(store, session, (pupil,), today)
    changes = veil(changes, pupil, hidden)
    both = merge(changes, left, key=lambda change: change.when, reverse=True)
    return tuple(islice(both, max(limit, len(changes))))


def disclosures(store: Store, pupil: str = "", limit: int = 1_000) -> tuple[Disclosed, ...]:
    """The files that left, the newest first: all of them, or those that hold this pupil's data."""
    with store.read() as session:
        return tuple(map(_disclosed, history.disclosures(session.connection(), pupil, limit)))


def latest(store: Store, limit: int = 100) -> tuple[Change, ...]:
    """The latest changes to anything, the newest first; what is confidential is veiled."""
    with store.read() as session:
        lines = list(history.latest(session.connection(), limit))
        streams = list({each.stream for each in lines})
        hidden = confidential.veiled(store, session, streams, date.max)
    return tuple(
        veil(change, line.stream, hidden) for line in lines for change in _in_words([line])
    )


def can_undo(store: Store) -> Act | None:
    """The act of this copy that undo would reverse: what the footer names."""
    with store.read() as session:
        found = undoing.undoable(session.connection(), store.device, store.alone)
        return _act(store, session, found)


def can_redo(store: Store) -> Act | None:
    """The undoing that redo would reverse."""
    with store.read() as session:
        found = undoing.redoable(session.connection(), store.device, store.alone)
        return _act(store, session, found)


@writes
def undo(store: Store) -> str:
    """Reverse this copy's last act and return its label.

    Raises SendtuiError where there is none, or where later changes build on it.
    """
    return undoing.undo(store).label


@writes
def redo(store: Store) -> str:
    """Reverse the last undoing and return the label of the act that is back.

    Raises SendtuiError where there is none.
    """
    return undoing.redo(store).label.removeprefix(undoing.UNDO)


def _act(store: Store, session: Session, found: undoing.Act | None) -> Act | None:
    if found is None:
        return None
    label = found.label.removeprefix(undoing.UNDO)
    touched = select(change.c.stream).where(change.c.batch == found.n).distinct()
    ids = list(
        session.connection().scalars(
            select(stream.c.id).where(stream.c.kind == "pupil", stream.c.n.in_(touched))
        )
    )
    about = _names(session, ids[:NAMED])
    when, edits = datetime.fromisoformat(found.written), _edits(store, session, found.n)
    return Act(label, found.who, when, about, len(ids), edits)


def _edits(store: Store, session: Session, act: int) -> tuple[Change, ...]:
    """What an act changed, where that is few fields; what is confidential is veiled."""
    lines = history.of_act(session.connection(), act, FEW)
    if any(
        line.is_birth or line.erased or line.field == DELETED or is_link(line.kind, line.field)
        for line in lines
    ):
        return ()
    hidden = confidential.veiled(store, session, [line.stream for line in lines], date.max)
    return tuple(
        veil(change, line.stream, hidden) for line in lines for change in _in_words([line])
    )


def _names(session: Session, pupils: Sequence[str]) -> tuple[str, ...]:
    """The names pupils go by, for the screen alone."""
    pupil = table("pupil")
    found = session.connection().execute(
        select(
            func.coalesce(func.nullif(pupil.c.preferred_forename, ""), pupil.c.forename),
            func.coalesce(func.nullif(pupil.c.preferred_surname, ""), pupil.c.surname),
        ).where(pupil.c.id.in_(pupils))
    )
    return tuple(f"{forename} {surname}".strip() for forename, surname in found)


def _in_words(lines: Iterable[history.Line]) -> Iterator[Change]:
    for line in lines:
        if not line.is_birth:
            yield _change(line, line.field, line.before, line.after)
        elif line.erased:
            yield _change(line, "", None, ERASED)
        else:
            for name, value in (line.after or {}).items():
                if not is_link(line.kind, name) and (line.kind, name) not in _UNREAD:
                    yield _change(line, name, None, value)


def _disclosed(line: history.Line) -> Disclosed:
    values: Mapping[str, Any] = line.after or {}
    word = {name: str(values.get(name, "")) for name in _SAID}
    return Disclosed(
        id=line.record,
        when=datetime.fromisoformat(line.written),
        on=date.fromisoformat(values["on"]) if values.get("on") else None,
        who=line.who,
        pupils=tuple(values.get("pupils", ())),
        **word,
    )


_SAID = ("what", "recipient", "basis", "protection")
_UNREAD = frozenset(
    [
        ("document", "words"),
        ("document", "sha256"),
        ("document", "supports"),
        ("letter", "words"),
        ("letter", "about"),
        ("visit", "voices"),
        ("visit", "actions"),
        ("visit", "contact"),
        ("restriction", "person"),
        ("restriction", "document"),
        ("confidential", "record"),
        ("transfer_receipt", "pack_sha256"),
        ("transfer_receipt", "receipt_sha256"),
    ]
)
"""What a new record holds besides, which is no history for a person to read."""


def _left(line: history.Line) -> Change:
    """A file that left as one line of a pupil's history."""
    found = _disclosed(line)
    said = [
        found.what,
        f"to {found.recipient}" if found.recipient else "to nobody named",
        found.protection,
        f"basis: {found.basis}" if found.basis else "no basis given",
    ]
    return _change(replace(line, erased=False), "what", None, "; ".join(filter(None, said)))


def _change(line: history.Line, name: str, before: object, after: object) -> Change:
    return Change(
        when=datetime.fromisoformat(line.written),
        true_on=date.fromisoformat(line.true_on) if line.true_on else None,
        who=line.who,
        act=line.label,
        batch=line.batch,
        kind=line.kind,
        kind_label=kind_title(line.kind),
        record=line.record,
        field=name,
        label=title(line.kind, name),
        before=word(line.kind, name, before) if name != DELETED or before else "",
        after=ERASED if line.erased else word(line.kind, name, after),
        born=line.is_birth,
        device=line.device,
    )
