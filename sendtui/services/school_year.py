"""A school's own year: its terms, half terms, closures and training days, as every reckoning asks.

Where a setting has none of its own, England's usual year stands in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

from sqlalchemy import Connection, select
from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.models.school_dates import SchoolDates, SpanSort
from sendtui.rules.calendar import Term, TermName
from sendtui.rules.school_days import ENGLAND, Closed, SchoolCalendar, Span, term_name
from sendtui.services import writes
from sendtui.services.records import as_day, in_time, invalid, require
from sendtui.services.tables import table
from sendtui.store.store import Store

SORTS: tuple[str, ...] = get_args(SpanSort)
FIELDS = ("sort", "name", "starts", "ends")

_NAMES: tuple[str, ...] = get_args(TermName)
_LONGEST = {"term": 140, "half term": 16, "closed": 200, "training": 5}
"""The most days of each sort: more is a slip of the keys."""


@dataclass(frozen=True, slots=True)
class SpanView:
    """Days of one sort in a setting's year; `setting` is its name, `heads` for a change."""

    id: str
    setting: str
    sort: str
    name: str
    starts: date
    ends: date
    heads: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a file of school dates would add, what is there already, and what is not understood."""

    new: tuple[Span, ...]
    known: int
    left_out: tuple[str, ...]


def calendar(store: Store, setting: str = "") -> SchoolCalendar:
    """The year of a setting, by its id; without one, or of one without dates, this file's own."""
    with store.read() as session:
        return calendar_in(session, setting)


def calendar_in(session: Session, setting: str) -> SchoolCalendar:
    """The same where the record is being read already; England's where neither has any dates."""
    found = calendars_of(session.connection())
    return found.get(setting) or found.get("") or ENGLAND


def own_in(session: Session) -> SchoolCalendar:
    """The year of the setting this case file was set up for, or England's usual one."""
    return calendar_in(session, "")


def own_terms(run: Connection) -> tuple[Term, ...]:
    """The three terms a year of the setting this case file was set up for; () without its own."""
    return calendars_of(run).get("", ENGLAND).whole_terms


def calendars_of(run: Connection) -> dict[str, SchoolCalendar]:
    """The year of every setting that has dates of its own, by its id; "" is this file's own."""
    there = table("school_dates").c
    wanted = select(there.setting, there.sort, there.name, there.starts, there.ends)
    spans: dict[str, list[Span]] = {}
    for setting, sort, name, starts, ends in run.execute(wanted):
        spans.setdefault(setting, []).append(Span(sort, starts, ends, name))
    found = {setting: of_spans(those) for setting, those in spans.items()}
    own = run.exec_driver_sql("SELECT value FROM meta WHERE key = 'setting'").scalar()
    return found | ({"": found[str(own)]} if own in found else {})


def of_spans(spans: Iterable[Span]) -> SchoolCalendar:
    """The calendar that these days make, in whatever order they were typed."""
    found = sorted(set(spans), key=lambda span: (span.starts, span.ends, span.sort, span.name))
    terms = [Term(_term(each), each.starts, each.ends) for each in found if each.sort == "term"]
    closed = [
        Closed(each.name or each.sort, each.starts, each.ends)
        for each in found
        if each.sort in ("half term", "closed")
    ]
    training = {
        each.starts + timedelta(days=n)
        for each in found
        if each.sort == "training"
        for n in range((each.ends - each.starts).days + 1)
    }
    return SchoolCalendar(tuple(terms), tuple(closed), frozenset(training))


def _term(span: Span) -> TermName:
    written = span.name.casefold()
    return next((name for name in get_args(TermName) if name in written), term_name(span.starts))


def all_of(store: Store, setting: str = "") -> tuple[SpanView, ...]:
    """The days that are written down, by setting and day; of one setting by its id."""
    there, settings = table("school_dates"), table("setting")
    with store.read() as session:
        asked: Any = select(there, settings.c.name.label("of")).outerjoin(
            settings, settings.c.id == there.c.setting
        )
        if setting:
            asked = asked.where(there.c.setting == setting)
        found = session.connection().execute(asked.order_by("of", there.c.starts, there.c.id))
        return tuple(
            SpanView(
                each.id, each.of or "", each.sort, each.name, each.starts, each.ends,
                store.heads(session, each.id),
            )
            for each in found
        )  # fmt: skip


def setting_named(store: Store, words: str) -> str:
    """The id of the setting with these words in its name or this URN; "" is this file's own.

    Raises SendtuiError where it is none, or more than one.
    """
    if not words.strip():
        return store.setting
    there, wanted = table("setting").c, words.strip().casefold()
    with store.read() as session:
        found = session.connection().execute(select(there.id, there.name, there.urn)).all()
    exact = [each for each in found if wanted in (each.id, each.urn, each.name.casefold())]
    near = exact or [each for each in found if wanted in each.name.casefold()]
    if len(near) == 1:
        return str(near[0].id)
    names = ", ".join(sorted(each.name for each in near or found))
    said = "More than one setting has that in its name" if near else "There is no such setting here"
    raise SendtuiError(f"{said}: {names}.")


@writes
def add(store: Store, values: Mapping[str, object], setting: str = "") -> str:
    """Write down a term, a half term, a closure or training days, and return its id.

    Without its last day it is one day. Raises InvalidError for what cannot be, such as a term that
    overlaps another.
    """
    whose = setting or store.setting
    with store.write("Add school dates") as tx:
        span = _span(values)
        _refuse_odd(tx.session, whose, span, "")
        return tx.add("school_dates", {"setting": whose, **_values(span)})


@writes
def change(
    store: Store,
    span: str,
    values: Mapping[str, object],
    bases: Mapping[str, tuple[int, ...]] | None = None,
) -> tuple[str, ...]:
    """Change days that are written down, and return the fields that changed."""
    with store.write("Change school dates") as tx:
        now = require(tx.session, SchoolDates, span)
        made = _span({name: getattr(now, name) for name in FIELDS} | dict(values))
        _refuse_odd(tx.session, now.setting, made, span)
        return tx.put("school_dates", span, _values(made), bases)


@writes
def remove(store: Store, span: str) -> None:
    """Remove days that were put down by mistake; undo brings them back."""
    with store.write("Remove school dates") as tx:
        require(tx.session, SchoolDates, span)
        tx.remove("school_dates", span)


def preview(store: Store, path: Path, setting: str = "") -> TakenIn:
    """What a file of school dates (CSV, a workbook or a calendar file) would add.

    Raises SendtuiError for a file that cannot be read, or has no school dates.
    """
    from sendtui.formats import school_dates_in

    try:
        with path.open("rb") as file:
            read = school_dates_in.read(file, path.name)
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be opened: {problem.strerror}.") from None
    whose = setting or store.setting
    known = {(v.sort, v.starts, v.ends) for v in all_of(store, whose)}
    new = [span for span in read.spans if (span.sort, span.starts, span.ends) not in known]
    return TakenIn(tuple(new), len(read.spans) - len(new), read.left_out)


@writes
def take_in(store: Store, spans: Sequence[Span], setting: str = "") -> int:
    """Write down the days a preview showed, in one act; how many.

    Raises InvalidError for one that cannot be beside what is there: nothing is written then.
    """
    whose = setting or store.setting
    with store.write("Import school dates") as tx:
        for span in spans:
            _refuse_odd(tx.session, whose, span, "")
            tx.add("school_dates", {"setting": whose, **_values(span)})
            tx.session.flush()
    return len(spans)


def _values(span: Span) -> dict[str, object]:
    return {"sort": span.sort, "name": span.name, "starts": span.starts, "ends": span.ends}


def _span(values: Mapping[str, object]) -> Span:
    sort = str(values.get("sort") or "")
    if sort not in SORTS:
        invalid("sort", sort, f"is none of: {', '.join(SORTS)}")
    starts = as_day(values.get("starts"))
    if starts is None:
        invalid("starts", values.get("starts"), "is needed: say which day it begins")
    ends = as_day(values.get("ends")) or starts
    name = " ".join(str(values.get("name") or "").split())
    if sort == "term":
        name = next((each for each in _NAMES if each in name.casefold()), term_name(starts))
    return Span(sort, starts, ends, name)


def _refuse_odd(session: Session, setting: str, span: Span, itself: str) -> None:
    in_time("ends", span.ends, span.starts, "its first day")
    days, most = (span.ends - span.starts).days + 1, _LONGEST[span.sort]
    if days > most:
        invalid("ends", span.ends, f"makes {days} days, and {span.sort} has {most} at most")
    if not 1990 <= span.starts.year <= 2100:
        invalid("starts", span.starts, "is no year of a school: look at the year")
    if span.sort != "term":
        return
    there = table("school_dates").c
    others = select(there.id, there.starts, there.ends).where(
        there.setting == setting, there.sort == "term"
    )
    for id_, starts, ends in session.connection().execute(others):
        if id_ != itself and starts <= span.ends and ends >= span.starts:
            invalid("starts", span.starts, f"overlaps the term from {starts:%d/%m/%Y}")
