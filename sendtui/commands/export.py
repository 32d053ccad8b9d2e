"""The register or one pupil's record as a file that other programs open.

  sendtui export register --format csv FILE     the SEN register (or --scope roll, concerns)
  sendtui export pupil UPN --format json FILE   everything about one pupil

The file is plain: you are asked to type a word first, or give --plain-file. With FILE - it goes to
standard output, and then --plain-file is needed. Every export is logged: say for whom with --to and
on what basis with --basis. To another sendtui, send a sealed file instead: “sendtui sync export”.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sendtui.commands.call import Call, require_vacant
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.register import Query


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("what", choices=["register", "pupil"], help="register, or pupil")
    parser.add_argument("words", nargs="*", metavar="FILE", help="for a pupil: UPN FILE")
    parser.add_argument("--format", dest="form", default="", metavar="FORMAT",
                        help="register: csv, xlsx, json; pupil: json, md")  # fmt: skip
    parser.add_argument("--plain-file", action="store_true", help="a plain file is what you want")
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    parser.add_argument("--to", default="", metavar="WHO", help="whom it is for, for the log")
    parser.add_argument("--basis", default="", metavar="WHY", help="on what basis, for the log")
    parser.add_argument("--scope", default="register", choices=["register", "roll", "concerns"],
                        help="SEN register, whole roll, or pupils with a concern")  # fmt: skip
    parser.add_argument("--class", dest="class_name", default="", metavar="CLASS")
    parser.add_argument("--year", dest="nc_year", default="", metavar="NC-YEAR")
    parser.add_argument("--status", action="append", default=[], metavar="CODE", help="K or E")
    parser.add_argument("--need", default="", metavar="CODE", help="any current need")
    parser.add_argument("--flag", default="", metavar="CODE")


def run(call: Call) -> int:
    """Write the file."""
    return _pupil(call) if call.options.what == "pupil" else _register(call)


def _register(call: Call) -> int:
    from sendtui.services import exports

    (file,) = _words(call, 1, "a file: sendtui export register --format csv FILE")
    query, form = _query(call), _form(call, file)
    _consent(call, file, exports.number(call.store, query, call.today))
    made = exports.register(
        call.store,
        _target(file),
        form=form,
        query=query,
        today=call.today,
        recipient=call.options.to,
        basis=call.options.basis,
    )
    call.out.say(f"Pupils in the file: {made.pupils}. The disclosure is logged.")
    if call.out.as_json and file != "-":
        call.out.data({"file": file, "pupils": made.pupils, "format": form})
    return 0


def _pupil(call: Call) -> int:
    from sendtui.services import exports
    from sendtui.services.pupils import find_one

    upn, file = _words(call, 2, "a UPN and a file: sendtui export pupil UPN --format json FILE")
    pupil, form = find_one(call.store, upn), _form(call, file)
    _consent(call, file, 1)
    exports.pupil(
        call.store,
        _target(file),
        pupil=pupil,
        form=form,
        today=call.today,
        recipient=call.options.to,
        basis=call.options.basis,
    )
    call.out.say("The record is written. The disclosure is logged.")
    if call.out.as_json and file != "-":
        call.out.data({"file": file, "pupils": 1, "format": form})
    return 0


def _words(call: Call, count: int, what: str) -> list[str]:
    given: list[str] = call.options.words
    if len(given) != count:
        raise UsageError(f"Name {what}.")
    return given


def _query(call: Call) -> "Query":
    from sendtui.services.register import Query

    options = call.options
    return Query(
        scope=options.scope,
        class_name=options.class_name,
        nc_year=options.nc_year,
        status=frozenset(options.status),
        need=options.need,
        flag=options.flag,
    )


def _form(call: Call, file: str) -> str:
    """The format asked for, else the one the file's ending names."""
    from sendtui.services.exports import FORMATS

    form = (call.options.form or Path(file).suffix.removeprefix(".")).lower()
    known = FORMATS[call.options.what]
    if form not in known:
        raise UsageError(f"Say in which format: --format {', '.join(known)}.")
    return str(form)


def _consent(call: Call, file: str, pupils: int) -> None:
    """Nothing once a person has said that a plain file is what they want.

    Raises UsageError where nobody could say so, SendtuiError where they did not or where there is
    a file of this name.
    """
    from sendtui.services import exports

    if file != "-":
        require_vacant(Path(file), replace=call.options.replace)
    if call.options.plain_file or not pupils:
        return
    if file == "-":
        raise UsageError("Standard output is plain: give --plain-file to say that you mean it.")
    if not sys.stdin.isatty():
        raise UsageError("The file would be plain: give --plain-file to say that you mean it.")
    print(exports.warning(pupils), file=sys.stderr)
    print(f"Type “{exports.CONSENT}” to write it: ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().casefold() != exports.CONSENT:
        raise SendtuiError("Nothing was written.")


def _target(file: str) -> "Path | BinaryIO":
    return sys.stdout.buffer if file == "-" else Path(file)
