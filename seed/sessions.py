"""Sessions of a provision line: on school days, most of them held, some missed and why."""

from datetime import date, timedelta

from seed import names
from seed.book import Book
from seed.words import daily
from seed.words.strand import Dose

_APART = {"fortnight": 14, "half term": 42, "term": 84}
_DAYS = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 2, 3), 5: (0, 1, 2, 3, 4)}


def in_term(day: date) -> bool:
    """Whether Puddleby's schools are open: no weekends, no holidays (the same weeks each year)."""
    when = (day.month, day.day)
    closed = (
        day.weekday() > 4
        or (7, 22) <= when <= (9, 2)
        or (10, 24) <= when <= (10, 31)
        or when >= (12, 19)
        or when <= (1, 4)
        or (2, 12) <= when <= (2, 19)
        or (4, 1) <= when <= (4, 14)
        or (5, 25) <= when <= (5, 31)
    )
    return not closed


def school_day(day: date) -> date:
    """This day, or the last school day before it."""
    while not in_term(day):
        day -= timedelta(days=1)
    return day


def write(
    book: Book, provision: str, dose: Dose, starts: date, ends: date, missed: float
) -> list[bool]:
    """Put down the sessions up to yesterday or the end; returns which of them happened."""
    chance, happened = book.chance, []
    by = chance.pick(names.STAFF[8:])
    last = min(ends, book.roll.today - timedelta(days=1))
    if book.line.left_on is not None:
        last = min(last, book.line.left_on - timedelta(days=1))
    for day in _days(dose, starts, last):
        held = chance.random() >= missed
        happened.append(held)
        values: dict[str, object] = {"provision": provision, "on": day, "happened": held, "by": by}
        if held:
            values["minutes"] = dose.minutes
            if chance.happens(0.1):
                values["note"] = chance.pick(daily.SESSION_NOTES)
        else:
            values["missed_because"] = chance.pick(daily.MISSED)
        book.add("delivery", values)
    return happened


def _days(dose: Dose, first: date, last: date) -> list[date]:
    """The school days on which this dose is due, a day twice where it is given twice a day."""
    apart = _APART.get(dose.per)
    if apart:
        days = [first + timedelta(days=n) for n in range(3, (last - first).days + 1, apart)]
        return [day for day in days if in_term(day)]
    on = (0, 1, 2, 3, 4) if dose.per == "day" else _DAYS[min(dose.times, 5)]
    each = dose.times if dose.per == "day" else 1
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [d for d in days if d.weekday() in on and in_term(d) for _ in range(each)]
