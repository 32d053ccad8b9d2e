"""Impact: what was met by whom and through what, and what the measures moved, without false ease.

A share of few is no share: under `FEW` it is counted and not turned into a percentage.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal, get_args

from sqlalchemy import select
from sqlmodel import Session

from sendtui.rules.codes import LAYERS, NC_YEARS, NEED_TYPES
from sendtui.services import provision_map, scales, veil
from sendtui.services.ledger import Line, Period
from sendtui.services.provision_map import Map
from sendtui.services.tables import table
from sendtui.store.store import Store

By = Literal["need", "intervention", "layer", "adult", "year", "disadvantaged"]
BYS: tuple[By, ...] = get_args(By)

FEW = 10
"""Fewer outcomes or pupils than this say little: they are counted, and no share is printed."""


@dataclass(frozen=True, slots=True)
class Rated:
    """One outcome with its last rating in the period; `label` is the rating as people say it."""

    outcome: str
    pupil: str
    need: str
    effect: str
    met: bool
    what: str
    label: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What entry and exit measures of one intervention say: how many pairs, and their spread."""

    measure: str
    pairs: int
    middle: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Effect:
    """Outcomes gathered under one name, with what was given and what it cost by today.

    `outcomes` and `lines` are the rows behind its numbers.
    """

    name: str
    rated: int
    met: int
    pupils: int
    happened_minutes: int
    pence: int
    unpriced: int
    moved: tuple[Moved, ...] = ()
    outcomes: tuple[Rated, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def is_few(self) -> bool:
        """Whether there are too few to say more than their number."""
        return self.rated < FEW

    @property
    def share(self) -> float | None:
        """The share of rated outcomes that were met; None where there are few."""
        return None if self.is_few else self.met / self.rated


@dataclass(frozen=True, slots=True)
class MuchAndLittle:
    """A pupil who has had more than most and met none of what was rated."""

    pupil: str
    name: str
    class_name: str
    happened_minutes: int
    rated: int
    pence: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What came of the provision of a period."""

    map: Map
    rated: tuple[Rated, ...]
    pairs: Mapping[str, tuple[tuple[str, float, float], ...]]
    """Line → measure, entry and exit."""

    def by(self, by: By) -> tuple[Effect, ...]:
        """Outcomes gathered by one of the questions, the most outcomes first."""
        rated: dict[str, list[Rated]] = defaultdict(list)
        lines: dict[str, list[Line]] = defaultdict(list)
        serving: dict[str, list[Line]] = defaultdict(list)
        for line in self.map.ledger.lines:
            lines[self._of_line(by, line)].append(line)
            if line.outcome:
                serving[line.outcome].append(line)
        for one in self.rated:
            for name in self._of_outcome(by, one, serving[one.outcome]):
                rated[name].append(one)
        found = (self._effect(name, rated[name], lines[name]) for name in {*rated, *lines})
        return tuple(sorted(found, key=lambda e: (-e.rated, e.name.casefold())))

    def much_and_little(self) -> tuple[MuchAndLittle, ...]:
        """Pupils who had more minutes than the middle one and met nothing that was rated."""
        given: dict[str, list[Line]] = defaultdict(list)
        for line in self.map.ledger.lines:
            given[line.pupil].append(line)
        minutes = {who: sum(x.happened_minutes for x in these) for who, these in given.items()}
        middle = median(minutes.values()) if minutes else 0
        outcomes: dict[str, list[Rated]] = defaultdict(list)
        for one in self.rated:
            outcomes[one.pupil].append(one)
        found = [
            MuchAndLittle(
                pupil=who,
                name=known.name,
                class_name=known.class_name,
                happened_minutes=minutes[who],
                rated=len(outcomes[who]),
                pence=sum(line.pence for line in these),
            )
            for who, these in given.items()
            if (known := self.map.pupils.get(who)) is not None
            and minutes[who] > middle
            and outcomes[who]
            and not any(one.met for one in outcomes[who])
        ]
        return tuple(sorted(found, key=lambda m: (-m.happened_minutes, m.name)))

    def _of_line(self, by: By, line: Line) -> str:
        who = self.map.pupils.get(line.pupil)
        if by == "intervention":
            return self.map.name(line)
        if by == "layer":
            return LAYERS.label(line.layer)
        if by == "adult":
            return line.who or "Not known"
        if by == "need":
            return NEED_TYPES.label(line.need) or "Not known"
        return self._of_pupil(by, who)

    def _of_outcome(self, by: By, one: Rated, serving: Sequence[Line]) -> Iterable[str]:
        """Where an outcome counts: once under each name that served it."""
        if by == "need":
            return (NEED_TYPES.label(one.need) or "Not known",)
        if by in ("year", "disadvantaged"):
            return (self._of_pupil(by, self.map.pupils.get(one.pupil)),)
        return {self._of_line(by, line) for line in serving} or ("No provision named",)

    def _of_pupil(self, by: By, who: provision_map.Who | None) -> str:
        if who is None:
            return "Not known"
        if by == "year":
            return NC_YEARS.label(who.year) or "Not known"
        return "Disadvantaged" if who.disadvantaged else "Not disadvantaged"

    def _effect(self, name: str, rated: Sequence[Rated], lines: Sequence[Line]) -> Effect:
        return Effect(
            name=name,
            rated=len(rated),
            met=sum(one.met for one in rated),
            pupils=len({one.pupil for one in rated} | {line.pupil for line in lines}),
            happened_minutes=sum(line.happened_minutes for line in lines),
            pence=sum(line.pence for line in lines),
            unpriced=sum(line.unpriced for line in lines),
            moved=moved(pair for line in lines for pair in self.pairs.get(line.id, ())),
            outcomes=tuple(rated),
            lines=tuple(lines),
        )


def moved(pairs: Iterable[tuple[str, float, float]]) -> tuple[Moved, ...]:
    """How far each measure moved from entry to exit: the middle, the least and the most."""
    by_measure: dict[str, list[float]] = defaultdict(list)
    for measure, entry, exit_ in pairs:
        by_measure[measure].append(exit_ - entry)
    return tuple(
        Moved(measure, len(steps), median(steps), min(steps), max(steps))
        for measure, steps in sorted(by_measure.items())
    )


def read(store: Store, today: date, period: Period | None = None) -> Impact:
    """The impact of a period; of the school year that today is in, if none is given."""
    with store.read() as session:
        found = provision_map.read(store, today, period)
        hidden = veil.hidden(store, session, today)
        known = scales.scale_of(session, store.setting)
        rated = tuple(
            Rated(
                outcome,
                pupil,
                need,
                effect,
                known.is_met(effect),
                what,
                known.label("effect", effect),
            )
            for outcome, pupil, need, effect, what, record in _rated(session, found.ledger.period)
            if not hidden.covers(pupil, outcome) and not hidden.covers(pupil, record)
        )
        return Impact(found, rated, _pairs(session))


def _rated(session: Session, period: Period) -> Iterable[tuple[str, ...]]:
    """Each outcome rated in the period with its last rating there, whose id stands last."""
    rating, outcome = table("rating").c, table("outcome").c
    asked = (
        select(rating.outcome, rating.pupil, outcome.need, rating.effect, outcome.what, rating.id)
        .join(table("outcome"), outcome.id == rating.outcome)
        .where(rating.rated_on >= period.first, rating.rated_on <= period.last)
        .order_by(rating.rated_on, rating.id)
    )
    last = {found[0]: found for found in session.connection().execute(asked)}
    return (tuple(map(str, each)) for each in last.values())


def _pairs(session: Session) -> dict[str, tuple[tuple[str, float, float], ...]]:
    one = table("measure").c
    asked = select(one.provision, one.what, one.at, one.value).order_by(one.on, one.id)
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for provision, what, at, value in session.connection().execute(asked):
        found[provision, what][at] = value
    pairs: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for (provision, what), values in found.items():
        if "entry" in values and "exit" in values:
            pairs[provision].append((what, values["entry"], values["exit"]))
    return {provision: tuple(these) for provision, these in pairs.items()}
