"""All that is held on one person, for a subject access request: one ZIP, and a line in the log.

  sendtui sar UPN answer.zip --received 3/11/26 --to "The parents"

In it: the record for people and for programs with its history, the documents, to whom anything
went, and who else stands in it, each name marked in a copy, because somebody decides about them
before it is handed over. What is confidential is left out and counted; --with-confidential puts it
in. The ZIP gets a password, shown once; --plain-file leaves it off. With --received the day it is
due is told: one month, as far as we know the law (not verified).
"""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands import protecting
from sendtui.commands.call import Call, require_vacant
from sendtui.commands.given import day
from sendtui.errors import UsageError
from sendtui.rules.counting import counted


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("upn", metavar="PUPIL", help="UPN, admission number or id")
    parser.add_argument("file", metavar="FILE", help="the ZIP to write")
    parser.add_argument("--received", metavar="DATE", help="the day the request came")
    parser.add_argument("--to", default="", metavar="WHO", help="who asked, for the log")
    parser.add_argument("--although", default="", metavar="REASON",
                        help="why somebody who may not receive it does, for the log")  # fmt: skip
    parser.add_argument("--with-confidential", action="store_true",
                        help="also what is marked as confidential")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    protecting.add_flags(parser)


def run(call: Call) -> int:
    """Gather it, write it and say what is still to be decided."""
    from sendtui.services import subject_access
    from sendtui.services.pupils import find_one

    options = call.options
    pupil, target = find_one(call.store, options.upn), Path(options.file)
    if target.suffix.lower() != subject_access.ENDING:
        raise UsageError("It is one ZIP: let its name end in .zip.")
    if options.plain_file and options.password_file:
        raise UsageError("A plain file has no password: leave out --plain-file, or the password.")
    require_vacant(target, replace=options.replace)
    protecting.before(call, [pupil], options.to)
    password = "" if options.plain_file else protecting.password(call)
    given = subject_access.give(
        call.store,
        pupil,
        target,
        call.today,
        received=day(call, options.received) if options.received else None,
        recipient=options.to,
        although=options.although,
        password=password,
        with_confidential=options.with_confidential,
    )
    held = given.held
    others = counted(len(held.others), "other person", "other people")
    call.out.say(f"Written, and logged. {others} in it: decide about each before it goes.")
    if held.left_out:
        call.out.say(f"{counted(held.left_out, 'confidential record')} left out "
                     "(--with-confidential).")  # fmt: skip
    if given.due:
        call.out.say(f"Due by {given.due:%d/%m/%Y} (one month; not verified).")
    facts: dict[str, object] = {"file": str(given.path), "others": [o.name for o in held.others],
                                "left_out": held.left_out, "due": given.due,
                                "missing": held.missing}  # fmt: skip
    facts |= protecting.tell(call, password, given.path) if password else {}
    if call.out.as_json:
        call.out.data(facts)
    return 0
