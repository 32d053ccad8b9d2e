"""Finding a record by its id, or saying plainly that it is not here."""

from datetime import date
from typing import NoReturn, TypeVar

from sqlmodel import Session, SQLModel

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.pupil import Pupil

M = TypeVar("M", bound=SQLModel)


def require(session: Session, noun: type[M], id: str) -> M:  # noqa: A002
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
