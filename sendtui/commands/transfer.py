"""`export ctf UPN … FOLDER --dest LAESTAB`: a Common Transfer File for another school."""

import sys
from pathlib import Path

from sendtui.commands import protecting
from sendtui.commands.call import Call, require_vacant
from sendtui.commands.export import query
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

HOW = (
    "Name pupils and a folder: sendtui export ctf UPN … FOLDER --dest LAESTAB; or a folder and who "
    "moves, such as --year 6, --class 6A or --scope roll."
)


def leave(call: Call) -> int:
    """Write the file under the name it must have, and say what is not in it."""
    from sendtui.services import exports, transfer
    from sendtui.services.pupils import find_one

    options = call.options
    *upns, folder = options.words or [""]
    asked = query(call)
    if not folder or not options.dest or bool(upns) == (asked is not None):
        raise UsageError(HOW)
    if options.plain_file and options.password_file:
        raise UsageError("A plain file has no password: leave out --plain-file, or the password.")
    if folder == "-" and not options.plain_file:
        raise UsageError("Standard output is plain: give --plain-file to say that you mean it.")
    if folder != "-" and not Path(folder).is_dir():
        raise UsageError("There is no such folder. The file gets its name by the rule for it.")
    pupils = [find_one(call.store, upn) for upn in upns]
    if asked is not None:
        pupils = exports.chosen(call.store, asked, call.today)
        if not pupils:
            raise SendtuiError("Nobody is in that list: nothing was written.")
    name = transfer.file_name(call.store, options.dest)
    if folder != "-":
        place = exports.place(Path(folder) / name, "xml", is_protected=not options.plain_file)
        require_vacant(place, replace=options.replace)
    protecting.before(call, pupils, options.to or options.dest)
    password = "" if options.plain_file else protecting.password(call)
    with call.progress("Writing the file") as move:
        done = transfer.leave(
            call.store,
            sys.stdout.buffer if folder == "-" else Path(folder),
            pupils,
            options.dest,
            call.today,
            move=move,
            **protecting.leaving(call, password),
        )
    call.out.say(f"{done.name}: {counted(done.pupils, 'pupil')}. The disclosure is logged. It "
                 f"follows version {done.version} as public builders write it; the Department’s "
                 "schema was not at hand. Send it by the School to School site.")  # fmt: skip
    for what, number in done.left_out:
        call.out.say(f"Left out: {what}, {number}. Tell the school another way.")
    if done.path is None:
        return 0
    facts: dict[str, object] = {"file": str(done.path), "pupils": done.pupils}
    facts |= {"version": done.version, "left_out": dict(done.left_out)}
    facts |= protecting.tell(call, password, done.path) if password else {}
    if call.out.as_json:
        call.out.data(facts)
    return 0
