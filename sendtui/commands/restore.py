"""Put a backup back where the case file is; what was there is kept beside it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, ask_secret, confirmed, read_secret, read_text
from sendtui.commands.recover import recovery_key
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.casefile import Unlock


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("file", metavar="FILE", help="the backup")
    parser.add_argument(
        "--recovery-file", metavar="FILE", help="the file with the recovery key of the backup"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask again")


def run(call: Call) -> int:
    """Check the backup, set the present file aside, and put the backup in its place."""
    from sendtui.services import casefile

    options = call.options
    if options.read_only:
        raise UsageError("“restore” replaces the case file, and --read-only was given.")
    if call.path.exists() and not options.yes and not confirmed(f"Replace {call.path.name}?"):
        raise SendtuiError("Nothing was changed. Say --yes to replace the case file that is there.")
    replaced = call.path.exists()
    casefile.restore(Path(options.file), call.path, _unlock(call))
    kept = " The file that was there is kept beside it." if replaced else ""
    call.out.say(f"Restored {call.path}.{kept}")
    call.out.say(
        "It opens with the passphrase that was good when the backup was made, and with the "
        "recovery key of that time."
    )
    return 0


def _unlock(call: Call) -> "Unlock":
    """What the backup is opened with: its recovery key, or the passphrase it was made under."""
    from sendtui.services.casefile import Unlock

    options = call.options
    if options.recovery_file:
        return Unlock(recovery=recovery_key(read_text(options.recovery_file)))
    named = options.passphrase_file
    secret = read_secret(Path(named)) if named else _asked()
    return Unlock(passphrase=secret)


def _asked() -> str:
    otherwise = "Nothing was changed: give the backup's passphrase by --passphrase-file FILE."
    return ask_secret("Passphrase of the backup: ", otherwise)
