"""The roll: who is at the made-up school, with the SEN status and needs an MIS would list.

The same pupils feed the case file (`seed.school`) and the exports (`seed.exports`), each drawn
from the seed and the pupil's number alone, so that any of them can be made without the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from seed import figures, identity, names
from seed.chance import GOLDEN, PLASTIC, Chance

Of = Literal["roll", "register"]
Plot = Literal[
    "do",
    "soon",
    "overdue",
    "review",
    "plan",
    "assess",
    "reviewed",
    "quiet",
    "step up",
    "left",
]

YEARS_AT = {year: place for place, year in enumerate(figures.YEARS)}
"""NC year → its place, R being 0."""

PLOTS: tuple[Plot, ...] = (
    "do",
    "soon",
    "overdue",
    "review",
    "plan",
    "assess",
    "quiet",
    "reviewed",
    "do",
    "step up",
    "do",
    "left",
    "do",
    "soon",
    "overdue",
    "review",
    "plan",
    "do",
    "reviewed",
    "do",
    "assess",
    "do",
    "step up",
    "do",
)
"""Where a pupil's current cycle stands; pupils with a story take these in turn."""


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil on roll as the school's own system has them.

    `needs` are (code, rank, since); `plot` is "" where the pupil has no story; `drawn` numbers
    the pupils with SEN, from 0, by the steps at which stories are told.
    """

    number: int
    adno: str
    upn: str
    surname: str
    forename: str
    preferred_surname: str
    preferred_forename: str
    sex: str
    born: date
    year: str
    out_of_year: bool
    class_name: str
    status: str
    since: date | None
    plan_since: date | None
    formerly: bool
    needs: tuple[tuple[str, int, date], ...]
    flags: tuple[str, ...]
    twin: bool
    plot: Plot | Literal[""]
    drawn: int
    left_on: date | None

    @property
    def called(self) -> str:
        """The name the pupil goes by."""
        return self.preferred_forename or self.forename


@dataclass(frozen=True, slots=True)
class Roll:
    """How many pupils, on which day, from which seed, and how many with a story."""

    pupils: int
    today: date
    seed: int
    of: Of
    stories: int

    @property
    def years(self) -> tuple[str, ...]:
        """The NC years taught: a primary school's, or all of them for a large roll."""
        return figures.YEARS if self.pupils > 840 else figures.PRIMARY_YEARS

    @property
    def school_year(self) -> int:
        """The calendar year in which the school year of `today` began."""
        return self.today.year - (self.today.month < 9)

    @property
    def step(self) -> int:
        """Every how many-th pupil with SEN has a story."""
        expected = self.pupils if self.of == "register" else self.pupils * 0.2
        return max(1, -int(-expected // self.stories)) if self.stories else 0

    def lines(self) -> Iterator[Line]:
        """Every pupil in order of year and class, one at a time."""
        drawn = 0
        for number in range(self.pupils):
            line = _line(self, number, drawn)
            drawn += line.status != "N"
            yield line


def _line(roll: Roll, number: int, drawn: int) -> Line:
    years = roll.years
    place = number * len(years) // roll.pupils
    chance = Chance(roll.seed, number)
    twin = number % 64 == 37 and (number - 1) * len(years) // roll.pupils == place
    held_back = _out_of_year(number)
    surname, born = _family(
        Chance(roll.seed, number - 1) if twin else chance, roll, place + held_back
    )
    if twin:
        _family(chance, roll, place)
    forename = names.forename(chance)
    status, formerly = _status(roll, number, place)
    codes, sex = _needs_and_sex(chance, status, years[place], formerly)
    allocated = born.year + 4 + (born.month > 8)
    plot: Plot | Literal[""] = ""
    if status != "N" and roll.step and drawn % roll.step == 0:
        plot = PLOTS[drawn // roll.step % len(PLOTS)]
    since, plan_since = _dates(chance, roll, born, status, formerly)
    if since is not None and plot:
        # Long enough on the SEN register for the cycle the plot needs.
        since = min(since, roll.today - timedelta(days=230 if plot == "quiet" else 125))
    preferred_surname, preferred_forename = _preferred(chance)
    return Line(
        number=number,
        adno=f"{1000 + number:06d}",
        upn=identity.upn(number, allocated, (number * PLASTIC + roll.seed * 0.37) % 1.0),
        surname=surname,
        forename=forename,
        preferred_surname=preferred_surname,
        preferred_forename=preferred_forename,
        sex=sex,
        born=born,
        year=years[place],
        out_of_year=held_back,
        class_name=_class_name(roll, number, place),
        status=status,
        since=since,
        plan_since=plan_since,
        formerly=formerly,
        needs=_dated_needs(chance, codes, since),
        flags=_flags(chance, status),
        twin=twin,
        plot=plot,
        drawn=drawn // max(1, roll.step),
        left_on=roll.today - timedelta(days=chance.between(5, 20)) if plot == "left" else None,
    )


def _out_of_year(number: int) -> bool:
    """Whether a pupil is taught in the year below that of their age: about one in a hundred.

    Never one of twins: they stay together.
    """
    return number % 97 == 46 and number % 64 not in (36, 37)


def _family(chance: Chance, roll: Roll, place: int) -> tuple[str, date]:
    """Surname and date of birth: what twins share."""
    first = date(roll.school_year - 5 - place, 9, 1)
    return names.surname(chance), first + timedelta(days=chance.below(365))


def _status(roll: Roll, number: int, place: int) -> tuple[str, bool]:
    """Status now, and whether a pupil with none once had SEN Support.

    The draws are spread evenly rather than thrown, so that even a small school has its share.
    """
    draw = (number * GOLDEN + roll.seed * 0.13) % 1.0 * 100
    if roll.of == "register":
        if draw < 8:
            return "N", draw < 4
        return ("E", False) if draw < 8 + 92 * figures.REGISTER_PLAN_SHARE else ("K", False)
    plan = figures.PLAN_BY_YEAR[place]
    if draw < plan:
        return "E", False
    support = plan + figures.SUPPORT_BY_YEAR[place]
    if draw < support:
        return "K", False
    return "N", draw < support + 1.5


def _needs_and_sex(
    chance: Chance, status: str, year: str, formerly: bool
) -> tuple[tuple[str, ...], str]:
    """Need types in order of rank, and the sex that goes with the first as often as it does."""
    if status == "N" and not formerly:
        return (), "M" if chance.happens(figures.OTHER_MALE_SHARE / 100) else "F"
    if status == "E":
        age = 4 if year == "R" else 4 + int(year)
        band = next(limit for limit in figures.PLAN_NEED if age <= limit)
        first = figures.PLAN_NEED[band].at(chance.random())
        male = float(figures.MALE_SHARE[first])
    else:
        first = figures.SUPPORT_NEED.at(chance.random())
        male = figures.MALE_SHARE[first] - figures.SUPPORT_MALE_OFFSET
    codes: tuple[str, ...] = (first,)
    if first != "NSA" and chance.happens(figures.SECOND_NEED.get(status, 20.0) / 100):
        second = figures.SECOND.get(first, figures.SECOND_OTHERWISE).at(chance.random())
        codes = (first, second) if second != first else codes
    return codes, "M" if chance.happens(male / 100) else "F"


def _dates(
    chance: Chance, roll: Roll, born: date, status: str, formerly: bool
) -> tuple[date | None, date | None]:
    """Since when SEN Support, and since when a plan: support over four years, a plan after it."""
    if status == "N" and not formerly:
        return None, None
    earliest = born + timedelta(days=3 * 365 + 60)
    today = roll.today
    if status != "E":
        spread = chance.between(200 if formerly else 40, 4 * 365)
        return max(earliest, today - timedelta(days=spread)), None
    held = int(figures.HELD.at(chance.random())) * 365 + chance.between(20, 364)
    support = today - timedelta(days=held + chance.between(182, 912))
    support = max(earliest, support)
    plan = max(support + timedelta(days=182), today - timedelta(days=held))
    return support, min(plan, today - timedelta(days=7))


def _dated_needs(
    chance: Chance, codes: tuple[str, ...], since: date | None
) -> tuple[tuple[str, int, date], ...]:
    """Ranked needs with the day each was recorded: at times before the status, or well after."""
    if since is None:
        return ()
    late = timedelta(days=chance.between(-30, 60))
    return tuple((code, rank, since + late * (rank - 1)) for rank, code in enumerate(codes, 1))


def _flags(chance: Chance, status: str) -> tuple[str, ...]:
    shares = figures.FLAG_SHARES[status]
    draw, other = chance.random() * 100, chance.random() * 100
    flags = [code for code in ("FSM", "PP") if draw < shares[code]]
    flags += ["EAL"] if other < shares["EAL"] else []
    flags += ["LAC"] if other > 100 - shares["LAC"] else []
    return tuple(flags)


def _preferred(chance: Chance) -> tuple[str, str]:
    """Preferred surname and forename: none for most, a short form for some, another script."""
    draw = chance.random()
    if draw < 0.12:
        return "", chance.pick(names.PREFERRED)
    if draw < 0.14:
        return names.surname(chance), ""
    if draw < 0.147:
        forename, surname = chance.pick(names.RIGHT_TO_LEFT)
        return surname, forename
    return "", ""


def _class_name(roll: Roll, number: int, place: int) -> str:
    """Year and letter, thirty to a class: RA, 3B, in a very large roll 7CD."""
    count = len(roll.years)
    first = -(-place * roll.pupils // count)
    in_year = max(1, roll.pupils // count)
    classes = max(1, round(in_year / 30))
    which = (number - first) % classes
    letters = chr(65 + which % 26)
    which //= 26
    while which:
        which, letter = divmod(which - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{roll.years[place]}{letters}"
