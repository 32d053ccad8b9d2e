"""The options that every verb takes, and the parser of one verb with them."""

from argparse import SUPPRESS, ArgumentParser
from dataclasses import dataclass
from importlib import import_module

from sendtui.commands import Verb


@dataclass(frozen=True, slots=True)
class Shared:
    """An option of every verb; one without a `metavar` takes no value."""

    flag: str
    metavar: str
    help: str


OPTIONS = (
    Shared("--store", "PATH", "the case file, its file:/// address, or a register's"),
    Shared("--passphrase-file", "FILE", "its first line opens the case file"),
    Shared("--today", "DATE", "the day the rules are told it is"),
    Shared("--json", "", "output for a program"),
    Shared("--plain", "", "output for a screen reader"),
    Shared("--read-only", "", "change nothing, whatever happens"),
    Shared("--quiet", "", "no narration on standard error"),
)


def add_shared(parser: ArgumentParser) -> None:
    """Give a parser the options of every verb."""
    for each in OPTIONS:
        if each.metavar:
            parser.add_argument(each.flag, help=SUPPRESS)
        else:
            parser.add_argument(each.flag, action="store_true", help=SUPPRESS)


def parser_of(verb: Verb) -> ArgumentParser:
    """The parser of one verb's own words, without the shared options."""
    module = import_module(verb.module)
    parser = ArgumentParser(prog=f"sendtui {verb.name}", description=module.__doc__)
    module.arguments(parser)
    return parser
