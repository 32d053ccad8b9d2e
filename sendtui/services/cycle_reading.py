"""A cycle read from the case file, with its figures, its stage and what would make it better."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from sendtui.models.cycle import Cycle, Evidence, Outcome, Strategy
from sendtui.models.need import Need
from sendtui.models.provision import Delivery, Provision
from sendtui.models.pupil import Pupil
from sendtui.models.review import Rating, Review
from sendtui.models.twin import OfCycle, Stored
from sendtui.models.voice import Voice
from sendtui.rules.cycle import StageName
from sendtui.services import confidential, cycle_facts
from sendtui.services.cycle_views import (
    CycleLine,
    CycleView,
    EvidenceView,
    OutcomeView,
    ProvisionView,
    RatingView,
    ReviewView,
    StrategyView,
    VoiceView,
    dose_says,
    stage,
)
from sendtui.services.cycles import open_cycle, require
from sendtui.services.deliveries import figures_of
from sendtui.services.doses import Figures, together
from sendtui.services.scales import Scale, scale_of
from sendtui.services.veil import veil
from sendtui.store.store import Store

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound=OfCycle)
V = TypeVar("V", bound="DataclassInstance")


def cycle(store: Store, cycle: str, today: date, *, whole: bool = False) -> CycleView:
    """Everything about one cycle as it stands today, confidential parts veiled but on the `whole`.

    Raises SendtuiError where there is none of this id.
    """
    own_setting = store.setting
    with store.read() as session:
        found = require(session, cycle)
        view = _Reading(store, session, found, today, own_setting).view()
        if whole:
            return view
        hidden = confidential.veiled(store, session, (found.pupil,), today)
        return veil(view, found.pupil, hidden)


def current(store: Store, pupil: str) -> str:
    """The id of the pupil's open cycle, or of the last one, or "" where there was none."""
    with store.read() as session:
        found = open_cycle(session, pupil)
        if found is None:
            by_number = select(Cycle).where(Cycle.pupil == pupil).order_by(col(Cycle.number).desc())
            found = session.exec(by_number).first()
        return found.id if found else ""


def of_pupil(store: Store, pupil: str, today: date) -> tuple[CycleLine, ...]:
    """A pupil's cycles, the latest first, each with the stage it has come to."""
    own_setting = store.setting
    with store.read() as session:
        known = session.exec(
            select(Cycle).where(Cycle.pupil == pupil).order_by(col(Cycle.number).desc())
        ).all()
        lines = tuple(_Reading(store, session, each, today, own_setting).line() for each in known)
        return veil(lines, pupil, confidential.veiled(store, session, (pupil,), today))


class _Reading:
    """One cycle and all that belongs to it, read together."""

    def __init__(
        self, store: Store, session: Session, cycle: Cycle, today: date, own_setting: str
    ) -> None:
        self.store, self.session, self.now, self.today = store, session, cycle, today
        pupil = session.get(Pupil, cycle.pupil)
        self.scale = scale_of(session, (pupil.setting if pupil else "") or own_setting)
        self.outcomes = sorted(self._all(Outcome), key=lambda o: (o.number, o.id))
        self.lines = self._all(Provision)
        self.reviews = sorted(self._all(Review), key=lambda r: (r.held_on, r.id))
        rated = sorted(self._all(Rating), key=lambda r: (r.rated_on, r.id))
        self.ratings = {r.outcome: _rating(r, self.scale) for r in rated}

    def _all(self, noun: type[C]) -> list[C]:
        found = select(noun).where(col(noun.cycle) == self.now.id)
        return list(self.session.exec(found.order_by(col(noun.id))))

    def line(self) -> CycleLine:
        return _copied(
            CycleLine,
            self.now,
            stage=self._stage(self._sessions()),
            outcomes=len(self.outcomes),
            met=sum(self.ratings[o.id].met for o in self.outcomes if o.id in self.ratings),
        )

    def view(self) -> CycleView:
        now, today = self.now, self.today
        figures = figures_of(self.session, self.lines, now.started_on, now.ended_on, today)
        provision = tuple(_provision(line, figures[line.id]) for line in self.lines)
        evidence, strategies = self._all(Evidence), self._all(Strategy)
        outcomes = tuple(self._outcome(o, provision) for o in self.outcomes)
        served = {o.id for o in outcomes}
        voices = sorted(self._all(Voice), key=lambda v: (v.said_on, v.id))
        sessions = sum(f.happened + f.missed + f.ahead for f in figures.values())
        parts: tuple[Stored, ...] = (now, *self.outcomes, *self.lines, *evidence, *strategies)
        held = [part.id for part in parts]
        view = _copied(
            CycleView,
            now,
            stage=self._stage(sessions),
            evidence=tuple(_copied(EvidenceView, e) for e in evidence),
            outcomes=outcomes,
            unlinked=tuple(line for line in provision if line.outcome not in served),
            strategies=tuple(_copied(StrategyView, s) for s in strategies),
            delivery=together(figures.values()),
            voices=tuple(_copied(VoiceView, v) for v in voices),
            reviews=tuple(_review(r) for r in self.reviews),
            findings=(),
            stages=(),
            heads={record: self.store.heads(self.session, record) for record in held},
        )
        return cycle_facts.advised(view, self._needs(), today)

    def _stage(self, sessions: int) -> StageName:
        return stage(
            outcomes=len(self.outcomes),
            signed=self.now.signed_on is not None,
            sessions=sessions,
            reviewed=bool(self.reviews) or self.now.end == "reviewed",
            review_due=self.now.review_due,
            today=self.today,
        )

    def _sessions(self) -> int:
        ids = [line.id for line in self.lines]
        found = select(Delivery.id).where(col(Delivery.provision).in_(ids))
        return len(self.session.exec(found).all()) if ids else 0

    def _needs(self) -> tuple[str, ...]:
        found = self.session.exec(
            select(Need).where(Need.pupil == self.now.pupil).order_by(col(Need.rank))
        )
        return tuple(n.code for n in found if n.until is None or n.until >= self.now.started_on)

    def _outcome(self, o: Outcome, provision: Sequence[ProvisionView]) -> OutcomeView:
        return _copied(
            OutcomeView,
            o,
            carried_from_says=self._source(o.carried_from),
            provision=tuple(line for line in provision if line.outcome == o.id),
            rating=self.ratings.get(o.id),
        )

    def _source(self, outcome: str) -> str:
        found = self.session.get(Outcome, outcome) if outcome else None
        source = self.session.get(Cycle, found.cycle) if found else None
        if found is None or source is None:
            return "carried from an earlier cycle" if outcome else ""
        return f"carried from cycle {source.number}, outcome {found.number}"


def _copied(view: type[V], record: SQLModel, **worked_out: Any) -> V:
    """A view with the fields it shares with the record, and those that are worked out."""
    shared = {f.name: getattr(record, f.name) for f in fields(view) if f.name not in worked_out}
    return view(**shared, **worked_out)


def _provision(line: Provision, figures: Figures) -> ProvisionView:
    says = dose_says(line.times, line.per, line.minutes, line.group_size, line.weeks)
    return _copied(ProvisionView, line, says=says, figures=figures)


def _review(review: Review) -> ReviewView:
    return _copied(ReviewView, review)


def _rating(rating: Rating, scale: Scale) -> RatingView:
    return _copied(
        RatingView,
        rating,
        effort_label=scale.label("effort", rating.effort),
        delivered_label=scale.label("delivered", rating.delivered),
        effect_label=scale.label("effect", rating.effect),
        met=scale.is_met(rating.effect),
    )
