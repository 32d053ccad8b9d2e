"""Open the case file by its recovery key and give it a new passphrase."""

from argparse import ArgumentParser

from sendtui.commands.call import Call, ask_secret, read_text
from sendtui.commands.passwd import new_passphrase
from sendtui.errors import LockedError

NO_KEY = "Nothing was opened: give the recovery key by --recovery-file FILE."


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--recovery-file", metavar="FILE", help="the file with the recovery key")
    parser.add_argument("--name", default="", help="whose passphrase, where several have one")
    parser.add_argument(
        "--new-passphrase-file", metavar="FILE", help="its first line is the new one"
    )


def run(call: Call) -> int:
    """Rekey with what the recovery key opens."""
    from sendtui.services import casefile

    named = call.options.recovery_file
    typed = read_text(named) if named else ask_secret("Recovery key: ", NO_KEY)
    identity = recovery_key(typed)
    unlock = casefile.Unlock(recovery=identity)
    new = new_passphrase(call.options.new_passphrase_file)
    casefile.change_passphrase(call.path, unlock, new, call.options.name)
    call.out.say("The case file has a new passphrase and a new key. The recovery key stays good.")
    return 0


def recovery_key(text: str) -> str:
    """The recovery key among the lines of its page."""
    for line in text.splitlines():
        if line.strip().upper().startswith("AGE-SECRET-KEY-1"):
            return line.strip()
    raise LockedError("There is no recovery key in that: it begins with AGE-SECRET-KEY-1.")
