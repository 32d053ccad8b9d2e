"""A passport for adjustments: one page of what everybody does differently for a pupil.

  sendtui passport UPN                                  as text
  sendtui passport UPN --pdf passport.pdf               an accessible PDF; --large-print

It is drawn from the profile's adjustments, the strategies of the cycle that runs, and the exam
access arrangements that have not run out: change it there. --protected puts a password on the PDF.
"""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands import protecting
from sendtui.commands.call import Call, require_vacant
from sendtui.errors import UsageError
from sendtui.rules.counting import counted


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("upn", metavar="PUPIL", help="UPN, admission number or id")
    parser.add_argument("--pdf", metavar="FILE", help="print it to an accessible PDF")
    parser.add_argument("--large-print", action="store_true", help="18 points or more")
    protecting.add_log_flags(parser)
    parser.add_argument("--with-confidential", action="store_true",
                        help="put confidential records on it too")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    protecting.add_print_flags(parser)


def run(call: Call) -> int:
    """Print it as text, or to a PDF."""
    from sendtui.services import passports
    from sendtui.services.pupils import find_one

    options = call.options
    pupil = find_one(call.store, options.upn)
    if not options.pdf:
        if options.large_print or options.protected:
            raise UsageError("--large-print and --protected go with --pdf FILE.")
        if call.out.as_json:
            call.out.data(passports.page(call.store, pupil, call.today))
        else:
            call.out.line(passports.text(call.store, pupil, call.today))
        return 0
    require_vacant(Path(options.pdf), replace=options.replace)
    protecting.before(call, [pupil], options.to)
    password = protecting.password(call) if options.protected else ""
    path = passports.write_pdf(
        call.store,
        pupil,
        Path(options.pdf),
        call.today,
        large=options.large_print,
        with_confidential=options.with_confidential,
        **protecting.leaving(call, password),
    )
    found = passports.page(call.store, pupil, call.today)
    count = passports.pages_of(found, large=options.large_print)
    call.out.say(f"The PDF is written: {counted(count, 'page')}.")
    facts = protecting.tell(call, password, path) if password else {}
    if call.out.as_json:
        call.out.data({"pdf": str(path), "pages": count, **facts})
    return 0
