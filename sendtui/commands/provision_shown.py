"""How `sendtui provision` prints totals, effects, the rows behind them and what they leave out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.rules.counting import counted, hours

if TYPE_CHECKING:
    from sendtui.services.impact import Effect
    from sendtui.services.ledger import Line
    from sendtui.services.provision_map import Map, Total


def total(call: Call, each: "Total") -> dict[str, object]:
    """One line of the map."""
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


def beside(call: Call, found: "Map") -> None:
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


def behind(call: Call, found: "Map", lines: "Sequence[Line]") -> int:
    """The lines that make up a total."""
    from sendtui.rules.costs import pounds

    if call.out.as_json:
        call.out.data(lines)
        return 0 if lines else 1
    shown: list[dict[str, object]] = [
        {
            "Name": who.name if (who := found.pupils.get(line.pupil)) else "",
            "Provision": found.name(line),
            "Who": line.who,
            "Promised": hours(line.promised_minutes),
            "Happened": hours(line.happened_minutes),
            **(
                {}
                if call.options.no_costs
                else {"To date": pounds(line.pence), "Whole year": pounds(line.whole_pence)}
            ),
        }
        for line in lines
    ]
    return 0 if call.out.table(list(shown[0]) if shown else [], shown, empty="No lines.") else 1


def outcomes(call: Call, found: "Map", effect: "Effect") -> int:
    """The outcomes that an effect counts, then the lines of provision beside them."""
    if call.out.as_json:
        call.out.data(effect)
        return 0
    rated: list[dict[str, object]] = [
        {
            "Name": who.name if (who := found.pupils.get(one.pupil)) else "",
            "Outcome": one.what,
            "Rated": one.label,
            "Met": one.met,
        }
        for one in effect.outcomes
    ]
    call.out.table(["Name", "Outcome", "Rated", "Met"], rated, empty="No outcome was rated.")
    call.out.line()
    behind(call, found, effect.lines)
    return 0


def effect(call: Call, each: "Effect") -> dict[str, object]:
    """One line of what came of it."""
    from sendtui.rules.costs import pounds

    line: dict[str, object] = {
        "Name": each.name,
        "Pupils": each.pupils,
        "Rated": each.rated,
        "Met": each.met,
        "Share": "" if each.share is None else f"{each.share:.0%}",
        "Measures": "; ".join(
            f"{m.measure.split(':')[0] or 'measure'}: {m.middle:+g} "
            f"({m.least:+g} to {m.most:+g}, {m.pairs})"
            for m in each.moved
        ),
        "Happened": hours(each.happened_minutes),
    }
    return line if call.options.no_costs else line | {"To date": pounds(each.pence)}


def little(call: Call, found: tuple[object, ...]) -> int:
    """Who has had much and met nothing."""
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
