"""What the verbs about one pupil share: which act, whose, which record, and its fields."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sendtui.commands.call import Call
from sendtui.commands.given import add_sources, one_document, with_days
from sendtui.errors import SendtuiError, UsageError

Act = Callable[[Call, str], int]
"""Does one act upon the pupil of this id and returns the exit code."""


def add_words(parser: ArgumentParser, acts: Mapping[str, Act], which: str, about: str) -> None:
    """The words of a verb: an act, whose, and which of their records."""
    parser.add_argument("act", choices=list(acts), metavar="ACT", help=", ".join(acts))
    parser.add_argument("upn", metavar="PUPIL", help="UPN, admission number or id")
    parser.add_argument("which", nargs="?", default="", metavar="WHICH", help=which)
    parser.add_argument("--on", metavar="DATE", help="the day it was true; today without it")
    add_sources(parser, about)


def run_act(call: Call, acts: Mapping[str, Act]) -> int:
    """Do the act that was named, upon the pupil that was named.

    Raises SendtuiError where there is no such pupil.
    """
    from sendtui.services.pupils import find_one

    return acts[call.options.act](call, find_one(call.store, call.options.upn))


def fields(call: Call, main: str, known: Iterable[str], days: Iterable[str] = ()) -> dict[str, Any]:
    """The fields of the document, and the text as the field `main`.

    Raises UsageError for a field there is not.
    """
    given: dict[str, Any] = with_days(call, one_document(call), days)
    if call.options.text_file is not None:
        given[main] = call.text(call.options.text_file)
    there_are = tuple(known)
    unknown = sorted(given.keys() - set(there_are))
    if unknown:
        raise UsageError(f"There is no field {unknown[0]!r}. There are: {', '.join(there_are)}.")
    return given


def require(given: Mapping[str, Any], field: str, title: str) -> None:
    """Refuse an act whose main words are missing.

    Raises UsageError.
    """
    if not given.get(field):
        raise UsageError(f"{title}: give it with --text-file FILE, or - for standard input.")


def nth(call: Call, ids: Sequence[str], what: str) -> str:
    """The id of the record with the number that “list” prints, or with that id.

    Raises UsageError where none is named, SendtuiError where there is none.
    """
    named = call.options.which
    if named in ids:
        return str(named)
    if not named.isdecimal():
        raise UsageError(f"Say which {what}, by the number that “list” prints.")
    if not 1 <= int(named) <= len(ids):
        raise SendtuiError(f"There is no {what} {named}: “list” prints {len(ids)}.")
    return ids[int(named) - 1]


def listed(call: Call, found: Sequence[Any], lines: Sequence[Mapping[str, object]]) -> int:
    """Print records with their numbers; 1 where there is none."""
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    numbered = [{"No.": number, **line} for number, line in enumerate(lines, 1)]
    headings = list(numbered[0]) if numbered else []
    used = [h for h in headings if any(line[h] not in ("", None) for line in numbered)]
    return 0 if call.out.table(used, numbered, empty="There is none yet.") else 1


def told(call: Call, says: str, **facts: object) -> int:
    """Say that an act was done: a sentence for a person, its facts for a program."""
    if call.out.as_json:
        call.out.data(facts)
    else:
        call.out.say(says)
    return 0
