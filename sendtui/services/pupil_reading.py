"""Building the view of one pupil: each part read from its own table, as at a day."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlmodel import Session, col, select

from sendtui.models.action import Action
from sendtui.models.contact import Contact
from sendtui.models.cycle import Cycle
from sendtui.models.flag import Flag
from sendtui.models.need import Need
from sendtui.models.person import Person
from sendtui.models.profile import Profile
from sendtui.models.pupil import Pupil
from sendtui.models.review import Review
from sendtui.models.status import Concern, Status
from sendtui.models.twin import OfPupil
from sendtui.models.voice import Voice
from sendtui.rules.codes import BROAD_AREAS, FLAGS, NEED_TYPES, SEN_PROVISION
from sendtui.rules.identifiers import check_nhs_number, check_uln, check_upn
from sendtui.services import pupil_views as views
from sendtui.services import same
from sendtui.services.labels import title
from sendtui.services.records import holds

M = TypeVar("M", bound=OfPupil)

_CHECKS = {
    "upn": check_upn,
    "former_upn": check_upn,
    "uln": check_uln,
    "nhs_number": check_nhs_number,
}


def of(session: Session, noun: type[M], pupil: str) -> Sequence[M]:
    """Every record of a kind about a pupil, in the order they were made.

    What was recorded under another record of the same child is among them.
    """
    whose = same.of_child(session, pupil)
    asked = select(noun).where(col(noun.pupil).in_(whose)).order_by(col(noun.id))
    return session.exec(asked).all()


def identifiers(pupil: Pupil) -> tuple[views.Identifier, ...]:
    """The pupil's numbers with what their checks find; the UPN even where there is none."""
    found = []
    for name in ("upn", "former_upn", "uln", "nhs_number", "adno"):
        value = str(getattr(pupil, name))
        if value or name == "upn":
            check = _CHECKS[name](value) if name in _CHECKS else None
            found.append(views.Identifier(name, title("pupil", name), value, check))
    return tuple(found)


def statuses(session: Session, pupil: str, today: date) -> tuple[views.StatusView, ...]:
    """The status history, the newest first."""
    steps = sorted(of(session, Status, pupil), key=lambda s: (s.since, s.id), reverse=True)
    now = next((step.id for step in steps if step.since <= today), "")
    return tuple(
        views.StatusView(
            id=step.id,
            status=step.status,
            label=SEN_PROVISION.label(step.status),
            since=step.since,
            reason=step.reason,
            parents_told_on=step.parents_told_on,
            parents_told_how=step.parents_told_how,
            current=step.id == now,
        )
        for step in steps
    )


def needs(
    session: Session, pupil: str, today: date
) -> tuple[tuple[views.NeedView, ...], tuple[views.NeedView, ...]]:
    """The needs of today by rank, and the others."""
    all_of_them = sorted(of(session, Need, pupil), key=lambda need: (need.rank, need.id))
    return (
        tuple(_need(need) for need in all_of_them if holds(need.since, need.until, today)),
        tuple(_need(need) for need in all_of_them if not holds(need.since, need.until, today)),
    )


def _need(need: Need) -> views.NeedView:
    area = NEED_TYPES[need.code].area if need.code in NEED_TYPES else ""
    return views.NeedView(
        id=need.id,
        code=need.code,
        label=NEED_TYPES.label(need.code),
        area_label=BROAD_AREAS.label(area) if area else "",
        rank=need.rank,
        since=need.since,
        until=need.until,
        source=need.source,
        note=need.note,
    )


def flags(
    session: Session, pupil: str, today: date
) -> tuple[tuple[views.FlagView, ...], tuple[views.FlagView, ...]]:
    """The flags of today, and the others."""
    all_of_them = sorted(of(session, Flag, pupil), key=lambda flag: (flag.code, flag.id))
    return (
        tuple(_flag(flag) for flag in all_of_them if holds(flag.since, flag.until, today)),
        tuple(_flag(flag) for flag in all_of_them if not holds(flag.since, flag.until, today)),
    )


def _flag(flag: Flag) -> views.FlagView:
    label = FLAGS.label(flag.code)
    return views.FlagView(flag.id, flag.code, label, flag.since, flag.until, flag.note)


def people(session: Session, pupil: str) -> tuple[views.PersonView, ...]:
    """The people around the pupil, those with parental responsibility first."""
    found = sorted(
        of(session, Person, pupil),
        key=lambda p: (p.until is not None, not p.parental_responsibility, p.id),
    )
    return tuple(views.PersonView(**person.model_dump(exclude={"pupil"})) for person in found)


def voices(session: Session, pupil: str) -> tuple[views.VoiceView, ...]:
    """All views, the newest first."""
    found = sorted(of(session, Voice, pupil), key=lambda v: (v.said_on, v.id), reverse=True)
    return tuple(views.VoiceView(**voice.model_dump(exclude={"pupil"})) for voice in found)


def contacts(session: Session, pupil: str) -> tuple[views.ContactView, ...]:
    """The contacts, the newest first, each with when it was answered."""
    found = sorted(of(session, Contact, pupil), key=lambda c: (c.on, c.id), reverse=True)
    answered = {contact.answers: contact.on for contact in found if contact.answers}
    return tuple(
        views.ContactView(
            **contact.model_dump(exclude={"pupil"}), answered_on=answered.get(contact.id)
        )
        for contact in found
    )


def actions(session: Session, pupil: str, today: date) -> tuple[views.ActionView, ...]:
    """The actions: open ones by their day, then those done, the newest first."""
    found = of(session, Action, pupil)
    waiting = sorted((a for a in found if not a.done_on), key=lambda a: (a.due or date.max, a.id))
    finished = sorted(
        (a for a in found if a.done_on), key=lambda a: (a.done_on or date.min, a.id), reverse=True
    )
    return tuple(
        views.ActionView(
            **action.model_dump(exclude={"pupil"}),
            days_late=(today - action.due).days if action.due and not action.done_on else None,
        )
        for action in (*waiting, *finished)
    )


def concerns(session: Session, pupil: str) -> tuple[views.ConcernView, ...]:
    """The concerns: open ones first, the newest first."""
    found = sorted(of(session, Concern, pupil), key=lambda c: (c.raised_on, c.id), reverse=True)
    found.sort(key=lambda concern: concern.closed_on is not None)
    return tuple(
        views.ConcernView(
            **concern.model_dump(exclude={"pupil"}), need_label=NEED_TYPES.label(concern.need)
        )
        for concern in found
    )


def cycles(session: Session, pupil: str) -> tuple[views.CycleSummary, ...]:
    """The cycles, the newest first, each with what its review decided."""
    decided = {review.cycle: review.decision for review in of(session, Review, pupil)}
    found = sorted(of(session, Cycle, pupil), key=lambda c: (c.number, c.id), reverse=True)
    return tuple(
        views.CycleSummary(
            **cycle.model_dump(exclude={"pupil", "signed_by", "version"}),
            decision=decided.get(cycle.id, ""),
        )
        for cycle in found
    )


def profile(session: Session, pupil: str) -> views.ProfileSummary | None:
    """The newest version of the one-page profile."""
    newest = session.exec(
        select(Profile)
        .where(Profile.pupil == pupil)
        .order_by(col(Profile.version).desc(), col(Profile.id).desc())
    ).first()
    if newest is None:
        return None
    return views.ProfileSummary(newest.id, newest.version, newest.made_on, newest.signed_on)
