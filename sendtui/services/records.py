"""Finding a record by its id, or saying plainly that it is not here."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NoReturn, TypeVar

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.pupil import Pupil
from sendtui.services.tables import table
from sendtui.store.store import Store

M = TypeVar("M", bound=SQLModel)

OLDEST = 120
"""Nobody of whom there is a record is older, in years."""


def require(session: Session, noun: type[M], id: str) -> M:
    """The record of this id.

    Raises SendtuiError where there is none.
    """
    found = session.get(noun, id)
    if found is None:
        called = noun.__name__.lower()
        raise SendtuiError(f"There is no such {called} here. It may have been removed: look again.")
    return found


def require_pupil(session: Session, pupil: str) -> Pupil:
    """The pupil of this id.

    Raises SendtuiError where there is none.
    """
    return require(session, Pupil, pupil)


def invalid(field: str, value: object, reason: str) -> NoReturn:
    """Refuse one value.

    Raises InvalidError.
    """
    text = value.isoformat() if isinstance(value, date) else str(value or "")
    raise InvalidError((Problem(field, text, reason),))


def in_time(field: str, day: date | None, earliest: date | None, what: str) -> None:
    """Refuse a day before another, such as an end before its beginning.

    Raises InvalidError.
    """
    if day and earliest and day < earliest:
        invalid(field, day, f"is before {what}")


def has_happened(field: str, day: date | None, today: date | None) -> None:
    """Refuse a day ahead for what is written down as having happened; no `today`, no question.

    Raises InvalidError.
    """
    if day and today and day > today:
        title = field.replace("_", " ").capitalize()
        because = "is still to come: write it down once it has happened"
        raise InvalidError((Problem(field, day.isoformat(), because, title),))


def can_be_born(day: date | None, today: date | None) -> None:
    """Refuse a date of birth ahead, or of over 120 years ago; no `today`, no question.

    Raises InvalidError.
    """
    if day and today and day > today:
        invalid("born", day, "is still to come: look at the year")
    if day and today and day.year < today.year - OLDEST:
        invalid("born", day, f"is over {OLDEST} years ago: look at the year")


def as_day(value: object) -> date | None:
    """A day that may be written as ISO text; None where it is neither."""
    if isinstance(value, str) and value:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def holds(since: date | None, until: date | None, on: date) -> bool:
    """Whether a day is among those from one to another: both count, and none is no limit."""
    return (since is None or since <= on) and (until is None or on <= until)


def known_fields(values: Mapping[str, object], there_are: Collection[str]) -> None:
    """Refuse a field that a record does not have.

    Raises InvalidError.
    """
    for name in values:
        if name not in there_are:
            invalid(name, values[name], f"is not a field. There are: {', '.join(there_are)}")


def days_cleared(values: Mapping[str, object], days: Collection[str]) -> dict[str, object]:
    """The values with an empty day as no day at all."""
    return {name: None if name in days and v == "" else v for name, v in values.items()}


def called(pupil: Pupil) -> str:
    """The name a pupil goes by, the forename first."""
    forename = pupil.preferred_forename or pupil.forename
    surname = pupil.preferred_surname or pupil.surname
    return f"{forename} {surname}".strip()


def alike(text: str) -> str:
    """Text as it is compared: without case, and with single spaces."""
    return " ".join(text.casefold().split())


def is_authority(store: Store) -> bool:
    """Whether this record is an authority's; otherwise it is a school's."""
    setting = table("setting").c
    with store.read() as session:
        # Of one column alone: what maps records to objects takes longer to start than this takes.
        own = select(setting.sort).where(setting.id == store.setting)
        return session.connection().execute(own).scalar() == "la"
