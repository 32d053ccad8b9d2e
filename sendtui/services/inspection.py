"""The pages for an inspector at noon: who is on the register, what they have, and what came of it.

Everything is read as it stands today. Names are full or initials only, as is asked.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from statistics import median

from sqlalchemy import select
from sqlmodel import Session

from sendtui.models.pupil import Pupil
from sendtui.models.report_page import Cell, ReportPage, ReportTable, Section
from sendtui.rules import national
from sendtui.rules.codes import NC_YEARS, NEED_TYPES, SEN_PROVISION
from sendtui.rules.costs import pounds
from sendtui.rules.counting import counted
from sendtui.rules.support import MEETINGS_A_YEAR, THREE_MEETINGS
from sendtui.services import impact, roll, timeline
from sendtui.services.ledger import Period
from sendtui.services.records import called, require_pupil
from sendtui.services.roll import Child, Roll
from sendtui.services.tables import table
from sendtui.store.store import Store

STUDIES = 3
"""How many chronologies there are where nobody says whose."""

_STATUSES = ("E", "K", "")


def pack(
    store: Store,
    today: date,
    *,
    initials: bool = True,
    costs: bool = True,
    studies: Sequence[str] = (),
) -> ReportPage:
    """The whole of it as one report.

    `studies` are the pupils whose chronologies stand at its end: three with the longest record
    where none is named.
    """
    found = roll.read(store, today)
    effect = impact.read(store, today)
    with store.read() as session:
        setting = setting_name(session, store.setting)
        on_time = reviews_on_time(session, Period.school_year(today), today)
    whose = list(studies) or _longest(found, today)
    named = {child.id: child.initials if initials else child.name for child in found.children}
    return ReportPage(
        title="SEND at a glance, for inspection",
        setting=setting,
        dated=today,
        lead=_lead(found),
        sections=(
            against_the_roll(found),
            _register(found, named),
            presence(found),
            _provision(effect, costs=costs),
            outcomes(effect),
            _reviews(found, on_time),
            meetings(found),
            *(_study(store, pupil, today, initials=initials) for pupil in whose),
        ),
        foot="" if initials else "Names of children: keep it as you keep their files.",
    )


def against_the_roll(found: Roll) -> Section:
    """How many of the roll have SEN Support or a plan, beside the national share."""
    whole = len(found.children)
    lines: list[tuple[Cell, ...]] = []
    for code in ("E", "K"):
        number, beside = len(found.of(code)), national.BY_STATUS[code]
        own = 100 * number / whole if whole else 0.0
        lines.append((SEN_PROVISION.label(code), number, own, beside.share))
    lines.append(("On roll", whole, 100.0 if whole else 0.0, None))
    by_year = _tally(found.children, lambda c: NC_YEARS.label(c.year) or "Not known", _year_order)
    by_need = _tally(found.register, lambda c: NEED_TYPES.label(c.need) or "Not recorded", None)
    headings = ("Plan", "SEN Support", "Not on the register")
    return Section(
        "The register against the roll",
        tables=(
            ReportTable(
                "On the SEN register",
                ("Status", "Pupils", "% of the roll", f"England {national.YEAR}, %"),
                tuple(lines),
                note=national.SOURCE,
            ),
            ReportTable("By year", ("Year", *headings), by_year),
            ReportTable("By primary need", ("Need", *headings[:2]), tuple(x[:3] for x in by_need)),
        ),
    )


def presence(found: Roll) -> Section:
    """Attendance and suspensions of this school year, by SEN status."""
    lines: list[tuple[Cell, ...]] = []
    for code in _STATUSES:
        these = found.of(code)
        known = [child for child in these if child.possible]
        possible = sum(child.possible for child in known)
        attended = sum(child.attended for child in known)
        lines.append(
            (
                SEN_PROVISION.label(code) if code else "Not on the register",
                len(these),
                len(known),
                100 * attended / possible if possible else None,
                sum(child.absent_much for child in known),
                sum(child.suspensions for child in these),
                sum(child.excluded for child in these),
            )
        )
    headings = ("Status", "Pupils", "With figures", "Attendance, %", "Missed a tenth or more",
                "Suspensions", "Permanently excluded")  # fmt: skip
    return Section(
        "Attendance and suspensions this school year",
        tables=(ReportTable("By SEN status", headings, tuple(lines)),),
    )


def outcomes(found: impact.Impact) -> Section:
    """Outcomes rated this school year, by need and by intervention."""
    tables = []
    ways: tuple[tuple[str, impact.By], ...] = (
        ("By need", "need"),
        ("By intervention", "intervention"),
    )
    for title, by in ways:
        rows = tuple(
            (each.name, each.rated, each.met, None if each.share is None else 100 * each.share)
            for each in found.by(by)
            if each.rated
        )
        tables.append(ReportTable(title, ("Name", "Rated", "Met", "Met, %"), rows))
    note = f"Under {impact.FEW} outcomes no share is given: so few say little."
    return Section("Outcomes", text=(note,), tables=tuple(tables))


def meetings(found: Roll) -> Section:
    """How often the parents of those on the register were met this school year."""
    tally = Counter(min(child.met, MEETINGS_A_YEAR) for child in found.register)
    words = ("not yet", "once", "twice", "three times or more")
    return Section(
        "Meetings with parents this school year",
        text=(f"Three a year are expected ({THREE_MEETINGS}).",),
        tables=(
            ReportTable(
                "Parents met",
                ("Met", "Pupils on the register"),
                tuple((word, tally.get(number, 0)) for number, word in enumerate(words)),
            ),
        ),
    )


def reviews_on_time(session: Session, period: Period, today: date) -> tuple[int, int, list[int]]:
    """Reviews of cycles in a period: how many were held by the day, how many late, days late."""
    review, cycle = table("review").c, table("cycle").c
    asked = (
        select(review.held_on, cycle.review_due)
        .join(table("cycle"), cycle.id == review.cycle)
        .where(
            review.held_on >= period.first,
            review.held_on <= min(period.last, today),
            cycle.review_due.is_not(None),
        )
    )
    late = [(held - due).days for held, due in session.connection().execute(asked)]
    return sum(days <= 0 for days in late), sum(days > 0 for days in late), late


def _reviews(found: Roll, on_time: tuple[int, int, list[int]]) -> Section:
    held, late, days = on_time
    overdue = [c for c in found.register if c.review_due and c.review_due < found.day]
    never = [child for child in found.register if child.reviewed_on is None]
    said = [
        f"{counted(held, 'review')} held by the day they were due, {late} after it.",
        f"{counted(len(overdue), 'review')} overdue today; "
        f"{counted(len(never), 'pupil')} on the register not reviewed yet.",
    ]
    if late:
        said.append(f"Those that were late were so by {median(d for d in days if d > 0):g} days.")
    return Section("Reviews on time", points=tuple(said))


def _register(found: Roll, named: dict[str, str]) -> Section:
    lines = tuple(
        (
            child.class_name,
            named[child.id],
            child.status,
            child.since,
            NEED_TYPES.label(child.need) if child.need else "",
            child.reviewed_on,
            child.review_due,
            child.met,
        )
        for child in found.register
    )
    headings = ("Class", "Pupil", "Status", "Since", "Primary need", "Reviewed", "Next review",
                "Parents met")  # fmt: skip
    left = f"{counted(found.hidden, 'confidential record')} left out." if found.hidden else ""
    return Section("Who is on the register", tables=(ReportTable("", headings, lines, left),))


def _provision(found: impact.Impact, *, costs: bool) -> Section:
    totals = found.map.by("intervention")
    headings = ["Provision", "Pupils", "Hours promised", "Hours given"]
    lines: list[tuple[Cell, ...]] = []
    for each in totals:
        line: list[Cell] = [each.name, each.pupils, each.promised_minutes / 60]
        line.append(each.happened_minutes / 60)
        if costs:
            line.append(pounds(each.pence))
        lines.append(tuple(line))
    if costs:
        headings.append("Cost to date")
    return Section(
        "Provision this school year",
        tables=(ReportTable("By intervention", tuple(headings), tuple(lines)),),
    )


def _study(store: Store, pupil: str, today: date, *, initials: bool) -> Section:
    with store.read() as session:
        who = require_pupil(session, pupil)
    name, hide = called(who), _hider(who) if initials else str
    events = reversed(timeline.timeline(store, pupil, today))
    lines = tuple((event.on, hide(event.words), hide(event.who)) for event in events)
    return Section(
        f"Chronology: {hide(name)}", tables=(ReportTable("", ("Day", "What", "Who"), lines),)
    )


def _hider(who: Pupil) -> Callable[[str], str]:
    """What puts an initial for each of the pupil's names, wherever it stands in a text."""
    names = " ".join((who.forename, who.preferred_forename, who.surname, who.preferred_surname))
    parts = sorted({part for part in re.split(r"[\s-]+", names) if part}, key=len, reverse=True)
    if not parts:
        return str
    found = re.compile(rf"\b({'|'.join(map(re.escape, parts))})\b", re.IGNORECASE)
    return lambda text: found.sub(lambda match: match[0][0].upper(), text)


def _longest(found: Roll, today: date) -> list[str]:
    """Who has been on the register longest, one of each status first."""
    ranked = sorted(found.register, key=lambda c: (c.since or today, c.id))
    first = [next((c for c in ranked if c.status == code), None) for code in ("E", "K")]
    order = [c for c in first if c is not None]
    order += [c for c in ranked if c not in order]
    return [child.id for child in order[:STUDIES]]


def _lead(found: Roll) -> tuple[str, ...]:
    return (
        f"{counted(len(found.register), 'pupil')} of {len(found.children):,} on roll are on the "
        "SEN register today.",
    )


def _tally(
    children: Iterable[Child],
    name: Callable[[Child], str],
    order: Callable[[str], tuple[int, str]] | None,
) -> tuple[tuple[Cell, ...], ...]:
    found: dict[str, Counter[str]] = {}
    for child in children:
        found.setdefault(name(child), Counter())[child.status] += 1
    if order is None:
        names = sorted(found, key=lambda n: (-found[n].total(), n))
    else:
        names = sorted(found, key=order)
    return tuple((each, *(found[each][code] for code in _STATUSES)) for each in names)


def _year_order(label: str) -> tuple[int, str]:
    places = {NC_YEARS.label(code.code): n for n, code in enumerate(NC_YEARS)}
    return places.get(label, len(places)), label


def setting_name(session: Session, setting: str) -> str:
    """The name of a setting; nothing where it is not known."""
    one = table("setting").c
    asked = select(one.name).where(one.id == setting)
    return str(session.connection().execute(asked).scalar() or "")
