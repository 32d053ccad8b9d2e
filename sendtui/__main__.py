"""`sendtui` opens the app; `sendtui VERB …` runs one thing and ends.

The one place where an error becomes a line on standard error and an exit code, and, with the app,
the only place that reads the clock. Nothing heavy is imported before it is needed.
"""

import gc
import sys
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from sendtui import __version__
from sendtui.commands import ALIASES, OF_A_FILE, VERBS, Verb
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, RawDescriptionHelpFormatter
    from datetime import date

    from sendtui.commands.call import Call, KeysOfPlace
    from sendtui.services.casefile import Store, Unlock

SHARED = """Options of every verb:
  --store PATH             the case file, its file:/// address, or a register's on a server
                           (or SENDTUI_STORE; the default is this computer's own)
  --passphrase-file FILE   its first line opens the case file; otherwise you are asked
  --json, --plain          output for a program, or for a screen reader
  --read-only              change nothing, whatever happens
  --today DATE             the day the rules are told it is (2026-11-22 or 22/11/2026)
  --quiet                  no narration on standard error
"""


GARBAGE = (10_000, 20, 20)
"""How seldom garbage is looked for: what is loaded and read stays, and Python's own 700 things
between two looks cost a tenth of an import."""


def main(argv: list[str] | None = None, known: "Unlock | None" = None) -> int:
    """Run one verb, or the app, and return the exit code; `known` opens the case file unasked."""
    if gc.get_threshold() < GARBAGE:
        gc.set_threshold(*GARBAGE)
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _main(words, known)
    except SendtuiError as problem:
        print(f"sendtui: {problem}", file=sys.stderr)
        return problem.exit_code
    except KeyboardInterrupt:
        print("sendtui: stopped. Nothing half done was kept.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Or Python complains once more when it ends.
        sys.stdout = None
        return 1
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        print(f"sendtui: {where}{problem.strerror or problem}.", file=sys.stderr)
        return 1
    except Exception as mistake:
        return _own_up(mistake)


def _own_up(mistake: Exception) -> int:
    """Say that the program is at fault and where the report is; a traceback may hold a name."""
    from datetime import datetime

    from sendtui import crash

    kept = crash.keep_report(mistake, datetime.now().strftime("%Y%m%d-%H%M%S"))  # noqa: DTZ005
    print(
        "sendtui: stopped because of a mistake in the program. What was saved before is safe.\n"
        f"A report without any record text is in {kept}.",
        file=sys.stderr,
    )
    return 1


def _main(words: list[str], known: "Unlock | None") -> int:
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may be of another encoding; a name must never stop the printing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if words and words[0] in ALIASES:
        words = [*ALIASES[words[0]], *words[1:]]
    if words[:1] in (["--help"], ["-h"], ["help"]) and len(words) == 1:
        print(help_text())
        return 0
    if words[:1] in (["--version"], ["-V"]):
        print(f"sendtui {__version__}")
        return 0
    at = _verb_at(words)
    if at is None and known:
        raise UsageError("Name a verb: “help” lists them.")
    if at is None:
        return _open_app(words)
    return _run(VERBS[words[at]], words[:at] + words[at + 1 :], known)


def _verb_at(words: list[str]) -> int | None:
    """Where the verb stands; only shared options may come before it.

    Raises UsageError for a word that is no verb.
    """
    expects_value = False
    for n, word in enumerate(words):
        if expects_value:
            expects_value = False
        elif word in VERBS:
            return n
        elif word in {"--store", "--passphrase-file", "--today"}:
            expects_value = True
        elif not word.startswith("-"):
            raise UsageError(
                f"There is no verb “{word}”.{_nearest(word)} “sendtui --help” lists them."
            )
    return None


def _run(verb: Verb, words: list[str], known: "Unlock | None") -> int:
    from argparse import ArgumentParser

    module = import_module(verb.module)
    parser = ArgumentParser(
        prog=f"sendtui {verb.name}",
        description=module.__doc__,
        epilog=SHARED,
        formatter_class=_formatter(),
        allow_abbrev=False,
    )
    _add_shared(parser)
    module.arguments(parser)
    call = _call(parser, words)
    call.opener = partial(_open_over, today=call.today)
    call.card = _card
    call.runner, call.known = _line, known
    if verb.name in OF_A_FILE:
        _require_file(call)
    if verb.needs == "none":
        return int(module.run(call))
    if call.options.read_only and verb.needs == "own":
        raise UsageError(f"“{verb.name}” changes the case file, and --read-only was given.")
    from sendtui.services import casefile

    casefile.require_there(call.path)
    read_only = verb.needs == "read" or call.options.read_only
    with casefile.open_store(
        call.path, call.unlock(), read_only=read_only, own=verb.needs == "own"
    ) as store:
        call.opened = store
        return int(module.run(call))


def _line(words: list[str], known: "Unlock") -> int:
    """One line of line mode; argparse ends the program where words are off, and this does not."""
    try:
        return main(words, known)
    except SystemExit as ended:
        return int(ended.code or 0)


def _require_file(call: "Call") -> None:
    from sendtui import paths

    if paths.register_url(call.path):
        raise UsageError(
            "That is about an encrypted file's own keys and copies. A register's server lets "
            "people in, and its operator backs it up: “sendtui register --help”."
        )


def _open_app(words: list[str]) -> int:
    from argparse import ArgumentParser

    parser = ArgumentParser(
        prog="sendtui", epilog=SHARED, formatter_class=_formatter(), allow_abbrev=False
    )
    _add_shared(parser)
    call = _call(parser, words)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The app needs a terminal. Without one, name a verb: “sendtui --help” lists them."
        )
    from sendtui.screens.app import run_app

    return run_app(
        call.path, today=_named_day(call.options.today), read_only=call.options.read_only
    )


def _open_over(store: "Store", tour: bool, *, today: "date") -> int:
    from sendtui.screens.app import run_app

    if not tour:
        return run_app(store.path, today=today, store=store)
    from sendtui.screens.tour import TourApp

    return run_app(store.path, today=today, store=store, kind=TourApp)


def _card() -> "tuple[KeysOfPlace, ...]":
    from sendtui.screens.keycard import card

    return card()


def _call(parser: "ArgumentParser", words: list[str]) -> "Call":
    from datetime import date

    from sendtui import paths
    from sendtui.commands.call import Call
    from sendtui.commands.output import Output

    # Files may stand after flags: “--export csv FILE” is “export register --format csv FILE”.
    options = parser.parse_intermixed_args(words)
    out = Output(options.json, options.plain, options.quiet, _room())
    path = paths.chosen_store(options.store)
    return Call(options, out, _named_day(options.today) or date.today(), path)  # noqa: DTZ011


def _room() -> int:
    """The columns of the terminal that is printed to; 0 where there is none, or it does not say."""
    import os

    try:
        return os.get_terminal_size().columns if sys.stdout.isatty() else 0
    except OSError:
        return 0


def _named_day(named: str | None) -> "date | None":
    from datetime import date, datetime

    if not named:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(named, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise UsageError(
        f"--today {named} is not a day. Write it as {date(2026, 11, 22)} or 22/11/2026."
    )


def _add_shared(parser: "ArgumentParser") -> None:
    from sendtui.commands.shared import add_shared

    add_shared(parser)


def _formatter() -> "type[RawDescriptionHelpFormatter]":
    from argparse import RawDescriptionHelpFormatter

    return RawDescriptionHelpFormatter


def _nearest(word: str) -> str:
    from difflib import get_close_matches

    found = get_close_matches(word, VERBS, n=1)
    return f" Did you mean “{found[0]}”?" if found else ""


def help_text() -> str:
    """All verbs by group, and the options that every one of them takes."""
    groups: dict[str, list[str]] = {}
    for verb in VERBS.values():
        groups.setdefault(verb.group, []).append(f"  {verb.name:<12} {verb.summary}")
    listed = "\n\n".join("\n".join([f"{group}:", *lines]) for group, lines in groups.items())
    return (
        "sendtui: the SEND record that works offline.\n\n"
        "  sendtui              open the app\n"
        "  sendtui VERB …       run one thing and end; “sendtui VERB --help” tells its words\n\n"
        f"{listed}\n\n{SHARED}\n"
        "Exit codes: 0 done · 1 refused or nothing matched · 2 usage ·\n"
        "3 wrong passphrase or locked · 4 damaged or tampered · 5 some lines rejected · 6 busy"
    )


if __name__ == "__main__":
    sys.exit(main())
