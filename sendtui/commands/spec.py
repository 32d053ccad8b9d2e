"""Every verb and flag as JSON, for a program that writes or checks commands: `sendtui --spec`.

An object: program, version, exit_codes, aliases, shared (options of every verb) and verbs. A verb
has name, summary, group, needs ("none", "read", "write", "own"), description and arguments; an
argument has name, flags (none for a word by its place), metavar, help, takes ("nothing", "value",
"values"), required, repeats, choices and default.
"""

from argparse import SUPPRESS, Action, ArgumentParser
from typing import Any

from sendtui import __version__
from sendtui.commands import ALIASES, VERBS
from sendtui.commands.call import Call

EXIT_CODES = {
    "0": "done",
    "1": "refused, or nothing matched",
    "2": "the words of the command are off",
    "3": "wrong passphrase, or locked",
    "4": "damaged, or tampered with",
    "5": "some lines were rejected; the others were taken in",
    "6": "busy: somebody else has the file",
}


def arguments(_parser: ArgumentParser) -> None:
    """There are none."""


def run(call: Call) -> int:
    """Print it; it is JSON whether or not --json is given."""
    call.out.data(spec())
    return 0


def spec() -> dict[str, Any]:
    """Every verb with its words, read from the parsers themselves."""
    from sendtui.commands.shared import OPTIONS

    shared = [
        {
            "name": each.flag.removeprefix("--"),
            "flags": [each.flag],
            "metavar": each.metavar,
            "help": each.help,
            "takes": "value" if each.metavar else "nothing",
        }
        for each in OPTIONS
    ]
    return {
        "program": "sendtui",
        "version": __version__,
        "exit_codes": EXIT_CODES,
        "aliases": {first: list(words) for first, words in ALIASES.items()},
        "shared": shared,
        "verbs": [_verb(name) for name in VERBS],
    }


def _verb(name: str) -> dict[str, Any]:
    from sendtui.commands.shared import parser_of

    verb = VERBS[name]
    parser = parser_of(verb)
    return {
        "name": verb.name,
        "summary": verb.summary,
        "group": verb.group,
        "needs": verb.needs,
        "description": " ".join((parser.description or "").split()),
        "arguments": [_argument(each) for each in parser._actions if each.dest != "help"],
    }


def _argument(action: Action) -> dict[str, Any]:
    default = action.default
    is_plain = default is None or isinstance(default, (str, int, float, bool, list))
    return {
        "name": action.dest,
        "flags": list(action.option_strings),
        "metavar": _metavar(action),
        "help": "" if action.help in (None, SUPPRESS) else action.help,
        "takes": _takes(action),
        "required": bool(action.required),
        "repeats": type(action).__name__ in ("_AppendAction", "_ExtendAction"),
        "choices": [str(each) for each in action.choices] if action.choices else [],
        "default": default if is_plain and default is not SUPPRESS else str(default),
    }


def _metavar(action: Action) -> str:
    if isinstance(action.metavar, tuple):
        return " ".join(action.metavar)
    if action.metavar:
        return action.metavar
    is_flag = bool(action.option_strings)
    return "" if is_flag and _takes(action) == "nothing" else action.dest.upper()


def _takes(action: Action) -> str:
    if action.nargs == 0:
        return "nothing"
    is_one = action.nargs in (None, "?", 1)
    return "value" if is_one else "values"
