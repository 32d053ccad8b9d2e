"""The Department's returns and inspectors' lists, checked at the desk before they are sent.

  sendtui return sen2 --year 2027              who goes in, who not, what to mend
  sendtui return sen2 --year 2027 --check      every finding; --rule and --caseworker narrow it
  sendtui return sen2 --year 2027 --xml FILE --plain-file        the file for COLLECT
  sendtui return sen2 --year 2027 --csv-dir DIR --plain-file     as COLLECT gives it back
  sendtui return sen2 --year 2027 --xlsx FILE  the findings as a workbook, with a password
  sendtui return sen2 --dmo Y --dco N --dsco R what the authority says of its officers, kept
  sendtui return sen2 --year 2027 --shape FILE the year’s shape as a table; --load-shape takes one,
                                               --known-shape goes back to the one known here
  sendtui return sen2 --official FILE.csv      two columns: our check, their number
  sendtui return sen2 --places FILE.csv        the fewest expected in each SEN unit, resourced
                                               provision and special school; kept, and checked
  sendtui return sen2 --year 2026 --xsd FILE   a schema of our own
  sendtui return file FILE…                    a return in XML, or its nine CSV files: checked
  sendtui return compare FILE… --year 2027     last year’s file against this year’s return
  sendtui return load FILE…                    a return as the first load of a register; --dry-run
  sendtui return census --date 21/1/27 --mis FILE      what the school’s system will send, against
                                               the record: corrections, counts, needs and ranks
  sendtui return census --date 21/1/27 --la-list FILE  K and E against the authority’s list, by UPN
  sendtui return annex-a --xlsx FILE           the lists 1 and 2 of an area SEND inspection
  sendtui return sampling --count 12 --xlsx FILE       plans drawn for an audit, with their checks
  sendtui return particulars UPN --ethnicity WBRI --postcode "ZZ99 9ZZ"
  sendtui return plan UPN --cease-reason 2     the code, or --transferred-from LA

The checks and their ids are ours: the Department’s numbers, severities and words were not seen.
With --check, exit code 5 says that there are errors. With --json: shape, la, persons, by_class,
findings, outs, others, before.
"""

from argparse import ArgumentParser

from sendtui.commands import protecting
from sendtui.commands.call import Call
from sendtui.errors import UsageError

ACTS = {
    "sen2": "return_sen2:run",
    "file": "return_files:check",
    "compare": "return_files:compare",
    "load": "return_files:load",
    "census": "return_census:run",
    "annex-a": "return_annex:annex_a",
    "sampling": "return_annex:sampling",
    "particulars": "return_facts:particulars",
    "plan": "return_facts:plan",
}
"""Each act and the function that does it."""


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help="one of those above")
    parser.add_argument("words", nargs="*", metavar="WORD", help="files, or a UPN")
    parser.add_argument("--year", type=int, metavar="YEAR", help="the return’s year")
    parser.add_argument("--census-day", metavar="DATE", help="where the year’s is not known here")
    parser.add_argument("--la", default="", metavar="CODE", help="the authority’s three digits")
    parser.add_argument("--serial", default="001", metavar="NNN", help="serial number of the file")
    parser.add_argument("--check", action="store_true", help="list every finding")
    parser.add_argument("--rule", default="", metavar="ID", help="only what this check finds")
    parser.add_argument("--caseworker", default="", metavar="NAME", help="only this one’s")
    parser.add_argument("--xml", metavar="FILE", help="write the return")
    parser.add_argument("--csv-dir", metavar="DIR", help="write it as nine CSV files")
    parser.add_argument("--xlsx", metavar="FILE", help="write the findings")
    parser.add_argument("--xsd", metavar="FILE", help="write a schema of our own")
    parser.add_argument("--shape", metavar="FILE", help="write the year’s shape as JSON")
    parser.add_argument("--load-shape", metavar="FILE", help="take a shape that was put right")
    parser.add_argument("--known-shape", action="store_true", help="go back to the one known here")
    parser.add_argument("--official", metavar="FILE", help="the Department’s numbers, as CSV")
    parser.add_argument("--places", metavar="FILE", help="how many are expected where, as CSV")
    for officer in ("dmo", "dco", "dsco"):
        parser.add_argument(f"--{officer}", choices=("Y", "N", "R"), help="yes, no, recruiting")
    parser.add_argument("--date", metavar="DATE", help="census: its day")
    parser.add_argument("--mis", metavar="FILE", help="census: the school system’s export")
    parser.add_argument("--profile", default="", metavar="NAME", help="census: how --mis is read")
    parser.add_argument("--la-list", nargs="+", default=[], metavar="FILE",
                        help="census: the authority’s list, or its SEN2 return")  # fmt: skip
    parser.add_argument("--count", type=int, default=12, metavar="N", help="sampling: how many")
    parser.add_argument("--seed", default="", help="sampling: the same one draws the same plans")
    parser.add_argument("--dry-run", action="store_true", help="load: only the preview")
    parser.add_argument("--yes", action="store_true", help="load: do not ask after the preview")
    parser.add_argument("--ethnicity", metavar="CODE", help="particulars: a census code")
    parser.add_argument("--postcode", help="particulars: of the home")
    parser.add_argument("--no-upn-because", metavar="CODE", help="particulars: UN1 to UN10")
    parser.add_argument("--care-team", metavar="NAME", help="particulars: social care team")
    parser.add_argument("--cease-reason", metavar="CODE", help="plan: 1 to 9")
    parser.add_argument("--transferred-from", metavar="LA", help="plan: the other authority")
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    protecting.add_log_flags(parser)
    protecting.add_flags(parser)


def run(call: Call) -> int:
    """Do what was named."""
    from importlib import import_module

    if call.options.act in ("sen2", "particulars", "plan") and len(call.options.words) > 1:
        raise UsageError("Too many words: a pupil is named by one.")
    module, _, function = ACTS[call.options.act].partition(":")
    return int(getattr(import_module(f"sendtui.commands.{module}"), function)(call))
