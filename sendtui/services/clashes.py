"""Where two people changed the same field apart from each other, and nobody has decided yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, exists, func, or_, select
from sqlmodel import Session

from sendtui.services import same
from sendtui.services.labels import kind_title, title, word
from sendtui.store import schema
from sendtui.store.history import author, value_at
from sendtui.store.standing import DELETED, standing


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values of a clash, in words ("" for nothing): who wrote it, and when (UTC)."""

    words: str
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """A field with two values: whose history it is in, the record and the field.

    `versions`, the latest first, are read for one pupil only: elsewhere they are ().
    """

    stream: str
    kind: str
    record: str
    field: str
    versions: tuple[Version, ...] = ()

    @property
    def title(self) -> str:
        """What the field is called, and of what."""
        return f"{kind_title(self.kind)}, {title(self.kind, self.field)}"


def clashing(session: Session, pupils: Sequence[str]) -> frozenset[str]:
    """Those of these pupils with a clash anywhere in their history, or in one joined to it."""
    whose = same.of_children(session, pupils)
    found = _found(session.connection(), list(whose))
    return frozenset(whose[clash.stream] for clash in found)


def clashes_of(session: Session, pupils: Sequence[str]) -> tuple[Clash, ...]:
    """The clashes in the histories of these pupils, each with both its values."""
    connection, whose = session.connection(), same.of_children(session, pupils)
    return tuple(
        replace(clash, versions=_versions(connection, clash))
        for clash in _found(connection, list(whose))
    )


def all_clashes(session: Session) -> tuple[Clash, ...]:
    """Every clash that waits for a decision."""
    return _found(session.connection(), None)


def heads_of(connection: Connection, clash: Clash) -> Sequence[int]:
    """The lines of the log that say what is clashed over, the newest first."""
    head, change, batch = schema.head, schema.change, schema.batch
    asked = (
        select(change.c.n)
        .select_from(head)
        .join(change, change.c.n == head.c.change)
        .join(batch, batch.c.n == change.c.batch)
        .where(head.c.record == clash.record, head.c.field == clash.field)
        .order_by(batch.c.hlc.desc(), change.c.n.desc())
    )
    return connection.execute(asked).scalars().all()


def _versions(connection: Connection, clash: Clash) -> tuple[Version, ...]:
    said: dict[str, Version] = {}
    for n in heads_of(connection, clash):
        value = value_at(connection, clash.kind, clash.field, n)
        words = word(clash.kind, clash.field, value)
        who, written = author(connection, n)
        said.setdefault(words, Version(words, who, datetime.fromisoformat(written)))
    return tuple(said.values())


def _found(connection: Connection, streams: Sequence[str] | None) -> tuple[Clash, ...]:
    lines = connection.execute(
        _twice(of_some=streams is not None),
        {} if streams is None else {"streams": streams},
    ).all()
    # Two heads that say the same are no clash.
    return tuple(
        Clash(*line)
        for line in lines
        if (now := standing(connection, line.record)) and line.field in now.clashes
    )


@cache
def _twice(*, of_some: bool) -> Select[Any]:
    """The fields with two heads, of all streams or of those that are asked for."""
    head, change, stream = schema.head, schema.change, schema.stream
    other = head.alias()
    edited = select(other.c.record).where(
        other.c.record == head.c.record, other.c.field != DELETED
    )  # fmt: skip
    twice = (
        select(head.c.record, head.c.field, func.min(head.c.change).label("n"))
        .group_by(head.c.record, head.c.field)
        # Removed there and edited here is a clash, too.
        .having(or_(func.count() > 1, and_(head.c.field == DELETED, exists(edited))))
    )
    if of_some:
        of_them = (
            select(change.c.record)
            .join(stream, stream.c.n == change.c.stream)
            .where(stream.c.id.in_(bindparam("streams", expanding=True)), change.c.field != "*")
        )
        twice = twice.where(head.c.record.in_(of_them))
    several = twice.subquery()
    return (
        select(stream.c.id, change.c.kind, several.c.record, several.c.field)
        .select_from(several)
        .join(change, change.c.n == several.c.n)
        .join(stream, stream.c.n == change.c.stream)
        .order_by(several.c.n)
    )
