"""The code sets a SEN record is written in, each code with the days it is valid on.

A code that has ended stays in its set, because old files and old histories still carry it:
`code in SET` asks whether it ever meant something, `SET.valid(code, day)` whether it does on a day.
The large sets live in `ethnicity`, `languages` and `authorities`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Code:
    """One code: what it means, and the first and last day it may be used (None: open-ended).

    `area` is the wider group the code belongs to, as a code of its own set or "". A `preview` is
    something only proposed: it can be read and recorded, and is never offered by date.
    """

    code: str
    label: str
    valid_from: date | None
    valid_to: date | None
    source: str
    area: str = ""
    preview: bool = False

    def valid_on(self, day: date) -> bool:
        """Whether the code may be used on this day."""
        if self.preview:
            return False
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day <= self.valid_to)


class CodeSet:
    """Codes of one kind, in the order they are shown."""

    __slots__ = ("_codes", "name")

    def __init__(self, name: str, codes: Iterable[Code]) -> None:
        self.name = name
        self._codes = {code.code: code for code in codes}

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __getitem__(self, code: str) -> Code:
        return self._codes[code]

    def __iter__(self) -> Iterator[Code]:
        return iter(self._codes.values())

    def __len__(self) -> int:
        return len(self._codes)

    def __repr__(self) -> str:
        return f"CodeSet({self.name!r}, {len(self)} codes)"

    def get(self, code: str) -> Code | None:
        """The code, or None where the set has none of this name."""
        return self._codes.get(code)

    def label(self, code: str) -> str:
        """What the code means, or the code itself where it is not known."""
        found = self._codes.get(code)
        return found.label if found else code

    def on(self, day: date) -> tuple[Code, ...]:
        """The codes that may be used on this day, in the order they are shown."""
        return tuple(code for code in self if code.valid_on(day))

    def valid(self, code: str, day: date) -> bool:
        """Whether this code is known and may be used on this day."""
        found = self._codes.get(code)
        return found is not None and found.valid_on(day)


_CENSUS = "DfE school census and SEN2 code sets"
_CODE = "SEND Code of Practice 2015, 6.28-6.35"
_REFORM = "SEND reform consultation, February 2026 (a proposal, not law)"
_OURS = "sendtui"

_NEW_CODE = date(2014, 9, 1)
"""The day the 2014 Act and Code took over from the 2001 Code's stages."""

SEN_PROVISION = CodeSet(
    "SEN provision",
    (
        Code("N", "No special educational need", None, None, _CENSUS),
        Code("K", "SEN Support", _NEW_CODE, None, _CENSUS),
        Code("E", "Education, health and care plan", _NEW_CODE, None, _CENSUS),
        Code("A", "School Action (old)", None, date(2015, 8, 31), _CENSUS),
        Code("P", "School Action Plus (old)", None, date(2015, 8, 31), _CENSUS),
        Code("S", "Statement (old)", None, date(2018, 3, 31), _CENSUS),
    ),
)

BROAD_AREAS = CodeSet(
    "Broad areas of need",
    (
        Code("CI", "Communication and interaction", _NEW_CODE, None, _CODE),
        Code("CL", "Cognition and learning", _NEW_CODE, None, _CODE),
        Code("SEMH", "Social, emotional and mental health", _NEW_CODE, None, _CODE),
        Code("SP", "Sensory and/or physical needs", _NEW_CODE, None, _CODE),
    ),
)

NEED_TYPES = CodeSet(
    "Need types",
    (
        Code("SPLD", "Specific learning difficulty", None, None, _CENSUS, "CL"),
        Code("MLD", "Moderate learning difficulty", None, None, _CENSUS, "CL"),
        Code("SLD", "Severe learning difficulty", None, None, _CENSUS, "CL"),
        Code("PMLD", "Profound and multiple learning difficulty", None, None, _CENSUS, "CL"),
        Code("SLCN", "Speech, language and communication needs", None, None, _CENSUS, "CI"),
        Code("ASD", "Autistic spectrum disorder", None, None, _CENSUS, "CI"),
        Code("SEMH", "Social, emotional and mental health", _NEW_CODE, None, _CENSUS, "SEMH"),
        Code("HI", "Hearing impairment", None, None, _CENSUS, "SP"),
        Code("VI", "Vision impairment", None, None, _CENSUS, "SP"),
        Code("MSI", "Multi-sensory impairment", None, None, _CENSUS, "SP"),
        Code("PD", "Physical disability", None, None, _CENSUS, "SP"),
        Code("DS", "Down syndrome", date(2025, 1, 1), None, _CENSUS),
        Code("OTH", "Other difficulty or disability", None, None, _CENSUS),
        Code(
            "NSA",
            "SEN Support but no specialist assessment of type of need",
            _NEW_CODE,
            None,
            _CENSUS,
        ),
        Code(
            "BESD",
            "Behaviour, emotional and social difficulty (old)",
            None,
            date(2014, 8, 31),
            _CENSUS,
        ),
    ),
)

LAYERS = CodeSet(
    "Layers of support",
    (
        Code("universal", "Universal: for every pupil", None, None, _OURS),
        Code("targeted", "Targeted: extra, by the setting", None, None, _OURS),
        Code("specialist", "Specialist: with specialists", None, None, _OURS),
        Code(
            "targeted plus",
            "Targeted Plus: with Experts at Hand (proposed)",
            None,
            None,
            _REFORM,
            preview=True,
        ),
    ),
)

NC_YEARS = CodeSet(
    "National curriculum years",
    (
        Code("E1", "Early years, first year", None, None, _CENSUS, "EYFS"),
        Code("E2", "Early years, second year", None, None, _CENSUS, "EYFS"),
        Code("N1", "Nursery, first year", None, None, _CENSUS, "EYFS"),
        Code("N2", "Nursery, second year", None, None, _CENSUS, "EYFS"),
        Code("R", "Reception", None, None, _CENSUS, "EYFS"),
        *(Code(str(n), f"Year {n}", None, None, _CENSUS, "KS1") for n in range(1, 3)),
        *(Code(str(n), f"Year {n}", None, None, _CENSUS, "KS2") for n in range(3, 7)),
        *(Code(str(n), f"Year {n}", None, None, _CENSUS, "KS3") for n in range(7, 10)),
        *(Code(str(n), f"Year {n}", None, None, _CENSUS, "KS4") for n in range(10, 12)),
        *(Code(str(n), f"Year {n}", None, None, _CENSUS, "KS5") for n in range(12, 15)),
        Code("M", "Mixed year class", None, None, _CENSUS),
        Code("X", "National curriculum not followed", None, None, _CENSUS),
    ),
)
"""`area` is the key stage, and EYFS before Year 1."""

SEX = CodeSet(
    "Sex",
    (
        Code("F", "Female", None, None, _CENSUS),
        Code("M", "Male", None, None, _CENSUS),
    ),
)

FLAGS = CodeSet(
    "Flags",
    (
        Code("LAC", "Looked after", None, None, _OURS, "care"),
        Code("PLAC", "Previously looked after", None, None, _OURS, "care"),
        Code("CIN", "Child in need", None, None, _OURS, "care"),
        Code("CP", "Child protection plan", None, None, _OURS, "care"),
        Code("EH", "Early help", None, None, _OURS, "care"),
        Code("YC", "Young carer", None, None, _OURS, "care"),
        Code("EAL", "English as an additional language", None, None, _OURS, "access"),
        Code("MED", "Medical condition", None, None, _OURS, "health"),
        Code("DIS", "Disabled (Equality Act 2010)", None, None, _OURS, "health"),
        Code("FSM", "Free school meals", None, None, _OURS, "funding"),
        Code("PP", "Pupil premium", None, None, _OURS, "funding"),
        Code("SERVICE", "Service child", None, None, _OURS, "funding"),
        Code("TRAV", "Gypsy, Roma or Traveller", None, None, _OURS, "community"),
        Code("ASYLUM", "Asylum seeker or refugee", None, None, _OURS, "community"),
        Code("YOT", "Known to youth justice", None, None, _OURS, "care"),
        Code("ABSENT", "Attendance a concern", None, None, _OURS, "school"),
        Code("EXCL", "At risk of exclusion", None, None, _OURS, "school"),
        Code("PART", "Part-time timetable", None, None, _OURS, "school"),
        Code("UNIT", "In a SEN unit", None, None, _OURS, "school"),
        Code("RP", "In resourced provision", None, None, _OURS, "school"),
        Code("EHE", "Home educated", None, None, _OURS, "school"),
    ),
)
"""What may be true of a pupil from one day to another, besides SEN status and need."""
