"""What a verb is given beside its flags: days as people write them, and JSON documents.

Words about a child come from a file or from standard input, never from an argument, because an
argument stays in the shell's history.
"""

import json
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Mapping
from datetime import date

from sendtui.commands.call import Call, read_text
from sendtui.errors import UsageError
from sendtui.rules.citation import LABELS


def add_sources(parser: ArgumentParser, about: str) -> None:
    """The two flags that say where words come from."""
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="a JSON document with the fields, or - for standard input",
    )
    parser.add_argument(
        "--text-file", metavar="FILE", help=f"{about}, from a file or - for standard input"
    )


def take_words(parser: ArgumentParser) -> None:
    """Let words that stand too many on the line be refused by `refuse_words`, with the reason."""
    parser.add_argument("too_many", nargs="*", default=[], help=SUPPRESS)


def refuse_words(call: Call) -> None:
    """Refuse words of the record on the command line.

    Raises UsageError that says where they come from instead.
    """
    if call.options.too_many:
        raise UsageError(
            "Words of the record do not go on the command line, which the shell keeps: give them "
            "with --text-file FILE, or with --text-file - on standard input."
        )


def add_label(parser: ArgumentParser) -> None:
    """The flag that says of what kind a rule is."""
    parser.add_argument("--label", choices=LABELS, default="",
                        help="only what follows from a rule of this kind")  # fmt: skip


def at_most(written: str) -> int:
    """How many to show at most: the sort of a --limit.

    Raises ArgumentTypeError, which ends with 2.
    """
    if not written.isdecimal():
        raise ArgumentTypeError("give a number of 0 or more")
    return int(written)


def days_of(written: str) -> int:
    """A time ahead in days, such as 28d, 4w or 28: the sort of a --within.

    Raises ArgumentTypeError, which ends with 2.
    """
    number, unit = written.rstrip("dw"), written[-1:]
    if not number.isdecimal() or len(number) > 4:
        raise ArgumentTypeError("give a number of days or weeks, such as 28d or 4w")
    return int(number) * (7 if unit == "w" else 1)


def day(call: Call, written: str | None) -> date:
    """The day somebody wrote, or today; `3/2/26`, `3 feb` and `2026-02-03` are understood.

    Raises UsageError where it is none.
    """
    return read_day(written, call.today) if written else call.today


def day_or_none(call: Call, written: str | None) -> date | None:
    """The day somebody wrote, or None where they wrote none."""
    return read_day(written, call.today) if written else None


def read_day(written: str, today: date) -> date:
    """A day as people write it."""
    from sendtui.rules.typed_dates import understand

    try:
        return understand(written, today).day
    except ValueError as problem:
        raise UsageError(f"{written!r} is no day I can read. {problem}") from None


def document(call: Call) -> list[dict[str, object]]:
    """The objects of the JSON document named by --from; none where it was not given.

    Raises UsageError where it is not JSON, or holds something else than objects.
    """
    if call.options.source is None:
        return []
    try:
        found = json.loads(read_text(call.options.source))
    except ValueError as problem:
        raise UsageError(f"The document is not JSON: {_where(problem)}.") from None
    found = found if isinstance(found, list) else [found]
    if not found or not all(isinstance(each, dict) for each in found):
        raise UsageError("The document must be a JSON object of fields, or a list of them.")
    return found


def one_document(call: Call) -> dict[str, object]:
    """The one object of the JSON document, empty where none was given."""
    found = document(call)
    if len(found) > 1:
        raise UsageError("The document must be one JSON object here, not a list.")
    return found[0] if found else {}


def with_days(call: Call, values: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    """The values with these fields read as days; "" and null mean no day."""
    read = dict(values)
    for name in set(names) & values.keys():
        written = values[name]
        read[name] = read_day(str(written), call.today) if written else None
    return read


def _where(problem: ValueError) -> str:
    line = getattr(problem, "lineno", 0)
    return f"{getattr(problem, 'msg', 'it cannot be read')} in line {line}"
