"""The termly report to governors: figures of the school, with no child in any of them.

  sendtui governors                on the screen, as text
  sendtui governors FILE.pdf       or .docx, .xlsx, .md

The register and what came of it year on year, needs, attendance, provision and its cost, outcomes,
reviews, meetings, waiting times, complaints and compliments, alternative provision, destinations
and training. Numbers of one to four are left out.
"""

from argparse import ArgumentParser

from sendtui.commands import reporting
from sendtui.commands.call import Call


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    reporting.add_flags(parser)


def run(call: Call) -> int:
    """Make the report."""
    from sendtui.services import governors

    return reporting.leave(call, governors.report(call.store, call.today), ())
