"""When a pupil's file is looked at again, to be kept or erased; which it is, a person decides.

The 31 years from birth are the records toolkit's for schools, guidance and not law; the shorter
terms for those who were never on the SEN register are ours, and each setting puts in its own.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sendtui.rules.calendar import months_after
from sendtui.rules.citation import Citation

Why = Literal["sen file", "never on the register", "only the roll"]

SEN_YEARS, OTHER_YEARS, ROLL_YEARS = 31, 6, 1

TOOLKIT = Citation(
    "IRMS records toolkit for schools: date of birth and 31 years", "good practice", verified=False
)
REASONS: dict[Why, str] = {
    "sen file": "Was on the SEN register, or had a plan or a case",
    "never on the register": "Has left, was never on the SEN register, and something is recorded",
    "only the roll": "Has left, and came with the roll alone",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """A setting's own terms, in years: from birth, and from leaving."""

    sen_years: int = SEN_YEARS
    other_years: int = OTHER_YEARS
    roll_years: int = ROLL_YEARS


@dataclass(frozen=True, slots=True)
class Kept:
    """What the record knows of a pupil that retention asks for."""

    id: str
    name: str
    born: date | None
    left_on: date | None
    was_on_register: bool
    has_records: bool


@dataclass(frozen=True, slots=True)
class Review:
    """The day on which a file is looked at again, and why then; None where it cannot be told."""

    pupil: str
    name: str
    why: Why
    day: date | None
    because: str


def review(one: Kept, terms: Terms) -> Review | None:
    """When a pupil's file is looked at again; None for one who is here and need not be yet."""
    if one.was_on_register:
        if one.born is None:
            return _review(one, "sen file", None, "no date of birth is recorded")
        day = months_after(one.born, terms.sen_years * 12)
        return _review(one, "sen file", day, f"{terms.sen_years} years from birth")
    if one.left_on is None:
        return None
    why: Why = "never on the register" if one.has_records else "only the roll"
    years = terms.other_years if one.has_records else terms.roll_years
    day = months_after(one.left_on, years * 12)
    return _review(one, why, day, f"{years} years from leaving")


def _review(one: Kept, why: Why, day: date | None, because: str) -> Review:
    return Review(one.id, one.name, why, day, f"{REASONS[why]}: {because}.")
