"""What the school provides: promised, given, what it costs and what came of it.

  sendtui provision map --by intervention       pupil, class, year, area, need, layer, adult, role
  sendtui provision map --by class --no-costs   for those who are not to see what adults are paid
  sendtui provision costs UPN                   one pupil's, with the sum of every line
  sendtui provision gap                         what was promised by today and has not happened
  sendtui provision impact --by need            intervention, layer, adult, year, disadvantaged
  sendtui provision impact --little             who has had much and met nothing

--year 2025 is the school year that began in 2025. Costs are to date and for the whole year.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from sendtui.commands.call import Call
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.impact import By as ImpactBy
    from sendtui.services.impact import Effect
    from sendtui.services.ledger import Period
    from sendtui.services.provision_map import By, Map, Total

Named = TypeVar("Named", bound=str)

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
    parser.add_argument("upn", nargs="?", default="", metavar="PUPIL", help="costs: whose")
    parser.add_argument("--by", default="", metavar="WHAT", help="what to gather by")
    parser.add_argument("--year", type=int, metavar="YEAR", help="a school year, by its September")
    parser.add_argument("--no-costs", action="store_true", help="leave out what it costs")
    parser.add_argument(
        "--confidential", action="store_true", help="count what is confidential, too"
    )
    parser.add_argument(
        "--little", action="store_true", help="impact: who has had much and met nothing"
    )


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
    if call.out.as_json:
        call.out.data(totals)
        return 0 if totals else 1
    lines = [_total(call, each) for each in totals]
    if len(totals) > 1:
        lines.append(_total(call, found.whole))
    headings = list(lines[0]) if lines else []
    code = 0 if call.out.table(headings, lines, empty="No provision in this year.") else 1
    _beside(call, found)
    return code


def _total(call: Call, each: "Total") -> dict[str, object]:
    from sendtui.rules.costs import pounds

    line: dict[str, object] = {
        "Name": each.name,
        "Pupils": each.pupils,
        "Promised": hours(each.promised_minutes),
        "Happened": hours(each.happened_minutes),
        "Short": each.short or None,
    }
    if not call.options.no_costs:
        line |= {"To date": pounds(each.pence), "Whole year": pounds(each.whole_pence)}
    return line


def _beside(call: Call, found: "Map") -> None:
    """What the sums leave out, said beside them."""
    from sendtui.rules.costs import pounds

    if found.ledger.hidden:
        left_out = counted(found.ledger.hidden, "confidential line")
        call.out.say(f"{left_out} left out: --confidential counts them.")
    if call.options.no_costs:
        return
    if unpriced := found.whole.unpriced:
        call.out.say(
            f"{counted(unpriced, 'line')} without a known cost: “staff rate” writes a rate down."
        )
    if found.ledger.others_pence:
        call.out.say(
            f"{pounds(found.ledger.others_pence)} of groups’ sessions fell to others in them."
        )


def _costs(call: Call) -> int:
    from sendtui.rules.costs import FIRST_THRESHOLD_PENCE, pounds
    from sendtui.services import pupils

    if not call.options.upn:
        raise UsageError("Say whose costs: UPN, admission number or id.")
    found = _read(call)
    one = found.of_pupil(pupils.find_one(call.store, call.options.upn))
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
    _beside(call, found)
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
        return _little(call, found.much_and_little())
    effects = found.by(_choice(call, _IMPACT_BY, "need"))
    if call.out.as_json:
        call.out.data(effects)
        return 0 if effects else 1
    lines = [_effect(call, each) for each in effects]
    headings = list(lines[0]) if lines else []
    code = 0 if call.out.table(headings, lines, empty="Nothing was given or rated.") else 1
    if any(each.is_few for each in effects):
        call.out.say(f"Under {impact.FEW} outcomes no share is printed: so few say little.")
    return code


def _effect(call: Call, each: "Effect") -> dict[str, object]:
    from sendtui.rules.costs import pounds

    line: dict[str, object] = {
        "Name": each.name,
        "Pupils": each.pupils,
        "Rated": each.rated,
        "Met": each.met,
        "Share": "" if each.share is None else f"{each.share:.0%}",
        "Measures": "; ".join(
            f"{m.measure or 'measure'}: {m.middle:+g} ({m.least:+g} to {m.most:+g}, {m.pairs})"
            for m in each.moved
        ),
        "Happened": hours(each.happened_minutes),
    }
    return line if call.options.no_costs else line | {"To date": pounds(each.pence)}


def _little(call: Call, found: tuple[object, ...]) -> int:
    from sendtui.services.impact import MuchAndLittle

    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Name": each.name,
            "Class": each.class_name,
            "Had": hours(each.happened_minutes),
            "Rated": each.rated,
        }
        for each in found
        if isinstance(each, MuchAndLittle)
    ]
    empty = "Nobody has had more than most and met nothing."
    return 0 if call.out.table(["Name", "Class", "Had", "Rated"], lines, empty=empty) else 1


def hours(minutes: int) -> str:
    """Minutes as hours are said: 1 h 20, 45 min."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole:,} h {rest:02}" if rest else f"{whole:,} h"


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
    "costs": _costs,
    "gap": _gap,
    "impact": _impact,
}
