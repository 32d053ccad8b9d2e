"""Names of schools by URN or LAESTAB, from the public list of all schools in England.

  sendtui schools load FILE      a CSV downloaded from Get Information about Schools
  sendtui schools find WORDS     by URN, LAESTAB, or words of the name, town or postcode

The list is public and is kept plainly, beside the case file. Once it is loaded, “import --left-to”
and the app take a number for the name. With --json: of load {"file", "schools", "closed"}, of find
a list of {"urn", "laestab", "name", "status", "phase", "town", "postcode"}.
"""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands.call import Call
from sendtui.errors import UsageError


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("what", choices=["load", "find"], help="load a list, or find a school")
    parser.add_argument("words", nargs="+", metavar="FILE|WORDS", help="a file, or what to find")


def run(call: Call) -> int:
    """Load the list, or look into it."""
    return _load(call) if call.options.what == "load" else _find(call)


def _load(call: Call) -> int:
    from sendtui.services import schools

    if len(call.options.words) > 1:
        raise UsageError("Name one file: sendtui schools load FILE")
    if call.options.read_only:
        raise UsageError("“schools load” keeps a file, and --read-only was given.")
    done = schools.load(Path(call.options.words[0]).expanduser())
    if call.out.as_json:
        call.out.data({"file": str(done.path), "schools": done.schools, "closed": done.closed})
    else:
        call.out.line(f"Schools in the list: {done.schools}, {done.closed} of them closed.")
    return 0


def _find(call: Call) -> int:
    from sendtui.services import schools

    found = schools.find(" ".join(call.options.words))
    if call.out.as_json:
        call.out.data(found)
    for each in () if call.out.as_json else found:
        call.out.line(f"{each.urn}  {each.laestab or '       '}  {each.place}")
    if not found:
        any_ = next(schools.everyone(), None)
        call.out.say(
            "No school fits." if any_ else "No list of schools is loaded: sendtui schools load FILE"
        )
    return 0 if found else 1
