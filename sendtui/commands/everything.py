"""`export everything DIR` and `import everything DIR`: all of a case file, in the open."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import protecting
from sendtui.commands.call import Call, confirmed
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.everything_preview import Shown

WORD = "REPLACE"


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
    protecting.before(call, pupils, options.to)
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
    """Show what a folder of everything would bring, and bring it into an empty case file."""
    from sendtui.services import everything_back, everything_preview

    options = call.options
    if len(options.files) != 2:
        raise UsageError("Name one folder: sendtui import everything FOLDER.")
    folder = Path(options.files[1])
    with call.progress("Reading everything") as move:
        shown = everything_preview.preview(call.store, folder, move)
    if not call.out.as_json:
        _show(call, shown)
    if options.dry_run:
        if call.out.as_json:
            call.out.data({"applied": False, **_plain(shown)})
        return 0
    if not _agreed(call, shown):
        call.out.say("Nothing was changed.")
        return 0
    with call.progress("Bringing everything back") as move:
        back = everything_back.bring_back(call.store, folder, move)
    call.out.say(f"Brought back: {counted(sum(back.records.values()), 'record')}, "
                 f"{counted(back.attachments, 'document')}.")  # fmt: skip
    call.out.say(f"Their history came with them: {counted(back.changes, 'change')}." if back.changes
                 else "This folder has no history in it: it begins today.")  # fmt: skip
    if call.out.as_json:
        call.out.data({"applied": True, **_plain(shown), "records": back.records,
                       "attachments": back.attachments, "left_out": back.left_out,
                       "changes": back.changes})  # fmt: skip
    return 0


def _show(call: Call, shown: "Shown") -> None:
    from sendtui.services.labels import in_sentence, kind_title

    out = call.out
    out.line(f"Whose record it is: {shown.setting.said}.")
    if shown.replaces_own:
        out.line(f"This case file is of another: {shown.own.said}. That is replaced.")
        if shown.own.sort != shown.setting.sort:
            role = "caseworker" if shown.setting.sort == "la" else "senco"
            out.line(f"Your role stays: “sendtui init --role {role}” makes one that has theirs.")
    total = counted(sum(shown.records.values()), "record")
    documents, changes = counted(shown.attachments, "document"), counted(shown.changes, "change")
    out.line(f"In it: {total}, {documents}, {changes} in its history.")
    for name, number in sorted(shown.records.items()):
        if number:
            out.line(f"  {in_sentence(kind_title(name))}: {number}")


def _plain(shown: "Shown") -> dict[str, object]:
    return {"setting": shown.setting, "own": shown.own, "replaces_own": shown.replaces_own,
            "records": shown.records, "attachments": shown.attachments,
            "changes": shown.changes}  # fmt: skip


def _agreed(call: Call, shown: "Shown") -> bool:
    """Whether it is to be brought in; another setting’s only by the word, or by its own flag.

    Raises SendtuiError where it is another’s, and nobody is there to be asked.
    """
    watched = sys.stdin.isatty()
    if not shown.replaces_own or call.options.as_it_was:
        asks = watched and not (call.options.yes or call.options.as_it_was)
        return not asks or confirmed("Bring everything in this folder into this case file?")
    if not watched:
        raise SendtuiError(
            f"Nothing was changed: this case file is of {shown.own.said}, and would become that of "
            f"{shown.setting.said}. Give --as-it-was to say that you mean it, or bring it into one "
            "made for that setting."
        )
    asked = f"Type {WORD} to make the case file of {shown.own.said} that of {shown.setting.said}: "
    print(asked, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() == WORD
