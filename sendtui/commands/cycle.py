"""Assess, plan, do, review: a pupil's cycle, one act at a time.

  list       the pupil's cycles            start      start the next one
  show       the whole of one              amend      its focus, who leads it, when it is reviewed
  evidence   what was found (assess)       outcome    what the pupil will be able to do (plan)
  provision  what is promised (plan)       strategy   how everybody teaches them (plan)
  sign       freeze the plan               revise     open the signed plan's next version
  versions   the plans that were signed    tick       a session that happened, or was missed (do)
  rate       an outcome between reviews    review     hold the review: everything in one act
  end        the pupil left                scale      the school's rating scale
  groups     the groups of a day, whose sessions “tick --group N” logs in one act
  print      a PDF for staff, or with --family for the family

Fields come as a JSON document (--from FILE, or - for standard input), the main words of an act also
as text (--text-file). Outcomes, provision and so on are named by the numbers that “show” prints.
"""

from argparse import ArgumentParser

from sendtui.commands import protecting
from sendtui.commands.call import Call
from sendtui.commands.given import add_sources
from sendtui.errors import UsageError

ACTS = {
    "list": "cycle_show:listed",
    "show": "cycle_show:show",
    "versions": "cycle_show:versions",
    "start": "cycle_acts:start",
    "amend": "cycle_acts:amend",
    "end": "cycle_acts:end",
    "sign": "cycle_acts:sign",
    "revise": "cycle_acts:revise",
    "evidence": "cycle_parts:evidence",
    "outcome": "cycle_parts:part",
    "provision": "cycle_parts:part",
    "strategy": "cycle_parts:part",
    "tick": "cycle_acts:tick",
    "groups": "cycle_group:groups",
    "print": "cycle_print:print_one",
    "rate": "cycle_review:rate",
    "review": "cycle_review:review",
    "scale": "cycle_review:scale",
}
"""Each act and the function that does it."""


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    from sendtui.commands import cycle_fields

    parser.description = f"{__doc__}\n{cycle_fields.told()}"
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help="one of those above")
    parser.add_argument("upn", nargs="?", default="", metavar="UPN", help="whose cycle")
    parser.add_argument("--cycle", type=int, metavar="N", help="its number; else the open one")
    parser.add_argument("--number", type=int, metavar="N", help="which outcome, provision …")
    parser.add_argument(
        "--remove", action="store_true", help="take that one out; tick: the session of that day"
    )
    parser.add_argument("--order", metavar="N,N…", help="outcome: put them in this order")
    parser.add_argument("--on", metavar="DATE", help="the day it was true; today without it")
    parser.add_argument("--due", metavar="DATE", help="start, amend: when it is reviewed")
    parser.add_argument("--by", metavar="WHO", help="sign, tick, evidence: who")
    parser.add_argument("--another", action="store_true", help="start beside an open cycle")
    parser.add_argument("--sort", help="evidence: baseline, observation, advice or teaching")
    parser.add_argument("--missed", action="store_true", help="tick: it did not happen")
    parser.add_argument("--minutes", type=int, metavar="N", help="tick: if not those promised")
    parser.add_argument("--decision", help="review: continue, step up, step down …")
    parser.add_argument(
        "--carry", action="store_true", help="review, start: carry forward what is unmet"
    )
    parser.add_argument(
        "--with-provision", action="store_true", help="start: carry it, and what was promised too"
    )
    parser.add_argument("--with-parents", action="store_true", help="review: parents were there")
    parser.add_argument("--without-parents", action="store_true", help="review: they were not")
    parser.add_argument("--anyway", action="store_true", help="review: with outcomes unrated")
    parser.add_argument("--next-review", metavar="DATE", help="review: when the next one is")
    parser.add_argument("--group", type=int, metavar="N", help="tick: the group, from “groups”")
    parser.add_argument(
        "--except", dest="exceptions", metavar="UPN,UPN…", help="tick --group: who missed it"
    )
    parser.add_argument("--pdf", metavar="FILE", help="print: the file to write")
    parser.add_argument("--family", action="store_true", help="print: the family's version")
    parser.add_argument("--large-print", action="store_true", help="print: 18 points or more")
    protecting.add_print_flags(parser)
    parser.add_argument("--to", metavar="WHO", help="print: whom it is for, for the log")
    parser.add_argument("--basis", metavar="WHY", help="print: on what basis, for the log")
    parser.add_argument("--although", metavar="REASON", help="print: why somebody who may not "
                        "receive it does")  # fmt: skip
    parser.add_argument("--with-confidential", action="store_true",
                        help="print: also what is marked as confidential")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="print: write over such a file")
    add_sources(parser, "the main words")


def run(call: Call) -> int:
    """Do one act."""
    from importlib import import_module

    from sendtui.commands import cycle_flags

    act = call.options.act
    cycle_flags.require(call)
    if not call.options.upn and not _is_for_all(call):
        raise UsageError(f"Say whose cycle: sendtui cycle {act} UPN")
    module, name = ACTS[act].split(":")
    done = getattr(import_module(f"sendtui.commands.{module}"), name)
    return int(done(call))


def _is_for_all(call: Call) -> bool:
    """Whether the act is about no one pupil."""
    options = call.options
    return options.act in ("scale", "groups") or (
        options.act == "tick" and options.group is not None
    )
