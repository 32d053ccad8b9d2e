"""The termly report to governors: the school's figures, year on year, and no child in any of them.

Numbers of one to four are left out, and another with them where it could be worked out.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sendtui.models.report_page import Cell, ReportPage, ReportTable, Section
from sendtui.rules.calendar import academic_year_label, months_after
from sendtui.rules.codes import BROAD_AREAS, NEED_TYPES, SEN_PROVISION
from sendtui.rules.costs import pounds
from sendtui.rules.counting import counted
from sendtui.rules.small import FEWEST, in_columns, suppressed, without_small
from sendtui.services import impact, insight, inspection, provision_map, referrals, roll, workforce
from sendtui.services.ledger import Period
from sendtui.services.roll import Roll
from sendtui.store.store import Store


def report(store: Store, today: date) -> ReportPage:
    """The report as it stands today."""
    now = roll.read(store, today)
    before = roll.read(store, months_after(today, -12))
    effect = impact.read(store, today)
    year, last = (Period.school_year(day) for day in (today, months_after(today, -12)))
    past = impact.read(store, today, last)
    with store.read() as session:
        setting = inspection.setting_name(session, store.setting)
        on_time = inspection.reviews_on_time(session, year, today)
        on_time_then = inspection.reviews_on_time(session, last, today)
    return ReportPage(
        title="SEND report to governors",
        setting=setting,
        dated=today,
        lead=(f"Numbers of 1 to {FEWEST - 1} are left out, so that no child can be recognised.",),
        sections=(
            _year_on_year(now, before, _done(effect, on_time), _done(past, on_time_then)),
            needs(now),
            hidden(inspection.presence(now), (1, 2, 4, 5, 6)),
            _provision(effect.map),
            outcomes(effect),
            reviews(on_time),
            hidden(inspection.meetings(now), (1,)),
            _waits(referrals.ageing(referrals.all_of(store, today))),
            *(_answered(store, name, today) for name in ("said", "alternative", "destinations")),
            training(store, today),
        ),
    )


OnTime = tuple[int, int, list[int]]
"""Reviews held by their day, reviews held late, and the days between."""


def _done(effect: impact.Impact, on_time: OnTime) -> tuple[Cell, Cell, Cell]:
    """Of a year in per cent: outcomes met, reviews in time, promised time given; None for few."""
    rated, whole = len(effect.rated), effect.map.whole
    met = sum(one.met for one in effect.rated)
    held, late, _ = on_time
    return (
        100 * met / rated if rated >= impact.FEW else None,
        100 * held / (held + late) if held + late >= impact.FEW else None,
        100 * whole.happened_minutes / whole.promised_minutes if whole.promised_minutes else None,
    )


def _year_on_year(
    now: Roll, before: Roll, done: Sequence[Cell], done_before: Sequence[Cell]
) -> Section:
    codes = ("E", "K")
    numbers = [
        (*(len(each.of(code)) for code in codes), len(each.children) - len(each.register))
        for each in (now, before)
    ]
    shown = [suppressed(each) for each in numbers]
    words = [*(SEN_PROVISION.label(code) for code in codes), "Not on the register"]
    lines: list[tuple[Cell, ...]] = list(zip(words, *shown, strict=True))
    lines.append(("On roll", len(now.children), len(before.children)))
    first = Period.school_year(now.day).first.year
    headings = ("Status", academic_year_label(first), "A year ago")
    names = ("Outcomes met, %", "Reviews held in time, %", "Promised time given, %")
    years = ("", f"{academic_year_label(first)} so far", academic_year_label(first - 1))
    return Section(
        "Year on year",
        tables=(
            ReportTable("The register", headings, tuple(lines)),
            ReportTable(
                "What came of it",
                years,
                tuple(zip(names, done, done_before, strict=True)),
                note=f"No share of fewer than {impact.FEW}: it would say little.",
            ),
        ),
    )


def needs(now: Roll) -> Section:
    """The register by the broad area of the first need, small numbers left out."""
    areas = {
        area.code: sum(NEED_TYPES[c.need].area == area.code for c in now.register if c.need)
        for area in BROAD_AREAS
    }
    shown = suppressed(list(areas.values()))
    lines = tuple((BROAD_AREAS.label(a), n) for a, n in zip(areas, shown, strict=True))
    table = ReportTable("", ("First need in", "Pupils"), lines)
    return Section("What the needs are", tables=(table,))


def _provision(found: provision_map.Map) -> Section:
    lines = [
        (
            each.name,
            each.promised_minutes / 60,
            each.happened_minutes / 60,
            pounds(each.pence),
            pounds(each.whole_pence),
        )
        for each in found.by("area")
    ]
    whole = found.whole
    lines.append(
        ("All", whole.promised_minutes / 60, whole.happened_minutes / 60, pounds(whole.pence),
         pounds(whole.whole_pence))
    )  # fmt: skip
    headings = ("Area", "Hours promised", "Hours given", "Cost to date", "Cost in the year")
    return Section("Provision this year", tables=(ReportTable("", headings, tuple(lines)),))


def outcomes(found: impact.Impact) -> Section:
    """The outcomes rated this year by layer, with the share that was met."""
    lines: list[tuple[Cell, ...]] = [
        (each.name, each.rated, None if each.share is None else 100 * each.share)
        for each in found.by("layer")
        if each.rated >= FEWEST
    ]
    table = ReportTable("", ("Layer", "Outcomes rated", "Met, %"), tuple(lines))
    return Section("What came of it", tables=(table,))


def reviews(on_time: OnTime) -> Section:
    """The share of this year's reviews that were held by their day."""
    held, late, _ = on_time
    if held + late < FEWEST:
        return Section("Reviews", text=("Too few were held this year to say more.",))
    share = held / (held + late)
    said = f"{share:.0%} of {counted(held + late, 'review')} were held by the day they were due."
    return Section("Reviews", text=(said,))


def _waits(found: Sequence[referrals.Ageing]) -> Section:
    lines: list[tuple[Cell, ...]] = []
    for each in found:
        waiting = suppressed([sum(each.waiting), each.seen])
        lines.append((each.service, *waiting, each.seen_weeks if each.seen >= FEWEST else None))
    headings = ("Service", "Waiting", "Seen", "Median weeks to be seen")
    return Section("Waiting for services", tables=(ReportTable("", headings, tuple(lines)),))


def _answered(store: Store, name: str, today: date) -> Section:
    """An answer of Insight without small numbers; of one that names pupils, its sentence alone."""
    found = insight.answer(store, name, today).suppressed()
    lines = tuple(row.cells for row in found.rows if not row.pupil)
    shown = (ReportTable("", found.headings, lines),) if lines else ()
    return Section(found.question, (without_small(found.says),), (), shown)


def training(store: Store, today: date) -> Section:
    """How many adults were trained in what, and for how many it has run out."""
    topics: dict[str, list[bool]] = {}
    for each in workforce.trainings(store, today):
        topics.setdefault(each.topic, []).append(each.expired)
    lines = tuple((topic, len(found), sum(found)) for topic, found in topics.items())
    table = ReportTable("", ("Topic", "Adults trained", "Of these expired"), lines)
    return Section("Training of staff", tables=(table,))


def hidden(section: Section, columns: Sequence[int]) -> Section:
    """The section with small numbers left out of these columns of its tables."""
    tables = (replace(each, lines=in_columns(each.lines, columns)) for each in section.tables)
    return replace(section, tables=tuple(tables))
