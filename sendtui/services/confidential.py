"""Confidential records: marked one by one or for a whole pupil, shown only where somebody asks.

A mark stands from the day it is set until the day it is lifted. What it covers is veiled wherever
the record is read, left out of the search and of what leaves. What somebody asked to see is shown
until the case file is closed or locked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from sendtui.errors import InvalidError, SendtuiError
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.models.sharing import Confidential
from sendtui.rules.counting import counted
from sendtui.services import same, writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import invalid, require_pupil
from sendtui.services.tables import in_parts, table
from sendtui.store.store import Store

NEVER = frozenset(("confidential", "disclosure", "setting", "import_profile"))
"""The nouns that are not marked."""

EVERYTHING = "*"
"""What `show` takes for all that is confidential."""

_NAME = "shown"
"""Under which the open case file keeps what is shown just now; locked, nothing is."""


class HeldBackError(SendtuiError):
    """What was to leave holds confidential records; `--with-confidential` takes them along."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: on which record of which kind, why, and from when to when."""

    id: str
    pupil: str
    kind: str
    record: str
    reason: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Marked:
    """What is covered just now: records by id, and pupils of whom everything is."""

    records: frozenset[str]
    pupils: frozenset[str]

    def covers(self, pupil: str, record: str) -> bool:
        """Whether this record of this pupil is confidential; a pupil's name and class never are."""
        return record != pupil and (pupil in self.pupils or record in self.records)

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.records or self.pupils)


NOTHING = Marked(frozenset(), frozenset())
"""Where nothing is hidden."""


@writes
def mark(store: Store, pupil: str, kind: str, record: str, *, reason: str = "", today: date) -> str:
    """Mark a record, or with kind `pupil` the whole of a pupil, and return the mark's id.

    Raises InvalidError for a record there is not, SendtuiError for one that is marked already.
    """
    with store.write("Mark as confidential") as tx:
        require_pupil(tx.session, pupil)
        _require_record(tx.session, pupil, kind, record)
        if record in _covering(tx.session, (pupil,), today):
            raise SendtuiError("It is marked as confidential already.")
        values = {"pupil": pupil, "kind": kind, "record": record, "reason": reason}
        return tx.add("confidential", {**values, "since": today})


@writes
def lift(store: Store, pupil: str, record: str, *, today: date) -> None:
    """Lift the mark on a record from this day on.

    Raises SendtuiError where there is none.
    """
    with store.write("Lift a confidential mark") as tx:
        found = _covering(tx.session, (pupil,), today).get(record)
        if found is None:
            raise SendtuiError("There is no confidential mark on it.")
        tx.put("confidential", found.id, {"until": today})


def of_pupil(store: Store, pupil: str) -> tuple[Mark, ...]:
    """Every mark there is or was in a pupil's record, the newest first."""
    with store.read() as session:
        require_pupil(session, pupil)
        found = [Mark(**each.model_dump()) for each in of(session, Confidential, pupil)]
    return tuple(sorted(found, key=lambda each: each.id, reverse=True))


def marked(session: Session, pupils: Sequence[str], today: date) -> Marked:
    """What is confidential of these pupils, whatever is shown in this session."""
    whose = same.of_children(session, pupils)
    standing = _covering(session, list(whose), today).values()
    return Marked(
        frozenset(each.record for each in standing if each.kind != "pupil"),
        frozenset(
            pupil
            for each in standing
            if each.kind == "pupil"
            for pupil in (each.pupil, whose[each.pupil])
        ),
    )


def withheld(session: Session, pupils: Sequence[str], today: date) -> frozenset[str]:
    """The records that leave without what they say: those that are marked, and the marks on them.

    Why something is confidential is confidential, too.
    """
    found = marked(session, pupils, today)
    marks = {
        mark.id
        for part in in_parts(pupils)
        for mark in session.exec(select(Confidential).where(col(Confidential.pupil).in_(part)))
        if mark.record in found.records
    }
    return found.records | marks


def veiled(store: Store, session: Session, pupils: Sequence[str], today: date) -> Marked:
    """What is not shown of these pupils just now."""
    shown: set[str] = store.kept.get(_NAME, set())
    found = marked(session, pupils, today)
    if EVERYTHING in shown:
        return NOTHING
    # One record of a pupil who is covered whole may have been shown; then all of them are.
    return Marked(found.records - shown, found.pupils - shown)


def show(store: Store, record: str = EVERYTHING) -> None:
    """Show a record, or everything, until the case file is closed or locked; nothing is written."""
    store.kept.setdefault(_NAME, set()).add(record)


def hide(store: Store) -> None:
    """Veil again what was shown."""
    store.kept.pop(_NAME, None)


def is_shown(store: Store) -> bool:
    """Whether anything confidential is shown just now."""
    return bool(store.kept.get(_NAME))


def is_marked(store: Store, pupil: str, record: str, today: date) -> bool:
    """Whether this record is marked itself."""
    with store.read() as session:
        return record in _covering(session, (pupil,), today)


def is_veiled(store: Store, pupil: str, record: str, today: date) -> bool:
    """Whether this record is confidential and not shown just now."""
    with store.read() as session:
        return veiled(store, session, (pupil,), today).covers(pupil, record)


def can_be(store: Store, pupil: str, kind: str, record: str) -> bool:
    """Whether there is such a record of this pupil, of a kind that is marked."""
    with store.read() as session:
        try:
            _require_record(session, pupil, kind, record)
        except InvalidError:
            return False
        return True


def left_out(number: int) -> str:
    """How many were left out, in words; "" where none was."""
    return f"{counted(number, 'confidential record')} left out" if number else ""


def count(session: Session, pupil: str, today: date, kinds: Iterable[str] = KINDS) -> int:
    """How many records of these kinds are confidential; with all kinds, of the whole pupil."""
    found = marked(session, (pupil,), today)
    if not found:
        return 0
    whose, total = same.of_child(session, pupil), 0
    for kind in kinds:
        if kind in NEVER or noun(kind).twin.STREAM != "pupil" or kind == "pupil":
            continue
        one = table(kind).c
        ids = session.connection().execute(columns(one.id).where(one.pupil.in_(whose))).scalars()
        total += sum(found.covers(pupil, id_) for id_ in ids)
    return total


def require_open(
    session: Session, pupil: str, records: Iterable[str], today: date, *, along: bool
) -> None:
    """Refuse what would leave with confidential records on it, unless they are to go `along`.

    Raises HeldBackError, which says how many there are.
    """
    found = marked(session, (pupil,), today)
    number = sum(found.covers(pupil, each) for each in set(records))
    if number and not along:
        raise HeldBackError(
            f"{counted(number, 'confidential record')} would be on it, so nothing was written. "
            "--with-confidential puts them on it."
        )


def _covering(session: Session, pupils: Sequence[str], today: date) -> dict[str, Row[Any]]:
    """Record → the mark on it that stands: its id, pupil, kind and record."""
    connection, found = session.connection(), dict[str, Row[Any]]()
    for part in in_parts(pupils):
        standing = connection.execute(_standing(today), {"pupils": part})
        found.update({each.record: each for each in standing})
    return found


@lru_cache(maxsize=4)
def _standing(today: date) -> Select[Any]:
    mark = table("confidential").c
    return columns(mark.id, mark.pupil, mark.kind, mark.record).where(
        mark.pupil.in_(bindparam("pupils", expanding=True)),
        or_(mark.since.is_(None), mark.since <= today),
        or_(mark.until.is_(None), mark.until > today),
    )


def _require_record(session: Session, pupil: str, kind: str, record: str) -> None:
    if kind not in KINDS or kind in NEVER or noun(kind).twin.STREAM != "pupil":
        invalid("kind", kind, "is no kind of record that can be confidential")
    found = session.get(noun(kind).table, record)
    whose = record if kind == "pupil" else getattr(found, "pupil", "")
    if found is None or whose != pupil:
        invalid("record", "", f"is no {kind.replace('_', ' ')} of this pupil")
