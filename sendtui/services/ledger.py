"""The ledger of provision: every line of a school year with what happened of it and what it cost.

The map of provision, its costs and its impact are readings of this one. It is read with a handful
of questions however large the school is, and worked out without the store.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session as Reading

from sendtui.rules.calendar import academic_year
from sendtui.rules.costs import Paid, paid, rounded
from sendtui.services import ledger_sums, veil
from sendtui.services.doses import Dose, due
from sendtui.services.rates import Rates
from sendtui.services.tables import table
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Period:
    """The days a reading is about, the first and the last among them."""

    first: date
    last: date

    @classmethod
    def school_year(cls, day: date) -> "Period":
        """The school year a day is in: 1 September to 31 August."""
        begins = academic_year(day)
        return cls(date(begins, 9, 1), date(begins + 1, 8, 31))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of provision as the ledger has it, within the period.

    `promised` and `whole` are sessions due by today and in the whole period. `minutes` is a session
    as promised, `happened_minutes` what the pupil had; `adult_minutes` is the adult's time as it
    falls to this pupil: a quarter of a session in a group of four. Pence are this pupil's share;
    `whole_pence` has the materials in it, as `pence` has. `unpriced`: nothing is known of what it
    costs. `shares`: authority, health, care, in per cent.
    """

    id: str
    pupil: str
    outcome: str
    intervention: str
    need: str
    layer: str
    what: str
    who: str
    role: str
    group_size: int
    minutes: int
    happened: int
    missed: int
    promised: int
    whole: int
    happened_minutes: int
    adult_minutes: Fraction
    to_date_pence: int
    promised_pence: int
    whole_pence: int
    materials_pence: int
    unpriced: bool
    shares: tuple[int, int, int]
    sum: tuple[str, ...]

    @property
    def short(self) -> int:
        """Sessions promised by today that have not happened."""
        return max(0, self.promised - self.happened)

    @property
    def promised_minutes(self) -> int:
        """Minutes of the pupil's time due by today."""
        return self.promised * self.minutes

    @property
    def pence(self) -> int:
        """What it has cost by today, materials among it."""
        return self.to_date_pence + self.materials_pence

    @property
    def paid(self) -> Paid:
        """Who pays what of that."""
        return paid(self.pence, *self.shares)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lines of a period.

    `others_pence` is what of groups' sessions fell to children who are not in this record; `hidden`
    counts the lines that are left out because they are confidential.
    """

    period: Period
    lines: tuple[Line, ...]
    others_pence: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lines are worked out from."""

    period: Period
    today: date
    rates: Rates
    logged: ledger_sums.Logged
    spent: ledger_sums.Spent
    kit: Mapping[str, int]


def read(store: Store, today: date, period: Period | None = None) -> Ledger:
    """The ledger of a period; of the school year that today is in, if none is given."""
    period = period or Period.school_year(today)
    with store.read() as session:
        found = _lines(session, period)
        hidden = veil.hidden(store, session, today)
        rows = [row for row in found if not hidden.covers(row.pupil, row.id)]
        rates = Rates.read(session)
        logged = _logged(session, rows, period, today)
        materials = _materials(session)
    spent = ledger_sums.spent({row.id: row for row in rows}, logged, rates)
    known = _Known(period, today, rates, logged, spent, ledger_sums.kit(rows, materials))
    lines = tuple(_line(row, known) for row in rows)
    return Ledger(period, lines, spent.others_pence, len(found) - len(rows))


def _lines(session: Reading, period: Period) -> Sequence[Any]:
    """Every line whose days touch the period, by its own days and by its cycle's."""
    line, cycle, run = (table(name).c for name in ("provision", "cycle", "intervention"))
    wanted = (
        line.id, line.pupil, line.outcome, line.intervention, line.need, line.layer, line.what,
        line.who, line.times, line.per, line.minutes, line.group_size, line.weeks, line.starts,
        line.ends, line.cost_pence, line.la_share, line.health_share, line.care_share,
        cycle.started_on, cycle.ended_on, run.staff.label("leads"),
    )  # fmt: skip
    asked = (
        select(*wanted)
        .select_from(table("provision"))
        .outerjoin(table("cycle"), cycle.id == line.cycle)
        .outerjoin(table("intervention"), run.id == line.intervention)
        .where(
            or_(line.starts.is_(None), line.starts <= period.last),
            or_(cycle.started_on.is_(None), cycle.started_on <= period.last),
            or_(line.ends.is_(None), line.ends >= period.first),
            or_(cycle.ended_on.is_(None), cycle.ended_on >= period.first),
        )
        .order_by(line.id)
    )
    return session.connection().execute(asked).all()


def _logged(
    session: Reading, rows: Iterable[Any], period: Period, today: date
) -> ledger_sums.Logged:
    known = {row.id for row in rows}
    one = table("delivery").c
    asked = select(one.provision, one.on, one.happened, one.minutes).where(
        one.on >= period.first, one.on <= min(period.last, today)
    )
    found: dict[str, list[tuple[date, bool, int]]] = defaultdict(list)
    for provision, on, happened, minutes in session.connection().execute(asked):
        if provision in known:
            found[provision].append((on, bool(happened), minutes))
    return found


def _materials(session: Reading) -> dict[str, int]:
    one = table("intervention").c
    asked = select(one.id, one.materials_pence).where(one.materials_pence > 0)
    return {str(id_): int(pence) for id_, pence in session.connection().execute(asked)}


def _dose(row: Any, period: Period) -> Dose | None:
    starts = row.starts or row.started_on
    if starts is None:
        return None
    ends = [day for day in (row.ends, row.ended_on, period.last) if day is not None]
    return Dose(row.times, row.per, row.minutes, max(starts, period.first), min(ends), row.weeks)


def _line(row: Any, known: _Known) -> Line:
    sessions = known.logged.get(row.id, ())
    happened = [minutes for _, there, minutes in sessions if there]
    dose = _dose(row, known.period)
    promised = due(dose, min(known.today, known.period.last)) if dose else 0
    whole = due(dose, known.period.last) if dose else 0
    # A session is paid in whole pence, those to come as those that were: the sum can be followed.
    session = rounded(ledger_sums.session_pence(row, row.minutes, known.rates, known.today))
    each = Fraction(session, row.group_size)
    spent, kit = known.spent.pence.get(row.id, 0), known.kit.get(row.id, 0)
    counts = [
        (f"sessions that happened by now, {len(happened)}", spent),
        (f"sessions in the whole period, {whole}", rounded(each * whole)),
        *([("its share of the materials", kit)] if kit else []),
    ]
    return Line(
        id=row.id,
        pupil=row.pupil,
        outcome=row.outcome,
        intervention=row.intervention,
        need=row.need,
        layer=row.layer,
        what=row.what,
        who=known.rates.name(row.leads or "") or row.who,
        role=known.rates.role(row.leads or "", row.who),
        group_size=row.group_size,
        minutes=row.minutes,
        happened=len(happened),
        missed=len(sessions) - len(happened),
        promised=promised,
        whole=whole,
        happened_minutes=sum(happened),
        adult_minutes=known.spent.minutes.get(row.id, Fraction(0)),
        to_date_pence=spent,
        promised_pence=rounded(each * promised),
        whole_pence=rounded(each * whole) + kit,
        materials_pence=kit,
        unpriced=not row.cost_pence and not known.rates.of(row.leads or "", row.who, known.today),
        shares=(row.la_share, row.health_share, row.care_share),
        sum=tuple(ledger_sums.in_words(row, known.rates, known.today, counts)),
    )
