"""Part-time timetables: why, for how many hours a week, and the day each ends, which it must have.

  sendtui timetable list UPN
  sendtui timetable add UPN --since 1/11/26 --until 18/12/26 --hours "15" --look-again 30/11/26
                                     --agreed-by "parents, LA" --text-file why.txt
  sendtui timetable change UPN 1 --look-again 11/12/26    number 1 of “list”, or an id from --json
  sendtui timetable back UPN 1 --on 5/1/27                back full time
  sendtui timetable remove UPN 1                          only what was put down by mistake

It stands in “sendtui due” on the day it is looked at again, and when it ends.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands import kept
from sendtui.commands.acts import require, run_act, told
from sendtui.commands.call import Call
from sendtui.commands.given import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sendtui.commands.acts import Act
    from sendtui.services.presence import TimetableView

_DAYS = ("starts", "ends", "review_on", "back_full_time_on")
_FIELDS = (*_DAYS, "hours", "why", "agreed_by")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    kept.words(parser, ACTS, "why")
    parser.add_argument("--since", metavar="DATE", help="its first day; today without it")
    parser.add_argument("--until", metavar="DATE", help="the day it ends")
    parser.add_argument("--look-again", metavar="DATE", help="when it is looked at again")
    parser.add_argument("--hours", help="hours a week")
    parser.add_argument("--agreed-by", help="parents, school, LA: roles and no names")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _of(call: Call, pupil: str) -> "Sequence[TimetableView]":
    from sendtui.services import presence

    return presence.of_pupil(call.store, pupil, call.today).timetables


def _line(one: "TimetableView") -> dict[str, object]:
    return {
        "From": one.starts,
        "To": one.ends,
        "Look again": one.look_on,
        "Back full time": one.back_full_time_on,
        "Hours": one.hours,
        "Agreed by": one.agreed_by,
        "Why": one.why,
    }


_KEPT = kept.Kept("timetable", _of, _line, "timetable", _FIELDS, _DAYS, "why")


def _flags(call: Call) -> dict[str, object]:
    options = call.options
    return {
        "starts": options.since,
        "ends": options.until,
        "review_on": options.look_again,
        "hours": options.hours,
        "agreed_by": options.agreed_by,
    }


def _add(call: Call, pupil: str) -> int:
    from sendtui.rules.presence import PART_TIME
    from sendtui.services import presence

    given = _KEPT.given(call, _flags(call))
    kept.on_day(call, given, "starts")
    require(given, "why", "Why it is needed")
    made = presence.go_part_time(call.store, pupil, given)
    if not given.get("agreed_by"):
        call.out.say(f"It is not recorded that the parents agreed (--agreed-by). {PART_TIME}")
    return told(call, "Done: the part-time timetable is written down.", id=made)


def _change(call: Call, pupil: str) -> int:
    return _KEPT.change(call, pupil, _flags(call))


def _back(call: Call, pupil: str) -> int:
    from sendtui.services import presence

    found = _KEPT.chosen(call, pupil)
    presence.back_full_time(call.store, found.id, day(call, call.options.on), call.today)
    return told(call, "Done: back full time.", id=found.id)


ACTS: "dict[str, Act]" = {
    "list": _KEPT.listed,
    "add": _add,
    "change": _change,
    "back": _back,
    "remove": _KEPT.remove,
}
