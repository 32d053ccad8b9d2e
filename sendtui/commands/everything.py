"""`export everything DIR` and `import everything DIR`: all of a case file, in the open."""

from pathlib import Path

from sendtui.commands import protecting
from sendtui.commands.call import Call, confirmed
from sendtui.errors import UsageError
from sendtui.rules.counting import counted


def leave(call: Call) -> int:
    """Write everything into a folder: JSON Lines by noun, their schemas, documents beside."""
    from sendtui.services import everything

    options = call.options
    if len(options.words) != 1:
        raise UsageError("Name a folder: sendtui export everything FOLDER --plain-file.")
    if not options.plain_file:
        raise UsageError("It is in the open: give --plain-file to say that you mean it.")
    with call.store.read() as session:
        run = session.connection().exec_driver_sql
        pupils = list(run("SELECT id FROM pupil ORDER BY id").scalars())
    protecting.show(call, pupils, options.to)
    protecting.confirm(call, pupils)
    with call.progress("Writing everything") as move:
        made = everything.leave(
            call.store,
            Path(options.words[0]),
            call.today,
            recipient=options.to,
            basis=options.basis,
            although=options.although,
            with_confidential=options.with_confidential,
            move=move,
        )
    total = sum(made.records.values())
    call.out.say(f"Written: {counted(total, 'record')} of {counted(made.pupils, 'pupil')}, "
                 f"{counted(made.attachments, 'document')}. The disclosure is logged.")  # fmt: skip
    if call.out.as_json:
        call.out.data({"folder": str(made.folder), "records": made.records,
                       "attachments": made.attachments})  # fmt: skip
    return 0


def bring_back(call: Call) -> int:
    """Bring a folder of everything into an empty case file."""
    import sys

    from sendtui.services import everything_back

    options = call.options
    if len(options.files) != 2:
        raise UsageError("Name one folder: sendtui import everything FOLDER.")
    asks = sys.stdin.isatty() and not options.yes
    if asks and not confirmed("Bring everything in this folder into this case file?"):
        call.out.say("Nothing was changed.")
        return 0
    with call.progress("Bringing everything back") as move:
        back = everything_back.bring_back(call.store, Path(options.files[1]), move)
    call.out.say(f"Brought back: {counted(sum(back.records.values()), 'record')}, "
                 f"{counted(back.attachments, 'document')}.")  # fmt: skip
    call.out.say(f"Their history came with them: {counted(back.changes, 'change')}." if back.changes
                 else "This folder has no history in it: it begins today.")  # fmt: skip
    if call.out.as_json:
        call.out.data(back)
    return 0
