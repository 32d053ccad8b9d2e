"""Names of schools by their numbers, from the public list that somebody has downloaded.

It is kept as a plain file beside the case file: it is public, and no record depends on it.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from io import TextIOWrapper
from pathlib import Path

from sendtui import paths
from sendtui.errors import SendtuiError
from sendtui.models.school import School
from sendtui.rules.sen2_checks_school import Listed
from sendtui.services.outfile import new_file
from sendtui.store import places

_HEADINGS = tuple(field.name for field in fields(School))
_NUMBER = re.compile(r"\d{5,7}")
_LAESTAB = re.compile(r"LAESTAB (\d{7})\b")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many schools are in the list now, how many of them closed, and where it is."""

    schools: int
    closed: int
    path: Path


def load(source: Path) -> Loaded:
    """Keep the schools of a downloaded file, in place of those there were.

    Raises SendtuiError for a file that is not the list; what there was then stays.
    """
    from sendtui.formats import gias

    target = paths.schools_file()
    places.make_folder(target.parent)
    count = closed = 0
    try:
        file = source.open("rb")
    except OSError as problem:
        raise SendtuiError(f"{source.name} could not be opened: {problem.strerror}.") from None
    with file, new_file(target) as kept:
        text = TextIOWrapper(kept, encoding="utf-8", newline="")
        out = csv.writer(text)
        out.writerow(_HEADINGS)
        for school in gias.read(file, source.name):
            out.writerow(astuple(school))
            count += 1
            closed += school.status.casefold() == "closed"
        text.flush()
        text.detach()
        if not count:
            raise SendtuiError(f"{source.name} names no school: download it again.")
    return Loaded(count, closed, target)


def everyone() -> Iterator[School]:
    """Every school of the list; none where no list has been loaded."""
    try:
        file = paths.schools_file().open(encoding="utf-8", newline="")
    except FileNotFoundError:
        return
    with file:
        lines = csv.reader(file)
        if tuple(next(lines, ())) != _HEADINGS:
            return
        for cells in lines:
            if len(cells) == len(_HEADINGS):
                yield School(*cells)


def listed() -> dict[str, Listed]:
    """URN → what the list says of it that a return can be held against; empty without a list."""
    kept: dict[Listed, Listed] = {}
    found = {}
    for each in everyone():
        if each.kind or each.provision:
            # Tens of thousands of schools share some dozens of these.
            said = Listed(each.kind, each.provision)
            found[each.urn] = kept.setdefault(said, said)
    return found


def numbered(number: str) -> School | None:
    """The school of a URN or LAESTAB, the open one where two have had the number."""
    plain = number.replace("/", "").replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        return None
    found = [each for each in everyone() if plain in (each.urn, each.laestab)]
    return min(found, key=lambda each: each.status.casefold() == "closed", default=None)


def find(words: str, limit: int = 20) -> tuple[School, ...]:
    """The schools of a number, or whose name, town or postcode has all the words; open ones first.

    At most `limit` of them.
    """
    if school := numbered(words.strip()):
        return (school,)
    asked = words.casefold().split()
    if not asked:
        return ()
    fit = [
        each
        for each in everyone()
        if all(word in f"{each.name} {each.town} {each.postcode}".casefold() for word in asked)
    ]
    fit.sort(key=lambda each: (each.status.casefold() == "closed", each.name.casefold()))
    return tuple(fit[:limit])


def name_of(said: str) -> str:
    """The name of the school whose number was typed; anything else as it was typed."""
    school = numbered(said.strip()) if _NUMBER.fullmatch(said.strip()) else None
    return school.name if school else said.strip()


def with_names(text: str) -> str:
    """A line in which each LAESTAB that is known has its school's name."""

    def named(found: re.Match[str]) -> str:
        school = numbered(found[1])
        return f"{school.name} ({found[1]})" if school else found[0]

    return _LAESTAB.sub(named, text)
