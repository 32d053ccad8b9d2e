"""The register, one pupil's record, or everything, in files that other programs open.

  sendtui export register --format csv FILE     the SEN register (of an authority: the whole
                                                roll; or --scope register, roll, concerns; or
                                                --view NAME, as was kept under it)
  sendtui export pupil UPN --format json FILE   everything about one pupil
  sendtui export ctf UPN … FOLDER --dest LAESTAB
                                                a Common Transfer File about pupils who move, for
                                                a school without a system that writes it; the
                                                School to School site takes it with --plain-file;
                                                --year 6 instead of UPNs, or --class, --scope roll
  sendtui export everything FOLDER --plain-file all of the case file: JSON Lines by noun with their
                                                schemas, documents beside, and a manifest

The file gets a password, which is shown once: XLSX as Excel knows it, anything else in a ZIP with
AES-256 (register.csv becomes register.csv.zip). --plain-file leaves it off. With FILE - it goes to
standard output, which is plain, and then --plain-file is needed. First it is said whose data it is,
and at a terminal you type the pupil's date of birth or class, or how many pupils they are (or give
it with --confirm). Every export is logged: say for whom with --to and on what basis with --basis.
To another sendtui, send a sealed file instead: “sendtui sync export”.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sendtui.commands import protecting
from sendtui.commands.call import Call, require_vacant
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sendtui.services.exports import Exported
    from sendtui.services.register import Query
    from sendtui.services.register_query import Scope


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("what", choices=["register", "pupil", "ctf", "everything"],
                        help="register, pupil, ctf or everything")  # fmt: skip
    parser.add_argument("words", nargs="*", metavar="FILE", help="for a pupil: UPN FILE")
    parser.add_argument("--format", dest="form", default="", metavar="FORMAT",
                        help="register: csv, xlsx, json; pupil: json, md")  # fmt: skip
    parser.add_argument("--dest", default="", metavar="LAESTAB", help="ctf: the school it goes to, "
                        "or unknown, or outside the maintained sector")  # fmt: skip
    protecting.add_flags(parser)
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    protecting.add_log_flags(parser)
    parser.add_argument("--with-confidential", action="store_true",
                        help="also what is marked as confidential")  # fmt: skip
    parser.add_argument("--scope", choices=["register", "roll", "concerns"],
                        help="SEN register, whole roll, or pupils with a concern")  # fmt: skip
    parser.add_argument("--class", dest="class_name", default="", metavar="CLASS")
    parser.add_argument("--year", dest="nc_year", default="", metavar="NC-YEAR")
    parser.add_argument("--status", action="append", default=[], metavar="CODE", help="K or E")
    parser.add_argument("--need", default="", metavar="CODE", help="any current need")
    parser.add_argument("--flag", default="", metavar="CODE")
    parser.add_argument("--view", default="", metavar="NAME",
                        help="register: whoever a kept view asks for")  # fmt: skip


def run(call: Call) -> int:
    """Write the file."""
    if call.options.what == "everything":
        from sendtui.commands import everything

        return everything.leave(call)
    if call.options.what == "ctf":
        from sendtui.commands import transfer

        return transfer.leave(call)
    return _pupil(call) if call.options.what == "pupil" else _register(call)


def _register(call: Call) -> int:
    from sendtui.commands.pupils import beginning
    from sendtui.services import exports

    (file,) = _words(call, 1, "a file: sendtui export register --format csv FILE")
    asked, form = query(call) or beginning(call), _form(call, file)
    password = _ready(call, file, form, exports.chosen(call.store, asked, call.today))
    made = exports.register(
        call.store,
        _target(file),
        form=form,
        query=asked,
        today=call.today,
        with_confidential=call.options.with_confidential,
        **protecting.leaving(call, password),
    )
    call.out.say(f"Pupils in the file: {made.pupils}. The disclosure is logged.")
    if made.left_out:
        held = counted(made.left_out, "pupil")
        call.out.say(f"{held} of whom everything is confidential left out (--with-confidential).")
    return _told(call, made, password)


def _pupil(call: Call) -> int:
    from sendtui.services import exports
    from sendtui.services.pupils import find_one

    upn, file = _words(call, 2, "a UPN and a file: sendtui export pupil UPN --format json FILE")
    pupil, form = find_one(call.store, upn), _form(call, file)
    password = _ready(call, file, form, [pupil])
    made = exports.pupil(
        call.store,
        _target(file),
        pupil=pupil,
        form=form,
        today=call.today,
        with_confidential=call.options.with_confidential,
        **protecting.leaving(call, password),
    )
    call.out.say("The record is written. The disclosure is logged.")
    if made.left_out:
        held = counted(made.left_out, "confidential record")
        call.out.say(f"{held} left out (--with-confidential).")
    return _told(call, made, password)


def _words(call: Call, count: int, what: str) -> list[str]:
    given: list[str] = call.options.words
    if len(given) != count:
        raise UsageError(f"Name {what}.")
    return given


def query(call: Call) -> "Query | None":
    """Whom the filters ask for, or None without any; a transfer file's are of the whole roll."""
    from sendtui.commands.pupils import beginning
    from sendtui.services.register import Query

    options = call.options
    usual: Scope = "roll" if options.what == "ctf" else beginning(call).scope
    asked = Query(
        scope=options.scope or usual,
        class_name=options.class_name,
        nc_year=options.nc_year,
        status=frozenset(options.status),
        need=options.need,
        flag=options.flag,
    )
    is_narrowed = bool(options.scope) or asked != Query(scope=usual)
    if not options.view:
        return asked if is_narrowed else None
    if is_narrowed:
        raise UsageError("Give either --view, or filters.")
    from sendtui.services import saved_views

    return saved_views.named(call.store, options.view).query


def _form(call: Call, file: str) -> str:
    """The format asked for, else the one the file's ending names."""
    from sendtui.services.exports import FORMATS

    form = (call.options.form or Path(file).suffix.removeprefix(".")).lower()
    known = FORMATS[call.options.what]
    if form not in known:
        raise UsageError(f"Say in which format: --format {', '.join(known)}.")
    return str(form)


def _ready(call: Call, file: str, form: str, pupils: "Sequence[str]") -> str:
    """Say whose data it is, ask the second identifier and return the password, "" for none.

    Raises UsageError where it would go to standard output unsaid, SendtuiError where there is a
    file of this name or the identifier is wrong.
    """
    from sendtui.services import exports

    options = call.options
    is_plain = options.plain_file
    if file == "-":
        if not is_plain:
            raise UsageError("Standard output is plain: give --plain-file to say that you mean it.")
    else:
        place = exports.place(Path(file), form, is_protected=not is_plain)
        require_vacant(place, replace=options.replace)
    if is_plain and options.password_file:
        raise UsageError("A plain file has no password: leave out --plain-file, or the password.")
    if pupils:
        protecting.before(call, pupils, options.to)
    return "" if is_plain else protecting.password(call)


def _told(call: Call, made: "Exported", password: str) -> int:
    """Show the password, and say for a program what was written."""
    if made.path is None:
        return 0
    facts: dict[str, object] = {"file": str(made.path), "pupils": made.pupils, "format": made.form}
    facts |= protecting.tell(call, password, made.path) if password else {}
    if call.out.as_json:
        call.out.data(facts)
    return 0


def _target(file: str) -> "Path | BinaryIO":
    return sys.stdout.buffer if file == "-" else Path(file)
