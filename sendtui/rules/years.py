"""Age, NC year, key stage and phase, and when a child becomes a young person."""

from dataclasses import dataclass
from datetime import date, timedelta

from sendtui.rules.calendar import academic_year
from sendtui.rules.citation import Citation
from sendtui.rules.codes import NC_YEARS

NC_YEAR = Citation(
    "NC year by age in whole years on 31 August before the school year", "good practice", False
)
YOUNG_PERSON = Citation(
    "Children and Families Act 2014 s.83: over compulsory school age and under 25", "statutory"
)

_BEFORE_RECEPTION = {0: "R", -1: "N2", -2: "N1"}


def birthday(born: date, age: int) -> date:
    """The day somebody reaches an age; 29 February becomes 1 March in a year without one."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(born: date, day: date) -> int:
    """Age in whole years on a day; negative before birth."""
    age = day.year - born.year
    return age if birthday(born, age) <= day else age - 1


def year_by_age(born: date, day: date) -> str:
    """The NC year of a child of this age on this day, or "" outside N1 to Year 14 (CAL-14).

    A 31 August birthday is the youngest of its year.
    """
    number = age_on(born, date(academic_year(day), 8, 31)) - 4
    if number in _BEFORE_RECEPTION:
        return _BEFORE_RECEPTION[number]
    return str(number) if 1 <= number <= 14 else ""


@dataclass(frozen=True, slots=True)
class Placed:
    """The NC year a pupil is in, beside the one their age would give."""

    code: str
    by_age: str
    citation: Citation = NC_YEAR

    @property
    def out_of_cohort(self) -> bool:
        """Whether the pupil is taught in another year than that of their age."""
        return bool(self.by_age) and self.code != self.by_age


def nc_year(born: date | None, day: date, override: str = "") -> Placed:
    """The NC year of a pupil: the one recorded where there is one, else by age."""
    by_age = year_by_age(born, day) if born else ""
    return Placed(override or by_age, by_age)


def key_stage(year: str) -> str:
    """The key stage of an NC year: KS1 to KS5, EYFS before Year 1, or "" for M, X and none."""
    found = NC_YEARS.get(year)
    return found.area if found else ""


_PHASES = {
    "EYFS": "early years",
    "KS1": "primary",
    "KS2": "primary",
    "KS3": "secondary",
    "KS4": "secondary",
    "KS5": "post-16",
}


def phase(year: str) -> str:
    """The phase of an NC year; Reception is primary, as most of its pupils are in a primary."""
    return "primary" if year == "R" else _PHASES.get(key_stage(year), "")


def order(year: str) -> int:
    """Where an NC year comes in the order of years; an unknown one comes last."""
    codes = [code.code for code in NC_YEARS]
    return codes.index(year) if year in codes else len(codes)


def is_from_year_9(born: date | None, year: str, day: date) -> bool:
    """Whether a pupil of this NC year ("" unknown) is known to be in or beyond Year 9 on a day.

    One without a numbered year is by age: of a mixed class, outside the national curriculum, or
    above Year 14. SEND Regulations 2014 reg 2(1) has it by the age of most pupils of a class
    (unverified).
    """
    if year.isdecimal() or order(year) < order("1"):
        return order(year) >= order("9")
    return born is not None and age_on(born, date(academic_year(day), 8, 31)) >= 13


def compulsory_school_age_ends(born: date) -> date:
    """The last Friday in June of the academic year in which the child turns 16.

    Education Act 1996 s.8 (CAL-15).
    """
    end_of_june = date(academic_year(birthday(born, 16)) + 1, 6, 30)
    return end_of_june - timedelta(days=(end_of_june.weekday() - 4) % 7)


def is_young_person(born: date, day: date) -> bool:
    """Whether the rights have passed from the parents: over compulsory school age, under 25."""
    return day > compulsory_school_age_ends(born) and age_on(born, day) < 25
