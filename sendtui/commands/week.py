"""The week: which adult is with whom, when and in which room; and who would be in two places.

sendtui week list
sendtui week list --adult "Ms Thistledown"       or --pupil UPN, or --room "The nest"
sendtui week add "Talking tables" --day mon --at 09:30 --minutes 20
sendtui week clashes                              an adult, a pupil or a room twice at one time
sendtui week remove 3                             by the number that “list” prints
"""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import TYPE_CHECKING

from sendtui.commands.acts import told
from sendtui.commands.call import Call
from sendtui.commands.given import day_or_none
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.week import SlotView

_DAYS = ("mon", "tue", "wed", "thu", "fri")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("which", nargs="?", default="", metavar="NAME", help="which intervention")
    parser.add_argument("--day", choices=_DAYS, help="add: on which day")
    parser.add_argument("--at", metavar="HH:MM", help="add: when it begins")
    parser.add_argument("--minutes", type=int, help="add: how long; the intervention's without it")
    parser.add_argument("--adult", default="", metavar="NAME", help="whose week, or who leads")
    parser.add_argument("--room", default="", help="which room")
    parser.add_argument("--pupil", default="", metavar="UPN", help="list: whose week")
    parser.add_argument("--since", metavar="DATE", help="add: from which day on")
    parser.add_argument("--until", metavar="DATE", help="add: up to which day")


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    from sendtui.services import pupils, week, workforce
    from sendtui.services.records import alike

    options = call.options
    every = week.of_week(call.store, call.today)
    numbered = dict(enumerate(every, 1))
    if options.adult:
        adult = workforce.named(call.store, options.adult, call.today).id
        numbered = {n: s for n, s in numbered.items() if s.staff == adult}
    if options.pupil:
        pupil = pupils.find_one(call.store, options.pupil)
        numbered = {n: s for n, s in numbered.items() if pupil in s.pupils}
    if options.room:
        numbered = {n: s for n, s in numbered.items() if alike(s.room) == alike(options.room)}
    if call.out.as_json:
        call.out.data(list(numbered.values()))
        return 0 if numbered else 1
    lines = [{"No.": number, **_line(slot)} for number, slot in numbered.items()]
    headings = ["No.", "Day", "At", "What", "Who", "Room", "Pupils"]
    return 0 if call.out.table(headings, lines, empty="There is nothing in the week yet.") else 1


def _line(slot: "SlotView") -> dict[str, object]:
    from sendtui.services.week import WEEKDAYS

    return {
        "Day": WEEKDAYS[slot.weekday - 1],
        "At": f"{slot.at}–{slot.ends_at}",
        "What": slot.what,
        "Who": slot.who,
        "Room": slot.room,
        "Pupils": ", ".join(slot.names),
    }


def _add(call: Call) -> int:
    from sendtui.services import intervention_reading, week, workforce

    options = call.options
    if not (options.which and options.day and options.at):
        raise UsageError("“week add” takes the intervention, --day and --at.")
    run = intervention_reading.named(call.store, options.which, call.today)
    adult = workforce.named(call.store, options.adult, call.today).id if options.adult else ""
    values = {
        "intervention": run.id,
        "weekday": _DAYS.index(options.day) + 1,
        "at": options.at,
        "minutes": options.minutes or run.minutes or 30,
        "staff": adult,
        "room": options.room,
        "since": day_or_none(call, options.since),
        "until": day_or_none(call, options.until),
    }
    made = week.add(call.store, values)
    slots = week.of_week(call.store, call.today)
    for each in week.overlaps(slots):
        if made in (each.first.id, each.second.id):
            call.out.say(_clash(each.sort, each.who, each.first, each.second))
    return told(call, "Done: it is in the week.", id=made)


def _clashes(call: Call) -> int:
    from sendtui.services import week

    found = week.overlaps(week.of_week(call.store, call.today))
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    for each in found:
        call.out.line(_clash(each.sort, each.who, each.first, each.second))
    if not found:
        call.out.say("Nobody is in two places, and no room is taken twice.")
    return 0 if found else 1


def _clash(sort: str, who: str, first: "SlotView", second: "SlotView") -> str:
    from sendtui.services.week import WEEKDAYS

    return (
        f"{who} ({sort}): {WEEKDAYS[first.weekday - 1]} {first.at}–{first.ends_at} {first.what}, "
        f"and {second.at}–{second.ends_at} {second.what}"
    )


def _remove(call: Call) -> int:
    from sendtui.services import week

    slots, named = week.of_week(call.store, call.today), call.options.which
    for number, slot in enumerate(slots, 1):
        if named in (slot.id, str(number)):
            week.remove(call.store, slot.id)
            return told(call, "Removed. “sendtui undo” brings it back.", id=slot.id)
    raise SendtuiError("Say which, by the number that “week list” prints.")


ACTS: dict[str, Callable[[Call], int]] = {
    "list": _list,
    "add": _add,
    "clashes": _clashes,
    "remove": _remove,
}
