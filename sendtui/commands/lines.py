"""One verb after another at a prompt: the passphrase is asked for once, and each thing is a line.

  sendtui lines

Type verbs as you would after “sendtui”: due, pupil UPN, contact add UPN --how phone --text-file -.
What a verb prints is what --plain prints, or JSON with --json. “help” lists the verbs, “VERB
--help” its words, “end” or the end of input goes back to the shell. Text that is read from standard
input (--text-file -, --from -) is typed beneath the line, and ended with Ctrl+D (Windows: Ctrl+Z,
Enter).

The passphrase is asked for again after as many minutes without a line as lock the app. What was
printed stays in the window: close it when you leave.
"""

import os
import shlex
import sys
from argparse import ArgumentParser
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, ask_secret
from sendtui.errors import LockedError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.casefile import Unlock

_END = frozenset(("end", "exit", "quit"))


def arguments(parser: ArgumentParser) -> None:
    """This verb takes no words of its own."""


def run(call: Call) -> int:
    """Read lines and do them until there are no more; 0, whatever came of each."""
    from sendtui.services import casefile, preferences

    casefile.require_there(call.path)
    unlock = call.unlock()
    # A wrong passphrase is said before the first line is typed.
    with casefile.open_store(call.path, unlock, read_only=True) as store:
        idle = preferences.desktop(store).idle_minutes
    with suppress(ImportError):
        # What was typed comes back by the arrow keys, and is kept nowhere.
        import readline  # noqa: F401 - it hooks itself into the prompt
    call.out.say("Type a verb, “help” for all of them, or “end”.")
    last = monotonic()
    while (line := _typed()) is not None:
        words = _words(call, line)
        if words and words[0] in _END:
            break
        if monotonic() - last > idle * 60:
            call.out.say(f"Nothing was typed for {counted(idle, 'minute')}.")
            unlock = _again(call)
        shared = [] if words == ["help"] else _shared(call)
        if words and call.again([*shared, *words], unlock) == LockedError.exit_code:
            # The passphrase was changed, here or elsewhere.
            unlock = _again(call)
        last = monotonic()
    return 0


def _typed() -> str | None:
    """The next line, or None where there are no more."""
    try:
        return input("> " if sys.stdin.isatty() else "")
    except (EOFError, KeyboardInterrupt):
        return None


def _words(call: Call, line: str) -> list[str]:
    try:
        words = split(line, keeps_backslashes=os.name == "nt")
    except ValueError:
        call.out.say("A quotation mark is not closed. Type the line again.")
        return []
    if words[:1] == ["sendtui"]:
        words = words[1:]
    if words[:1] == ["lines"]:
        call.out.say("You are there. “end” goes back.")
        return []
    return words


def split(line: str, *, keeps_backslashes: bool) -> list[str]:
    """A line as words, quoted ones whole; on Windows a backslash parts the folders of a path.

    Raises ValueError where a quotation mark is not closed.
    """
    reader = shlex.shlex(line, posix=True, punctuation_chars=False)
    reader.whitespace_split, reader.commenters = True, ""
    if keeps_backslashes:
        reader.escape = ""
    return list(reader)


def _shared(call: Call) -> list[str]:
    """The options of every verb that were given to this one; plain lines in any case."""
    options = call.options
    given = ["--store", str(call.path), "--today", call.today.isoformat()]
    return [*given, "--plain", *(["--read-only"] if options.read_only else [])]


def _again(call: Call) -> "Unlock":
    from sendtui.services.casefile import Unlock

    if call.options.passphrase_file:
        return call.unlock()
    return Unlock(passphrase=ask_secret("Passphrase: "))
