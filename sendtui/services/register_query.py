"""A question to the register, and what it becomes as a select of pupils' ids."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy import case as case_of
from sqlmodel import Session

from sendtui.models.pupil import PupilIn
from sendtui.rules.codes import NEED_TYPES
from sendtui.services import as_at
from sendtui.services.tables import table
from sendtui.store import schema
from sendtui.store import words as indexed
from sendtui.store.dialect import NoCase, alike

Scope = Literal["register", "roll", "concerns"]
SortKey = Literal["name", "class", "year", "status", "since", "need", "review"]
Left = Literal["no", "yes", "any"]
Lacking = Literal["", "profile", "review", "cycle", "need", "parents told"]

NUMBER_FROM = 5
"""How many digits of a phone number are looked for at least."""

SORT_KEYS: tuple[SortKey, ...] = ("name", "class", "year", "status", "since", "need", "review")


@dataclass(frozen=True, slots=True)
class Query:
    """Which pupils, in which order.

    `scope`: the SEN register, the whole roll, or the pupils with an open concern. `words` as typed:
    each begins a word of the name, a UPN or an admission number; `wide`: each stands anywhere in
    them, or in the name or the phone number of somebody around the pupil. `status` codes (N: none);
    `need` any current need; `area` a broad area; `nc_year` a code; `flag` a code; `own` a field of
    the school's own by name, `own_value` what it says ("": anything); `without` what a pupil has
    none of; `setting` where they are, by its name or URN. "" asks for nothing.
    """

    words: str = ""
    wide: bool = False
    scope: Scope = "register"
    status: frozenset[str] = frozenset()
    need: str = ""
    area: str = ""
    nc_year: str = ""
    class_name: str = ""
    flag: str = ""
    left: Left = "no"
    own: str = ""
    own_value: str = ""
    without: Lacking = ""
    setting: str = ""
    sort: SortKey = "name"
    descending: bool = False


def match(words: str) -> str:
    """Words as typed, as the search index asks for them; "" where there is nothing to look for."""
    return indexed.begun(words)


def is_worth_widening(words: str) -> bool:
    """Whether these are words, and long enough ones, to look for inside names."""
    return bool(match(words)) and bool(indexed.long_words(words))


def beginning(*, is_authority: bool) -> Query:
    """What a list of pupils begins with: a school's SEN register, an authority's whole record.

    A child whose assessment is asked for need not be on SEN Support, and has a case all the same.
    """
    return Query(scope="roll" if is_authority else "register")


def resolved(session: Session, query: Query) -> Query:
    """The question, looked for more widely where no name and no number begins as it was typed."""
    if query.wide or not is_worth_widening(query.words):
        return query
    return query if indexed.is_begun(session, query.words) else replace(query, wide=True)


def matching(query: Query, today: date) -> Select[str]:
    """The ids of the pupils a question asks for, in no order."""
    return select(table("pupil").c.id).where(*_conditions(query, today))


def ordered(query: Query, today: date) -> Select[str]:
    """The ids of the pupils a question asks for, in its order; ties go by name."""
    by_name = (as_at.SURNAME, as_at.FORENAME, table("pupil").c.id)
    found = matching(query, today)
    if query.sort == "name":
        return found.order_by(*(key.desc() if query.descending else key for key in by_name))
    key = _key(query.sort, today)
    way = key.desc() if query.descending else key.asc()
    return found.order_by(way.nulls_last(), *by_name)


def births_named(session: Session, query: Query) -> set[int]:
    """The births of all pupils whom the words of a resolved question find."""
    if not query.wide:
        return indexed.births_named(session, query.words)
    if _short(query.words):
        return _births(session, _inside(query.words))
    by_others = _births(session, _by_others(query.words))
    return by_others.union(indexed.births_inside(session, query.words))


def _births(session: Session, records: Select[str] | CompoundSelect[str]) -> set[int]:
    birth = schema.change.alias("birth")
    found = select(func.json_group_array(birth.c.n)).where(
        birth.c.record.in_(records), birth.c.field == "*"
    )
    return set(json.loads(session.connection().execute(found).scalar() or "[]"))


def _conditions(query: Query, today: date) -> list[ColumnElement[bool]]:
    pupil = table("pupil")
    found = [*_of_scope(query.scope, today)]
    if query.left != "any":
        here = as_at.on_roll(today)
        found.append(here if query.left == "no" else ~here)
    if match(query.words):
        found.append(_named(query))
    elif query.words.strip():
        found.append(pupil.c.id.is_(None))
    if query.status:
        found.append(func.coalesce(as_at.status(today), as_at.NONE).in_(sorted(query.status)))
    if query.need or query.area:
        found.append(_with_need(query, today))
    if query.nc_year:
        found.append(as_at.nc_year(today) == query.nc_year)
    if query.setting:
        found.append(_at(query.setting))
    if query.class_name:
        found.append(alike(pupil.c.class_name, query.class_name))
    if query.flag:
        flags = table("flag")
        of_them = select(flags.c.pupil).where(flags.c.code == query.flag, as_at.holds(flags, today))
        found.append(pupil.c.id.in_(of_them))
    if query.own:
        found.append(_with_own(query))
    if query.without:
        found.append(_lacking(query.without, today))
    return found


def _at(named: str) -> ColumnElement[bool]:
    settings = table("setting")
    of_them = select(settings.c.id).where(
        or_(alike(settings.c.name, named), settings.c.urn == named)
    )
    return table("pupil").c.setting.in_(of_them)


def _lacking(what: Lacking, today: date) -> ColumnElement[bool]:
    pupil = table("pupil")
    if what == "review":
        return as_at.next_review().is_(None)
    if what == "parents told":
        untold = as_at.status(today, "parents_told_on").is_(None)
        return and_(as_at.on_the_register(today), untold)
    if what == "need":
        needs = table("need")
        return pupil.c.id.not_in(select(needs.c.pupil).where(as_at.holds(needs, today)))
    having = table(what)
    of_them = select(having.c.pupil)
    if what == "cycle":
        of_them = of_them.where(having.c.ended_on.is_(None))
    return pupil.c.id.not_in(of_them)


def _with_own(query: Query) -> ColumnElement[bool]:
    fields, values = table("custom_field"), table("custom_value")
    known = select(fields.c.id).where(alike(fields.c.name, query.own))
    is_it = or_(values.c.field.in_(known), alike(values.c.name, query.own))
    says = alike(values.c.value, query.own_value) if query.own_value else (values.c.value != "")
    return table("pupil").c.id.in_(select(values.c.pupil).where(is_it, says))


def _of_scope(scope: Scope, today: date) -> tuple[ColumnElement[bool], ...]:
    if scope == "register":
        return (as_at.on_the_register(today),)
    if scope == "concerns":
        concerns = table("concern")
        of_them = select(concerns.c.pupil).where(concerns.c.closed_on.is_(None))
        return (table("pupil").c.id.in_(of_them),)
    return ()


def _named(query: Query) -> ColumnElement[bool]:
    found = _inside(query.words) if query.wide else indexed.pupils_named(query.words)
    return table("pupil").c.id.in_(found)


def _inside(words: str) -> CompoundSelect[str]:
    """The pupils the words are in, or in the people around them; some of them twice."""
    named, inside = table("pupil").alias("named"), indexed.pupils_inside(words)
    if not _short(words):
        return union_all(select(inside.subquery().c.record), _by_others(words))
    too = _short_in(words, (named.c[field] for field in PupilIn.SEARCHED))
    return union_all(select(named.c.id).where(named.c.id.in_(inside), too), _by_others(words))


def _by_others(words: str) -> Select[str]:
    return select(table("person").c.pupil).where(by_person(words))


def by_person(words: str) -> ColumnElement[bool]:
    """Whether the name of somebody around a pupil has all the words, or their number these."""
    person, number = table("person"), _number(words)
    found = person.c.id.in_(indexed.people_inside(words, number))
    if number:
        return found
    return and_(found, _short_in(words, (person.c.name, person.c.former_name)))


def _number(words: str) -> str:
    """The phone number that is looked for, as numbers are kept; "" where this is none."""
    number = "".join(re.findall(r"\d", words)).removeprefix("44").lstrip("0")
    return "" if len(number) < NUMBER_FROM or any(c.isalpha() for c in words) else number


def _short_in(words: str, fields: Iterable[ColumnElement[str]]) -> ColumnElement[bool]:
    """Whether the words too short for the index are there as well."""
    short = _short(words)
    if not short:
        return true()
    text_: ColumnElement[str] = literal("")
    for each in fields:
        text_ = text_.concat(" ").concat(func.coalesce(each, ""))
    return and_(*(text_.contains(word, autoescape=True) for word in sorted(short)))


def _short(words: str) -> set[str]:
    return set(words.split()).difference(indexed.long_words(words))


def _with_need(query: Query, today: date) -> ColumnElement[bool]:
    needs = table("need")
    codes = [code.code for code in NEED_TYPES if not query.area or code.area == query.area]
    wanted = [code for code in codes if not query.need or code == query.need]
    of_them = select(needs.c.pupil).where(needs.c.code.in_(wanted), as_at.holds(needs, today))
    return table("pupil").c.id.in_(of_them)


def _key(sort: SortKey, today: date) -> ColumnElement[Any]:
    if sort == "class":
        return NoCase(func.nullif(table("pupil").c.class_name, ""))
    if sort == "year":
        return as_at.nc_year_order(today)
    if sort == "status":
        places = {code: place for place, code in enumerate(as_at.ON_THE_REGISTER)}
        return case_of(places, value=as_at.status(today), else_=len(places))
    if sort == "since":
        return as_at.status(today, "since")
    return as_at.primary_need(today) if sort == "need" else as_at.next_review()
