"""Where two people changed the same field apart from each other, and nobody has decided yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlmodel import Session

from sendtui.store import schema
from sendtui.store.standing import standing


@dataclass(frozen=True, slots=True)
class Clash:
    """A field with two values: whose history it is in, the record and the field."""

    stream: str
    kind: str
    record: str
    field: str


def clashing(session: Session, pupils: Sequence[str]) -> frozenset[str]:
    """Those of these pupils with a clash anywhere in their history."""
    return frozenset(clash.stream for clash in _found(session.connection(), pupils))


def clashes_of(session: Session, pupils: Sequence[str]) -> tuple[Clash, ...]:
    """The clashes in the histories of these pupils."""
    return _found(session.connection(), pupils)


def all_clashes(session: Session) -> tuple[Clash, ...]:
    """Every clash that waits for a decision."""
    return _found(session.connection(), None)


def _found(connection: Connection, streams: Sequence[str] | None) -> tuple[Clash, ...]:
    head, change, stream = schema.head, schema.change, schema.stream
    twice = (
        select(head.c.record, head.c.field, func.min(head.c.change).label("n"))
        .group_by(head.c.record, head.c.field)
        .having(func.count() > 1)
    )
    if streams is not None:
        of_them = (
            select(change.c.record)
            .join(stream, stream.c.n == change.c.stream)
            .where(stream.c.id.in_(streams), change.c.field != "*")
        )
        twice = twice.where(head.c.record.in_(of_them))
    several = twice.subquery()
    lines = connection.execute(
        select(stream.c.id, change.c.kind, several.c.record, several.c.field)
        .select_from(several)
        .join(change, change.c.n == several.c.n)
        .join(stream, stream.c.n == change.c.stream)
        .order_by(several.c.n)
    ).all()
    # Two heads that say the same are no clash.
    return tuple(
        Clash(*line)
        for line in lines
        if (now := standing(connection, line.record)) and line.field in now.clashes
    )
