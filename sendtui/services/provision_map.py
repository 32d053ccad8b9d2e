"""The provision map: the ledger's lines gathered by what one asks, each total with its lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from sqlalchemy import select
from sqlmodel import Session

from sendtui.rules.codes import BROAD_AREAS, FLAGS, LAYERS, NC_YEARS, NEED_TYPES
from sendtui.rules.costs import FIRST_THRESHOLD_PENCE, Paid
from sendtui.services import as_at
from sendtui.services.ledger import Ledger, Line, Period
from sendtui.services.ledger import read as read_ledger
from sendtui.services.tables import table
from sendtui.store.store import Store

By = Literal["intervention", "pupil", "class", "year", "area", "need", "layer", "adult", "role"]
BYS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class Who:
    """A pupil as the map names them."""

    id: str
    name: str
    class_name: str
    year: str
    disadvantaged: bool


@dataclass(frozen=True, slots=True)
class Total:
    """Lines gathered under one name; minutes are pupils' time, `adult_minutes` adults' time.

    `unpriced` counts lines of which nothing is known that they cost: the sums are without them.
    """

    name: str
    pupils: int
    lines: tuple[Line, ...]
    promised_minutes: int
    happened_minutes: int
    adult_minutes: Fraction
    short: int
    to_date_pence: int
    whole_pence: int
    materials_pence: int
    unpriced: int

    @property
    def pence(self) -> int:
        """What it has cost by today, materials among it."""
        return self.to_date_pence + self.materials_pence

    @property
    def paid(self) -> Paid:
        """Who pays what of that."""
        each = [line.paid for line in self.lines]
        return Paid(
            sum(p.school for p in each),
            sum(p.authority for p in each),
            sum(p.health for p in each),
            sum(p.care for p in each),
        )

    @property
    def towards_threshold(self) -> float:
        """What the school has paid so far as a share of the first £6,000; for one pupil."""
        return self.paid.school / FIRST_THRESHOLD_PENCE


@dataclass(frozen=True, slots=True)
class Map:
    """The provision of a period, and what names its lines."""

    ledger: Ledger
    pupils: Mapping[str, Who]
    interventions: Mapping[str, tuple[str, str]]
    """Intervention → its name and broad area."""

    @property
    def whole(self) -> Total:
        """All lines together."""
        return total("All", self.ledger.lines)

    def by(self, by: By) -> tuple[Total, ...]:
        """The lines gathered by one of the questions, in the order one reads them."""
        found: dict[tuple[object, str], list[Line]] = defaultdict(list)
        for line in self.ledger.lines:
            found[self._key(by, line)].append(line)
        return tuple(total(name, found[order, name]) for order, name in sorted(found))

    def of_pupil(self, pupil: str) -> Total:
        """One pupil's provision."""
        name = self.pupils[pupil].name if pupil in self.pupils else ""
        return total(name, (line for line in self.ledger.lines if line.pupil == pupil))

    def area(self, line: Line) -> str:
        """The broad area of a line: its intervention's, else that of the need it serves."""
        own = self.interventions.get(line.intervention, ("", ""))[1]
        need = NEED_TYPES.get(line.need)
        return own or (need.area if need else "")

    def name(self, line: Line) -> str:
        """What a line is called: its intervention, else its own words."""
        return self.interventions.get(line.intervention, (line.what, ""))[0]

    def _key(self, by: By, line: Line) -> tuple[str, str]:
        who = self.pupils.get(line.pupil)
        if by == "year":
            code = who.year if who else ""
            places = {each.code: n for n, each in enumerate(NC_YEARS)}
            return f"{places.get(code, 99):02}", NC_YEARS.label(code) if code else "Not known"
        if by == "pupil":
            # Two of one name are two.
            name = who.name if who else ""
            return f"{name.casefold()}\n{line.pupil}" if name else "\uffff", name or "Not known"
        if by == "layer":
            places = {each.code: n for n, each in enumerate(LAYERS)}
            return f"{places.get(line.layer, 99):02}", LAYERS.label(line.layer)
        words: Mapping[str, Callable[[], str]] = {
            "intervention": lambda: self.name(line),
            "class": lambda: who.class_name if who else "",
            "area": lambda: BROAD_AREAS.label(self.area(line)),
            "need": lambda: NEED_TYPES.label(line.need),
            "adult": lambda: line.who,
            "role": lambda: line.role,
        }
        word = words[by]()
        return (word.casefold(), word) if word else ("\uffff", "Not known")


def read(store: Store, today: date, period: Period | None = None) -> Map:
    """The provision map of a period; of the school year that today is in, if none is given."""
    with store.read() as session:
        ledger = read_ledger(store, today, period)
        return Map(ledger, pupils(session, today), interventions(session))


def total(name: str, lines: Iterable[Line]) -> Total:
    """The sums of some lines."""
    lines = tuple(lines)
    return Total(
        name=name,
        pupils=len({line.pupil for line in lines}),
        lines=lines,
        promised_minutes=sum(line.promised_minutes for line in lines),
        happened_minutes=sum(line.happened_minutes for line in lines),
        adult_minutes=sum((line.adult_minutes for line in lines), Fraction(0)),
        short=sum(line.short for line in lines),
        to_date_pence=sum(line.to_date_pence for line in lines),
        whole_pence=sum(line.whole_pence for line in lines),
        materials_pence=sum(line.materials_pence for line in lines),
        unpriced=sum(line.unpriced for line in lines),
    )


def pupils(session: Session, today: date) -> dict[str, Who]:
    """Every pupil as the map names them."""
    one, flag = table("pupil").c, table("flag")
    funded = [code.code for code in FLAGS if code.code in ("FSM", "PP")]
    marked = select(flag.c.pupil).where(flag.c.code.in_(funded), as_at.holds(flag, today))
    run = session.connection().execute
    disadvantaged = {pupil for (pupil,) in run(marked)}
    asked = select(one.id, as_at.FORENAME, as_at.SURNAME, one.class_name, as_at.nc_year(today))
    return {
        id_: Who(id_, f"{forename} {surname}".strip(), class_, year, id_ in disadvantaged)
        for id_, forename, surname, class_, year in run(asked.select_from(table("pupil")))
    }


def interventions(session: Session) -> dict[str, tuple[str, str]]:
    """Intervention → its name and broad area."""
    one = table("intervention").c
    found = session.connection().execute(select(one.id, one.name, one.area))
    return {str(id_): (str(name), str(area)) for id_, name, area in found}
