"""What the verbs about one pupil share: which act, whose, which record, and its fields."""

import re
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from sendtui.commands.call import Call
from sendtui.commands.given import add_sources, one_document, refuse_words, take_words, with_days
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.pupil_views import PupilView


class Named(Protocol):
    """Anything that is shown with the id of its record."""

    @property
    def id(self) -> str:
        """The record it shows."""


V = TypeVar("V", bound=Named)

NUMBER = "the number that “list” prints, or an id from --json"
"""What the acts upon one record of several take."""

Act = Callable[[Call, str], int]
"""Does one act upon the pupil of this id and returns the exit code."""


def add_words(parser: ArgumentParser, acts: Mapping[str, Act], which: str, about: str) -> None:
    """The words of a verb: an act, whose, and which of their records."""
    parser.add_argument("act", choices=list(acts), metavar="ACT", help=", ".join(acts))
    parser.add_argument("upn", metavar="PUPIL", help="UPN, admission number or id")
    parser.add_argument("which", nargs="?", default="", metavar="WHICH", help=which)
    parser.add_argument("--on", metavar="DATE", help="the day it was true; today without it")
    add_sources(parser, about)
    take_words(parser)


def run_act(call: Call, acts: Mapping[str, Act]) -> int:
    """Do the act that was named, upon the pupil that was named.

    Raises SendtuiError where there is no such pupil.
    """
    from sendtui.services.pupils import find_one

    refuse_words(call)
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


@dataclass(frozen=True, slots=True)
class Records(Generic[V]):
    """Records of one kind, which go by numbers: how those of a pupil are read, a line of each."""

    kind: str
    of: Callable[[Call, str], Sequence[V]]
    line: Callable[[V], Mapping[str, object]]

    @property
    def called(self) -> str:
        """What one of them is called."""
        return self.kind

    def listed(self, call: Call, pupil: str) -> int:
        """Print them with the numbers that acts upon them take; 1 where there is none."""
        from sendtui.services.numbers import numbers

        found = self.of(call, pupil)
        return listed(call, found, map(self.line, found), numbers(call.store, pupil, self.kind))

    def chosen(self, call: Call, pupil: str) -> V:
        """The one with the number that “list” prints, or with the id that --json prints.

        Raises UsageError where none is named, SendtuiError where there is none.
        """
        from sendtui.services.numbers import numbers

        named, number = call.options.which, numbers(call.store, pupil, self.kind)
        for each in self.of(call, pupil):
            if named == each.id or (named.isdecimal() and int(named) == number.get(each.id)):
                return each
        if not re.fullmatch("[0-9]{1,9}|[0-9a-f]{32}", named):
            raise UsageError(
                f"Say which {self.called}: by the number that “list” prints, or by its id from "
                "--json."
            )
        raise SendtuiError(f"There is no {self.called} {named} now. “list” prints those there are.")


def of_view(part: "Callable[[PupilView], Sequence[V]]") -> Callable[[Call, str], Sequence[V]]:
    """How records are read that stand in the view of their pupil."""

    def of(call: Call, pupil: str) -> Sequence[V]:
        from sendtui.services import pupils

        return part(pupils.view(call.store, pupil, call.today))

    return of


def listed(
    call: Call,
    found: Sequence[Named],
    lines: Iterable[Mapping[str, object]],
    numbered: Mapping[str, int] | None = None,
) -> int:
    """Print records, with the numbers they go by where they have any; 1 where there is none."""
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    shown = [
        {**({"No.": numbered[each.id]} if numbered else {}), **line}
        for each, line in zip(found, lines, strict=True)
    ]
    headings = list(shown[0]) if shown else []
    used = [h for h in headings if any(line[h] not in ("", None) for line in shown)]
    return 0 if call.out.table(used, shown, empty="There is none yet.") else 1


def brief(words: str) -> str:
    """The beginning of what somebody wrote, on one line: enough to know it again."""
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= 60 else f"{one_line[:59].rstrip()}…"


def told(call: Call, says: str, **facts: object) -> int:
    """Say that an act was done: a sentence for a person, its facts for a program."""
    if call.out.as_json:
        call.out.data(facts)
    else:
        call.out.say(says)
    return 0
