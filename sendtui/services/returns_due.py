"""Which returns are next, with their days, and how much was left to mend when somebody looked."""

from dataclasses import dataclass
from datetime import date, timedelta

from sendtui.models.setting import Setting
from sendtui.rules.census_checks import DAYS, Term
from sendtui.rules.sen2_shape import CENSUS_DAYS, DUE_DAYS
from sendtui.services.returns_kept import left_before
from sendtui.store.store import Store

_LATER = timedelta(days=60)
"""How long after its census day a return is still worked on whose last day is not known."""


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
    if _is_authority(store):
        for year, day in CENSUS_DAYS.items():
            found.append((day, "SEN2", f"Census day of the SEN2 return {year}"))
            if due := DUE_DAYS.get(year):
                found.append((due, "SEN2", f"The SEN2 return {year} is to be sent"))
    return tuple(sorted(found))


def returns_due(store: Store, today: date) -> tuple[Due, ...]:
    """The next returns, the soonest first: SEN2 for an authority, the census for a school."""
    found = [_sen2(store, today)] if _is_authority(store) else [_census(today)]
    return tuple(sorted((each for each in found if each), key=lambda each: each.day))


def _is_authority(store: Store) -> bool:
    with store.read() as session:
        own = session.get(Setting, store.setting) if store.setting else None
        return own is not None and own.sort == "la"


def _sen2(store: Store, today: date) -> Due | None:
    for year, day in sorted(CENSUS_DAYS.items()):
        if year >= 2023 and (DUE_DAYS.get(year) or day + _LATER) >= today:
            before = left_before(store, year)
            looked, errors, queries = before[-1] if before else (None, 0, 0)
            return Due("sen2", year, None, day, DUE_DAYS.get(year), looked, (errors, queries))
    return None


def _census(today: date) -> Due | None:
    for day, term in sorted(DAYS.items()):
        if day >= today:
            return Due("census", day.year, term, day, None)
    return None
