"""Which files are to be looked at again: to be kept on for a reason, or to be erased.

  sendtui retention                            what is due by today
  sendtui retention --within 365d --xlsx FILE  what is due within a year, as a workbook to decide on
  sendtui retention --sen-years 31 --other-years 6 --roll-years 1    the setting's own terms, kept

A file of somebody who was on the SEN register is looked at 31 years from birth: guidance of the
records toolkit for schools, not law, and not verified. Who was never on it and has left is looked
at sooner, by terms that are ours and that each setting puts right. Nothing is erased here.
"""

from argparse import ArgumentParser
from datetime import timedelta

from sendtui.commands import protecting
from sendtui.commands.call import Call
from sendtui.commands.given import days_of
from sendtui.rules.counting import counted

_TERMS = ("sen_years", "other_years", "roll_years")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--within", type=days_of, metavar="365d", help="due within so long")
    parser.add_argument("--sen-years", type=int, metavar="N", help="from birth: SEN register")
    parser.add_argument("--other-years", type=int, metavar="N",
                        help="from leaving: never on the register, something recorded")  # fmt: skip
    parser.add_argument("--roll-years", type=int, metavar="N",
                        help="from leaving: came with the roll alone")  # fmt: skip
    parser.add_argument("--xlsx", metavar="FILE", help="write the list")
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    parser.add_argument("--to", default="", metavar="WHO", help="whom it is for, for the log")
    parser.add_argument("--basis", default="", metavar="WHY", help="on what basis, for the log")
    parser.add_argument("--although", default="", metavar="REASON",
                        help="why somebody who may not receive it does, for the log")  # fmt: skip
    protecting.add_flags(parser)


def run(call: Call) -> int:
    """Show or write the list, after keeping the terms that were said."""
    from dataclasses import replace

    from sendtui.commands.return_sen2 import workbook
    from sendtui.rules.retention import TOOLKIT
    from sendtui.services import retention

    said = {name: getattr(call.options, name) for name in _TERMS}
    given = {name: years for name, years in said.items() if years is not None}
    if given:
        retention.say_terms(call.store, replace(retention.terms(call.store), **given))
    until = call.today + timedelta(days=call.options.within or 0)
    found = retention.reviews(call.store, until)
    if call.options.xlsx:
        whose = [one.pupil for one in found]
        return workbook(call, retention.tables(found), "Retention review", whose)
    if call.out.as_json:
        call.out.data({"terms": retention.terms(call.store), "reviews": found})
        return 0
    lines = [dict(zip(retention.HEADINGS, line, strict=True)) for line in retention.lines(found)]
    call.out.table(retention.HEADINGS, lines, empty="No file is to be looked at again.")
    call.out.say(f"{counted(len(found), 'file')} by {until:%d/%m/%Y}. {TOOLKIT}.")
    return 0
