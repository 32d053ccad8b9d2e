"""Take the case file off this computer, with its keys.

  sendtui wipe                 says what would be lost, and asks for a word
  sendtui wipe --word WIPE     the same without a terminal; --backups deletes its backups too

It names the work that no sealed file has carried yet: once the file has gone, that is gone too.
Backups stay, and open with their passphrase, unless --backups is given.
"""

import sys
from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.wiping import Loss


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--word", default="", help="WIPE, where nobody is there to type it")
    parser.add_argument("--backups", action="store_true", help="its own folder of backups, too")


def run(call: Call) -> int:
    """Say what goes, ask for the word, and delete it."""
    from sendtui.services import casefile, wiping

    if call.options.read_only:
        raise UsageError("“wipe” deletes the case file, and --read-only was given.")
    # Alone, as whoever deletes it must have it; nothing is written on the way.
    with casefile.open_store(call.path, call.unlock(), read_only=True, own=True) as store:
        found = wiping.loss(store)
    _show(call, found)
    left = wiping.wipe(call.path, call.options.word or _typed(), backups=call.options.backups)
    if left:
        raise SendtuiError(f"These could not be deleted: {', '.join(left)}. Delete them by hand.")
    stays = found.backups and not call.options.backups
    kept = f" {counted(found.backups, 'backup')} of it stand where they were." if stays else ""
    call.out.say(f"{call.path.name} and its keys are deleted.{kept}")
    return 0


def _show(call: Call, found: "Loss") -> None:
    sent = "since the last sealed file" if found.sent else "and nothing was ever sent"
    call.out.say(f"{call.path}: {counted(found.pupils, 'pupil')}.")
    call.out.say(f"Not sent: {counted(found.unsent, 'change')} of this copy, {sent}.")
    for act in found.acts:
        about = f": {act.about}" if act.about else ""
        call.out.say(f"  {act.when.astimezone():%d/%m/%Y %H:%M}  {act.label}{about}")
    if found.drafts:
        call.out.say(f"Typed and not saved: {counted(found.drafts, 'form')}.")
    goes = "deleted too" if call.options.backups else "kept, and open with their passphrase"
    call.out.say(f"Backups: {found.backups}, {goes}.")


def _typed() -> str:
    from sendtui.services.wiping import WORD

    if not sys.stdin.isatty():
        raise SendtuiError(f"Nothing was deleted: give --word {WORD}.")
    print(f"Type {WORD} to delete it: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()
