"""The lines of provision as a table, for a spreadsheet to add up to our totals again."""

from collections.abc import Callable, Iterable

from sendtui.models.report_page import Cell, ReportPage, ReportTable, Section
from sendtui.rules.codes import BROAD_AREAS, LAYERS, NC_YEARS, NEED_TYPES
from sendtui.services.ledger import Line
from sendtui.services.provision_map import Map, Who

Column = tuple[str, Callable[[Map, Line, Who | None], Cell]]

_WHO: tuple[Column, ...] = (
    ("Ref", lambda _found, line, _who: line.id),
    ("Pupil", lambda _found, _line, who: who.name if who else ""),
    ("Class", lambda _found, _line, who: who.class_name if who else ""),
    ("Year", lambda _found, _line, who: NC_YEARS.label(who.year) if who and who.year else ""),
    ("Provision", lambda found, line, _who: found.name(line)),
    ("Area", lambda found, line, _who: BROAD_AREAS.label(found.area(line))),
    ("Need", lambda _found, line, _who: NEED_TYPES.label(line.need)),
    ("Layer", lambda _found, line, _who: LAYERS.label(line.layer)),
    ("Adult", lambda _found, line, _who: line.who),
    ("Role", lambda _found, line, _who: line.role),
    ("Group of", lambda _found, line, _who: line.group_size),
    ("Minutes each", lambda _found, line, _who: line.minutes),
    ("Promised", lambda _found, line, _who: line.promised),
    ("Happened", lambda _found, line, _who: line.happened),
    ("Missed", lambda _found, line, _who: line.missed),
    ("Short", lambda _found, line, _who: line.short),
    ("Minutes happened", lambda _found, line, _who: line.happened_minutes),
    ("In the year", lambda _found, line, _who: line.whole),
)
_COSTS: tuple[Column, ...] = (
    ("Sessions to date, £", lambda _found, line, _who: _pounds(line.to_date_pence)),
    ("Materials, £", lambda _found, line, _who: _pounds(line.materials_pence)),
    ("To date, £", lambda _found, line, _who: _pounds(line.pence)),
    ("Whole year, £", lambda _found, line, _who: _pounds(line.whole_pence)),
    ("School, £", lambda _found, line, _who: _pounds(line.paid.school)),
    ("Authority, £", lambda _found, line, _who: _pounds(line.paid.authority)),
    ("Health, £", lambda _found, line, _who: _pounds(line.paid.health)),
    ("Social care, £", lambda _found, line, _who: _pounds(line.paid.care)),
)


def lines(found: Map, these: Iterable[Line], title: str, *, costs: bool = True) -> ReportPage:
    """A line of the table for each line of provision; what it costs in pounds, without a sign."""
    columns = (*_WHO, *(_COSTS if costs else ()))
    cells = tuple(
        tuple(cell(found, line, found.pupils.get(line.pupil)) for _, cell in columns)
        for line in these
    )
    table = ReportTable(title, tuple(heading for heading, _ in columns), cells)
    return ReportPage(title, (Section("", tables=(table,)),))


def _pounds(pence: int) -> float:
    return pence / 100
