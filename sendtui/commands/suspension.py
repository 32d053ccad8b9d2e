"""Suspensions and exclusions: when, for how many sessions (half days) and why.

  sendtui suspension list UPN
  sendtui suspension add UPN --on 12/11/26 --sessions 4 --text-file reason.txt
                                     --sort "lunchtime suspension" or "permanent exclusion"
  sendtui suspension change UPN 1 --sessions 6        number 1 of “list”, or an id from --json
  sendtui suspension remove UPN 1                     only what was put down by mistake
  sendtui suspension import FILE                      a report of everybody: CSV, XLSX or ODS

The import shows first what it would do (--dry-run ends there), changes nothing the second time,
and is taken back by one “sendtui undo”. --rejects FILE writes the lines that could not be read.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands import kept
from sendtui.commands.acts import run_act, told
from sendtui.commands.call import Call

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sendtui.commands.acts import Act
    from sendtui.services.presence import SuspensionView

_FIELDS = ("sort", "starts", "sessions", "reason", "source")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    from sendtui.commands.presence_import import flags

    kept.words(parser, (*ACTS, "import"), "the reason")
    parser.add_argument(
        "--sort", choices=("suspension", "lunchtime suspension", "permanent exclusion")
    )
    parser.add_argument("--sessions", type=int, metavar="N", help="half days")
    flags(parser)


def run(call: Call) -> int:
    """Do one act."""
    from sendtui.commands.presence_import import take_in

    if call.options.act == "import":
        return take_in(call, "suspension")
    return run_act(call, ACTS)


def _of(call: Call, pupil: str) -> "Sequence[SuspensionView]":
    from sendtui.services import presence

    return presence.of_pupil(call.store, pupil, call.today).suspensions


def _line(one: "SuspensionView") -> dict[str, object]:
    return {
        "From": one.starts,
        "Sort": one.sort,
        "Sessions": one.sessions or None,
        "Reason": one.reason,
        "Source": one.source,
    }


_KEPT = kept.Kept("suspension", _of, _line, "suspension", _FIELDS, ("starts",), "reason")


def _list(call: Call, pupil: str) -> int:
    from sendtui.rules.presence import DAYS_SUSPENDED
    from sendtui.services import presence

    code = _KEPT.listed(call, pupil)
    if said := presence.of_pupil(call.store, pupil, call.today).suspended:
        call.out.say(f"{said}. {DAYS_SUSPENDED}")
    return code


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import presence

    given = _KEPT.given(call, {"sort": call.options.sort, "sessions": call.options.sessions})
    kept.on_day(call, given, "starts")
    made = presence.suspend(call.store, pupil, given, call.today)
    return told(call, f"Done: the {given.get('sort', 'suspension')} is written down.", id=made)


def _change(call: Call, pupil: str) -> int:
    options = call.options
    flags = {"sort": options.sort, "sessions": options.sessions, "starts": options.on}
    return _KEPT.change(call, pupil, flags)


ACTS: "dict[str, Act]" = {
    "list": _list,
    "add": _add,
    "change": _change,
    "remove": _KEPT.remove,
}
