"""A Common Transfer File (XML), current or old, full or partial, as a list of pupils.

Each pupil becomes one line under headings of our own: identifiers, names, date of birth, NC year,
the history of the SEN status, the needs with their ranks and days, and what `ctf_parts` takes
besides, such as contacts. Whatever else the file tells is named and not taken. Element names are
those of public builders and readers of these files; the Department's own schema was not at hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats import ctf_parts
from sendtui.formats.delimited import tidy
from sendtui.formats.sheets import MAX_CELL, Lines, Sheet
from sendtui.formats.xml_safely import CHUNK, Parser, UnsafeXmlError
from sendtui.rules.years import year_by_age

ROOT = "CTfile"

_OWN = {
    "UPN": "UPN",
    "FormerUPN": "Former UPN",
    "UniqueLearnerNumber": "ULN",
    "Surname": "Surname",
    "Forename": "Forename",
    "PreferredSurname": "Preferred surname",
    "PreferredForename": "Preferred forename",
    "FormerSurname": "Former surname",
    "DOB": "Date of birth",
    "Sex": "Sex",
    "Gender": "Sex",
    "NCyearActual": "NC year",
}
"""Element of a pupil, or of its basic details → heading."""

HISTORY, NEEDS = "SEN status history", "SEN needs with dates"
HEADINGS = (*dict.fromkeys(_OWN.values()), HISTORY, NEEDS, *ctf_parts.HEADINGS)

_BASIC = "BasicDetails"
_SEN = "SENhistory"
_STEP = frozenset({"StartDate", "SENprovision"})
_NEED = frozenset({"NeedStartDate", "NeedEndDate", "SENtypeRank", "SENtype"})
_FEW = 200
"""Steps or needs of one pupil; more are no pupil's."""

_NAMED = 60
"""The most parts that are named as not taken."""


@dataclass(slots=True)
class _Pupil:
    """One pupil as far as it has been read."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    steps: list[dict[str, str]] = field(default_factory=list)
    needs: list[dict[str, str]] = field(default_factory=list)
    besides: ctf_parts.Besides = field(default_factory=ctf_parts.Besides)


def open_transfer(file: BinaryIO, name: str) -> Sheet:
    """The pupils of a Common Transfer File as a sheet.

    Raises SendtuiError for XML that is something else, is broken, or may not be read.
    """
    survey = _Transfer(name)
    for _ in _pupils(file, name, survey):
        pass

    def lines() -> Lines:
        return _lines(file, name, survey)

    return Sheet(
        name, lines, "ctf", survey.about(), is_whole=False, left_out=tuple(survey.not_taken)
    )


def _lines(file: BinaryIO, name: str, survey: "_Transfer") -> Lines:
    number, source = 1, survey.source()
    yield number, list(HEADINGS)
    for pupil in _pupils(file, name, _Transfer(name)):
        # A file may be all on one line, and two pupils never have the same number.
        number = max(number + 1, pupil.line)
        yield number, _cells(pupil, survey.made_on, source)


def _pupils(file: BinaryIO, name: str, transfer: "_Transfer") -> Iterator[_Pupil]:
    """The pupils one after another, each as soon as it is complete."""
    file.seek(0)
    parser = Parser(transfer.start, transfer.end, transfer.text)
    transfer.parser = parser
    try:
        while chunk := file.read(CHUNK):
            parser.feed(chunk)
            yield from transfer.finished()
        parser.feed(b"", is_last=True)
        yield from transfer.finished()
    except UnsafeXmlError as why:
        raise SendtuiError(
            f"{name} cannot be read as XML ({why}): ask for the file again, as it was exported."
        ) from None


class _Transfer:
    """What is heard of a file while it is walked through."""

    def __init__(self, name: str) -> None:
        self.parser: Parser | None = None
        self.not_taken: dict[str, None] = {}
        self.made_on: date | None = None
        self._name = name
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._header: dict[str, str] = {}
        self._pupil: _Pupil | None = None
        self._part: dict[str, str] | None = None
        self._done: list[_Pupil] = []

    def finished(self) -> list[_Pupil]:
        """The pupils that have come to their end since the last time."""
        done, self._done = self._done, []
        return done

    def start(self, name: str, _: Mapping[str, str]) -> None:
        """Take in the beginning of an element."""
        if not self._path and name != ROOT:
            raise SendtuiError(
                f"{self._name} is an XML file, not a list: export it as CSV or XLSX."
            )
        self._path.append(name)
        self._text, self._length = [], 0
        if name == "Pupil" and self._pupil is None:
            self._pupil = _Pupil(self.parser.line if self.parser else 0)
        elif name in ("SEN", "SENneed"):
            self._part = {}
        elif self._pupil is not None:
            self._pupil.besides.start(name)

    def text(self, text: str) -> None:
        """Take in text."""
        self._length += len(text)
        if self._length > MAX_CELL:
            line = self.parser.line if self.parser else 0
            raise SendtuiError(
                f"{self._name} has a text of more than {MAX_CELL:,} characters at line {line}: ask "
                "for the file again, as it was exported."
            )
        self._text.append(text)

    def end(self, name: str) -> None:
        """Take in what an element said."""
        said = " ".join(tidy("".join(self._text)).split())
        self._text, self._length = [], 0
        self._path.pop()
        if self._pupil is None:
            if said and "Header" in self._path and "DestSchool" not in self._path:
                if len(self._header) < _NAMED:
                    self._header.setdefault(name, said)
            elif name == "Header":
                self.made_on = _day(self._header.get("DateTime", ""))
        elif name == "Pupil":
            if self._pupil.besides.is_at_school:
                self.not_taken.setdefault("SchoolHistory without LeavingDate")
            self._done.append(self._pupil)
            self._pupil = None
        else:
            self._of_pupil(self._pupil, name, said)

    def _of_pupil(self, pupil: _Pupil, name: str, said: str) -> None:
        inside = self._path[self._path.index("Pupil") + 1 :]
        if name in ("SEN", "SENneed") and self._part is not None:
            kept = pupil.steps if name == "SEN" else pupil.needs
            if self._part and len(kept) < _FEW:
                kept.append(self._part)
            self._part = None
        elif self._part is not None and name in (_STEP | _NEED):
            if said:
                self._part[name] = said
        elif pupil.besides.end(inside, name, said) or not said:
            return
        elif name in _OWN and inside in ([], [_BASIC]):
            pupil.values[_OWN[name]] = said
        elif len(self.not_taken) < _NAMED:
            group = [part for part in (*inside, name) if part not in (_BASIC, _SEN)]
            self.not_taken.setdefault(group[0][:60])

    def about(self) -> str:
        """What the file says of itself, in one line."""
        called = f"Common Transfer File {self._header.get('CTFversion', '')}".strip()
        return self._said(called, self._header.get("DocumentQualifier", ""))

    def source(self) -> str:
        """The file as the source of what is taken from it."""
        return self._said("Common Transfer File")

    def _said(self, *parts: str) -> str:
        school = self._header.get("SchoolName", "")
        number = f"{self._header.get('LEA', '')}{self._header.get('Estab', '')}"
        made = f"made {self.made_on:%d/%m/%Y}" if self.made_on else ""
        whose = f"from {school or f'LAESTAB {number}'}" if school or number else ""
        return ", ".join(filter(None, (*parts, made, whose)))[:300]


def _cells(pupil: _Pupil, made_on: date | None, source: str) -> list[str]:
    values = pupil.values | pupil.besides.cells(made_on, source)
    for preferred, legal in (("Preferred surname", "Surname"), ("Preferred forename", "Forename")):
        if values.get(preferred) == values.get(legal):
            values.pop(preferred, None)
    born = _day(values.get("Date of birth", ""))
    # The year is of the day the file was made: the one by age needs not be kept for later.
    if born and made_on and values.get("NC year") == year_by_age(born, made_on):
        del values["NC year"]
    values[HISTORY] = "; ".join(
        f"{step.get('SENprovision', '?')} {step.get('StartDate', '')}".strip()
        for step in pupil.steps
    )
    values[NEEDS] = "; ".join(_need(place, need) for place, need in enumerate(pupil.needs, 1))
    return [values.get(heading, "") for heading in HEADINGS]


def _need(place: int, need: Mapping[str, str]) -> str:
    days = need.get("NeedStartDate", "")
    if until := need.get("NeedEndDate"):
        days += f"/{until}"
    return f"{need.get('SENtypeRank', place)} {need.get('SENtype', '?')} {days}".strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
