"""The pupils of a question in its order, kept while nobody commits: a key of a search walks them.

Pupils stand in it by the number of their birth, as the index of words knows them: 8 bytes each.
"""

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from sqlalchemy import select
from sqlmodel import Session

from sendtui.services.register_query import Query, births_named, match, ordered
from sendtui.services.tables import table
from sendtui.store import schema
from sendtui.store.store import Store

KEPT = 8
"""How many orders are kept of one case file, the least recently used let go first."""


class _Walk:
    """Those of an order who are wanted, found as far as somebody asks: the first page needs few."""

    __slots__ = ("_found", "_rest")

    def __init__(self, found: Iterable[int], rest: Iterable[int] = ()) -> None:
        self._found = array("q", found)
        self._rest = iter(rest)

    def upto(self, place: int) -> Sequence[int]:
        """The first of them, so many."""
        self._found.extend(islice(self._rest, max(0, place - len(self._found))))
        return self._found

    def all(self) -> Sequence[int]:
        """Every one of them."""
        self._found.extend(self._rest)
        return self._found


@dataclass(slots=True)
class _Orders:
    """What has been kept of a case file since this version of its data."""

    version: int
    kept: OrderedDict[tuple[Query, date], _Walk] = field(default_factory=OrderedDict)


_NAME = "orders"
"""Under which the open case file keeps them; they are gone when it is locked."""


def order(store: Store, session: Session, query: Query, today: date) -> Sequence[int]:
    """The births of all pupils that a resolved question asks for, in its order."""
    return _walk(store, session, query, today).all()


def part(
    store: Store, session: Session, query: Query, today: date, offset: int, limit: int
) -> Sequence[int]:
    """Those of them from `offset` on, at most `limit`."""
    return _walk(store, session, query, today).upto(offset + limit)[offset : offset + limit]


def is_kept(store: Store, session: Session, query: Query, today: date) -> bool:
    """Whether the order of a question is at hand."""
    return (query, today) in _of_now(store, session)


def _walk(store: Store, session: Session, query: Query, today: date) -> _Walk:
    kept = _of_now(store, session)
    if (query, today) in kept:
        kept.move_to_end((query, today))
        return kept[query, today]
    if match(query.words):
        # Asked for each time, so that it is not let go while somebody types.
        everybody = _walk(store, session, replace(query, words="", wide=False), today)
        among = _begun(kept, query, today) or everybody
        wanted = births_named(session, query)
        found = _Walk((), filter(wanted.__contains__, among.all()))
    else:
        found = _Walk(_asked(session, query, today))
    kept[query, today] = found
    if len(kept) > KEPT:
        kept.popitem(last=False)
    return found


def _begun(kept: OrderedDict[tuple[Query, date], _Walk], query: Query, today: date) -> _Walk | None:
    """Those whom the words found when they were shorter: nobody else is found by more letters."""
    if query.wide:
        return None
    shorter = (replace(query, words=query.words[:n]) for n in range(len(query.words) - 1, 0, -1))
    at_hand = ((each, today) for each in shorter if match(each.words))
    return next((kept[each] for each in at_hand if each in kept), None)


def _of_now(store: Store, session: Session) -> OrderedDict[tuple[Query, date], _Walk]:
    version = store.ground.data_version(session.connection())
    known: _Orders | None = store.kept.get(_NAME)
    if known is None or known.version != version:
        known = store.kept[_NAME] = _Orders(version)
    return known.kept


def _asked(session: Session, query: Query, today: date) -> Iterable[int]:
    birth, pupil = schema.change.alias("birth"), table("pupil")
    number = select(birth.c.n).where(birth.c.record == pupil.c.id, birth.c.field == "*")
    wanted = ordered(query, today).with_only_columns(number.correlate(pupil).scalar_subquery())
    return session.connection().execute(wanted.select_from(pupil)).scalars()
