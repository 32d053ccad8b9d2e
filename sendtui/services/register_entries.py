"""A pupil as one line of the register, with what is true of them on a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, select
from sqlmodel import Session

from sendtui.rules.codes import NEED_TYPES, SEN_PROVISION
from sendtui.rules.identifiers import check_upn
from sendtui.rules.years import nc_year
from sendtui.services import as_at, confidential
from sendtui.services.clashes import clashing
from sendtui.services.register_query import by_person
from sendtui.services.tables import in_parts, table


@dataclass(frozen=True, slots=True)
class Entry:
    """A pupil as one line of the register.

    `surname` and `forename` are those the pupil goes by; `legal_name` is "" where it is the same.
    `status` is a code, N for none. `other_needs` and `flags` are codes. `clash`: somebody's changes
    to this pupil disagree and wait for a decision. `by_person`: who around the pupil was found,
    where it was not the pupil's own name. `setting` is the name of where they are.
    """

    id: str
    surname: str
    forename: str
    legal_name: str
    upn: str
    upn_odd: bool
    born: date | None
    nc_year: str
    out_of_cohort: bool
    class_name: str
    status: str
    status_label: str
    since: date | None
    need: str
    need_label: str
    other_needs: tuple[str, ...]
    flags: tuple[str, ...]
    next_review: date | None
    overdue: bool
    left_on: date | None
    clash: bool
    by_person: str = ""
    own: tuple[tuple[str, str], ...] = ()
    """Fields of the school's own, by name, and what they say; only those that were asked for."""
    setting: str = ""

    @property
    def name(self) -> str:
        """Surname, then forename, as registers have it."""
        return f"{self.surname}, {self.forename}" if self.forename else self.surname


def entries(session: Session, ids: Sequence[str], today: date) -> tuple[Entry, ...]:
    """These pupils as lines of the register, in the order given."""
    found: dict[str, Entry] = {}
    names = dict[str, str]()
    for part in in_parts(ids):
        hidden = confidential.marked(session, part, today)
        statuses, clashes = statuses_of(session, part, today), clashing(session, part)
        needs, flags = (codes_of(session, kind, part, today, hidden) for kind in ("need", "flag"))
        for line in session.connection().execute(_lines(), {"pupils": part}):
            id_ = line.id
            step = statuses.get(id_, (as_at.NONE, None))
            at = _name_of(session, line.setting, names)
            found[id_] = _entry(line, step, needs[id_], flags[id_], today, id_ in clashes, at)
    return tuple(found[id_] for id_ in ids if id_ in found)


# A page is read at every key of a search: what it asks is put together once.

_PUPILS: BindParameter[Any] = bindparam("pupils", expanding=True)


@cache
def _lines() -> Select[Any]:
    pupil = table("pupil")
    columns = (pupil.c[name] for name in _OF_A_LINE)
    return select(*columns, as_at.next_review().label("next_review")).where(pupil.c.id.in_(_PUPILS))


_OF_A_LINE = (
    "id",
    "setting",
    "surname",
    "forename",
    "preferred_surname",
    "preferred_forename",
    "upn",
    "born",
    "nc_year",
    "class_name",
    "left_on",
)


@lru_cache(maxsize=4)
def _statuses(today: date) -> Select[Any]:
    steps = table("status")
    return (
        select(steps.c.pupil, steps.c.status, steps.c.since)
        .where(steps.c.pupil.in_(_PUPILS), steps.c.since <= today)
        .order_by(steps.c.since, steps.c.id)
    )


@lru_cache(maxsize=8)
def _codes(kind: str, today: date) -> Select[Any]:
    dated = table(kind)
    order = (dated.c.rank, dated.c.id) if kind == "need" else (dated.c.code,)
    return (
        select(dated.c.pupil, dated.c.code, dated.c.id)
        .where(dated.c.pupil.in_(_PUPILS), as_at.holds(dated, today))
        .order_by(*order)
    )


def _name_of(session: Session, setting: str, known: dict[str, str]) -> str:
    """The name of a setting; one of a page is asked for once."""
    if setting not in known:
        settings = table("setting")
        asked = select(settings.c.name).where(settings.c.id == setting)
        known[setting] = session.execute(asked).scalar() or ""
    return known[setting]


def found_by(session: Session, found: Sequence[Entry], words: str) -> tuple[Entry, ...]:
    """The same lines, with the person by whose name or number a pupil was found."""
    person = table("person")
    wanted = select(person.c.pupil, person.c.name, person.c.role).where(
        person.c.pupil.in_([one.id for one in found]), by_person(words)
    )
    named = {
        pupil: ", ".join(filter(None, (name, role)))
        for pupil, name, role in session.execute(wanted)
    }
    return tuple(
        one if _is_named(one, words) else replace(one, by_person=named.get(one.id, ""))
        for one in found
    )


def _is_named(one: Entry, words: str) -> bool:
    own = f"{one.name} {one.legal_name} {one.upn}".casefold()
    return all(word in own for word in words.casefold().split())


def statuses_of(
    session: Session, pupils: Sequence[str], today: date
) -> dict[str, tuple[str, date | None]]:
    """Pupil → SEN status today and since when, for those who have one."""
    found = session.connection().execute(_statuses(today), {"pupils": pupils})
    return {pupil: (status, since) for pupil, status, since in found}


def codes_of(
    session: Session,
    kind: str,
    pupils: Sequence[str],
    today: date,
    hidden: confidential.Marked | None = None,
) -> Mapping[str, tuple[str, ...]]:
    """Pupil → the codes of today's needs by rank, or of today's flags; none that is `hidden`."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    lines = session.connection().execute(_codes(kind, today), {"pupils": pupils})
    for pupil, code, record in lines:
        if code not in found[pupil] and not (hidden and hidden.covers(pupil, record)):
            found[pupil] += (code,)
    return found


def _entry(
    line: Row[Any],
    step: tuple[str, date | None],
    needs: tuple[str, ...],
    flags: tuple[str, ...],
    today: date,
    clash: bool,
    setting: str,
) -> Entry:
    surname = line.preferred_surname or line.surname
    forename = line.preferred_forename or line.forename
    differs = (surname, forename) != (line.surname, line.forename)
    placed = nc_year(line.born, today, line.nc_year)
    here = line.left_on is None or line.left_on > today
    due, (status, since) = line.next_review, step
    return Entry(
        id=line.id,
        surname=surname,
        forename=forename,
        legal_name=f"{line.surname}, {line.forename}".rstrip(", ") if differs else "",
        upn=line.upn,
        upn_odd=bool(line.upn) and not check_upn(line.upn).ok,
        born=line.born,
        nc_year=placed.code,
        out_of_cohort=placed.out_of_cohort,
        class_name=line.class_name,
        status=status,
        status_label=SEN_PROVISION.label(status),
        since=since,
        need=needs[0] if needs else "",
        need_label=NEED_TYPES.label(needs[0]) if needs else "",
        other_needs=needs[1:],
        flags=flags,
        next_review=due,
        overdue=bool(due and due < today and here and status in as_at.ON_THE_REGISTER),
        left_on=line.left_on,
        clash=clash,
        setting=setting,
    )
