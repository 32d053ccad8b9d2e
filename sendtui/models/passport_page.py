"""A passport for adjustments as it is printed: what changes for a pupil, on one page."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PassportPage:
    """What anybody who teaches or examines the pupil does differently.

    `support` are the pupil's own words; the rest is the staff's. `lessons` are the teaching
    strategies of the cycle that runs, `exams` the access arrangements that have not run out, each
    with where it stands. `profile_on` and `plan_on` are the days of what it was made from.
    """

    name: str
    class_name: str = ""
    nc_year: str = ""
    setting: str = ""
    made_on: date | None = None
    support: str = ""
    adjustments: str = ""
    helps: str = ""
    communication: str = ""
    lessons: tuple[str, ...] = ()
    exams: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    profile_on: date | None = None
    plan_on: date | None = None
    look_again_on: date | None = None
