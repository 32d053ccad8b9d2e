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
class Directory:
    """Everybody of one setting by what identifies them; ids only, so that thousands fit."""

    by_upn: dict[str, str] = field(default_factory=dict)
    by_former_upn: dict[str, str] = field(default_factory=dict)
    by_name: dict[NameKey, list[tuple[str, date | None, str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def find(self, line: IncomingPupil, called: NameKey) -> Match:
        """Whom the line speaks of; `called` is the line's name as `key` has it."""
        if line.upn and (found := self.by_upn.get(line.upn)):
            return Match((found,), "UPN", certain=True)
        for upn, known, by in (
            (line.upn, self.by_former_upn, "former UPN"),
            (line.former_upn, self.by_upn, "former UPN"),
        ):
            if upn and (found := known.get(upn)):
                return Match((found,), by, certain=True)
        return self._by_name(line, called)

    def called(self, upn: str, surname: str, forename: str) -> Iterable[str]:
        """Everybody with this UPN or, failing that, this name, for a line that has only those."""
        if upn and (found := self.by_upn.get(upn.upper())):
            return (found,)
        return [id_ for id_, *_ in self.by_name.get(key(surname, forename), [])]

    def note(self, line: IncomingPupil, called: NameKey) -> None:
        """Remember a line about somebody new, by its number, for the lines that follow."""
        self.add(str(line.line), line.upn, line.former_upn, called, line.born, line.adno)

    def add(
        self, id_: str, upn: str, former: str, called: NameKey, born: date | None, adno: str
    ) -> None:
        """Enter somebody by what identifies them."""
        if upn:
            self.by_upn.setdefault(upn, id_)
        if former:
            self.by_former_upn.setdefault(former, id_)
        self.by_name[called].append((id_, born, upn, adno))

    def _by_name(self, line: IncomingPupil, called: NameKey) -> Match:
        alike = self.by_name.get(called)
        if alike is None:
            return NOBODY
        if line.adno:
            same = [id_ for id_, _, _, adno in alike if adno == line.adno]
            if len(same) == 1:
                return Match((same[0],), "admission number and name", certain=True)
        if line.born is None:
            return _answer(
                [id_ for id_, _, upn, _ in alike if not (upn and line.upn)], "name alone"
            )
        born = [(id_, upn) for id_, day, upn, _ in alike if day == line.born]
        if any(upn and line.upn for _, upn in born):
            return Match(tuple(id_ for id_, _ in born), "name and date of birth", certain=False)
        if born:
            return _answer([id_ for id_, _ in born], "name and date of birth")
        unborn = [id_ for id_, day, upn, _ in alike if day is None and not (upn and line.upn)]
        return _answer(unborn, "name alone")


def directory(session: Session, setting: str) -> Directory:
    """Everybody the record has at this setting, leavers too."""
    pupil = table("pupil")
    columns = ("id", "upn", "former_upn", "surname", "forename", "born", "adno")
    asked = select(*(pupil.c[c] for c in columns)).where(pupil.c.setting == setting)
    made = Directory()
    for id_, upn, former, surname, forename, born, adno in session.connection().execute(asked):
        made.add(id_, upn, former, key(surname, forename), born, adno)
    return made


def key(surname: str, forename: str) -> NameKey:
    """A name as two spellings of it compare: without case, accents, marks or blanks.

    One of nothing but signs compares as it is, or all of them would be one.
    """
    return _bare(surname), _bare(forename)


def _bare(text: str) -> str:
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower())) or text
    spread = normalize("NFKD", text.casefold())
    return "".join(c for c in spread if c.isalnum() and not combining(c)) or text


def _answer(found: Iterable[str], by: str) -> Match:
    ids = tuple(found)
    return Match(ids, by, certain=len(ids) == 1) if ids else NOBODY
