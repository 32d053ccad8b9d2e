"""What a verb says: data on standard output, narration on standard error.

Three ways to print the same thing: aligned columns for the eye, `--plain` for a screen reader (one
thing a line, each value with its name), `--json` for a program.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from itertools import zip_longest
from numbers import Rational
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Cells = Mapping[str, object]
"""One line of a table: heading → value."""


@dataclass(frozen=True, slots=True)
class Output:
    """The voice of a verb."""

    as_json: bool = False
    plain: bool = False
    quiet: bool = False
    room: int = 0
    """Columns of the terminal, for tables to be folded to; 0 where what reads it has no edge."""

    def data(self, found: object) -> None:
        """Print one object as JSON; dataclasses by their fields, dates as ISO text."""
        json.dump(_plain(found), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")

    def line(self, text: str = "") -> None:
        """Print a line of data."""
        print(text)

    def say(self, text: str) -> None:
        """Narrate, on standard error."""
        if not self.quiet:
            print(text, file=sys.stderr)

    def table(self, headings: Sequence[str], lines: Iterable[Cells], *, empty: str = "") -> int:
        """Print lines under their headings and return how many there were.

        `empty` is narrated where there is none. Values are printed as they are: no text is markup.
        """
        shown = [[_word(line.get(h)) for h in headings] for line in lines]
        if not shown:
            self.say(empty)
            return 0
        if self.plain:
            for cells in shown:
                print("; ".join(f"{h}: {c}" for h, c in zip(headings, cells, strict=True) if c))
            return len(shown)
        widths: Sequence[int] = [
            max(len(h), *(len(c[n]) for c in shown)) for n, h in enumerate(headings)
        ]
        if self.room:
            columns = zip(headings, *shown, strict=True)
            least = [max(map(_longest, column)) for column in columns]
            widths = _fitted(widths, least, self.room - len(_GAP) * (len(widths) - 1))
        for cells in (list(headings), *shown):
            folded = [_folded(c, w) for c, w in zip(cells, widths, strict=True)]
            for parts in zip_longest(*folded, fillvalue=""):
                ends = zip(parts, widths, strict=True)
                print(_GAP.join(part.ljust(width) for part, width in ends).rstrip())
        return len(shown)


_GAP = "  "


def _fitted(widths: Sequence[int], least: Sequence[int], room: int) -> Sequence[int]:
    """The widths narrowed to the room, the widest first; as they were where no word may break."""
    if sum(least) > room:
        return widths
    fitted = list(widths)
    while sum(fitted) > room:
        _, widest = max((w, n) for n, w in enumerate(fitted) if w > least[n])
        fitted[widest] -= 1
    return fitted


def _longest(words: str) -> int:
    return max(map(len, words.split()), default=0)


def _folded(words: str, width: int) -> Sequence[str]:
    """The lines that words take within a width."""
    if len(words) <= width:
        return (words,)
    from textwrap import wrap

    return wrap(words, width, break_long_words=False, break_on_hyphens=False)


def _word(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return " ".join(str(value).split())


def _plain(found: object) -> Any:
    if is_dataclass(found) and not isinstance(found, type):
        return {f.name: _plain(getattr(found, f.name)) for f in _fields(found)}
    if isinstance(found, tuple) and hasattr(found, "_asdict"):
        return {k: _plain(v) for k, v in found._asdict().items()}
    if isinstance(found, Mapping):
        return {str(k): _plain(v) for k, v in found.items()}
    if isinstance(found, (date, datetime)):
        return found.isoformat()
    if isinstance(found, (list, tuple, set, frozenset)):
        return [_plain(v) for v in found]
    if isinstance(found, Rational) and not isinstance(found, int):
        return float(found)
    return found


def _fields(found: "DataclassInstance") -> tuple[Any, ...]:
    return fields(found)
