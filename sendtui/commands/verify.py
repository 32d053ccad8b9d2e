"""Check the case file: every page's seal, every table, and every chain of the log."""

from argparse import ArgumentParser

from sendtui.commands.call import Call
from sendtui.errors import DamagedError
from sendtui.rules.counting import counted


def arguments(parser: ArgumentParser) -> None:
    """This verb takes no words of its own."""


def run(call: Call) -> int:
    """Say what is wrong, if anything is."""
    from sendtui.services import casefile

    found = casefile.verify(call.store)
    if call.out.as_json:
        call.out.data({"sound": not found, "problems": list(found)})
    for problem in () if call.out.as_json else found:
        call.out.line(problem)
    if found:
        raise DamagedError(
            f"{counted(len(found), 'problem')}. Restore a backup, or send these lines to support."
        )
    call.out.say("Sound: every page, table and chain holds.")
    return 0
