"""The shape of the SEN2 person-level return by year: which elements, in which order, which codes.

Rebuilt from public readers of these returns and from guide wording, never from the Department's
technical specification, which was not at hand. A year's shape is a table: `as_table` writes it as
plain data, `from_table` reads one that somebody has put right.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

LATEST_KNOWN = 2026
"""The newest year whose shape was seen; a later one borrows it, and says so."""

CENSUS_DAYS: dict[int, date] = {
    2022: date(2022, 1, 20),
    2023: date(2023, 1, 19),
    2024: date(2024, 1, 18),
    2025: date(2025, 1, 16),
    2026: date(2026, 1, 15),
    2027: date(2027, 1, 21),
}
"""The census day of each return. A table, because it is not always the third Thursday."""

DUE_DAYS: dict[int, date] = {
    2025: date(2025, 3, 14),
    2026: date(2026, 3, 12),
    2027: date(2027, 3, 11),
}

DAY_ITEMS = frozenset(
    (
        "ReferenceDate", "PersonBirthDate", "ReceivedDate", "RequestOutcomeDate",
        "AssessmentOutcomeDate", "StartDate", "CeaseDate", "EntryDate", "LeavingDate",
        "ReviewMeeting", "ReviewDraft", "PhaseTransferDueDate", "PhaseTransferFinalDate",
        "LastReview",
    )
)  # fmt: skip
"""Elements that hold a day, ccyy-mm-dd."""

FLAG_ITEMS = frozenset(
    (
        "RYA", "RequestMediation", "RequestTribunal", "AssessmentMediation", "AssessmentTribunal",
        "OtherMediation", "OtherTribunal", "Week20", "PB", "OA", "SENunitIndicator",
        "ResourcedProvisionIndicator",
    )
)  # fmt: skip
"""Elements that hold 0 or 1."""

_NAMED_SETTINGS = ("OLA", "OPA", "EHE", "EYP", "OTH")
_NEEDS = ("SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD", "ASD", "DS", "OTH")
_YNR = ("Y", "N", "R")

_CODES: dict[str, tuple[str, ...]] = {
    "Collection": ("SEN2",),
    "SourceLevel": ("L",),
    "DMO": _YNR,
    "DCO": _YNR,
    "DSCO": _YNR,
    "Sex": ("M", "F"),
    "UPNunknown": ("UN1", "UN2", "UN3", "UN5", "UN8", "UN9", "UN10"),
    "RequestSource": ("1", "2", "3", "4", "5"),
    "RequestOutcome": ("Y", "N", "A", "W", "H"),
    "AssessmentOutcome": ("Y", "N", "A", "W", "H"),
    "PlanDetail/SENSetting": _NAMED_SETTINGS,
    "PlacementDetail/SENSetting": (*_NAMED_SETTINGS, "NEET", "NIEC", "NIEO"),
    "PlacementRank": ("1", "2"),
    "PlanRes": ("A", "B"),
    "Res": ("A", "B"),
    "PlanWBP": ("A", "T", "S"),
    "WBP": ("A", "T", "S"),
    "DP": ("E", "S", "H", "I"),
    "CeaseReason": ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
    "SENtype": _NEEDS,
    "SENtypeRank": ("1", "2"),
    "ReviewOutcome": ("M", "C", "A"),
}

_PLACE = ("URN", "UKPRN", "SENSetting", "SENSettingOther", "PlacementRank")
_INDICATORS = ("SENunitIndicator", "ResourcedProvisionIndicator")

_GROUPS: dict[str, tuple[str, ...]] = {
    "CollectionDetails": ("Collection", "Year", "ReferenceDate"),
    "Source": ("SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime", "DMO",
               "DCO", "DSCO"),
    "Person": ("Surname", "Forename", "PersonBirthDate", "Sex", "Ethnicity", "PostCode", "UPN",
               "UniqueLearnerNumber", "UPNunknown", "Requests"),
    "Requests": ("ReceivedDate", "RequestSource", "RYA", "RequestOutcomeDate", "RequestOutcome",
                 "RequestMediation", "RequestTribunal", "Exported", "Assessment", "ActivePlans"),
    "Assessment": ("AssessmentOutcome", "AssessmentOutcomeDate", "AssessmentMediation",
                   "AssessmentTribunal", "OtherMediation", "OtherTribunal", "Week20", "NamedPlan"),
    "NamedPlan": ("StartDate", "PlanDetail", "PlanRes", "PlanWBP", "PB", "OA", "DP", "CeaseDate",
                  "CeaseReason"),
    "PlanDetail": (*_PLACE, *_INDICATORS),
    "ActivePlans": ("TransferLA", "PlacementDetail", "SENneed", "ReviewMeeting", "ReviewOutcome",
                    "ReviewDraft", "PhaseTransferDueDate", "PhaseTransferFinalDate", "LastReview"),
    "PlacementDetail": (*_PLACE, "EntryDate", "LeavingDate", *_INDICATORS, "Res", "WBP"),
    "SENneed": ("SENtype", "SENtypeRank"),
}  # fmt: skip

MOST: dict[str, int] = {
    "Assessment": 1, "ActivePlans": 1, "NamedPlan": 1, "PlanDetail": 2, "SENneed": 2,
}  # fmt: skip
"""How often a group may stand in its parent; one that is not named here may as often as it does."""

LEAST: dict[str, int] = {"Requests": 1, "PlanDetail": 1, "PlacementDetail": 1, "SENneed": 1}

NEEDED: dict[str, tuple[str, ...]] = {
    "Person": ("Surname", "Forename", "PersonBirthDate", "Sex", "Ethnicity"),
}
"""What every group of a name must have, whatever else is said in it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One year's return. `borrowed_from` is the year whose shape it is, where its own is unknown.

    `groups` is the order of what stands in each group, items and groups alike; `codes` what an
    item may say, by its name or by GROUP/NAME.
    """

    year: int
    census_day: date
    due: date | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    borrowed_from: int | None = None

    @property
    def begins(self) -> date:
        """The first day of the year that is reported on."""
        return date(self.year - 1, 1, 1)

    @property
    def ends(self) -> date:
        """The last day of the year that is reported on."""
        return date(self.year - 1, 12, 31)

    @property
    def notice(self) -> str:
        """What somebody must know of this shape before it is sent, or nothing."""
        if self.borrowed_from is None:
            return ""
        return (
            f"The shape of {self.year} has not been seen: that of {self.borrowed_from} is used. "
            "Compare it with the Department's specification before you send it."
        )

    def has(self, group: str, item: str) -> bool:
        """Whether a group has an item in this year."""
        return item in self.groups.get(group, ())

    def allowed(self, group: str, item: str) -> tuple[str, ...]:
        """The codes an item may hold, or none where it is free."""
        return self.codes.get(f"{group}/{item}") or self.codes.get(item, ())


def shape_of(year: int, census_day: date | None = None) -> Shape:
    """The shape of a year's return.

    Raises ValueError for a year before the return was of persons, or one without a census day.
    """
    day = census_day or CENSUS_DAYS.get(year)
    if year < 2023:
        raise ValueError(f"The return of {year} was another: the first of this kind is 2023.")
    if day is None:
        raise ValueError(f"The census day of {year} is not known here: give it with --census-day.")
    made = Shape(year, day, DUE_DAYS.get(year), dict(_GROUPS), dict(_CODES))
    if year > LATEST_KNOWN:
        return replace(made, borrowed_from=LATEST_KNOWN)
    for step in range(LATEST_KNOWN, year, -1):
        made = _BACK[step](made)
    return made


def _to_2025(shape: Shape) -> Shape:
    """2026 only made mandatory what 2025 had; where LastReview stands is read in either place."""
    return shape


def _to_2024(shape: Shape) -> Shape:
    groups = dict(shape.groups)
    groups["Source"] = _without(groups["Source"], "DSCO")
    groups["Requests"] = _without(groups["Requests"], "RequestSource")
    groups["ActivePlans"] = _without(
        groups["ActivePlans"], "ReviewDraft", "PhaseTransferDueDate", "PhaseTransferFinalDate"
    )
    codes = {**shape.codes, "SENtype": _without(shape.codes["SENtype"], "DS")}
    return replace(shape, groups=groups, codes=codes)


def _to_2023(shape: Shape) -> Shape:
    groups = dict(shape.groups)
    groups["Person"] = tuple("GenderCurrent" if n == "Sex" else n for n in groups["Person"])
    groups["ActivePlans"] = (
        "TransferLA", "Res", "WBP", "PlacementDetail", "SENneed", "LastReview",
    )  # fmt: skip
    groups["PlacementDetail"] = (
        *_PLACE, "EntryDate", "LeavingDate", "AttendancePattern", *_INDICATORS,
    )  # fmt: skip
    codes = {
        **shape.codes,
        "GenderCurrent": ("0", "1", "2", "9"),
        "AttendancePattern": ("FT", "PT"),
        "PlacementDetail/SENSetting": (*_without(_NAMED_SETTINGS, "OTH"), "NEET", "NIEC", "NIEO"),
    }
    return replace(shape, groups=groups, codes=codes)


_BACK = {2026: _to_2025, 2025: _to_2024, 2024: _to_2023}
"""Year → what makes its shape that of the year before."""


def _without(names: tuple[str, ...], *gone: str) -> tuple[str, ...]:
    return tuple(name for name in names if name not in gone)


def as_table(shape: Shape) -> dict[str, object]:
    """The shape as plain data, for somebody to put right and hand back."""
    return {
        "year": shape.year,
        "census_day": shape.census_day.isoformat(),
        "due": shape.due.isoformat() if shape.due else "",
        "groups": {name: list(items) for name, items in shape.groups.items()},
        "codes": {name: list(codes) for name, codes in shape.codes.items()},
    }


def from_table(table: object) -> Shape:
    """A shape that somebody has put right.

    Raises ValueError for what is no such table, or lacks a group this version fills.
    """
    try:
        if not isinstance(table, Mapping):
            raise TypeError("a table of a shape")
        groups = {str(n): _names(items) for n, items in dict(table["groups"]).items()}
        codes = {str(n): _names(said) for n, said in dict(table.get("codes", {})).items()}
        made = Shape(
            int(table["year"]),
            _day(table, "census_day"),
            _day(table, "due") if table.get("due") else None,
            groups,
            codes,
        )
    except (KeyError, TypeError) as problem:
        raise ValueError(f"it lacks {problem}") from None
    missing = [name for name in _GROUPS if name not in groups]
    if missing:
        raise ValueError(f"it lacks the groups {', '.join(missing)}")
    return made


def _day(table: Mapping[str, object], name: str) -> date:
    said = str(table[name])
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ValueError(f"its {name} is “{said[:20]}”, not a day such as 2027-01-21") from None


def _names(said: object) -> tuple[str, ...]:
    if not isinstance(said, list | tuple):
        raise TypeError("a list of names")
    return tuple(str(each) for each in said)
