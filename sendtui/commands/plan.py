"""Plans of pupils: EHC plan, SEN Support plan, non-statutory plan, ISP preview; by versions.

  list    the versions there are       show    one, part by part       parts   what each part takes
  start   the first version            line    add, change or remove   move    rank, or another part
  set     the days it bears            check   what is open, and why   diff    with another version
  issue   as draft, proposed or final  amend   the next version        cease   with the reason
  print   as PDF, for Word, as text    discard one never issued        words   your own, for checks
  secured hours specified and given    tie     provision to a line of the plan, for “secured”

  sendtui plan start UPN --sort "SEN Support plan"
  sendtui plan line UPN add F --text-file - --serves B1,E1      words on standard input
  sendtui plan line UPN change F2 --from fields.json            who, how_often, minutes_a_week …
  sendtui plan move UPN F2 1                                    or: plan move UPN F2 G
  sendtui plan check UPN --as-final --json
  sendtui plan check --file plan.json                           needs no case file
  sendtui plan issue UPN --as final --on 3/11/26 --case 1       logs it in case 1 as well
  sendtui plan print UPN --pdf plan.pdf
  sendtui plan tie UPN F2 --provision 1                         then: plan secured UPN

A line goes by its label, such as F2. What is open stops nothing; “check” ends with 1 where a hard
one is. The ISP preview follows a proposal of 2026 and is not statutory.
"""

from argparse import ArgumentParser

from sendtui.commands import protecting
from sendtui.commands.call import Call
from sendtui.commands.given import add_sources
from sendtui.errors import UsageError

ACTS = {
    "list": "plan_shown:listed",
    "show": "plan_shown:show",
    "check": "plan_shown:check",
    "diff": "plan_shown:diff",
    "parts": "plan_shown:parts",
    "words": "plan_shown:words",
    "print": "plan_shown:print_one",
    "start": "plan_acts:start",
    "line": "plan_acts:line",
    "move": "plan_acts:move",
    "set": "plan_acts:set_",
    "issue": "plan_acts:issue",
    "amend": "plan_acts:amend",
    "cease": "plan_acts:cease",
    "discard": "plan_acts:discard",
    "secured": "plan_secured:show",
    "tie": "plan_secured:tie",
}
"""Each act and the function that does it."""

_READS = frozenset(("list", "show", "check", "diff", "secured"))
_NO_PUPIL = frozenset(("parts", "words"))


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help="one of those above")
    parser.add_argument("upn", nargs="?", default="", metavar="PUPIL", help="whose plan")
    parser.add_argument("words", nargs="*", metavar="WORD", help="as the act takes them")
    parser.add_argument("--sort", help="EHCP, SEN Support plan, non-statutory or ISP preview")
    parser.add_argument("--version", type=int, metavar="N", help="another than the newest")
    parser.add_argument("--against", type=int, metavar="N", help="diff: than the one before")
    parser.add_argument("--serves", metavar="LABELS", help="line: what it answers to: B1,E1")
    parser.add_argument("--line-sort", metavar="SORT", help="line: its sort; “parts” lists them")
    parser.add_argument("--as", dest="as_", metavar="STAGE", help="issue: draft, proposed or final")
    parser.add_argument("--by", metavar="NAME", help="issue: by whom")
    parser.add_argument("--case", metavar="N", help="issue: the case it is logged in as well")
    parser.add_argument("--on", metavar="DATE", help="issue, cease: the day; today without it")
    parser.add_argument("--review-by", metavar="DATE", help="set: when it is reviewed")
    parser.add_argument("--made-on", metavar="DATE", help="set: when it was first made")
    parser.add_argument("--provision", metavar="N", help="tie: which, by its number or id")
    parser.add_argument("--none", action="store_true", help="tie: to no line any more")
    parser.add_argument("--as-final", action="store_true", help="check: as if issued as final")
    parser.add_argument("--hard", action="store_true", help="check: only law and format")
    parser.add_argument("--file", metavar="JSON", help="check: a plan in a document")
    parser.add_argument("--make", action="store_true", help="words: make the file, to be edited")
    parser.add_argument("--pdf", metavar="FILE", help="print: as a PDF")
    parser.add_argument("--docx", metavar="FILE", help="print: for Word, to be changed there")
    parser.add_argument("--text", metavar="FILE", help="print: as plain text; - to the screen")
    parser.add_argument("--large-print", action="store_true", help="print: 18 points or more")
    parser.add_argument("--to", metavar="NAME", help="print: for whom, which is written down")
    protecting.add_print_flags(parser)
    parser.add_argument("--plain-file", action="store_true", help="print: no password")
    parser.add_argument("--basis", default="", metavar="WHY", help="print: on what basis")
    parser.add_argument("--although", default="", metavar="REASON",
                        help="print: why somebody who may not receive it does")  # fmt: skip
    parser.add_argument(
        "--with-confidential", action="store_true", help="print: with what is confidential"
    )
    parser.add_argument("--replace", action="store_true", help="print: over a file of that name")
    add_sources(parser, "words of a line, or why it ceases")


def run(call: Call) -> int:
    """Do one act, with the case file open where it needs one.

    Raises UsageError where it does not say whose plan.
    """
    options = call.options
    if options.act in _NO_PUPIL or (options.act == "check" and options.file):
        if options.upn:
            raise UsageError("This is about no pupil of the case file: leave out the UPN.")
        return _done(call)
    if not options.upn:
        raise UsageError("Say whose plan: a UPN, an admission number or an id.")
    from sendtui.services import casefile

    casefile.require_there(call.path)
    read_only = options.act in _READS or options.read_only
    with casefile.open_store(call.path, call.unlock(), read_only=read_only) as store:
        call.opened = store
        return _done(call)


def _done(call: Call) -> int:
    from importlib import import_module

    module, _, name = ACTS[call.options.act].partition(":")
    done: int = getattr(import_module(f"sendtui.commands.{module}"), name)(call)
    return done
