"""Which returns are next, with their days, how much was left to mend, and the reviews before."""

from dataclasses import dataclass
from datetime import date, timedelta

from sendtui.rules.census_checks import DAYS, Term
from sendtui.rules.sen2_shape import CENSUS_DAYS, DUE_DAYS
from sendtui.services import due, season
from sendtui.services.records import is_authority
from sendtui.services.returns_kept import left_before
from sendtui.store.store import Store

_LATER = timedelta(days=60)
"""How long after its census day a return is still worked on whose last day is not known."""


YEAR = timedelta(days=366)
AHEAD = timedelta(days=60)
"""How far ahead reviews are counted."""

MOST = 4_000
"""Plans above which reviews are not counted by the way: the season of reviews does it."""


@dataclass(frozen=True, slots=True)
class Reviews:
    """How many reviews are late, and how many come within 60 days; of EHC plans and of SEN Support.

    `next` is the day of the first that is still to come.
    """

    late: int
    soon: int
    next: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """A return: sen2 or census, its year or term, its census day and its last day.

    `left` is errors and queries when somebody looked last, on `looked`.
    """

    sort: str
    year: int
    term: Term | None
    day: date
    due: date | None
    looked: date | None = None
    left: tuple[int, int] = (0, 0)


def days(store: Store) -> tuple[tuple[date, str, str], ...]:
    """The known days of returns, for the calendar: each with its label and in words."""
    found = [
        (day, "Census", f"School census, {term}" + (", with needs" if term == "spring" else ""))
        for day, term in DAYS.items()
    ]
    if is_authority(store):
        for year, day in CENSUS_DAYS.items():
            found.append((day, "SEN2", f"Census day of the SEN2 return {year}"))
            if due := DUE_DAYS.get(year):
                found.append((due, "SEN2", f"The SEN2 return {year} is to be sent"))
    return tuple(sorted(found))


def returns_due(store: Store, today: date) -> tuple[Due, ...]:
    """The returns of a year ahead, the soonest first: SEN2 for an authority, else the census."""
    found = _sen2(store, today) if is_authority(store) else _census(today)
    return tuple(sorted(found, key=lambda each: each.day))


def reviews_due(store: Store, today: date) -> Reviews | None:
    """The reviews that are late or come soon: of plans every 12 months, of support each term.

    Those of support are a school's. None where there are so many plans that it would take seconds.
    """
    until = today + AHEAD
    with store.read() as session:
        plans = session.connection().exec_driver_sql("SELECT count(*) FROM plan").scalar_one()
    if plans > MOST:
        return None
    days = [one.due for one in season.reviews(store, today) if one.due and one.stage != "done"]
    if not is_authority(store):
        days += [
            one.day
            for one in due.each(store, today, AHEAD)
            if one.kind in ("review overdue", "review due") and one.day
        ]
    ahead = [day for day in days if today <= day <= until]
    return Reviews(sum(day < today for day in days), len(ahead), min(ahead, default=None))


def _sen2(store: Store, today: date) -> list[Due]:
    found = []
    for year, day in CENSUS_DAYS.items():
        last = DUE_DAYS.get(year)
        if year >= 2023 and (last or day + _LATER) >= today and day <= today + YEAR:
            before = left_before(store, year)
            looked, errors, queries = before[-1] if before else (None, 0, 0)
            found.append(Due("sen2", year, None, day, last, looked, (errors, queries)))
    return found


def _census(today: date) -> list[Due]:
    return [
        Due("census", day.year, term, day, None)
        for day, term in DAYS.items()
        if today <= day <= today + YEAR
    ]
