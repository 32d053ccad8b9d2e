"""What goes to the authority with a request for an assessment, or for top-up, gathered.

  sendtui bundle UPN --for request                  as text, with what is missing
  sendtui bundle UPN --for top-up --docx FILE       to be edited; --pdf FILE to be printed
  sendtui bundle UPN --for request --missing        only what is missing; ends with 1 where it is

Reviewed cycles, what was specified and given, spending towards the first £6,000, views, reports,
attendance, a chronology. Its words are the wordings bundle-request and bundle-top-up in the folder
“letters” beside the case file; bundle-request-801 there is the one for the authority 801.
"""

from argparse import ArgumentParser

from sendtui.commands import page_out
from sendtui.commands.call import Call
from sendtui.rules.counting import counted


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("upn", metavar="PUPIL", help="a UPN, an admission number or an id")
    parser.add_argument("--for", dest="purpose", choices=("request", "top-up"), default="request",
                        help="what it is for")  # fmt: skip
    parser.add_argument("--la", default="", metavar="CODE", help="for this authority's wording")
    parser.add_argument("--missing", action="store_true", help="only what is missing")
    page_out.add_flags(parser)


def run(call: Call) -> int:
    """Print or write the bundle; what is missing is told."""
    from sendtui.services import bundles
    from sendtui.services.pupils import find_one

    options = call.options
    pupil = find_one(call.store, options.upn)
    found = bundles.gather(call.store, pupil, options.purpose, call.today, la=options.la)
    if options.missing:
        if call.out.as_json:
            call.out.data(found.missing)
        else:
            lines = [{"Missing": m.says, "Expected by": str(m.citation)} for m in found.missing]
            call.out.table(["Missing", "Expected by"], lines, empty="Nothing is missing.")
        return 1 if found.missing else 0
    if found.left_out:
        call.out.say(f"{counted(found.left_out, 'confidential record')} left out.")
    call.out.say(f"{counted(len(found.missing), 'thing')} missing: --missing lists them.")
    return page_out.write(call, found.page, found.what, [pupil])
