"""Put a backup back where the case file is; what was there is kept beside it."""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands.call import Call, ask_secret, confirmed, read_secret
from sendtui.errors import SendtuiError


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("file", metavar="FILE", help="the backup")
    parser.add_argument("--yes", action="store_true", help="do not ask again")


def run(call: Call) -> int:
    """Check the backup, set the present file aside, and put the backup in its place."""
    from sendtui.services import casefile

    options = call.options
    if call.path.exists() and not options.yes and not confirmed(f"Replace {call.path.name}?"):
        raise SendtuiError("Nothing was changed. Say --yes to replace the case file that is there.")
    named = options.passphrase_file
    secret = read_secret(Path(named)) if named else ask_secret("Passphrase of the backup: ")
    casefile.restore(Path(options.file), call.path, casefile.Unlock(passphrase=secret))
    call.out.say(f"Restored {call.path}. The file that was there is kept beside it.")
    return 0
