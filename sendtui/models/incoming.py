"""A pupil as a file describes them, before anything is matched or stored."""

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class IncomingPupil(BaseModel):
    """One pupil of an incoming file: identity, status, ranked needs and flags.

    A field the file has no column for keeps its default, and so does a blank cell: ask the
    reading's `fields` which columns there were. `oddities` are values that were kept although they
    are probably wrong, each in a sentence.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    lines: tuple[int, ...] = Field(title="Lines", min_length=1)
    upn: str = Field(default="", title="UPN")
    former_upn: str = Field(default="", title="Former UPN")
    uln: str = Field(default="", title="ULN")
    nhs_number: str = Field(default="", title="NHS number")
    adno: str = Field(default="", title="Admission number")
    surname: str = Field(title="Legal surname", min_length=1)
    forename: str = Field(default="", title="Legal forename")
    preferred_surname: str = Field(default="", title="Preferred surname")
    preferred_forename: str = Field(default="", title="Preferred forename")
    former_surname: str = Field(default="", title="Former surname")
    born: date | None = Field(default=None, title="Date of birth")
    sex: str = Field(default="", title="Sex")
    nc_year: str = Field(default="", title="NC year")
    class_name: str = Field(default="", title="Class")
    language: str = Field(default="", title="Home language")
    status: str = Field(default="", title="SEN status", pattern="^[NKE]?$")
    status_as_given: str = Field(default="", title="SEN status as given")
    status_since: date | None = Field(default=None, title="SEN status since")
    parents_told_on: date | None = Field(default=None, title="Parents told on")
    plan_since: date | None = Field(default=None, title="EHC plan since")
    needs: tuple[tuple[str, int], ...] = Field(default=(), title="Needs with their ranks")
    steps: tuple[tuple[str, date], ...] = Field(
        default=(), title="Earlier steps of the SEN status, old codes as they were given"
    )
    dated_needs: tuple[tuple[str, int, date | None, date | None], ...] = Field(
        default=(), title="Needs with their ranks, first and last days"
    )
    flags: tuple[str, ...] = Field(default=(), title="Flags the file says yes to")
    not_flags: tuple[str, ...] = Field(default=(), title="Flags the file says no to")
    last_review: date | None = Field(default=None, title="Last review")
    next_review: date | None = Field(default=None, title="Next review")
    left_on: date | None = Field(default=None, title="Left on")
    ethnicity: str = Field(default="", title="Ethnicity")
    postcode: str = Field(default="", title="Home postcode")
    contacts: tuple[tuple[str, str, bool, str, str, str], ...] = Field(
        default=(), title="Contacts: name, role, responsibility, phone, e-mail, address"
    )
    attended: tuple[tuple[date, date, int, int, int], ...] = Field(
        default=(), title="Attendance: days, sessions possible, attended, unauthorised"
    )
    schools: tuple[tuple[str, str, date | None, date], ...] = Field(
        default=(), title="Schools that were left: name, URN, first and last day"
    )
    source: str = Field(default="", title="Where the file is from")
    own: tuple[tuple[str, str], ...] = Field(
        default=(), title="Fields of the school's own by name, and what the file says of them"
    )
    oddities: tuple[str, ...] = Field(default=(), title="Odd, and kept")

    @property
    def line(self) -> int:
        """The first line of the file that describes this pupil."""
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Rejected:
    """One thing that keeps a line of a file out: where it is, what it says and what is wrong.

    A line with several faults gives one of these for each. `field` is our name for the column and
    `heading` the file's; `cells` is the whole line as it was, so that it can be written back.
    """

    line: int
    field: str
    value: str
    reason: str
    heading: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is no pupil (a title, a total, a note), and why it was taken for one."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Absence:
    """Attendance figures of one pupil in one period, in sessions."""

    starts: date
    ends: date
    possible: int
    attended: int
    unauthorised: int


@dataclass(frozen=True, slots=True)
class Suspended:
    """One suspension or exclusion of a report; `sessions` is 0 where the report has no number."""

    sort: str
    starts: date
    sessions: int
    reason: str


@dataclass(frozen=True, slots=True)
class Away:
    """What a report says of one pupil; one named by a number alone has the surname “-”."""

    pupil: IncomingPupil
    figures: Absence | Suspended
