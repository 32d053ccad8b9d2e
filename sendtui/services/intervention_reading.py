"""Interventions as they are read: all, those to pick, and their pupils with what came of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.intervention import Intervention, Measure
from sendtui.models.provision import Provision
from sendtui.models.pupil import Pupil
from sendtui.models.workforce import Staff
from sendtui.rules import named_steps
from sendtui.rules.costs import rounded, time_pence
from sendtui.services import veil
from sendtui.services.cycle_views import dose_says
from sendtui.services.interventions import FIELDS, Bases, line_of
from sendtui.services.rates import Rates
from sendtui.services.records import alike, called, holds, require
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class InterventionView:
    """One intervention; `members` is how many pupils have a line of it that runs today."""

    id: str
    name: str
    area: str
    layer: str
    purpose: str
    evidence: str
    measure: str
    times: int
    per: str
    minutes: int
    group_size: int
    weeks: int
    staff: str
    led_by: str
    room: str
    materials_pence: int
    starts: date | None
    ends: date | None
    members: int
    heads: Bases


@dataclass(frozen=True, slots=True)
class MemberView:
    """One pupil's line of an intervention, with what was measured at its entry and its exit."""

    id: str
    pupil: str
    name: str
    class_name: str
    starts: date | None
    ends: date | None
    entry: float | None
    exit: float | None
    runs: bool
    entry_said: str = ""
    exit_said: str = ""
    """The same as it is read: a step by the name that its measure gave it then."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An intervention to pick for a line of provision, and the values it gives that line.

    `dose` is it in words; `pence` a session's cost for one pupil, None where no rate is known.
    """

    id: str
    name: str
    dose: str
    pence: int | None
    values: Mapping[str, object]


def all_of(store: Store, today: date) -> tuple[InterventionView, ...]:
    """The interventions by name, those of the library among them."""
    with store.read() as session:
        members = _running(session, today)
        names = {each.id: each.name for each in session.exec(select(Staff))}
        found = session.exec(
            select(Intervention).order_by(col(Intervention.name), col(Intervention.id))
        )
        return tuple(
            InterventionView(
                id=each.id,
                led_by=names.get(each.staff, ""),
                members=len(members.get(each.id, ())),
                heads=store.heads(session, each.id),
                **{name: getattr(each, name) for name in FIELDS},
            )
            for each in found
        )


def offers(store: Store, today: date, now: str = "") -> tuple[Offer, ...]:
    """The interventions that have not ended, by name, as a line of provision takes them over.

    `now` is the one a line points to already: it is among them though it has ended.
    """
    with store.read() as session:
        rates = Rates.read(session)
        found = session.exec(
            select(Intervention).order_by(col(Intervention.name), col(Intervention.id))
        )
        return tuple(
            _offer(each, rates, today)
            for each in found
            if each.id == now or holds(None, each.ends, today)
        )


def _offer(one: Intervention, rates: Rates, today: date) -> Offer:
    rate = rates.of(one.staff, "", today)
    session = time_pence(one.minutes, rate.hour_pence) / one.group_size if rate else None
    return Offer(
        one.id,
        one.name,
        dose_says(one.times, one.per, one.minutes, one.group_size, one.weeks),
        None if session is None else rounded(session),
        line_of(one, rates.name(one.staff)),
    )


def named(store: Store, name: str, today: date) -> InterventionView:
    """The intervention of this name or id.

    Raises SendtuiError where there is none.
    """
    wanted, found = alike(name), all_of(store, today)
    for one in found:
        if wanted in (alike(one.name), one.id):
            return one
    known = ", ".join(one.name for one in found) or "none yet"
    raise SendtuiError(f"There is no intervention of this name. There are: {known}.")


def members(store: Store, intervention: str, today: date) -> tuple[MemberView, ...]:
    """Every pupil who has or had a line of the intervention, by class and name."""
    with store.read() as session:
        require(session, Intervention, intervention)
        measured = _measured(session, intervention)
        hidden = veil.hidden(store, session, today)
        asked = (
            select(Provision, Pupil)
            .join(Pupil, col(Pupil.id) == col(Provision.pupil))
            .where(Provision.intervention == intervention)
        )
        found = [
            MemberView(
                id=line.id,
                pupil=pupil.id,
                name=called(pupil),
                class_name=pupil.class_name,
                starts=line.starts,
                ends=line.ends,
                entry=measured.get((line.id, "entry"), (None, ""))[0],
                exit=measured.get((line.id, "exit"), (None, ""))[0],
                runs=holds(line.starts, line.ends, today),
                entry_said=measured.get((line.id, "entry"), (None, ""))[1],
                exit_said=measured.get((line.id, "exit"), (None, ""))[1],
            )
            for line, pupil in session.exec(asked)
            if not hidden.covers(pupil.id, line.id)
        ]
    return tuple(sorted(found, key=lambda m: (m.class_name, m.name, m.id)))


def _measured(
    session: Session, intervention: str
) -> dict[tuple[str, str], tuple[float | None, str]]:
    """Line and when in it → what was measured last, and how it is read."""
    asked = (
        select(Measure)
        .join(Provision, col(Provision.id) == col(Measure.provision))
        .where(Provision.intervention == intervention)
        .order_by(col(Measure.on), col(Measure.id))
    )
    return {
        (each.provision, each.at): (each.value, named_steps.word_of(each.what, each.value))
        for each in session.exec(asked)
    }


def _running(session: Session, today: date) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in session.exec(select(Provision).where(Provision.intervention != "")):
        if holds(line.starts, line.ends, today):
            found[line.intervention].add(line.pupil)
    return found
