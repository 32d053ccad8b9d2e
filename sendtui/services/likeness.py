"""Which pupil of the record a line of a file speaks of.

A UPN settles it, then a former UPN, then the admission number with the name. A name and date of
birth settle it where no two UPNs speak against it; everything else that looks alike is proposed
to a person, never decided.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from unicodedata import combining, normalize

from sqlmodel import Session, select

from sendtui.models.incoming import IncomingPupil
from sendtui.services.tables import table

NameKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """The pupils a line may speak of and by what; one id is an answer, several are a question."""

    pupils: tuple[str, ...]
    by: str
    certain: bool


NOBODY = Match((), "", certain=True)


@dataclass(slots=True)
class Entry:
    """What identifies somebody; `called` is the name as `key` has it."""

    upn: str
    former: str
    called: NameKey
    born: date | None
    adno: str


@dataclass(slots=True)
class Directory:
    """Everybody of one setting by what identifies them, as the lines read so far leave it."""

    entries: dict[str, Entry] = field(default_factory=dict)
    by_upn: dict[str, str] = field(default_factory=dict)
    by_former_upn: dict[str, str] = field(default_factory=dict)
    by_name: dict[NameKey, list[str]] = field(default_factory=lambda: defaultdict(list))

    def find(self, line: IncomingPupil, called: NameKey) -> Match:
        """Whom the line speaks of; `called` is the line's name as `key` has it."""
        if line.upn and (found := self.by_upn.get(line.upn)):
            return Match((found,), "UPN", certain=True)
        for upn, known in ((line.upn, self.by_former_upn), (line.former_upn, self.by_upn)):
            if upn and (found := known.get(upn)):
                return Match((found,), "former UPN", certain=True)
        return self._by_name(line, self.by_name[called]) if called in self.by_name else NOBODY

    def _by_name(self, line: IncomingPupil, alike: list[str]) -> Match:
        entries = [(id_, self.entries[id_]) for id_ in alike]
        if line.adno:
            same = [id_ for id_, one in entries if one.adno == line.adno]
            if len(same) == 1:
                return Match((same[0],), "admission number and name", certain=True)
        could_be = [(id_, one) for id_, one in entries if not (one.upn and line.upn)]
        if line.born is None:
            return _answer([id_ for id_, _ in could_be], "name alone")
        born = [(id_, one.upn) for id_, one in entries if one.born == line.born]
        if any(upn and line.upn for _, upn in born):
            return Match(tuple(id_ for id_, _ in born), "name and date of birth", certain=False)
        if born:
            return _answer([id_ for id_, _ in born], "name and date of birth")
        return _answer([id_ for id_, one in could_be if one.born is None], "name alone")

    def called(self, upn: str, surname: str, forename: str) -> Iterable[str]:
        """Everybody with this UPN or, failing that, this name, for a line that has only those."""
        if upn and (found := self.by_upn.get(upn.upper())):
            return (found,)
        return self.by_name.get(key(surname, forename), [])

    def add(self, id_: str, entry: Entry) -> None:
        """Enter somebody."""
        self.entries[id_] = entry
        if entry.upn:
            self.by_upn.setdefault(entry.upn, id_)
        if entry.former:
            self.by_former_upn.setdefault(entry.former, id_)
        self.by_name[entry.called].append(id_)

    def update(self, id_: str, line: IncomingPupil, called: NameKey) -> None:
        """Enter anew somebody whom a line speaks of, as they will be once it is written."""
        was = self.entries[id_]
        upn = was.upn if line.upn in ("", was.former) else line.upn
        former = line.former_upn or (was.upn if was.upn and upn != was.upn else was.former)
        if upn == was.former:
            former = was.former
        name = (called[0], called[1] or was.called[1])
        now = Entry(upn, former, name, line.born or was.born, line.adno or was.adno)
        if now == was:
            return
        if self.by_upn.get(was.upn) == id_:
            del self.by_upn[was.upn]
        if self.by_former_upn.get(was.former) == id_:
            del self.by_former_upn[was.former]
        self.by_name[was.called].remove(id_)
        self.add(id_, now)


def directory(session: Session, setting: str) -> Directory:
    """Everybody the record has at this setting, leavers too."""
    pupil = table("pupil")
    columns = ("id", "upn", "former_upn", "surname", "forename", "born", "adno")
    asked = select(*(pupil.c[c] for c in columns)).where(pupil.c.setting == setting)
    made = Directory()
    for id_, upn, former, surname, forename, born, adno in session.connection().execute(asked):
        made.add(id_, Entry(upn, former, key(surname, forename), born, adno))
    return made


def key(surname: str, forename: str) -> NameKey:
    """A name as two spellings of it compare: without case, accents, marks or blanks.

    One of nothing but signs compares as it is, or all of them would be one.
    """
    return _bare(surname), _bare(forename)


def is_near(one: NameKey, other: NameKey) -> bool:
    """Whether two names may be one that was mistyped: exchanged, one slip apart, or shortened."""
    if one == other or not all((*one, *other)):
        return False
    if one[0] == other[0]:
        short, long = sorted((one[1], other[1]), key=len)
        return _one_slip(short, long) or (len(short) >= _SHORTEST and long.startswith(short))
    return one == other[::-1] or (one[1] == other[1] and _one_slip(one[0], other[0]))


_SHORTEST = 3
"""Letters from which the beginning of a forename may be its short form."""

_SLIPS = 4
"""Letters from which one slip leaves a name like itself."""


def _one_slip(one: str, other: str) -> bool:
    """Whether a letter is missing, another one, or exchanged with its neighbour."""
    if min(len(one), len(other)) < _SLIPS or not (one.isalpha() and other.isalpha()):
        return False
    begun = _shared(one, other)
    one, other = one[begun:], other[begun:]
    ended = _shared(one[::-1], other[::-1])
    one, other = one[: len(one) - ended], other[: len(other) - ended]
    return max(len(one), len(other)) == 1 or (len(one) == 2 and one == other[::-1])


def _shared(one: str, other: str) -> int:
    """With how many letters both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _bare(text: str) -> str:
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower())) or text
    spread = normalize("NFKD", text.casefold())
    return "".join(c for c in spread if c.isalnum() and not combining(c)) or text


def _answer(found: Iterable[str], by: str) -> Match:
    ids = tuple(found)
    return Match(ids, by, certain=len(ids) == 1) if ids else NOBODY
