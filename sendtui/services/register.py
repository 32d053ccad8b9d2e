"""The register as it is shown: a page of it, how many there are, and the strip of figures.

A page is one select of ids and a few look-ups for the pupils on it, so that a hundred thousand
pupils cost no more than a hundred.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session

from sendtui.rules.codes import NEED_TYPES, SEN_PROVISION
from sendtui.rules.years import order as order_of_year
from sendtui.services import as_at
from sendtui.services.custom_fields import OwnField
from sendtui.services.register_entries import Entry as Entry
from sendtui.services.register_entries import entries, found_by
from sendtui.services.register_order import is_kept, order, part
from sendtui.services.register_query import SORT_KEYS as SORT_KEYS
from sendtui.services.register_query import Query as Query
from sendtui.services.register_query import is_worth_widening as is_worth_widening
from sendtui.services.register_query import matching, ordered, resolved
from sendtui.services.shown_columns import with_own
from sendtui.services.tables import table
from sendtui.store.store import Store
from sendtui.store.words import birth_of, of_births


@dataclass(frozen=True, slots=True)
class Figure:
    """How many pupils have a code: `code`, its words, and the number."""

    code: str
    label: str
    pupils: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The strip of figures of a question; a pupil counts once by primary need."""

    pupils: int
    by_status: tuple[Figure, ...]
    by_need: tuple[Figure, ...]
    by_year: tuple[Figure, ...]


def page(
    store: Store,
    query: Query,
    today: date,
    offset: int = 0,
    limit: int = 100,
    own: Sequence[OwnField] = (),
) -> tuple[Entry, ...]:
    """The pupils of a question from `offset` on, at most `limit`; `own` fields are said of each."""
    with store.read() as session:
        query = resolved(session, query)
        found = entries(session, _ids(store, session, query, today, offset, limit), today)
        if own:
            found = with_own(session, found, own, today)
        return found_by(session, found, query.words) if query.wide else found


def _ids(
    store: Store, session: Session, query: Query, today: date, offset: int, limit: int
) -> Sequence[str]:
    """The pupils of one page; without words and an order at hand the first of them are asked for.

    On a register others commit all day: its server has ways of its own.
    """
    if not store.is_shared and (query.words or is_kept(store, session, query, today)):
        return of_births(session, part(store, session, query, today, offset, limit))
    wanted = ordered(query, today).offset(offset).limit(limit)
    return session.connection().execute(wanted).scalars().all()


def ids(store: Store, query: Query, today: date) -> tuple[str, ...]:
    """The ids of all pupils a question asks for, in its order."""
    with store.read() as session:
        wanted = ordered(resolved(session, query), today)
        return tuple(session.connection().execute(wanted).scalars())


def named(store: Store, pupils: Sequence[str], today: date) -> tuple[Entry, ...]:
    """These pupils as lines of the register, by name."""
    with store.read() as session:
        found = entries(session, tuple(pupils), today)
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def count(store: Store, query: Query, today: date) -> int:
    """How many pupils a question asks for."""
    with store.read() as session:
        query = resolved(session, query)
        if not store.is_shared:
            return len(order(store, session, query, today))
        of_them = matching(query, today).subquery()
        return int(session.execute(select(func.count()).select_from(of_them)).scalar_one())


def position(store: Store, query: Query, today: date, pupil: str) -> int | None:
    """Where a pupil stands in the order of a question, from 0; None where they are not in it."""
    with store.read() as session:
        births = order(store, session, resolved(session, query), today)
        birth = birth_of(session, pupil)
    return births.index(birth) if birth in births else None


def found(store: Store, words: str, today: date, limit: int = 8) -> tuple[Entry, ...]:
    """Pupils here or left whose name or number begins so, then those found more widely."""
    query = Query(words=words, scope="roll", left="any")
    if not words.strip():
        return ()
    begun = page(store, query, today, 0, limit)
    if len(begun) == limit or not is_worth_widening(words):
        return begun
    known = {one.id for one in begun}
    others = page(store, replace(query, wide=True), today, 0, 2 * limit)
    return (*begun, *(one for one in others if one.id not in known))[:limit]


def counts(store: Store, query: Query, today: date) -> Counts:
    """How many by status, primary need and NC year, of those a question asks for."""
    pupil = table("pupil")
    with store.read() as session:
        each = select(
            func.coalesce(as_at.status(today), as_at.NONE).label("status"),
            func.coalesce(as_at.primary_need(today), "").label("need"),
            as_at.nc_year(today).label("year"),
        ).where(pupil.c.id.in_(matching(resolved(session, query), today)))
        found = each.subquery()
        grouped = session.execute(
            select(found.c.status, found.c.need, found.c.year, func.count()).group_by(
                found.c.status, found.c.need, found.c.year
            )
        ).all()
    tallies: list[dict[str, int]] = [defaultdict(int), defaultdict(int), defaultdict(int)]
    for *codes, number in grouped:
        for tally, code in zip(tallies, codes, strict=True):
            tally[code] += number
    statuses, needs, years = tallies
    return Counts(
        pupils=sum(statuses.values()),
        by_status=_figures(statuses, SEN_PROVISION.label, [*as_at.ON_THE_REGISTER, as_at.NONE]),
        by_need=_figures(needs, NEED_TYPES.label, sorted(needs, key=lambda c: (-needs[c], c))),
        by_year=_figures(years, str, sorted(years, key=order_of_year)),
    )


def classes(store: Store, today: date) -> tuple[str, ...]:
    """The classes that pupils on roll are in."""
    pupil = table("pupil")
    named = select(pupil.c.class_name).where(as_at.on_roll(today), pupil.c.class_name != "")
    with store.read() as session:
        return tuple(session.execute(named.distinct().order_by(pupil.c.class_name)).scalars())


def class_named(store: Store, words: str, today: date) -> str:
    """The class that is called so, capitals apart; "" where there is none."""
    wanted = words.strip().casefold()
    return next((each for each in classes(store, today) if each.casefold() == wanted), "")


def settings(store: Store) -> tuple[str, ...]:
    """The settings that the record knows, by name; a school's own record knows one."""
    known = table("setting")
    with store.read() as session:
        return tuple(session.execute(select(known.c.name).order_by(known.c.name)).scalars())


def _figures(
    tally: Mapping[str, int], label: Callable[[str], str], order: Sequence[str]
) -> tuple[Figure, ...]:
    return tuple(Figure(code, label(code), tally[code]) for code in order if tally.get(code))
