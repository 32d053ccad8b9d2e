"""Exam access arrangements: what, for which subjects, on what evidence, approved until when.

  sendtui exam list UPN
  sendtui exam add UPN --from FILE   what, subjects, basis, evidence, evidence_on, assessor,
                                     assessed_on, told_on, applied_on, approved_on, reference, until
  sendtui exam add UPN --what "25% extra time" --text-file evidence.txt
  sendtui exam change UPN 1 --approved 1/2/27 --until 31/3/29     number 1 of “list”, or an id
  sendtui exam remove UPN 1                                       only what was a mistake

--text-file gives the evidence of the normal way of working. “list” says what a file still lacks.
An arrangement stands in “sendtui due” sixty days before its approval runs out.
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
    from sendtui.services.exams import AccessView

_DAYS = ("evidence_on", "assessed_on", "told_on", "applied_on", "approved_on", "until")
_FIELDS = ("what", "subjects", "basis", "evidence", "assessor", "reference", *_DAYS)


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    kept.words(parser, ACTS, "the evidence of the normal way of working")
    parser.add_argument("--what", help="25%% extra time, a reader, a scribe …")
    parser.add_argument("--subjects", help="all, or which")
    parser.add_argument("--basis", help="Form 8, Form 9, file note")
    parser.add_argument("--evidence-on", metavar="DATE", help="the day of the evidence")
    parser.add_argument("--told", metavar="DATE", help="the day the candidate was told")
    parser.add_argument("--applied", metavar="DATE", help="the day it was applied for")
    parser.add_argument("--approved", metavar="DATE", help="the day it was approved")
    parser.add_argument("--until", metavar="DATE", help="the last day of the approval")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _of(call: Call, pupil: str) -> "Sequence[AccessView]":
    from sendtui.services import exams

    return exams.of_pupil(call.store, pupil, call.today)


def _line(one: "AccessView") -> dict[str, object]:
    return {
        "Arrangement": one.what,
        "Subjects": one.subjects,
        "Basis": one.basis,
        "Evidence dated": one.evidence_on,
        "Stands": one.standing,
        "Until": one.until,
        "Lacks": "; ".join(one.lacks),
    }


_KEPT = kept.Kept("access_arrangement", _of, _line, "arrangement", _FIELDS, _DAYS, "evidence")


def _flags(call: Call) -> dict[str, object]:
    options = call.options
    return {
        "what": options.what,
        "subjects": options.subjects,
        "basis": options.basis,
        "evidence_on": options.evidence_on,
        "told_on": options.told,
        "applied_on": options.applied,
        "approved_on": options.approved,
        "until": options.until,
    }


def _list(call: Call, pupil: str) -> int:
    from sendtui.services.exams import EVIDENCE

    code = _KEPT.listed(call, pupil)
    if not code:
        call.out.say(str(EVIDENCE))
    return code


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import exams

    given = _KEPT.given(call, _flags(call))
    if not given.get("what"):
        raise UsageError("Say what is arranged: --what, or “what” in the document.")
    made = exams.arrange(call.store, pupil, given, call.today)
    return told(call, "Done: the arrangement is written down.", id=made)


def _change(call: Call, pupil: str) -> int:
    return _KEPT.change(call, pupil, _flags(call))


ACTS: "dict[str, Act]" = {
    "list": _list,
    "add": _add,
    "change": _change,
    "remove": _KEPT.remove,
}
