"""A class's pack for its teacher and for supply, and the week's form that comes back.

  sendtui class-pack 3B                     each child's support, on the screen
  sendtui class-pack "Talking tables"       of a group: those who have that intervention today
  sendtui class-pack 3B FILE.pdf            or .docx; on paper
  sendtui class-pack 3B --form FILE.xlsx    a line for each provision, a column for each day:
                                            y where it happened, else why not; what I saw
  sendtui class-pack --back FILE.xlsx       shown first; --yes takes it in
  --week 16/11/26                           the form of that week; of this one without it

The form is protected with a password unless --plain-file is given; --password-file opens it again.
"""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands import reporting
from sendtui.commands.call import Call, read_secret
from sendtui.commands.given import day
from sendtui.errors import UsageError
from sendtui.rules.counting import counted


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument(
        "class_name", nargs="?", default="", metavar="CLASS", help="which class or intervention"
    )
    parser.add_argument("--form", action="store_true", help="the week's form, not the pack")
    parser.add_argument("--back", metavar="FILE", help="a form that was filled in")
    parser.add_argument("--week", metavar="DATE", help="a day of the week that is meant")
    parser.add_argument("--by", default="", metavar="WHO", help="back: who filled it in")
    parser.add_argument("--yes", action="store_true", help="back: take it in, not only look")
    reporting.add_flags(parser)


def run(call: Call) -> int:
    """Make the pack or the form, or take a form in."""
    from sendtui.services import class_pack

    options = call.options
    if options.back:
        return _back(call)
    if not options.class_name:
        raise UsageError("Say which class: sendtui class-pack 3B")
    if options.form:
        page = class_pack.form(call.store, options.class_name, day(call, options.week), call.today)
    else:
        page = class_pack.pack(call.store, options.class_name, call.today)
    whose = class_pack.pupils(call.store, options.class_name, call.today)
    return reporting.leave(call, page, whose)


def _back(call: Call) -> int:
    from sendtui.services import class_pack

    options = call.options
    secret = read_secret(Path(options.password_file)) if options.password_file else ""
    found = class_pack.read(call.store, Path(options.back), call.today, password=secret)
    for each in found.sessions:
        why = f"missed: {each.missed_because}" if each.missed_because else "missed"
        said = "happened" if each.happened else why
        call.out.line(f"{each.on:%d/%m/%Y} {each.name}, {each.what}: {said}")
    for one in found.seen:
        call.out.line(f"{one.on:%d/%m/%Y} {one.name}, seen: {one.what}")
    for number, why in found.refused:
        call.out.say(f"Line {number} left out: {why}.")
    if found.known:
        call.out.say(f"{counted(found.known, 'session')} logged already.")
    code = 5 if found.refused else 0
    if not (found.sessions or found.seen):
        call.out.say("There is nothing new on it.")
        return code or 1
    if not options.yes:
        call.out.say("Nothing was written: --yes takes it in.")
        return code
    number = class_pack.take(call.store, found, options.by or call.store.author, call.today)
    call.out.say(f"Done: {counted(number, 'line')}. “sendtui undo” takes them back.")
    return code
