"""Figures for the SEN information report, under the headings that schools must publish.

  sendtui information-report                on the screen, as text
  sendtui information-report FILE.docx      or .pdf, .xlsx, .md

It is published every year and on every change. Where the record has no figure under a heading,
people write what stands there. Numbers of one to four are left out.
"""

from argparse import ArgumentParser

from sendtui.commands import reporting
from sendtui.commands.call import Call


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    reporting.add_flags(parser)


def run(call: Call) -> int:
    """Make the report."""
    from sendtui.services import information

    return reporting.leave(call, information.report(call.store, call.today), ())
