"""A Common Transfer File (XML) written for schools that have no system of their own to do it.

The order and the names of its elements are those of public builders and readers of these files, as
`ctf` reads them back; the Department's schema was not at hand, and the file says so of itself.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO
from xml.sax.saxutils import escape

from sendtui.formats.ctf_parts import ROLES
from sendtui.formats.names import split_name
from sendtui.models.transfer import (
    TransferContact,
    TransferHead,
    TransferPupil,
    TransferSchool,
    TransferYear,
)

FOLLOWS = (
    "Written by sendtui as version {version} is written by public builders; not compared with the "
    "schema of the Department for Education"
)
"""What the file says of the version it follows."""

_CODES = {role: code for code, role in ROLES.items()} | {
    "mum": "PAM", "mam": "PAM", "mom": "PAM", "dad": "PAF", "daddy": "PAF", "stepmum": "STM",
    "step-mother": "STM", "stepdad": "STF", "step-father": "STF", "gp": "DOC", "guardian": "CAR",
    "grandmother": "FAM", "grandfather": "FAM", "aunt": "FAM", "uncle": "FAM", "sister": "FAM",
    "brother": "FAM", "childminder": "CHM",
}  # fmt: skip
_OTHER = "OTH"
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir"])
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
_LINES = 5
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INDENT = "  "


def relationship(role: str) -> str:
    """The code of who somebody is to a pupil, or "" where their role has none."""
    return _CODES.get(" ".join(role.casefold().split()), "")


def write(file: BinaryIO, head: TransferHead, pupils: Iterable[TransferPupil]) -> int:
    """Write a file of pupils and give how many; the file is left open."""
    out = _Out(file)
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    count = 0
    with out.inside("CTfile"):
        _head(out, head)
        with out.inside("CTFpupilData"):
            for pupil in pupils:
                count += 1
                with out.inside("Pupil"):
                    _pupil(out, pupil)
    return count


class _Out:
    """Elements written one after another; one that says nothing is left out."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._open = file, list[str]()

    def inside(self, name: str) -> "_Out":
        """Begin an element; it ends with the block."""
        self._line(f"<{name}>")
        self._open.append(name)
        return self

    def __enter__(self) -> "_Out":
        return self

    def __exit__(self, *_: object) -> None:
        name = self._open.pop()
        self._line(f"</{name}>")

    def say(self, name: str, value: str | int | date | bool | None) -> None:
        """An element with a value: a day as ISO has it, yes and no as 1 and 0."""
        if value is None or value == "":
            return
        said = value.isoformat() if isinstance(value, date) else value
        said = str(int(said)) if isinstance(said, bool) else str(said)
        if clean := _clean(said):
            self._line(f"<{name}>{escape(clean)}</{name}>")

    def _line(self, text: str) -> None:
        self._file.write(f"{_INDENT * len(self._open)}{text}\n".encode())


def _clean(text: str) -> str:
    """The text on one line; what XML cannot hold at all is no letter of a name."""
    return " ".join(_NO_XML.sub("", text).split())


def _head(out: _Out, head: TransferHead) -> None:
    with out.inside("Header"):
        out.say("DocumentName", "Common Transfer File")
        out.say("CTFversion", head.version)
        out.say("DateTime", f"{head.made}T00:00:00")
        out.say("DocumentQualifier", "full")
        out.say("DataDescriptor", FOLLOWS.format(version=head.version))
        out.say("SupplierID", "sendtui")
        with out.inside("SourceSchool"):
            _numbers(out, head.source)
            out.say("SchoolName", head.source.name)
            out.say("AcademicYear", head.year)
        with out.inside("DestSchool"):
            _numbers(out, head.to)


def _numbers(out: _Out, school: TransferSchool) -> None:
    out.say("LEA", school.laestab[:3])
    out.say("Estab", school.laestab[3:])
    out.say("URN", school.urn)


def _pupil(out: _Out, pupil: TransferPupil) -> None:
    out.say("UPN", pupil.upn)
    out.say("UniqueLearnerNumber", pupil.uln)
    out.say("Surname", pupil.surname)
    out.say("Forename", pupil.forename)
    out.say("DOB", pupil.born)
    out.say("Sex", pupil.sex)
    _basics(out, pupil)
    if pupil.meals:
        with out.inside("FSMhistory"):
            for since, until in pupil.meals:
                with out.inside("FSMinstance"):
                    out.say("FSMstartDate", since)
                    out.say("FSMendDate", until)
    if pupil.in_care is not None:
        with out.inside("LookedAfter"):
            out.say("InCare", pupil.in_care)
    _sen(out, pupil)
    if pupil.postcode:
        with out.inside("Address"):
            out.say("PostCode", pupil.postcode)
    _contacts(out, pupil.contacts)
    if pupil.attendance:
        with out.inside("Attendance"):
            for year in pupil.attendance:
                _year(out, year)
    _schools(out, pupil)


def _basics(out: _Out, pupil: TransferPupil) -> None:
    said = (
        ("FormerUPN", pupil.former_upn),
        ("PreferredSurname", pupil.preferred_surname),
        ("FormerSurname", pupil.former_surname),
        ("PreferredForename", pupil.preferred_forename),
        ("NCyearActual", pupil.nc_year),
        ("Ethnicity", pupil.ethnicity),
    )
    if not (any(value for _, value in said) or pupil.language or pupil.service_child is not None):
        return
    with out.inside("BasicDetails"):
        for name, value in said:
            out.say(name, value)
        if pupil.language:
            with out.inside("Languages"), out.inside("Type"):
                out.say("LanguageType", "H")
                out.say("Language", pupil.language)
        if pupil.service_child is not None:
            out.say("ServiceChild", "Y" if pupil.service_child else "N")


def _sen(out: _Out, pupil: TransferPupil) -> None:
    if not (pupil.steps or pupil.needs):
        return
    with out.inside("SENhistory"):
        for code, since in pupil.steps:
            with out.inside("SEN"):
                out.say("StartDate", since)
                out.say("SENprovision", code)
        if pupil.needs:
            with out.inside("SENneeds"):
                for code, rank, began, until in pupil.needs:
                    with out.inside("SENneed"):
                        out.say("NeedStartDate", began)
                        out.say("NeedEndDate", until)
                        out.say("SENtypeRank", rank)
                        out.say("SENtype", code)


def _contacts(out: _Out, contacts: Iterable[TransferContact]) -> None:
    found = list(contacts)
    if not found:
        return
    with out.inside("Contacts"):
        for order, each in enumerate(found, 1):
            with out.inside("Contact"):
                _contact(out, order, each)


def _contact(out: _Out, order: int, who: TransferContact) -> None:
    words = _clean(who.name).split()
    title = words.pop(0) if words[1:] and words[0].rstrip(".").casefold() in _TITLES else ""
    surname, forename, _ = split_name(" ".join(words))
    if f"{forename} {surname}".split() != words:
        # Written surname first, or in a way of its own: as it stands.
        surname, forename = " ".join(words), ""
    out.say("Order", order)
    out.say("Title", title)
    out.say("Surname", surname)
    out.say("Forename", forename)
    out.say("Relationship", relationship(who.role) or _OTHER)
    out.say("Responsibility", who.responsible)
    out.say("AddressAsPupil", False)
    if who.address:
        with out.inside("Address"):
            for name, value in _address(who.address):
                out.say(name, value)
    if who.phone:
        with out.inside("Phones"), out.inside("Phone"):
            out.say("TelephoneType", _sort_of(who.phone))
            out.say("PhoneNo", who.phone)
    out.say("Email", who.email)


def _address(text: str) -> Iterator[tuple[str, str]]:
    """An address of one line as the parts between its commas, the postcode apart."""
    parts = [part for part in map(_clean, re.split("[,\n]", text)) if part]
    postcode = parts.pop() if parts and _POSTCODE.fullmatch(parts[-1].upper()) else ""
    head, tail = parts[: _LINES - 1], ", ".join(parts[_LINES - 1 :])
    for number, line in enumerate(filter(None, (*head, tail)), 1):
        yield f"AddressLine{number}", line
    yield "PostCode", postcode


def _sort_of(phone: str) -> str:
    """M for a mobile by its first digits, else H."""
    digits = re.sub(r"\D", "", phone.replace("+44", "0").replace("(0)", ""))
    return "M" if digits.startswith("07") else "H"


def _year(out: _Out, year: TransferYear) -> None:
    with out.inside("YearData"):
        out.say("Year", year.year)
        out.say("SessionsPossible", year.possible)
        out.say("SessionsAttended", year.attended)
        out.say("SessionsAuthorised", max(year.possible - year.attended - year.unauthorised, 0))
        out.say("SessionsUnauthorised", year.unauthorised)


def _schools(out: _Out, pupil: TransferPupil) -> None:
    if not pupil.schools:
        return
    with out.inside("SchoolHistory"):
        for school in pupil.schools:
            with out.inside("School"):
                _numbers(out, TransferSchool(school.laestab, "", school.urn))
                out.say("SchoolName", school.name)
                out.say("EntryDate", school.since)
                out.say("LeavingDate", school.until)
