"""What a Common Transfer File tells of pupils who move: plain values between record and file.

Nothing here is stored or validated, and nothing here imports more than the standard library.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TransferSchool:
    """A school of the file; `laestab` has 7 characters, in a file to nobody known letters."""

    laestab: str
    name: str = ""
    urn: str = ""


@dataclass(frozen=True, slots=True)
class TransferHead:
    """What the file says of itself: its version as "26.0", when it was made, from whom, to whom."""

    version: str
    made: date
    year: int
    source: TransferSchool
    to: TransferSchool


@dataclass(frozen=True, slots=True)
class TransferContact:
    """Somebody around the pupil; `address` is one line, "" where there is none to be shown."""

    name: str
    role: str = ""
    responsible: bool = False
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class TransferYear:
    """Attendance in the school year that begins in `year`, in sessions."""

    year: int
    possible: int
    attended: int
    unauthorised: int = 0


@dataclass(frozen=True, slots=True)
class TransferPast:
    """A school the pupil was at."""

    name: str
    laestab: str = ""
    urn: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TransferPupil:
    """One pupil of the file. Codes are those of the census; None: not known, and not said.

    `steps` is the history of the SEN status, `needs` are code, rank, first and last day; `meals`
    are first and last days of free school meals.
    """

    surname: str
    forename: str = ""
    upn: str = ""
    former_upn: str = ""
    uln: str = ""
    born: date | None = None
    sex: str = ""
    preferred_surname: str = ""
    preferred_forename: str = ""
    former_surname: str = ""
    nc_year: str = ""
    ethnicity: str = ""
    language: str = ""
    postcode: str = ""
    in_care: bool | None = None
    service_child: bool | None = None
    meals: tuple[tuple[date | None, date | None], ...] = ()
    steps: tuple[tuple[str, date], ...] = ()
    needs: tuple[tuple[str, int, date | None, date | None], ...] = ()
    contacts: tuple[TransferContact, ...] = ()
    attendance: tuple[TransferYear, ...] = ()
    schools: tuple[TransferPast, ...] = ()
