"""Complaints and compliments: what came, when it was answered, and what came of it.

  sendtui feedback list                          all of them, the newest first
  sendtui feedback list UPN                      those about one pupil's support
  sendtui feedback list school                   those about no single pupil
  sendtui feedback add UPN --from FILE           sort, received_on, from_role, about, said, stage,
                                                 answer_by, answered_on, outcome, by
  sendtui feedback add school --sort complaint --about Transport --text-file said.txt
  sendtui feedback change UPN 1 --answered 20/11/26     number 1 of “list”, or an id from --json
  sendtui feedback remove school 1               only what was put down by mistake

What is about one pupil goes with that pupil's record, and can be marked as confidential there
(“sendtui confidential”); what is said of the school as a whole names no child.
Sorts: complaint, compliment. Stages: informal, formal, panel, outside.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands import kept
from sendtui.commands.acts import NUMBER, brief, listed, told
from sendtui.commands.call import Call
from sendtui.commands.given import add_sources, refuse_words, take_words
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sendtui.services.feedback import FeedbackView

SCHOOL = "school"
"""What stands for the school in place of a pupil."""

_DAYS = ("received_on", "answer_by", "answered_on")
_FIELDS = ("sort", "from_role", "about", "said", "stage", "outcome", "by", *_DAYS)


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument(
        "upn", nargs="?", default="", metavar="PUPIL", help=f"UPN or the like, or {SCHOOL}"
    )
    parser.add_argument("which", nargs="?", default="", metavar="WHICH", help=NUMBER)
    parser.add_argument("--on", metavar="DATE", help="the day it came; today without it")
    parser.add_argument("--sort", help="complaint or compliment")
    parser.add_argument("--about", help="about what, in a word or two that name nobody")
    parser.add_argument("--answered", metavar="DATE", help="the day it was answered")
    add_sources(parser, "what was said")
    take_words(parser)


def run(call: Call) -> int:
    """Do one act."""
    refuse_words(call)
    return ACTS[call.options.act](call)


def _whose(call: Call) -> str:
    """The pupil that was named, or "" for the school."""
    from sendtui.services.pupils import find_one

    named = call.options.upn
    if not named:
        raise UsageError(f"Say about whom: UPN, admission number or id, or {SCHOOL}.")
    return "" if named == SCHOOL else find_one(call.store, named)


def _of(call: Call, whose: str) -> "Sequence[FeedbackView]":
    from sendtui.services import feedback

    if whose == call.store.setting:
        return [each for each in feedback.all_of(call.store, call.today) if not each.pupil]
    return feedback.of_pupil(call.store, whose, call.today)


def _line(one: "FeedbackView") -> dict[str, object]:
    return {
        "Sort": one.sort,
        "Came": one.received_on,
        "From": one.from_role,
        "About": one.about,
        "Stands": one.standing,
        "Days": one.days if one.sort == "complaint" else None,
        "Said": brief(one.said),
        "Outcome": brief(one.outcome),
    }


_OF_PUPIL = kept.Kept("feedback", _of, _line, "entry", _FIELDS, _DAYS, "said")
_OF_SCHOOL = kept.Kept("school_feedback", _of, _line, "entry", _FIELDS, _DAYS, "said")


def _kept(call: Call) -> "tuple[kept.Kept[FeedbackView], str]":
    whose = _whose(call)
    return (_OF_PUPIL, whose) if whose else (_OF_SCHOOL, call.store.setting)


def _flags(call: Call) -> dict[str, object]:
    options = call.options
    return {
        "sort": options.sort,
        "about": options.about,
        "answered_on": options.answered,
        "received_on": options.on,
    }


def _list(call: Call) -> int:
    from sendtui.services import feedback

    if call.options.upn:
        found, whose = _kept(call)
        return found.listed(call, whose)
    every = feedback.all_of(call.store, call.today)
    return listed(call, every, ({"Pupil": each.name, **_line(each)} for each in every))


def _add(call: Call) -> int:
    from sendtui.services import feedback

    whose = _whose(call)
    given = _OF_PUPIL.given(call, _flags(call))
    kept.on_day(call, given, "received_on")
    if not given.get("sort") or not given.get("about"):
        raise UsageError("Say what it is: --sort complaint --about Transport.")
    made = feedback.add(call.store, given, whose, today=call.today)
    return told(call, f"Done: the {given['sort']} is written down.", id=made)


def _change(call: Call) -> int:
    found, whose = _kept(call)
    return found.change(call, whose, _flags(call))


def _remove(call: Call) -> int:
    found, whose = _kept(call)
    return found.remove(call, whose)


ACTS: "dict[str, Callable[[Call], int]]" = {
    "list": _list,
    "add": _add,
    "change": _change,
    "remove": _remove,
}
