"""Interventions the school runs: who is in them, what was measured before and after.

sendtui intervention list
sendtui intervention show NAME
sendtui intervention add NAME --from FILE        area, layer, purpose, evidence, measure, times,
                                     per, minutes, group_size, weeks, staff (a name), room,
                                     materials_pence, starts, ends
sendtui intervention change NAME --from FILE
sendtui intervention join NAME UPN UPN … --on 7/9/26     a line in each pupil's plan
sendtui intervention measure NAME UPN --at entry --value 23 --on 7/9/26
sendtui intervention measure NAME UPN --at exit --value "with help"     a step, where its measure
                                     names them: Joins in: not yet < with help < always
sendtui intervention remove NAME                 only what no pupil has had
"""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sendtui.commands.acts import told
from sendtui.commands.call import Call
from sendtui.commands.given import day, one_document, with_days
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.intervention_reading import InterventionView

_DAYS = ("starts", "ends")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("words", nargs="*", metavar="NAME|UPN", help="which, and whose")
    parser.add_argument("--from", dest="source", metavar="FILE", help="JSON with the fields, or -")
    parser.add_argument("--on", metavar="DATE", help="the day it was true; today without it")
    parser.add_argument("--at", choices=("entry", "during", "exit"), help="measure: when in it")
    parser.add_argument("--value", help="measure: a number, or the name of a step")


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    from sendtui.rules.codes import BROAD_AREAS
    from sendtui.services import intervention_reading

    found = intervention_reading.all_of(call.store, call.today)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Name": each.name,
            "Area": BROAD_AREAS.label(each.area),
            "Dose": _dose(each),
            "Led by": each.led_by,
            "Pupils": each.members or None,
        }
        for each in found
    ]
    headings = ["Name", "Area", "Dose", "Led by", "Pupils"]
    return 0 if call.out.table(headings, lines, empty="There is none yet.") else 1


def _dose(each: "InterventionView") -> str:
    from sendtui.services.cycle_views import dose_says

    return dose_says(each.times, each.per, each.minutes, each.group_size, each.weeks)


def _show(call: Call) -> int:
    from sendtui.services import intervention_reading

    one = _named(call)
    found = intervention_reading.members(call.store, one.id, call.today)
    if call.out.as_json:
        call.out.data({"intervention": one, "members": found})
        return 0
    call.out.line(f"{one.name}: {_dose(one)}")
    for title, words in (("For", one.purpose), ("Evidence", one.evidence), ("Room", one.room)):
        if words:
            call.out.line(f"{title}: {words}")
    lines = [
        {
            "Class": each.class_name,
            "Name": each.name,
            "Starts": each.starts,
            "Ends": each.ends,
            "Entry": each.entry_said,
            "Exit": each.exit_said,
            "Runs": "yes" if each.runs else "no",
        }
        for each in found
    ]
    headings = ["Class", "Name", "Starts", "Ends", "Entry", "Exit", "Runs"]
    call.out.table(headings, lines, empty="No pupil has it: it is in the library.")
    return 0


def _add(call: Call) -> int:
    from sendtui.services import interventions

    name = _words(call, 1)[0]
    made = interventions.add(call.store, {**_given(call), "name": name})
    return told(call, f"Done: {name} is in the library.", id=made)


def _change(call: Call) -> int:
    from sendtui.services import interventions

    one = _named(call)
    changed = interventions.change(call.store, one.id, _given(call), one.heads)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _join(call: Call) -> int:
    from sendtui.services import intervention_reading, interventions, pupils

    words = call.options.words
    if len(words) < 2:
        raise UsageError("“intervention join” takes its name and one pupil or more.")
    one = intervention_reading.named(call.store, words[0], call.today)
    whose = {pupils.find_one(call.store, word): word for word in words[1:]}
    starts = day(call, call.options.on)
    found = interventions.join(call.store, one.id, tuple(whose), starts, today=call.today)
    for pupil, why in found.refused:
        call.out.say(f"{whose[pupil]} was left out: {why}.")
    return told(
        call,
        f"Done: {counted(len(found.lines), 'pupil')} joined {one.name}.",
        lines=found.lines,
        refused=found.refused,
    )


def _measure(call: Call) -> int:
    from sendtui.services import intervention_reading, interventions, pupils

    name, whose = _words(call, 2)
    if call.options.at is None or call.options.value is None:
        raise UsageError("Say --at entry, during or exit, and the --value.")
    one = intervention_reading.named(call.store, name, call.today)
    pupil = pupils.find_one(call.store, whose)
    lines = [
        m for m in intervention_reading.members(call.store, one.id, call.today) if m.pupil == pupil
    ]
    if not lines:
        raise SendtuiError("This pupil has no line of it. “intervention join” gives one.")
    line = max(lines, key=lambda m: (m.runs, m.id)).id
    on, options = day(call, call.options.on), call.options
    made = interventions.measure(call.store, line, options.at, options.value, on, today=call.today)
    return told(call, "Done: it is written down.", id=made)


def _remove(call: Call) -> int:
    from sendtui.services import interventions

    one = _named(call)
    interventions.remove(call.store, one.id)
    return told(call, f"Removed: {one.name}. “sendtui undo” brings it back.", id=one.id)


def _named(call: Call) -> "InterventionView":
    from sendtui.services import intervention_reading

    return intervention_reading.named(call.store, _words(call, 1)[0], call.today)


def _given(call: Call) -> dict[str, Any]:
    """The fields of the document; the adult by name."""
    from sendtui.services import workforce

    given: dict[str, Any] = with_days(call, one_document(call), _DAYS)
    if given.get("staff"):
        given["staff"] = workforce.named(call.store, str(given["staff"]), call.today).id
    return given


def _words(call: Call, number: int) -> list[str]:
    words: list[str] = call.options.words
    if len(words) != number:
        raise UsageError(
            f"“intervention {call.options.act}” takes {counted(number, 'name')} after it."
        )
    return words


ACTS: dict[str, Callable[[Call], int]] = {
    "list": _list,
    "show": _show,
    "add": _add,
    "change": _change,
    "join": _join,
    "measure": _measure,
    "remove": _remove,
}
