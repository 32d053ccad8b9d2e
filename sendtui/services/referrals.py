"""Referrals to services: sent, accepted, seen, how long the wait has been, when to ask again."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlmodel import col, select

from sendtui.models.pupil import Pupil
from sendtui.models.referral import Referral, Service
from sendtui.services import veil, writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import (
    as_day,
    called,
    days_cleared,
    has_happened,
    in_time,
    known_fields,
    require,
    require_pupil,
)
from sendtui.store.store import Store

Bases = Mapping[str, tuple[int, ...]]

FIELDS = ("service", "sent_on", "why", "sent_by", "chase_on", "accepted_on", "refused_on",
          "seen_on", "closed_on", "outcome")  # fmt: skip
DAYS = ("sent_on", "chase_on", "accepted_on", "refused_on", "seen_on", "closed_on")
_HAPPENED = ("sent_on", "accepted_on", "refused_on", "seen_on", "closed_on")
SERVICE_FIELDS = ("name", "sort", "whom", "how", "contact", "web", "wait_weeks", "checked_on")


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One referral; `waited_days` until the pupil was seen, or so far."""

    id: str
    pupil: str
    name: str
    service: str
    sent_on: date
    why: str
    sent_by: str
    chase_on: date | None
    accepted_on: date | None
    refused_on: date | None
    seen_on: date | None
    closed_on: date | None
    outcome: str
    stage: str
    waited_days: int
    today: date
    heads: Bases

    @property
    def waits(self) -> bool:
        """Whether the pupil has not been seen yet and still is to be."""
        return self.stage in ("sent", "accepted")


@dataclass(frozen=True, slots=True)
class Ageing:
    """How long one service's referrals wait: by how many weeks so far, and those who were seen.

    `waiting` counts those not seen yet: under 6 weeks, 6 to 18, 18 to 52, and over a year.
    `seen_weeks` is the median wait of those seen, None where nobody was.
    """

    service: str
    waiting: tuple[int, int, int, int]
    seen: int
    seen_weeks: float | None
    refused: int
    longest_days: int


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One service of the directory."""

    id: str
    name: str
    sort: str
    whom: str
    how: str
    contact: str
    web: str
    wait_weeks: int
    checked_on: date | None
    heads: Bases


@writes
def add(store: Store, pupil: str, values: Mapping[str, object], *, today: date) -> str:
    """Write down a referral and return its id.

    Raises InvalidError for what does not hold, such as a pupil seen before the referral was sent.
    """
    _check(values, today)
    with store.write("Add a referral", true_on=as_day(values.get("sent_on"))) as tx:
        require_pupil(tx.session, pupil)
        return tx.add("referral", {"sent_on": today, **days_cleared(values, DAYS), "pupil": pupil})


@writes
def change(
    store: Store,
    referral: str,
    values: Mapping[str, object],
    bases: Bases | None = None,
    *,
    today: date,
) -> tuple[str, ...]:
    """Change a referral and return the fields that changed; "" clears a day."""
    with store.write("Change a referral") as tx:
        now = require(tx.session, Referral, referral)
        _check({**{name: getattr(now, name) for name in DAYS}, **values}, today)
        return tx.put("referral", referral, days_cleared(values, DAYS), bases)


@writes
def remove(store: Store, referral: str) -> None:
    """Remove a referral that was put down by mistake."""
    with store.write("Remove a referral") as tx:
        require(tx.session, Referral, referral)
        tx.remove("referral", referral)


def of_pupil(store: Store, pupil: str, today: date) -> tuple[ReferralView, ...]:
    """A pupil's referrals, the newest first."""
    with store.read() as session:
        who = require_pupil(session, pupil)
        hidden = veil.hidden(store, session, today)
        found = tuple(
            _view(each, called(who), store.heads(session, each.id), today)
            for each in sorted(of(session, Referral, pupil), key=lambda r: r.sent_on, reverse=True)
        )
    return veil.veil(found, pupil, hidden)


def all_of(store: Store, today: date) -> tuple[ReferralView, ...]:
    """Every referral of pupils who are here, the longest wait first."""
    with store.read() as session:
        hidden = veil.hidden(store, session, today)
        asked = select(Referral, Pupil).join(Pupil, col(Pupil.id) == col(Referral.pupil))
        found = [
            _view(each, called(pupil), store.heads(session, each.id), today)
            for each, pupil in session.exec(asked)
            if not hidden.covers(pupil.id, each.id)
            and (pupil.left_on is None or pupil.left_on >= today)
        ]
    return tuple(sorted(found, key=lambda r: (not r.waits, -r.waited_days, r.name, r.id)))


def ageing(referrals: tuple[ReferralView, ...]) -> tuple[Ageing, ...]:
    """How long each service's referrals wait, by service."""
    by_service: dict[str, list[ReferralView]] = defaultdict(list)
    for each in referrals:
        by_service[each.service].append(each)
    return tuple(_ageing(name, by_service[name]) for name in sorted(by_service, key=str.casefold))


@writes
def keep_service(store: Store, values: Mapping[str, object], service: str = "") -> str:
    """Write down a service of the directory, or change one; returns its id.

    Raises InvalidError for a field there is not.
    """
    known_fields(values, SERVICE_FIELDS)
    given = days_cleared(values, ("checked_on",))
    setting = store.setting
    with store.write("Change a service" if service else "Add a service") as tx:
        if not service:
            return tx.add("service", {**given, "setting": setting})
        require(tx.session, Service, service)
        tx.put("service", service, given)
        return service


@writes
def remove_service(store: Store, service: str) -> None:
    """Remove a service from the directory; referrals to it stay."""
    with store.write("Remove a service") as tx:
        require(tx.session, Service, service)
        tx.remove("service", service)


def services(store: Store) -> tuple[ServiceView, ...]:
    """The directory, by name."""
    with store.read() as session:
        found = session.exec(select(Service).order_by(col(Service.name), col(Service.id)))
        return tuple(
            ServiceView(
                id=each.id,
                heads=store.heads(session, each.id),
                **{name: getattr(each, name) for name in SERVICE_FIELDS},
            )
            for each in found
        )


def _ageing(service: str, these: list[ReferralView]) -> Ageing:
    weeks = [each.waited_days // 7 for each in these if each.waits]
    seen = [each.waited_days / 7 for each in these if each.seen_on is not None]
    return Ageing(
        service=service,
        waiting=(
            sum(w < 6 for w in weeks),
            sum(6 <= w < 18 for w in weeks),
            sum(18 <= w < 52 for w in weeks),
            sum(w >= 52 for w in weeks),
        ),
        seen=len(seen),
        seen_weeks=round(median(seen), 1) if seen else None,
        refused=sum(each.refused_on is not None for each in these),
        longest_days=max((each.waited_days for each in these if each.waits), default=0),
    )


def _view(one: Referral, name: str, heads: Bases, today: date) -> ReferralView:
    ended = one.seen_on or one.refused_on or one.closed_on or today
    return ReferralView(
        id=one.id,
        pupil=one.pupil,
        name=name,
        stage=_stage(one),
        waited_days=max(0, (ended - one.sent_on).days),
        today=today,
        heads=heads,
        **{field: getattr(one, field) for field in FIELDS},
    )


def _stage(one: Referral) -> str:
    for day, stage in (
        (one.closed_on, "closed"),
        (one.refused_on, "refused"),
        (one.seen_on, "seen"),
        (one.accepted_on, "accepted"),
    ):
        if day is not None:
            return stage
    return "sent"


def _check(values: Mapping[str, object], today: date) -> None:
    known_fields(values, FIELDS)
    sent = as_day(values.get("sent_on")) or today
    for name in _HAPPENED:
        has_happened(name, as_day(values.get(name)), today)
        in_time(name, as_day(values.get(name)), sent, "the referral was sent")
