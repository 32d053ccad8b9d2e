"""Change the passphrase; the case file gets a new data key with it."""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands.call import Call, ask_secret, read_secret
from sendtui.errors import SendtuiError

NO_NEW_ONE = "Nothing was changed: give the new passphrase by --new-passphrase-file FILE."


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument(
        "--new-passphrase-file", metavar="FILE", help="its first line is the new one"
    )


def run(call: Call) -> int:
    """Ask for the old passphrase and the new, and rekey."""
    from sendtui.services import casefile

    unlock = call.unlock()
    casefile.change_passphrase(call.path, unlock, new_passphrase(call.options.new_passphrase_file))
    call.out.say(
        "The passphrase is changed, and the case file has a new key. "
        "The backups that sendtui made earlier today were replaced by one under the new "
        "passphrase. Older ones, and those you keep elsewhere, still open with the old."
    )
    return 0


def new_passphrase(named: str | None) -> str:
    """The new passphrase, from a file or typed twice."""
    if named:
        return read_secret(Path(named))
    first = ask_secret("New passphrase: ", NO_NEW_ONE)
    if ask_secret("The same again: ") != first:
        raise SendtuiError("The two do not agree. Nothing was changed.")
    return first
