"""What is true of a pupil on a day, as parts of a select that has the pupil's table in it.

SEN status, needs and flags are histories: these expressions read them as at a day.
"""

from datetime import date

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    String,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)

from sendtui.rules.calendar import academic_year
from sendtui.rules.codes import NC_YEARS
from sendtui.services.tables import table
from sendtui.store.dialect import NoCase

NONE = "N"
"""The status of a pupil who never had one."""

ON_THE_REGISTER = ("E", "K", "S", "P", "A")
"""The statuses that put a pupil on the SEN register, the most support first."""

SURNAME: ColumnElement[str] = NoCase(
    literal_column("coalesce(nullif(pupil.preferred_surname, ''), pupil.surname)", String)
)
FORENAME: ColumnElement[str] = NoCase(
    literal_column("coalesce(nullif(pupil.preferred_forename, ''), pupil.forename)", String)
)
"""The name a pupil goes by, spelled as the index `pupil_by_name` spells it."""


def status(day: date, column: str = "status") -> ColumnElement[str]:
    """The SEN status on a day (or another column of its step): the step with the latest `since`."""
    steps, pupil = table("status"), table("pupil")
    return (
        select(steps.c[column])
        .where(steps.c.pupil == pupil.c.id, steps.c.since <= day)
        .order_by(steps.c.since.desc(), steps.c.id.desc())
        .limit(1)
        .correlate(pupil)
        .scalar_subquery()
    )


def on_the_register(day: date) -> ColumnElement[bool]:
    """Whether the status on a day puts the pupil on the SEN register."""
    return status(day).in_(ON_THE_REGISTER)


def on_roll(day: date) -> ColumnElement[bool]:
    """Whether the pupil has not left by a day."""
    left = table("pupil").c.left_on
    return or_(left.is_(None), left > day)


def holds(dated: FromClause, day: date) -> ColumnElement[bool]:
    """Whether a need or flag with `since` and `until` is true on a day; both days count."""
    return and_(
        or_(dated.c.since.is_(None), dated.c.since <= day),
        or_(dated.c.until.is_(None), dated.c.until >= day),
    )


def primary_need(day: date) -> ColumnElement[str]:
    """The code of the need that ranks first on a day."""
    needs, pupil = table("need"), table("pupil")
    return (
        select(needs.c.code)
        .where(needs.c.pupil == pupil.c.id, holds(needs, day))
        .order_by(needs.c.rank, needs.c.id)
        .limit(1)
        .correlate(pupil)
        .scalar_subquery()
    )


def nc_year(day: date) -> ColumnElement[str]:
    """The NC year on a day: the one recorded, else the one of the pupil's age."""
    pupil, began = table("pupil"), academic_year(day)
    by_age = [
        (
            pupil.c.born.between(date(began - number - 5, 9, 1), date(began - number - 4, 8, 31)),
            {0: "R", -1: "N2", -2: "N1"}.get(number, str(number)),
        )
        for number in range(-2, 15)
    ]
    return type_coerce(case((pupil.c.nc_year != "", pupil.c.nc_year), *by_age, else_=""), String)


def nc_year_order(day: date) -> ColumnElement[int]:
    """Where the NC year on a day comes in the order of years; an unknown one comes last."""
    places = {code.code: place for place, code in enumerate(NC_YEARS)}
    return type_coerce(case(places, value=nc_year(day), else_=len(places)), Integer)


def next_review() -> ColumnElement[date]:
    """When a pupil is reviewed next: as an open cycle says, else as the last review arranged."""
    cycles, reviews, pupil = table("cycle"), table("review"), table("pupil")
    open_due = (
        select(func.min(cycles.c.review_due))
        .where(cycles.c.pupil == pupil.c.id, cycles.c.ended_on.is_(None))
        .correlate(pupil)
        .scalar_subquery()
    )
    arranged = (
        select(reviews.c.next_review)
        .where(reviews.c.pupil == pupil.c.id)
        .order_by(reviews.c.held_on.desc(), reviews.c.id.desc())
        .limit(1)
        .correlate(pupil)
        .scalar_subquery()
    )
    return type_coerce(func.coalesce(open_due, arranged), Date)
