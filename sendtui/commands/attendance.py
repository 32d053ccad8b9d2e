"""Attendance as the school's own system counted it: sessions of a period, and what they come to.

  sendtui attendance list UPN
  sendtui attendance add UPN --since 1/9/26 --until 20/11/26 --possible 110 --attended 99
  sendtui attendance change UPN 1 --attended 101      number 1 of “list”, or an id from --json
  sendtui attendance remove UPN 1                     only what was put down by mistake
  sendtui attendance import FILE --since 1/9/26 --until 20/11/26      a report of everybody
                                     CSV, XLSX or ODS: SIMS, Arbor, Bromcom or your own

The import shows first what it would do (--dry-run ends there). The same report again changes
nothing, a later one of the same period puts it right, and one “sendtui undo” takes it back. The
days need not be said where the report has columns for them. --rejects FILE writes the lines that
could not be read. A session is half a day.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands import kept
from sendtui.commands.acts import run_act, told
from sendtui.commands.call import Call
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sendtui.commands.acts import Act
    from sendtui.services.presence import AttendanceView

_FIELDS = ("starts", "ends", "possible", "attended", "unauthorised", "source")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    from sendtui.commands.presence_import import flags

    kept.words(parser, (*ACTS, "import"), "add, change: where the figures come from")
    parser.add_argument("--possible", type=int, metavar="N", help="sessions there were")
    parser.add_argument("--attended", type=int, metavar="N", help="sessions attended")
    parser.add_argument("--unauthorised", type=int, metavar="N", help="absence without leave")
    flags(parser)


def run(call: Call) -> int:
    """Do one act."""
    from sendtui.commands.presence_import import take_in

    if call.options.act == "import":
        return take_in(call, "attendance")
    return run_act(call, ACTS)


def _of(call: Call, pupil: str) -> "Sequence[AttendanceView]":
    from sendtui.services import presence

    return presence.of_pupil(call.store, pupil, call.today).attendance


def _line(one: "AttendanceView") -> dict[str, object]:
    return {
        "From": one.starts,
        "To": one.ends,
        "Attended": f"{one.attended} of {one.possible}",
        "Rate": one.rate.percent,
        "Absence": one.rate.called,
        "Unauthorised": one.unauthorised or None,
        "Source": one.source,
    }


_KEPT = kept.Kept("attendance", _of, _line, "figures", _FIELDS, ("starts", "ends"), "source")


def _flags(call: Call) -> dict[str, object]:
    options = call.options
    return {
        "starts": options.since,
        "ends": options.until,
        "possible": options.possible,
        "attended": options.attended,
        "unauthorised": options.unauthorised,
    }


def _list(call: Call, pupil: str) -> int:
    from sendtui.rules.presence import RATE

    code = _KEPT.listed(call, pupil)
    if not code:
        call.out.say(str(RATE))
    return code


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import presence

    given = _KEPT.given(call, _flags(call))
    missing = [name for name in _FIELDS[:4] if given.get(name) is None]
    if missing:
        raise UsageError("Say the period and the sessions: --since --until --possible --attended.")
    made = presence.record_attendance(call.store, pupil, given, call.today)
    return told(call, "Done: the figures are written down.", id=made)


def _change(call: Call, pupil: str) -> int:
    return _KEPT.change(call, pupil, _flags(call))


ACTS: "dict[str, Act]" = {
    "list": _list,
    "add": _add,
    "change": _change,
    "remove": _KEPT.remove,
}
