"""What leaves the record to be read by people: plain values that services build and formats write.

Nothing here is stored or validated, and nothing here imports more than the standard library.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """One version of a pupil's one-page profile, as it is printed.

    `name` is the name the pupil goes by. `appreciate`, `important` and `support` are the pupil's
    own words; `communication`, `triggers`, `helps` and `adjustments` are the staff's. A version
    without `signed_on` is a draft and says so. `nc_year` is a code such as "3" or "R".
    """

    name: str
    class_name: str = ""
    nc_year: str = ""
    setting: str = ""
    made_on: date | None = None
    gathered: str = ""
    appreciate: str = ""
    important: str = ""
    support: str = ""
    communication: str = ""
    triggers: str = ""
    helps: str = ""
    adjustments: str = ""
    version: int = 1
    signed_on: date | None = None
    signed_by: str = ""
    look_again_on: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One pupil of the SEN register, as it is exported.

    `status`, `needs` (ranked, the primary need first) and `flags` are codes of `rules.codes`. `own`
    are the school's own fields, by name.
    """

    upn: str
    surname: str
    forename: str = ""
    preferred_surname: str = ""
    preferred_forename: str = ""
    born: date | None = None
    sex: str = ""
    nc_year: str = ""
    class_name: str = ""
    status: str = ""
    since: date | None = None
    needs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    next_review: date | None = None
    parents_told_on: date | None = None
    setting: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of one field: when, by whom, in which act, from what to what."""

    when: datetime
    who: str
    act: str
    kind: str
    record: str
    field: str
    before: object = None
    after: object = None


@dataclass(frozen=True, slots=True)
class PupilFile:
    """Everything a record holds about one pupil, as field → value.

    `records` maps a noun of the record (`models.KINDS`) to its records; each has its `id`.
    """

    pupil: Mapping[str, object]
    records: Mapping[str, Sequence[Mapping[str, object]]]
    history: Sequence[HistoryLine] = ()
