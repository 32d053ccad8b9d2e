"""EHC cases: assessments, annual reviews, phase transfers, moves, ceasing, appeals, with their law.

  list       the queue, by days left       risk       who is at risk, and the step that holds them
  open       a case: open UPN PROCESS      show       one case: its clock, events and who was asked
  events     what can happen in a PROCESS  event      log one: event UPN CODE --on DATE
  strike     one logged by mistake         advice     ask, usual, receive, chase, without
  consult    send, papers, reply, answer, chase    represent  add, answer
  amend      caseworker, reference …       hand-over  to another caseworker, with what is open
  close      with how it ended             reopen     what was closed too soon
  tray       a narrowing of the queue under a name: tray keep NAME --late, list, remove NAME; then
             list --tray NAME, and batch
  batch      chase, chase-settings, invited, chase-report or maintain, in every case that list's
             flags name; --dry-run shows it
  anchor     what the next 12 months count from: decision or meeting, with what is argued
  season     reviews by month and stage; --stage, --late, --setting name them one by one
  decide     reports that came and are not decided, by the days left to four weeks
  schools    each school's list before the coming term; --setting NAME --docx FILE writes one
  begin      open a review for every plan without one; --within 120d, --setting, --dry-run
  import     the authority's own case list: import FILE; --dry-run, --profile NAME,
             --column HEADING=FIELD, --value process:WORD=PROCESS, --owner FIELD=ours
  since      what is new, to paste back: since [UPN] [--on DATE] [--docx FILE]; --remember
  owed       advice and consultations that are out; --sort advice, --who, --late; --chased

  sendtui case open UPN assessment --on 1/9/26
  sendtui case event UPN request --on 1/9/26 --fact from=parent
  sendtui case event UPN decision --on 13/10/26 --fact decision=assess --from FILE
  sendtui case advice UPN usual                   ask all that every assessment needs
  sendtui case advice UPN receive 2 --text-file - number 2 of “show”
  sendtui case consult UPN send --where "A School" --asked-for
  sendtui case consult UPN papers 1 --zip FILE   letter, draft plan and advice, with a password
  sendtui case list --caseworker Me --within 28d --json

An odd or late fact is logged all the same, and told. Words come from --text-file, or from a JSON
document: --from with who, said, facts …; a fact with a code or a day may also be a --fact.
"""

from argparse import ArgumentParser

from sendtui.commands import page_out
from sendtui.commands.call import Call
from sendtui.commands.given import add_sources, at_most, days_of
from sendtui.errors import UsageError

ACTS = {
    "list": "case_shown:listed",
    "risk": "case_shown:risk",
    "show": "case_shown:show",
    "events": "case_shown:events",
    "open": "case_acts:open_",
    "event": "case_acts:event",
    "strike": "case_acts:strike",
    "amend": "case_acts:amend",
    "close": "case_acts:close",
    "reopen": "case_acts:reopen",
    "anchor": "case_acts:anchor",
    "batch": "case_shown:batch",
    "tray": "case_trays:tray",
    "hand-over": "case_acts:hand_over",
    "season": "case_season:board",
    "decide": "case_season:decide",
    "schools": "case_season:schools",
    "begin": "case_season:begin",
    "owed": "case_season:outstanding",
    "import": "case_import:take_in",
    "since": "case_import:since",
    "advice": "case_asked:advice",
    "consult": "case_asked:consult",
    "represent": "case_asked:represent",
}
"""Each act and the function that does it."""

_OF_ALL = ("list", "risk", "season", "decide", "schools", "begin", "owed")
_WITHOUT_PUPIL = (*_OF_ALL, "events", "anchor", "batch", "tray", "import", "since")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help="one of those above")
    parser.add_argument("upn", nargs="?", default="", metavar="PUPIL", help="whose case")
    parser.add_argument("words", nargs="*", metavar="WORD", help="as the act takes them")
    parser.add_argument("--case", metavar="N", help="its number from “list”, or id; else the open")
    parser.add_argument("--process", help="list: only these; else: the open case of this process")
    parser.add_argument("--on", metavar="DATE", help="event: its day, which is needed; "
                        "else the day it was true; today without it")  # fmt: skip
    parser.add_argument("--who", help="by whom; advice: the adviser")
    parser.add_argument("--fact", action="append", metavar="NAME=CODE", help="a code or a day")
    parser.add_argument(
        "--document",
        metavar="N",
        help="event, advice receive: its source, as “document list” numbers it",
    )
    parser.add_argument("--replaces", metavar="N", help="event: the event it puts right")
    parser.add_argument("--side", choices=("la", "school"), help="open, list: whose side")
    parser.add_argument("--caseworker", metavar="NAME", help="open, list, risk, amend")
    parser.add_argument("--reference", help="open, amend: the authority's reference")
    parser.add_argument("--to", metavar="NAME", help="hand-over: who takes the case")
    parser.add_argument("--another", action="store_true", help="open beside one of the same sort")
    parser.add_argument("--where", metavar="NAME", help="consult send: the setting")
    parser.add_argument("--urn", help="consult send: its URN")
    parser.add_argument("--asked-for", action="store_true", help="consult: the family wants it")
    parser.add_argument("--can-meet", choices=("yes", "no", "if"), help="consult reply")
    parser.add_argument("--ground", help="consult reply: unsuitable, others or resources")
    parser.add_argument("--zip", metavar="FILE", help="consult papers: one file with a password")
    parser.add_argument("--leave-out", type=int, action="append", default=[], metavar="N",
                        help="consult papers: without this document")  # fmt: skip
    parser.add_argument("--with-confidential", action="store_true",
                        help="consult papers: what is confidential, too")  # fmt: skip
    parser.add_argument("--section", help="represent add: the section of the plan")
    parser.add_argument("--dated", metavar="DATE", help="advice receive: the date it bears")
    parser.add_argument("--stage", help="list: only cases at this stage")
    parser.add_argument("--setting", metavar="NAME", help="list, risk: only this setting")
    parser.add_argument("--late", action="store_true", help="list: only what is late")
    parser.add_argument("--closed", action="store_true", help="list: the closed cases instead")
    parser.add_argument("--within", type=days_of, metavar="28d",
                        help="list, risk: due within so long")  # fmt: skip
    parser.add_argument("--tray", default="", metavar="NAME", help="list, batch: a work tray")
    parser.add_argument("--cohort", action="append", help="risk: only this one")
    parser.add_argument("--sort", default="days left", help="list: days left, name, stage …")
    parser.add_argument("--limit", type=at_most, metavar="N", help="list, risk: at most this many")
    parser.add_argument("--dry-run", action="store_true", help="batch: only what would be done")
    parser.add_argument("--why", action="store_true", help="show: with the arithmetic of each day")
    case_list = parser.add_argument_group("the authority's own list", "import, since")
    for flag, what in (("--column", "HEADING=FIELD"), ("--value", "process:WORD=PROCESS"),
                       ("--owner", "FIELD=ours|theirs")):  # fmt: skip
        case_list.add_argument(flag, action="append", default=[], metavar=what, help="import")
    case_list.add_argument("--profile", default="", metavar="NAME", help="import: what is kept")
    case_list.add_argument("--yes", action="store_true", help="import: do not ask")
    case_list.add_argument("--remember", action="store_true", help="since: next time from here")
    parser.add_argument("--chased", action="store_true", help="owed: all of it was chased")
    page_out.add_flags(parser)
    add_sources(parser, "what was said, decided or answered")


def run(call: Call) -> int:
    """Do one act.

    Raises UsageError where it does not say whose case.
    """
    from importlib import import_module

    options = call.options
    if not options.upn and options.act not in _WITHOUT_PUPIL:
        raise UsageError("Say whose case: a UPN, an admission number or an id.")
    if options.upn and options.act in _OF_ALL:
        raise UsageError(f"“{options.act}” is about all cases. “case show UPN” shows one pupil's.")
    module, _, name = ACTS[options.act].partition(":")
    done: int = getattr(import_module(f"sendtui.commands.{module}"), name)(call)
    return done
