"""Erasing for good: a record of a pupil, or all of a pupil, on this copy and on every other.

What stays is that something was erased, when, on what ground and by whom; and which kinds of record
there were. It cannot be undone. Backups of before hold it still until they are thinned out, within
35 days; one that is put back here is erased again before anybody reads it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.models.erasure import ErasureReason
from sendtui.services import erased_log, retention, same, writes
from sendtui.services.erased_log import Reduced
from sendtui.services.labels import day_word
from sendtui.services.records import holds, require_pupil
from sendtui.services.tables import table
from sendtui.store import erased_marks, erasing, schema, words
from sendtui.store.standing import BIRTH, standing
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

WORD = "ERASE"

ON_ROLL = (
    "This pupil is on roll still, and retention is for who has left. Mark them as left first "
    "(sendtui edit leave UPN --on DATE), or give the reason that it is: a court order, say."
)


@dataclass(frozen=True, slots=True)
class Goes:
    """What an erasure would take: changes by kind of record, in how many records of the child.

    `streams` are the pupil and the records joined to theirs; `held` is why they may not be erased
    yet, "" where they may; `is_on_roll` that all of one would go who is on a roll still.
    """

    streams: tuple[str, ...]
    kinds: Mapping[str, int]
    held: str = ""
    is_on_roll: bool = False

    @property
    def changes(self) -> int:
        """How many changes say anything of it."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Note:
    """The note of an erasure: of whom and which kind of record ("" for all), why, when and by whom.

    `written` is the time it was done, UTC as ISO text.
    """

    id: str
    pupil: str
    record: str
    kind: str
    reason: str
    reference: str
    on: date
    by: str
    written: str


def goes(store: Store, pupil: str, record: str = "", *, today: date) -> Goes:
    """What erasing a record, or all of a pupil, would take.

    Raises SendtuiError where there is no such pupil, or no such record of theirs.
    """
    with store.read() as session:
        return _goes(session, pupil, record, today)


@writes
def erase(
    store: Store,
    pupil: str,
    record: str = "",
    *,
    reason: ErasureReason,
    reference: str = "",
    word: str,
    today: date,
) -> int:
    """Erase a record of a pupil, or all of the pupil, and say how many changes were erased.

    With all of a pupil goes what was joined to it, and the names in the log of what left about them
    alone. `reference` names the order or the rule, and nobody.
    Raises SendtuiError where the word is not typed, there is nothing to erase, it is on hold, or
    the reason is retention and the pupil on roll.
    """
    if word != WORD:
        raise SendtuiError(f"Nothing was erased: the word is {WORD}.")
    marks: list[Mapping[str, object]] = []
    with store.write(erased_log.LABEL) as tx:
        found, count = _goes(tx.session, pupil, record, today), 0
        if found.held:
            raise SendtuiError(f"Nothing was erased: {found.held}")
        require_left(found, reason)
        for stream in found.streams:
            mark: dict[str, object] = {
                "pupil": stream,
                "record": record,
                "kind": next(iter(found.kinds)) if record else "",
                "setting": _setting(tx.session, stream),
                "reason": reason,
                "reference": reference,
                "on": today.isoformat(),
            }
            tx.add(erasing.KIND, mark)
            marks.append(mark)
        log = () if record else erased_log.reduced(tx.session, found.streams, today)
        marks += _unname(tx, log, reason, reference, today)
        for stream in found.streams:
            count += erasing.erase(tx.connection, stream, record)
        words.forget(tx.connection)
        # Before it counts: a backup put back after this must not bring it back.
        if store.key:
            erased_marks.note(store.path, marks)
    store.settle()
    return count


def require_left(found: Goes, reason: str) -> None:
    """Nothing where this reason may take what goes.

    Raises SendtuiError where it is retention, and the pupil on roll still.
    """
    if reason == "retention" and found.is_on_roll:
        raise SendtuiError(f"Nothing was erased. {ON_ROLL}")


@writes
def unname(store: Store, before: Collection[str], today: date) -> int:
    """Take the names out of our own log about pupils whom a file has erased; how many lines.

    `before` are the pupils who had been erased before that file was read.
    """
    with store.read() as session:
        new = sorted(erased_log.erased_whole(session.connection()) - set(before))
        log = erased_log.unnamed(session, new, store.setting) if new else ()
    if log:
        why = {note.pupil: note for note in notes(store) if not note.record}
        with store.write(erased_log.LABEL) as tx:
            marks = [
                mark
                for line in log
                for note in [why[line.pupil]]
                for mark in _unname(tx, (line,), note.reason, note.reference, today)
            ]
            words.forget(tx.connection)
            if store.key:
                erased_marks.note(store.path, marks)
    return len(log)


def erased_whole(store: Store) -> frozenset[str]:
    """The pupils of whom all was erased."""
    with store.read() as session:
        return frozenset(erased_log.erased_whole(session.connection()))


def _unname(
    tx: Transaction, log: Iterable[Reduced], reason: str, reference: str, today: date
) -> list[Mapping[str, object]]:
    """Put lines without names in the place of these; gives the marks to note."""
    marks: list[Mapping[str, object]] = []
    for line in log:
        mark = {
            "pupil": line.pupil,
            "record": line.id,
            "kind": erasing.LOG,
            "setting": line.stays["setting"],
            "reason": reason,
            "reference": reference,
            "on": today.isoformat(),
        }
        tx.add(erasing.KIND, mark)
        tx.add(erasing.LOG, line.stays)
        erasing.erase(tx.connection, line.pupil, line.id)
        marks.append({**mark, erased_marks.STAYS: line.stays})
    return marks


def notes(store: Store) -> tuple[Note, ...]:
    """Every erasure there was, the latest first; lines of the log that went with one are not."""
    one, change, batch = table("erasure"), schema.change, schema.batch
    found = one.c
    columns = (found.id, found.pupil, found.record, found.kind, found.reason, found.reference)
    born = one.join(change, (change.c.record == found.id) & (change.c.field == BIRTH))
    asked = (
        select(*columns, found.on, batch.c.who, batch.c.written)
        .select_from(born.join(batch, batch.c.n == change.c.batch))
        .where(found.kind != erasing.LOG)
        .order_by(found.id.desc())
    )
    with store.read() as session:
        return tuple(Note(*line) for line in session.connection().execute(asked))


def _goes(session: Session, pupil: str, record: str, today: date) -> Goes:
    require_pupil(session, pupil)
    streams = (pupil,) if record else same.whole_child(session, pupil)
    change, stream = schema.change.c, schema.stream.c
    asked = (
        select(change.kind, change.record)
        .select_from(schema.change.join(schema.stream, stream.n == change.stream))
        .where(stream.id.in_(streams), change.value.is_not(None), change.kind != erasing.KIND)
    )
    if record:
        asked = asked.where(change.record == record)
    kinds = Counter(kind for kind, _ in session.connection().execute(asked))
    if not kinds:
        raise SendtuiError("There is nothing to erase: no such record of this pupil says anything.")
    here = not record and retention.on_roll(session.connection(), today).intersection(streams)
    return Goes(streams, dict(kinds), _held(session, streams, today), bool(here))


def _held(session: Session, streams: tuple[str, ...], today: date) -> str:
    """Why none of it may be erased: a claim, an inquiry or a court, until that is lifted."""
    hold = table("retention_hold").c
    asked = select(hold.why, hold.since, hold.until).where(hold.pupil.in_(streams))
    for why, since, until in session.connection().execute(asked.order_by(hold.since)):
        if holds(since, until, today):
            end = f"until {day_word(until)}" if until else "until it is lifted"
            return f"it is on hold since {day_word(since)}, {end}: {why.rstrip('. ')}"
    return ""


def _setting(session: Session, stream: str) -> str:
    now = standing(session.connection(), stream)
    return str(now.values.get("setting") or "") if now else ""
