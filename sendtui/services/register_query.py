"""A question to the register, and what it becomes as a select of pupils' ids."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, String, column, func, literal_column, select, text
from sqlalchemy import case as case_of
from sqlmodel import Session

from sendtui.rules.codes import NEED_TYPES
from sendtui.services import as_at
from sendtui.services.tables import table

Scope = Literal["register", "roll", "concerns"]
SortKey = Literal["name", "class", "year", "status", "since", "need", "review"]
Left = Literal["no", "yes", "any"]

MANY = 500
"""How many names that match are sorted for a page; with more, all names are walked in order."""

# Left to itself SQLite reads the log's own pages, which are large and hold much else.
_BIRTHS = """
    SELECT record FROM change INDEXED BY change_pupil WHERE kind = 'pupil' AND field = '*'
    AND n IN (SELECT rowid FROM search WHERE search MATCH :wanted)
"""

SORT_KEYS: tuple[SortKey, ...] = ("name", "class", "year", "status", "since", "need", "review")


@dataclass(frozen=True, slots=True)
class Query:
    """Which pupils, in which order.

    `scope`: the SEN register, the whole roll, or the pupils with an open concern. `words` as typed:
    each begins a word of the name, a UPN or an admission number. `status` codes (N: none); `need`
    any current need; `area` a broad area; `nc_year` a code; `flag` a code; "" asks for nothing.
    """

    words: str = ""
    scope: Scope = "register"
    status: frozenset[str] = frozenset()
    need: str = ""
    area: str = ""
    nc_year: str = ""
    class_name: str = ""
    flag: str = ""
    left: Left = "no"
    sort: SortKey = "name"
    descending: bool = False


def match(words: str) -> str:
    """Words as typed, as the search index asks for them; "" where there is nothing to look for."""
    parts = (re.sub(r'["\x00]', " ", word).strip() for word in words.split())
    return " AND ".join(f'"{part}" *' for part in parts if any(c.isalnum() for c in part))


def matching(query: Query, today: date) -> Select[str]:
    """The ids of the pupils a question asks for, in no order."""
    return select(table("pupil").c.id).where(*_conditions(query, today))


def ordered(query: Query, today: date, *, many: bool = False) -> Select[str]:
    """The ids of the pupils a question asks for, in its order; ties go by name.

    `many`: so many names match that it is quicker to walk through all names in order until there
    are enough for a page than to sort those that match.
    """
    by_name = (as_at.SURNAME, as_at.FORENAME, table("pupil").c.id)
    found = select(table("pupil").c.id).where(*_conditions(query, today, walk=many))
    if query.sort == "name":
        return found.order_by(*(key.desc() if query.descending else key for key in by_name))
    key = _key(query.sort, today)
    way = key.desc() if query.descending else key.asc()
    return found.order_by(way.nulls_last(), *by_name)


def names_many(session: Session, query: Query) -> bool:
    """Whether the words of a question begin more names than are worth sorting for one page."""
    wanted = match(query.words)
    if not wanted or query.sort != "name":
        return False
    found = session.connection().exec_driver_sql(
        "SELECT count(*) FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT ?)",
        (_of_names(wanted), MANY + 1),
    )
    return int(found.scalar_one()) > MANY


def _conditions(query: Query, today: date, *, walk: bool = False) -> list[ColumnElement[bool]]:
    pupil = table("pupil")
    found = [*_of_scope(query.scope, today)]
    if query.left != "any":
        here = as_at.on_roll(today)
        found.append(here if query.left == "no" else ~here)
    if wanted := match(query.words):
        found.append(_named(wanted, walk=walk))
    elif query.words.strip():
        found.append(pupil.c.id.is_(None))
    if query.status:
        found.append(func.coalesce(as_at.status(today), as_at.NONE).in_(sorted(query.status)))
    if query.need or query.area:
        found.append(_with_need(query, today))
    if query.nc_year:
        found.append(as_at.nc_year(today) == query.nc_year)
    if query.class_name:
        found.append(pupil.c.class_name.collate("NOCASE") == query.class_name)
    if query.flag:
        flags = table("flag")
        of_them = select(flags.c.pupil).where(flags.c.code == query.flag, as_at.holds(flags, today))
        found.append(pupil.c.id.in_(of_them))
    return found


def _of_scope(scope: Scope, today: date) -> tuple[ColumnElement[bool], ...]:
    if scope == "register":
        return (as_at.on_the_register(today),)
    if scope == "concerns":
        concerns = table("concern")
        of_them = select(concerns.c.pupil).where(concerns.c.closed_on.is_(None))
        return (table("pupil").c.id.in_(of_them),)
    return ()


def _named(wanted: str, *, walk: bool) -> ColumnElement[bool]:
    births = text(_BIRTHS).bindparams(wanted=_of_names(wanted)).columns(column("record", String))
    # The sign keeps SQLite from going by id, and so it goes through the names in their order.
    pupil: ColumnElement[str] = literal_column("+pupil.id") if walk else table("pupil").c.id
    return pupil.in_(births)


def _of_names(wanted: str) -> str:
    return f"name : ({wanted})"


def _with_need(query: Query, today: date) -> ColumnElement[bool]:
    needs = table("need")
    codes = [code.code for code in NEED_TYPES if not query.area or code.area == query.area]
    wanted = [code for code in codes if not query.need or code == query.need]
    of_them = select(needs.c.pupil).where(needs.c.code.in_(wanted), as_at.holds(needs, today))
    return table("pupil").c.id.in_(of_them)


def _key(sort: SortKey, today: date) -> ColumnElement[Any]:
    if sort == "class":
        return func.nullif(table("pupil").c.class_name, "").collate("NOCASE")
    if sort == "year":
        return as_at.nc_year_order(today)
    if sort == "status":
        places = {code: place for place, code in enumerate(as_at.ON_THE_REGISTER)}
        return case_of(places, value=as_at.status(today), else_=len(places))
    if sort == "since":
        return as_at.status(today, "since")
    return as_at.primary_need(today) if sort == "need" else as_at.next_review()
