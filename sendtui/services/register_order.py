"""The pupils of a question in its order, kept while nobody commits: a key of a search walks them.

Pupils stand in it by the number of their birth, as the index of words knows them: 8 bytes each.
"""

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from sendtui.services.register_query import Query, births_named, match, ordered
from sendtui.services.tables import table
from sendtui.store import schema
from sendtui.store.store import Store

KEPT = 8
"""How many orders are kept of one case file, the least recently used let go first."""


@dataclass(slots=True)
class _Orders:
    """What has been kept of a case file since this version of its data."""

    version: int
    kept: OrderedDict[tuple[Query, date], Sequence[int]] = field(default_factory=OrderedDict)


_NAME = "orders"
"""Under which the open case file keeps them; they are gone when it is locked."""


def order(store: Store, session: Session, query: Query, today: date) -> Sequence[int]:
    """The births of all pupils that a resolved question asks for, in its order."""
    kept = _of_now(store, session)
    if (query, today) in kept:
        kept.move_to_end((query, today))
        return kept[query, today]
    if match(query.words):
        wanted = births_named(session, query)
        among = order(store, session, replace(query, words="", wide=False), today)
        found: Sequence[int] = array("q", [birth for birth in among if birth in wanted])
    else:
        found = _asked(session, query, today)
    kept[query, today] = found
    if len(kept) > KEPT:
        kept.popitem(last=False)
    return found


def is_kept(store: Store, session: Session, query: Query, today: date) -> bool:
    """Whether the order of a question is at hand."""
    return (query, today) in _of_now(store, session)


def _of_now(store: Store, session: Session) -> OrderedDict[tuple[Query, date], Sequence[int]]:
    version = store.ground.data_version(session.connection())
    known: _Orders | None = store.kept.get(_NAME)
    if known is None or known.version != version:
        known = store.kept[_NAME] = _Orders(version)
    return known.kept


def _asked(session: Session, query: Query, today: date) -> Sequence[int]:
    birth, pupil = schema.change.alias("birth"), table("pupil")
    number = select(birth.c.n).where(birth.c.record == pupil.c.id, birth.c.field == "*")
    wanted = ordered(query, today).with_only_columns(number.correlate(pupil).scalar_subquery())
    return array("q", session.connection().execute(wanted.select_from(pupil)).scalars())
