"""Where a leaver goes: what is planned, what began, and whether they are there after half a year.

  sendtui destination list UPN
  sendtui destination add UPN --from FILE        stage, sort, on, where, urn, course, note, by
  sendtui destination add UPN --stage begun --sort "further education" --on 10/9/26
  sendtui destination change UPN 1 --from FILE   number 1 of “list”, or an id from --json
  sendtui destination remove UPN 1               only what was put down by mistake

Stages: planned, begun, kept. “insight destinations” counts them.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands import kept
from sendtui.commands.acts import brief, run_act, told
from sendtui.commands.call import Call
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sendtui.commands.acts import Act
    from sendtui.services.destinations import DestinationView

_FIELDS = ("stage", "sort", "on", "where", "urn", "course", "note", "by")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    kept.words(parser, ACTS, "a note")
    parser.add_argument("--stage", help="planned, begun or kept")
    parser.add_argument("--sort", help="what sort of place or work, such as apprenticeship")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _of(call: Call, pupil: str) -> "Sequence[DestinationView]":
    from sendtui.services import destinations

    return destinations.of_pupil(call.store, pupil, call.today)


def _line(one: "DestinationView") -> dict[str, object]:
    return {
        "Stage": one.stage,
        "Destination": one.sort,
        "Known on": one.on,
        "Where": one.where,
        "Course or work": one.course,
        "Note": brief(one.note),
    }


_KEPT = kept.Kept("destination", _of, _line, "destination", _FIELDS, ("on",), "note")


def _flags(call: Call) -> dict[str, object]:
    options = call.options
    return {"stage": options.stage, "sort": options.sort, "on": options.on}


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import destinations

    given = _KEPT.given(call, _flags(call))
    kept.on_day(call, given, "on")
    if not given.get("stage") or not given.get("sort"):
        raise UsageError("Say what is known: --stage begun --sort “further education”.")
    made = destinations.add(call.store, pupil, given, today=call.today)
    return told(call, "Done: the destination is written down.", id=made)


def _change(call: Call, pupil: str) -> int:
    return _KEPT.change(call, pupil, _flags(call))


ACTS: "dict[str, Act]" = {
    "list": _KEPT.listed,
    "add": _add,
    "change": _change,
    "remove": _KEPT.remove,
}
