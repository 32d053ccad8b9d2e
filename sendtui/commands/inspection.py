"""What an inspector asks for, in one report: ready before they have taken off their coat.

  sendtui inspection                          on the screen, as text
  sendtui inspection FILE.pdf                 or .docx, .xlsx, .md
  sendtui inspection --names FILE.docx        full names; without it initials stand for them
  sendtui inspection --study UPN --study UPN  whose chronologies stand at the end

The register against the roll and England, attendance and suspensions by SEN status, provision and
what came of it, reviews on time, meetings with parents, and three chronologies.
"""

from argparse import ArgumentParser

from sendtui.commands import reporting
from sendtui.commands.call import Call


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--names", action="store_true", help="full names, not initials")
    parser.add_argument("--no-costs", action="store_true", help="leave out what provision costs")
    parser.add_argument(
        "--study", action="append", default=[], metavar="UPN", help="whose chronology; repeatable"
    )
    reporting.add_flags(parser)


def run(call: Call) -> int:
    """Make the report."""
    from sendtui.services import inspection, pupils, roll

    options = call.options
    page = inspection.pack(
        call.store,
        call.today,
        initials=not options.names,
        costs=not options.no_costs,
        studies=[pupils.find_one(call.store, each) for each in options.study],
    )
    whose = [child.id for child in roll.read(call.store, call.today).register]
    return reporting.leave(call, page, whose)
