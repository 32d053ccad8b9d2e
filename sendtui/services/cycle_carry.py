"""Outcomes carried from one cycle into the next, each with its source and a by-when of its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.cycle import Cycle, Outcome
from sendtui.models.provision import Provision
from sendtui.models.pupil import Pupil
from sendtui.models.review import Rating, Review
from sendtui.models.sharing import Confidential
from sendtui.services import confidential
from sendtui.services.cycle_views import dose_says
from sendtui.services.scales import scale_of
from sendtui.services.veil import WORD, veil
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

_KEPT = ("need", "what", "measure", "baseline", "target")
_PROMISED = (
    *("need", "what", "who", "times", "per", "minutes", "group_size", "weeks", "layer"),
    "cost_pence",
)
"""What of a line of provision goes along; when it runs is the new cycle's."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A line of provision, with its dose, in words."""

    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """An outcome to go on with; `went` is the school's word for how it went, "" where unrated.

    `provision` is what was promised for it.
    """

    id: str
    number: int
    what: str
    went: str
    provision: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Next:
    """What a pupil's next cycle begins with: what the last one was about, and what it left unmet.

    `last` is the last cycle's id and `after` its number, 0 where there was none. `review_due` is
    what the last review named, if it named a day.
    """

    last: str = ""
    after: int = 0
    focus: str = ""
    lead: str = ""
    review_due: date | None = None
    unmet: tuple[Unmet, ...] = ()


def next_of(store: Store, pupil: str, today: date, *, whole: bool = False) -> Next:
    """What the next cycle of a pupil begins with, from the last one if that was reviewed.

    What is confidential is veiled but on the `whole`.
    """
    own_setting = store.setting
    with store.read() as session:
        found = next_in(session, pupil, own_setting)
        if whole:
            return found
        hidden = confidential.veiled(store, session, (pupil,), today)
        about = replace(found, focus=WORD if found.focus else "", lead="")
        return veil(about if hidden.covers(pupil, found.last) else found, pupil, hidden)


def next_in(session: Session, pupil: str, own_setting: str = "") -> Next:
    """The same inside a reading; `own_setting` is whose scale holds for a pupil of no setting."""
    last = session.exec(
        select(Cycle).where(Cycle.pupil == pupil).order_by(col(Cycle.number).desc())
    ).first()
    if last is None:
        return Next()
    if last.end != "reviewed":
        return Next(last.id, last.number, last.focus, last.lead)
    review = session.exec(
        select(Review).where(Review.cycle == last.id).order_by(col(Review.held_on).desc())
    ).first()
    due = review.next_review if review else None
    found = session.get(Pupil, pupil)
    unmet = _unmet(session, last, (found.setting if found else "") or own_setting)
    return Next(last.id, last.number, last.focus, last.lead, due, unmet)


def carry(
    tx: Transaction,
    pupil: str,
    cycle: str,
    chosen: Mapping[str, date | None],
    *,
    provided: Collection[str] = (),
    starts: date | None = None,
) -> tuple[str, ...]:
    """Copy outcomes into a cycle, numbered in the order given, each with its by-when; their ids.

    Those `provided` take along what was promised for them, from the day it `starts` again. What
    was confidential stays so. Raises SendtuiError for an outcome that is not this pupil's.
    """
    carried, copies = [], {}
    for number, (outcome, by) in enumerate(chosen.items(), 1):
        old = tx.session.get(Outcome, outcome)
        if old is None or old.pupil != pupil:
            raise SendtuiError(
                "An outcome to carry forward is not here. It may have been removed: look again."
            )
        kept = {name: getattr(old, name) for name in _KEPT}
        own = {"pupil": pupil, "cycle": cycle, "number": number, "by": by, "carried_from": old.id}
        made = copies[old.id] = tx.add("outcome", {**kept, **own})
        carried.append(made)
        for line in _provision(tx.session, old.id) if old.id in provided else ():
            promised = {name: getattr(line, name) for name in _PROMISED}
            where = {"pupil": pupil, "cycle": cycle, "outcome": made, "starts": starts}
            copies[line.id] = tx.add("provision", {**promised, **where})
    _mark_copies(tx, pupil, copies)
    return tuple(carried)


def _provision(session: Session, outcome: str) -> Sequence[Provision]:
    return session.exec(
        select(Provision).where(Provision.outcome == outcome).order_by(col(Provision.id))
    ).all()


def _mark_copies(tx: Transaction, pupil: str, copies: Mapping[str, str]) -> None:
    """Mark the copy of what has a mark that was not lifted, from the first day on."""
    standing = tx.session.exec(
        select(Confidential).where(Confidential.pupil == pupil, col(Confidential.until).is_(None))
    ).all()
    for mark in standing:
        if mark.record in copies:
            said = {"pupil": pupil, "kind": mark.kind, "reason": mark.reason}
            tx.add("confidential", {**said, "record": copies[mark.record]})


def latest_effects(session: Session, cycle: str) -> dict[str, str]:
    """The latest effect of each rated outcome of a cycle."""
    found = session.exec(
        select(Rating.outcome, Rating.effect)
        .where(Rating.cycle == cycle)
        .order_by(col(Rating.rated_on), col(Rating.id))
    )
    return dict(found.all())


def _unmet(session: Session, cycle: Cycle, setting: str) -> tuple[Unmet, ...]:
    scale, effects = scale_of(session, setting), latest_effects(session, cycle.id)
    outcomes = session.exec(
        select(Outcome).where(Outcome.cycle == cycle.id).order_by(col(Outcome.number))
    )
    return tuple(
        Unmet(
            o.id,
            o.number,
            o.what,
            scale.label("effect", effects.get(o.id, "")),
            tuple(Promise(p.id, _in_words(p)) for p in _provision(session, o.id)),
        )
        for o in outcomes
        if not scale.is_met(effects.get(o.id, ""))
    )


def _in_words(line: Provision) -> str:
    dose = dose_says(line.times, line.per, line.minutes, line.group_size, line.weeks)
    return f"{line.what}, {dose}"
