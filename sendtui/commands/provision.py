"""What the school provides: promised, given, what it costs and what came of it.

  sendtui provision map --by intervention       pupil, class, year, area, need, layer, adult, role
  sendtui provision map --by class --of 3B      the lines behind one total; so with impact
  sendtui provision map --by class --no-costs   for those who are not to see what adults are paid
  sendtui provision costs UPN                   one pupil's, with the sum of every line
  sendtui provision lines FILE.csv              every line, for a spreadsheet; or .xlsx; takes --of
  sendtui provision gap                         what was promised by today and has not happened
  sendtui provision impact --by need            intervention, layer, adult, year, disadvantaged
  sendtui provision impact --little             who has had much and met nothing

--year 2025 is the school year that began in 2025. Costs are to date and for the whole year.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from sendtui.commands import provision_shown as shown
from sendtui.commands import reporting
from sendtui.commands.call import Call
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.impact import By as ImpactBy
    from sendtui.services.impact import Effect
    from sendtui.services.ledger import Period
    from sendtui.services.provision_map import By, Map, Total

Named = TypeVar("Named", bound=str)
Gathered = TypeVar("Gathered", "Total", "Effect")

_BY: "tuple[By, ...]" = (
    "intervention",
    "pupil",
    "class",
    "year",
    "area",
    "need",
    "layer",
    "adult",
    "role",
)
_IMPACT_BY: "tuple[ImpactBy, ...]" = (
    "need",
    "intervention",
    "layer",
    "adult",
    "year",
    "disadvantaged",
)


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("about", nargs="?", default="", metavar="PUPIL", help="costs: whose")
    parser.add_argument("--by", default="", metavar="WHAT", help="what to gather by")
    parser.add_argument("--of", default="", metavar="NAME", help="the rows behind this total")
    parser.add_argument("--year", type=int, metavar="YEAR", help="a school year, by its September")
    parser.add_argument("--no-costs", action="store_true", help="leave out what it costs")
    parser.add_argument(
        "--confidential", action="store_true", help="count what is confidential, too"
    )
    parser.add_argument(
        "--little", action="store_true", help="impact: who has had much and met nothing"
    )
    reporting.add_flags(parser)


def run(call: Call) -> int:
    """Do one act."""
    if call.options.confidential:
        from sendtui.services import confidential

        confidential.show(call.store)
    return ACTS[call.options.act](call)


def _map(call: Call) -> int:
    found = _read(call)
    by = _choice(call, _BY, "intervention")
    totals = found.by(by)
    if call.options.of:
        return shown.behind(call, found, _one(call, totals).lines)
    if call.out.as_json:
        call.out.data(totals)
        return 0 if totals else 1
    lines = [shown.total(call, each) for each in totals]
    if len(totals) > 1:
        lines.append(shown.total(call, found.whole))
    headings = list(lines[0]) if lines else []
    code = 0 if call.out.table(headings, lines, empty="No provision in this year.") else 1
    shown.beside(call, found)
    return code


def _lines(call: Call) -> int:
    """Every line, or those behind one total, as a table or a file of it."""
    from sendtui.services import provision_pages

    options = call.options
    options.file = options.about or None
    found = _read(call)
    these = found.ledger.lines
    if options.of:
        these = _one(call, found.by(_choice(call, _BY, "intervention"))).lines
    period = found.ledger.period
    title = f"Provision {period.first.year} to {period.last.year}"
    page = provision_pages.lines(found, these, title, costs=not options.no_costs)
    return reporting.leave(call, page, tuple(dict.fromkeys(line.pupil for line in these)))


def _one(call: Call, totals: "Sequence[Gathered]") -> "Gathered":
    """The total that was named."""
    from sendtui.services.records import alike

    for each in totals:
        if alike(each.name) == alike(call.options.of):
            return each
    known = ", ".join(each.name for each in totals) or "none"
    raise SendtuiError(f"There is no total of this name. There are: {known}.")


def _costs(call: Call) -> int:
    from sendtui.rules.costs import FIRST_THRESHOLD_PENCE, pounds
    from sendtui.services import pupils

    if not call.options.about:
        raise UsageError("Say whose costs: UPN, admission number or id.")
    found = _read(call)
    one = found.of_pupil(pupils.find_one(call.store, call.options.about))
    if call.out.as_json:
        call.out.data(one)
        return 0 if one.lines else 1
    for line in one.lines:
        call.out.line(f"{found.name(line)}: {pounds(line.pence)} to date")
        for step in line.sum:
            call.out.line(f"  {step}")
    paid = one.paid
    call.out.line(f"In all {pounds(one.pence)} to date, {pounds(one.whole_pence)} in the year")
    call.out.line(
        f"The school has paid {pounds(paid.school)}, which is {one.towards_threshold:.0%} of the "
        f"first {pounds(FIRST_THRESHOLD_PENCE)}"
    )
    for payer, pence in (
        ("The authority", paid.authority),
        ("Health", paid.health),
        ("Social care", paid.care),
    ):
        if pence:
            call.out.line(f"{payer} has paid {pounds(pence)}")
    shown.beside(call, found)
    return 0 if one.lines else 1


def _gap(call: Call) -> int:
    found = _read(call)
    short = sorted(
        (line for line in found.ledger.lines if line.short), key=lambda x: (-x.short, x.id)
    )
    if call.out.as_json:
        call.out.data(short)
        return 0 if short else 1
    lines = [
        {
            "Name": who.name if (who := found.pupils.get(line.pupil)) else "",
            "Provision": found.name(line),
            "Who": line.who,
            "Promised": line.promised,
            "Happened": line.happened,
            "Missed": line.missed or None,
            "Short": line.short,
        }
        for line in short
    ]
    headings = ["Name", "Provision", "Who", "Promised", "Happened", "Missed", "Short"]
    empty = "All that was promised by today has happened."
    return 0 if call.out.table(headings, lines, empty=empty) else 1


def _impact(call: Call) -> int:
    from sendtui.services import impact

    found = impact.read(call.store, call.today, _period(call))
    if call.options.little:
        return shown.little(call, found.much_and_little())
    effects = found.by(_choice(call, _IMPACT_BY, "need"))
    if call.options.of:
        return shown.outcomes(call, found.map, _one(call, effects))
    if call.out.as_json:
        call.out.data(effects)
        return 0 if effects else 1
    lines = [shown.effect(call, each) for each in effects]
    headings = list(lines[0]) if lines else []
    code = 0 if call.out.table(headings, lines, empty="Nothing was given or rated.") else 1
    if any(each.is_few for each in effects):
        call.out.say(f"Under {impact.FEW} outcomes no share is printed: so few say little.")
    return code


def _choice(call: Call, there_are: tuple[Named, ...], usual: Named) -> Named:
    chosen = call.options.by or usual
    for each in there_are:
        if each == chosen:
            return each
    raise UsageError(f"--by is one of: {', '.join(there_are)}.")


def _period(call: Call) -> "Period | None":
    from sendtui.services.ledger import Period

    year = call.options.year
    return Period.school_year(date(year, 9, 1)) if year else None


def _read(call: Call) -> "Map":
    from sendtui.services import provision_map

    return provision_map.read(call.store, call.today, _period(call))


ACTS: dict[str, Callable[[Call], int]] = {
    "map": _map,
    "lines": _lines,
    "costs": _costs,
    "gap": _gap,
    "impact": _impact,
}
