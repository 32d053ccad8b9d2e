"""Which files are to be looked at again: to be kept on for a reason, or to be erased.

  sendtui retention                            what is due by today
  sendtui retention --within 365d --xlsx FILE  what is due within a year, as a workbook to decide on
  sendtui retention hold UPN --text-file -     why it is kept; --until DATE, --reference of the case
  sendtui retention lift UPN                   the hold is over
  sendtui erase UPN --reason retention --certificate FILE.pdf    what is due is erased, for good
  sendtui retention --sen-years 31 --other-years 6 --roll-years 1 --sent-years 0 --rule "Schedule 4"

The last keeps the setting's own terms, and the local rule they come from. A file of somebody who
was on the SEN register is looked at 31 years from birth: guidance of the records toolkit for
schools, not law, and not verified. In a primary, one of a leaver that was sent on to the next
setting, and receipted there, is due with the receipt, whose proof stays in the note of the erasure;
elsewhere it is kept as any other, unless --sent-years says otherwise. A school is a primary by the
public list of schools, or by the ages of its pupils; --sent-years none says that it is not. Who was
never on the register and has left is looked at sooner, by terms that are ours and that each setting
puts right. A hold keeps a file from being erased by anybody. Who is on roll still is marked, and is
not erased for retention before they are marked as left. Nothing is erased here.
"""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta

from sendtui.commands import protecting
from sendtui.commands.call import Call
from sendtui.commands.given import day_or_none, days_of
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

_NEVER = "none"
_TERMS = ("sen_years", "other_years", "roll_years", "sent_years", "rule")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", nargs="?", default="list", choices=("list", "hold", "lift"),
                        metavar="ACT", help="list, hold, lift")  # fmt: skip
    parser.add_argument("upn", nargs="?", default="", metavar="PUPIL",
                        help="UPN, admission number or id")  # fmt: skip
    parser.add_argument("--text-file", metavar="FILE", help="hold: why, - for standard input")
    parser.add_argument("--until", metavar="DATE", help="hold: its last day")
    parser.add_argument("--reference", default="", help="hold: of the case, without names")
    parser.add_argument("--within", type=days_of, metavar="365d", help="due within so long")
    parser.add_argument("--sen-years", type=int, metavar="N", help="from birth: SEN register")
    parser.add_argument("--other-years", type=int, metavar="N",
                        help="from leaving: never on the register, something recorded")  # fmt: skip
    parser.add_argument("--roll-years", type=int, metavar="N",
                        help="from leaving: came with the roll alone")  # fmt: skip
    parser.add_argument(
        "--sent-years",
        type=_years,
        metavar="N",
        help="from the receipt: sent on to the next setting; none: as any other",
    )
    parser.add_argument("--rule", metavar="NAME", help="the local rule these terms come from")
    parser.add_argument("--xlsx", metavar="FILE", help="write the list")
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    protecting.add_log_flags(parser)
    protecting.add_flags(parser)


def _years(said: str) -> int | str:
    if said != _NEVER and not said.isdecimal():
        raise ArgumentTypeError(f"give a number of years, or {_NEVER}")
    return said if said == _NEVER else int(said)


def run(call: Call) -> int:
    """Hold a file or let it go; else show or write the list, after keeping what was said."""
    if call.options.act != "list":
        return _decide(call)
    if call.options.upn:
        raise UsageError("The list is of all files: leave out the pupil.")
    return _list(call)


def _decide(call: Call) -> int:
    from sendtui.services import retention_acts
    from sendtui.services.pupils import find_one

    options = call.options
    if not options.upn:
        raise UsageError(f"Say whose: sendtui retention {options.act} PUPIL.")
    pupil = find_one(call.store, options.upn)
    if options.act == "lift":
        count = retention_acts.lift(call.store, pupil, call.today)
        call.out.say(f"Lifted: {counted(count, 'hold')}. That there was one stays in the history.")
        return 0
    why, until = call.text(options.text_file), day_or_none(call, options.until)
    made = retention_acts.hold(call.store, pupil, why=why, reference=options.reference,
                               until=until, today=call.today)  # fmt: skip
    call.out.say("On hold: nobody erases it until the hold is over.")
    if call.out.as_json:
        call.out.data({"id": made})
    return 0


def _list(call: Call) -> int:
    from dataclasses import replace

    from sendtui.commands.return_sen2 import workbook
    from sendtui.services import retention

    given = {n: v for n in _TERMS if (v := getattr(call.options, n)) is not None}
    if given:
        given = {n: None if v == _NEVER else v for n, v in given.items()}
        retention.say_terms(call.store, replace(retention.terms(call.store, call.today), **given))
    until = call.today + timedelta(days=call.options.within or 0)
    found = retention.reviews(call.store, until, call.today)
    terms = retention.terms(call.store, call.today)
    if call.options.xlsx:
        whose = [one.pupil for one in found]
        return workbook(call, retention.tables(found), "Retention review", whose)
    if call.out.as_json:
        call.out.data({"terms": terms, "reviews": found})
        return 0
    lines = [dict(zip(retention.HEADINGS, line, strict=True)) for line in retention.lines(found)]
    headings = [
        h for h in retention.HEADINGS if h not in retention.SELDOM or any(line[h] for line in lines)
    ]
    call.out.table(headings, lines, empty="No file is to be looked at again.")
    call.out.say(f"{counted(len(found), 'file')} by {until:%d/%m/%Y}. {terms.cited}.")
    return 0
