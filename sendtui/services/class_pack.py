"""A class's pack for its teacher, and for whoever stands in: each child's support on one sheet.

A group is those who have an intervention today; its form has the lines of that alone. The form of a
week says what happened, and what was seen: it comes back and is looked at first, so that nobody
types anything twice.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.cycle import Cycle, Strategy
from sendtui.models.profile import Profile
from sendtui.models.provision import Delivery, Provision
from sendtui.models.report_page import ReportPage, ReportTable, Section
from sendtui.rules.codes import NEED_TYPES, SEN_PROVISION
from sendtui.rules.counting import counted
from sendtui.rules.school_days import SchoolCalendar
from sendtui.services import (
    intervention_reading,
    roll,
    school_year,
    veil,
    views_forms,
    writes,
)
from sendtui.services.confidential import Marked
from sendtui.services.cycles import open_cycle
from sendtui.services.deliveries import dose_of, ticked
from sendtui.services.doses import covers
from sendtui.services.records import alike
from sendtui.services.roll import Child
from sendtui.store.store import Store

REF = "Ref"
SAW = "What I saw"
FORM = "Sessions of the week"

_YES = frozenset(("y", "yes", "x", "✓", "1", "done"))
_NO = frozenset(("n", "no", "0", "missed"))


@dataclass(frozen=True, slots=True)
class Said:
    """One session that a form says: of which line, on which day, and why not if it was missed."""

    provision: str
    name: str
    what: str
    on: date
    happened: bool
    missed_because: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody wrote down of a pupil, for the evidence of the open cycle."""

    cycle: str
    name: str
    on: date
    what: str


@dataclass(frozen=True, slots=True)
class _Whose:
    """Of whom a pack is, and what they are called; `run` is the intervention that makes a group."""

    called: str
    children: tuple[Child, ...]
    run: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A form as it came back: what is new on it, what is logged already, and what cannot be."""

    sessions: tuple[Said, ...]
    seen: tuple[Seen, ...]
    known: int
    refused: tuple[tuple[int, str], ...]
    """Line of the file → why it is left out."""


def is_form(headings: Iterable[str]) -> bool:
    """Whether a file with these headings is the form of a week, and no list of pupils."""
    return {REF, SAW} <= set(headings)


def pack(store: Store, class_name: str, today: date) -> ReportPage:
    """What every adult with a class, or with a group, needs to know of each child with SEN.

    Raises SendtuiError where nobody in it is on the SEN register.
    """
    whose = _whose(store, class_name, today)
    children = whose.children
    with store.read() as session:
        hidden = veil.hidden(store, session, today)
        sections = tuple(_child(session, child, hidden) for child in children)
    return ReportPage(
        title=f"Support in {whose.called}",
        setting="",
        dated=today,
        lead=(
            f"{counted(len(children), 'pupil')} with SEN. Keep this sheet where no child and no "
            "visitor reads it, and give it back.",
        ),
        sections=sections,
    )


def form(store: Store, class_name: str, monday: date, today: date) -> ReportPage:
    """The form of a week: a line for each pupil's provision, a column for each school day.

    Raises SendtuiError where school is closed all week, by its own year or else England's.
    """
    whose = _whose(store, class_name, today)
    children = whose.children
    monday -= timedelta(days=monday.weekday())
    names = {child.id: child.name for child in children}
    with store.read() as session:
        year = school_year.own_in(session)
        week = (monday + timedelta(days=n) for n in range(5))
        days = [day for day in week if year.is_school_day(day)]
        if not days:
            raise SendtuiError("School is closed in that week. Name another with --week.")
        hidden = veil.hidden(store, session, today)
        lines = [
            (line.id, names[line.pupil], line.what, line.who, *("" for _ in days), "")
            for line in _lines(session, list(names), days, year)
            if not hidden.covers(line.pupil, line.id) and whose.run in ("", line.intervention)
        ]
    headings = (REF, "Pupil", "Provision", "Who", *(day.isoformat() for day in days), SAW)
    return ReportPage(
        title=f"{FORM}, {whose.called}",
        sections=(Section("", tables=(ReportTable(FORM, headings, tuple(lines)),)),),
    )


def read(store: Store, path: Path, today: date, *, password: str = "") -> Returned:
    """Read a form that was filled in: y where a session happened, else why it did not.

    Raises SendtuiError for a file that is no such form.
    """
    from sendtui.formats.sheets import read_sheet

    raw = views_forms.opened(path, password)
    lines = list(read_sheet(io.BytesIO(raw), path.name).lines())
    start, days, saw = _headings(lines)
    sessions: list[Said] = []
    seen: list[Seen] = []
    refused: list[tuple[int, str]] = []
    known = 0
    with store.read() as session:
        for number, cells in lines[start:]:
            line = session.get(Provision, cells[0].strip()) if cells and cells[0].strip() else None
            if line is None:
                if any(cells):
                    refused.append((number, "its Ref names no provision here"))
                continue
            name = cells[1] if len(cells) > 1 else ""
            logged = _logged(session, line.id)
            for column, on in days.items():
                said = cells[column].strip() if column < len(cells) else ""
                if not said:
                    continue
                if on in logged:
                    known += 1
                elif on > today:
                    refused.append((number, f"{on:%d/%m/%Y} is still to come"))
                else:
                    sessions.append(_said(line, name, on, said))
            if saw is not None and saw < len(cells) and cells[saw].strip():
                cycle = open_cycle(session, line.pupil)
                if cycle is None:
                    refused.append((number, "what was seen has no open cycle to go to"))
                else:
                    on = min(max(days.values()), today)
                    seen.append(Seen(cycle.id, name, on, cells[saw].strip()))
    return Returned(tuple(sessions), tuple(seen), known, tuple(refused))


@writes
def take(store: Store, found: Returned, by: str, today: date) -> int:
    """Log what came back in one act; how many sessions and observations that were.

    Raises InvalidError where one cannot be: nothing is written then.
    """
    count = len(found.sessions) + len(found.seen)
    with store.write(f"Take in a form: {counted(count, 'line')}") as tx:
        for each in found.sessions:
            why = each.missed_because
            ticked(tx, each.provision, each.on, each.happened, why, None, by, "", today)
        for one in found.seen:
            cycle = tx.session.get(Cycle, one.cycle)
            if cycle is not None:
                values = {"sort": "observation", "on": one.on, "by": by, "what": one.what}
                tx.add("evidence", {**values, "pupil": cycle.pupil, "cycle": one.cycle})
    return count


def pupils(store: Store, class_name: str, today: date) -> tuple[str, ...]:
    """The pupils of whom a pack is; raises SendtuiError where there is nobody."""
    return tuple(child.id for child in _whose(store, class_name, today).children)


def _whose(store: Store, name: str, today: date) -> _Whose:
    """The class of this name, else those who have the intervention of this name."""
    found = roll.read(store, today)
    these = tuple(c for c in found.register if alike(c.class_name) == alike(name))
    if these:
        return _Whose(f"class {these[0].class_name}", these)
    for run in intervention_reading.all_of(store, today):
        if alike(run.name) == alike(name):
            there = {m.pupil for m in intervention_reading.members(store, run.id, today) if m.runs}
            these = tuple(c for c in found.register if c.id in there)
            if these:
                return _Whose(f"the group “{run.name}”", these, run.id)
    known = ", ".join(sorted({c.class_name for c in found.register if c.class_name})) or "none"
    raise SendtuiError(
        "Nobody on the SEN register is in a class, or has an intervention, of that name. There "
        f"are classes: {known}."
    )


def _child(session: Session, child: Child, hidden: Marked) -> Section:
    status = SEN_PROVISION.label(child.status)
    need = NEED_TYPES.label(child.need) if child.need else "need not recorded"
    text = [f"{status}. {need}."]
    profile = session.exec(
        select(Profile)
        .where(Profile.pupil == child.id)
        .order_by(col(Profile.version).desc(), col(Profile.id).desc())
    ).first()
    if profile is not None and not hidden.covers(child.id, profile.id):
        for title, words in (
            ("How best to support me", profile.support),
            ("What helps", profile.helps),
            ("What makes it hard", profile.triggers),
            ("How I communicate", profile.communication),
            ("Adjustments", profile.adjustments),
        ):
            if words.strip():
                text.append(f"{title}: {' '.join(words.split())}")
    cycle = open_cycle(session, child.id)
    points = []
    if cycle is not None:
        found = session.exec(select(Strategy).where(Strategy.cycle == cycle.id))
        points = [
            f"{each.what}{f' ({each.where})' if each.where else ''}"
            for each in found
            if not hidden.covers(child.id, each.id)
        ]
    return Section(child.name, tuple(text), tuple(points))


def _lines(
    session: Session, pupils: Sequence[str], days: Sequence[date], year: SchoolCalendar
) -> Iterator[Provision]:
    asked = (
        select(Provision, Cycle)
        .join(Cycle, col(Cycle.id) == col(Provision.cycle))
        .where(col(Provision.pupil).in_(pupils))
        .order_by(col(Provision.pupil), col(Provision.id))
    )
    for line, cycle in session.exec(asked):
        dose = dose_of(line, cycle.started_on, cycle.ended_on, year)
        if any(covers(dose, day) for day in days):
            yield line


def _headings(lines: list[tuple[int, list[str]]]) -> tuple[int, dict[int, date], int | None]:
    """Where the lines begin, the column of each day, and that of what was seen."""
    for place, (_, cells) in enumerate(lines[:20]):
        if cells and cells[0].strip() == REF:
            days = {
                column: date.fromisoformat(cell.strip())
                for column, cell in enumerate(cells)
                if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell.strip())
            }
            saw = next((n for n, cell in enumerate(cells) if cell.strip() == SAW), None)
            if days:
                return place + 1, days, saw
    raise SendtuiError(
        "This is no form of a week: its first line names Ref, Pupil and the days. Give the "
        "workbook that was sent out, filled in."
    )


def _logged(session: Session, line: str) -> set[date]:
    return set(session.exec(select(col(Delivery.on)).where(Delivery.provision == line)))


def _said(line: Provision, name: str, on: date, said: str) -> Said:
    word = said.casefold()
    happened = word in _YES
    why = "" if happened or word in _NO else said
    return Said(line.id, name, line.what, on, happened, why)
